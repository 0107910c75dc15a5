"""Bytes as text that a terminal, a log or a browser shows as it stands.

Control bytes could move the cursor or recolour the screen, invisible characters could turn the
order of a line around: both are shown as escapes.
"""

from __future__ import annotations

import shlex
import unicodedata

_ELLIPSIS = "…"


def visible(text: bytes) -> str:
    """Return ``text``, read as UTF-8, with escapes for all that is not to be seen."""
    return "".join(map(_shown, text.decode("utf-8", "surrogateescape")))


def visible_line(text: bytes) -> str:
    """Return part of a line as ``visible`` does, a tab as a blank."""
    return visible(text.replace(b"\t", b" "))


def _shown(character: str) -> str:
    code = ord(character)
    if character.isprintable():
        return character
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as surrogateescape keeps it
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


def cells(text: str) -> int:
    """Return the number of columns of a terminal that ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut_end(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` columns; an ellipsis shows that its end is cut."""
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
    """Return ``text`` in at most ``width`` columns; an ellipsis shows that its start is cut."""
    if cells(text) <= width:
        return text
    return cut_end(text[::-1], width)[::-1]


def shell_word(text: bytes) -> str:
    """Return ``text`` as one word for a POSIX shell, or bash where it has unprintable bytes."""
    shown = visible(text)
    if shown.encode() == text:
        return shlex.quote(shown)
    # bash reads two digits at most, so that a digit that follows is not taken for a third.
    escaped = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b"'\\" else f"\\x{byte:02x}"
        for byte in text
    )
    return f"$'{escaped}'"
