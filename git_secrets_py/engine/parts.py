"""Parts of a text that have few enough hits of the filters to list them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.engine import Filters, Hits
    from git_secrets_py.model import Pattern

    # The offset of a part in the text, its bytes and its hits.
    Part = tuple[int, bytes, Hits]

# Of the first parts, in bytes.
_FIRST_SIZE = 512 << 10
# Of a part with fewer hits, the next may be larger.
_FEW = 20_000


class Parts:
    """Cuts texts into parts."""

    def __init__(self, filters: Filters, patterns: Sequence[Pattern]) -> None:
        self._filters = filters
        self._patterns = patterns
        # The size in bytes of parts that had few enough hits.
        self._fitting = _FIRST_SIZE

    def of(self, data: bytes, hits: Hits | None = None) -> Iterator[Part]:
        """Yield the parts of ``data``; ``hits`` are all of its hits, if they are listed.

        A line that has too many hits by itself is a part with hits of each pattern, one for each
        of its reach.
        """
        if hits is not None:
            yield 0, data, hits
            return
        waiting = self._pieces(data)[::-1]
        while waiting:
            offset, part = waiting.pop()
            hits = self._filters.hits(part)
            if hits is not None:
                if len(hits) < _FEW and len(part) > self._fitting // 2:
                    self._fitting *= 2
                yield offset, part, hits
                continue
            middle = _middle(part)
            if middle:
                self._fitting = middle
                waiting += [(offset + middle, part[middle:]), (offset, part[:middle])]
            else:
                yield offset, part, list(self._every_hit(len(part)))

    def _pieces(self, data: bytes) -> list[tuple[int, bytes]]:
        """Return lines of ``data`` of about the size that fits, with their offsets."""
        pieces: list[tuple[int, bytes]] = []
        start = 0
        while len(data) - start > self._fitting and data is not self._filters.clean:
            middle = start + self._fitting
            end = data.rfind(b"\n", start, middle) + 1 or data.find(b"\n", middle) + 1
            if not end:
                break
            pieces.append((start, data[start:end]))
            start = end
        return [*pieces, (start, data[start:])] if data else pieces

    def _every_hit(self, size: int) -> Iterator[tuple[int, int]]:
        """Yield hits of every pattern, by which all of a line of ``size`` bytes is decided."""
        for number, pattern in enumerate(self._patterns):
            for place in range(0, size, pattern.reach or size):
                yield number, place


def _middle(data: bytes) -> int:
    """Return the offset of a line in ``data`` near its middle; 0 if it has but one line."""
    middle = data.find(b"\n", len(data) // 2) + 1
    if 0 < middle < len(data):
        return middle
    return data.rfind(b"\n", 0, len(data) // 2) + 1
