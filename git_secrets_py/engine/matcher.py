"""The prohibited patterns, compiled: filters for whole contents, deciders for lines."""

from __future__ import annotations

from itertools import repeat

from git_secrets_py.content import NotScanned
from git_secrets_py.engine import Filters
from git_secrets_py.engine.acceptance import accept
from git_secrets_py.engine.hyperscan import MOST_COMPILED, hyperscan_module
from git_secrets_py.engine.pattern_sources import cached_source, read_pattern
from git_secrets_py.model import MOST_TIMEOUTS, TIME_LIMIT, Match

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from git_secrets_py.engine.decider import Decider, Found
    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.filters.builder import FilterBuilder
    from git_secrets_py.engine.hit_windows import Window
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.engine.own_secrets import OwnSecrets
    from git_secrets_py.model import Pattern
    from git_secrets_py.patterns import Expression

# A NUL in the first bytes makes content binary, as in git (xdiff-interface.c).
SAMPLE_SIZE = 8000


class UndecidedError(Exception):
    """A tentative decision exceeded the time limit."""


class Matcher:
    """The prohibited patterns, compiled. Threads share it; each takes its own ``filters``."""

    def __init__(
        self,
        patterns: Sequence[Pattern],
        *,
        cache: DatabaseCache | None = None,
        scan_binary: bool = False,
        time_limit: float = TIME_LIMIT,
        word: bool = True,
        decode: bool = False,
    ) -> None:
        """Compile ``patterns``; raises ``PatternError``, with its origin, for an invalid one.

        ``cache`` stores compiled patterns, except those of providers. ``scan_binary`` scans
        binary content too. ``time_limit`` is for one decision on an ordinary line, in seconds.
        Without ``word`` the word rule is disabled. ``decode`` finds matches in encoded text as
        well. The attribute ``lines`` is the largest number of lines that a match may span.
        """
        self.patterns = list(patterns)
        self.lines = max((pattern.lines for pattern in self.patterns), default=1)
        # The numbers of those that are tried on whole contents only.
        self.whole = frozenset(
            number for number, pattern in enumerate(self.patterns) if pattern.is_whole
        )
        self.scan_binary = scan_binary
        self.time_limit = time_limit
        self._word = word
        self._cache = cache
        self._expressions: dict[int, Expression] = {}
        # ``None`` for a pattern that is not decided, or no longer.
        self._deciders: dict[int, Decider | None] = {}
        self._reaches: dict[int, tuple[int, int]] = {}
        self._timeouts: dict[int, int] = {}
        self._is_tentative = False
        self._literal = {
            number for number, one in enumerate(self.patterns) if one.literal is not None
        }
        self._deciders.update(dict.fromkeys((*self._literal, *self.whole)))
        self._own = self._own_secrets()
        self._filters = self._compile(cache)
        self._gate: Filter | None = None
        if decode:
            from git_secrets_py.engine.decoding.gate import gate

            self._gate = gate(cache, time_limit)

    @property
    def cache(self) -> DatabaseCache | None:
        """The cache of compiled patterns that are public."""
        return self._cache

    @property
    def decodes(self) -> bool:
        """Whether matches in encoded text are found as well."""
        return self._gate is not None

    def _own_secrets(self) -> OwnSecrets | None:
        """Return the literal secrets of the user among the patterns, if there are any."""
        if not self._literal:
            return None
        own = [(number, self.patterns[number].literal or b"") for number in sorted(self._literal)]
        from git_secrets_py.engine.own_secrets import OwnSecrets

        return OwnSecrets(own)

    @property
    def has_own_secrets(self) -> bool:
        """Whether there are literal secrets of the user among the patterns."""
        return self._own is not None

    @property
    def continuation(self) -> int:
        """The number of bytes after a line at which deciding it may look."""
        return self._own.continuation if self._own is not None else 0

    @property
    def reads_folds(self) -> bool:
        """Whether a match may be encoded, and the encoded text folded over lines."""
        return self.decodes or self._own is not None

    def filters(self) -> Filters:
        """Return the filters, for use in one thread."""
        gate = self._gate and self._gate.for_thread()
        filters = [one.for_thread() for one in self._filters]
        return Filters(filters, gate, may_join=not self.whole)

    def decide(
        self,
        line: bytes,
        line_number: int,
        numbers: Collection[int],
        start: Mapping[int, int] = {},
        continuation: bytes = b"",
        windows: Mapping[int, Sequence[Window]] = {},
    ) -> Iterator[Match | NotScanned]:
        """Yield the matches in ``line`` of the patterns ``numbers``.

        ``start`` maps a pattern to the offset from which it is tried, by default 0, and
        ``windows`` to the windows in which it is tried, by default everywhere;
        ``continuation`` are the lines after it. A pattern that exceeds the time limit is yielded
        as ``NotScanned``. A rule checks its secrets.
        """
        if self._own is not None:
            yield from self.own_matches(line, numbers, start, continuation)
        for number in sorted(numbers):
            problems: list[NotScanned] = []
            found = self._spans(number, line, line_number, problems, windows.get(number))
            matches: list[list[Match]] = [[]]
            accept(self.patterns[number], [(0, found)], [line], repeat(False), matches)
            yield from matches[0]
            yield from problems

    def spans(
        self,
        number: int,
        places: Sequence[int],
        lines: Sequence[bytes],
        line_numbers: Sequence[int],
        problems: dict[int, list[NotScanned]],
        windows: Mapping[int, Mapping[int, Sequence[Window]]],
    ) -> list[tuple[int, list[Found]]]:
        """Return the spans of pattern ``number`` in those of ``lines`` at ``places``.

        They are found before its checks, and keyed by the place of the line, as are the timeouts
        that are added to ``problems``, and the ``windows`` in which the pattern is tried. The
        literal secrets of the user and patterns for whole contents find nothing.
        """
        decider = self._decider(number)
        if decider is None:
            return []
        at_once = decider.in_lines([lines[place] for place in places])
        if at_once is not None:
            return [(places[at], found) for at, found in at_once]
        spans = []
        for place in places:
            of_line = problems.setdefault(place, [])
            near = windows[place].get(number, ()) if place in windows else None
            found = self._spans(number, lines[place], line_numbers[place], of_line, near)
            if found:
                spans.append((place, found))
        return spans

    def _spans(
        self,
        number: int,
        line: bytes,
        line_number: int,
        problems: list[NotScanned],
        windows: Sequence[Window] | None,
    ) -> list[Found]:
        """Return the matches of pattern ``number`` in ``line``; add a timeout to ``problems``."""
        found: list[Found] = []
        decider = self._decider(number)
        if decider is not None:
            try:
                if windows is None:
                    decider.matches(line, 0, found)
                else:
                    decider.matches_near(line, windows, found)
            except TimeoutError:
                problems.append(self._time_out(number, line_number, line))
        return found

    def whole_spans(
        self, number: int, text: str, line_number: int
    ) -> Iterator[tuple[int, int, int, int] | NotScanned]:
        """Yield the spans in ``text`` of pattern ``number``, which is tried on whole contents.

        A pattern that exceeds the time limit is yielded as ``NotScanned``.
        """
        from git_secrets_py.engine.decider import time_for

        if self._timeouts.get(number, 0) >= MOST_TIMEOUTS:
            return
        pattern: Any = self.patterns[number]
        try:
            yield from pattern.spans(text, time_for(text, self.time_limit))
        except TimeoutError:
            yield self._time_out(number, line_number, text)

    def own_matches(
        self, line: bytes, numbers: Collection[int], start: Mapping[int, int], continuation: bytes
    ) -> Iterator[Match]:
        """Yield the literal secrets of the user in ``line``; the arguments are as in ``decide``."""
        assert self._own is not None
        for number, first, end, form in self._own.matches(line, numbers, continuation):
            if first >= start.get(number, 0):
                pattern = self.patterns[number]
                decoded = pattern.literal if form else None
                yield Match(pattern, first, end, decoded=decoded, form=form)

    def reach(self, number: int) -> tuple[int, int]:
        """Return the most bytes that a match of pattern ``number`` depends on, and those before it.

        (0, 0) if there is no bound.
        """
        if number not in self._reaches:
            from git_secrets_py.patterns.steps import reach  # few files have long lines

            self._reaches[number] = reach(self._expression(number).exact)
        return self._reaches[number]

    def _decider(self, number: int) -> Decider | None:
        """Return the decider of a pattern; ``None`` for one that is not decided, or no longer."""
        if number not in self._deciders:
            self._deciders[number] = self._new_decider(number)
        return self._deciders[number]

    def _new_decider(self, number: int) -> Decider:
        from git_secrets_py.engine.decider import Decider
        from git_secrets_py.rules.stored import value_at_end

        may_store = not self.patterns[number].confidential and len(self._deciders) < MOST_COMPILED
        return Decider(
            self._expression(number),
            word=self._has_word_rule(number),
            limit=self.time_limit,
            value=value_at_end(self.patterns[number].source),
            cache=self._cache if may_store else None,
        )

    def _time_out(self, number: int, line_number: int, line: bytes | str) -> NotScanned:
        """Count a timeout of pattern ``number``; return the problem to report."""
        if self._is_tentative:
            raise UndecidedError
        from git_secrets_py.engine.decider import time_for

        self._timeouts[number] = self._timeouts.get(number, 0) + 1
        pattern = self.patterns[number]
        text = "" if pattern.confidential else f" '{pattern.text.decode('latin-1')}'"
        message = (
            f"line {line_number}: the pattern{text} from {pattern.origin} "
            f"exceeded the time limit of {time_for(line, self.time_limit):g} s; simplify it"
        )
        if self._timeouts[number] == MOST_TIMEOUTS:
            self._deciders[number] = None
            message += "; it is ignored for the rest of this run"
        return NotScanned(message)

    @property
    def timeouts(self) -> Mapping[int, int]:
        """The number of timeouts of each pattern so far."""
        return dict(self._timeouts)

    def tentative(self) -> Matcher:
        """Return a matcher that shares everything, but raises ``UndecidedError`` at a timeout.

        Its timeouts are neither counted nor reported: this one decides the undecided lines again.
        So no thread relies on a pattern that another one has given up without a report.
        """
        from copy import copy  # only an audit needs it

        other = copy(self)
        other._is_tentative = True
        return other

    def _has_word_rule(self, number: int) -> bool:
        return self._word and not self.patterns[number].has_boundaries

    def _expression(self, number: int) -> Expression:
        if number not in self._expressions:
            self._expressions[number] = read_pattern(self.patterns[number])
        return self._expressions[number]

    def _compile(self, cache: DatabaseCache | None) -> list[Filter]:
        """Return the filters of all patterns; ``cache`` stores that of those that are public."""
        everything = range(len(self.patterns))
        numbers = [number for number in everything if number not in self._literal]
        filters: list[Filter] = []
        if self._own is not None:
            from git_secrets_py.engine.own_secrets import OwnSecretsFilter

            filters = [OwnSecretsFilter(self._own)]
        # Cached databases apply the word rule.
        if cache is not None and (self._word or all(one.has_boundaries for one in self.patterns)):
            public = [number for number in numbers if not self.patterns[number].confidential]
            filters += self._compile_public(public, cache) if public else []
            numbers = [number for number in numbers if self.patterns[number].confidential]
        return [*filters, *(self._builder().build(numbers) if numbers else ())]

    def _compile_public(self, numbers: list[int], cache: DatabaseCache) -> list[Filter]:
        hyperscan = hyperscan_module()
        if hyperscan is None:
            return self._builder().build(numbers)
        sources = [cached_source(self.patterns[number]) for number in numbers]
        cached = cache.load_filters(hyperscan, sources, numbers)
        if cached is None:
            return self._builder().build_and_store(numbers, sources, cache)
        databases, left_out = cached
        return [*databases, *(self._builder().without_hyperscan(left_out) if left_out else ())]

    def _builder(self) -> FilterBuilder:
        from git_secrets_py.engine.filters.builder import FilterBuilder

        return FilterBuilder(
            self._expression,
            self.time_limit,
            word=self._has_word_rule,
            once=self.whole,
            patterns=self.patterns,
        )
