"""Finding many secrets in a text at once, also one that the edge of the text cuts."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Secrets are looked up by so many of their first bytes, shorter ones by all of them.
_KEY = 16
# A secret of which more than this stands at a cut edge is not looked for.
_LONGEST_CUT = 4096


class SecretIndex:
    """Looks for secrets in time linear in the text, however many secrets there are."""

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self._sorted = sorted(set(secrets) - {b""})
        self._reversed = sorted(secret[::-1] for secret in self._sorted)
        self._longest = max(map(len, self._sorted), default=0)
        self._keys: dict[int, set[bytes]] = {}
        for secret in self._sorted:
            self._keys.setdefault(min(len(secret), _KEY), set()).add(secret[:_KEY])

    def spans(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every occurrence, overlapping ones too."""
        for start in self._starts(text):
            for length in _beginnings(self._sorted, text[start : start + self._longest]):
                yield start, start + length

    def _starts(self, text: bytes) -> Iterable[int]:
        """Return where a secret may begin."""
        return {
            start
            for length, keys in self._keys.items()
            for start in range(len(text) - length + 1)
            if text[start : start + length] in keys
        }

    def begun_at_end(self, text: bytes) -> int:
        """Return how many bytes at the end of ``text`` begin a secret."""
        return self._begun_at_end(self._sorted, text)

    def ended_at_start(self, text: bytes) -> int:
        """Return how many bytes at the start of ``text`` end a secret."""
        return self._begun_at_end(self._reversed, text[: self._longest][::-1])

    def _begun_at_end(self, secrets: Sequence[bytes], text: bytes) -> int:
        """Return the length of the longest end of ``text`` that a longer secret begins with."""
        for length in range(min(len(text), self._longest, _LONGEST_CUT), 0, -1):
            rest = text[-length:]
            place = bisect_right(secrets, rest)
            if place < len(secrets) and secrets[place].startswith(rest):
                return length
        return 0


def _beginnings(secrets: Sequence[bytes], text: bytes) -> Iterator[int]:
    """Yield the lengths of those of the sorted ``secrets`` that ``text`` begins with.

    Each of them is a beginning, too, of the last secret that does not sort after ``text``.
    """
    while place := bisect_right(secrets, text):
        last = secrets[place - 1]
        common = _common(last, text)
        if common == len(last):
            yield common
            common -= 1
        text = text[:common]


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes both begin with."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
