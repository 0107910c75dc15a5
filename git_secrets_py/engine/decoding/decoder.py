r"""Decoding: text that is hidden in base64, hexadecimal and escapes, up to three levels deep.

``gate`` finds the lines to decode. Here ``re`` finds the encoded runs: those of which at
least 15 consecutive bytes are printable ASCII, so that no text is derived from identifiers, hashes
and binary data. A run may begin anywhere in a longer one, and may be folded over lines.
"""

from __future__ import annotations

import re
import zlib
from base64 import b32decode
from binascii import a2b_base64, a2b_hex
from functools import lru_cache, partial

from git_secrets_py.engine.decoding.derived_text import (
    IN_BASE32,
    IN_BASE64,
    IN_HEXADECIMAL,
    Narrowed,
    Pieces,
    Scaled,
    Text,
    folded_runs,
    joined,
)
from git_secrets_py.engine.decoding.gate import (
    BASE32,
    BASE32_TEXT,
    BASE64,
    BASE64_TEXT,
    GZIP,
    GZIP_TEXT,
    HEXADECIMAL,
    HEXADECIMAL_TEXT,
    WIDE,
    WIDE_GROUP,
    WIDE_TEXT,
    ZLIB,
    ZLIB_TEXT,
    kinds,
)
from git_secrets_py.engine.decoding.text_escapes import first_escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    # Returns the hits of the gate.
    Gate = Callable[[bytes], Sequence[tuple[int, int]] | None]

# As many as the worms in npm packages of 2025 used, and one more.
LEVELS = 3
# The most bytes that are decoded from one byte of content, in all levels together.
_MOST_GROWTH = 24
_SHORTEST = 20
# With the groups around it, whose bytes need not all be printable, and padding.
_BASE64 = re.compile(BASE64_TEXT + rb"[0-9A-Za-z+/_-]{0,4}(={0,2})")
_HEXADECIMAL = re.compile(HEXADECIMAL_TEXT)
# To the end of the run, with characters beyond ASCII.
_WIDE = re.compile(rb"(?:" + WIDE_GROUP + rb")?" + WIDE_TEXT + rb"[0-9A-Za-z+/_-]*")
# With the characters before the text and after it.
_BASE32 = re.compile(BASE32_TEXT + rb"[A-Z2-7]*={0,6}")
# The beginning of compressed data, and the argument with which ``zlib`` reads it.
_GZIP = re.compile(GZIP_TEXT), 16 + zlib.MAX_WBITS
_ZLIB = (
    re.compile(rb"(?:(?<![0-9A-Za-z+])|(?<=^\+))" + ZLIB_TEXT, re.MULTILINE),
    zlib.MAX_WBITS,
)
IN_GZIP = "compressed"
# The most bytes that are decompressed from one run, and from all of some content: in any case,
# and more of longer content.
_MOST_INFLATED, _INFLATED = 8 << 20, 1 << 20
ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/-_"
_STANDARD = bytes.maketrans(b"-_", b"+/")
# They decode to line ends, so that no match reaches from one run into the next.
_BASE64_BREAK, _HEXADECIMAL_BREAK, _BASE32_BREAK = b"CgoK", b"0a0a", b"BIFAUCQK"
_WIDE_BREAK = 2 * _BASE64_BREAK
_TEXT = b"\t\n\r" + bytes(range(0x20, 0x7F))
_TO_TEXT = bytes(byte if byte in _TEXT else 0x0A for byte in range(256))
_ESCAPE = re.compile(
    rb"%[0-9A-Fa-f]{2}|&#?[0-9A-Za-z]{1,8};|"
    rb"\\(?:u(?:[0-9A-Fa-f]{4}|\{[0-9A-Fa-f]{1,6}\})|x[0-9A-Fa-f]{2}|[01][0-7]{2}|[nrt/\x22'\\])"
)


class TooMuchError(Exception):
    """The texts that are derived from some content outgrow it."""


def decoded_texts(content: bytes, gate: Gate) -> Iterator[Text]:
    """Yield the printable texts that are encoded in ``content``, with other bytes as line ends.

    Of a text that several of them show, the longest comes first. Raises ``TooMuchError`` where they
    have several times the size of ``content``.
    """
    rest = _MOST_GROWTH * (len(content) + _SHORTEST)
    compressed = rest + _INFLATED
    level = [Text(content)]
    for _ in range(LEVELS):
        above, level = level, []
        for text in above:
            for decoded, is_data in _decoded(text, gate):
                if isinstance(decoded, _Inflated):
                    compressed -= len(decoded.text)
                    rest += 2 * len(decoded.text)  # the texts that are encoded in it
                else:
                    rest -= len(decoded.text)
                if rest < 0 or compressed < 0:
                    raise TooMuchError
                yield decoded
                if is_data:
                    level.append(decoded)


def _decoded(text: Text, gate: Gate) -> Iterator[tuple[Text, bool]]:
    """Yield the texts in ``text``, and whether each is decoded from more than escapes."""
    sources = [text]
    # Also %252B.
    while len(sources) < 3 and (unescaped := _Unescaped(sources[-1])).text != sources[-1].text:
        sources.append(unescaped)
        yield unescaped, False
    for source in sources:
        # The gate is faster than to search for runs.
        found = kinds(gate(source.text))
        if found:
            folded = folded_runs(source, _SHORTEST, equal=True)
            # A part of a run in each line may be of another kind than the whole.
            of_folded = {*found, *kinds(gate(folded.text))} if folded.text else found
            for kind, decode in _DECODERS.items():
                if kind in of_folded:
                    yield from ((each, True) for each in decode(folded))
                if kind in found:
                    yield from ((each, True) for each in decode(source))


