"""Explaining a line: the patterns that match it, the allowed patterns, and near misses."""

from __future__ import annotations

from git_secrets_py.allowlist.entries import rule_of_shared_text
from git_secrets_py.content import STANDARD_INPUT, NotScanned
from git_secrets_py.engine import encodings, near_misses
from git_secrets_py.engine.allow_rule.rendered_line import INLINE
from git_secrets_py.engine.blocks import Block
from git_secrets_py.engine.encodings.readings import readings
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import RefusedError
from git_secrets_py.findings.finding import Finding
from git_secrets_py.findings.place import characters
from git_secrets_py.model import TIME_LIMIT, Match, MatchedLine, Origin
from git_secrets_py.report.escaping import visible
from git_secrets_py.report.masking import Masker, mask
from git_secrets_py.report.naming import origin_text, pattern_text, remark, rule_name, rule_of
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.content import Blob
    from git_secrets_py.engine.near_misses import NoWord
    from git_secrets_py.model import Pattern
    from git_secrets_py.registry import Registry


# The most bytes of the pattern of a rule that are shown.
_LONGEST = 400
_LIVE = "not allowed; never allow your own live key: deactivate it where it was issued"


class Explainer:
    """Explains lines of one file. ``name`` is its path, masked and escaped."""

    def __init__(
        self,
        registry: Registry,
        path: bytes,
        *,
        scan_binary: bool = False,
        decode: bool = False,
        options: str = "",
    ) -> None:
        """``path`` is that of the file, as allowed patterns see it.

        ``options`` are those with which ``--allow`` finds the secrets, in words of a shell.
        """
        self._options = options
        self._path = path
        self._allow = registry.allow
        self._path_rules = registry.path_rules_for(path)
        self._patterns = registry.prohibited
        cache = DatabaseCache()
        self._strict = Matcher(registry.prohibited, cache=cache, time_limit=TIME_LIMIT)
        # Without the word rule.
        self._loose = Matcher(
            registry.prohibited,
            cache=cache,
            scan_binary=scan_binary,
            time_limit=TIME_LIMIT,
            word=False,
            decode=decode,
        )
        self._single = {number for number, one in enumerate(self._patterns) if one.lines == 1}
        # The matches that only a scan of the file finds, by the number and the offset of the line.
        self._over_lines: Mapping[tuple[int, int], Sequence[Match]] = {}
        self.name = visible(Masker(self._secrets(path)).path(path))

    def explain(
        self, blob: Blob, number: int | None = None, *, every_line: bool = False
    ) -> Iterator[str | NotScanned]:
        """Yield the explanation of the path and of each line, and the problems.

        ``number`` selects one line, ``every_line`` all lines; the default are the lines that a
        pattern matches, with or without the word rule. A match over several lines is that of the
        line of its secret. The chunks of ``blob`` are read several times. Raises ``RefusedError``
        if there is no line ``number``, and ``BlobError``.
        """
        yield from self._explain_path()
        self._over_lines = self._matches_over_lines(blob)
        matched: dict[int, list[MatchedLine]] = {}
        for item in Scanner(self._loose).scan(blob.chunks()):
            if isinstance(item, MatchedLine):
                if number in (None, item.number):
                    matched.setdefault(item.number, []).append(item)
            # A problem of the line ``number`` is found again when the line is explained.
            elif number is None or item.severity == NotScanned.BINARY:
                yield item
        if every_line or (number is not None and number not in matched):
            lines = self._lines(blob, number, matched)
        else:
            lines = (line for parts in matched.values() for line in parts)
        for line in lines:
            yield from self._explain_line(line)

    def _explain_path(self) -> Iterator[str]:
        """Yield the explanation of each rule that prohibits the file by its path."""
        for line in filter(None, (rule.line_for(self._path) for rule in self._path_rules)):
            found, allowed_by = _applicable(line, self._allow.allowed_by(line, self._path))
            masker = self._masker(found, allowed_by)
            for match, allowed in zip(found.matches, allowed_by, strict=True):
                verdict = self._verdict(Finding(self._path, found, match), allowed, masker)
                yield f"{self.name}: {rule_name(match.pattern)} matches the path\n{verdict}\n"

    def _matches_over_lines(self, blob: Blob) -> dict[tuple[int, int], list[Match]]:
        """Return the matches of rules, and of own secrets, that span several lines."""
        found: dict[tuple[int, int], list[Match]] = {}
        for item in Scanner(self._strict).scan(blob.chunks()):
            if isinstance(item, MatchedLine):
                spanning = [
                    one
                    for one in item.matches
                    if one.pattern.lines > 1 or one.pattern.literal is not None
                ]
                found.setdefault((item.number, item.offset), []).extend(spanning)
        return found

    def _lines(
        self, blob: Blob, number: int | None, matched: dict[int, list[MatchedLine]]
    ) -> Iterator[MatchedLine]:
        """Yield the line ``number``, or every line, as it is in ``matched`` if it is there."""
        last = 0
        for last, content in enumerate(_text_lines(blob.chunks()), start=1):
            if number in (None, last):
                yield from matched.get(last) or [MatchedLine(last, content, [])]
        if number is not None and not 0 < number <= last:
            raise RefusedError(f"{self.name} has no line {number}, only {count(last, 'line')}")

    def _explain_line(self, line: MatchedLine) -> Iterator[str | NotScanned]:
        """Yield the problems of ``line`` and its explanation.

        The matches of ``line`` are found again, except those in encoded text.
        """
        strict, strict_problems = self._decide(self._strict, line)
        strict += filter(self._is_hidden, line.matches)
        loose, loose_problems = self._decide(self._loose, line)
        problems = [*strict_problems, *loose_problems]
        yield from problems
        seen = {(one.pattern, one.start, one.end) for one in strict}
        strict += [
            one
            for one in self._over_lines.get((line.number, line.offset), ())
            if (one.pattern, one.start, one.end) not in seen
        ]
        strict.sort(key=lambda one: one.start)
        not_words = list(near_misses.no_words(line.content, loose, strict))
        # Matches of rules that are tried on whole contents are not found in a line alone.
        strict += [one for one in line.matches if one.pattern.is_whole]
        found = MatchedLine(line.number, line.content, strict, line.offset)
        allowed_by = self._allow.allowed_by(found, self._path)
        found, allowed_by = _applicable(found, allowed_by)
        masker = self._masker(found, allowed_by)
        matches = self._explain_matches(found, allowed_by, masker)
        texts = [*matches, *_not_words(line, not_words, masker)]
        if problems:
            texts.append("this is incomplete: a pattern took too long")
        if not texts:
            texts.append(_no_match(line, near_misses.nearest(line.content, self._patterns)))
        yield "".join(f"{self.name}:{line.number}: {text}\n" for text in texts)

    def _explain_matches(
        self, line: MatchedLine, allowed_by: Sequence[Pattern | None], masker: Masker
    ) -> Iterator[str]:
        own = [match for match in line.matches if match.pattern.confidential]
        for match, allowed in zip(line.matches, allowed_by, strict=True):
            secret = line.secret(match)
            is_live = any(match.start < one.end and one.start < match.end for one in own)
            finding = Finding(self._path, line, match)
            yield (
                f"{rule_name(match.pattern)} matches at {_columns(line, match.start, match.end)}: "
                f"{visible(mask(secret))}{match.form and f', {match.form}'}\n"
                f"{self._verdict(finding, allowed, masker, is_live=is_live)}"
            )

    def _verdict(
        self, finding: Finding, allowed: Pattern | None, masker: Masker, *, is_live: bool = False
    ) -> str:
        """Return the pattern of ``finding``, its severity, and whether it is allowed."""
        advice = _LIVE if is_live else f"not allowed; to allow it, {self._advice(finding)}"
        verdict = f"allowed by {_allowed(allowed, masker)}" if allowed else advice
        return f"{_pattern(finding.match.pattern, masker)}\n    {_severity(finding)}\n    {verdict}"

    def _advice(self, finding: Finding) -> str:
        """Return how to allow a secret that nothing allows."""
        is_shared = rule_of_shared_text(finding.plaintext) is not None
        if self._path == STANDARD_INPUT and (is_shared or finding.match.pattern.guessable):
            return "run: git secrets --add --allowed <pattern>"  # its ID is that of the path
        if is_shared:
            return "add a pattern for the path to .gitallowed"
        options = f"{self._options} " if self._options else ""
        return f"run: git secrets --allow {options}{finding.short_id}"

    def _is_hidden(self, match: Match) -> bool:
        """Return whether ``match`` is in encoded text, and one with the word rule as well."""
        if match.inner is None or match.pattern.has_boundaries:
            return match.inner is not None
        strict, _ = self._decide(self._strict, match.inner)
        span = match.inner.matches[0].secret
        return any(one.pattern is match.pattern and one.secret == span for one in strict)

    def _masker(self, line: MatchedLine, allowed_by: Sequence[Pattern | None]) -> Masker:
        """Return a masker for the secrets of ``line`` and of the allowed patterns."""
        sources = [pattern.source.replace(b"\\", b"") for pattern in allowed_by if pattern]
        return Masker(
            [
                *(secret for text in (line.content, *sources) for secret in self._secrets(text)),
                *map(line.secret, line.matches),
            ]
        )

    def _secrets(self, text: bytes) -> list[bytes]:
        """Return all that the prohibited patterns match in ``text`` without the word rule."""
        decided = self._loose.decide(text, 0, _candidates(self._loose, text))
        return [text[one.start : one.end] for one in decided if isinstance(one, Match)]

    def _decide(self, matcher: Matcher, line: MatchedLine) -> tuple[list[Match], list[NotScanned]]:
        """Return the matches of all patterns, those of the same text included, and problems."""
        matches: list[Match] = []
        problems: list[NotScanned] = []
        numbers = _candidates(matcher, line.content) & self._single
        for item in matcher.decide(line.content, line.number, numbers):
            if isinstance(item, Match):
                matches.append(item)
            else:
                problems.append(item)
        return matches, problems


