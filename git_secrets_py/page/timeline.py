"""The timeline of a page: secrets introduced and removed by month, as the geometry of an SVG."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# In units of the view box.
WIDTH, HEIGHT = 960, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 28, 14, 24
# Months in one bar: dates may be wrong by centuries, but there are never more bars than this.
_PERIODS = {
    1: "month",
    3: "quarter",
    12: "year",
    60: "five years",
    120: "decade",
    1_200: "century",
    12_000: "millennium",
}
_MOST_BARS = 72
# Months between two labels of the axis.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 300, 600, 1_200, 12_000, 120_000)
_MOST_LABELS = 10


class Column:
    """The two bars of a period: ``up`` for the introduced secrets, ``down`` for the removed."""

    __slots__ = ("down", "introduced", "label", "month", "removed", "tick", "up", "width", "x")

    def __init__(self, month: int, label: str, introduced: int, removed: int) -> None:
        """``month`` is the first one of the period."""
        self.month = month
        self.label = label
        self.introduced = introduced
        self.removed = removed
        self.x = self.width = self.up = self.down = 0.0
        self.tick = ""


class Timeline:
    """The geometry of the chart: its columns, and the place of its axis."""

    def __init__(self, introduced: Mapping[int, int], removed: Mapping[int, int]) -> None:
        """Both map a month (12 x year + month - 1) to a number of secrets."""
        span = _span(introduced.keys() | removed.keys())
        self.period = _PERIODS[span]
        self.columns = _columns(introduced, removed, span)
        self.most_introduced = max((one.introduced for one in self.columns), default=0)
        self.most_removed = max((one.removed for one in self.columns), default=0)
        room = HEIGHT - _TOP - _BOTTOM
        unit = room / max(self.most_introduced + self.most_removed, 1)
        self.axis = _TOP + unit * self.most_introduced
        pitch = (WIDTH - _LEFT - _RIGHT) / max(len(self.columns), 1)
        step = _step([one.month for one in self.columns])
        for number, column in enumerate(self.columns):
            column.width = min(pitch * 0.8, 40)
            column.x = _LEFT + pitch * number + (pitch - column.width) / 2
            column.up, column.down = unit * column.introduced, unit * column.removed
            if column.month % step == 0:
                column.tick = column.label if step % 12 else f"{column.month // 12:04}"

    @property
    def first(self) -> str:
        """The label of the first period."""
        return self.columns[0].label

    @property
    def last(self) -> str:
        """The label of the last period."""
        return self.columns[-1].label


def _span(months: Collection[int]) -> int:
    """Return the months in one column."""
    first, last = min(months, default=0), max(months, default=0)
    return next(one for one in _PERIODS if last // one - first // one < _MOST_BARS)


def _columns(
    introduced: Mapping[int, int], removed: Mapping[int, int], span: int
) -> Sequence[Column]:
    months = introduced.keys() | removed.keys()
    if not months:
        return []
    first, last = min(months), max(months)
    totals = [_grouped(numbers, span) for numbers in (introduced, removed)]
    periods = range(first // span, last // span + 1)
    return [
        Column(one * span, _label(one * span, span), *(total.get(one, 0) for total in totals))
        for one in periods
    ]


def _step(months: Sequence[int]) -> int:
    """Return the number of months between two labels, so that all labels fit."""
    return next(
        step for step in _STEPS if sum(month % step == 0 for month in months) <= _MOST_LABELS
    )


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
