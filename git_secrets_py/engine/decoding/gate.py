r"""The gate of ``decoding``: the filter that shows where encoded text may be.

Text in base64 differs from most other runs of its alphabet: in each group of four characters, the
first three have few values if the three bytes are printable ASCII. Of random characters, one group
in 15 passes, so five groups in a row are very rarely anything else.
"""

from __future__ import annotations

from git_secrets_py.engine.hyperscan import MOST_HITS, hyperscan_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.hyperscan import DatabaseCache

    # Returns the pieces of content, of about a size, that may hold encoded text.
    Pieces = Callable[[bytes, int], Sequence[tuple[int, int]]]

# The first three of four characters, whose bits are xxxxxx xxyyyy yyyyzz: of bytes that are
# printable, tabs and line ends. The fourth can be any.
_GROUP = rb"[CDI-Za-f][ACDEFGHQSTUVWXginjklmwyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589]"
BASE64_TEXT = rb"(?:" + _GROUP + rb"[0-9A-Za-z+/_-]){5,}"
# The same in UTF-16: of six bytes, every other one is a NUL.
WIDE_GROUP = rb"A[A-H][AEIMQUYcgkosw048]A"
WIDE_TEXT = rb"(?:[CDI-Za-f][AQgw][AB][0-9A-Za-z+/_-]" + WIDE_GROUP + rb"){3,}"
# Compressed by gzip (RFC 1952, section 2.3.1).
GZIP_TEXT = rb"H4sI[A-P][0-9A-Za-z+/_-]{16,}"
# By zlib, with a window of 32 KiB, at any level (RFC 1950, section 2.2).
ZLIB_TEXT = rb"e(?:A[E-H]|F[4-7]|J[w-z]|N[o-r])[0-9A-Za-z+/_-]{17,}"
# Five bytes that are printable, tabs or line ends in base32.
_GROUP_OF_BASE32 = (
    rb"[BE-P][ABEFIJMNQRUVYZ45][A-Z2-7][AC-HQS-X]"
    rb"[ACEGIKMOQSUWY246][CDI-Z2-7][A-DI-LQ-TYZ23][A-Z2-7]"
)
BASE32_TEXT = rb"(?:" + _GROUP_OF_BASE32 + rb"){4,}"
HEXADECIMAL_TEXT = rb"(?:[2-7][0-9A-Fa-f]|0[9AaDd]){16,}"
# A run begins at the start of the content, after an escape, or after a byte that is neither letter
# nor digit.
# In the midst of a word, it would take Hyperscan twice as long.
_BEFORE = rb"(?:[^0-9A-Za-z+]|\\[nrt]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})"
# A line that a patch adds. As an alternative of the above it would take Hyperscan a third longer.
_ADDED = rb"^\+"
# The shortest runs of each kind.
_BASE64 = BASE64_TEXT.replace(b"{5,}", b"{5}")
_HEXADECIMAL = HEXADECIMAL_TEXT.replace(b"{16,}", b"{16}")
_ZLIB = ZLIB_TEXT.replace(b"{17,}", b"{17}")
_BASE32 = BASE32_TEXT.replace(b"{4,}", b"{4}")
_WIDE = WIDE_TEXT.replace(b"{3,}", b"{3}")
_GZIP = GZIP_TEXT.replace(b"{16,}", b"{16}")
_BYTE_ORDER_MARK = b"(?:77u/)?"
BASE64, HEXADECIMAL, WIDE, GZIP, ZLIB, BASE32 = range(6)
_STARTS = _BEFORE, rb"\A", _ADDED
_RUNS = (
    *((BASE64, start + _BYTE_ORDER_MARK + _BASE64) for start in _STARTS),
    *((HEXADECIMAL, start + _HEXADECIMAL) for start in (*_STARTS, b"0x")),
    *((ZLIB, start + _ZLIB) for start in _STARTS),
    *((BASE32, start + _BASE32) for start in _STARTS),
    (WIDE, _WIDE),
    (GZIP, _GZIP),
)
_KINDS = tuple(kind for kind, _ in _RUNS)
_ESCAPED = (
    rb"(?:%[2-7][0-9A-Fa-f]){4}",
    rb"(?:\\x[2-7][0-9A-Fa-f]){4}",
    rb"(?:\\u00[2-7][0-9A-Fa-f]){4}",
    rb"(?:\\u\{0{0,4}[2-7][0-9A-Fa-f]\}){4}",
    rb"(?:\\[01][0-7][0-7]){4}",
    rb"(?:&#(?:[xX][2-7][0-9A-Fa-f]|[0-9]{2,3});){4}",
    # Within a secret: of a plus sign, a slash, or an equals sign.
    *(rb"%2[Bb]", rb"%2[Ff]", rb"%3[Dd]", rb"%25(?:2[BbFf]|3[Dd])"),
    *(rb"\\u002[BbFf]", rb"\\u003[Dd]", rb"\\x2[BbFf]", rb"\\x3[Dd]"),
    *(rb"&#(?:43|47|61);", rb"&#[xX](?:2[BbFf]|3[Dd]);"),
)
EXPRESSIONS = (*(expression for _, expression in _RUNS), *_ESCAPED)
# Wherever the gate has a hit, one of these has one in the same line, and in few other lines.
# Without the beginnings of runs, Hyperscan takes less than half of the time.
_ANY_BASE32 = rb"[A-Z2-7]{32}"
_SCREEN = (_BASE64, _HEXADECIMAL, _WIDE, _GZIP, _ZLIB, _ANY_BASE32, *_ESCAPED)
# From this number on, a hit is an escape rather than the beginning of a run.
FIRST_ESCAPE = len(_RUNS)


