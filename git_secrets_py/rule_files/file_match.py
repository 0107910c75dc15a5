"""A match of a rule of a rule file, and the matches of other rules near it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from git_secrets_py.model import Match

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from git_secrets_py.model import MatchedLine, Pattern

    # Before and after: the most lines, columns or characters in between.
    Bounds = tuple[int | None, int | None]


class FileMatch(Match):
    """A match of a ``FilePattern``, with its texts.

    Its pattern gives it two more attributes: ``partners`` has for each rule that it requires the
    matches of that rule nearby; ``settled`` are the filter expressions that are evaluated already,
    the others may need ``surroundings``.
    """

    __slots__ = (
        *("counts", "line_text", "match_text", "partners", "place", "secret_text"),
        *("settled", "surroundings"),
    )

    def __init__(
        self,
        pattern: Pattern,
        start: int,
        end: int,
        secret: tuple[int, int] | None = None,
        *,
        decoded: bytes | None = None,
        form: str = "",
        inner: MatchedLine | None = None,
        texts: tuple[str, str, str] = ("", "", ""),
        place: tuple[int, int, int, int] = (1, 0, 0, 0),
        counts: bool = True,
    ) -> None:
        """``texts`` are those of the match, of its secret and of its lines.

        ``place`` are the line and column at which it begins, and its span. Without ``counts`` it
        only serves as a partner. The other parameters are those of ``Match``.
        """
        super().__init__(pattern, start, end, secret, decoded=decoded, form=form, inner=inner)
        self.match_text, self.secret_text, self.line_text = texts
        self.place = place
        self.counts = counts
        self.partners: Sequence[Sequence[FileMatch]] = ()
        self.settled: Mapping[object, bool] = {}
        self.surroundings: Mapping[str, Any] = {}

    def moved(self, distance: int) -> FileMatch:
        moved = super().moved(distance)
        assert isinstance(moved, FileMatch)
        for name in FileMatch.__slots__:
            setattr(moved, name, getattr(self, name))
        return moved


def near(
    match: FileMatch, others: Sequence[FileMatch], bounds: Sequence[Bounds]
) -> Iterator[FileMatch]:
    """Yield those of ``others`` within ``bounds`` of ``match``, from the same rule file.

    ``others`` are in the order of their lines; ``bounds`` are those of lines, columns and
    characters.
    """
    (before, after), line, file = bounds[0], match.place[0], match.pattern.origin.place
    first = 0 if before is None else bisect_left(others, line - before, key=_line_of)
    last = len(others) if after is None else bisect_right(others, line + after, key=_line_of)
    for number in range(first, last):
        other = others[number]
        if other.pattern.origin.place == file and _is_near(match.place, other.place, bounds):
            yield other


def _line_of(match: FileMatch) -> int:
    return match.place[0]


def _is_near(one: tuple[int, ...], other: tuple[int, ...], bounds: Sequence[Bounds]) -> bool:
    """Return whether ``other`` is within ``bounds`` of ``one``: by lines, columns, characters."""
    lines, columns, (before, after) = bounds
    return (
        _is_between(other[0] - one[0], lines)
        and _is_between(other[1] - one[1], columns)
        and (before is None or other[2] >= one[2] - before)
        and (after is None or other[2] < one[3] + after)
    )


def _is_between(distance: int, bounds: Bounds) -> bool:
    most = bounds[0] if distance < 0 else bounds[1]
    return most is None or abs(distance) <= most
