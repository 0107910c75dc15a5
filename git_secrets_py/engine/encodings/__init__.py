"""Encodings: the recognition of text, and of the encodings that it may have.

A NUL in the first 8,000 bytes makes content binary, as in git (xdiff-interface.c,
``FIRST_FEW_BYTES``), unless it looks like text: without its NULs, or as UTF-16 or UTF-32. Those
are detected by their byte order mark (Unicode Standard, table 2-4), or by decoding to printable
text. Later content is judged page by page, so text after binary content is text.
"""

from __future__ import annotations

import codecs
import re

from git_secrets_py.engine.matcher import SAMPLE_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# The functions themselves: the lookup of a decoder takes longer than its use.
_DECODE = {
    "utf-32-le": codecs.utf_32_le_decode,
    "utf-32-be": codecs.utf_32_be_decode,
    "utf-16-le": codecs.utf_16_le_decode,
    "utf-16-be": codecs.utf_16_be_decode,
}
# Printable characters below U+0080, in any encoding.
_ASCII = re.compile(rb"(?:\0{0,3}[\t\n\r -~]){4,}\0{0,3}")
_ASCII_BYTES = bytes(range(0x20, 0x7F)) + b"\0\t\n\r"
# The end of a line in ASCII, not the byte 0x0A of a character in UTF-16.
_ASCII_LINE = re.compile(rb"[\t\r -~]{3}\n|[\t\r -~]{2}\n[\t\n\r -~]|\n[\t\r -~]{3}")
_LAYOUT_CONTROLS = frozenset("\t\n\v\f\r\x1b\ufeff")
# All control bytes but layout, backspace and NUL.
_CONTROL_BYTES = bytes({*range(1, 8), *range(14, 27), *range(28, 32), 127})
# Unicode categories: control, unassigned, private use, surrogate.
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")
# The first content of a blob is judged in pages of the first size, later content in the second.
_SMALL_PAGE = 512
PAGE = 4096
# Bytes that are checked first, since nearly all binary content is recognized by them.
_FIRST_LOOK = 64
# One unprintable character in this number is tolerated: damage does not make text binary.
_TOLERANCE = 100
# Text has at most one NUL in this number of bytes, unless it is wide: string tables of programs
# have more.
_BYTES_FOR_A_NUL = 64


def width(encoding: str) -> int:
    """Return the number of bytes in a unit of ``encoding``."""
    return 4 if encoding.startswith("utf-32") else 2


def marked_encoding(head: bytes) -> str:
    """Return the encoding of the byte order mark that ``head`` begins with, or ``""``."""
    return next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")


def decode(data: bytes, encoding: str, phase: int = 0) -> str:
    """Return the text of the whole units of ``data`` from the offset ``phase`` on.

    Unpaired surrogates are kept, so each character corresponds to one unit or to a pair. Raises
    ``UnicodeDecodeError`` for a number beyond Unicode in UTF-32.
    """
    stop = len(data) - (len(data) - phase) % width(encoding)
    return _DECODE[encoding](data[phase:stop], "surrogatepass", True)[0]


def alignments(data: bytes, position: int = 0) -> Iterator[tuple[str, int]]:
    """Yield the wide encodings in which ``data`` may have text, each with the phase of its units.

    ``position`` is the offset of ``data`` in its stream, where units at even offsets are likelier
    and come first. UTF-32 is expected at multiples of four only: elsewhere it is read without its
    NULs.
    """
    if data.count(0) * 2 >= len(data):
        yield "utf-32-le", -position % 4
        yield "utf-32-be", -position % 4
    for phase in (-position % 2, (1 - position) % 2):
        for encoding in ("utf-16-le", "utf-16-be"):
            if 0 in data[_highest(encoding, phase) :: 2]:
                yield encoding, phase


def side(encoding: str, phase: int) -> int:
    """Return whether the highest byte of a unit is at an even or an odd offset, as 0 or 1."""
    return _highest(encoding, phase) % 2


def _highest(encoding: str, phase: int) -> int:
    return phase + width(encoding) - 1 if encoding.endswith("le") else phase


def is_clean(data: bytes, encoding: str, phase: int, *, is_marked: bool = False) -> bool:
    """Return whether all of ``data`` is text in ``encoding``, and not in another one.

    Some ASCII text with a NUL is Chinese text in UTF-16; it has NULs on both sides, or few, or
    lines in ASCII. ``is_marked`` is true for the encoding of the byte order mark.
    """
    if is_marked or width(encoding) == 4:
        return _is_printable(data, encoding, phase)
    one = side(encoding, phase)
    right, wrong = data[one::2].count(0), data[1 - one :: 2].count(0)
    return right > max(wrong, len(data) // _BYTES_FOR_A_NUL) and (
        wrong * _BYTES_FOR_A_NUL <= right
        and is_wide(data, encoding, phase)
        and not _ASCII_LINE.search(data)
    )


