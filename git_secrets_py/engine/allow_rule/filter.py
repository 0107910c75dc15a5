"""The filter of allowed patterns, which finds in one pass the lines that they may match."""

from __future__ import annotations

from git_secrets_py.engine.filters import by_line
from git_secrets_py.engine.filters.builder import FilterBuilder
from git_secrets_py.engine.pattern_sources import read_pattern
from git_secrets_py.model import TIME_LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.model import Pattern


class AllowFilter:
    """The filter of ``patterns``, each of which is tried on texts of one line."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        builder = FilterBuilder(
            lambda number: read_pattern(patterns[number]),
            TIME_LIMIT,
            word=lambda _: False,
            patterns=patterns,
        )
        self._filters = builder.build(range(len(patterns)))

    def may_match(self, texts: Iterable[bytes]) -> dict[int, set[int]] | None:
        """Return the numbers of the patterns that may match, by the number of the text.

        ``None`` if each may match anywhere: a text has several lines, or there are too many hits.
        """
        texts = list(texts)
        joined = b"\n".join(texts)
        if joined.count(b"\n") >= len(texts):
            return None
        found: dict[int, set[int]] = {}
        for one in self._filters:
            hits = one.hits(joined)
            if hits is None:
                return None
            for text, pattern in by_line(joined, hits):
                found.setdefault(text, set()).add(pattern)
        return found
