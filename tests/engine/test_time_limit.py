"""The time limit: a pattern that exceeds it is reported, and in the end ignored."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from matching import PROVIDER, not_scanned, patterns, scanned, scanner, spans

from git_secrets_py.engine.decider import time_for
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner

# Two ways to match each "a" make as many ways as two to the power of their number.
ENDLESS = b"(a|a)*b"
LINE = b"a" * 40 + b" b\n"
LIMIT = 0.02


@pytest.fixture(params=["", "regex"], ids=["filtered by Hyperscan", "filtered by regex"])
def endless(request, monkeypatch):
    monkeypatch.setenv("GIT_SECRETS_ENGINE", request.param)
    return scanner(ENDLESS, b"key", time_limit=LIMIT)


def said(number, more=""):
    return (
        f"line {number}: the pattern '(a|a)*b' from git config ~/.gitconfig "
        f"exceeded the time limit of 0.02 s; simplify it{more}"
    )


GIVEN_UP = "; it is ignored for the rest of this run"


def test_a_timeout_is_reported_with_its_line_and_pattern(endless):
    assert not_scanned(endless, b"\n" + LINE) == [said(2)]


@pytest.mark.parametrize(
    ("content", "settings"),
    [
        (b"a" * 40 + b"c b" + b" " * 90, {"block_size": 100, "overlap": 64, "context": 8}),
        (LINE.decode().encode("utf-16-le"), {}),
        (b"\0" + LINE, {}),
        (b64encode(LINE) + b"\n", {"decode": True}),
    ],
    ids=["a piece of a long line", "UTF-16", "text with a NUL", "encoded text"],
)
def test_a_timeout_is_reported_in_every_reading(content: bytes, settings: dict[str, Any]) -> None:
    endless = scanner(ENDLESS, time_limit=LIMIT, **settings)
    assert any("exceeded the time limit" in one for one in not_scanned(endless, content))


def test_other_patterns_are_still_tried_on_that_line(endless):
    items = scanned(endless, LINE.replace(b"\n", b" key\n"))
    assert items[0].message == said(1)
    assert [items[1].secret(match) for match in items[1].matches] == [b"key"]


def test_a_pattern_is_ignored_after_three_timeouts(endless):
    expected = [said(1), said(2), said(3, GIVEN_UP)]
    assert not_scanned(endless, LINE * 10) == expected
    assert spans(endless, LINE * 10 + b"key") == [(11, 0, b"key")]


def test_an_ignored_pattern_is_ignored_in_all_blobs_of_the_run(endless):
    assert len(not_scanned(endless, LINE * 3)) == 3
    assert not_scanned(endless, LINE) == []


def test_a_timeout_does_not_show_the_pattern_of_a_provider():
    endless = Scanner(Matcher(patterns(ENDLESS, origin=PROVIDER), time_limit=LIMIT))
    assert not_scanned(endless, LINE) == [
        "line 1: the pattern from provider my-provider exceeded the time limit of "
        "0.02 s; simplify it"
    ]


def test_lines_without_a_timeout_are_decided(endless):
    items = scanned(endless, b"ab\n" + LINE + b"aab\n")
    assert [item.number for item in items if not hasattr(item, "message")] == [1, 3]


@pytest.mark.parametrize(("size", "seconds"), [(0, 2), (80, 2), (1 << 20, 4), (4 << 20, 10)])
def test_the_time_limit_grows_with_the_line(size, seconds):
    assert time_for(b"-" * size, 2) == seconds
