"""The allow rule: which matches an allowed pattern allows, and which it must not."""

from __future__ import annotations

from hashlib import sha256

import pytest
from matching import CONFIG, patterns, scanner

from git_secrets_py import rules
from git_secrets_py.engine.allow_rule import AllowRule, prohibited_text
from git_secrets_py.engine.allow_rule.prohibited_text import ProhibitedText
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import PatternError
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.model import Origin

KEY = "AKIA" + "Q" * 16
EXAMPLE = "AKIAIOSFODNN7" + "EXAMPLE"
# Nothing prohibits it by itself: the pattern for it needs a name before the value.
SECRET_EXAMPLE = "/".join(("wJalrXUtnFEMI", "K7MDENG", "bPxRfiCY" + "EXAMPLEKEY"))
COMMIT = "0123456789abcdef" * 2 + "01234567"
FILE = Origin("file", ".gitallowed:1")
PROHIBITED = b"AKIA[A-Z0-9]{16}", b"token-[0-9]+"


def left(content, allowed, *, path="src/a.py", commit="", fingerprints=(), origin=CONFIG):
    """Return the secrets of line 3 of a file, ``content``, that ``allowed`` does not allow."""
    (line,) = scanner(*PROHIBITED).scan([b"\n\n" + content.encode()])
    rule = AllowRule(
        patterns(*(source.encode() for source in allowed), origin=origin),
        dict.fromkeys(fingerprints, FILE),
        prohibited=patterns(*PROHIBITED),
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


ACTIVE = rf"AKIA\.{KEY}"
OWN_LINES = [
    pytest.param(".gitallowed", ACTIVE, [], id="an active pattern in .gitallowed"),
    pytest.param(".gitallowed", f" {ACTIVE}", [KEY], id="a line that is not active"),
    pytest.param(".gitallowed", KEY, [KEY], id="a pattern of another version"),
    pytest.param(".gitallowed", f"# {ACTIVE}", [KEY], id="a comment in .gitallowed"),
    pytest.param("docs/.gitallowed", ACTIVE, [KEY], id="a file of that name that is not read"),
    pytest.param("x.gitallowed", ACTIVE, [KEY], id="a file with a similar name"),
    pytest.param(".gitprohibited", "token-[0-9]+ token-1", ["token-1"], id="another pattern there"),
]


@pytest.mark.parametrize(("path", "content", "expected"), OWN_LINES)
def test_secrets_reported_in_the_pattern_files(path, content, expected):
    assert left(content, [ACTIVE], path=path, origin=FILE) == expected


def test_a_pattern_of_git_config_does_not_allow_its_text_in_gitallowed():
    assert left(ACTIVE, [ACTIVE], path=".gitallowed") == [KEY]


def test_an_active_fingerprint_may_be_in_gitallowed():
    fingerprint = f"{'0' * 63}1"
    (line,) = scanner(b"[0-9a-f]{64}").scan([f"sha256:{fingerprint} # an example".encode()])
    for active, kind in ((fingerprint, Allowed), ("1" * 64, Finding)):
        (one,) = AllowRule((), {active: FILE}).judge(line, b".gitallowed")
        assert isinstance(one, kind)


def test_a_comment_after_an_active_fingerprint_is_reported():
    line = f"sha256:{'0' * 63}1 # of token-1"
    assert left(line, [], path=".gitallowed", fingerprints=[f"{'0' * 63}1"]) == ["token-1"]


def own_line(source, others=(), origin=FILE):
    """Judge the line ``source`` of .gitprohibited, where it and ``others`` are active."""
    active = [*patterns(source, origin=origin), *patterns(*others)]
    (line,) = Scanner(Matcher(active)).scan([source])
    return [type(one) for one in AllowRule(prohibited=active).judge(line, b".gitprohibited")]


def test_a_secret_as_its_own_pattern_in_gitprohibited_is_found_by_another_pattern():
    assert own_line(KEY.encode(), [PROHIBITED[0]]) == [Finding]
    assert own_line(b"token-[0-9]|token-1", [PROHIBITED[0]]) == [Allowed]


def test_a_secret_of_a_provider_in_gitprohibited_is_found():
    assert own_line(b"my-password", origin=Origin("provider", "aws")) == [Finding]


SAME_TEXT = [
    pytest.param(f"_{EXAMPLE} {KEY}", EXAMPLE, id="as part of a longer word"),
    pytest.param(f"{EXAMPLE}X {KEY}", EXAMPLE, id="at the beginning of a longer word"),
    pytest.param(f"xtoken-1 {KEY}", "token-1", id="that another pattern prohibits"),
    pytest.param(f"_{EXAMPLE} {KEY}", "FODNN", id="in part"),
    pytest.param(f"_{EXAMPLE} {KEY}", f"^src/a.py:3:_{EXAMPLE}", id="together with the path"),
    pytest.param(f"{SECRET_EXAMPLE} {KEY}", SECRET_EXAMPLE, id="that --register-aws stores"),
    pytest.param(
        f"{SECRET_EXAMPLE} {KEY}", SECRET_EXAMPLE.replace("/", r"\/"), id="with needless escapes"
    ),
]


@pytest.mark.parametrize(("content", "allowed"), SAME_TEXT)
def test_prohibited_text_does_not_allow_the_line(content, allowed):
    assert left(content, [allowed]) == [KEY]


def test_a_rule_is_compiled_for_a_line_with_its_name(monkeypatch):
    (pattern,) = rules.load("cohere").patterns
    compiled, compile_one = [], prohibited_text._decider_of

    def decider_of(source):
        compiled.append(source)
        return compile_one(source)

    monkeypatch.setattr(prohibited_text, "_decider_of", decider_of)
    text = ProhibitedText([pattern])
    assert not text.overlaps(KEY.encode(), 0, 4)
    assert compiled == [pattern.mark]
    assert text.overlaps(b"COHERE_API_KEY=" + b"aB3k" * 10 + b"_", 15, 19)
    assert compiled == [pattern.mark, pattern.text]


PATHS = [
    pytest.param(f"docs/{EXAMPLE}.txt", EXAMPLE, [KEY], id="prohibited text in the file's name"),
    pytest.param(f"{EXAMPLE}/a", "IOSFODNN", [KEY], id="a part of such a text"),
    pytest.param(f"docs/{EXAMPLE}.txt", f"{EXAMPLE}\\.txt", [], id="more than such a text"),
    pytest.param(f"docs/{EXAMPLE}.txt", "^docs/", [], id="other text beside it"),
    pytest.param(SECRET_EXAMPLE, SECRET_EXAMPLE, [KEY], id="the example of a secret key"),
]


@pytest.mark.parametrize("commit", ["", COMMIT])
@pytest.mark.parametrize(("path", "allowed", "expected"), PATHS)
def test_in_the_path_a_pattern_may_match(path, allowed, expected, commit):
    assert left(f"k = {KEY}", [allowed], path=path, commit=commit) == expected


AWS, MAIL = Origin("rules", "aws"), Origin("rules", "mail")


def left_by_rules(content, allowed):
    """Return the secrets of ``content`` that the ``allowed`` pattern of the set ``mail`` leaves."""
    active = [*patterns(PROHIBITED[0], origin=AWS), *patterns(b"[a-z]+@[a-z]+", origin=MAIL)]
    (line,) = Scanner(Matcher(active)).scan([content.encode()])
    rule = AllowRule(patterns(allowed.encode(), origin=MAIL), prohibited=active)
    return [one.secret.decode() for one in rule.judge(line, b"a") if isinstance(one, Finding)]


def test_a_rule_set_allows_only_matches_of_its_own():
    assert left_by_rules(f"me@example {KEY}", "@example") == [KEY]
    assert left_by_rules(f"me@example {KEY}", "example.*") == [KEY]
    assert left_by_rules(f"{KEY} me@example", f"{KEY} me") == [KEY]


def test_a_rule_set_never_allows_a_whole_line():
    assert left_by_rules(f"{KEY} # example", "example") == [KEY]
    assert left_by_rules("me@work # example", "^a:") == ["me@work"]


@pytest.mark.parametrize("source", ["token-1", "  token-1", "token-1 ", "token-[0-9]|token-1"])
def test_a_pattern_in_gitprohibited_may_match_its_own_line(source):
    (line,) = scanner(source.encode()).scan([source.encode() + b"\r\n"])
    (there,) = AllowRule().judge(line, b".gitprohibited")
    (elsewhere,) = AllowRule().judge(line, b"elsewhere/.gitprohibited")
    assert isinstance(there, Allowed)
    assert isinstance(elsewhere, Finding)


@pytest.mark.parametrize("allowed", ["(?=src/)", "(?<=k)(?= )", "x*", "^", "()", ""])
def test_an_allowed_pattern_that_matches_the_empty_string_is_rejected(allowed):
    """In git-secrets by AWS Labs an empty allowed pattern allows everything."""
    with pytest.raises(PatternError, match="it matches the empty string"):
        left(f"k = {KEY}", [allowed])


@pytest.fixture
def short_limit(monkeypatch):
    """Set the limit for one decision to 20 ms."""
    for module in ("prohibited_text", "allowed_pattern"):
        monkeypatch.setattr(f"git_secrets_py.engine.allow_rule.{module}.TIME_LIMIT", 0.02)


@pytest.mark.usefixtures("short_limit")
def test_an_allowed_pattern_that_times_out_allows_nothing():
    content = f"{KEY} " + "a" * 40 + " b"
    assert left(content, ["(a|a)*b$"]) == [KEY]
    assert left(content, ["(a|a)*b$", "^src/"]) == []


@pytest.mark.usefixtures("short_limit")
def test_an_allowed_pattern_that_times_out_is_reported_and_given_up():
    rule = AllowRule(patterns(b"(a|a)*b$"))
    content = f"{KEY} {'a' * 40} b\n".encode()
    lines = list(scanner(*PROHIBITED).scan([content * 5]))
    assert all(isinstance(one, Finding) for line in lines for one in rule.judge(line, b"a.py"))
    problems = rule.take_problems()
    assert [one.severity for one in problems] == ["warning"] * 3
    assert problems[0].message == (
        "a.py: line 1: the allowed pattern '(a|a)*b$' from git config ~/.gitconfig exceeded the "
        "time limit of 0.02 s and allows nothing here; simplify it"
    )
    assert problems[2].message.endswith("; it is ignored for the rest of this run")
    assert rule.take_problems() == []


def test_an_allowed_match_comes_with_its_pattern():
    rule = AllowRule(patterns(b"EXAMPLE", b"FODNN7EXAMPLE"), {})
    (line,) = scanner(b"AKIA[A-Z0-9]{16}").scan([f"{EXAMPLE} {KEY}".encode()])
    allowed, found = rule.judge(line, b"a.py", COMMIT.encode())
    assert (allowed.by.source, allowed.finding.secret) == (b"EXAMPLE", EXAMPLE.encode())
    assert (found.secret, found.path, found.commit) == (KEY.encode(), b"a.py", COMMIT.encode())
    assert rule.allowed_by(line, b"a.py") == [allowed.by, None]


def verdicts(judged):
    """Return of each match its line, its place and the source of the pattern that allows it."""
    found = [
        (one.finding, one.by.source) if isinstance(one, Allowed) else (one, b"") for one in judged
    ]
    return [(finding.line.number, finding.match.start, by) for finding, by in found]


@pytest.mark.parametrize(
    ("path", "commit", "expected"),
    [("src/a.py", "", 4), ("src/a.py", COMMIT, 5), ("x\nsrc/a.py", "", 2)],
)
def test_many_lines_are_allowed_as_each_of_them_is(path, commit, expected, monkeypatch):
    allowed = (b"^src/.*:1[0-9]:", b"^[0-9a-f]{40}:.*:2", b"7$", b"-(.)\\1$", b"(?i)^.*TOKEN-5$")
    text = b"".join(b"%b%d token-%d\n" % (KEY.encode(), n % 60, n) for n in range(300))
    lines = list(scanner(*PROHIBITED, rb"Q+[0-9]+").scan([text]))
    rule = AllowRule(patterns(*allowed), prohibited=patterns(*PROHIBITED))
    place = path.encode(), commit.encode()
    each = [verdict for line in lines for verdict in verdicts(rule.judge(line, *place))]
    monkeypatch.setattr("git_secrets_py.engine.allow_rule._MANY", 1)
    assert verdicts(rule.judge_all(lines, *place)) == each
    assert len({by for *_, by in each} - {b""}) == expected
