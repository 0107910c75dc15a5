"""The allow rule: which matches an allowed pattern allows, and which it must not."""

from __future__ import annotations

from hashlib import sha256

import pytest
from matching import patterns, scanner

from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.errors import PatternError
from git_secrets_py.model import Allowed, Finding, Origin

KEY = "AKIA" + "Q" * 16
EXAMPLE = "AKIAIOSFODNN7" + "EXAMPLE"
COMMIT = "0123456789abcdef" * 2 + "01234567"
FILE = Origin("file", ".gitallowed:1")


def left(content, allowed, *, path="src/a.py", commit="", fingerprints=()):
    """Return the secrets of line 3 of a file, ``content``, that ``allowed`` does not allow."""
    one = scanner(b"AKIA[A-Z0-9]{16}", b"token-[0-9]+")
    (line,) = one.scan([b"\n\n" + content.encode()])
    rule = AllowRule(
        patterns(*(source.encode() for source in allowed)),
        dict.fromkeys(fingerprints, FILE),
    )
    judged = rule.judge(line, path.encode(), commit.encode())
    return [one.secret.decode() for one in judged if isinstance(one, Finding)]


ALLOWED = [
    pytest.param(f"k = {EXAMPLE}", EXAMPLE, id="the very secret"),
    pytest.param(f"k = {EXAMPLE}", "EXAMPLE", id="the end of the secret"),
    pytest.param(f"k = {EXAMPLE}", "AKIAIOS", id="the beginning of the secret"),
    pytest.param(f"k = {EXAMPLE}", "FODNN", id="its middle: the word rule does not apply"),
    pytest.param(f"k = {EXAMPLE}", "k = A", id="one byte of it, and the text before"),
    pytest.param(f"{KEY} # not a key", "# not a key", id="a comment elsewhere on the line"),
    pytest.param(f"k = {KEY}", r"^src/.*", id="all of a path, and so the whole line"),
    pytest.param(f"k = {KEY}", r"^src/", id="the beginning of the path"),
    pytest.param(f"k = {KEY}", r"^src/a\.py:3:", id="one line of a file"),
    pytest.param(f"k = {KEY}", r"\.py:", id="an extension"),
    pytest.param(
        f"k = {KEY}", r"^src/a\.py:[0-9]+:k = ", id="a path and the text after the number"
    ),
    pytest.param(f"k = {KEY}", "Q$", id="the end of the line"),
    pytest.param(f"k = {KEY}", r"(?i)akiaq{16}", id="a pattern in regex's own syntax"),
    pytest.param(f"k={KEY} token-1", "k=", id="a text that ends right before a secret"),
    pytest.param(f"{KEY}; token-1", ";", id="a text that begins right after a secret"),
    pytest.param(f"{KEY} {KEY}", KEY, id="each occurrence of the secret"),
    pytest.param(f"{KEY} token-1", "AKIA.*", id="several secrets that one match overlaps"),
    pytest.param(f"k = {KEY}\r\n", "Q$", id="the end of a line with a carriage return"),
]


@pytest.mark.parametrize(("content", "allowed"), ALLOWED)
def test_a_match_is_allowed_by(content, allowed):
    assert left(content, [allowed]) == []


LEFT = [
    pytest.param(f"{EXAMPLE} {KEY}", EXAMPLE, [KEY], id="a second key after the allowed one"),
    pytest.param(f"{KEY} {EXAMPLE}", EXAMPLE, [KEY], id="a second key before the allowed one"),
    pytest.param(f"{KEY},{EXAMPLE}", EXAMPLE, [KEY], id="a second key right beside it"),
    pytest.param(f"{EXAMPLE} token-1", EXAMPLE, ["token-1"], id="a secret of another kind"),
    pytest.param(f"k = {KEY}", EXAMPLE, [KEY], id="a key where another is allowed"),
    pytest.param(f"k = {KEY}", "^docs/", [KEY], id="a file where another is allowed"),
    pytest.param(f"k = {KEY}", "^a.py", [KEY], id="a file where another folder's is allowed"),
    pytest.param(f"k = {KEY}", ":4:", [KEY], id="a line where another is allowed"),
    pytest.param(f"k = {KEY}", "akia", [KEY], id="a key in another case"),
]


@pytest.mark.parametrize(("content", "allowed", "expected"), LEFT)
def test_an_allowed_pattern_does_not_allow(content, allowed, expected):
    assert left(content, [allowed]) == expected


def test_two_allowed_patterns_allow_the_matches_of_both():
    assert left(f"{EXAMPLE} {KEY}", [EXAMPLE, KEY]) == []
    assert left(f"{EXAMPLE} {KEY} token-1", [EXAMPLE, KEY]) == ["token-1"]


def test_nothing_is_allowed_without_an_allowed_pattern():
    assert left(f"{KEY} token-1", []) == [KEY, "token-1"]


