"""Masking: every format shows at most the ends of a secret."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_factory import COMMIT, CUSTOM, REGISTERED

from git_secrets_py.audit.model import AuditFinding, Introduction
from git_secrets_py.content import NotScanned
from git_secrets_py.findings.finding import Finding
from git_secrets_py.model import Match, MatchedLine, Origin, Pattern
from git_secrets_py.report.builder import ReportBuilder
from git_secrets_py.report.excerpt import excerpt
from git_secrets_py.report.formats import names, renderer
from git_secrets_py.report.formats.text import finding_line
from git_secrets_py.report.masking import Masker, Redactor, mask
from git_secrets_py.report.model import RenderOptions, Report, Summary
from git_secrets_py.report.situation import Situation

KEPT = 4 + 2


@pytest.mark.parametrize(
    ("secret", "masked"),
    [
        pytest.param(b"AKIA" + b"Q" * 16, b"AKIA" + b"*" * 14 + b"QQ", id="long"),
        pytest.param(b"a" * 16, b"aaaa**********aa", id="just-long"),
        pytest.param(b"a" * 15, b"*" * 15, id="short"),
        pytest.param(b"", b"", id="empty"),
        pytest.param(
            b'aws_secret_access_key = "' + b"x" * 40 + b'"',
            b"aws_" + b"*" * 60 + b'x"',
            id="context-and-long-secret",
        ),
        pytest.param(
            b"pass" + b'word = "hunter2"', b"*" * 20, id="context-and-a-short-secret-at-the-end"
        ),
        pytest.param(b"hunter2:" + b"x" * 20, b"*" * 26 + b"xx", id="a-short-secret-at-the-start"),
        pytest.param(b"\xc3\xa4" * 10, b"*" * 20, id="not-ascii"),
        pytest.param(b"\x1b[31m" + b"x" * 20, b"*" * 23 + b"xx", id="control-bytes"),
    ],
)
def test_the_ends_of_a_long_secret_are_kept(secret: bytes, masked: bytes) -> None:
    assert mask(secret) == masked


def line(content: bytes, *spans: tuple[int, int], offset: int = 0) -> MatchedLine:
    return MatchedLine(1, content, [Match(CUSTOM, *span) for span in spans], offset)


def test_overlapping_matches_are_masked_together() -> None:
    content = b"abcdefghijklmnopqrstuvwxyz0123456789"
    masked = Masker([]).line(line(content, (0, 20), (8, 36)))
    assert masked == b"abcd" + b"*" * 30 + b"89"
    assert Masker([]).line(line(content, (0, 36), (10, 18))) == masked


def test_every_occurrence_of_the_secret_in_the_line_is_masked() -> None:
    secret = b"0123456789abcdef"
    content = b"x" + secret + b"y " + secret
    assert Masker([secret]).line(line(content, (19, 35))) == (
        b"x0123**********efy 0123**********ef"
    )


def test_a_secret_cut_by_the_edge_of_an_excerpt_is_masked() -> None:
    secret = b"0123456789abcdef"
    content = secret[6:] + b" MATCH " + secret[:10]
    found = Finding(b"a", line(content, (11, 16), offset=90), Match(CUSTOM, 11, 16))
    part = excerpt(found, Masker([secret, b"MATCH"]))
    assert part.text == b"*" * 10 + b" ***** " + b"*" * 10


def test_shortening_a_line_does_not_reveal_a_part_of_a_secret() -> None:
    secret = b"0123456789abcdef"
    for gap in range(40):
        content = secret * 20 + b"-" * gap + b"MATCH" + b"-" * gap + secret * 60
        match = Match(CUSTOM, 320 + gap, 325 + gap)
        found = Finding(b"a", MatchedLine(1, content, [match]), match)
        text = excerpt(found, Masker([secret])).text
        assert longest_run(text, secret) <= KEPT


def test_a_short_word_in_a_path_is_not_masked() -> None:
    masker = Masker([b"hunter2", b"0123456789abcdef"])
    assert masker.path(b"hunter2/0123456789abcdef") == b"hunter2/0123**********ef"
    assert masker.text(b"hunter2") == b"*******"


def longest_run(text: bytes, secret: bytes) -> int:
    """Return the length of the longest part of ``secret`` that is in ``text``."""
    longest = 0
    for start in range(len(secret)):
        while start + longest < len(secret) and secret[start : start + longest + 1] in text:
            longest += 1
    return longest


# Letters that are rare in reports, and bytes that every format escapes.
SECRETS = st.text('QXZJVKWY"\\%<\x1b\xff', min_size=8, max_size=40).map(
    lambda text: text.encode("latin-1")
)
# One character represents each piece: Hypothesis generates a text much faster than a list.
PIECES = {0: "a", 1: " ", 2: "\t", 3: "\x1b[2J", 4: "\udcff", 5: "п", 6: '"', 7: "::"}
CONTEXT = st.text(st.characters(max_codepoint=7), max_size=12).map(
    lambda text: text.translate(PIECES).encode("utf-8", "surrogateescape")
)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Return a finding in a line with two secrets, which may overlap; a path may contain one."""
    first, second = draw(SECRETS), draw(SECRETS)
    overlap = draw(st.integers(0, min(len(first), len(second)) - 1))
    before, between, after = draw(CONTEXT), draw(CONTEXT), draw(CONTEXT)
    joined = first + second[overlap:] if first.endswith(second[:overlap]) else first + second
    content = before + joined + between + first + after
    spans = {(len(before), len(before) + len(first))}
    spans.add((len(before) + len(joined) - len(second), len(before) + len(joined)))
    matches = [Match(draw(patterns(first)), *span) for span in sorted(spans)]
    path = b"dir/" + draw(st.sampled_from([b"", first, second])) + b".txt"
    commit = draw(st.sampled_from([b"", COMMIT]))
    found = MatchedLine(draw(st.integers(1, 9)), content, matches)
    return Finding(path, found, draw(st.sampled_from(matches)), commit)


