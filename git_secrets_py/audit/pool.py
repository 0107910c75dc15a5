"""The threads that read segments."""

from __future__ import annotations

import os
import threading
from queue import SimpleQueue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.audit.reader import Reader

# How often, in seconds, whoever waits looks at the progress.
TICK = 0.1


class Pool:
    """One thread for each reader; all take segments from one queue."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = readers
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._failures: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._work, args=(reader,), daemon=True) for reader in readers
        ]
        for thread in self._threads:
            thread.start()

    def put(self, path: str) -> None:
        """Have the segment at ``path`` read; the file is removed after that."""
        self._queue.put(path)

    def finish(self, tick: Callable[[], None]) -> None:
        """Wait until all segments have been read, calling ``tick`` every now and then.

        Raises what a reader raised.
        """
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            while thread.is_alive():
                thread.join(TICK)
                tick()
                if self._failures:
                    raise self._failures[0]
        if self._failures:
            raise self._failures[0]

    def abandon(self) -> None:
        """Let the threads end after what they are at."""
        while not self._queue.empty():
            self._queue.get()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(10 * TICK)

    @property
    def done(self) -> int:
        """How many objects have been read."""
        return sum(reader.done for reader in self._readers)

    @property
    def size(self) -> int:
        """How many bytes have been read."""
        return sum(reader.size for reader in self._readers)

    def _work(self, reader: Reader) -> None:
        try:
            while (path := self._queue.get()) is not None:
                reader.read(path)
                os.unlink(path)
        except BaseException as error:
            self._failures.append(error)
