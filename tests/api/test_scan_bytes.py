"""``scan_bytes``, as a program that imports it would use it."""

from __future__ import annotations

import gzip

import pytest

import git_secrets_py
from git_secrets_py import IncompleteScanError, Origin, Pattern, scan_bytes
from git_secrets_py.errors import ConfigurationError, PatternError, UsageError


def spans(content: bytes, **options: object) -> list[tuple[int, bytes]]:
    return [(one.line.number, one.secret) for one in scan_bytes(content, **options)]


def test_a_pattern_is_found_with_its_line() -> None:
    assert spans(b"one\na foo\n", patterns=["fo+"]) == [(2, b"foo")]


def test_a_finding_of_a_rule_set_has_the_name_of_its_rule(key: bytes) -> None:
    (finding,) = scan_bytes(b"id " + key, path="a/b", rules=["aws"])
    assert (finding.path, finding.secret) == (b"a/b", key)
    assert finding.match.pattern.name == "aws-access-key-id"


ALLOWED = [
    # allowed, path, what is found
    (["fo"], "x", []),
    (["^docs/"], "docs/x", []),
    (["^docs/"], "x", [(1, b"foo")]),
    ([rb"bar"], b"x", [(1, b"foo")]),
]


@pytest.mark.parametrize(("allowed", "path", "found"), ALLOWED, ids=[str(row) for row in ALLOWED])
def test_an_allowed_pattern_allows_by_text_and_by_path(allowed, path, found) -> None:
    assert spans(b"a foo", patterns=["fo+"], allowed=allowed, path=path) == found


def test_binary_content_is_scanned() -> None:
    assert spans(b"\0\1\2\n foo ", patterns=[b"fo+"]) == [(2, b"foo")]


def test_clean_and_empty_content_yield_nothing() -> None:
    assert spans(b"bar", patterns=["foo"]) == []
    assert spans(b"", patterns=["foo"]) == []


def test_the_same_call_twice_finds_the_same() -> None:
    assert spans(b"foo", patterns=["foo"]) == spans(b"foo", patterns=["foo"]) == [(1, b"foo")]


WRONG = [
    ({}, ConfigurationError, "nothing would be scanned"),
    ({"allowed": ["x"]}, ConfigurationError, "nothing would be scanned"),
    ({"patterns": ["a["]}, PatternError, r"from patterns\[0\]"),
    ({"patterns": ["a"], "allowed": ["b", "x*"]}, PatternError, r"from allowed\[1\]"),
    ({"rules": ["no-such"]}, UsageError, "unknown rule set or rule: 'no-such'"),
    ({"rules": "aws"}, TypeError, "must be a list"),
    ({"patterns": "aws"}, TypeError, "must be a list"),
]


@pytest.mark.parametrize(("options", "error", "said"), WRONG, ids=[str(row[0]) for row in WRONG])
def test_bad_arguments_raise_at_once(options, error, said) -> None:
    with pytest.raises(error, match=said):
        scan_bytes(b"", **options)


@pytest.mark.parametrize("content", ["text", None, ["a", "b"]], ids=str)
def test_content_other_than_bytes_raises_at_once(content) -> None:
    with pytest.raises(TypeError, match=r"^content must be bytes, not (str|NoneType|list)$"):
        scan_bytes(content, rules=["aws"])


def test_unscanned_content_raises_after_the_findings(monkeypatch) -> None:
    from git_secrets_py.engine.decider import Decider

    def matches(self, line, start, found):
        found.append((0, 3, (0, 3)))
        raise TimeoutError

    monkeypatch.setattr(Decider, "matches", matches)
    found = []
    with pytest.raises(IncompleteScanError, match="file: ") as caught:
        found.extend(scan_bytes(b"foo!", path="file", patterns=["foo|never-compiled-before"]))
    assert [finding.secret for finding in found] == [b"foo"]
    assert len(caught.value.problems) == 1


def test_an_invalid_confidential_pattern_is_not_shown() -> None:
    with pytest.raises(PatternError) as caught:
        scan_bytes(b"", patterns=[Pattern(b"hidden[", Origin("provider", "vault"))])
    assert "hidden" not in str(caught.value)
    assert "provider vault" in str(caught.value)


def test_nothing_is_written(home) -> None:
    before = sorted(home.rglob("*"))
    assert spans(b"foo", patterns=["foo"], rules=["github"]) == [(1, b"foo")]
    assert sorted(home.rglob("*")) == before


def test_the_package_exports_exactly_its_public_names() -> None:
    for name in git_secrets_py.__all__:
        assert getattr(git_secrets_py, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'no_such'"):
        git_secrets_py.no_such  # noqa: B018
    assert dir(git_secrets_py) == git_secrets_py.__all__


def test_archives_are_scanned_only_if_that_is_wanted() -> None:
    packed = gzip.compress(b"TOKEN-77")
    assert list(scan_bytes(packed, patterns=["TOKEN-[0-9]+"])) == []
    (finding,) = scan_bytes(packed, patterns=["TOKEN-[0-9]+"], archives=True)
    assert finding.secret == b"TOKEN-77"
    with pytest.raises(IncompleteScanError, match="damaged"):
        list(scan_bytes(packed[:-9], patterns=["TOKEN-[0-9]+"], archives=True))
