"""Escaping of text for terminals, logs, browsers and shells.

Control bytes, which could move the cursor or change colors, and invisible characters, which could
reorder a line, become escapes.
"""

from __future__ import annotations

import re
import shlex
import unicodedata

# GitHub's runner takes it for a command anywhere in a line.
_COMMAND = "##["
_ELLIPSIS = "…"

# Control characters: of ASCII; the others encoded in UTF-8; their single bytes outside of UTF-8.
# Also the line ends of Unicode, and the marks that change the direction of text.
_CONTROL = re.compile(
    rb"[\x00-\x08\x0a-\x1f\x7f]|\xc2[\x80-\x9f]|(?<![\x80-\xff])[\x80-\x9f]"
    rb"|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
)
_C_ESCAPES = {7: b"\\a", 8: b"\\b", 10: b"\\n", 11: b"\\v", 12: b"\\f", 13: b"\\r"}


def visible(text: bytes) -> str:
    """Return ``text``, decoded as UTF-8, with escapes for all unprintable characters."""
    shown = text.decode("utf-8", "surrogateescape")
    if not shown.isprintable():
        shown = "".join(map(_visible_character, shown))
    return shown.replace(_COMMAND, "#\\x23[")


def visible_text(text: str) -> str:
    """Return ``text``, whose surrogates are invalid bytes, like ``visible``."""
    return visible(text.encode("utf-8", "surrogateescape"))


def visible_line(text: bytes) -> str:
    """Return part of a line like ``visible``, with tabs as spaces."""
    return visible(text.replace(b"\t", b" "))


def _visible_character(character: str) -> str:
    code = ord(character)
    if character.isprintable():
        return character
    if 0xDC80 <= code <= 0xDCFF:  # the surrogateescape form of an invalid byte
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


def escaped(text: bytes) -> bytes:
    """Return ``text`` of a line with C escapes, as git's, for control characters but tabs.

    Other characters stay as they are: the text may be of any encoding.
    """
    return _CONTROL.sub(_c_escape, text.replace(b"##[", b"#\\043["))


def quoted_path(path: bytes) -> bytes:
    """Return ``path`` for a line of text, in quotes if it has control characters, as in git."""
    if b"\t" in path or escaped(path) != path:
        text = path.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        return b'"%b"' % escaped(text).replace(b"\t", b"\\t")
    # Two colons begin a command for the runner of GitHub.
    return b"./" + path if path.startswith(b"::") else path


def _c_escape(match: re.Match[bytes]) -> bytes:
    return b"".join(_C_ESCAPES.get(byte) or b"\\%03o" % byte for byte in match[0])


def cells(text: str) -> int:
    """Return the width of ``text`` in terminal columns."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut_end(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` columns; an ellipsis replaces a cut end."""
    if cells(text) <= width:
        return text
    kept: list[str] = []
    left = width - 1
    for character in text:
        left -= _cell(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + _ELLIPSIS if width > 0 else ""


def cut_start(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` columns; an ellipsis replaces a cut start."""
    if cells(text) <= width:
        return text
    return cut_end(text[::-1], width)[::-1]


def shell_word(text: bytes) -> str:
    """Return ``text`` as one word for a POSIX shell, or for bash if it has unprintable bytes."""
    plain = visible(text)
    if plain.encode() == text:
        return shlex.quote(plain)
    # bash reads at most two digits, so a digit may follow.
    escaped = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b"'\\" else f"\\x{byte:02x}"
        for byte in text
    )
    return f"$'{escaped}'"
