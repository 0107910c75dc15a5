"""The timeline of a page: secrets introduced and removed by month, as the geometry of an SVG."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# In units of the view box.
WIDTH, HEIGHT = 960, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 28, 14, 24
# Months in one bar: dates may be wrong by centuries, but there are never more bars than this.
_SPANS = (1, 3, 12, 60, 120, 1_200, 12_000)
_MOST_BARS = 72
_YEAR_LABELS = 10


class Column:
    """The two bars of a period: ``up`` for the introduced secrets, ``down`` for the removed."""

    __slots__ = ("down", "introduced", "label", "removed", "tick", "up", "width", "x")

    def __init__(self, label: str, introduced: int, removed: int) -> None:
        self.label = label
        self.introduced = introduced
        self.removed = removed
        self.x = self.width = self.up = self.down = 0.0
        self.tick = ""


class Timeline:
    """The geometry of the chart: its columns, and the place of its axis."""

    def __init__(self, introduced: Mapping[int, int], removed: Mapping[int, int]) -> None:
        """Both map a month (12 x year + month - 1) to a number of secrets."""
        self.columns = _columns(introduced, removed)
        self.most_introduced = max((one.introduced for one in self.columns), default=0)
        self.most_removed = max((one.removed for one in self.columns), default=0)
        self.span = ""
        room = HEIGHT - _TOP - _BOTTOM
        unit = room / max(self.most_introduced + self.most_removed, 1)
        self.axis = _TOP + unit * self.most_introduced
        pitch = (WIDTH - _LEFT - _RIGHT) / max(len(self.columns), 1)
        every = -(-len(self.columns) // _YEAR_LABELS)
        for number, column in enumerate(self.columns):
            column.width = min(pitch * 0.8, 40)
            column.x = _LEFT + pitch * number + (pitch - column.width) / 2
            column.up, column.down = unit * column.introduced, unit * column.removed
            column.tick = column.label if number % every == 0 else ""

    @property
    def first(self) -> str:
        """The label of the first period."""
        return self.columns[0].label

    @property
    def last(self) -> str:
        """The label of the last period."""
        return self.columns[-1].label


def _columns(introduced: Mapping[int, int], removed: Mapping[int, int]) -> Sequence[Column]:
    months = introduced.keys() | removed.keys()
    if not months:
        return []
    first, last = min(months), max(months)
    span = next(one for one in _SPANS if last // one - first // one < _MOST_BARS)
    totals = [_grouped(numbers, span) for numbers in (introduced, removed)]
    periods = range(first // span, last // span + 1)
    return [Column(_label(one * span, span), *(total.get(one, 0) for total in totals))
            for one in periods]  # fmt: skip


def _grouped(numbers: Mapping[int, int], span: int) -> Mapping[int, int]:
    grouped: dict[int, int] = {}
    for month, number in numbers.items():
        grouped[month // span] = grouped.get(month // span, 0) + number
    return grouped


def _label(month: int, span: int) -> str:
    year, number = divmod(month, 12)
    if span == 1:
        return f"{year:04}-{number + 1:02}"
    if span == 3:
        return f"{year:04} Q{number // 3 + 1}"
    return f"{year:04}" if span == 12 else f"{year:04}-{(month + span - 1) // 12:04}"