def patterns(secret: bytes) -> st.SearchStrategy[Pattern]:
    literal = b"".join(
        b"\\" + bytes([byte]) if byte in b'"\\' else bytes([byte]) for byte in secret
    )
    return st.sampled_from(
        [
            REGISTERED,
            Pattern(secret, Origin("config", ".git/config")),
            Pattern(literal, Origin("config", ".git/config")),
            Pattern(secret, Origin("provider", "aws [prod]")),
        ]
    )


def full_report(found: Finding) -> Report:
    """Return a report with every match of ``found`` and the secrets in each of its texts."""
    secrets = [found.line.secret(match) for match in found.line.matches]
    said = b" / ".join(secrets).decode("utf-8", "surrogateescape")
    builder = ReportBuilder()
    for match in found.line.matches:
        builder.add(Finding(found.path, found.line, match, found.commit))
        builder.add(Finding(b"also/" + found.path, found.line, match))
        builder.add(
            Finding(found.path, found.line, match), Pattern(secrets[0], Origin("file", said))
        )
    texts = b" / ".join(secrets)
    introduction = Introduction(texts, 1_700_000_000, b"+0100", texts)
    builder.add_audited([AuditFinding(found, 0, introduction, last_commit=COMMIT)])
    builder.add(NotScanned(said))
    return builder.report(Situation("history"), Summary(notes=[said]))


# All formats of one report, since it takes longer to generate a finding than to show it.
@settings(deadline=None)
@given(found=findings(), color=st.booleans(), width=st.integers(20, 120))
def test_every_format_shows_only_the_ends_of_a_secret(
    found: Finding, color: bool, width: int
) -> None:
    report = full_report(found)
    secrets = [found.line.secret(match) for match in found.line.matches]
    options = RenderOptions(color=color, width=width, show_allowed=True)
    for name in names()[1:]:
        output = b"".join(renderer(name)(report, options))
        for text in [output, *decoded(output)]:
            assert max(longest_run(text, one) for one in secrets) <= 2 * KEPT, (name, text)


def decoded(output: bytes) -> list[bytes]:
    """Return the strings of a JSON document without escapes."""

    def strings(value: object) -> list[bytes]:
        if isinstance(value, str):
            return [value.encode("utf-8", "surrogateescape")]
        if isinstance(value, dict):
            return [text for one in value.values() for text in strings(one)]
        return [text for one in value for text in strings(one)] if isinstance(value, list) else []

    return strings(json.loads(output)) if output.startswith(b"{") else []


@settings(deadline=None)
@given(found=findings())
def test_redacted_text_shows_only_the_ends_of_a_secret(found: Finding) -> None:
    masked = Redactor().finding(found)
    assert len(masked.line.content) == len(found.line.content)
    shown = finding_line(masked)
    for match in found.line.matches:
        assert longest_run(shown, found.line.secret(match)) <= 2 * KEPT


@settings(deadline=None)
@given(found=findings())
def test_no_output_contains_control_bytes(found: Finding) -> None:
    report = full_report(found)
    for name in names()[1:]:
        text = b"".join(renderer(name)(report, RenderOptions(show_allowed=True))).decode()
        assert text.replace("\n", "").isprintable(), name


def test_findings_in_one_line_are_redacted_in_the_same_way() -> None:
    both = line(b"QQQQ WWWW", (0, 4), (5, 9))
    redactor = Redactor()
    shown = [redactor.finding(Finding(b"a", both, match)) for match in both.matches]
    assert [one.line.content for one in shown] == [b"**** ****"] * 2
    assert [(one.match.start, one.match.end) for one in shown] == [(0, 4), (5, 9)]
