"""The parts of a large content that may hold secrets: near pieces of their forms.

A piece may be a common word, so the text around one that is not encoded is compared with the rest
of the secret before anything there is decoded. A secret in two parts, as in two strings, may have
no piece in one part: Hyperscan finds the joints of such parts, too.
"""

from __future__ import annotations

from git_secrets_py.engine.decoding.text_escapes import JOINTS
from git_secrets_py.engine.hyperscan import compiler as hyperscan_compiler
from git_secrets_py.engine.own_secrets.forms import literal, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from git_secrets_py.engine.decoding.text_escapes import Escape
    from git_secrets_py.engine.hyperscan import HyperscanFilter
    from git_secrets_py.engine.own_secrets.forms import Piece

    # The start and the end of a part of a content, and the numbers of the secrets.
    Window = tuple[int, int, Collection[int]]

# In bytes: enough for a folded secret.
_AROUND = 4096
# The bytes of each of two parts that are compared.
_END = 2


class SecretPieces:
    """The filter for pieces of secrets, for use in one thread."""

    def __init__(
        self,
        pieces: HyperscanFilter,
        secrets: Sequence[tuple[int, Piece]],
        parts: Mapping[bytes, Collection[int]],
    ) -> None:
        """``pieces`` finds pieces and, by the numbers after theirs, joints of parts.

        ``secrets`` are the number of the secret and the piece, by the numbers of ``pieces``;
        ``parts`` has the numbers of the secrets by all texts in them of twice ``_END`` bytes.
        """
        self._pieces = pieces
        self._secrets = secrets
        self._parts = parts

    @classmethod
    def compile(cls, hyperscan: Any, values: Mapping[int, bytes]) -> SecretPieces:
        """Return the filter for ``values``, which are keyed by the numbers of the secrets."""
        found = [(number, piece) for number, value in values.items() for piece in pieces(value)]
        parts = _parts(values)
        before = _one_of({part[:_END] for part in parts})
        sources = [piece.expression for _, piece in found]
        sources += [before + literal(mark) for mark, _ in JOINTS]
        filters = hyperscan_compiler.compile_filter(hyperscan, sources, range(len(sources)))
        return cls(filters, found, parts)

    def for_thread(self) -> SecretPieces:
        return SecretPieces(self._pieces.for_thread(), self._secrets, self._parts)

    def windows(self, data: bytes) -> Iterator[Window]:
        """Yield the parts of ``data``, whole lines, that may have secrets."""
        hits: list[tuple[int, int]] = []

        def collect(place: int, start: int, end: int, flags: int, context: object) -> None:
            if place >= len(self._secrets):
                joint = JOINTS[place - len(self._secrets)]
                hits.extend((number, end - 1) for number in self._joined(data, end, *joint))
                return
            number, piece = self._secrets[place]
            if piece.may_be_between(data[max(end - _AROUND, 0) : end], data[end : end + _AROUND]):
                hits.append((number, end - 1))

        self._pieces.scan(data, collect)
        return _windows(hits, data)

    def _joined(
        self, data: bytes, end: int, mark: bytes, decode: Callable[[bytes, int], Escape | None]
    ) -> Collection[int]:
        """Return the secrets that may have a part on either side of the joint whose mark ends."""
        start = end - len(mark)
        joint = decode(data, start)
        if joint is None or joint[0]:
            return ()
        after = start + joint[1]
        return self._parts.get(data[start - _END : start] + data[after : after + _END], ())


def _parts(values: Mapping[int, bytes]) -> dict[bytes, set[int]]:
    """Return the numbers of the secrets by each text in them of twice ``_END`` bytes."""
    found: dict[bytes, set[int]] = {}
    for number, value in values.items():
        for start in range(len(value) - 2 * _END + 1):
            found.setdefault(value[start : start + 2 * _END], set()).add(number)
    return found


def _one_of(pairs: Iterable[bytes]) -> bytes:
    """Return an expression for ``pairs`` of bytes."""
    firsts: dict[bytes, set[bytes]] = {}
    for pair in pairs:
        firsts.setdefault(literal(pair[1:]), set()).add(literal(pair[:1]))
    branches = (b"[" + b"".join(sorted(firsts[one])) + b"]" + one for one in sorted(firsts))
    return b"(?:" + b"|".join(branches) + b")"


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
