"""Choosing and compiling the filters for a set of patterns."""

from __future__ import annotations

from collections import Counter

from git_secrets_py.engine import word_rule
from git_secrets_py.engine.filters import EveryLineFilter, RegexFilter, pattern_groups
from git_secrets_py.engine.hyperscan import compiler as hyperscan_compiler
from git_secrets_py.engine.hyperscan import hyperscan_module
from git_secrets_py.errors import PatternError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from typing import Any

    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.filters.pattern_groups import Groups
    from git_secrets_py.engine.hyperscan import DatabaseCache, HyperscanFilter
    from git_secrets_py.model import Pattern
    from git_secrets_py.patterns import Expression

    Databases = list[tuple[HyperscanFilter, Groups]]

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
        patterns: Sequence[Pattern] = (),
    ) -> None:
        """``limit`` is the time for one search of a block by ``regex``, in seconds.

        Of the patterns ``once``, one hit in each search is enough.
        The word rule applies to the patterns for whose number ``word`` returns ``True``.
        ``patterns`` are those of the numbers; without them, none is taken to be loose.
        """
        self._expression = expression
        self._limit = limit
        self._word = word
        self._once = once
        self._patterns = patterns
        self._hyperscan = hyperscan_module()

    def build(self, numbers: Sequence[int]) -> list[Filter]:
        """Return filters that together cover the patterns ``numbers``.

        Raises ``PatternError`` if too many of them are loose.
        """
        databases, left_out = self._compile(numbers)
        return self._filters(databases, left_out)

    def build_and_store(
        self, numbers: Sequence[int], sources: Sequence[bytes], cache: DatabaseCache
    ) -> list[Filter]:
        """As ``build``; store the databases in ``cache``. ``sources`` are those of ``numbers``."""
        databases, left_out = self._compile(numbers)
        if databases:
            place_of = {number: place for place, number in enumerate(numbers)}
            dumps = [one.dump(self._hyperscan) for one, _ in databases]
            every = [some for _, some in databases]
            layout = pattern_groups.layout(map(len, dumps), every, place_of) if any(every) else b""
            places = [place_of[number] for number in left_out]
            cache.store_filters(self._hyperscan, sources, dumps, places, layout)
        return self._filters(databases, left_out)

    def _filters(self, databases: Databases, left_out: Sequence[int]) -> list[Filter]:
        grouped = (pattern_groups.joined(one, some) for one, some in databases)
        return [*grouped, *self.without_hyperscan(left_out)]

    def without_hyperscan(self, numbers: Sequence[int]) -> list[Filter]:
        """Return filters for the patterns ``numbers`` that do not use Hyperscan."""
        words = self._words(numbers)
        searched = {number for number, _ in words}
        every_line = [number for number in numbers if number not in searched]
        filters: list[Filter] = [EveryLineFilter(every_line)] if every_line else []
        return [*filters, self._by_regex(words)] if words else filters

    def _compile(self, numbers: Sequence[int]) -> tuple[Databases, list[int]]:
        """Return the databases of those of ``numbers`` that Hyperscan accepts, and the others."""
        loose = self._loose(numbers)
        apart = set(loose)
        words = self._words([number for number in numbers if number not in apart])
        database, refused = self._sort_out(words)
        rejected = set(refused)
        taken = {word[0] for word in words if word not in rejected}
        databases: Databases = [(database, [])] if database else []
        databases += self._grouped(loose)
        taken.update(number for _, some in databases for group in some for number in group)
        return databases, [number for number in numbers if number not in taken]

    def _loose(self, numbers: Sequence[int]) -> list[int]:
        """Return those of ``numbers`` that are loose, but for the first few.

        Raises ``PatternError`` if they are too many.
        """
        texts = self._texts(numbers) if self._patterns else {}
        shared = Counter(texts.values())
        loose = [
            number
            for number, text in texts.items()
            if len(text) < pattern_groups.LEAST_TEXT or shared[text] > pattern_groups.MOST_SHARED
        ]
        if len(loose) > pattern_groups.MOST_LOOSE:
            raise self._too_many(loose[pattern_groups.MOST_LOOSE])
        return loose[pattern_groups.FEW_LOOSE :]

    def _texts(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Return the texts that all matches contain, of the users' patterns with a filter form."""
        texts = {}
        for number in numbers:
            pattern, expression = self._patterns[number], self._expression(number)
            required = expression.required if pattern.filter is None else pattern.required
            if expression.filter is not None and required is not None:
                texts[number] = required
        return texts

    def _too_many(self, number: int) -> PatternError:
        pattern = self._patterns[number]
        error = PatternError(pattern.text, 0, len(pattern.text), pattern_groups.TOO_MANY)
        error.origin = str(pattern.origin)
        error.confidential = pattern.confidential
        return error

    def _grouped(self, loose: Sequence[int]) -> Iterator[tuple[HyperscanFilter, Groups]]:
        """Yield filters for those of the ``loose`` patterns that Hyperscan accepts, in groups."""
        kinds: dict[tuple[bool, bool], list[int]] = {}
        for number in loose:
            kinds.setdefault((self._word(number), number in self._once), []).append(number)
        for some in kinds.values():
            for part in _cut(some, pattern_groups.DATABASE):
                yield from self._database(list(_cut(part, pattern_groups.GROUP)))

    def _database(self, parts: list[Sequence[int]]) -> Iterator[tuple[HyperscanFilter, Groups]]:
        """Yield filters for the groups ``parts``, which are halved if Hyperscan rejects them."""
        sources = [(place, self._group(part)) for place, part in enumerate(parts)]
        is_once = parts[0][0] in self._once and len(parts) <= pattern_groups.FEW_ONCE
        once = range(len(parts)) if is_once else ()
        whole = self._by_hyperscan(sources, once)
        if whole is not None:
            yield whole, parts
        elif self._hyperscan is None:
            return
        elif len(parts) > 1:
            for half in _halves(parts):
                yield from self._database(half)
        elif len(parts[0]) > 1:
            for fewer in _halves(parts[0]):
                yield from self._database([fewer])

    def _group(self, numbers: Sequence[int]) -> bytes:
        """Return the filter of ``numbers``, to all or none of which the word rule applies."""
        source = pattern_groups.alternation(
            [self._expression(number).filter or b"" for number in numbers]
        )
        return word_rule.for_filter(source) if self._word(numbers[0]) else source

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
        """Return, for many patterns, the text in every match that few other patterns share."""
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
        first, second = _halves(words)
        return self._accepted(first) + self._accepted(second)

    def _by_hyperscan(
        self, words: Numbered, once: Collection[int] | None = None
    ) -> HyperscanFilter | None:
        """Return a filter for ``words``, or ``None`` if Hyperscan rejects one of them."""
        if self._hyperscan is None or not words:
            return None
        sources, numbers = [source for _, source in words], [number for number, _ in words]
        single = self._once if once is None else once
        try:
            return hyperscan_compiler.compile_filter(self._hyperscan, sources, numbers, single)
        except self._hyperscan.error:
            return None

    def _by_regex(self, words: Numbered) -> RegexFilter:
        return RegexFilter(
            [source for _, source in words], [number for number, _ in words], self._limit
        )


def _cut(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _halves(parts: Any) -> tuple[Any, Any]:
    middle = len(parts) // 2
    return parts[:middle], parts[middle:]