def _candidates(matcher: Matcher, text: bytes) -> set[int]:
    """Return the numbers of the patterns that may match in ``text``."""
    hits = matcher.filters().hits(text)
    return set(range(len(matcher.patterns))) if hits is None else {number for number, _ in hits}


def _applicable(
    line: MatchedLine, allowed_by: Sequence[Pattern | None]
) -> tuple[MatchedLine, list[Pattern | None]]:
    """Return ``line`` without the matches of rules that do not apply to the file."""
    pairs = [
        (match, allowed)
        for match, allowed in zip(line.matches, allowed_by, strict=True)
        if allowed is None or allowed.origin.kind != Origin.ELSEWHERE
    ]
    matches = [match for match, _ in pairs]
    found = MatchedLine(line.number, line.content, matches, line.offset)
    return found, [allowed for _, allowed in pairs]


def _text_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines, without line ends, as the engine numbers them."""
    content = b"".join(chunks)
    text = readings(Block(content, 1), encodings.marked_encoding(content))[0].text
    lines = text.split(b"\n")
    if not lines[-1]:
        lines.pop()
    for line in lines:
        yield line.removesuffix(b"\r")


def _severity(finding: Finding) -> str:
    """Return the severity of ``finding``, and remarks on the secret."""
    return f"severity: {', '.join(filter(None, (finding.severity, remark(finding))))}"


def _not_words(line: MatchedLine, found: Sequence[NoWord], masker: Masker) -> Iterator[str]:
    for one in found:
        match = one.match
        neighbors = [
            f"{character.decode()!r} {place} it"
            for character, place in ((one.before, "before"), (one.after, "after"))
            if character
        ]
        are = "is a word character" if len(neighbors) == 1 else "are word characters"
        yield (
            f"{rule_name(match.pattern)} would match at "
            f"{_columns(line, match.start, match.end)}, but {' and '.join(neighbors)} {are} "
            f"(word rule)\n{_pattern(match.pattern, masker)}"
        )


def _no_match(line: MatchedLine, nearest: near_misses.Nearly | None) -> str:
    if nearest is None:
        return "no pattern matches"
    return (
        f"no pattern matches; the closest is {rule_name(nearest.pattern)}, "
        f"{count(nearest.errors, 'character')} off at {_columns(line, nearest.start, nearest.end)}"
    )


def _columns(line: MatchedLine, start: int, end: int) -> str:
    first, last = (characters(line.content[:one]) for one in (start, end))
    return f"columns {line.offset + first + 1}-{line.offset + last}"


def _pattern(pattern: Pattern, masker: Masker) -> str:
    """Return the origin of a prohibited pattern, and its text unless a provider printed it.

    In place of a long one of a built-in rule, that is the command that shows it.
    """
    source = pattern_text(pattern, masker) or b""
    origin = f"from {visible(origin_text(pattern, masker))}"
    is_built_in = pattern.rule is None and rule_of(pattern) is not None
    if is_built_in and len(source) > _LONGEST:
        return f"    pattern: {origin}; to show it: git secrets --explain {rule_name(pattern)}"
    return f"    pattern: {visible(source)} {origin}" if source else f"    pattern: {origin}"


def _allowed(pattern: Pattern, masker: Masker) -> str:
    text = visible(pattern_text(pattern, masker) or b"")
    if pattern.origin is INLINE:
        return f"the comment '{text}' on the line"
    return f"{text} from {visible(origin_text(pattern, masker))}".lstrip()
