"""The occurrences of matched objects: where and since when history has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, overload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.findings.finding import Finding

# Ages of occurrences outside reachable commits, greater than the age of any; unreachable ones last.
FROM_TAG = 1 << 40
FROM_INDEX = FROM_TAG + 1
FROM_SOMEWHERE = FROM_TAG + 2
FROM_UNREACHABLE = FROM_TAG + 3
FROM_NOWHERE = FROM_UNREACHABLE << 1


class Occurrence(NamedTuple):
    """An occurrence of an object: a commit (or a placeholder) and a path.

    An occurrence with a smaller ``age`` is earlier.
    """

    age: int
    commit: bytes
    path: bytes


class Occurrences(Sequence[Occurrence]):
    """The occurrences of one object.

    There may be millions, so a list has the paths, and another one (age, commit) of each, which
    those of a commit share.
    """

    __slots__ = ("_origins", "_paths")

    def __init__(self) -> None:
        self._origins: list[tuple[int, bytes]] = []
        self._paths: list[bytes] = []

    def add(self, origins: Iterable[tuple[int, bytes]], paths: Iterable[bytes]) -> None:
        """Add as many occurrences as there are ``origins``, (age, commit), and ``paths``."""
        self._origins.extend(origins)
        self._paths.extend(paths)

    def sort(self) -> None:
        """Put the oldest occurrences first, those of one age in the order of their paths."""
        if len(self) < 2:
            return
        ages = [age for age, _ in self._origins]
        order = sorted(range(len(self)), key=self._paths.__getitem__)
        order.sort(key=ages.__getitem__)
        self._origins = [self._origins[number] for number in order]
        self._paths = [self._paths[number] for number in order]

    def text(self) -> bytes:
        """Return all occurrences as one text, which no others have."""
        return repr((self._origins, self._paths)).encode()

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, number: int) -> Occurrence: ...
    @overload
    def __getitem__(self, number: slice) -> list[Occurrence]: ...
    def __getitem__(self, number: int | slice) -> Occurrence | list[Occurrence]:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        return Occurrence(*self._origins[number], self._paths[number])


class Located(NamedTuple):
    """A secret in the object ``oid`` at its occurrence with this ``number``."""

    finding: Finding
    occurrence: Occurrence
    oid: bytes
    number: int
