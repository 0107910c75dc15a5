"""The charts of a page."""

from __future__ import annotations

import pytest

from git_secrets_py.page.contents import Facts
from git_secrets_py.page.statistics import Statistics


def titles(*secrets: Facts) -> list[str]:
    return [title for title, _, _ in Statistics(secrets).charts]


def secret(rule: str = "a", severity: str = "high", repository: str = "") -> Facts:
    return Facts(
        rule=rule, severity=severity, state="file", repositories=[repository] if repository else []
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (secret(rule="b"), ["By rule"]),
        (secret(severity="low"), ["By severity"]),
        (secret(), ["By rule"]),
    ],
)
def test_a_chart_that_compares_nothing_is_left_out(other: Facts, expected: list[str]) -> None:
    assert titles(secret(), other) == expected


def test_the_rest_does_not_dwarf_the_bars() -> None:
    secrets = [secret(rule=f"rule-{number // 3}") for number in range(90)]
    bars = Statistics(secrets).rules
    assert (bars[0].width, bars[-1].label, bars[-1].value) == (100, "22 others", None)
