"""What there is to say about a line: what touches it, what excuses that, and why it does not."""

from __future__ import annotations

from hashlib import sha256

from git_secrets_py.allowlist.entries import shared_by_many
from git_secrets_py.engine import near_misses
from git_secrets_py.engine.allow_rule import INLINE
from git_secrets_py.engine.matcher import TIME_LIMIT, Matcher
from git_secrets_py.model import Match, MatchedLine, NotScanned
from git_secrets_py.report.escaping import visible
from git_secrets_py.report.masking import Masker, mask
from git_secrets_py.report.naming import origin_text, pattern_text, rule_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.engine.near_misses import NoWord
    from git_secrets_py.model import Pattern
    from git_secrets_py.registry import Registry

_SHORT_ID = 8


class Explainer:
    """Explains lines of one file.

    ``loose`` matches without the word rule. ``shown`` is the path of the file as it may be shown,
    ``problems`` are the decisions that did not end in time.
    """

    def __init__(self, registry: Registry, path: bytes, *, scan_binary: bool = False) -> None:
        """``path`` is that of the file, as allowed patterns see it.

        ``scan_binary`` makes ``loose`` scan binary content too.
        """
        self.problems: list[NotScanned] = []
        self._path = path
        self._allow = registry.allow
        self._patterns = registry.prohibited
        self._strict = Matcher(registry.prohibited, time_limit=TIME_LIMIT)
        self.loose = Matcher(
            registry.prohibited, scan_binary=scan_binary, time_limit=TIME_LIMIT, word=False
        )
        self.shown = visible(Masker(self._secrets(path)).path(path))

    def explain(self, line: MatchedLine) -> bytes:
        """Return what there is to say about ``line``, of which the matches do not count."""
        told = len(self.problems)
        matches = self._decide(self._strict, line)
        loose = self._decide(self.loose, line)
        no_words = list(near_misses.no_words(line.content, loose, matches))
        found = MatchedLine(line.number, line.content, matches, line.offset)
        excuses = self._allow.excuses(found, self._path)
        masker = self._masker(found, excuses)
        said = [*_matches(found, excuses, masker), *_no_words(line, no_words, masker)]
        if len(self.problems) > told:
            said.append("not all of it can be told: a pattern did not end in time")
        texts = said or [_untouched(near_misses.nearest(line.content, self._patterns))]
        return "".join(f"{self.shown}:{line.number}: {text}\n" for text in texts).encode(
            "utf-8", "surrogateescape"
        )

    def _masker(self, line: MatchedLine, excuses: list[Pattern | None]) -> Masker:
        """Return what hides the secrets of ``line``, and those that ``excuses`` spell out."""
        sources = [excuse.source.replace(b"\\", b"") for excuse in excuses if excuse]
        return Masker(
            [
                *(secret for text in (line.content, *sources) for secret in self._secrets(text)),
                *map(line.secret, line.matches),
            ]
        )

    def _secrets(self, text: bytes) -> list[bytes]:
        """Return what the prohibited patterns match in ``text``, words or not."""
        decided = self.loose.decide(text, 0, range(len(self._patterns)))
        return [text[one.start : one.end] for one in decided if isinstance(one, Match)]

    def _decide(self, matcher: Matcher, line: MatchedLine) -> list[Match]:
        """Return the matches of all patterns, also those that match the same."""
        everything = range(len(matcher.patterns))
        decided = list(matcher.decide(line.content, line.number, everything))
        self.problems += [one for one in decided if isinstance(one, NotScanned)]
        return [one for one in decided if isinstance(one, Match)]


def _matches(line: MatchedLine, excuses: list[Pattern | None], masker: Masker) -> Iterator[str]:
    for match, excuse in zip(line.matches, excuses, strict=True):
        secret = line.secret(match)
        verdict = f"excused by {_excuse(excuse, masker)}" if excuse else _advice(secret)
        yield (
            f"{rule_name(match.pattern)} matches {_columns(line, match.start, match.end)}: "
            f"{visible(mask(secret))}\n{_pattern(match.pattern, masker)}\n    {verdict}"
        )


def _advice(secret: bytes) -> str:
    """Return what excuses a match of ``secret``, as nothing does now."""
    if shared_by_many(secret):
        return "not excused; a pattern for the path, in .gitallowed, does that"
    return f"not excused; git secrets --allow {sha256(secret).hexdigest()[:_SHORT_ID]} does that"


def _no_words(line: MatchedLine, found: list[NoWord], masker: Masker) -> Iterator[str]:
    for one in found:
        match = one.match
        beside = [
            f"{character.decode()!r} {place} it"
            for character, place in ((one.before, "before"), (one.after, "after"))
            if character
        ]
        are = "is a word character" if len(beside) == 1 else "are word characters"
        yield (
            f"{rule_name(match.pattern)} would match {_columns(line, match.start, match.end)}, "
            f"but {' and '.join(beside)} {are}: word rule\n{_pattern(match.pattern, masker)}"
        )


def _untouched(nearest: near_misses.Nearly | None) -> str:
    if nearest is None:
        return "no pattern touches it"
    characters = "1 character" if nearest.errors == 1 else f"{nearest.errors} characters"
    return (
        f"no pattern touches it; the nearest is {rule_name(nearest.pattern)}, {characters} away "
        f"at columns {nearest.start + 1}-{nearest.end}"
    )


def _columns(line: MatchedLine, start: int, end: int) -> str:
    return f"at columns {line.offset + start + 1}-{line.offset + end}"


def _pattern(pattern: Pattern, masker: Masker) -> str:
    """Return the text of a prohibited pattern, unless a provider printed it, and its origin."""
    source = pattern_text(pattern, masker)
    text = "" if source is None else f"{visible(source)} "
    return f"    pattern: {text}from {visible(origin_text(pattern, masker))}"


def _excuse(excuse: Pattern, masker: Masker) -> str:
    text = visible(pattern_text(excuse, masker) or b"")
    if excuse.origin is INLINE:
        return f"the comment '{text}' on the line"
    return f"{text} from {visible(origin_text(excuse, masker))}".lstrip()
