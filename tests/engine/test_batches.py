"""Many matching lines: decided in batches, they have the findings that each has by itself."""

from __future__ import annotations

import random

import pytest
from matching import cut, patterns

from git_secrets_py import rules
from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.engine.decider import Decider
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.parts import Parts
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.findings.finding import Finding
from git_secrets_py.model import MatchedLine
from git_secrets_py.patterns import read
from git_secrets_py.patterns.steps import is_within_lines, short_line
from git_secrets_py.rules.placeholders import are_sure, hints, is_placeholder

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def key(chance):
    return "AKIA" + "".join(chance.choices(BASE32, k=16))


def token(chance, length=30):
    return "".join(chance.choices(BASE62, k=length))


# Lines with a secret, and with one that is a placeholder or has text beside it.
LINES = (
    lambda chance: f"key = {key(chance)}",
    lambda chance: f"both {key(chance)} and {key(chance)}\r",
    lambda chance: f"npm_{token(chance, 36)} da2-{token(chance, 26).lower()}",
    lambda chance: f"AKIA{'EXAMPLE'}{key(chance)[11:]}",
    lambda chance: f"AKIA{'Q' * 16} AKIA{'ABCDEFGH' * 2}",
    lambda chance: f"md5:{key(chance)} sha1={chance.getrandbits(160):040x}",
    lambda chance: f"x\\n{key(chance)}\\t_{key(chance)}",
    lambda chance: f"password = '{token(chance, 14)}'",
    lambda chance: f"in words {token(chance, 300)} {key(chance)}",
    lambda chance: "of no interest",
)


def content(chance, size):
    return "\n".join(chance.choice(LINES)(chance) for _ in range(size)).encode()


def of_rules(*names):
    """Return the patterns of rule sets that are tried on single lines."""
    return [one for each in rules.select(names) for one in each.patterns if one.lines == 1]


def judged(lines, allow):
    """Return the values of every match of ``lines``, which a scanner yields."""
    found = []
    for line in lines:
        assert isinstance(line, MatchedLine), line.message
        for item in allow.judge(line, b"path"):
            finding = item if isinstance(item, Finding) else item.finding
            by = None if isinstance(item, Finding) else item.by.source
            found.append((line.number, line.content, *span(finding.match), by))
    return found


def span(match):
    names = tuple(span(one) for one in match.others)
    return match.pattern.name, match.start, match.end, match.secret, match.decoded, names


def one_by_one(matcher, text):
    """Yield the lines of ``text`` that match, each decided by itself."""
    scanner = Scanner(matcher)
    for number, line in enumerate(text.split(b"\n"), 1):
        yield from scanner.scan_lines(line + b"\n", number)


@pytest.mark.parametrize("names", [("aws", "npm"), ("generic", "recommended")])
def test_lines_in_batches_have_the_findings_of_each_line(names, monkeypatch):
    chance = random.Random(1)
    text = content(chance, 900)
    matcher = Matcher(of_rules(*names))
    allow = AllowRule(
        patterns(b"AKIA[A-F]", b":7[0-9]*:", b"x.n"), prohibited=matcher.patterns, inline=True
    )
    expected = judged(one_by_one(matcher, text), allow)
    monkeypatch.setattr("git_secrets_py.engine.batches._MANY", 100)
    for size in (None, 5_000):
        assert judged(Scanner(matcher).scan(cut(text, size)), allow) == expected
    assert any(item[-1] for item in expected)
    assert len({item[2] for item in expected}) > 1


