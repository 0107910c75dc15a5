"""An index that finds many secrets in a text at once, even at a cut edge."""

from __future__ import annotations

import re

from git_secrets_py.compact import PackedBytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Span = tuple[int, int]

# The number of leading bytes by which secrets are looked up; a shorter one by all of its bytes.
_KEY = 16
# The same, for a text that may be cut.
_HEAD = 4
# The most bytes of a cut secret at an edge.
_LONGEST_CUT = 4096
# With more first bytes, the second ones take longer than they save.
_FEW = 8
# Matches no text.
_NEVER = b"(?!)"
# With more secrets, memory counts more than time.
_MANY = 200_000


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

    def spans(self, text: bytes, known: Span | None = None) -> list[Span]:
        """Return (start, end) of every occurrence, including overlapping ones.

        ``known`` is one occurrence, which need not be returned.
        """
        secrets, skipped = self._secrets, self._skipped(text, known)
        return [
            (start, start + length)
            for start in secrets.starts(text)
            if start != skipped and secrets.may_begin(text, start)
            for length in secrets.beginnings(text[start : start + secrets.longest])
        ]

    def begun_at_end(self, text: bytes, known: Span | None = None) -> int:
        """Return how many bytes at the end of ``text`` begin a secret; ``known`` as in ``spans``.

        A known occurrence does not count.
        """
        return self._secrets.begun_at_end(text, self._skipped(text, known))

    def is_alone(self, text: bytes, known: Span) -> bool:
        """Return whether nothing but the ``known`` occurrence can begin in ``text``."""
        skipped = self._skipped(text, known)
        if skipped < 0:
            return False
        search = self._secrets.start.search
        first = search(text)
        return first is not None and first.start() == skipped and not search(text, skipped + 1)

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
    ``start`` matches the first byte of each.
    """

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self.items = PackedBytes(secrets)
        self.longest = 0
        self.are_nested = False
        self._heads = _key_set(self.items)
        self._keys: dict[int, set[bytes] | _Marks] = {}
        heads: set[bytes] = set()
        last = None
        for secret in self.items:
            self.longest = max(self.longest, len(secret))
            self.are_nested |= last is not None and secret.startswith(last)
            last = secret
            self._heads.add(secret[:_HEAD])
            self._keys_of(min(len(secret), _KEY)).add(secret[:_KEY])
            heads.add(secret[:2])
        self.start = re.compile(_start(heads))

    def _keys_of(self, length: int) -> set[bytes] | _Marks:
        if length not in self._keys:
            self._keys[length] = _key_set(self.items)
        return self._keys[length]

    def may_begin(self, text: bytes, start: int) -> bool:
        """Return whether a secret may begin at ``start`` in ``text``."""
        for length, keys in self._keys.items():  # noqa: SIM110 - faster than a generator
            if text[start : start + length] in keys:
                return True
        return False

    def starts(self, text: bytes, lowest: int = 0) -> Iterator[int]:
        """Yield the places in ``text``, from ``lowest`` on, at which a secret may begin."""
        return map(re.Match.start, self.start.finditer(text, lowest))

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


def _start(heads: Iterable[bytes]) -> bytes:
    """Return a regular expression for the first byte of a text that begins with one of ``heads``.

    These have two bytes, of which the second may be beyond the end of the text, or one.
    """
    following: dict[bytes, set[bytes]] = {}
    for head in heads:
        following.setdefault(head[:1], set()).add(head[1:])
    if len(following) > _FEW:
        return _any_of(following)
    alternatives = (
        re.escape(first) + (b"" if b"" in seconds else b"(?:(?=%b)|\\Z)" % _any_of(seconds))
        for first, seconds in sorted(following.items())
    )
    return b"|".join(alternatives) or _NEVER


def _any_of(some: Iterable[bytes]) -> bytes:
    return b"[%b]" % b"".join(map(re.escape, sorted(some)))


def _common(one: bytes, other: bytes) -> int:
    """Return the length of the common prefix."""
    if other.startswith(one):
        return len(one)
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
