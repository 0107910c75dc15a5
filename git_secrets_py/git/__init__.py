"""The only code that starts git: plumbing commands, NUL-separated, independent of user settings.

``Git`` starts commands, ``GitProcess`` is a running one. Each runs in an environment in which no
configuration of a user or a clone can hide content: no replace refs, no grafts, no fetching of
missing objects, no pathspec magic.

``spawn`` starts processes where that is possible; ``process_group`` does so in several threads.
``repository`` has the paths, ``config`` the settings, ``objects`` the contents, ``trees`` the
entries of the index and of trees, and the changes of commits. ``promisor``, ``incomplete_commits``
and ``lfs`` are about content that is not in this clone, ``operation`` about a merge or rebase in
progress. ``sandbox`` runs hooks. ``mirrors`` and ``limited_commands`` clone with GitPython.
"""

from __future__ import annotations

import errno
import os

from git_secrets_py.errors import GitError, NotARepositoryError
from git_secrets_py.git.spawn import DEVNULL, PIPE, SpawnedProcess

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, Sequence
    from typing import IO

    Process = SpawnedProcess | subprocess.Popen[bytes]

# The mode of a submodule's entry in the index or a tree. Defined here because a clean hook
# needs it and does not import ``trees``.
GITLINK = b"160000"
# The exit status of git for an unknown option.
EXIT_USAGE = 129
_NO_REPOSITORY = "not a git repository"
_SEARCHED = " (or any of the parent directories)"

_SETTINGS = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    # A file that cannot exist: git deprecates grafts, and warns of each file that does exist.
    "GIT_GRAFT_FILE": os.path.join(os.devnull, "none"),
    # git before 2.44 ignores GIT_NO_LAZY_FETCH; with no protocol allowed it cannot fetch.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
# The usage of a command, and the advice below an unknown revision.
_USAGE = ("usage:", "Use '--' to separate paths from revisions")
# Options before each command.
ALWAYS = (
    # A commit graph may be wrong about commits and their parents, and git trusts it.
    *("-c", "core.commitGraph=false"),
    # Its value may be a command, which git runs whenever it refreshes the index.
    *("-c", "core.fsmonitor=false"),
)
# The beginnings of git's warnings and errors, and of those about a trace, as with GIT_TRACE.
_PROBLEMS = (b"warning: ", b"error: ", b"fatal: ")
_OF_TRACES = (
    b"warning: trace2: ",
    b"warning: unable to write trace ",
    b"warning: unknown trace value ",
    b"warning: could not open '",  # of a directory, git writes "could not open directory '"
)
# Variables that lead git to one repository, whatever directory it runs in (git(1)).
OF_ONE_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
)
_PATHSPEC_SETTINGS = ("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")


def environment() -> dict[str, str]:
    """Return the environment for git: the inherited one, overridden by our settings.

    The variables that git sets for its hooks (``GIT_DIR``, ``GIT_INDEX_FILE``, the quarantine)
    are kept.
    """
    inherited = dict(os.environ)
    for name in _PATHSPEC_SETTINGS:
        inherited.pop(name, None)
    return {**inherited, **_SETTINGS}


class Git:
    """git, run in one directory."""

    def __init__(
        self,
        directory: str | bytes | None = None,
        variables: Mapping[str, str] | None = None,
        *,
        by_variables: bool = True,
    ) -> None:
        """``directory`` is where git looks for the repository; default: the current one.

        ``variables`` are added to the environment. Without ``by_variables``, those that name a
        repository, such as ``GIT_DIR``, are ignored.
        """
        self.directory = directory
        ignored = () if by_variables else OF_ONE_REPOSITORY
        inherited = {name: one for name, one in environment().items() if name not in ignored}
        self._environment = {**inherited, **(variables or {})}

    def start(
        self,
        *arguments: str | bytes,
        stdin: int | IO[bytes] = DEVNULL,
        stdout: int | IO[bytes] = PIPE,
        stderr: int | IO[bytes] = PIPE,
    ) -> GitProcess:
        """Start ``git *arguments``.

        If output is read piece by piece, ``stderr`` must not be a pipe: nothing reads it
        meanwhile.

        Raises ``GitError`` if git itself cannot be started.
        """
        where = ("-C", self.directory) if self.directory is not None else ()
        command: list[str | bytes] = ["git", *where, *ALWAYS, *arguments]
        try:
            process = self._spawn(command, stdin, stdout, stderr)
        except OSError as error:
            raise GitError(f"cannot start git: {_remedy(error)}") from error
        return GitProcess(process, arguments, None if isinstance(stderr, int) else stderr)

    def _spawn(
        self,
        command: list[str | bytes],
        stdin: int | IO[bytes],
        stdout: int | IO[bytes],
        stderr: int | IO[bytes],
    ) -> Process:
        if hasattr(os, "posix_spawn"):
            return SpawnedProcess(
                command, self._environment, stdin=stdin, stdout=stdout, stderr=stderr
            )
        import subprocess

        return subprocess.Popen(
            command, env=self._environment, stdin=stdin, stdout=stdout, stderr=stderr
        )

    def output(
        self,
        *arguments: str | bytes,
        accept: Sequence[int] = (0,),
        input: bytes | None = None,
        strict: bool = False,
    ) -> bytes:
        """Run ``git *arguments`` with ``input`` on standard input; return standard output.

        Raises ``GitError`` if the exit status is not in ``accept``, and with ``strict`` if git
        reports an error whatever the exit status.
        """
        stdin = DEVNULL if input is None else PIPE
        return self.start(*arguments, stdin=stdin).output(accept, input, strict=strict)

    def succeeds(self, *arguments: str | bytes) -> bool:
        """Run ``git *arguments``; return whether it exits with status 0."""
        return self.start(*arguments, stdout=DEVNULL, stderr=DEVNULL).wait() == 0


