"""Secrets that two rules find: the one that reports them, and the scope of an allowance."""

from __future__ import annotations

from hashlib import sha256

import pytest
from templates import FORMATS, secret

from git_secrets_py import rules
from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.model import Match, MatchedLine, Origin, Pattern
from git_secrets_py.patterns.literal import escape

CONTEXTS = (
    "{}",
    'password = "{}"',
    'api_key: "{}"',
    "https://oauth2:{}@git.internal/team/app.git",
    "Authorization: Bearer {}",
    "cu" + "rl -u deploy:{} https://git.internal",
)
USER = Origin("file", ".gitallowed:1")
Case = tuple[MatchedLine, Match, Match]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """For each pair of rules that find one secret, a line, and the match of either rule."""
    scanner = Scanner(Matcher(rules.load("all").patterns))
    found: dict[tuple[str, str], Case] = {}
    for context in CONTEXTS:
        for one in FORMATS:
            text = context.format(secret(one.template)).encode() + b"\n"
            for line in scanner.scan([text]):
                assert isinstance(line, MatchedLine)
                for match in line.matches:
                    for other in match.others:
                        pair = match.pattern.name, other.pattern.name
                        found.setdefault(pair, (line, match, other))
    return list(found.values())


def judged(case: Case, rule: AllowRule) -> Finding | Allowed:
    line, match, _ = case
    return rule.judge(line, b"a")[list(line.matches).index(match)]


def names(cases: list[Case]) -> list[tuple[str, str]]:
    return [(match.pattern.name, other.pattern.name) for _, match, other in cases]


def test_there_are_many_pairs_and_in_none_the_generic_rule_comes_first(cases: list[Case]) -> None:
    generic = {rule.name for rule in rules.load("generic").rules}
    assert len(cases) > 100
    assert [one for one in names(cases) if one[0] in generic and one[1] not in generic] == []


def test_the_more_specific_rule_reports(cases: list[Case]) -> None:
    for case in cases:
        finding = judged(case, AllowRule())
        assert isinstance(finding, Finding)
        assert finding.match is case[1]


def test_what_a_user_allows_of_either_is_allowed(cases: list[Case]) -> None:
    for case in cases:
        # Most pairs find the same text.
        for text in {case[0].plaintext(match) for match in case[1:]}:
            fingerprint = {sha256(text).hexdigest(): USER}
            assert isinstance(judged(case, AllowRule((), fingerprint)), Allowed), names([case])
            pattern = Pattern(escape(text), USER)
            assert isinstance(judged(case, AllowRule([pattern])), Allowed), names([case])


def test_what_only_its_own_rule_allows_is_reported_by_the_next(cases: list[Case]) -> None:
    for case in cases:
        _, match, _ = case
        own = Pattern(rb".+", match.pattern.origin, match.pattern.name)
        finding = judged(case, AllowRule([own]))
        assert isinstance(finding, Finding), names([case])
        assert finding.match is match.others[0]
        assert finding.match in finding.line.matches
