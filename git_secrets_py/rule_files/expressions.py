"""Evaluating the filter expressions of betterleaks.

A value that is not known here makes all values that depend on it unknown. An expression discards a
match only if it is true, so a match with an unknown value is reported.
"""

from __future__ import annotations

from git_secrets_py.rule_files.allowances import Words, compiled_patterns
from git_secrets_py.rule_files.entropy import entropy
from git_secrets_py.rule_files.expression_parser import SURROUNDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from git_secrets_py.rule_files.expression_parser import Tree

_TIME_LIMIT = 0.5
# The longest text that an expression may assemble.
_LONGEST = 1 << 20
# These need the vocabulary of a tokenizer, of several megabytes.
_TOKENIZER = ("tokenRatio", "failsTokenEfficiency")
# Text of this length has few tokens if it is this much likelier to be words than random.
_WORDS_LENGTH, _WORDS = 12, 0.4

_KNOWN = ("secret", "match", "line", "rule_id", *SURROUNDINGS, "path", "git.sha")


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()


class FilterExpression:
    """An expression, whose value is that of ``tree``."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._patterns: dict[Sequence[str], list[Any]] = {}
        self._words: dict[Sequence[str], Words] = {}

    def value(self, finding: Mapping[str, Any], attributes: Mapping[str, str]) -> bool | None:
        """Return the value for the known facts of a match; ``None`` if it is unknown.

        Raises ``TimeoutError`` if a pattern takes too long.
        """
        found = self._value(self._tree, {"finding": finding, "attributes": attributes})
        return found if isinstance(found, bool) else None

    def _value(self, tree: Tree, names: Mapping[str, Any]) -> Any:
        kind = tree[0]
        if kind == "value":
            return tree[1]
        if kind == "name":
            return names[tree[1]]
        if kind in ("||", "&&"):
            return self._logical(tree[1], names, decisive=kind == "||")
        if kind == "let":
            for name, value in tree[1]:
                names = {**names, name: self._value(value, names)}
            return self._value(tree[2], names)
        if kind == "if":
            return self._conditional(tree, names)
        if kind == "call":
            return self._call(tree[1], [self._value(one, names) for one in tree[2]])
        if kind == "list":
            items = [self._value(one, names) for one in tree[1]]
            return UNKNOWN if UNKNOWN in items else items
        return _applied(kind, [self._value(one, names) for one in tree[1:]])

    def _logical(
        self, operands: Sequence[Tree], names: Mapping[str, Any], *, decisive: bool
    ) -> Any:
        result: Any = not decisive
        for operand in operands:
            value = self._value(operand, names)
            if value is decisive:
                return decisive
            if not isinstance(value, bool):
                result = UNKNOWN
        return result

    def _conditional(self, tree: Tree, names: Mapping[str, Any]) -> Any:
        condition = self._value(tree[1], names)
        if not isinstance(condition, bool):
            return UNKNOWN
        return self._value(tree[2] if condition else tree[3], names)

    def _call(self, name: str, arguments: list[Any]) -> Any:
        if UNKNOWN in arguments:
            return UNKNOWN
        try:
            if name in ("matchesAny", "matches"):
                return any(self._searches(*arguments))
            if name == "findMatch":
                return next((one.group() for one in self._searches(*arguments) if one), "")
            if name == "containsAny":
                text, words = arguments
                if words not in self._words:
                    self._words[words] = Words(word.lower() for word in words)
                return self._words[words].is_in(text.lower())
            return _bounded(_FUNCTIONS[name](*arguments))
        except (TypeError, ValueError, AttributeError):
            return UNKNOWN

    def _searches(self, text: str, patterns: Sequence[str]) -> Iterator[Any]:
        if patterns not in self._patterns:
            self._patterns[patterns] = compiled_patterns(patterns)
        for pattern in self._patterns[patterns]:
            yield pattern.search(text, timeout=_TIME_LIMIT)


def _applied(operator: str, operands: list[Any]) -> Any:
    """Return the value of an operation; unknown if it is not defined for the operands."""
    if UNKNOWN in operands:
        return UNKNOWN
    try:
        return _bounded(_OPERATIONS[operator](*operands))
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return UNKNOWN


def _bounded(value: Any) -> Any:
    is_long = isinstance(value, str | list) and len(value) > _LONGEST
    return UNKNOWN if is_long else value


def _member(value: Any, key: Any) -> Any:
    """Return a member of a map or list; unknown for a key that is not known here."""
    if isinstance(value, dict):
        return value.get(key, UNKNOWN)
    return value[key]


def _slice(value: Any, first: int | None, last: int | None) -> Any:
    return value[first:last]


def _entropy(text: str) -> float:
    return entropy(text.encode("utf-8", "surrogateescape").decode("latin-1"))


def _is_words(text: str) -> Any:
    from git_secrets_py.rules.bigrams import word_likeness

    likeness = word_likeness(text.encode("utf-8", "surrogateescape"))
    return (len(text) >= _WORDS_LENGTH and likeness >= _WORDS) or UNKNOWN


def _negated(value: Any) -> Any:
    return not value if isinstance(value, bool) else UNKNOWN


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "!": _negated,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "in": lambda one, other: one in other,
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: float(one) * float(other),
    "/": lambda one, other: one / other,
    "%": lambda one, other: float(one) % float(other),
    "??": lambda one, other: other if one is None else one,
    "member": _member,
    "slice": _slice,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "entropy": _entropy,
    "tokenRatio": lambda text: UNKNOWN,
    "failsTokenEfficiency": _is_words,
    "setConfidence": lambda level: level,
    "orValue": lambda one, other: other if one is None else one,
    "join": lambda items, separator="": separator.join(items),
    "len": len,
    "lower": str.lower,
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "split": lambda text, separator: text.split(separator),
    "trim": str.strip,
    "upper": str.upper,
    "contains": lambda text, part: part in text,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
}


def fields(tree: Tree) -> set[str]:
    """Return the fields of ``finding`` and ``attributes`` that ``tree`` uses."""
    of_match = ("name", "finding"), ("name", "attributes")
    members = [one for one in _nodes(tree) if one[0] == "member" and one[1] in of_match]
    return {str(key[1]) if key[0] == "value" else "a computed field" for _, _, key in members}


def unknown(tree: Tree) -> list[str]:
    """Return the names in ``tree`` that are not known here."""
    functions = {one[1] for one in _nodes(tree) if one[0] == "call"}
    return sorted(functions.intersection(_TOKENIZER) | fields(tree).difference(_KNOWN))


def _nodes(tree: Tree) -> Iterator[Tree]:
    yield tree
    for one in _operands(tree):
        yield from _nodes(one)


def _operands(tree: Tree) -> Sequence[Tree]:
    kind = tree[0]
    if kind in ("value", "name"):
        return ()
    if kind == "let":
        return (*(value for _, value in tree[1]), tree[2])
    if kind in ("||", "&&", "list"):
        operands: Sequence[Tree] = tree[1]
        return operands
    return tree[2] if kind == "call" else tree[1:]
