"""Hits of the filters without those in lines that match nothing.

It takes far longer to split hits by object or file, and to decide on each of these, than to decide
on the lines of many at once, and to remember them: in a history, most lines recur.
"""

from __future__ import annotations

from git_secrets_py import memory
from git_secrets_py.content import NotScanned
from git_secrets_py.engine.hyperscan import MOST_HITS
from git_secrets_py.engine.known_windows import KnownWindows
from git_secrets_py.engine.matcher import UndecidedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from git_secrets_py.engine import Filters, Hits
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.engine.unseen_lines import UnseenLines

# Longer lines rarely recur, and each of their hits would search them for their ends.
_LONGEST = 2 << 10
# A search for fewer patterns takes no longer than to find out which lines are new.
_MANY_PATTERNS = 50
# The memory for each line besides its text, in bytes.
_ENTRY = 350


class NewHits:
    """The hits of filters that are still to be decided, for use in one thread."""

    def __init__(
        self, matcher: Matcher, filters: Filters, scanner: Scanner, threads: int = 1
    ) -> None:
        """``scanner`` decides the patterns of ``matcher``, whose ``filters`` these are.

        There is one for each of ``threads``.
        """
        self._matcher = matcher
        self._filters = filters
        self._scanner = scanner.tentative()
        # The numbers of the patterns whose matches depend on the bytes of their lines alone.
        self._of_lines = {
            number
            for number, one in enumerate(matcher.patterns)
            if one.lines == 1 and one.literal is None and number not in matcher.whole
        }
        self._windows = KnownWindows(matcher, threads)
        self._unseen = _unseen_lines(matcher, filters, threads)
        # The last content that was searched, and the hits of the gate in it.
        self._encoded: tuple[bytes, Hits | None] = b"", []
        # The patterns that do not match a line; none of them if any does.
        self._known: dict[bytes, set[int]] = {}
        self._size, self._most = 0, memory.KNOWN_LINES // threads

    @property
    def may_join(self) -> bool:
        """Whether several contents may be searched together, as for ``Filters``."""
        return self._filters.may_join

    def suspects(self, data: bytes) -> Hits | None:
        """Return all hits, those of the gate too, as ``Filters`` does, but for those known."""
        hits, encoded = self.hits(data), self.encoded(data)
        return None if hits is None or encoded is None else hits + encoded

    def encoded(self, data: bytes) -> Hits | None:
        """Return the hits of the gate, as ``Filters`` does."""
        return self._encoded[1] if data is self._encoded[0] else self._filters.encoded(data)

    def hits(self, data: bytes) -> Hits | None:
        """Return the hits in ``data``, whole lines, as ``Filters`` does, but for those known."""
        hits = self._all_hits(data)
        # A pattern that has timed out is not decided everywhere.
        if not hits or self._matcher.timeouts:
            return hits
        rest, by_line = self._by_line(data, hits)
        numbers = {line: {number for number, _ in some} for line, some in by_line.items()}
        new = {line: some for line, some in numbers.items() if line not in self._known}
        if new:
            self._decide(new)
        for line, some in by_line.items():
            if not numbers[line] <= self._known.get(line, set()):
                rest += some
        return rest

    def _all_hits(self, data: bytes) -> Hits | None:
        """Return the hits of the filters; in unseen lines, search for those of the gate as well."""
        unseen = self._unseen
        found = unseen.search(data, self._search, MOST_HITS) if unseen is not None else None
        if found is None:
            return self._filters.hits(data)
        hits, encoded = found
        self._encoded = data, encoded
        return hits

    def _search(self, text: bytes) -> tuple[Hits | None, Hits | None]:
        return self._filters.hits(text), self._filters.encoded(text)

    def _by_line(self, data: bytes, hits: Hits) -> tuple[Hits, dict[bytes, Hits]]:
        """Return the hits that are not remembered, and the others by their line."""
        windows = self._windows.numbers
        rest: Hits = []
        of_windows: Hits = []
        by_line: dict[bytes, Hits] = {}
        for hit in hits:
            number, offset = hit
            if number in windows:
                of_windows.append(hit)
                continue
            start = data.rfind(b"\n", max(0, offset - _LONGEST), offset) + 1
            end = data.find(b"\n", offset, offset + _LONGEST)
            if number in self._of_lines and end >= 0 and (start or offset < _LONGEST):
                by_line.setdefault(data[start:end], []).append(hit)
            else:
                rest.append(hit)
        rest += self._windows.rest(data, of_windows)
        return rest, by_line

    def _decide(self, lines: Mapping[bytes, set[int]]) -> None:
        """Remember which patterns do not match ``lines``, unless one of them times out."""
        starts: dict[int, bytes] = {}
        hits: Hits = []
        size = 0
        for line, numbers in lines.items():
            starts[size] = line
            hits += [(number, size) for number in numbers]
            size += len(line) + 1
        text = b"".join(line + b"\n" for line in lines)
        try:
            found = list(self._scanner.located_lines(text, 1, found=(hits, [])))
        except UndecidedError:
            return  # the scan of the objects reports the timeout
        if not any(isinstance(item, NotScanned) for _, item in found):
            self._remember(lines, {starts[place] for place, _ in found})

    def _remember(self, lines: Mapping[bytes, set[int]], matched: Iterable[bytes]) -> None:
        self._size += sum(map(len, lines)) + _ENTRY * len(lines)
        if self._size > self._most:
            self._known.clear()
            self._size = 0
        self._known.update(lines)
        self._known.update((line, set()) for line in matched)


def _unseen_lines(matcher: Matcher, filters: Filters, threads: int) -> UnseenLines | None:
    """Return a search of unseen lines; ``None`` if hits depend on more than their lines.

    An own secret may be encoded, and folded. The rules of a rule file are its authors'.
    """
    if len(matcher.patterns) < _MANY_PATTERNS or matcher.has_own_secrets or not filters.may_join:
        return None
    if any(one.rule is not None and one.lines > 1 for one in matcher.patterns):
        return None
    try:
        from git_secrets_py.engine.unseen_lines import UnseenLines
    except ImportError:  # not built
        return None
    return UnseenLines(max(memory.SEEN_LINES_BITS - (threads - 1).bit_length(), 1))
