"""The tokens of the filter expressions of betterleaks."""

from __future__ import annotations

import re

_LONGEST = 128 << 10
_TOKEN = re.compile(
    r"""
    (?P<blank> \s+ | //[^\n]* | /\*.*?\*/ )
    | (?P<raw> `[^`]*` | r(?P<quote>\"{3}|'{3}|\"|').*?(?P=quote) )
    | (?P<text> "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )
    | (?P<number> \d+(?:\.\d+)? )
    | (?P<name> [A-Za-z_]\w* )
    | (?P<mark> \?\.|\?\?|\|\||&&|[=!<>]=|[-+*/%<>=!?:;,.()\[\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class ExpressionError(ValueError):
    """An expression that is invalid, or that cannot be evaluated here."""


def texts(text: str) -> list[str]:
    """Return the strings in the expression ``text``."""
    return [value for kind, value in tokens(text) if kind in ("raw", "text")]


def tokens(text: str) -> list[tuple[str, str]]:
    """Return the kind and text of each token; strings without their quotes.

    Raises ``ExpressionError``.
    """
    if len(text) > _LONGEST:
        raise ExpressionError(f"it is longer than {_LONGEST} characters")
    found_tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ExpressionError(f"cannot read {text[at : at + 20]!r}")
        at = found.end()
        kind = found.lastgroup or ""
        kind = "raw" if kind == "quote" else kind
        if kind != "blank":
            found_tokens.append((kind, _value(kind, found)))
    return found_tokens


def _value(kind: str, found: re.Match[str]) -> str:
    token = found.group()
    if kind == "raw":
        quote = found.group("quote")
        return token[1 + len(quote) : -len(quote)] if quote else token[1:-1]
    return _ESCAPE.sub(_unescaped, token[1:-1]) if kind == "text" else token


def _unescaped(found: re.Match[str]) -> str:
    digits = found.group(1) or found.group(2)
    return chr(int(digits, 16)) if digits else _ESCAPED.get(found.group(3), found.group(3))
