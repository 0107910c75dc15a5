"""A process that kills the git processes of this one as soon as this one ends, however it ends.

git notices the end of its reader only when it writes, which may take half an hour. A pipe is
closed by the system even after SIGKILL. Linux needs no such process, see ``spawn``.
"""

from __future__ import annotations

import os

from git_secrets_py.git.spawn import DEVNULL, PIPE, SpawnedProcess

# Reads lines ``+ <pid>`` and ``- <pid>``; at the end kills the processes that are left.
_SCRIPT = r"""
trap '' HUP INT QUIT TERM
running=' '
while read -r change pid; do
    case $change in
    +) running="$running$pid " ;;
    -) running="${running%%" $pid "*} ${running#*" $pid "}" ;;
    esac
done
for pid in $running; do kill -9 "$pid"; done
"""


class Watcher:
    """Watches over the processes that were added and not removed."""

    def __init__(self) -> None:
        """Start the process; without a shell nothing is watched."""
        try:
            self._process: SpawnedProcess | None = SpawnedProcess(
                ["sh", "-c", _SCRIPT],
                os.environ,
                stdin=PIPE,
                stdout=DEVNULL,
                stderr=DEVNULL,
                bound=False,
            )
        except OSError:
            self._process = None

    def add(self, pid: int) -> None:
        """Watch over the process ``pid``, a child of this process."""
        self._write(b"+ %d\n" % pid)

    def remove(self, pid: int) -> None:
        """Forget the process ``pid``, which has ended."""
        self._write(b"- %d\n" % pid)

    def close(self) -> None:
        """End the watcher; all processes were removed."""
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def _write(self, line: bytes) -> None:
        if self._process is None or self._process.stdin is None:
            return
        try:
            os.write(self._process.stdin.fileno(), line)
        except BrokenPipeError:
            self._process = None  # it was killed
