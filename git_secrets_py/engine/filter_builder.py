"""Choosing and compiling the filters for a set of patterns."""

from __future__ import annotations

from collections import Counter

from git_secrets_py.engine import word_rule
from git_secrets_py.engine.filters import EveryLineFilter, RegexFilter
from git_secrets_py.engine.hyperscan import HyperscanFilter, hyperscan_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.patterns import Expression

    Numbered = list[tuple[int, bytes]]


# Hyperscan compiles a pattern in 2 ms, a hundred times as long as a literal text. So of many
# patterns, texts of this many bytes are searched for that few others share.
_MANY, _LONG_ENOUGH, _FEW = 1_000, 4, 8


class FilterBuilder:
    """Builds filters for patterns, which ``expression`` returns by number."""

    def __init__(
        self,
        expression: Callable[[int], Expression],
        limit: float,
        *,
        word: Callable[[int], bool] = lambda number: True,
        once: Collection[int] = (),
    ) -> None:
        """``limit`` is the time for one search of a block by ``regex``, in seconds.

        Of the patterns ``once``, one hit in each search is enough.
        The word rule applies to the patterns for whose number ``word`` returns ``True``.
        """
        self._expression = expression
        self._limit = limit
        self._word = word
        self._once = once
        self._hyperscan = hyperscan_module()

    def build(self, numbers: Sequence[int]) -> list[Filter]:
        """Return filters that together cover the patterns ``numbers``."""
        database, left_out = self._compile(numbers)
        return [*([database] if database else []), *self.without_hyperscan(left_out)]

    def build_and_store(
        self, numbers: Sequence[int], sources: Sequence[bytes], cache: DatabaseCache
    ) -> list[Filter]:
        """As ``build``; store the database in ``cache``. ``sources`` are those of ``numbers``."""
        database, left_out = self._compile(numbers)
        if database is not None:
            place_of = {number: place for place, number in enumerate(numbers)}
            places = [place_of[number] for number in left_out]
            cache.store_filter(self._hyperscan, sources, places, database)
        return [*([database] if database else []), *self.without_hyperscan(left_out)]

    def without_hyperscan(self, numbers: Sequence[int]) -> list[Filter]:
        """Return filters for the patterns ``numbers`` that do not use Hyperscan."""
        words = self._words(numbers)
        searched = {number for number, _ in words}
        every_line = [number for number in numbers if number not in searched]
        filters: list[Filter] = [EveryLineFilter(every_line)] if every_line else []
        return [*filters, self._by_regex(words)] if words else filters

    def _compile(self, numbers: Sequence[int]) -> tuple[HyperscanFilter | None, list[int]]:
        """Return the filter for those of ``numbers`` that Hyperscan accepts, and the others."""
        words = self._words(numbers)
        database, refused = self._sort_out(words)
        rejected = set(refused)
        taken = {word[0] for word in words if word not in rejected}
        return database, [number for number in numbers if number not in taken]

    def _words(self, numbers: Sequence[int]) -> Numbered:
        """Return the sources of those of ``numbers`` that have a filter form."""
        short = self._short_forms(numbers) if len(numbers) > _MANY else {}
        sources = [(number, short.get(number) or self._form(number)) for number in numbers]
        return [(number, source) for number, source in sources if source is not None]

    def _form(self, number: int) -> bytes | None:
        """Return the filter form of a pattern, under the word rule if that applies."""
        source = self._expression(number).filter
        return word_rule.for_filter(source) if source is not None and self._word(number) else source

    def _short_forms(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Return of many patterns those with a text in every match that few others have, as it."""
        texts = {number: self._expression(number).required for number in numbers}
        shared = Counter(texts.values())
        return {
            number: b"".join(b"\\x%02x" % byte for byte in text)
            for number, text in texts.items()
            if len(text) >= _LONG_ENOUGH and shared[text] <= _FEW
        }

    def _sort_out(self, words: Numbered) -> tuple[HyperscanFilter | None, Numbered]:
        """Return the filter for those of ``words`` that Hyperscan accepts, and the others."""
        whole = self._by_hyperscan(words)
        if whole is not None or self._hyperscan is None:
            return whole, [] if whole else words
        accepted = self._accepted(words)
        database = self._by_hyperscan(accepted)
        covered = set(accepted if database is not None else ())
        return database, [word for word in words if word not in covered]

    def _accepted(self, words: Numbered) -> Numbered:
        """Return those of ``words`` that Hyperscan accepts: few are rejected, so halve them."""
        if self._by_hyperscan(words) is not None:
            return words
        if len(words) < 2:
            return []
        middle = len(words) // 2
        return self._accepted(words[:middle]) + self._accepted(words[middle:])

    def _by_hyperscan(self, words: Numbered) -> HyperscanFilter | None:
        """Return a filter for ``words``, or ``None`` if Hyperscan rejects one of them."""
        if self._hyperscan is None or not words:
            return None
        sources, numbers = [source for _, source in words], [number for number, _ in words]
        try:
            return HyperscanFilter.compile(self._hyperscan, sources, numbers, self._once)
        except self._hyperscan.error:
            return None

    def _by_regex(self, words: Numbered) -> RegexFilter:
        return RegexFilter(
            [source for _, source in words], [number for number, _ in words], self._limit
        )
