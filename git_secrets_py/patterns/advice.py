"""Warnings about patterns that are valid but probably unintended."""

from __future__ import annotations

import re
from itertools import pairwise

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import parser, pasted, possible, read, syntax
from git_secrets_py.patterns.native_parser import NativeParser, RegexOnlyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Class escapes that are plain bytes in POSIX brackets, and the spelling that works there.
_CLASSES = {
    b"w": b"[:alnum:]_",
    b"d": b"[:digit:]",
    b"s": b"[:space:]",
    b"h": b"[:blank:]",
    b"t": b"[:blank:]",
}
_COMPLEMENTS = {b"W": b"[^[:alnum:]_]", b"D": b"[^[:digit:]]", b"S": b"[^[:space:]]"}
_OTHERS = b"nrfvxbBpPNu"
# From a backslash that seems to escape the -.
_RANGE = re.compile(rb"\\-[^\]]")
_KEY = (b"-----BEGIN", b"-----END")
_BEYOND = (
    "a match never spans lines, so {} matches text of one line only; "
    "to find private keys, use the rule private-key"
)
ALLOWS_EVERYTHING = "it allows nearly every line; match more of the text to allow"
# Beginnings of lines as allowed patterns see them, with nothing in common but their form.
_PREFIXES = (b"a:1:", b"Q:2:", b"9:35:", b"-:4:", b"\xc3\xa9:6:", b"x/y.z:7890:", b"_ _:8:")
_SECONDS = 1.0


def warnings(source: bytes, *, allowed: bool = False) -> list[str]:
    """Return the warnings about a pattern, each a clause without a period.

    None if it is invalid. ``allowed`` is for an allowed pattern, to which the word rule does not
    apply.
    """
    try:
        read(source)
    except PatternError:
        return []
    found = list(_of_syntax(source))
    if allowed:
        found += [ALLOWS_EVERYTHING] if allows_every_line(source) else []
        return found
    if source.strip(b" \t") != source:
        found.append("the blanks at its start or end are part of the pattern")
    if not _matches_as_word(source):
        found.append(
            "it matches only inside words, which the word rule forbids; "
            "include the rest of the word in the pattern"
        )
    return found


def allows_every_line(source: bytes) -> bool:
    """Return whether an allowed pattern matches nearly everywhere.

    It does if it matches the path and line number before any line, or a single byte in them or in
    the line.
    """
    try:
        expression = read(source)
    except PatternError:
        return False
    required = expression.required
    if len(required) > 1 and any(required not in prefix for prefix in _PREFIXES):
        return False  # fast path: there may be thousands of patterns
    import regex

    flags = regex.POSIX if expression.posix else 0
    compiled = regex.compile(b"(?:%b)" % expression.exact, flags)
    try:
        if all(compiled.search(prefix, timeout=_SECONDS) for prefix in _PREFIXES):
            return True
        return any(compiled.fullmatch(b"%c" % byte, timeout=_SECONDS) for byte in range(256))
    except TimeoutError:
        return False


def _of_syntax(source: bytes) -> Iterator[str]:
    if syntax.is_regex(source):
        yield from _of_regex_syntax(source)
    else:
        for bracket, rest in _brackets(source):
            yield from _of_bracket(bracket, rest)
    yield from pasted.warnings(source, posix=not syntax.is_regex(source))
    if source.endswith(b"\r"):
        yield "the carriage return at its end never matches at the end of a line; remove it"
    if _KEY[1] in source.partition(_KEY[0])[2]:
        yield _BEYOND.format("a pattern from -----BEGIN to -----END")


def _of_regex_syntax(source: bytes) -> Iterator[str]:
    native = NativeParser(source)
    try:
        native.pattern()
    except RegexOnlyError:
        return
    if native.crosses_lines:
        yield _BEYOND.format(r"a dot under (?s), or a bracket such as [\s\S],")
    for mark, start in ((b"\\<", "start"), (b"\\>", "end")):
        if mark in source.replace(b"\\\\", b""):
            letter = "m" if start == "start" else "M"
            yield (
                f"in a pattern with a group extension, {mark.decode()} is the character "
                f"{mark[1:].decode()}; write \\{letter} for the {start} of a word"
            )


def _brackets(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each bracket of an extended regular expression, and the text after it."""
    at = 0
    while at < len(source):
        if source[at] == 0x5B:
            end = syntax.after_bracket(source, at)
            yield source[at:end], source[end:]
            at = end
        else:
            at += 2 if source[at] == 0x5C else 1


def _of_bracket(bracket: bytes, rest: bytes) -> Iterator[str]:
    """Yield the warnings about one bracket: backslashes, set operations, bytes beyond ASCII."""
    escaped = _escaped(bracket)
    if escaped:
        yield (
            f"in {_text(bracket)} the backslash and the {_text(escaped[-1:])} are characters; "
            f"{_advice(bracket, escaped)}"
        )
    elif bracket[-2:] == b"\\]" and bracket[-3:] != b"\\\\]" and b"]" in rest.partition(b"[")[0]:
        yield (
            f"{_text(bracket)} ends at this ], because the backslash is a character; "
            "put ] first to include it, as in []a]"
        )
    elif found := _RANGE.search(bracket):
        yield (
            f"in {_text(bracket)} {_text(found[0])} is the range from the backslash; "
            "put the - last instead"
        )
    if b"&&[" in bracket:
        yield f"in {_text(bracket)} && are two characters; there are no intersections of sets"
    if not bracket.isascii() and _is_utf8(bracket):
        yield (
            f"in {_text(bracket)} each byte of a character beyond ASCII counts by itself; "
            "write alternatives, such as (\u00e4|\u00f6)"
        )


def _escaped(bracket: bytes) -> bytes:
    """Return the letters after a backslash that mean something outside of brackets."""
    letters = b"".join(_CLASSES) + b"".join(_COMPLEMENTS) + _OTHERS
    return bytes(
        second for first, second in pairwise(bracket) if first == 0x5C and second in letters
    )


def _advice(bracket: bytes, escaped: bytes) -> str:
    """Return a spelling with the meaning that ``bracket`` seems to have."""
    if b"\\s" in bracket and b"\\S" in bracket:
        return "write . for any character"
    only = _COMPLEMENTS.get(bracket[2:3]) if len(bracket) == 4 else None
    if only is not None:
        return f"write {only.decode()}"
    if set(escaped) - set(b"".join(_CLASSES)):
        return "list the characters themselves, or use a class such as [:space:]"
    for letter, spelled in _CLASSES.items():
        bracket = bracket.replace(b"\\" + letter, spelled)
    return f"write {_text(bracket)}"


def _matches_as_word(source: bytes) -> bool:
    try:
        return possible.matches_as_word(parser(source).pattern())
    except (PatternError, RegexOnlyError):
        return True


def _text(source: bytes) -> str:
    return source.decode("utf-8", "backslashreplace")


def _is_utf8(source: bytes) -> bool:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
