"""The severity of secrets, and which of them can be guessed."""

from __future__ import annotations

from base64 import b64encode

import pytest
from templates import FORMATS, secret

from git_secrets_py import rules
from git_secrets_py.engine.decider import Decider
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.pattern_sources import read_pattern
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import SEVERITIES, MatchedLine, Origin, Pattern
from git_secrets_py.rules.checks import DOUBTS

PATTERNS = {pattern.name: pattern for pattern in rules.load("all").patterns}


def test_every_rule_has_a_severity() -> None:
    assert {rule.severity for rule in rules.load("all").rules} == set(SEVERITIES)


def test_a_pattern_of_the_user_has_the_highest_severity() -> None:
    assert Pattern(b"x", Origin("config", "")).severity_of(b"x") == "high"


@pytest.mark.parametrize("name", ["aws-account-id", "aws-unique-id", "basic-auth-url-local"])
def test_what_grants_no_access_is_low(name: str) -> None:
    assert PATTERNS[name].severity_of(b"x") == "low"


@pytest.mark.parametrize(
    "text",
    [
        '{{"current_key": "{}"}}',
        'apiKey: "{}",\n  authDomain: "x.firebaseapp.com"',
        '<script src="https://maps.googleapis.com/maps/api/js?libraries=places&key={}"></script>',
    ],
)
def test_a_key_of_google_that_is_public_by_design_is_low(text: str) -> None:
    content = text.format(secret("AIza<u:35>")).encode() + b"\n"
    found = {
        name: list(Scanner(Matcher(rules.load(name).patterns)).scan([content]))
        for name in ("google", "recommended")
    }
    assert found["recommended"] == []
    [line] = found["google"]
    assert isinstance(line, MatchedLine)
    assert [match.pattern.name for match in line.matches] == ["google-browser-key"]
    assert PATTERNS["google-browser-key"].severity_of(b"x") == "low"


def test_a_wrong_checksum_is_low() -> None:
    assert PATTERNS["github-token"].severity_of(b"ghp_" + b"a1B2" * 9) == "low"


@pytest.mark.parametrize("name", ["password-assignment", "password-setting", "basic-auth-url"])
def test_passwords_can_be_guessed(name: str) -> None:
    assert PATTERNS[name].guessable


def test_tokens_cannot_be_guessed() -> None:
    assert not PATTERNS["github-token"].guessable


def test_no_secret_of_a_known_format_is_doubtful() -> None:
    for one in FORMATS:
        line, pattern = secret(one.template).encode(), PATTERNS[one.rule]
        decider = Decider(read_pattern(pattern), word=False, limit=30)
        for _, _, (start, end) in decider.matches(line):
            text = line[start:end]
            assert pattern.doubt(pattern.decoded(text)[0] or text) == "", one


def test_only_a_word_as_the_password_of_a_header_is_low() -> None:
    pattern = PATTERNS["authorization-basic"]
    for password, severity in (("password1", "low"), (secret("<62:20>"), "high")):
        text = b64encode(f"app:{password}".encode())
        plaintext, _ = pattern.decoded(text)
        assert plaintext == password.encode()
        assert pattern.severity_of(plaintext) == severity
        strict = rules.load("recommended").patterns
        [recommended] = [one for one in strict if one.name == "authorization-basic"]
        assert recommended.accepts(text) == (severity == "high")


def test_every_doubt_is_that_of_a_rule() -> None:
    assert {rule.checksum for rule in rules.load("all").rules} - {""} == set(DOUBTS)
