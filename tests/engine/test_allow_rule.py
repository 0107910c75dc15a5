"""The allow rule: what an allowed pattern excuses, and what it must not."""

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
    """The secrets of line 3 of a file, with ``content``, that ``allowed`` does not excuse."""
    one = scanner(b"AKIA[A-Z0-9]{16}", b"token-[0-9]+")
    (line,) = one.scan([b"\n\n" + content.encode()])
    rule = AllowRule(
        patterns(*(source.encode() for source in allowed)),
        dict.fromkeys(fingerprints, FILE),
    )
    judged = rule.judge(line, path.encode(), commit.encode())
    return [one.secret.decode() for one in judged if isinstance(one, Finding)]


EXCUSED = [
    pytest.param(f"k = {EXAMPLE}", EXAMPLE, id="the very secret"),
    pytest.param(f"k = {EXAMPLE}", "EXAMPLE", id="the end of the secret"),
    pytest.param(f"k = {EXAMPLE}", "AKIAIOS", id="the beginning of the secret"),
    pytest.param(f"k = {EXAMPLE}", "FODNN", id="its middle: an allowance knows no words"),
    pytest.param(f"k = {EXAMPLE}", "k = A", id="one byte of it, and what stands before"),
    pytest.param(f"{KEY} # not a key", "# not a key", id="a comment elsewhere on the line"),
    pytest.param(f"k = {KEY}", r"^src/.*", id="all of a path, and so all of the line"),
    pytest.param(f"k = {KEY}", r"^src/", id="the beginning of the path"),
    pytest.param(f"k = {KEY}", r"^src/a\.py:3:", id="one line of a file"),
    pytest.param(f"k = {KEY}", r"\.py:", id="an extension"),
    pytest.param(f"k = {KEY}", r"^src/a\.py:[0-9]+:k = ", id="a path and what follows the number"),
    pytest.param(f"k = {KEY}", "Q$", id="the end of the line"),
    pytest.param(f"k = {KEY}", r"(?i)akiaq{16}", id="an allowance in regex's own syntax"),
    pytest.param(f"k={KEY} token-1", "k=", id="what ends right before a secret"),
    pytest.param(f"{KEY}; token-1", ";", id="what begins right behind a secret"),
    pytest.param(f"{KEY} {KEY}", KEY, id="each place where the secret stands"),
    pytest.param(f"{KEY} token-1", "AKIA.*", id="several secrets that one match overlaps"),
    pytest.param(f"k = {KEY}\r\n", "Q$", id="the end of a line with a carriage return"),
]


@pytest.mark.parametrize(("content", "allowed"), EXCUSED)
def test_a_match_is_excused_by(content, allowed):
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
def test_an_allowance_does_not_excuse(content, allowed, expected):
    assert left(content, [allowed]) == expected


def test_two_allowances_excuse_what_each_of_them_does():
    assert left(f"{EXAMPLE} {KEY}", [EXAMPLE, KEY]) == []
    assert left(f"{EXAMPLE} {KEY} token-1", [EXAMPLE, KEY]) == ["token-1"]


def test_nothing_is_excused_without_an_allowance():
    assert left(f"{KEY} token-1", []) == [KEY, "token-1"]


def test_an_allowance_for_a_secret_excuses_no_line_of_which_it_overlaps_a_match():
    """It overlaps a match, so that it is about that match; the path in it changes nothing."""
    assert left(f"{EXAMPLE} {KEY}", [rf"^src/.*{EXAMPLE}"]) == [KEY]


HISTORY = [
    pytest.param("^src/", [], id="the path, as in the work tree"),
    pytest.param(f"^{COMMIT}:src/a\\.py:3:", [], id="this commit and path"),
    pytest.param("^[0-9a-f]{40}:src/", [], id="any commit, as those did who use the original"),
    pytest.param(f"^{COMMIT[:12]}", [], id="the beginning of the commit"),
    pytest.param(f"^{'f' * 40}:src/", [KEY], id="another commit"),
    pytest.param("^[0-9a-f]{40}:docs/", [KEY], id="another path"),
]


@pytest.mark.parametrize(("allowed", "expected"), HISTORY)
def test_in_history_an_allowance_may_name(allowed, expected):
    assert left(f"k = {KEY}", [allowed], commit=COMMIT) == expected


def test_outside_of_history_no_commit_is_there_to_be_named():
    assert left(f"k = {KEY}", ["^[0-9a-f]{40}:src/"]) == [KEY]


def test_a_fingerprint_excuses_exactly_the_secret_that_has_it():
    fingerprint = sha256(EXAMPLE.encode()).hexdigest()
    assert left(f"{EXAMPLE} {KEY}", [], fingerprints=[fingerprint]) == [KEY]


def test_a_fingerprint_of_the_line_excuses_nothing():
    fingerprint = sha256(f"k = {KEY}".encode()).hexdigest()
    assert left(f"k = {KEY}", [], fingerprints=[fingerprint]) == [KEY]


OWN_LINES = [
    pytest.param(".gitallowed", KEY, [], id="a pattern in .gitallowed"),
    pytest.param("./.gitallowed", KEY, [], id="the same, as --scan -r . names it"),
    pytest.param(".gitallowed", rf"AKIA\.{KEY}", [], id="an escaped pattern in .gitallowed"),
    pytest.param(".gitallowed", f"# {KEY}", [KEY], id="a comment in .gitallowed"),
    pytest.param(".gitallowed", f"  # {KEY}", [KEY], id="a comment behind blanks"),
    pytest.param("docs/.gitallowed", KEY, [KEY], id="a file of that name that is not read"),
    pytest.param("x.gitallowed", KEY, [KEY], id="a file with a similar name"),
    pytest.param(".gitprohibited", "token-[0-9]+ token-1", ["token-1"], id="another pattern there"),
]


@pytest.mark.parametrize(("path", "content", "expected"), OWN_LINES)
def test_of_the_pattern_files_is_reported(path, content, expected):
    assert left(content, [], path=path) == expected


@pytest.mark.parametrize("source", ["token-1", "  token-1", "token-1 ", "token-[0-9]|token-1"])
def test_a_line_of_gitprohibited_is_not_reported_for_matching_itself(source):
    (line,) = scanner(source.encode()).scan([source.encode() + b"\r\n"])
    (there,) = AllowRule().judge(line, b".gitprohibited")
    (elsewhere,) = AllowRule().judge(line, b"elsewhere")
    assert isinstance(there, Allowed)
    assert isinstance(elsewhere, Finding)


@pytest.mark.parametrize("allowed", ["(?=src/)", "(?<=k)(?= )", "x*", "^", "()", ""])
def test_an_allowance_that_could_match_no_byte_at_all_is_refused(allowed):
    """To the original an empty allowance excuses everything."""
    with pytest.raises(PatternError, match="it matches the empty string"):
        left(f"k = {KEY}", [allowed])


def test_an_allowance_that_does_not_end_in_time_excuses_nothing(monkeypatch):
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
