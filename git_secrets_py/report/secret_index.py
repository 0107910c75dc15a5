"""An index that finds many secrets in a text at once, even at a cut edge."""

from __future__ import annotations

from itertools import islice

from git_secrets_py.spill import PackedBytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Span = tuple[int, int]

# Number of leading bytes by which secrets are looked up; shorter secrets by all of theirs.
_KEY = 16
# The same, for what may be cut.
_HEAD = 4
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


def _key_set(items: Sequence[bytes]) -> set[bytes] | _Marks:
    """Return an empty set for the keys of ``items``."""
    return _Marks() if len(items) > _MANY else set()


class SecretIndex:
    """Finds secrets in time linear in the text, whatever their number."""

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self._secrets = _Sorted(secret for secret in secrets if secret)
        self._backwards: _Sorted | None = None
        self._keys: dict[int, set[bytes] | _Marks] = {}
        items = self._secrets.items
        for secret in items:
            length = min(len(secret), _KEY)
            if length not in self._keys:
                self._keys[length] = _key_set(items)
            self._keys[length].add(secret[:_KEY])

    def spans(self, text: bytes, known: Span | None = None) -> Iterator[Span]:
        """Yield (start, end) of every occurrence, including overlapping ones.

        ``known`` is one occurrence, which need not be yielded.
        """
        secrets, keys = self._secrets, self._keys.items()
        skipped = self._skipped(text, known)
        for start in secrets.starts(text):
            if start != skipped and any(
                text[start : start + length] in some for length, some in keys
            ):
                for length in secrets.beginnings(text[start : start + secrets.longest]):
                    yield start, start + length

    def begun_at_end(self, text: bytes, known: Span | None = None) -> int:
        """Return how many bytes at the end of ``text`` begin a secret; ``known`` as in ``spans``.

        A known occurrence does not count.
        """
        return self._secrets.begun_at_end(text, self._skipped(text, known))

    def _skipped(self, text: bytes, known: Span | None) -> int:
        """Return the place in ``text`` at which nothing but the ``known`` secret begins, or -1."""
        if known is None or known[1] > len(text) or self._secrets.are_nested:
            return -1
        return known[0]

    def ended_at_start(self, text: bytes) -> int:
        """Return how many bytes at the start of ``text`` end a secret."""
        if self._backwards is None:  # few lines are cut
            self._backwards = _Sorted(secret[::-1] for secret in self._secrets.items)
        return self._backwards.begun_at_end(text[: self._backwards.longest][::-1])


class _Sorted:
    """Distinct secrets, sorted: ``items``.

    ``are_nested`` is whether one begins with another; if so, one begins with the item before it.
    """

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self.items = PackedBytes(secrets)
        self.longest = max(map(len, self.items), default=0)
        self._first_bytes = {secret[0] for secret in self.items}
        self.are_nested = any(map(bytes.startswith, islice(self.items, 1, None), self.items))
        self._heads = _key_set(self.items)
        for secret in self.items:
            self._heads.add(secret[:_HEAD])

    def starts(self, text: bytes, lowest: int = 0) -> Iterator[int]:
        """Yield the places in ``text``, from ``lowest`` on, at which a secret may begin."""
        first_bytes = self._first_bytes
        return (at for at, byte in enumerate(text[lowest:], lowest) if byte in first_bytes)

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
            if not self.are_nested:
                return
            text = text[:common]

    def begun_at_end(self, text: bytes, skipped: int = -1) -> int:
        """Return the length of the longest end of ``text`` that a longer secret begins with.

        The one that begins at ``skipped`` is left out.
        """
        for start in self.starts(text, max(0, len(text) - min(self.longest, _LONGEST_CUT))):
            rest = text[start:]
            if start == skipped or (len(rest) >= _HEAD and rest[:_HEAD] not in self._heads):
                continue
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
