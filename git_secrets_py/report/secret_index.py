"""An index that finds many secrets in a text at once, even at a cut edge."""

from __future__ import annotations

from itertools import islice

from git_secrets_py.spill import PackedBytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        self._secrets = _Sorted(secret for secret in secrets if secret)
        self._backwards: _Sorted | None = None
        self._keys: dict[int, set[bytes] | _Marks] = {}
        many = len(self._secrets.items) > _MANY
        for secret in self._secrets.items:
            length = min(len(secret), _KEY)
            if length not in self._keys:
                self._keys[length] = _Marks() if many else set()
            self._keys[length].add(secret[:_KEY])

    def spans(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every occurrence, including overlapping ones."""
        secrets, keys = self._secrets, self._keys.items()
        for start, byte in enumerate(text):
            if byte in secrets.first_bytes and any(
                text[start : start + length] in some for length, some in keys
            ):
                for length in secrets.beginnings(text[start : start + secrets.longest]):
                    yield start, start + length

    def begun_at_end(self, text: bytes) -> int:
        """Return how many bytes at the end of ``text`` begin a secret."""
        return self._secrets.begun_at_end(text)

    def ended_at_start(self, text: bytes) -> int:
        """Return how many bytes at the start of ``text`` end a secret."""
        if self._backwards is None:  # few lines are cut
            self._backwards = _Sorted(secret[::-1] for secret in self._secrets.items)
        return self._backwards.begun_at_end(text[: self._backwards.longest][::-1])


class _Sorted:
    """Distinct secrets, sorted: ``items``."""

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self.items = PackedBytes(secrets)
        self.longest = max(map(len, self.items), default=0)
        self.first_bytes = {secret[0] for secret in self.items}
        # If one begins with another, so does that which follows the other.
        self._are_nested = any(map(bytes.startswith, islice(self.items, 1, None), self.items))

    def beginnings(self, text: bytes) -> Iterator[int]:
        """Yield the lengths of the secrets that are prefixes of ``text``.

        Each is also a prefix of the last secret that sorts before or equal to ``text``.
        """
        while place := self.items.place(text):
            last = self.items[place - 1]
            common = _common(last, text)
            if common == len(last):
                yield common
                common -= 1
            if not self._are_nested:
                return
            text = text[:common]

    def begun_at_end(self, text: bytes) -> int:
        """Return the length of the longest end of ``text`` that a longer secret begins with."""
        for start in range(max(0, len(text) - min(self.longest, _LONGEST_CUT)), len(text)):
            if text[start] in self.first_bytes:
                rest = text[start:]
                place = self.items.place(rest)
                if place < len(self.items) and self.items[place].startswith(rest):
                    return len(rest)
        return 0


def _common(one: bytes, other: bytes) -> int:
    """Return the length of the common prefix."""
    if other.startswith(one):
        return len(one)
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
