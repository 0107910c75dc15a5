"""The user's own secrets: literal texts, found in whatever form they are written.

Every secret is searched for in the content itself, and in the texts that are derived from it:
without escapes, and decoded from base64 and hexadecimal. Only parts that may hold an encoded secret
are decoded. For the content of a hook that is faster than to compile anything. Beyond ``_SMALL``
bytes in all, Hyperscan first finds the parts to search, by pieces of the forms of each secret. The
secrets, and all values made from them, are in memory only.
"""

from __future__ import annotations

from binascii import a2b_base64, a2b_hex

from git_secrets_py.engine.decoding.derived_text import (
    IN_BASE64,
    IN_HEXADECIMAL,
    TO_BASE64,
    Narrowed,
    Pieces,
    Scaled,
    Text,
    folded_runs,
)
from git_secrets_py.engine.decoding.text_escapes import without_escapes
from git_secrets_py.engine.hyperscan import hyperscan_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from git_secrets_py.engine.own_secrets.pieces import SecretPieces

    # The number of a secret, the span of an occurrence, and its form.
    Found = tuple[int, int, int, str]

# The number of bytes up to which everything is searched.
_SMALL = 1 << 20
# How far a folded secret may reach beyond its first line, in bytes.
_CONTINUATION = 4096
_HEX = b"0123456789abcdefABCDEF"
_TO_HEX = bytes(byte if byte in _HEX else ord(" ") for byte in range(256))
# Four ASCII characters in UTF-16.
_IS_NUL = bytes(byte > 0 for byte in range(256))
_WIDE = b"\1\0\1\0\1\0\1\0"


class OwnSecrets:
    """The secrets of a run, by the numbers of their patterns. Threads share it.

    ``continuation`` is how far a folded secret may reach beyond its first line, in bytes.
    """

    continuation = _CONTINUATION

    def __init__(self, secrets: Iterable[tuple[int, bytes]]) -> None:
        self._values = dict(secrets)
        self._shortest = min(map(len, self._values.values()))
        self._pieces: SecretPieces | None = None

    def find(self, content: bytes, numbers: Collection[int] | None = None) -> list[Found]:
        """Return the occurrences in ``content`` of the secrets ``numbers``, by default all.

        In order; of those of one secret that overlap, the one in the plainest form.
        """
        values = [
            (number, value)
            for number, value in self._values.items()
            if numbers is None or number in numbers
        ]
        found: list[Found] = []
        for text in _derived_texts(content, self._shortest):
            for number, value in values:
                start = text.text.find(value)
                while start >= 0:
                    end = start + len(value)
                    found.append((number, text.place(start), text.end(end), text.form))
                    start = text.text.find(value, end)
        return _distinct(found) if found else found

    def matches(
        self, line: bytes, numbers: Collection[int], continuation: bytes = b""
    ) -> list[Found]:
        """Return the occurrences in ``line`` of the secrets ``numbers``.

        Those that are not in it may begin in it and end in ``continuation``, the lines after it:
        their spans end with the line.
        """
        own = [number for number in numbers if number in self._values]
        if not own:
            return []
        found = self.find(line, own)
        folded = set(own).difference(number for number, *_ in found)
        if folded and continuation:
            for number, start, _, form in self.find(line + b"\n" + continuation, folded):
                if start < len(line):
                    found.append((number, start, len(line), form))
        return found

    def pieces(self) -> SecretPieces | None:
        """Return the filter for pieces of all forms; ``None`` without Hyperscan."""
        hyperscan = hyperscan_module()
        if self._pieces is None and hyperscan is not None:
            from git_secrets_py.engine.own_secrets.pieces import SecretPieces

            self._pieces = SecretPieces.compile(hyperscan, self._values)
        return self._pieces


