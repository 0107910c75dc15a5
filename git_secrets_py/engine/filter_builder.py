"""Choosing the filters for a set of patterns, and keeping their compiled form."""

from __future__ import annotations

from git_secrets_py.engine.filters import EveryLineFilter, HyperscanFilter, RegexFilter, as_word
from git_secrets_py.engine.hyperscan_loader import hyperscan_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.engine.database_cache import DatabaseCache
    from git_secrets_py.engine.filters import Filter
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
        database, left_out = self._compile(numbers)
        return [*([database] if database else []), *self._without_hyperscan(left_out)]

    def build_cached(
        self, numbers: Sequence[int], ingredients: Sequence[bytes], cache: DatabaseCache
    ) -> list[Filter]:
        """As ``build``, by way of ``cache``; ``ingredients`` is all that decides.

        What is kept begins with a line of the places in ``numbers`` that the database leaves out.
        """
        if self._hyperscan is None or not numbers:
            return self.build(numbers)
        path = cache.path((self._hyperscan.__version__.encode(), *ingredients))
        kept = cache.load(path)
        if kept is not None:
            try:
                return self._load(kept, numbers)
            except (self._hyperscan.error, ValueError, IndexError):
                pass  # made by another Hyperscan, or by another release of ours: made again
        database, left_out = self._compile(numbers)
        if database is None:
            return self._without_hyperscan(left_out)
        places = b" ".join(b"%d" % numbers.index(number) for number in left_out)
        cache.store(path, places + b"\n" + database.dump(self._hyperscan))
        return [database, *self._without_hyperscan(left_out)]

    def _load(self, kept: bytes, numbers: Sequence[int]) -> list[Filter]:
        places, _, serialised = kept.partition(b"\n")
        left_out = [numbers[int(place)] for place in places.split()]
        covered = [number for number in numbers if number not in left_out]
        database = HyperscanFilter.load(self._hyperscan, serialised, covered)
        return [database, *self._without_hyperscan(left_out)]

    def _compile(self, numbers: Sequence[int]) -> tuple[HyperscanFilter | None, list[int]]:
        """Return the filter for what Hyperscan takes of ``numbers``, and what is left out."""
        words = self._words(numbers)
        database, refused = self._sort_out(words)
        taken = [number for number, source in words if (number, source) not in refused]
        return database, [number for number in numbers if number not in taken]

    def _words(self, numbers: Sequence[int]) -> Numbered:
        """Return the sources of those of ``numbers`` for which a filter is known."""
        sources = [(number, self._expression(number).filter) for number in numbers]
        return [
            (number, as_word(source) if self._word else source)
            for number, source in sources
            if source is not None
        ]

    def _without_hyperscan(self, numbers: Sequence[int]) -> list[Filter]:
        words = self._words(numbers)
        searched = [number for number, _ in words]
        every_line = [number for number in numbers if number not in searched]
        filters: list[Filter] = [EveryLineFilter(every_line)] if every_line else []
        return [*filters, self._by_regex(words)] if words else filters

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
