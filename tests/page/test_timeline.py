"""The timeline of a page."""

from __future__ import annotations

from git_secrets_py.page.timeline import HEIGHT, WIDTH, Timeline


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


def test_each_month_in_between_has_a_column() -> None:
    timeline = Timeline({month(2023, 11): 2, month(2024, 2): 1}, {month(2023, 12): 1})
    assert [(one.label, one.introduced, one.removed) for one in timeline.columns] == [
        ("2023-11", 2, 0),
        ("2023-12", 0, 1),
        ("2024-01", 0, 0),
        ("2024-02", 1, 0),
    ]


def test_the_bars_fill_the_room_above_and_below_the_axis() -> None:
    timeline = Timeline({month(2023, 11): 3}, {month(2023, 12): 1})
    first, second = timeline.columns
    assert first.up == 3 * second.down
    assert timeline.axis - first.up > 0
    assert timeline.axis + second.down < HEIGHT
    assert second.x + second.width < WIDTH


def test_a_long_time_has_quarters_years_or_more_in_a_column() -> None:
    def labels(first: int, last: int) -> list[str]:
        timeline = Timeline({first: 1, last: 1}, {})
        assert len(timeline.columns) <= 72
        return [timeline.first, timeline.last, timeline.period]

    assert labels(month(2010, 1), month(2020, 12)) == ["2010 Q1", "2020 Q4", "quarter"]
    assert labels(month(1970, 1), month(2024, 6)) == ["1970", "2024", "year"]
    assert labels(month(1970, 1), month(9999, 12)) == ["1000-1999", "9000-9999", "millennium"]


def test_labels_are_at_round_times_and_not_too_many() -> None:
    def ticks(first: int, last: int) -> list[str]:
        return [one.tick for one in Timeline({first: 1, last: 1}, {}).columns if one.tick]

    assert ticks(month(2023, 11), month(2024, 1)) == ["2023-11", "2023-12", "2024-01"]
    assert ticks(month(2022, 11), month(2024, 1)) == [
        "2023-01",
        "2023-04",
        "2023-07",
        "2023-10",
        "2024-01",
    ]
    assert ticks(month(2018, 3), month(2023, 12)) == ["2019", "2020", "2021", "2022", "2023"]
    assert ticks(month(1970, 1), month(2024, 6)) == ["1970", "1980", "1990", "2000", "2010", "2020"]
    assert ticks(month(1970, 1), month(9999, 12))[:2] == ["1000-1999", "2000-2999"]


def test_without_dates_there_is_no_column() -> None:
    assert Timeline({}, {}).columns == []
