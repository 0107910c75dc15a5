"""Commands of GitPython in sessions of their own, which are killed at a time limit."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial

from git import Repo
from git.cmd import Git as Wrapper

from git_secrets_py.errors import GitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_TOO_LONG = "git was stopped after {:.3g} s"
_STOPPED = "git was stopped"


class TimeLimitError(GitError):
    """git was stopped at the time limit."""


class Commands:
    """Commands of any thread, each with a time limit, until all are stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[_Limit] = set()
        self._is_stopped = False

    @contextmanager
    def limited(self, seconds: float) -> Iterator[type[Wrapper]]:
        """Yield a wrapper whose processes are killed after ``seconds``, or when this one ends.

        An error of git is then a ``TimeLimitError``. Raises ``GitError`` if the commands were
        stopped.
        """
        limit = _Limit()
        with self._lock:
            if self._is_stopped:
                raise GitError(_STOPPED)
            self._running.add(limit)
        timer = threading.Timer(seconds, limit.reach)
        timer.daemon = True
        timer.start()
        try:
            yield _wrapper_with(limit)
        except GitError as error:
            if limit.is_reached:
                raise TimeLimitError(_TOO_LONG.format(seconds)) from None
            raise error
        finally:
            timer.cancel()
            limit.end()
            with self._lock:
                self._running.discard(limit)

    def stop(self) -> None:
        """Kill the commands that run, and start no more."""
        with self._lock:
            self._is_stopped = True
            for limit in self._running:
                limit.reach()


class _Limit:
    """The process of a command and its time limit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pid = 0
        self._ends: list[int] = []
        self.is_reached = False

    def start(self, start: Callable[..., Any]) -> Any:
        """Start a process by ``start``, in a session of its own."""
        options: dict[str, Any] = {}
        if os.name == "posix":
            options["start_new_session"] = True
        if sys.platform == "linux":
            self._ends = list(os.pipe())
            options["pass_fds"] = (self._ends[0],)
        process = start(**options)
        with self._lock:
            self._pid = process.proc.pid
            if sys.platform == "linux":
                from git_secrets_py.git.spawn import bind  # not for Windows

                # A negative number is that of the group, with the processes that git has started.
                bind(-self._pid, self._ends[0])
            if self.is_reached:
                self._kill()
        return process

    def reach(self) -> None:
        """Kill the process and those that it has started."""
        with self._lock:
            self.is_reached = True
            self._kill()

    def end(self) -> None:
        """Kill the processes that are left of it."""
        with self._lock:
            self._kill()
            self._pid = 0
        for end in self._ends:
            os.close(end)
        self._ends = []

    def _kill(self) -> None:
        if not self._pid:
            return
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self._pid, signal.SIGKILL)
            else:
                os.kill(self._pid, signal.SIGTERM)


def _wrapper_with(limit: _Limit) -> type[Wrapper]:
    class Limited(Wrapper):
        def execute(self, *arguments: Any, **options: Any) -> Any:
            execute: Any = super().execute
            if not options.get("as_process"):  # GitPython asks for the version of git
                return execute(*arguments, **options)
            return limit.start(partial(execute, *arguments, **options))

    return Limited


def repo_with(wrapper: type[Wrapper]) -> type[Repo]:
    """Return the class of repositories whose commands run in ``wrapper``."""

    class Cloned(Repo):
        GitCommandWrapperType = wrapper

    return Cloned
