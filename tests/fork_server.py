"""Processes of git-secrets that begin as copies of one that has imported everything.

Imports take most of the time of a short run. The server has run nothing else, so each process has
its own arguments, environment, directory and standard streams, and ends as any other does: then
it writes its coverage, too, if that is measured. Where a process cannot be copied, and if the
environment has an effect on the start of Python, ``fork_server`` runs nothing.

Hooks, which git starts, reach the server by a small program in C that takes the place of Python in
their scripts.
"""

from __future__ import annotations

import atexit
import gc
import os
import runpy
import select
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

# Python and the C library read these when they start, and GitPython, which no hook uses.
OF_HOOKS = ("PYTHON", "LC_", "LANG", "LD_", "DYLD_", "COVERAGE", "COV_", "TZ")
AT_START = (*OF_HOOKS, "GIT_PYTHON_", "PATH")
REFUSED = b"?"
# Of the directory for temporary files: the path of a socket in it has at most 104 bytes.
LONGEST_PLACE = 64

APART = ("git_secrets_py.__main__", "git_secrets_py.start")
Answer = tuple[int, bytes, bytes]


class ForkServer:
    """The server of this process, started when it is used first."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._at_start: dict[str, str] = {}
        self._directory = ""

    def run(
        self, words: list[str], cwd: Path, input: bytes, environment: dict[str, str]
    ) -> Answer | None:
        """Run git-secrets; return its status and output, or ``None`` if it has to be executed."""
        if not _usable():
            return None
        if self._socket is None:
            self._start()
        assert self._socket is not None
        if _read_at_start(environment) != self._at_start:
            return None
        with _Streams() as streams, _SocketPair() as (ours, theirs):
            request = pack(words, cwd, environment)
            header = len(request).to_bytes(8, "big")
            socket.send_fds(self._socket, [header], [*streams.theirs, theirs.fileno()])
            self._socket.sendall(request)
            theirs.close()
            out, err = streams.communicate(input)
            return int(ours.recv(16)), out, err

    def hook_client(self) -> str | None:
        """Return the program that takes the place of Python in a hook.

        ``None`` if it cannot be compiled.
        """
        compiler = shutil.which("cc")
        if not (_usable() and compiler):
            return None
        if self._socket is None:
            self._start()
        client = os.path.join(self._directory, "python")
        if not os.path.exists(client):
            source = Path(__file__).with_name("hook_client.c")
            python = f'-DPYTHON="{sys.executable}"'
            subprocess.run([compiler, "-o", client, python, source], check=True)
        return client

    def _start(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._at_start = _read_at_start(dict(os.environ))
        is_short = len(os.fsencode(tempfile.gettempdir())) <= LONGEST_PLACE
        self._directory = tempfile.mkdtemp(prefix="fork-server-", dir=None if is_short else "/tmp")
        hooks = socket.socket(socket.AF_UNIX)
        hooks.bind(os.path.join(self._directory, "python.socket"))
        hooks.listen()
        passed = [theirs.fileno(), hooks.fileno()]
        server = subprocess.Popen(
            [sys.executable, __file__, *map(str, passed)],
            pass_fds=passed,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        hooks.close()
        atexit.register(_stop, server, self._socket, self._directory)


def pack(words: list[str], cwd: Path, environment: dict[str, str]) -> bytes:
    """Return a request: the umask, the directory, the number of words, these, the environment."""
    variables = [f"{name}={value}" for name, value in environment.items()]
    fields = [str(_umask()), str(cwd), str(len(words)), *words, *variables]
    return b"\0".join(map(os.fsencode, fields))


def _stop(server: subprocess.Popen[bytes], connection: socket.socket, directory: str) -> None:
    connection.close()
    server.wait()
    shutil.rmtree(directory)


def _usable() -> bool:
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def _read_at_start(
    environment: dict[str, str], names: tuple[str, ...] = AT_START
) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(names)}


def _read_by_hook(environment: dict[str, str]) -> dict[str, str]:
    read = _read_at_start(environment, OF_HOOKS)
    if sys.getfilesystemencoding() == "utf-8":  # the encoding of Python in the locale C, too
        for name in ("LC_ALL", "LANGUAGE"):
            if read.get(name) == "C":
                del read[name]
    return read


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


class _SocketPair:
    """Two connected sockets."""

    def __enter__(self) -> tuple[socket.socket, socket.socket]:
        self._pair = socket.socketpair()
        return self._pair

    def __exit__(self, *_: object) -> None:
        for one in self._pair:
            one.close()


class _Streams:
    """The pipes of the standard streams of a process."""

    def __enter__(self) -> _Streams:
        pipes = [os.pipe() for _ in range(3)]
        self.theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
        self._stdin, *self._outputs = pipes[0][1], pipes[1][0], pipes[2][0]
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in (*self.theirs, self._stdin, *self._outputs):
            if descriptor >= 0:
                os.close(descriptor)

    def communicate(self, input: bytes) -> list[bytes]:
        """Write ``input``; return what is written to standard output and standard error."""
        for descriptor in self.theirs:
            os.close(descriptor)
        self.theirs = []
        read: dict[int, list[bytes]] = {descriptor: [] for descriptor in self._outputs}
        with selectors.DefaultSelector() as selector:
            for descriptor in self._outputs:
                selector.register(descriptor, selectors.EVENT_READ)
            if input:
                os.set_blocking(self._stdin, False)
                selector.register(self._stdin, selectors.EVENT_WRITE)
            else:
                self._close_stdin()
            while selector.get_map():
                for key, _ in selector.select():
                    if key.fd == self._stdin:
                        input = self._write(input)
                        ended = not input
                    else:
                        read[key.fd].append(os.read(key.fd, 1 << 16))
                        ended = not read[key.fd][-1]
                    if ended:
                        selector.unregister(key.fd)
                        if key.fd == self._stdin:
                            self._close_stdin()
        return [b"".join(read[descriptor]) for descriptor in self._outputs]

    def _write(self, input: bytes) -> bytes:
        """Write a part of ``input``; return the rest, nothing if nobody reads it."""
        try:
            return input[os.write(self._stdin, input[: 1 << 16]) :]
        except BrokenPipeError:
            return b""

    def _close_stdin(self) -> None:
        os.close(self._stdin)
        self._stdin = -1


fork_server = ForkServer()


class _Request:
    """A request that has arrived: ``answer`` is the descriptor to write the exit status to."""

    def __init__(self, source: socket.socket, answer: int | None = None) -> None:
        """Receive it from ``source``. Raises ``EOFError`` if there is none."""
        header, descriptors, _, _ = socket.recv_fds(source, 8, 4)
        if not header:
            raise EOFError
        self.streams, rest = descriptors[:3], descriptors[3:]
        self.answer = rest[0] if answer is None else answer
        fields = _receive(source, int.from_bytes(header, "big")).split(b"\0")
        self.mask, self.cwd, end = int(fields[0]), fields[1], 3 + int(fields[2])
        self.words = [os.fsdecode(word) for word in fields[3:end]]
        variables = (os.fsdecode(variable).partition("=") for variable in fields[end:])
        self.environment = {name: value for name, _, value in variables}

    def refused(self) -> bool:
        """Refuse a hook if its process would start in another way; return whether it is refused."""
        if _read_by_hook(self.environment) == _read_by_hook(dict(os.environ)):
            return False
        os.write(self.answer, REFUSED)
        for descriptor in (*self.streams, self.answer):
            os.close(descriptor)
        return True


def serve(requests: socket.socket, hooks: socket.socket) -> list[str]:
    """Copy this process for each request; return the arguments in the copy."""
    ended, ends = socket.socketpair()
    answers: dict[int, int] = {}
    _wake(ends)
    while True:
        ready, _, _ = select.select([requests, hooks, ended], [], [])
        if ended in ready:
            ended.recv(1 << 10)
            _answer(answers, os.WNOHANG)
            continue
        try:
            request = _from_hook(hooks) if hooks in ready else _Request(requests)
        except EOFError:
            _answer(answers, 0)
            os._exit(0)
        if request is None:
            continue
        process = os.fork()
        if process == 0:
            break
        answers[process] = request.answer
        for descriptor in request.streams:
            os.close(descriptor)
    _wake(None)
    for one in (requests, hooks, ended, ends):
        one.close()
    for descriptor in (request.answer, *answers.values()):
        os.close(descriptor)
    return _become(request)


def _from_hook(hooks: socket.socket) -> _Request | None:
    """Return the request of a hook, ``None`` if it is refused or its process has been killed."""
    connection, _ = hooks.accept()
    try:
        request = _Request(connection, connection.fileno())
    except EOFError:
        connection.close()
        return None
    connection.detach()
    return None if request.refused() else request


def _wake(ends: socket.socket | None) -> None:
    """Write to ``ends`` when a child process ends; with ``None``, no longer."""
    if ends:
        ends.setblocking(False)
    signal.set_wakeup_fd(ends.fileno() if ends else -1)
    signal.signal(signal.SIGCHLD, (lambda *_: None) if ends else signal.SIG_DFL)


def _answer(answers: dict[int, int], options: int) -> None:
    """Write the exit status of each copy that has ended."""
    while answers:
        process, status = os.waitpid(-1, options)
        if not process:
            return
        answer = answers.pop(process)
        with suppress(BrokenPipeError):  # a hook has been killed
            os.write(answer, b"%d" % os.waitstatus_to_exitcode(status))
        os.close(answer)


def _receive(requests: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        parts.append(requests.recv(min(length, 1 << 16)))
        if not parts[-1]:
            raise EOFError
        length -= len(parts[-1])
    return b"".join(parts)


def _become(request: _Request) -> list[str]:
    """Take over the directory, the environment and the streams of ``request``; return its words."""
    for number, descriptor in enumerate(request.streams):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.umask(request.mask)
    os.chdir(request.cwd)
    for name in os.environ.keys() - request.environment.keys():
        del os.environ[name]
    os.environ.update(request.environment)
    sys.path[0] = os.getcwd()
    return request.words


def _import_everything() -> None:
    """Import what a run may import, except what runs when it is imported."""
    from importlib import import_module
    from pkgutil import walk_packages

    import git_secrets_py

    import_module("git.cmd")
    for name in [one.name for one in walk_packages(git_secrets_py.__path__, "git_secrets_py.")]:
        # Two modules run something when they are imported. Dask is large, which slows each copy,
        # and the server is asked for no cluster.
        if name in APART or name.startswith("git_secrets_py.fleet.dask_"):
            continue
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            # The pack reader was not built.
            if not str(error.name).startswith("git_secrets_py.packs."):
                raise
    from git_secrets_py.engine.hyperscan import database_code_mark, hyperscan_module

    hyperscan_module()
    # Otherwise each copy looks at the 200 files of the modules that it has.
    database_code_mark()


def _run() -> None:
    """Run git-secrets and end, without freeing each of the objects that this process copied."""
    status: object = 0
    try:
        runpy.run_module("git_secrets_py", run_name="__main__", alter_sys=True)
    except SystemExit as exit:
        status = exit.code
    assert isinstance(status, int)
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    del sys.path[0]
    _import_everything()
    sys.path.insert(0, "")
    gc.collect()
    gc.freeze()
    sys.argv[1:] = serve(*(socket.socket(fileno=int(number)) for number in sys.argv[1:]))
    _run()