class GitProcess:
    """A running git process."""

    def __init__(
        self, process: Process, arguments: Sequence[str | bytes], stderr: IO[bytes] | None = None
    ) -> None:
        """``arguments`` are those of git; ``stderr`` is the file that receives its messages."""
        self._process = process
        self._arguments = arguments
        self._stderr = stderr

    @property
    def pid(self) -> int:
        """Its process ID."""
        return self._process.pid

    @property
    def stdout(self) -> IO[bytes]:
        """Its standard output, if it was started with a pipe."""
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def stdin(self) -> IO[bytes]:
        """Its standard input, if it was started with a pipe."""
        assert self._process.stdin is not None
        return self._process.stdin

    def read(self, size: int) -> bytes:
        """Read ``size`` bytes of standard output, fewer at the end.

        Unbuffered, for large fast output; not to be mixed with ``stdout``.
        """
        pipe = self.stdout.fileno()
        chunks = []
        while chunk := os.read(pipe, size):
            chunks.append(chunk)
            size -= len(chunk)
            if not size:
                break
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def output(
        self,
        accept: Sequence[int] = (0,),
        input: bytes | None = None,
        *,
        strict: bool = False,
        printed: bool = False,
    ) -> bytes:
        """Write ``input``, wait for the end, and return standard output.

        Raises ``GitError`` as ``Git.output`` does, and with ``printed`` if there is no output.
        """
        stdout, stderr = self._process.communicate(input)
        has_failed = (strict and reports_error(stderr)) or (printed and not stdout)
        if has_failed or self._process.returncode not in accept:
            raise self._failure(stderr)
        return stdout

    def succeeds(self, input: bytes) -> bool:
        """Write ``input``, wait for the end; return whether the exit status is 0."""
        self._process.communicate(input)
        return self._process.returncode == 0

    def wait(self) -> int:
        """Wait for the process to end; return its exit status."""
        return self._process.wait()

    def finish(self) -> None:
        """Wait for the process to end; raises ``GitError`` if it failed."""
        if self.wait():
            raise self._failure(self.messages())

    def messages(self) -> bytes:
        """Return its standard error so far, if that is a file."""
        if self._stderr is None:
            return b""
        self._stderr.seek(0)
        return self._stderr.read()

    def problems(self) -> list[str]:
        """Return the warnings and errors in its standard error, if that is a file.

        Traces, and warnings about them, are left out; invalid bytes become surrogates.
        """
        return [
            line.decode("utf-8", "surrogateescape")
            for line in self.messages().splitlines()
            if line.startswith(_PROBLEMS) and not line.startswith(_OF_TRACES)
        ]

    def kill(self) -> None:
        """Kill the process if it is still running; its pipes stay open."""
        self._process.kill()

    def stop(self) -> None:
        """Kill the process if it is still running, and close its pipes."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                _close(stream)
        self.wait()

    def _failure(self, stderr: bytes) -> GitError:
        """Return the error for ``stderr``, git's messages."""
        message = _reason(stderr.decode("utf-8", "replace"))
        _, mark, named = message.partition(_NO_REPOSITORY)
        if mark:
            # git names the directory if something refers to it, such as a worktree.
            place = named.splitlines()[0] if named.startswith(":") else _SEARCHED
            return NotARepositoryError(mark + place)
        verb = os.fsdecode(self._arguments[0])
        status = self._process.returncode
        return GitError(f"git {verb} failed with status {status}: {message}".removesuffix(": "))


def reports_error(messages: bytes) -> bool:
    """Return whether one of git's ``messages`` is an error."""
    return any(line.startswith((b"error:", b"fatal:")) for line in messages.splitlines())


def _remedy(error: OSError) -> str:
    """Return why git cannot be started, and the remedy."""
    # Linux reports a descriptor above the limit as a bad one to the process that git would be.
    if error.errno in (errno.EMFILE, errno.EBADF):
        return "too many open files; raise the limit with 'ulimit -n'"
    if error.errno in (errno.EAGAIN, errno.ENOMEM, errno.ENFILE):
        return f"{error.strerror}; the system, or a limit of the shell ('ulimit -a'), is exhausted"
    return f"{error.strerror}; is it on PATH?"


def _reason(messages: str) -> str:
    """Return git's ``messages`` without its hints and its usage, which are long."""
    lines: list[str] = []
    for line in messages.splitlines():
        if line.startswith(_USAGE):
            break
        if not line.startswith("hint:"):
            lines.append(line.expandtabs())  # git indents a command to paste with a tab
    return "\n".join(lines).strip()


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        pass  # git exited before it read everything
