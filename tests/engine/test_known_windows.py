"""The hits that are left once the lines around them are known to hold no match."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from time import process_time

import pytest

from git_secrets_py import memory, rules
from git_secrets_py.engine import known_windows
from git_secrets_py.engine.filters.builder import FilterBuilder
from git_secrets_py.engine.hyperscan import DatabaseCache, hyperscan_module
from git_secrets_py.engine.known_windows import KnownWindows
from git_secrets_py.engine.matcher import Matcher, UndecidedError
from git_secrets_py.model import MOST_TIMEOUTS, Match
from git_secrets_py.rules.boundaries import NAMED_REACH

LINES = 4
VALUE = "q7Zk" + "2Xw9LmB4" + "vT6rYp8NdQ3sJh5f"
UUID = "3f2b8c1e" + "-9a4d-4e7b-8c6f-" + "5d1e9b7a2c4f"
# Rules and names of secrets; the last one is a rule of a service.
NAMES = {
    "password-assignment": ("password", "DB_PASSWD", "userPwd", "salasana"),
    "api-key-assignment": ("api_key", "SECRET", "authToken", "STEAM_KEY"),
    "key-assignment": ("key", "nonce", "session_id"),
    "snyk-token": ("SNYK_TOKEN", "snykToken"),
}
ENDS = ("", '"', "'", "]", '"]', "()", r"\"", " []")
OPERATORS = (
    *(":", ": ", ":\t|", ": >-", "=", " = ", " =>", " := (", " = \\", "(", " = [", "||", ",", ", "),
    *(">", "</dt>", "</key> ", ": String =", " As String =", ": &'a str =", " { get; set; } ="),
    *("{", ": {", " ", "  ", ";"),
)
OPENINGS = ("", "'", '"', 'String("', "b'", "<td>", "<string>", '{{ "', "[ '", "- ", "    ")
VALUE_NAMES = ("value: ", '"Value": "', "'value' => '", "ParameterValue = ", "Default: ", "valued ")
CLOSINGS = ("", '"', "'", '",', "</td>", '")', " ", "\r", "',\r")


@pytest.fixture(autouse=True)
def _first_hits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_windows, "_MANY", 0)


@cache
def matcher_of(name: str) -> Matcher:
    """Return a matcher of one rule."""
    return Matcher([one for one in rules.load("all").patterns if one.name == name])


def text(random: Random, name: str) -> bytes:
    """Return lines of what a match consists of, in the order of one or in any other."""

    def bound() -> str:
        before = random.choice(("", "  ", "<dd>", 'x "'))
        return before + random.choice(NAMES[name]) + random.choice(ENDS) + random.choice(OPERATORS)

    def value() -> str:
        secret = random.choice((VALUE, VALUE, UUID, "word"))
        return random.choice(OPENINGS) + secret + random.choice(CLOSINGS)

    def named_value() -> str:
        return random.choice(("", "  ")) + random.choice(VALUE_NAMES) + value()

    forms = bound, value, named_value, lambda: bound() + value(), lambda: "other: text"
    lines = [random.choice(forms)() for _ in range(random.randrange(LINES - 1))]
    if random.random() < 0.5:
        lines = [bound(), *lines, random.choice((value, named_value))()]
    return "".join(line + "\n" for line in lines).encode()


def check(name: str, seed: int) -> tuple[bool, bool]:
    """Check one text; return whether it has a match over lines, and whether its hits are kept."""
    data = text(Random(seed), name)
    one = matcher_of(name)
    found = list(one.decide(data, 1, (0,)))
    hits = one.filters().hits(data)
    assert hits is not None
    kept = list(KnownWindows(one).rest(data, hits))
    assert kept or not (hits and found), data
    spans = (data[match.start : match.end] for match in found if isinstance(match, Match))
    return any(b"\n" in span for span in spans), bool(kept)


@pytest.mark.parametrize("name", NAMES)
def test_no_hit_is_left_out_of_a_text_with_a_match(name: str) -> None:
    results = [check(name, seed) for seed in range(1000)]
    assert sum(over_lines for over_lines, _ in results) > 10
    assert sum(not kept for _, kept in results) > 100


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_no_hit_is_left_out_of_any_of_many_texts(name: str) -> None:
    for seed in range(1000, 20_000):
        check(name, seed)


@pytest.mark.parametrize("name", NAMES)
def test_no_match_of_one_window_hides_that_of_another(name: str) -> None:
    one = matcher_of(name)
    for first in range(0, 2_000, 100):
        texts = [text(Random(seed), name) for seed in range(first, first + 100)]
        data = (b"\n" * LINES).join(texts)
        hits = one.filters().hits(data)
        assert hits is not None
        kept = [place for _, place in KnownWindows(one).rest(data, hits)]
        start = 0
        for part in texts:
            end = start + len(part)
            is_hit = any(start <= place < end for _, place in hits)
            if is_hit and list(one.decide(part, 1, (0,))):
                assert any(start <= place < end for place in kept), part
            start = end + LINES


CLEAN = b'{\n  "%b": "word",\n}\n' % b"password"
HIT = (0, CLEAN.index(b"word"))


def test_few_hits_are_not_worth_the_compilation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_windows, "_MANY", 3)
    windows = KnownWindows(matcher_of("password-assignment"))
    kept = [list(windows.rest(CLEAN, [HIT])) for _ in range(4)]
    assert kept == [[HIT], [HIT], [], []]


def test_a_window_that_a_match_may_exceed_is_left_to_the_scan() -> None:
    windows = KnownWindows(matcher_of("password-assignment"))
    assert list(windows.rest(CLEAN + b"x" * NAMED_REACH + b"\n", [HIT])) == [HIT]
    assert list(windows.rest(CLEAN + b"\n" * LINES + b"x" * NAMED_REACH + b"\n", [HIT])) == []


@pytest.mark.skipif(hyperscan_module() is None, reason="without Hyperscan nothing is cached")
def test_the_filter_of_lines_is_compiled_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = matcher_of("password-assignment").patterns[0]
    matcher = Matcher([pattern], cache=DatabaseCache(str(tmp_path)))
    first = list(KnownWindows(matcher).rest(CLEAN, [HIT]))
    monkeypatch.setattr(FilterBuilder, "_compile", lambda *_: pytest.fail("compiled again"))
    assert list(KnownWindows(matcher).rest(CLEAN, [HIT])) == first == []


def test_a_line_beside_a_window_that_a_match_may_exceed_is_decided() -> None:
    line = b'password = "%b"\n' % VALUE.encode()
    hit = (0, line.index(b"=") + 4)
    before = b"x" * NAMED_REACH + b"\n" * (LINES - 1)
    data = before + line + b"\n" + CLEAN
    windows = KnownWindows(matcher_of("password-assignment"))
    start, last = len(before), data.index(b"word", data.index(CLEAN))
    assert list(windows.rest(before + line, [(0, start + hit[1])])) == [(0, start + hit[1])]
    assert len(list(windows.rest(data, [(0, start + hit[1]), (0, last)]))) == 2
    assert list(windows.rest(line, [hit])) == [hit]


def test_many_hits_in_a_long_line_take_little_time() -> None:
    data = b'"password": "word", ' * 50_000 + b"\n"
    hits = [(0, at) for at in range(14, len(data), 20)]
    windows = KnownWindows(matcher_of("password-assignment"))
    started = process_time()
    assert list(windows.rest(data, hits)) == hits
    assert process_time() - started < 5


def test_known_windows_are_not_decided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = KnownWindows(matcher_of("password-assignment"))
    first = list(windows.rest(CLEAN, [HIT]))
    monkeypatch.setattr(Matcher, "decide", lambda *_, **__: pytest.fail("decided again"))
    assert list(windows.rest(CLEAN, [HIT])) == first


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KNOWN_WINDOWS", 5_000)
    windows = KnownWindows(matcher_of("password-assignment"))
    for number in range(50):
        assert list(windows.rest(CLEAN + b"%d\n" % number, [HIT])) == []
        one = windows._of[0]
        assert len(one._windows) + len(one._kinds) + len(one._parts) < 50


def test_a_window_whose_parts_time_out_is_left_to_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    def time_out(*_: object) -> None:
        raise UndecidedError

    data = b'password:\nother: "word"\n'
    hit = (0, data.index(b"\n"))
    assert list(KnownWindows(matcher_of("password-assignment")).rest(data, [hit])) == []
    monkeypatch.setattr(Matcher, "spans", time_out)
    assert list(KnownWindows(matcher_of("password-assignment")).rest(data, [hit])) == [hit]


@pytest.mark.parametrize(("threads", "is_known"), [(1, True), (4, False)])
def test_all_patterns_and_threads_share_the_memory(
    monkeypatch: pytest.MonkeyPatch, threads: int, *, is_known: bool
) -> None:
    monkeypatch.setattr(memory, "KNOWN_WINDOWS", 10_000)
    named = [one for one in rules.load("all").patterns if one.name in NAMES]
    windows = KnownWindows(Matcher(named), threads)
    for number in range(len(named)):
        assert list(windows.rest(CLEAN, [(number, HIT[1])])) == []
    assert bool(windows._of[0]._windows) is is_known


def test_lines_with_too_many_hits_for_a_filter_are_left_to_the_scan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Overflowing:
        """A filter that gives up."""

        def hits(self, data: bytes) -> None: ...

    one = matcher_of("password-assignment")  # with its own filter, for other tests
    monkeypatch.setattr(FilterBuilder, "build", lambda *_: [Overflowing()])
    assert list(KnownWindows(one).rest(CLEAN, [HIT])) == [HIT]


def test_lines_over_which_a_pattern_times_out_are_left_to_the_scan() -> None:
    pattern = next(one for one in matcher_of("password-assignment").patterns)
    matcher = Matcher([pattern], time_limit=1e-9)
    hits = [HIT] * (MOST_TIMEOUTS + 1)
    for number in range(MOST_TIMEOUTS + 1):
        data = CLEAN * 2_000 + b"%d\n" % number
        assert list(KnownWindows(matcher).rest(data, hits)) == hits
        assert not matcher.timeouts
