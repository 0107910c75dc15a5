"""The format of ``.gitallowed`` and ``.gitprohibited``: one pattern per line, ``#`` comments.

``decode`` is also for other lists of patterns: credentials files, and the output of providers.
"""

from __future__ import annotations

import codecs

from git_secrets_py.content import HEXADECIMAL
from git_secrets_py.errors import PatternError
from git_secrets_py.model import FINGERPRINT_LENGTH, FINGERPRINT_PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The part of the comment above a pattern that is shown.
_LONGEST_COMMENT = 200
_MOST_COMMENTS = 10
_SPECIAL = b"[](){}.*+?|^$\\"
# Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, ""),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class TextError(ValueError):
    """Content that is not text. ``line`` is the number of its line, counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line} {reason}")
        self.line = line
        self.reason = reason


def encoding_of(content: bytes) -> str:
    """Return the encoding if ``content`` is UTF-16 or UTF-32, else ``""``."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if content.count(0) and len(content) % 2 == 0:
        for half, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if not content[half::2].strip(b"\0"):  # Latin text; without a mark the rest is a guess
                return encoding
    return ""


def decode(content: bytes) -> bytes:
    """Return ``content`` without a byte order mark, as UTF-8 if it is UTF-16 or UTF-32.

    Lines end in ``\\n`` only; text of any single-byte encoding is not changed. Raises
    ``TextError`` for NUL bytes, and for content in two encodings.
    """
    encoding = encoding_of(content)
    text = _transcoded(content, encoding) if encoding else content
    return _with_line_feeds(text.removeprefix(codecs.BOM_UTF8))


def lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number, counted from 1, and the text of each line that is a pattern.

    ``content`` is decoded. Blank lines, and lines whose first nonblank character is ``#``, are
    ignored. A carriage return at the end of a line is not part of it.
    """
    return ((number, text) for number, text, _ in commented_lines(content))


def commented_lines(content: bytes) -> Iterator[tuple[int, bytes, Sequence[bytes]]]:
    """Yield for each line as in ``lines`` the comment lines directly above it, too.

    They have no ``#`` and no surrounding blanks. Empty lines, and lines beyond the limit, are left
    out.
    """
    comment: list[bytes] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        text = line.removesuffix(b"\r")
        stripped = text.strip()
        if stripped.startswith(b"#"):
            shown = stripped.strip(b"# \t")[:_LONGEST_COMMENT]
            if shown and len(comment) < _MOST_COMMENTS:
                comment.append(shown)
            continue
        if stripped:
            yield number, text, comment
        comment = []


def fingerprint(text: bytes) -> str:
    """Return the fingerprint that a line of ``.gitallowed`` allows, ``""`` for a pattern.

    The line is ``sha256:`` and 64 hexadecimal digits, both in any case, with blanks around and a
    comment after them, which begins with ``#``. Raises ``PatternError`` for another line that
    begins with ``sha256:``, unless a special character makes it a regular expression.
    """
    stripped = text.strip().lower()
    digits = stripped.removeprefix(FINGERPRINT_PREFIX).partition(b"#")[0].strip()
    if not stripped.startswith(FINGERPRINT_PREFIX) or any(one in _SPECIAL for one in digits):
        return ""
    if len(digits) != FINGERPRINT_LENGTH or digits.strip(HEXADECIMAL):
        raise PatternError(
            text,
            0,
            len(text),
            f"a fingerprint has {FINGERPRINT_LENGTH} hexadecimal digits; "
            "a comment after it begins with #",
        )
    return digits.decode()


def _transcoded(content: bytes, encoding: str) -> bytes:
    try:
        return content.decode(encoding).encode()
    except UnicodeError as error:
        end = getattr(error, "start", len(content))
        before = content[:end].decode(encoding, "replace")
        raise TextError(before.count("\n") + 1, f"is not {encoding.upper()[:6]}") from None


def _with_line_feeds(content: bytes) -> bytes:
    """Return ``content`` with the line end ``\\n``, if it has only carriage returns."""
    nul = content.find(0)
    if nul >= 0:
        raise TextError(content.count(b"\n", 0, nul) + 1, "has a NUL byte; save it as UTF-8")
    if b"\r" not in content:
        return content
    if b"\n" not in content:
        return content.replace(b"\r", b"\n")
    while b"\r\r\n" in content:
        content = content.replace(b"\r\r\n", b"\r\n")
    content = content.replace(b"\r\n", b"\n").removesuffix(b"\r")
    lone = content.find(b"\r")
    if lone >= 0:
        raise TextError(
            content.count(b"\n", 0, lone) + 1,
            "has a carriage return that does not end it; save it with one kind of line ends",
        )
    return content
