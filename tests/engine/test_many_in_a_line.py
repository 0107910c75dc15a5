"""A line with very many secrets: work on the line is done once, not for each of them."""

from __future__ import annotations

from base64 import b64encode

import pytest
from matching import patterns

from git_secrets_py.content import Blob
from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.engine.decider import Decider
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.engine.spans import Apart, Spans
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.report.interface import ReportOptions
from git_secrets_py.report.situation import Situation
from git_secrets_py.report.streamed_report import TextReport
from git_secrets_py.scan import BlobScanner

MANY = 300
KEYS = b" ".join(b"AKIA%016d" % number for number in range(MANY))
PROHIBITED = patterns(b"AKIA[0-9]{16}")


class Allowing:
    """The part of a registry that a scan needs."""

    def __init__(self, *allowed: bytes) -> None:
        self.allow = AllowRule(patterns(*allowed), prohibited=PROHIBITED)

    def path_rules_for(self, path: bytes) -> tuple[()]:
        return ()

    def may_prohibit(self, path: bytes) -> bool:
        return False


def scanner(allowing: Allowing, *, decode: bool = False) -> BlobScanner:
    matcher = Matcher(PROHIBITED, decode=decode)
    return BlobScanner(matcher.filters(), lambda: Scanner(matcher), allowing)


@pytest.mark.parametrize("content", [KEYS, b64encode(KEYS)], ids=["plain", "encoded"])
def test_a_line_is_searched_once_for_what_is_allowed(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = []
    spans = Decider.spans
    monkeypatch.setattr(
        Decider, "spans", lambda self, line: searched.append(line) or spans(self, line)
    )
    allowing = Allowing(b"7 AKIA")
    found = list(scanner(allowing, decode=True).scan(Blob(b"a.txt", lambda: [content])))
    allowed = [one for one in found if isinstance(one, Allowed)]
    # Each of the spans overlaps two keys.
    assert (len(found), len(allowed)) == (MANY, 2 * MANY // 10)
    assert len(searched) <= 4


def test_the_original_line_is_formatted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(scanner(Allowing()).scan(Blob(b"a.txt", lambda: [KEYS])))
    written = []

    class Output:
        def err(self, text: bytes) -> None:
            written.append(text)

    formatted = []
    lines = "git_secrets_py.report.formats.text.finding_lines"
    monkeypatch.setattr(lines, lambda some: formatted.extend(some) or [b"the line\n"] * len(some))
    report = TextReport(ReportOptions(situation=Situation("tree"), format="text"), Output())
    report.add_all(found)
    assert (len(found), len(formatted), written) == (MANY, 1, [b"the line\n"])


def test_what_was_read_before_an_interruption_is_judged() -> None:
    def chunks():
        yield KEYS.replace(b" ", b"\n") + b"\n"
        yield b"of no interest\n" * (8 << 20 >> 4)
        raise KeyboardInterrupt

    interrupted = scanner(Allowing(b"0{16}"))
    with pytest.raises(KeyboardInterrupt):
        assert not list(interrupted.scan(Blob(b"a.txt", chunks)))
    kinds = [type(one) for one in interrupted.unreported()]
    assert kinds == [Allowed] + [Finding] * (MANY - 1)
    assert not list(interrupted.unreported())


def test_spans_are_compared_as_each_of_them_would_be() -> None:
    places = [(start, end) for start in range(6) for end in range(start + 1, 7)]
    some = [(0, 2), (1, 5), (3, 4), (3, 4)]
    spans = Spans(some)
    for first, last in places:
        assert spans.overlap(first, last) == any(a < last and first < b for a, b in some)
        assert spans.contain(first, last) == any(a <= first and last <= b for a, b in some)
        assert spans.have_within(first, last) == any(first <= a and b <= last for a, b in some)
    apart = Apart()
    assert [one for one in [(2, 4), (2, 4), (1, 5), (3, 4), (3, 5), (0, 3)] if apart.add(one)] == [
        (2, 4),
        (3, 5),
        (0, 3),
    ]