def _from_base64(text: Text) -> Iterator[Text]:
    """Yield the texts in base64 in ``text``, in the standard alphabet or that for URLs."""
    source = text.text
    runs = Pieces(text, "", are_runs=True)
    for found in _BASE64.finditer(source):
        start, end = found.start(), found.start(1)
        if start >= 4 and not source[start - 4 : start].strip(ALPHABET):
            start -= 4
        run = source[start:end].translate(_STANDARD)
        runs.add(run + b"A" * (-len(run) % 4), start, found.end() - start)
        runs.add(_BASE64_BREAK, found.end(), 0)
    encoded = runs.finish().text
    if encoded:
        yield Scaled(a2b_base64(encoded).translate(_TO_TEXT), runs, IN_BASE64, 0, 4, 3)


def _wide_from_base64(text: Text) -> Iterator[Text]:
    """Yield the texts in UTF-16 in base64, as by PowerShell, at both alignments."""
    runs = Pieces(text, "", are_runs=True)
    for found in _WIDE.finditer(text.text):
        run = found[0].translate(_STANDARD)
        runs.add(run + b"A" * (-len(run) % 8), found.start(), len(found[0]))
        runs.add(_WIDE_BREAK, found.end(), 0)
    encoded = runs.finish().text
    if encoded:
        decoded = a2b_base64(encoded)
        wide = Scaled(decoded, runs, IN_BASE64, 0, 4, 3)
        for first in range(2):
            yield Narrowed(decoded[first::2].translate(_TO_TEXT), wide, first)


class _Inflated(Text):
    """The text of a compressed run: all of it comes from the whole run."""

    def __init__(self, text: bytes, parent: Text, start: int, end: int) -> None:
        super().__init__(text)
        self.form = joined(IN_GZIP, joined(IN_BASE64, parent.form))
        self._parent = parent
        self._start = start
        self._end = end

    def place(self, offset: int) -> int:
        return self._parent.place(self._start)

    def end(self, offset: int) -> int:
        return self._parent.end(self._end)


def _inflated(compression: tuple[re.Pattern[bytes], int], text: Text) -> Iterator[Text]:
    """Yield the compressed texts in base64."""
    pattern, window = compression
    for found in pattern.finditer(text.text):
        run = found[0].translate(_STANDARD)
        inflater = zlib.decompressobj(window)
        try:
            data = a2b_base64(run + b"A" * (-len(run) % 4))
            content = inflater.decompress(data, _MOST_INFLATED)
        except zlib.error:
            continue
        if inflater.unconsumed_tail:
            raise TooMuchError
        yield _Inflated(content.translate(_TO_TEXT), text, found.start(), found.end())


def _from_base32(text: Text) -> Iterator[Text]:
    runs = Pieces(text, "", are_runs=True)
    for found in _BASE32.finditer(text.text):
        run = found[0].rstrip(b"=")
        runs.add(run + b"A" * (-len(run) % 8), found.start(), len(found[0]))
        runs.add(_BASE32_BREAK, found.end(), 0)
    encoded = runs.finish().text
    if encoded:
        yield Scaled(b32decode(encoded).translate(_TO_TEXT), runs, IN_BASE32, 0, 8, 5)


def _from_hexadecimal(text: Text) -> Iterator[Text]:
    runs = Pieces(text, "", are_runs=True)
    for found in _HEXADECIMAL.finditer(text.text):
        runs.add(found[0], found.start(), len(found[0]))
        runs.add(_HEXADECIMAL_BREAK, found.end(), 0)
    encoded = runs.finish().text
    if encoded:
        yield Scaled(a2b_hex(encoded), runs, IN_HEXADECIMAL, 0, 2, 1)


_DECODERS: dict[int, Callable[[Text], Iterator[Text]]] = {
    BASE64: _from_base64,
    HEXADECIMAL: _from_hexadecimal,
    WIDE: _wide_from_base64,
    GZIP: partial(_inflated, _GZIP),
    ZLIB: partial(_inflated, _ZLIB),
    BASE32: _from_base32,
}


# Most escapes of a text are the same few.
@lru_cache(maxsize=1024)
def _without_escape(escape: bytes) -> bytes:
    """Return ``escape`` decoded; an entity may be shorter than it."""
    decoded = first_escape(escape)
    return escape if decoded is None else decoded[0] + escape[decoded[1] :]


class _Unescaped(Text):
    """A text with each escape in it decoded; places are computed only where a secret is found."""

    def __init__(self, parent: Text) -> None:
        self._parent = parent
        self._pieces: Pieces | None = None
        super().__init__(_ESCAPE.sub(lambda found: _without_escape(found[0]), parent.text))
        others = b"\\" in parent.text or b"&" in parent.text
        self.form = joined("escaped" if others else "percent-encoded", parent.form)

    def place(self, offset: int) -> int:
        return self._mapped().place(offset)

    def end(self, offset: int) -> int:
        return self._mapped().end(offset)

    def _mapped(self) -> Pieces:
        if self._pieces is None:
            self._pieces = Pieces(self._parent, "")
            source, start = self._parent.text, 0
            for found in _ESCAPE.finditer(source):
                escape = first_escape(found[0])
                if escape is not None:
                    at = found.start()
                    self._pieces.add(source[start:at], start, at - start)
                    self._pieces.add(escape[0], at, escape[1])
                    start = at + escape[1]
            self._pieces.add(source[start:], start, len(source) - start)
            self._pieces.finish()
        return self._pieces
