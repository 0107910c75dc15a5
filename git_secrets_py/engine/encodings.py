"""Encodings: detecting them, and transcoding content to UTF-8 or single-byte text.

A NUL in the first 8,000 bytes makes content binary, as in git (xdiff-interface.c,
``FIRST_FEW_BYTES``), unless it is UTF-16 or UTF-32. Those are detected by their byte order mark
(Unicode Standard, table 2-4), or without one by decoding to printable text only.
"""

from __future__ import annotations

import codecs

from git_secrets_py.engine.matcher import SAMPLE_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from codecs import IncrementalDecoder

# Bytes that are checked first.
_FIRST_LOOK = 64
PLAIN = ""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_ANY_MARK = tuple(mark for mark, _ in _MARKS)
# The functions themselves: the lookup of a decoder takes longer than its use.
_DECODE = {
    "utf-32-le": codecs.utf_32_le_decode,
    "utf-32-be": codecs.utf_32_be_decode,
    "utf-16-le": codecs.utf_16_le_decode,
    "utf-16-be": codecs.utf_16_be_decode,
}
_LAYOUT_CONTROLS = frozenset("\t\n\v\f\r\x1b")
# Unicode categories: control, unassigned, private use, surrogate.
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")


def encodings(sample: bytes) -> list[str]:
    """Return the possible encodings of content that begins with ``sample``.

    ``sample`` holds its first ``SAMPLE_SIZE`` bytes, or all of it. ``PLAIN`` means the bytes
    unchanged. The list is empty for binary content. It has two members if the mark is that of
    UTF-16 but there is no NUL, since a single-byte text may begin with those two letters, and if
    the byte order is uncertain.
    """
    sample = sample[:SAMPLE_SIZE]
    marked = None
    if sample.startswith(_ANY_MARK):
        marked = next(encoding for mark, encoding in _MARKS if sample.startswith(mark))
    if b"\0" not in sample:
        return [PLAIN, marked] if marked else [PLAIN]
    return [marked] if marked else _guess(sample)


def _guess(sample: bytes) -> list[str]:
    """Return the wide encodings that ``sample`` may be in without a mark.

    A NUL at an odd offset is half of a Latin letter in little-endian UTF-16. In big-endian UTF-16
    it is half of some Chinese characters, so both may have to be read.
    """
    for encoding, highest in (("utf-32-le", 3), ("utf-32-be", 0)):
        # The highest byte of every character in Unicode is 0.
        if not any(sample[highest:_FIRST_LOOK:4]) and _is_text(sample, encoding):
            return [encoding]
    return [
        encoding
        for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0))
        if _is_text(sample, encoding) and 0 in sample[first::2]
    ]


def _is_text(sample: bytes, encoding: str) -> bool:
    # Fast path: the first bytes of nearly all binary content are not text.
    return _is_printable(sample[:_FIRST_LOOK], encoding) and _is_printable(sample, encoding)


def _is_printable(sample: bytes, encoding: str) -> bool:
    try:
        # Not final: the sample may end in the middle of a character.
        decoded, _ = _DECODE[encoding](sample, "strict", False)
    except UnicodeDecodeError:
        return False
    if "\0" in decoded or not decoded:
        return False
    from unicodedata import category

    return not any(category(one) in _NO_TEXT for one in set(decoded) - _LAYOUT_CONTROLS)


def _decoder(encoding: str, errors: str) -> IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(errors)


class Transcoder:
    """Transcodes pieces of content in one encoding to pieces of UTF-8."""

    def __init__(self, encoding: str) -> None:
        """``encoding`` is one that ``encodings`` returned."""
        self._decoder = _decoder(encoding, "replace") if encoding else None
        self._at_start = True

    def feed(self, chunk: bytes, *, final: bool = False) -> bytes:
        """Return the UTF-8 of ``chunk``, without a mark; ``final`` for the last chunk."""
        if self._decoder is None:
            return chunk
        decoded = self._decoder.decode(chunk, final)
        if decoded and self._at_start:
            self._at_start = False
            decoded = decoded.removeprefix("\ufeff")
        # "surrogatepass" keeps a lone surrogate, which "replace" passes through in UTF-16.
        return decoded.encode("utf-8", "surrogatepass")
