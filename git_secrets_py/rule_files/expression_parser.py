"""Reading the filter expressions of betterleaks, in a subset of Expr (expr-lang.org).

Trees are nested tuples, which ``marshal`` can write; ``expressions`` evaluates them. The syntax of
other versions of betterleaks is read as well: the prefix ``filter.``, and the optional values and
methods of CEL.
"""

from __future__ import annotations

from git_secrets_py.rule_files.expression_tokens import ExpressionError, tokens
from git_secrets_py.rule_files.re2 import TranslationError, translate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Tree = tuple[Any, ...]

_DEEPEST = 40
_HIGHEST = 100
# Of the largest integer of Expr, which has 64 bits.
_DIGITS = 19
# Binary operators, the weakest first; those in a group have the same precedence.
_OPERATORS = (
    ("||", "or"),
    ("&&", "and"),
    ("==", "!=", "<", ">", "<=", ">=", "in", "contains", "startsWith", "endsWith", "matches"),
    ("+", "-"),
    ("*", "/", "%"),
    ("??",),
)
_SAME = {"or": "||", "and": "&&"}
_CONSTANTS = {"true": True, "false": False, "nil": None, "null": None}
# The least and the most arguments of each function.
FUNCTIONS = {
    "entropy": (1, 1),
    "tokenRatio": (1, 1),
    "failsTokenEfficiency": (1, 1),
    "matchesAny": (2, 2),
    "containsAny": (2, 2),
    "findMatch": (2, 2),
    "setConfidence": (1, 1),
    "get": (2, 3),
    "orValue": (2, 2),
    "join": (1, 2),
    "len": (1, 1),
    "lower": (1, 1),
    "max": (1, 20),
    "min": (1, 20),
    "split": (2, 2),
    "trim": (1, 1),
    "upper": (1, 1),
    "contains": (2, 2),
    "startsWith": (2, 2),
    "endsWith": (2, 2),
    "matches": (2, 2),
}
# Those whose last argument is a pattern, or a list of patterns.
_WITH_PATTERNS = ("matchesAny", "findMatch", "matches")
FINDING = ("secret", "match", "line", "rule_id", "description", "context", "captures", "entropy")
OFFSETS = ("match_start_idx", "match_end_idx", "match_line_start_idx", "match_line_end_idx")
SURROUNDINGS = ("fragment_raw", *OFFSETS)
SCOPES = ("finding", "attributes")


