"""Parts of a text that have few enough hits of the filters to list them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.engine import Filters, Hits
    from git_secrets_py.model import Pattern

    # The offset of a part in the text, its bytes and its hits.
    Part = tuple[int, bytes, Hits]

# The size of the first parts, in bytes.
_FIRST_SIZE = 512 << 10
# After a part with fewer hits, the next one may be larger.
_FEW = 20_000
# The most hits in a block that are kept in memory, in place of a second search.
_MOST_KEPT = 400_000


class Parts:
    """Cuts texts into parts."""

    def __init__(self, filters: Filters, patterns: Sequence[Pattern]) -> None:
        self._filters = filters
        self._patterns = patterns
        # The numbers of those that are decided on several lines.
        self.spanning = {number for number, one in enumerate(patterns) if one.lines > 1}
        # The size in bytes of parts that had few enough hits.
        self._fitting = _FIRST_SIZE

    def of(self, data: bytes, hits: Hits | None = None) -> Iterator[Part]:
        """Yield the parts of ``data``; ``hits`` are all of its hits, if they are listed.

        A line that has too many hits by itself is a part with fewer of them: the first and the
        last ones that are close to each other, and one for each reach of the pattern between them.
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
                yield offset, part, list(self._fewer_hits(part))

    def with_anchors(
        self, data: bytes, before: bytes, after: bytes, hits: Hits | None
    ) -> tuple[Iterable[Part], dict[int, list[int]]]:
        """Return the parts of ``data``, and the hits of patterns of several lines by their number.

        The latter are offsets in the lines ``before``, ``data`` and the lines ``after`` it.
        """
        anchors: dict[int, list[int]] = {}
        if not self.spanning or (hits == [] and not before and not after):
            return self.of(data, hits), anchors
        kept: list[Part] = []
        position = size = 0
        for text, listed in ((before, None), (data, hits), (after, None)):
            for part in self.of(text, listed):
                for number, place in part[2]:
                    if number in self.spanning:
                        anchors.setdefault(number, []).append(position + part[0] + place)
                size += len(part[2])
                if size <= _MOST_KEPT and len(before) <= position < len(before) + len(data):
                    kept.append(part)
            position += len(text)
        return kept if size <= _MOST_KEPT else self.of(data), anchors

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

    def _fewer_hits(self, line: bytes) -> Iterator[tuple[int, int]]:
        from git_secrets_py.engine.hit_windows import runs_of_hits  # few lines have so many

        everything = range(len(self._patterns))
        for number, (first, last) in runs_of_hits(self._filters, everything, line):
            for place in range(first, last, self._patterns[number].reach or len(line)):
                yield number, place
            yield number, last


def _middle(data: bytes) -> int:
    """Return the offset of a line in ``data`` near its middle; 0 if it has but one line."""
    middle = data.find(b"\n", len(data) // 2) + 1
    if 0 < middle < len(data):
        return middle
    return data.rfind(b"\n", 0, len(data) // 2) + 1
