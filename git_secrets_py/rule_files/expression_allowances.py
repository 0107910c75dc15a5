"""Filter expressions of rule files, applied to a match at one occurrence as allowlists are."""

from __future__ import annotations

from git_secrets_py.model import MOST_TIMEOUTS, Origin, Pattern
from git_secrets_py.rule_files.expression_parser import SURROUNDINGS
from git_secrets_py.rule_files.expressions import FilterExpression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from git_secrets_py.rule_files.allowances import Matched

# Characters around a match that an expression may look at, on either side.
_MARGIN = 8 << 10


class ExpressionAllowance:
    """A filter expression, which allows the matches for which it is true."""

    def __init__(self, plain: dict[str, Any], file: str) -> None:
        used = plain["fields"]
        self._expression = FilterExpression(plain["tree"])
        self._timeouts = 0
        self.target = "line" if "line" in used else "secret"
        self.needs_surroundings = not used.isdisjoint(SURROUNDINGS)
        self.pattern = Pattern(plain["description"].encode(), Origin(Origin.RULE_FILE, file))

    def allows(self, match: Matched, path: str, commit: str) -> bool:
        """Return whether ``match`` is allowed there. After a timeout it is not."""
        settled = getattr(match, "settled", {}).get(self)
        if settled is None:
            settled = self._value(match, {"path": path, "git.sha": commit})
        return bool(settled)

    def settle(self, match: Any) -> bool:
        """Evaluate the parts that do not depend on the path; return whether they decide."""
        value = self._value(match, {})
        if value is not None:
            match.settled = {**match.settled, self: value}
        return value is not None

    def _value(self, match: Matched, attributes: Mapping[str, str]) -> bool | None:
        if self._timeouts >= MOST_TIMEOUTS:
            return None
        finding = {
            "secret": match.secret_text,
            "match": match.match_text,
            "line": match.line_text,
            "rule_id": match.pattern.name,
            **getattr(match, "surroundings", {}),
        }
        try:
            return self._expression.value(finding, attributes)
        except TimeoutError:
            self._timeouts += 1
            return None


def surroundings(text: str, start: int, end: int) -> dict[str, Any]:
    """Return the text around the match from ``start`` to ``end``, and the offsets in it."""
    first = max(0, start - _MARGIN)
    around = text[first : end + _MARGIN]
    start, end = start - first, end - first
    line = max(around.rfind("\n", 0, start), around.rfind("\r", 0, start)) + 1
    ends = [at for mark in "\r\n" if (at := around.find(mark, end)) >= 0]
    values = around, start, end, line, min(ends, default=len(around))
    return dict(zip(SURROUNDINGS, values, strict=True))