class OwnSecretsFilter:
    """The filter for ``OwnSecrets``, for use in one thread."""

    def __init__(self, secrets: OwnSecrets) -> None:
        self._secrets = secrets
        self._size = 0
        self._pieces: SecretPieces | None = None

    def for_thread(self) -> OwnSecretsFilter:
        return OwnSecretsFilter(self._secrets)

    def may_match(self, data: bytes) -> bool:
        return bool(self.hits(data))

    def hits(self, data: bytes) -> list[tuple[int, int]]:
        pieces = self._pieces_for(data)
        if pieces is None:
            return [(number, start) for number, start, _, _ in self._secrets.find(data)]
        return [hit for window in pieces.windows(data) for hit in self._hits_in(data, *window)]

    def _hits_in(
        self, data: bytes, start: int, end: int, numbers: Collection[int]
    ) -> Iterator[tuple[int, int]]:
        for number, place, _, _ in self._secrets.find(data[start:end], numbers):
            yield number, start + place

    def _pieces_for(self, data: bytes) -> SecretPieces | None:
        """Return the filter for pieces once that is faster than to search everything."""
        if self._pieces is None:
            self._size += len(data)
            if self._size > _SMALL:
                pieces = self._secrets.pieces()
                self._pieces = pieces and pieces.for_thread()
        return self._pieces


def _distinct(found: list[Found]) -> list[Found]:
    """Return ``found`` in order, without those that overlap an earlier one of the same secret."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one[0], one[1])):
        if kept and kept[-1][0] == each[0] and each[1] < kept[-1][2]:
            if _rank(each) < _rank(kept[-1]):
                kept[-1] = each
        else:
            kept.append(each)
    return sorted(kept, key=lambda one: (one[1], -one[2]))


def _rank(found: Found) -> tuple[int, int]:
    return found[3].count(","), len(found[3])


def _derived_texts(content: bytes, shortest: int) -> Iterator[Text]:
    """Yield ``content`` and the texts derived from it.

    Encoded texts of fewer than ``shortest`` bytes may be left out.
    """
    for text in without_escapes(Text(content)):
        folded = folded_runs(text, shortest)
        yield text
        yield from _from_hex(text, shortest)
        yield from _from_base64(_long_runs(text, shortest))
        if folded.text:
            yield folded
            yield from _from_hex(folded, shortest)
            yield from _from_base64(folded)


def _from_hex(text: Text, shortest: int) -> Iterator[Text]:
    """Yield the texts of the runs of hexadecimal digits, at both alignments."""
    found = Pieces(text, "")
    for run, at in _runs(text.text.translate(_TO_HEX), 2 * shortest):
        found.add(run + b"0" * (len(run) % 2), at, len(run))
    runs = found.finish()
    if runs.text:
        yield Scaled(a2b_hex(runs.text), runs, IN_HEXADECIMAL, 0, 2, 1)
        yield Scaled(a2b_hex(runs.text[1:-1]), runs, IN_HEXADECIMAL, 1, 2, 1)


def _long_runs(text: Text, shortest: int) -> Text:
    """Return the runs of characters of base64."""
    found = Pieces(text, "")
    for run, at in _runs(text.text.translate(TO_BASE64), shortest * 4 // 3):
        found.add(_padded(run), at, len(run))
    return found.finish()


def _padded(run: bytes) -> bytes:
    """Return ``run`` with whole groups of four characters."""
    return run + b"A" * (-len(run) % 4)


def _runs(cleaned: bytes, least: int) -> Iterator[tuple[bytes, int]]:
    """Yield each run without blanks of at least ``least`` bytes, with its offset."""
    runs = cleaned.split()
    if len(max(runs, key=len, default=b"")) < least:  # fast path: most contents have none
        return
    at = 0
    for run in runs:
        if len(run) >= least:
            at = cleaned.index(run, at)
            yield run, at
            at += len(run)


def _from_base64(runs: Text) -> Iterator[Text]:
    """Yield the texts of ``runs``, at all alignments; UTF-16 in them also as ASCII."""
    if not runs.text:
        return
    padded = runs.text.translate(TO_BASE64) + b"AAAA"
    for first in range(4):
        decoded = a2b_base64(padded[first : len(padded) - (4 - first) % 4])
        text = Scaled(decoded, runs, IN_BASE64, first, 4, 3)
        yield text
        if _WIDE in decoded.translate(_IS_NUL):
            yield Narrowed(decoded[0::2], text, 0)
            yield Narrowed(decoded[1::2], text, 1)