def parse(text: str, *, scopes: tuple[str, ...] = SCOPES) -> Tree:
    """Return the tree of the expression ``text``, in which the names ``scopes`` are defined.

    Raises ``ExpressionError``, which names the construct.
    """
    parser = _Parser(tokens(text), scopes)
    tree = parser.expression(0)
    parser.expect_end()
    if _height(tree) > _HIGHEST:
        raise ExpressionError("it has too many operators")
    return tree


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], scopes: tuple[str, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self._names = set(scopes)

    def expect_end(self) -> None:
        """Raise ``ExpressionError`` unless everything is read."""
        if self._at < len(self._tokens):
            raise ExpressionError(f"unexpected {self._tokens[self._at][1]!r}")

    def expression(self, depth: int) -> Tree:
        """Read ``let name = value; expression`` or a value."""
        if depth > _DEEPEST:
            raise ExpressionError(f"it is nested more than {_DEEPEST} times")
        outer, bound = set(self._names), []
        while self._takes("let"):
            name = self._name()
            self._require("=")
            bound.append((name, self._choice(depth)))
            self._names.add(name)
            self._require(";")
        body = self._choice(depth)
        self._names = outer
        return ("let", tuple(bound), body) if bound else body

    def _choice(self, depth: int) -> Tree:
        condition = self._binary(0, depth)
        if not self._takes("?"):
            return condition
        first = self.expression(depth + 1)
        self._require(":")
        return ("if", condition, first, self.expression(depth + 1))

    def _binary(self, level: int, depth: int) -> Tree:
        if level == len(_OPERATORS):
            return self._unary(depth)
        left = self._binary(level + 1, depth)
        while True:
            negated = self._takes_not_in() if "in" in _OPERATORS[level] else False
            operator = "in" if negated else self._operator(level)
            if not operator:
                return left
            right = self._binary(level + 1, depth)
            left = _joined(operator, left, right)
            left = ("!", left) if negated else left

    def _takes_not_in(self) -> bool:
        following = [text for _, text in self._tokens[self._at : self._at + 2]]
        self._at += 2 if following == ["not", "in"] else 0
        return following == ["not", "in"]

    def _operator(self, level: int) -> str:
        for operator in _OPERATORS[level]:
            if self._takes(operator):
                return _SAME.get(operator, operator)
        return ""

    def _unary(self, depth: int) -> Tree:
        for mark in ("!", "not", "-"):
            if self._takes(mark):
                if depth > _DEEPEST:
                    raise ExpressionError(f"it is nested more than {_DEEPEST} times")
                operand = self._unary(depth + 1)
                return ("-", ("value", 0), operand) if mark == "-" else ("!", operand)
        return self._postfix(self._primary(depth), depth)

    def _primary(self, depth: int) -> Tree:
        kind, text = self._take()
        if kind in ("raw", "text"):
            return ("value", text)
        if kind == "number":
            return ("value", _number(text))
        if text == "(":
            inner = self.expression(depth + 1)
            self._require(")")
            return inner
        if text == "[":
            return ("list", tuple(self._items("]", depth)))
        if kind == "name":
            return self._named(text, depth)
        raise ExpressionError(f"unexpected {text!r}")

    def _named(self, name: str, depth: int) -> Tree:
        if name in _CONSTANTS:
            return ("value", _CONSTANTS[name])
        if name == "filter" and self._takes("."):
            name = self._name()
        if self._takes("("):
            return _call(name, self._items(")", depth))
        if name not in self._names:
            raise ExpressionError(f"unknown name {name!r}")
        return ("name", name)

    def _postfix(self, tree: Tree, depth: int) -> Tree:
        while True:
            if self._takes("?."):
                if self._takes("["):
                    tree = self._index(tree, depth)
                else:
                    tree = _member(tree, ("value", self._name()))
            elif self._takes("."):
                name = self._name()
                is_call = self._takes("(")
                tree = (
                    _call(name, [tree, *self._items(")", depth)])
                    if is_call
                    else _member(tree, ("value", name))
                )
            elif self._takes("["):
                tree = self._index(tree, depth)
            else:
                return tree

    def _index(self, tree: Tree, depth: int) -> Tree:
        """Read ``key]``, ``?key]`` or ``first:last]``."""
        self._takes("?")
        first = ("value", None) if self._is_next(":") else self.expression(depth + 1)
        if not self._takes(":"):
            self._require("]")
            return _member(tree, first)
        last = ("value", None) if self._is_next("]") else self.expression(depth + 1)
        self._require("]")
        return ("slice", tree, first, last)

    def _items(self, end: str, depth: int) -> list[Tree]:
        items: list[Tree] = []
        while not self._takes(end):
            items.append(self.expression(depth + 1))
            if not self._takes(","):
                self._require(end)
                break
        return items

    def _name(self) -> str:
        kind, text = self._take()
        if kind != "name":
            raise ExpressionError(f"{text!r} is not a name")
        return text

    def _take(self) -> tuple[str, str]:
        if self._at == len(self._tokens):
            raise ExpressionError("it has no end")
        self._at += 1
        return self._tokens[self._at - 1]

    def _is_next(self, text: str) -> bool:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        return token[1] == text and token[0] in ("name", "mark")

    def _takes(self, text: str) -> bool:
        is_next = self._is_next(text)
        self._at += is_next
        return is_next

    def _require(self, text: str) -> None:
        if not self._takes(text):
            following = self._tokens[self._at][1] if self._at < len(self._tokens) else "the end"
            raise ExpressionError(f"expected {text!r} before {following!r}")


def _number(text: str) -> float:
    if "." in text:
        return float(text)
    if len(text) > _DIGITS:
        raise ExpressionError(f"an integer has {len(text)} digits")
    return int(text)


def _joined(operator: str, left: Tree, right: Tree) -> Tree:
    """Return the tree of an operation; those of ``||`` and of ``&&`` are flat."""
    if operator in ("||", "&&") and left[0] == operator:
        return (operator, (*left[1], right))
    if operator in ("||", "&&"):
        return (operator, (left, right))
    return _call(operator, [left, right]) if operator in FUNCTIONS else (operator, left, right)


def _call(name: str, arguments: list[Tree]) -> Tree:
    if name not in FUNCTIONS:
        raise ExpressionError(f"unknown function {name!r}")
    least, most = FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        raise ExpressionError(f"{name} has {len(arguments)} arguments")
    if name == "get":
        return ("??", _member(*arguments[:2]), *(arguments[2:] or [("value", None)]))
    if name in _WITH_PATTERNS:
        arguments[-1] = ("value", _patterns(name, arguments[-1]))
    elif name == "containsAny":
        arguments[-1] = ("value", _constants(name, arguments[-1]))
    return ("call", name, tuple(arguments))


def _patterns(name: str, tree: Tree) -> tuple[str, ...]:
    """Return the patterns in ``tree`` for ``regex``."""
    try:
        return tuple(translate(one).exact for one in _constants(name, tree))
    except TranslationError as error:
        raise ExpressionError(f"{name}: {error}") from None


def _constants(name: str, tree: Tree) -> tuple[str, ...]:
    items = tree[1] if tree[0] == "list" else (tree,)
    if not all(one[0] == "value" and isinstance(one[1], str) for one in items):
        raise ExpressionError(f"{name} requires constant strings")
    return tuple(one[1] for one in items)


def _member(tree: Tree, key: Tree) -> Tree:
    known = (*FINDING, *SURROUNDINGS)
    if tree == ("name", "finding") and not (key[0] == "value" and key[1] in known):
        raise ExpressionError(f"unknown field {key[1]!r} of finding")
    return ("member", tree, key)


def _height(tree: Tree) -> int:
    """Return how deep ``tree`` is nested. Chains of operators may be too deep for recursion."""
    height, level = 0, [tree]
    while level:
        height += 1
        level = [part for one in level for part in one if isinstance(part, tuple)]
    return height
