"""Where in a large content secrets may be: near pieces of their forms, which Hyperscan finds.

A piece may be a common word, so the text around one that is not encoded is compared with the rest
of the secret before anything there is decoded.
"""

from __future__ import annotations

from git_secrets_py.engine import hyperscan_compiler
from git_secrets_py.engine.secret_forms import pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from git_secrets_py.engine.hyperscan import HyperscanFilter
    from git_secrets_py.engine.secret_forms import Piece

    # The start and the end of a part of a content, and the numbers of the secrets.
    Window = tuple[int, int, Collection[int]]

# In bytes: enough for a folded secret.
_AROUND = 4096


class SecretPieces:
    """The filter for pieces of secrets, for use in one thread."""

    def __init__(self, pieces: HyperscanFilter, secrets: Sequence[tuple[int, Piece]]) -> None:
        """``secrets`` are the number of the secret and the piece, by the numbers of ``pieces``."""
        self._pieces = pieces
        self._secrets = secrets

    @classmethod
    def compile(cls, hyperscan: Any, values: Mapping[int, bytes]) -> SecretPieces:
        """Return the filter for ``values``, which are keyed by the numbers of the secrets."""
        found = [(number, piece) for number, value in values.items() for piece in pieces(value)]
        sources = [piece.expression for _, piece in found]
        return cls(
            hyperscan_compiler.compile_filter(hyperscan, sources, range(len(sources))), found
        )

    def for_thread(self) -> SecretPieces:
        return SecretPieces(self._pieces.for_thread(), self._secrets)

    def windows(self, data: bytes) -> Iterator[Window]:
        """Yield the parts of ``data``, whole lines, that may have secrets."""
        hits: list[tuple[int, int]] = []

        def collect(place: int, start: int, end: int, flags: int, context: object) -> None:
            number, piece = self._secrets[place]
            if piece.may_be_between(data[max(end - _AROUND, 0) : end], data[end : end + _AROUND]):
                hits.append((number, end - 1))

        self._pieces.scan(data, collect)
        return _windows(hits, data)


def _windows(hits: Sequence[tuple[int, int]], data: bytes) -> Iterator[Window]:
    """Yield the parts of ``data`` around ``hits``."""
    start = end = 0
    numbers: set[int] = set()
    for number, offset in sorted(hits, key=lambda hit: hit[1]):
        if numbers and offset - _AROUND > end:
            yield start, end, numbers
            numbers = set()
        if not numbers:
            start = data.rfind(b"\n", 0, max(offset - _AROUND, 0)) + 1
        numbers.add(number)
        end = data.find(b"\n", offset + _AROUND)
        end = len(data) if end < 0 else end
    if numbers:
        yield start, end, numbers
