"""Our own format of rule files."""

from __future__ import annotations

import pytest
from rule_file_scans import found, items

from git_secrets_py.errors import ConfigurationError
from git_secrets_py.rule_files.loading import parse

VALUE = b"k3Y5" + b"wQ8z" + b"Lm2X"
SECRET = b"acme_" + VALUE


def toml(*lines: str, pattern: str = "acme_(?P<secret>[0-9A-Za-z]{12})") -> str:
    head = ['format = "git-secrets-py/1"', "[[rules]]", "id = 'acme'", f"pattern = '''{pattern}'''"]
    return "\n".join([*head, *lines])


def test_a_rule_finds_its_secret_between_its_boundaries() -> None:
    assert found(toml(), b'x = "' + SECRET + b'"') == [("acme", 1, VALUE)]
    assert found(toml(), b"x" + SECRET) == []
    assert found(toml("before = 'none'"), b"x" + SECRET) == [("acme", 1, VALUE)]


def test_a_lookaround_is_a_boundary() -> None:
    text = SECRET + b";"
    assert found(toml("after = '(?=;)'"), text + SECRET) == [("acme", 1, VALUE)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Acme\n\n%b", 1),
        (b"%b\n\nACME", 1),
        (b"Acme\n\n\n%b", 0),
        (b"%b", 0),
    ],
)
def test_a_name_must_be_near(content: bytes, expected: int) -> None:
    near = toml("near = ['acme']", "lines = 3", pattern="[0-9A-Za-z]{12}")
    assert len(found(near, content % VALUE)) == expected


def test_the_placeholder_filter_applies() -> None:
    assert found(toml(), b"acme_" + b"x" * 12) == []


def test_checks_and_entropy_reject_secrets() -> None:
    assert found(toml("entropy = 3.0"), SECRET) == [("acme", 1, VALUE)]
    assert found(toml("entropy = 4.0"), SECRET) == []
    assert found(toml("checks = ['random']"), b"acme_" + b"somethingbad") == []


def test_paths_and_allowlists_limit_a_rule() -> None:
    limited = toml("paths = ['\\.env$']", "[[rules.allow]]", "stopwords = ['k3y']")
    assert found(limited, SECRET) == []
    assert found(limited, SECRET, b".env") == []
    assert found(toml("paths = ['\\.env$']"), SECRET, b".env") == [("acme", 1, VALUE)]


def test_reports_have_the_severity_and_the_advice() -> None:
    (finding,) = items(toml("severity = 'low'", "description = 'A.'", "advice = 'B.'"), SECRET)
    assert (finding.severity, finding.match.pattern.rule.description) == ("low", "A. B.")


def test_a_guessable_secret_is_not_named_by_its_fingerprint() -> None:
    (finding,) = items(toml("guessable = true"), SECRET)
    assert finding.id != finding.fingerprint


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["examples = ['acme_1']"], "rule 'acme': it does not match number 1 of examples"),
        ([f"counterexamples = ['{SECRET.decode()}']"], "it matches number 1 of counterexamples"),
        (["severty = 'low'"], "unknown key 'severty'. Did you mean severity?"),
        (["severity = 'bad'"], "severity must be one of high, medium, low"),
        (["checks = ['nonsense']"], "unknown check 'nonsense'"),
        (["lines = 3"], "lines requires near, which is missing"),
        (["near = ['a']", "lines = 21"], "lines must be from 1 to 20"),
        (["before = '('"], "pattern: "),
    ],
)
def test_an_invalid_rule_is_an_error(lines: list[str], message: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        parse(toml(*lines).encode(), "rules.toml")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "rule 'acme': it has no pattern"),
        ("acme_(", "rule 'acme': pattern: "),
        ("(?:a|aa)+(?:a|aa)+b", "pattern takes too long for examples 1"),
    ],
)
def test_an_invalid_pattern_is_an_error(
    monkeypatch: pytest.MonkeyPatch, pattern: str, message: str
) -> None:
    monkeypatch.setattr("git_secrets_py.rule_files.own_format._TIME_LIMIT", 0.01)
    with pytest.raises(ConfigurationError) as error:
        parse(toml(f"examples = ['{'a' * 3000}']", pattern=pattern).encode(), "rules.toml")
    assert message in str(error.value)


def test_a_path_that_takes_too_long_does_not_exclude_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("git_secrets_py.rule_files.own_format._TIME_LIMIT", 0.01)
    limited = toml("paths = ['(?:a|aa)+(?:a|aa)+b']")
    assert len(found(limited, SECRET, path=b"a" * 3000)) == 1
    assert found(limited, SECRET, path=b"x") == []


def test_a_newer_format_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="a newer one needs a newer git-secrets-py"):
        parse(b'format = "git-secrets-py/2"', "rules.toml")
