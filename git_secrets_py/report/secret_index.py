"""An index that finds many secrets in a text at once, even at a cut edge."""

from __future__ import annotations

from bisect import bisect_right

from git_secrets_py.spill import PackedBytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Number of leading bytes by which secrets are looked up; shorter secrets by all of theirs.
_KEY = 16
# Maximum number of bytes of a cut secret at an edge.
_LONGEST_CUT = 4096
# With more secrets, memory counts more than time.
_MANY = 50_000


class _Marks:
    """A set in 2 MiB that may contain more than was added: one in sixteen for a million keys."""

    def __init__(self) -> None:
        self._bits = bytearray(1 << 21)

    def add(self, key: bytes) -> None:
        mark = hash(key)
        self._bits[mark >> 3 & 0x1FFFFF] |= 1 << (mark & 7)

    def __contains__(self, key: bytes) -> bool:
        mark = hash(key)
        return bool(self._bits[mark >> 3 & 0x1FFFFF] & 1 << (mark & 7))


class SecretIndex:
    """Finds secrets in time linear in the text, whatever their number."""

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self._sorted = _ordered(secret for secret in secrets if secret)
        self._reversed = _ordered(secret[::-1] for secret in self._sorted)
        self._longest = max(map(len, self._sorted), default=0)
        self._keys: dict[int, set[bytes] | _Marks] = {}
        many = len(self._sorted) > _MANY
        for secret in self._sorted:
            length = min(len(secret), _KEY)
            if length not in self._keys:
                self._keys[length] = _Marks() if many else set()
            self._keys[length].add(secret[:_KEY])

    def spans(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every occurrence, including overlapping ones."""
        for start in self._starts(text):
            for length in _beginnings(self._sorted, text[start : start + self._longest]):
                yield start, start + length

    def _starts(self, text: bytes) -> Iterable[int]:
        """Return the offsets at which a secret may begin."""
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


def _ordered(secrets: Iterable[bytes]) -> Sequence[bytes]:
    """Return the distinct ``secrets``, sorted."""
    packed = PackedBytes(secrets)
    return packed if len(packed) > _MANY else list(packed)


def _beginnings(secrets: Sequence[bytes], text: bytes) -> Iterator[int]:
    """Yield the lengths of the sorted ``secrets`` that are prefixes of ``text``.

    Each is also a prefix of the last secret that sorts before or equal to ``text``.
    """
    while place := bisect_right(secrets, text):
        last = secrets[place - 1]
        common = _common(last, text)
        if common == len(last):
            yield common
            common -= 1
        text = text[:common]


def _common(one: bytes, other: bytes) -> int:
    """Return the length of the common prefix."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
