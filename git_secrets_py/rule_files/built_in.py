"""Built-in rules with the allowlists of a rule file."""

from __future__ import annotations

from git_secrets_py.rules.rule import RulePattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.model import Match, MatchedLine, Pattern
    from git_secrets_py.rule_files.allowances import Allows


class LineMatch:
    """The texts of a match in a line, as ``Allowance`` takes them."""

    def __init__(self, line: MatchedLine, match: Match) -> None:
        content = line.content
        self.pattern = match.pattern
        self.secret_text = _text(line.plaintext(match))
        self.match_text = _text(content[match.start : match.end])
        self.line_text = _text(content)


class ExtendedPattern(RulePattern):
    """The pattern of a built-in rule that a rule file extends."""

    __slots__ = ("_allowances",)

    def __init__(self, pattern: RulePattern, allowances: Sequence[Allows]) -> None:
        super().__init__(pattern.own_rule, pattern.origin, strict=pattern.is_strict)
        self._allowances = allowances

    @property
    def has_verdict(self) -> bool:
        return True

    def verdict(
        self, line: MatchedLine | None, match: Match, path: bytes, commit: bytes
    ) -> Pattern | None:
        return allowed_by(self._allowances, line, match, path, commit)


def allowed_by(
    allowances: Sequence[Allows],
    line: MatchedLine | None,
    match: Match,
    path: bytes,
    commit: bytes,
) -> Pattern | None:
    """Return the allowance that allows ``match`` in ``line`` there, if one does."""
    if line is None or not allowances:
        return None
    texts = LineMatch(line, match)
    where, sha = path.decode("utf-8", "surrogateescape"), commit.decode("ascii", "replace")
    for allowance in allowances:
        if allowance.allows(texts, where, sha):
            return allowance.pattern
    return None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
