"""Filtering many small files at once, which is faster than one by one."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.engine import Filters
    from git_secrets_py.engine.known_lines import NewHits


class FileFilter:
    """Filters files that are joined, in one thread."""

    def __init__(
        self,
        filters: Filters | NewHits,
        may_prohibit: Callable[[bytes], bool],
        marks: Sequence[bytes],
    ) -> None:
        """``may_prohibit`` returns whether a rule may prohibit a path, or one in a text of paths.

        A file that contains one of ``marks`` may not be read as it is.
        """
        self._filters = filters
        self._may_prohibit = may_prohibit
        self._marks = marks

    def suspects(
        self, paths: Sequence[bytes], content: bytes, starts: Sequence[int]
    ) -> Iterable[int]:
        """Return the numbers of the files, small and whole, that a scan has to decide.

        They are in ``content``, each from its place in ``starts`` on, and followed by a line end.
        All others have no match.
        """
        ends = [start - 1 for start in (*starts[1:], len(content))]
        found = self._files_hit(content, starts, ends)
        if found is None:
            return range(len(paths))
        if self._may_prohibit(b"\0".join(paths)):
            found.update(number for number, path in enumerate(paths) if self._may_prohibit(path))
        found.update(self._files_marked(content, starts))
        return sorted(found)

    def _files_hit(
        self, content: bytes, starts: Sequence[int], ends: Sequence[int]
    ) -> set[int] | None:
        """Return the numbers of the files that a filter hits; ``None`` for too many hits."""
        suspects = self._filters.suspects
        if not self._filters.may_join:
            files = enumerate(zip(starts, ends, strict=True))
            return {number for number, (start, end) in files if suspects(content[start:end]) != []}
        hits = suspects(content)
        return hits if hits is None else {bisect_right(starts, place) - 1 for _, place in hits}

    def _files_marked(self, content: bytes, starts: Sequence[int]) -> Iterator[int]:
        """Yield the numbers of the files that contain a mark."""
        for mark in self._marks:
            place = content.find(mark)
            while place >= 0:
                number = bisect_right(starts, place)
                yield number - 1
                place = content.find(mark, starts[number]) if number < len(starts) else -1
