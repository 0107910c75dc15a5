"""The AWS patterns in the git config, as this program and git-secrets by AWS Labs store them."""

from __future__ import annotations

import json
from itertools import product

import pytest
from grep import grep_matches, needs_grep
from support import Repo, fingerprint

from git_secrets_py import rules
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.model import Match, Origin, Pattern
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.naming import rule_name, why
from git_secrets_py.rules import stored

SECRET = b"ADxy" + b"/+7b" * 8 + b"34cS"
ACCOUNT = b"1234" + b"-5678-" + b"9012"
STORED = dict(stored.REGISTERED)
QUOTES = (b"(\"|')", rb"(\"|\')", rb"""(\"|\')""")

NOTATIONS = (
    b"aws_secret_access_key = %b",
    b"AWS_SECRET_ACCESS_KEY=%b",
    b'AWS_SECRET_ACCESS_KEY="%b"',
    b"secretKey: '%b'",
    b'secret_key => "%b",',
    b'"key": "%b"',
    b"export AWS_SECRET_KEY=%b; run",
    b"aws_secret_access_key: %b # a comment",
)


def secrets_in(source: bytes, line: bytes) -> list[bytes]:
    pattern = Pattern(source, Origin("config", "~/.gitconfig"))
    items = Matcher([pattern]).decide(line, 1, [0])
    return [line[slice(*one.secret)] for one in items if isinstance(one, Match)]


def test_one_secret_key_has_one_fingerprint_in_every_notation(repo: Repo) -> None:
    repo.register_aws()
    for number, notation in enumerate(NOTATIONS):
        repo.write(f"{number}.txt", notation % SECRET + b"\n")
    repo.add()
    (found,) = json.loads(repo.call("--scan", "--format", "json").out)["findings"]
    assert found["fingerprint"] == fingerprint(SECRET)
    assert found["rule"] == "aws-secret-access-key"
    assert found["further_count"] == len(NOTATIONS) - 1


def test_the_rule_and_the_stored_pattern_report_one_secret_at_one_place(repo: Repo) -> None:
    repo.register_aws()
    repo.write("a.env", NOTATIONS[1] % SECRET + b"\n")
    repo.add()
    ran = repo.call("--scan", "--rules", "aws", "--format", "json")
    (found,) = json.loads(ran.out)["findings"]
    assert (found["column"], found["end"], found["further"]) == (23, 63, [])


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize("escape", [b"", b"\\"])
def test_a_stored_pattern_is_recognized_with_escapes_of_any_style(
    quote: bytes, escape: bytes
) -> None:
    source = STORED["aws-secret-access-key"].replace(b"\\+", escape + b"+")
    source = source.replace(b"(\"|')", quote)
    assert secrets_in(source, b'key="%b"' % SECRET) == [SECRET]
    assert rule_name(Pattern(source, Origin("config", ""))) == "aws-secret-access-key"


@pytest.mark.parametrize("source", [rb"[A-Z0-9]{20}", rb"AKIA[A-Z0-9]{16}"])
def test_the_patterns_of_earlier_versions_have_the_name_and_the_advice_of_the_rule(
    source: bytes,
) -> None:
    pattern = Pattern(source, Origin("file", ".gitprohibited:1"))
    described = next(one for one in rules.load("aws").rules if one.name == "aws-access-key-id")
    assert (rule_name(pattern), why(pattern, Masker([]))) == (described.name, described.description)


def test_the_secret_of_an_account_id_is_the_number() -> None:
    line = b"AWS_ACCOUNT_ID: '" + ACCOUNT + b"'"
    assert secrets_in(STORED["aws-account-id"], line) == [ACCOUNT]


def test_a_pattern_of_the_user_keeps_its_whole_match_as_the_secret() -> None:
    assert secrets_in(rb"key=[A-Za-z0-9/+]{40}", b"key=" + SECRET) == [b"key=" + SECRET]


@needs_grep
@pytest.mark.parametrize("name", ["aws-secret-access-key", "aws-account-id"])
def test_a_stored_pattern_finds_what_grep_finds(name: str) -> None:
    values = {"aws-secret-access-key": SECRET, "aws-account-id": ACCOUNT}
    # A placeholder, a repeated character and a wrong character class are found as well.
    texts = (values[name], b"x" * 40, b"EXAMPLE" + b"a" * 33, b"=" * 40, b"0" * 12, b"/" * 41)
    before = (b"key=", b"account: ", b"KEY=>'", b"mykey =", b"KEY==", b'Aws_Account_Id = "')
    after = (b"", b"'", b'"', b"=", b"x", b"\\n")
    lines = [b"".join(parts) for parts in product(before, texts, after)]
    pattern = Pattern(STORED[name], Origin("config", ""))
    matcher = Matcher([pattern])
    ours = [
        (number, line[one.start : one.end])
        for number, line in enumerate(lines, 1)
        for one in matcher.decide(line, number, [0])
        if isinstance(one, Match)
    ]
    data = b"".join(line + b"\n" for line in lines)
    assert ours == [(at, text) for at, _, text in grep_matches(STORED[name], data, "-w")]


@pytest.mark.parametrize("format", ["text", "pretty", "github", "sarif", "json"])
def test_only_the_value_is_masked(repo: Repo, format: str) -> None:
    repo.register_aws()
    repo.write("a.ini", NOTATIONS[0] % SECRET + b"\n")
    repo.add()
    ran = repo.call("--scan", "--redact", "--format", format)
    masked = SECRET[:4] + b"*" * 34 + SECRET[-2:]
    assert masked in ran.out + ran.err
    assert SECRET not in ran.out + ran.err
    if format != "github":  # the annotation is shown beside the line
        assert b"aws_secret_access_key = " + masked in ran.out + ran.err