def is_wide(data: bytes, encoding: str, phase: int) -> bool:
    """Return whether ``data`` is text in ``encoding``, with Latin characters in it."""
    return (
        _is_printable(data[: phase + _FIRST_LOOK], encoding, phase)
        and 0 in data[_highest(encoding, phase) :: width(encoding)]
        and _is_printable(data, encoding, phase)
    )


def _is_printable(data: bytes, encoding: str, phase: int) -> bool:
    """Return whether nearly all characters are printable, and none is a NUL."""
    try:
        decoded = decode(data, encoding, phase)
    except UnicodeDecodeError:
        return False
    if "\0" in decoded:  # as in most binary content
        return False
    from unicodedata import category

    rare = set(decoded) - _LAYOUT_CONTROLS
    bad = [one for one in rare if category(one) in _NO_TEXT]
    return bool(decoded) and sum(map(decoded.count, bad)) * _TOLERANCE <= len(decoded)


def looks_like_text(head: bytes) -> bool:
    """Return whether a blob that begins with ``head`` is text.

    That is so if its beginning is, and at least half of ``head``.
    """
    head = head[:SAMPLE_SIZE]
    if 0 not in head or marked_encoding(head):
        return True
    pages = [page for page in _pages(head, _SMALL_PAGE) if page.strip(b"\0")]
    if not pages or not _is_text(pages[0]):
        return False
    return 2 * sum(map(len, filter(_is_text, pages))) >= sum(map(len, pages))


def _pages(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def _is_text(page: bytes) -> bool:
    """Return whether ``page`` is text in some reading, or for the most part in several.

    With many NULs, as between strings, the rest must be text throughout.
    """
    has_many = page.count(0) * _BYTES_FOR_A_NUL > len(page)
    tolerated = 0 if has_many else len(page) // _TOLERANCE
    return _controls(page) <= tolerated or _is_any_wide(page) or _is_mostly_ascii(page)


def _is_mostly_ascii(page: bytes) -> bool:
    # Fast path: most pages of binary content have too many other bytes.
    if 3 * len(page.translate(None, _ASCII_BYTES)) > len(page):
        return False
    return 3 * sum(map(len, _ASCII.findall(page))) >= 2 * len(page)


def _controls(page: bytes) -> int:
    return len(page) - len(page.translate(None, _CONTROL_BYTES))


def _is_any_wide(page: bytes) -> bool:
    if page.count(0) * _BYTES_FOR_A_NUL < len(page):
        return False
    pages = _compiled()
    found = pages.is_any_wide(page, _FIRST_LOOK, _TOLERANCE) if pages else None
    if found is None:
        found = any(is_wide(page, encoding, phase) for encoding, phase in alignments(page))
    return found


def _compiled() -> ModuleType | None:
    """Return the compiled decisions on pages; ``None`` if they were not built."""
    try:
        from git_secrets_py.engine.encodings import pages
    except ImportError:
        return None
    return pages


def text_pages(data: bytes) -> list[int]:
    """Return the offsets of the pages in ``data``, part of a binary blob, that are text."""
    pages = _compiled()
    if pages is None:
        return [
            start
            for start in range(0, len(data), PAGE)
            if _is_surely_text(data[start : start + PAGE])
        ]
    limits = PAGE, _FIRST_LOOK, _TOLERANCE, _BYTES_FOR_A_NUL
    found: list[int] = pages.text_pages(data, *limits, _is_surely_text)
    return found


def text_runs(pages: list[int]) -> list[tuple[int, int]]:
    """Return the (start, end) of the runs of text of which ``pages`` are the pages.

    The pages beside a run belong to it, since text may begin or end in them.
    """
    runs: list[tuple[int, int]] = []
    for page in pages:
        start, end = max(0, page - PAGE), page + 2 * PAGE
        if runs and runs[-1][1] >= start:
            start, _ = runs.pop()
        runs.append((start, end))
    return runs


def _is_surely_text(page: bytes) -> bool:
    """Return whether ``page``, in binary content, is text beyond doubt."""
    if page.count(0) == len(page):
        return False
    if not _controls(page[:_FIRST_LOOK]) and not _controls(page):
        return page.count(0) * _BYTES_FOR_A_NUL <= len(page) or _is_any_wide(page)
    return _is_any_wide(page)
