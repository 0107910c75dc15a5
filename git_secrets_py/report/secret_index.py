"""Finding many secrets in a text at once, also one that the edge of the text cuts."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Secrets are looked up by so many of their first bytes, shorter ones by all of them.
_KEY = 16
# A secret of which more than this stands at a cut edge is not looked for.
_LONGEST_CUT = 4096


class SecretIndex:
    """Looks for secrets in time linear in the text, however many secrets there are."""

    def __init__(self, secrets: Iterable[bytes]) -> None:
        distinct = sorted(set(secrets) - {b""})
        self._by_key: dict[int, dict[bytes, list[bytes]]] = {}
        for secret in distinct:
            of_length = self._by_key.setdefault(min(len(secret), _KEY), {})
            of_length.setdefault(secret[:_KEY], []).append(secret)
        self._heads = distinct
        self._tails = sorted(secret[::-1] for secret in distinct)
        self._longest_cut = min(max(map(len, distinct), default=0), _LONGEST_CUT)

    def spans(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every occurrence, overlapping ones too."""
        for length, by_key in self._by_key.items():
            for start in range(len(text) - length + 1):
                for secret in by_key.get(text[start : start + length], ()):
                    if text.startswith(secret, start):
                        yield start, start + len(secret)

    def begun_at_end(self, text: bytes) -> int:
        """Return how many bytes at the end of ``text`` begin a secret."""
        return self._begun_at_end(self._heads, text[-self._longest_cut :])

    def ended_at_start(self, text: bytes) -> int:
        """Return how many bytes at the start of ``text`` end a secret."""
        return self._begun_at_end(self._tails, text[: self._longest_cut][::-1])

    def _begun_at_end(self, secrets: list[bytes], text: bytes) -> int:
        """Return the length of the longest end of ``text`` that a longer secret begins with."""
        for start in range(len(text) if secrets else 0):
            rest = text[start:]
            place = bisect_right(secrets, rest)
            if place < len(secrets) and secrets[place].startswith(rest):
                return len(rest)
        return 0