def test_what_is_sure_is_not_a_placeholder_whatever_is_before_it():
    chance = random.Random(5)
    words = [*hints(), b"AKIA", b"_", b"__", b"-", b"/", b"sha256-", b"0123", b"zz", b"qqqqqqqq"]
    texts = [
        b"".join(
            chance.choice(words).upper() if chance.random() < 0.2 else token(chance, 5).encode()
            for _ in range(chance.randint(1, 9))
        )
        for _ in range(1_500)
    ]
    texts += [b"%x" % chance.getrandbits(4 * size) for size in range(4, 150) for _ in range(3)]
    texts += [bytes(chance.choices(b"abc", k=size)) for size in range(4, 40)]
    bare = [text.lower().translate(None, b"-_") for text in texts]
    every = hints()
    hinted = {number for number, text in enumerate(bare) if any(one in text for one in every)}
    sure = are_sure(texts, hinted)
    assert 200 < sum(sure) < len(texts) - 200
    for text, is_sure in zip(texts, sure, strict=True):
        assert not (is_sure and any(is_placeholder(text, one) for one in (b"", b"md5:", b"sha1=")))


def test_parts_have_the_hits_of_the_whole(monkeypatch):
    monkeypatch.setattr("git_secrets_py.engine.hyperscan.MOST_HITS", 500)
    matcher = Matcher(patterns(b"ab+", b"b[0-9]+"))
    text = b"".join(b"abbb b%d\n" % number for number in range(2_000)) + b"abb b1 " * 5_000
    parts = Parts(matcher.filters(), matcher.patterns)
    for _ in range(2):
        found = [(number, offset + at) for offset, _, hits in parts.of(text) for number, at in hits]
        assert b"".join(part for _, part, _ in parts.of(text)) == text
        lines = {(number, text.count(b"\n", 0, at)) for number, at in found}
        assert lines == {(number, line) for number in (0, 1) for line in range(2_001)}


@pytest.mark.parametrize(
    ("source", "shortest"),
    [
        (b"AKIA[A-Z0-9]{16}", 4096),
        (b"(?:AKIA|ASIA|A3T[A-Z0-9])[A-Z0-9]{16}", 4096),
        (b"a.*b", 256),
        (b"a.*+b", 1024),
        (b"(?:a|a)*b", 0),
        (b"(?:a+)+b", 0),
        (b"(?:a?){60}b", 0),
        (b".*a.*b.*c", 0),
        (b"(?=.*.*.*a)b", 0),
    ],
)
def test_lines_need_no_time_limit_up_to_a_length_by_which_the_search_must_end(source, shortest):
    assert short_line(source) >= shortest
    if not shortest:
        assert short_line(source) == 0


def test_a_pattern_that_does_not_end_is_stopped_after_many_lines():
    matcher = Matcher(patterns(rb"(x|x)*(y)[0-9]\2"), time_limit=0.05)
    text = b"xy1y\n" * 3_000 + b"x" * 40 + b"y1z\n" + b"y1y\n"
    items = list(Scanner(matcher).scan([text]))
    assert [item.message[:10] for item in items if not isinstance(item, MatchedLine)] == [
        "line 3001:"
    ]
    assert len(items) == 3_002


@pytest.mark.parametrize(
    ("source", "is_at_once"),
    [
        (b"ab+", True),
        (b"(a|ab)(c|bcd)", True),
        (rb"(a|b)\1", True),
        (rb"\bab|b\B", True),
        (b"(?:x)(?P<secret>[ab]){2}", True),
        (b"(?<!a)b(?!\\w)", True),
        (b"^ab", False),
        (b"b$", False),
        (b"a[^b]", True),
        (b"(?s)a.", True),
    ],
)
def test_lines_searched_at_once_have_the_matches_of_each_line(source, is_at_once):
    chance = random.Random(3)
    lines = [bytes(chance.choices(b"abcdx_ \\n%", k=chance.randint(0, 9))) for _ in range(2_000)]
    lines = [line.replace(b"\n", b"") for line in lines]
    for word in (True, False):
        decider = Decider(read(source), word=word, limit=1)
        expected = [(place, decider.matches(line)) for place, line in enumerate(lines)]
        found = decider.in_lines(lines)
        assert (found is not None) == is_at_once
        if found is not None:
            assert found == [(place, of_line) for place, of_line in expected if of_line] != []


@pytest.mark.parametrize("source", [b"a[^b]", b"(?s)a.", b"a(?![^b])", rb"a\s", b"(?m)a$"])
def test_what_may_match_a_newline_is_searched_in_each_line(source):
    assert not is_within_lines(source)
