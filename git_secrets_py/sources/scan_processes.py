"""Processes on all cores that decide which files hold no match.

They are copies of this process, which is not running any other thread.
"""

from __future__ import annotations

import os
from signal import SIG_DFL, SIGINT, SIGKILL, SIGTERM, signal

from git_secrets_py.git.spawn import CAN_BIND, bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    # Returns a byte for each path: whether it is a file that has no match.
    Decide = Callable[[list[bytes]], bytes | bytearray]

# The bytes of the number of a group, in requests and answers.
_NUMBER = 4


def decided(decide: Decide, groups: Sequence[list[bytes]], processes: int) -> Iterator[bool]:
    """Yield what ``decide`` returns for each path in ``groups``, called in ``processes``.

    ``False`` for those of a group on which a process has failed.
    """
    workers = _Workers(decide, groups, processes)
    try:
        for number, group in enumerate(groups):
            answer = workers.answer(number) or bytes(len(group))
            yield from map(bool, answer[: len(group)])
    finally:
        workers.stop()


class _Workers:
    """Processes that take the numbers of groups from one pipe, and answer in another."""

    def __init__(self, decide: Decide, groups: Sequence[list[bytes]], processes: int) -> None:
        self._answers: dict[int, bytes] = {}
        self._size = max(map(len, groups)) + _NUMBER
        self._pids: list[int] = []
        self._bindings: list[int] = []
        requests, request = os.pipe()
        self._results, result = os.pipe()
        try:
            os.write(request, b"".join(one.to_bytes(_NUMBER, "big") for one in range(len(groups))))
            os.close(request)
            for _ in range(processes):
                self._start(decide, groups, requests, result)
        finally:
            os.close(requests)
            os.close(result)

    def _start(
        self, decide: Decide, groups: Sequence[list[bytes]], requests: int, result: int
    ) -> None:
        end, binding = os.pipe()
        self._bindings.append(binding)
        pid = os.fork()
        if pid:
            os.close(end)
            self._pids.append(pid)
            return
        status = 1
        try:
            signal(SIGINT, SIG_DFL)
            signal(SIGTERM, SIG_DFL)
            os.close(binding)
            os.close(self._results)
            if CAN_BIND:
                bind(os.getpid(), end)
            _work(decide, groups, requests, result, self._size)
            status = 0
        finally:
            # Without a message: the parent scans what is left, and fails in the same way.
            os._exit(status)

    def answer(self, number: int) -> bytes | None:
        """Return the answer to group ``number``; ``None`` if its process failed."""
        while number not in self._answers:
            frame = os.read(self._results, self._size)
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
        for descriptor in (self._results, *self._bindings):
            os.close(descriptor)


def _work(
    decide: Decide, groups: Sequence[list[bytes]], requests: int, result: int, size: int
) -> None:
    """Answer requests until there are no more; each answer has ``size`` bytes."""
    while request := os.read(requests, _NUMBER):
        answer = decide(groups[int.from_bytes(request, "big")])
        os.write(result, request + answer.ljust(size - _NUMBER, b"\0"))
