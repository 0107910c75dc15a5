"""Processes of git-secrets that begin as copies of one that has imported everything.

Imports take most of the time of a short run. The server has run nothing else, so each process has
its own arguments, environment, directory and standard streams, and ends as any other does: then
it writes its coverage, too, if that is measured. Where a process cannot be copied, and if the
environment has an effect on the start of Python, the server runs nothing.

``hook_python`` lets installed hooks run in such processes, too.
"""

from __future__ import annotations

import atexit
import gc
import os
import runpy
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# Tests may set ``sys.executable``.
PYTHON = sys.executable

# Python, GitPython and the C library read these when they start.
AT_START = (
    "PYTHON",
    "LC_",
    "LANG",
    "LD_",
    "DYLD_",
    "GIT_PYTHON_",
    "COVERAGE",
    "COV_",
    "PATH",
    "TZ",
)

PACKAGE = "git_secrets_py"
# They run something when they are imported.
APART = ("git_secrets_py.__main__", "git_secrets_py.start")
# Bytes of the length of a request.
LENGTH = 8

Answer = tuple[int, bytes, bytes]


class Request(NamedTuple):
    """What a process begins with, besides its standard streams."""

    cwd: str
    mask: int
    # The name of the package, or the path of the file that hooks start; then the arguments.
    words: list[str]
    environment: dict[str, str]

    def encoded(self) -> bytes:
        """Return the request with its length before it; hook_client.c writes the same."""
        variables = (f"{name}={value}" for name, value in self.environment.items())
        fields = self.cwd, str(self.mask), str(len(self.words)), *self.words, *variables
        request = b"".join(os.fsencode(field) + b"\0" for field in fields)
        return len(request).to_bytes(LENGTH, "big") + request

    @classmethod
    def parse(cls, request: bytes) -> Request:
        """Read what ``encoded`` returns after the length."""
        cwd, mask, count, *fields = map(os.fsdecode, request.split(b"\0")[:-1])
        words, variables = fields[: int(count)], fields[int(count) :]
        environment = dict(variable.split("=", 1) for variable in variables)
        return cls(cwd, int(mask), words, environment)


