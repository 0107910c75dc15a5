"""Processes that end with this one, whatever ends it, for those that ``subprocess`` starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class _Binding:
    """Makes Linux kill a process when this one ends before ``close``, even by SIGKILL.

    ``inherited`` are the descriptors that the process inherits. Processes that it has left running
    when the binding is closed may outlive this one.
    """

    def __init__(self) -> None:
        self._ends = os.pipe() if sys.platform == "linux" else ()
        self.inherited = self._ends[:1]

    def add(self, pid: int) -> None:
        """Bind the process ``pid``, or the process group ``-pid``."""
        if self.inherited:
            from git_secrets_py.git.spawn import bind

            bind(pid, *self.inherited)

    def close(self) -> None:
        """Undo the binding."""
        if self.inherited:
            from git_secrets_py.git.spawn import unbind

            unbind(*self.inherited)
        for end in self._ends:
            os.close(end)


class ForeignProcess:
    """A process of another program, in a session of its own.

    At the end of the context it has ended, or it is killed with its children.
    """

    def __init__(
        self,
        command: Sequence[str | bytes],
        *,
        stdin: int = subprocess.DEVNULL,
        stderr: int = subprocess.DEVNULL,
        directory: bytes | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start ``command``; its standard output is a pipe. Raises ``OSError``."""
        self._binding = _Binding()
        try:
            self.process = subprocess.Popen(
                command,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=directory,
                env=environment,
                pass_fds=self._binding.inherited,
                start_new_session=True,  # Windows ignores this
            )
        except BaseException:
            self._binding.close()
            raise
        self._binding.add(-self.process.pid)

    def __enter__(self) -> ForeignProcess:
        return self

    def __exit__(self, *exception: object) -> None:
        with closing(self._binding):
            # Ctrl-C does not reach a process in another session.
            if any(exception) or self.process.poll() is None:
                self._kill()

    def _kill(self) -> None:
        """Kill the process and its children, and close its pipes.

        A grandchild that left the process group may keep the pipes open forever.
        """
        process = self.process
        if sys.platform == "win32":  # pragma: no cover
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
        else:
            with suppress(ProcessLookupError, PermissionError):  # macOS: if only a zombie is left
                os.killpg(process.pid, signal.SIGKILL)
            for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
                with suppress(BrokenPipeError):
                    stream.close()
        process.wait()


def output_of(command: Sequence[str], seconds: float) -> bytes:
    """Return the standard output of ``command``; empty if it cannot be run or takes longer."""
    try:
        with ForeignProcess(command) as child:
            return child.process.communicate(timeout=seconds)[0]
    except (OSError, subprocess.TimeoutExpired):
        return b""
