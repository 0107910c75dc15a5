"""Reading JSON with comments and the like: JSONC, JSON5, and a document that is cut off.

The editors and agents that keep credentials in it accept it: https://json5.org,
https://code.visualstudio.com/docs/languages/json#_json-with-comments
"""

from __future__ import annotations

from itertools import chain

from git_secrets_py.providers.scalar_text import unescaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = "{}[]:,"
_QUOTES = ("'", '"')
_ENDS = _SIGNS + " \t\r\n\"'/"
_DEEPEST = 64
_COMMENTS = {"//": "\n", "/*": "*/"}


def strings(text: str) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Yield each string with the keys above it, as ``encoded_text.json_strings`` does."""
    keys: list[str] = []
    key = ""
    in_list: list[bool] = []
    word: str | None = None
    for token in chain(_tokens(text), ","):
        if token == ":":
            key, word = _plain(word or "").decode("utf-8", "replace"), None
            continue
        is_value = word is not None and word[:1] in _QUOTES and (key or in_list[-1:] == [True])
        if word and is_value and 0 < len(keys) <= _DEEPEST:
            yield (*keys[1:], key), _plain(word)
        word = None
        if token not in _SIGNS:
            word = token
            continue
        if token in "{[":
            keys.append(key)
            in_list.append(token == "[")
        elif token in "}]":
            del keys[-1:]
            del in_list[-1:]
        key = ""


def _plain(word: str) -> bytes:
    text = word.encode("utf-8", "surrogateescape")
    return unescaped(text[1:]) if word[:1] in _QUOTES else text


def _tokens(text: str) -> Iterator[str]:
    """Yield the signs of ``text``, its words, and its strings without the quote at the end."""
    at = 0
    while at < len(text):
        sign = text[at]
        comment = _COMMENTS.get(text[at : at + 2])
        if comment:
            end = text.find(comment, at + 2)
            at = end + len(comment) if end >= 0 else len(text)
        elif sign in _QUOTES:
            end = _end(text, at)
            yield text[at:end]
            at = end + 1
        elif sign in _SIGNS:
            yield sign
            at += 1
        elif sign in _ENDS:
            at += 1
        else:
            end = next((one for one in range(at, len(text)) if text[one] in _ENDS), len(text))
            yield text[at:end]
            at = end


def _end(text: str, at: int) -> int:
    """Return the offset of the quote that ends the string at ``at``, or of the end."""
    quote = text[at]
    at = text.find(quote, at + 1)
    while at > 0:
        before = at
        while text[before - 1] == "\\":
            before -= 1
        if (at - before) % 2 == 0:
            return at
        at = text.find(quote, at + 1)
    return len(text)