class ForkServer:
    """The server of this process, started when it is used first.

    ``hooks`` is the address of the socket for hooks, ``compiled`` the directory of the databases
    that are compiled once.
    """

    def __init__(self, hooks: Path, compiled: Path) -> None:
        self.hooks = hooks
        self._compiled = compiled
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(hooks))
        self._listener.listen()
        self._socket: socket.socket | None = None
        self._at_start: dict[str, str] = {}

    def run(
        self, words: list[str], cwd: Path, input: bytes, environment: dict[str, str]
    ) -> Answer | None:
        """Run git-secrets; return its status and output, or ``None`` if it has to be executed."""
        self.start()
        assert self._socket is not None
        if _read_at_start(environment) != self._at_start:
            return None
        with _Streams() as streams, _SocketPair() as (ours, theirs):
            request = Request(str(cwd), _umask(), [PACKAGE, *words], environment).encoded()
            descriptors = [*streams.theirs, theirs.fileno()]
            sent = socket.send_fds(self._socket, [request], descriptors)
            self._socket.sendall(request[sent:])
            theirs.close()
            out, err = streams.communicate(input)
            return int(ours.recv(16)), out, err

    def start(self) -> None:
        """Start the server, unless it runs."""
        if self._socket is not None:
            return
        self._socket, theirs = socket.socketpair()
        self._at_start = _read_at_start(dict(os.environ))
        descriptors = theirs.fileno(), self._listener.fileno()
        server = subprocess.Popen(
            [PYTHON, __file__, *map(str, descriptors), sys.executable, self._compiled],
            pass_fds=descriptors,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        self._listener.close()
        atexit.register(_stop, server, self._socket)


def _stop(server: subprocess.Popen[bytes], connection: socket.socket) -> None:
    connection.close()
    server.wait()


def can_copy() -> bool:
    """Return whether processes can be copied."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def _read_at_start(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(AT_START)}


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


class Server:
    """Copies this process for each request, in the copy of which ``serve`` returns."""

    def __init__(self, requests: socket.socket, hooks: socket.socket) -> None:
        self._requests = requests
        self._hooks = hooks
        self._ended, self._ends = socket.socketpair()
        self._at_start = _read_at_start(dict(os.environ))
        # Of each copy, where its exit status is written to.
        self._answers: dict[int, int] = {}

    def serve(self) -> list[str]:
        """Return the words of a request in the copy that has taken over the rest of it."""
        _wake(self._ends)
        while True:
            ready, _, _ = select.select([self._requests, self._hooks, self._ended], [], [])
            if self._ended in ready:
                self._ended.recv(1 << 10)
                self._answer(os.WNOHANG)
            for source, receive in ((self._requests, self._next), (self._hooks, self._next_hook)):
                received = receive() if source in ready else None
                if received and self._is_copy(*received):
                    return received[0].words

    def _next(self) -> tuple[Request, list[int]]:
        """Return the next request of the tests with its descriptors."""
        received = _receive(self._requests, 4)
        if received is None:
            self._answer(0)
            os._exit(0)
        return received

    def _next_hook(self) -> tuple[Request, list[int]] | None:
        """Return the next request of a hook, ``None`` if it has to be executed."""
        connection, _ = self._hooks.accept()
        received = _receive(connection, 3)
        if received and self._starts_alike(received[0].environment):
            return received[0], [*received[1], connection.detach()]
        for descriptor in received[1] if received else ():
            os.close(descriptor)
        connection.close()
        return None

    def _starts_alike(self, environment: dict[str, str]) -> bool:
        """Return whether a hook would start as this process did, but for git's part of PATH."""
        path = self._at_start.get("PATH", "")
        return environment.get("PATH", "").endswith(path) and (
            _read_at_start({**environment, "PATH": path}) == self._at_start
        )

    def _is_copy(self, request: Request, descriptors: list[int]) -> bool:
        """Copy this process; return whether it is the copy, with all of ``request`` in effect."""
        *streams, answer = descriptors
        process = os.fork()
        if process:
            self._answers[process] = answer
            for descriptor in streams:
                os.close(descriptor)
            return False
        _wake(None)
        for one in (self._requests, self._hooks, self._ended, self._ends):
            one.close()
        for descriptor in (answer, *self._answers.values()):
            os.close(descriptor)
        _become(request, streams)
        return True

    def _answer(self, options: int) -> None:
        """Write the exit status of each copy that has ended."""
        while self._answers:
            process, status = os.waitpid(-1, options)
            if not process:
                return
            answer = self._answers.pop(process)
            with suppress(BrokenPipeError):  # of a hook that was killed
                os.write(answer, b"%d" % os.waitstatus_to_exitcode(status))
            os.close(answer)


def _wake(ends: socket.socket | None) -> None:
    """Write to ``ends`` when a child process ends; with ``None``, no longer."""
    if ends:
        ends.setblocking(False)
    signal.set_wakeup_fd(ends.fileno() if ends else -1)
    signal.signal(signal.SIGCHLD, (lambda *_: None) if ends else signal.SIG_DFL)


def _receive(source: socket.socket, count: int) -> tuple[Request, list[int]] | None:
    """Return a request and its ``count`` descriptors, ``None`` at the end of ``source``."""
    header, descriptors, _, _ = socket.recv_fds(source, LENGTH, count)
    if not header:
        return None
    left = int.from_bytes(header, "big")
    parts = []
    while left:
        parts.append(source.recv(min(left, 1 << 16)))
        left -= len(parts[-1])
    return Request.parse(b"".join(parts)), descriptors


def _become(request: Request, streams: list[int]) -> None:
    """Take over the directory, the environment and the streams of ``request``."""
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.umask(request.mask)
    os.chdir(request.cwd)
    for name in os.environ.keys() - request.environment.keys():
        del os.environ[name]
    os.environ.update(request.environment)


def _import_everything() -> None:
    """Import what a run may import, except what runs when it is imported."""
    from importlib import import_module
    from pkgutil import walk_packages

    import git_secrets_py

    import_module("git.cmd")
    for name in [one.name for one in walk_packages(git_secrets_py.__path__, "git_secrets_py.")]:
        # Dask is large, which makes each copy slower, and the server is asked for no cluster.
        if name in APART or name.startswith("git_secrets_py.fleet.dask_"):
            continue
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            # The pack reader was not built.
            if not str(error.name).startswith("git_secrets_py.packs."):
                raise
    from git_secrets_py.engine.hyperscan import hyperscan_module

    hyperscan_module()


def _run(program: str) -> None:
    """Run git-secrets and end, without freeing each of the objects that this process copied."""
    status: object = 0
    try:
        if program == PACKAGE:
            sys.path.insert(0, os.getcwd())
            runpy.run_module(PACKAGE, run_name="__main__", alter_sys=True)
        else:
            from git_secrets_py.cli.main import main

            status = main()
    except SystemExit as exit:
        status = exit.code
    assert isinstance(status, int)
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _prepare(python: str, compiled: str) -> None:
    """Do what takes long, once for all copies."""
    from compiled_once import compile_once

    from git_secrets_py.engine.hyperscan import HyperscanFilter

    del sys.path[0]
    _import_everything()
    HyperscanFilter.compile = compile_once(Path(compiled))
    sys.executable = python
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    requests, hooks = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    _prepare(*sys.argv[3:])
    sys.argv = Server(requests, hooks).serve()
    _run(sys.argv[0])
