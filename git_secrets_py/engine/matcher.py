"""The prohibited patterns, compiled: what filters blocks, and what decides lines."""

from __future__ import annotations

from git_secrets_py.engine.blocks import Blocks
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import Match, NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.engine.database_cache import DatabaseCache
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.model import Pattern
    from git_secrets_py.patterns import Expression

TIME_LIMIT = 2.0
# After so many decisions cut off, a pattern is not tried again: the run has to end.
_MOST_CUTS = 3


class Matcher:
    """The prohibited patterns, compiled. Threads share it; each takes its own ``scanner``."""

    def __init__(
        self,
        patterns: Sequence[Pattern],
        *,
        cache: DatabaseCache | None = None,
        scan_binary: bool = False,
        time_limit: float = TIME_LIMIT,
        blocks: Callable[[], Blocks] = Blocks,
        word: bool = True,
    ) -> None:
        """Compile ``patterns``; raises ``PatternError``.

        ``cache`` keeps what was compiled, except what a provider printed. ``scan_binary`` scans
        binary content too. ``time_limit`` is for one decision on an ordinary line, in seconds.
        Without ``word`` the word rule does not apply: that is for telling what it did.
        """
        self.patterns = list(patterns)
        self.scan_binary = scan_binary
        self.time_limit = time_limit
        self.blocks = blocks
        self._word = word
        self._expressions: dict[int, Expression] = {}
        self._deciders: dict[int, Decider] = {}
        self._cuts: dict[int, int] = {}
        self._filters = self._build_filters(cache)

    def scanner(self) -> Scanner:
        """Return a scanner for one thread."""
        return Scanner(self, [one.for_thread() for one in self._filters])

    def _decider(self, number: int) -> Decider:
        if number not in self._deciders:
            from git_secrets_py.engine.decider import Decider

            self._deciders[number] = Decider(
                self._expression(number), word=self._word, limit=self.time_limit
            )
        return self._deciders[number]

    def decide(
        self, line: bytes, line_number: int, numbers: Iterable[int], start: Mapping[int, int] = {}
    ) -> Iterator[Match | NotScanned]:
        """Yield the matches in ``line`` of the patterns ``numbers``.

        ``start`` says from which offset on a pattern is to be tried, where that is not 0. What
        took too long is yielded as ``NotScanned``.
        """
        for number in sorted(numbers):
            if self._cuts.get(number, 0) >= _MOST_CUTS:
                continue
            try:
                for span in self._decider(number).spans(line, start.get(number, 0)):
                    yield Match(self.patterns[number], *span)
            except TimeoutError:
                yield self._cut(number, line_number, line)

    def _cut(self, number: int, line_number: int, line: bytes) -> NotScanned:
        """Note that the decision on pattern ``number`` was cut off, and say so."""
        from git_secrets_py.engine.decider import time_for

        self._cuts[number] = self._cuts.get(number, 0) + 1
        pattern = self.patterns[number]
        shown = "" if pattern.confidential else f" '{pattern.source.decode('latin-1')}'"
        message = (
            f"line {line_number}: the pattern{shown} from {pattern.origin} "
            f"did not end within {time_for(line, self.time_limit):g} s: simplify it"
        )
        if self._cuts[number] == _MOST_CUTS:
            message += "; it is not tried any more in this run"
        return NotScanned(message)

    def _expression(self, number: int) -> Expression:
        if number not in self._expressions:
            from git_secrets_py.patterns import read

            self._expressions[number] = read(self.patterns[number].source)
        return self._expressions[number]

    def _build_filters(self, cache: DatabaseCache | None) -> list[Filter]:
        from git_secrets_py.engine.filter_builder import FilterBuilder

        builder = FilterBuilder(self._expression, self.time_limit, word=self._word)
        everything = range(len(self.patterns))
        if cache is None or not self._word:  # what is cached knows the word rule
            return builder.build(everything)
        public = [number for number in everything if not self.patterns[number].confidential]
        confidential = [number for number in everything if self.patterns[number].confidential]
        ingredients = [self.patterns[number].source for number in public]
        return builder.build_cached(public, ingredients, cache) + builder.build(confidential)