def test_an_allowed_pattern_that_overlaps_a_match_does_not_allow_the_whole_line():
    """It overlaps a match, so it allows that match; the path in it does not matter."""
    assert left(f"{EXAMPLE} {KEY}", [rf"^src/.*{EXAMPLE}"]) == [KEY]


HISTORY = [
    pytest.param("^src/", [], id="the path, as in the work tree"),
    pytest.param(f"^{COMMIT}:src/a\\.py:3:", [], id="this commit and path"),
    pytest.param("^[0-9a-f]{40}:src/", [], id="any commit, as for git-secrets by AWS Labs"),
    pytest.param(f"^{COMMIT[:12]}", [], id="the beginning of the commit"),
    pytest.param(f"^{'f' * 40}:src/", [KEY], id="another commit"),
    pytest.param("^[0-9a-f]{40}:docs/", [KEY], id="another path"),
]


@pytest.mark.parametrize(("allowed", "expected"), HISTORY)
def test_in_history_an_allowed_pattern_may_contain(allowed, expected):
    assert left(f"k = {KEY}", [allowed], commit=COMMIT) == expected


def test_outside_of_history_a_pattern_with_a_commit_allows_nothing():
    assert left(f"k = {KEY}", ["^[0-9a-f]{40}:src/"]) == [KEY]


def test_a_fingerprint_allows_exactly_its_secret():
    fingerprint = sha256(EXAMPLE.encode()).hexdigest()
    assert left(f"{EXAMPLE} {KEY}", [], fingerprints=[fingerprint]) == [KEY]


def test_a_fingerprint_of_the_line_allows_nothing():
    fingerprint = sha256(f"k = {KEY}".encode()).hexdigest()
    assert left(f"k = {KEY}", [], fingerprints=[fingerprint]) == [KEY]


OWN_LINES = [
    pytest.param(".gitallowed", KEY, [], id="a pattern in .gitallowed"),
    pytest.param("./.gitallowed", KEY, [], id="the same, as in the output of --scan -r ."),
    pytest.param(".gitallowed", rf"AKIA\.{KEY}", [], id="an escaped pattern in .gitallowed"),
    pytest.param(".gitallowed", f"# {KEY}", [KEY], id="a comment in .gitallowed"),
    pytest.param(".gitallowed", f"  # {KEY}", [KEY], id="a comment after blanks"),
    pytest.param("docs/.gitallowed", KEY, [KEY], id="a file of that name that is not read"),
    pytest.param("x.gitallowed", KEY, [KEY], id="a file with a similar name"),
    pytest.param(".gitprohibited", "token-[0-9]+ token-1", ["token-1"], id="another pattern there"),
]


@pytest.mark.parametrize(("path", "content", "expected"), OWN_LINES)
def test_secrets_reported_in_the_pattern_files(path, content, expected):
    assert left(content, [], path=path) == expected


@pytest.mark.parametrize("source", ["token-1", "  token-1", "token-1 ", "token-[0-9]|token-1"])
def test_a_pattern_in_gitprohibited_may_match_its_own_line(source):
    (line,) = scanner(source.encode()).scan([source.encode() + b"\r\n"])
    (there,) = AllowRule().judge(line, b".gitprohibited")
    (elsewhere,) = AllowRule().judge(line, b"elsewhere")
    assert isinstance(there, Allowed)
    assert isinstance(elsewhere, Finding)


@pytest.mark.parametrize("allowed", ["(?=src/)", "(?<=k)(?= )", "x*", "^", "()", ""])
def test_an_allowed_pattern_that_matches_the_empty_string_is_rejected(allowed):
    """In git-secrets by AWS Labs an empty allowed pattern allows everything."""
    with pytest.raises(PatternError, match="it matches the empty string"):
        left(f"k = {KEY}", [allowed])


def test_an_allowed_pattern_that_times_out_allows_nothing(monkeypatch):
    monkeypatch.setattr("git_secrets_py.engine.allow_rule._TIME_LIMIT", 0.05)
    content = f"{KEY} " + "a" * 40 + " b"
    assert left(content, ["(a|a)*b$"]) == [KEY]
    assert left(content, ["(a|a)*b$", "^src/"]) == []


def test_an_allowed_match_comes_with_its_pattern():
    rule = AllowRule(patterns(b"EXAMPLE", b"FODNN7EXAMPLE"), {})
    (line,) = scanner(b"AKIA[A-Z0-9]{16}").scan([f"{EXAMPLE} {KEY}".encode()])
    allowed, found = rule.judge(line, b"a.py", COMMIT.encode())
    assert (allowed.by.source, allowed.finding.secret) == (b"EXAMPLE", EXAMPLE.encode())
    assert (found.secret, found.path, found.commit) == (KEY.encode(), b"a.py", COMMIT.encode())
    assert rule.allowed_by(line, b"a.py") == [allowed.by, None]
