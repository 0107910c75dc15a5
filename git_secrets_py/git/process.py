"""Starting git.

Every command runs in an environment in which nothing that a user or a clone has configured can
hide content: no replace refs, no grafts, no fetching of missing objects, no path magic.
"""

from __future__ import annotations

import os

from git_secrets_py.errors import GitError, NotARepositoryError
from git_secrets_py.git import DEVNULL, PIPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from typing import IO

    from git_secrets_py.git.spawn import Child

    Process = Child | subprocess.Popen[bytes]


_SETTINGS = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    # git before 2.44 does not know GIT_NO_LAZY_FETCH; with no protocol allowed it cannot fetch.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
_PATHSPEC_SETTINGS = ("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")


def environment() -> dict[str, str]:
    """Return the environment for git: the inherited one, with our settings over it.

    What git itself sets for its hooks (``GIT_DIR``, ``GIT_INDEX_FILE``, the quarantine) stays.
    """
    inherited = dict(os.environ)
    for name in _PATHSPEC_SETTINGS:
        inherited.pop(name, None)
    return {**inherited, **_SETTINGS}


class Git:
    """git, to be run in one directory."""

    def __init__(self, directory: str | bytes | None = None) -> None:
        """``directory`` is where git starts to look for the repository; default: here."""
        self.directory = directory
        self._environment = environment()

    def start(
        self,
        *arguments: str | bytes,
        stdin: int | IO[bytes] = DEVNULL,
        stdout: int | IO[bytes] = PIPE,
        stderr: int | IO[bytes] = PIPE,
    ) -> RunningGit:
        """Start ``git *arguments``; its output is read from what this returns.

        A command whose output is read piece by piece needs another ``stderr`` than a pipe, which
        nobody would empty meanwhile.

        Raises ``GitError`` where git itself cannot be started.
        """
        place = ("-C", self.directory) if self.directory is not None else ()
        command: list[str | bytes] = ["git", *place, *arguments]
        try:
            process = self._spawn(command, stdin, stdout, stderr)
        except OSError as error:
            raise GitError(f"cannot start git: {error.strerror}; is it on PATH?") from error
        return RunningGit(process, arguments)

    def _spawn(
        self,
        command: list[str | bytes],
        stdin: int | IO[bytes],
        stdout: int | IO[bytes],
        stderr: int | IO[bytes],
    ) -> Process:
        if hasattr(os, "posix_spawn"):
            from git_secrets_py.git.spawn import Child

            return Child(command, self._environment, stdin=stdin, stdout=stdout, stderr=stderr)
        import subprocess

        return subprocess.Popen(
            command, env=self._environment, stdin=stdin, stdout=stdout, stderr=stderr
        )

    def output(
        self,
        *arguments: str | bytes,
        accept: Sequence[int] = (0,),
        input: bytes | None = None,
    ) -> bytes:
        """Run ``git *arguments`` with ``input`` to read, and return its standard output.

        Raises ``GitError`` when the exit status is not one of ``accept``.
        """
        stdin = DEVNULL if input is None else PIPE
        return self.start(*arguments, stdin=stdin).output(accept, input)

    def succeeds(self, *arguments: str | bytes) -> bool:
        """Run ``git *arguments`` and tell whether it exits with status 0."""
        running = self.start(*arguments)
        running.process.communicate()
        return running.process.returncode == 0


class RunningGit:
    """A git process that has been started, so that several can run side by side."""

    def __init__(self, process: Process, command: Sequence[str | bytes]) -> None:
        self.process = process
        self.command = command

    @property
    def stdout(self) -> IO[bytes]:
        """The process's standard output."""
        assert self.process.stdout is not None
        return self.process.stdout

    @property
    def stdin(self) -> IO[bytes]:
        """The process's standard input, where it was started with a pipe."""
        assert self.process.stdin is not None
        return self.process.stdin

    def output(self, accept: Sequence[int] = (0,), input: bytes | None = None) -> bytes:
        """Wait for the end and return standard output; raises ``GitError`` as ``Git.output``."""
        stdout, stderr = self.process.communicate(input)
        if self.process.returncode not in accept:
            raise self.failure(stderr)
        return stdout

    def failure(self, stderr: bytes) -> GitError:
        """Return the error that says what git said."""
        said = stderr.decode("utf-8", "replace").strip()
        if "not a git repository" in said:
            return NotARepositoryError("not a git repository (or any of the parent directories)")
        verb = os.fsdecode(self.command[0])
        return GitError(f"git {verb} failed with status {self.process.returncode}: {said}")

    def stop(self) -> None:
        """End the process, whatever it is doing, and release its pipes."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                _close(stream)
        self.process.wait()


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        pass  # what was still to be written has no reader any more
