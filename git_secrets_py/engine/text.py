"""What counts as text, and turning it into UTF-8 or single-byte text.

A NUL in the first 8,000 bytes makes content binary, as git has it (xdiff-interface.c,
``FIRST_FEW_BYTES``), unless it is UTF-16 or UTF-32. Those are told by their byte order mark
(Unicode Standard, table 2-4), or without one by decoding to nothing but printable text.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from codecs import IncrementalDecoder

SAMPLE_SIZE = 8000
PLAIN = ""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LAYOUT_CONTROLS = str.maketrans("", "", "\t\n\v\f\r\x1b")


def is_plain(content: bytes) -> bool:
    """Tell whether ``content`` is to be read as it is: no NUL early on, no wide mark."""
    return content.find(0, 0, SAMPLE_SIZE) < 0 and content[:2] not in (b"\xff\xfe", b"\xfe\xff")


def encodings(sample: bytes) -> list[str]:
    """Return the encodings to read content as that begins with ``sample``.

    ``sample`` holds its first ``SAMPLE_SIZE`` bytes, or all of it. ``PLAIN`` stands for bytes as
    they are. The list is empty for binary content. It has two members where a mark says UTF-16
    but no NUL confirms it, as it may be a single-byte text that begins with those two letters.
    """
    sample = sample[:SAMPLE_SIZE]
    marked = next((encoding for mark, encoding in _MARKS if sample.startswith(mark)), None)
    if b"\0" not in sample:
        return [PLAIN, marked] if marked else [PLAIN]
    guess = marked or _guess(sample)
    return [guess] if guess else []


def _guess(sample: bytes) -> str | None:
    """Return the wide encoding that ``sample`` is in without a mark, or ``None``."""
    nul_at = [sample[place::4].count(0) for place in range(4)]
    little = nul_at[1] + nul_at[3] > nul_at[0] + nul_at[2]
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le" if little else "utf-16-be"):
        if _is_printable(sample, encoding):
            return encoding
    return None


def _is_printable(sample: bytes, encoding: str) -> bool:
    try:
        # Not final: the sample may end in the middle of a character.
        decoded = _decoder(encoding, "strict").decode(sample)
    except UnicodeDecodeError:
        return False
    return bool(decoded) and decoded.translate(_LAYOUT_CONTROLS).isprintable()


def _decoder(encoding: str, errors: str) -> IncrementalDecoder:
    from codecs import getincrementaldecoder

    return getincrementaldecoder(encoding)(errors)


class Transcoder:
    """Turns pieces of content in one encoding into pieces of UTF-8."""

    def __init__(self, encoding: str) -> None:
        """``encoding`` is a member of what ``encodings`` returned."""
        self._decoder = _decoder(encoding, "replace") if encoding else None

    def feed(self, chunk: bytes, *, final: bool = False) -> bytes:
        """Return the UTF-8 of ``chunk``; ``final`` says that no more comes."""
        if self._decoder is None:
            return chunk
        # "surrogatepass" keeps a lone half of a pair, which "replace" lets through in UTF-16.
        return self._decoder.decode(chunk, final).encode("utf-8", "surrogatepass")
