"""Processes on all cores that decide which files hold no match.

They are copies of this process, which is not running any other thread.
"""

from __future__ import annotations

import os
from signal import (
    SIG_BLOCK,
    SIG_DFL,
    SIG_IGN,
    SIG_SETMASK,
    SIG_UNBLOCK,
    SIGHUP,
    SIGINT,
    SIGKILL,
    SIGTERM,
    getsignal,
    pthread_sigmask,
    signal,
)

from git_secrets_py.git.spawn import CAN_BIND, bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import NoReturn

    # Returns a byte for each path: whether it is a file that has no match.
    Decide = Callable[[list[bytes]], bytes | bytearray]

_ENDING = (SIGINT, SIGTERM, SIGHUP)
# The bytes of the number of a group, in requests and answers.
_NUMBER = 2


def decided(decide: Decide, groups: Sequence[list[bytes]], processes: int) -> Iterator[bool]:
    """Yield the result of ``decide`` for each path in ``groups``, called in ``processes``.

    ``False`` for those of a group on which a process has failed, or that no process has taken.
    """
    workers = _Workers(decide, groups)
    try:
        workers.start(processes)
        for number, group in enumerate(groups):
            answer = workers.answer(number) or bytes(len(group))
            yield from map(bool, answer[: len(group)])
    finally:
        workers.stop()


class _Workers:
    """Processes that take the numbers of groups from one pipe, and answer in another."""

    def __init__(self, decide: Decide, groups: Sequence[list[bytes]]) -> None:
        self._decide = decide
        self._groups = groups
        self._answers: dict[int, bytes] = {}
        self._size = max(map(len, groups)) + _NUMBER
        self._pids: list[int] = []
        self._results = -1
        # The descriptors that this process closes at the end, and after the processes were started.
        self._ours: list[int] = []
        self._theirs: list[int] = []

    def start(self, processes: int) -> None:
        """Start ``processes``, or as many as the limits of the system allow."""
        try:
            requests, request = os.pipe()
            self._theirs.append(requests)
            numbers = range(len(self._groups))
            os.write(request, b"".join(one.to_bytes(_NUMBER, "big") for one in numbers))
            os.close(request)
            self._results, result = os.pipe()
            self._ours.append(self._results)
            self._theirs.append(result)
            for _ in range(processes):
                self._start(requests, result)
        except OSError:
            pass  # those that were started answer all requests
        finally:
            _close(self._theirs)

    def _start(self, requests: int, result: int) -> None:
        end, binding = os.pipe()
        self._theirs.append(end)
        self._ours.append(binding)
        # An interruption must not raise in the copy, which would end as this process does.
        before = pthread_sigmask(SIG_BLOCK, _ENDING)
        try:
            pid = os.fork()
            if not pid:
                self._run_copy(requests, result, end)
            self._pids.append(pid)
        finally:
            pthread_sigmask(SIG_SETMASK, before)

    def _run_copy(self, requests: int, result: int, end: int) -> NoReturn:
        status = 1
        try:
            for one in _ENDING:
                if getsignal(one) != SIG_IGN:  # as nohup sets SIGHUP
                    signal(one, SIG_DFL)
            pthread_sigmask(SIG_UNBLOCK, _ENDING)
            for descriptor in self._ours:
                os.close(descriptor)
            if CAN_BIND:
                bind(os.getpid(), end)
            self._work(requests, result)
            status = 0
        finally:
            # Without a message: the parent scans the rest, and fails in the same way.
            os._exit(status)

    def answer(self, number: int) -> bytes | None:
        """Return the answer to group ``number``; ``None`` if no process answers."""
        while number not in self._answers:
            frame = os.read(self._results, self._size) if self._pids else b""
            if not frame:
                return None
            self._answers[int.from_bytes(frame[:_NUMBER], "big")] = frame[_NUMBER:]
        return self._answers.pop(number)

    def stop(self) -> None:
        """End all processes."""
        for pid in self._pids:
            os.kill(pid, SIGKILL)
        for pid in self._pids:
            os.waitpid(pid, 0)
        _close(self._ours)

    def _work(self, requests: int, result: int) -> None:
        """Answer requests until there are no more; all answers have the same size."""
        while request := os.read(requests, _NUMBER):
            answer = self._decide(self._groups[int.from_bytes(request, "big")])
            os.write(result, request + answer.ljust(self._size - _NUMBER, b"\0"))


def _close(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
