"""Choosing the filters for a set of patterns, and keeping their compiled form."""

from __future__ import annotations

from git_secrets_py.engine.backend import hyperscan_module
from git_secrets_py.engine.prefilter import (
    EveryLineFilter,
    HyperscanFilter,
    RegexFilter,
    as_word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.engine.cache import DatabaseCache
    from git_secrets_py.engine.prefilter import Filter
    from git_secrets_py.patterns import Expression

    Numbered = list[tuple[int, bytes]]


class FilterBuilder:
    """Builds filters for the patterns that ``expression`` gives by number."""

    def __init__(
        self, expression: Callable[[int], Expression], limit: float, *, word: bool = True
    ) -> None:
        """``limit`` is the time for one search of a block by ``regex``, in seconds.

        Without ``word`` the filters do not know the word rule.
        """
        self._expression = expression
        self._limit = limit
        self._word = word
        self._hyperscan = hyperscan_module()

    def build(self, numbers: Sequence[int]) -> list[Filter]:
        """Return filters that together cover the patterns ``numbers``."""
        filters, _ = self._compile(numbers)
        return filters

    def build_cached(
        self, numbers: Sequence[int], ingredients: Sequence[bytes], cache: DatabaseCache
    ) -> list[Filter]:
        """As ``build``, by way of ``cache``; ``ingredients`` is all that decides."""
        if self._hyperscan is None or not numbers:
            return self.build(numbers)
        path = cache.path((self._hyperscan.__version__.encode(), *ingredients))
        kept = cache.load(path)
        if kept is not None:
            try:
                return [HyperscanFilter.load(self._hyperscan, kept, numbers)]
            except self._hyperscan.error:
                pass  # made by a Hyperscan that this one cannot read: made again
        filters, complete = self._compile(numbers)
        if complete is not None:
            cache.store(path, complete.dump(self._hyperscan))
        return filters

    def _compile(self, numbers: Sequence[int]) -> tuple[list[Filter], HyperscanFilter | None]:
        """Return the filters, and apart from them the one that covers everything, if one does."""
        if not numbers:
            return [], None
        sources = [(number, self._expression(number).filter) for number in numbers]
        every_line = [number for number, source in sources if source is None]
        words = [
            (number, as_word(source) if self._word else source)
            for number, source in sources
            if source is not None
        ]
        filters: list[Filter] = [EveryLineFilter(every_line)] if every_line else []
        database, refused = self._sort_out(words)
        if refused:
            filters.append(self._by_regex(refused))
        if database is None:
            return filters, None
        return [database, *filters], None if filters else database

    def _sort_out(self, words: Numbered) -> tuple[HyperscanFilter | None, Numbered]:
        """Return the filter for what Hyperscan accepts of ``words``, and what it refuses."""
        whole = self._by_hyperscan(words)
        if whole is not None or self._hyperscan is None:
            return whole, [] if whole else words
        accepted = [word for word in words if self._by_hyperscan([word])]
        database = self._by_hyperscan(accepted)
        return database, [word for word in words if database is None or word not in accepted]

    def _by_hyperscan(self, words: Numbered) -> HyperscanFilter | None:
        """Return a filter for ``words``, or ``None`` where Hyperscan refuses them."""
        if self._hyperscan is None or not words:
            return None
        sources, numbers = [source for _, source in words], [number for number, _ in words]
        try:
            return HyperscanFilter.compile(self._hyperscan, sources, numbers)
        except self._hyperscan.error:
            return None

    def _by_regex(self, words: Numbered) -> RegexFilter:
        return RegexFilter(
            [source for _, source in words], [number for number, _ in words], self._limit
        )
