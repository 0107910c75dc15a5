"""The statistics of a page: the numbers of secrets by rule, state, repository and month."""

from __future__ import annotations

from collections import Counter

from git_secrets_py.page.contents import SEVERITIES, STATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from git_secrets_py.page.contents import Facts

# The number of bars in a chart; one more sums up the rest.
_MOST_BARS = 8


class Bar:
    """One bar of a chart: its label, the value to filter by, and its number.

    The rest, without a value, has no bar.
    """

    __slots__ = ("label", "number", "value", "width")

    def __init__(self, label: str, value: str | None, number: int, largest: int) -> None:
        self.label = label
        self.value = value
        self.number = number
        # In percent; a small number is still visible.
        self.width = max(100 * number / largest, 0.5)


class Statistics:
    """The numbers of secrets by several criteria."""

    def __init__(self, secrets: Iterable[Facts]) -> None:
        self.introduced: Counter[int] = Counter()
        self.removed: Counter[int] = Counter()
        self._rules: Counter[str] = Counter()
        self._states: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()
        self._repositories: Counter[str] = Counter()
        for secret in secrets:
            self._rules[secret.rule] += 1
            self._states[secret.state] += 1
            self._severities[secret.severity] += 1
            for repository in secret.repositories:
                self._repositories[repository] += 1
            if secret.since:
                self.introduced[_month(secret.since)] += 1
            if secret.until:
                self.removed[_month(secret.until)] += 1

    @property
    def charts(self) -> Sequence[tuple[str, str, Sequence[Bar]]]:
        """The title, the criterion and the bars of each chart that has something to compare."""
        charts = [
            ("By state", "state", self.states),
            ("By severity", "severity", self.severities),
            ("By rule", "rule", self.rules),
            ("By repository", "repository", self.repositories),
        ]
        compared = [one for one in charts if len(one[2]) > 1]
        return compared or [charts[2]]

    @property
    def rules(self) -> Sequence[Bar]:
        """The rules, the most frequent one first."""
        return _bars(self._rules)

    @property
    def repositories(self) -> Sequence[Bar]:
        """The repositories, the one with most secrets first."""
        return _bars(self._repositories)

    @property
    def states(self) -> Sequence[Bar]:
        """The states that occur, the most urgent one first."""
        return _labeled(self._states, STATES)

    @property
    def severities(self) -> Sequence[Bar]:
        """The severities that occur, the highest one first."""
        return _labeled(self._severities, {one: one.capitalize() for one in SEVERITIES})


def _month(time: str) -> int:
    """Return the month of ``time`` as a number."""
    return int(time[:4]) * 12 + int(time[5:7]) - 1


def _bars(numbers: Counter[str]) -> Sequence[Bar]:
    ordered = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    shown = ordered if len(ordered) <= _MOST_BARS + 1 else ordered[:_MOST_BARS]
    rest = sum(number for _, number in ordered[len(shown) :])
    largest = max((number for _, number in shown), default=1)
    bars = [Bar(name, name, number, largest) for name, number in shown]
    if rest:
        bars.append(Bar(f"{len(ordered) - len(shown):,} others", None, rest, largest))
    return bars


def _labeled(numbers: Counter[str], labels: Mapping[str, str]) -> Sequence[Bar]:
    largest = max(numbers.values(), default=1)
    return [
        Bar(label, name, numbers[name], largest) for name, label in labels.items() if numbers[name]
    ]