def kinds(hits: Sequence[tuple[int, int]] | None) -> Collection[int]:
    """Return the kinds of runs among ``hits`` of the gate, all of them for ``None``."""
    if hits is None:
        return _KINDS
    return {_KINDS[number] for number, _ in hits if number < FIRST_ESCAPE}


# No run crosses a line end, so that pieces of whole lines have the hits of the whole. With larger
# ones the gate, which is slow, searches more; with smaller ones the compiled test takes longer.
_PIECE = 2 << 10


class _Screened:
    """The gate, for the pieces of content that pass a faster test."""

    def __init__(self, gate: Filter, pieces: Pieces) -> None:
        self._gate = gate
        self._pieces = pieces

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        found: list[tuple[int, int]] = []
        for start, end in self._pieces(data, _PIECE):
            hits = self._gate.hits(data[start:end])
            if hits is None or len(found) > MOST_HITS:
                return None
            found += [(number, start + offset) for number, offset in hits]
        return found

    def may_match(self, data: bytes) -> bool:
        found = self._pieces(data, _PIECE)
        return any(self._gate.may_match(data[start:end]) for start, end in found)

    def for_thread(self) -> _Screened:
        return _Screened(self._gate.for_thread(), self._pieces)


class _ScreenedByFilter(_Screened):
    """The gate, for the lines that a filter hits: where the compiled test is not built."""

    def __init__(self, gate: Filter, screen: Filter) -> None:
        super().__init__(gate, self._lines)
        self._screen = screen

    def _lines(self, data: bytes, size: int) -> list[tuple[int, int]]:
        from git_secrets_py.engine.filters import lines_hit

        hits = self._screen.hits(data)
        if hits is None:
            return [(0, len(data))]
        return [(start, end) for start, end, _ in lines_hit(data, hits)]

    def for_thread(self) -> _ScreenedByFilter:
        return _ScreenedByFilter(self._gate.for_thread(), self._screen.for_thread())


def gate(cache: DatabaseCache | None, limit: float) -> Filter:
    """Return the filter that hits possible encoded text; ``limit`` is that of ``regex``."""
    hyperscan = hyperscan_module()
    if hyperscan is None:
        return screened(_without_hyperscan(limit))
    gate = screened(_compiled(hyperscan, cache, EXPRESSIONS))
    if isinstance(gate, _Screened):
        return gate
    return _ScreenedByFilter(gate, _compiled(hyperscan, cache, _SCREEN))


def screened(gate: Filter) -> Filter:
    """Return a filter with the hits of ``gate`` that is several times as fast, where it is built.

    To import it takes longer than to search the content of a small commit.
    """
    if isinstance(gate, _Screened):
        return gate
    try:
        from git_secrets_py.engine.decoding.runs import pieces
    except ImportError:  # not built
        return gate
    return _Screened(gate, pieces)


def _compiled(hyperscan: Any, cache: DatabaseCache | None, sources: Sequence[bytes]) -> Filter:
    numbers = range(len(sources))
    cached = cache.load_filters(hyperscan, sources, numbers) if cache is not None else None
    if cached is not None:
        return cached[0][0]
    from git_secrets_py.engine.hyperscan import compiler as hyperscan_compiler

    compiled = hyperscan_compiler.compile_filter(hyperscan, sources, numbers)
    if cache is not None:
        cache.store_filters(hyperscan, sources, [compiled.dump(hyperscan)])
    return compiled


def _without_hyperscan(limit: float) -> Filter:
    from git_secrets_py.engine.filters import RegexFilter

    class AnyHit(RegexFilter):
        """It has only one hit in a line, which may be long: then everything is decoded."""

        def hits(self, data: bytes) -> list[tuple[int, int]] | None:
            return None if self.may_match(data) else []

    return AnyHit(EXPRESSIONS, range(len(EXPRESSIONS)), limit)
