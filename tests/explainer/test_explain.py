"""``git secrets --explain``: which patterns match a line, and why."""

from __future__ import annotations

import os
import random
import string

import pytest
from support import Ran, Repo, fake_token, fingerprint, short_id

AWS = "(A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}"
CONFIG = f"    pattern: {AWS} from git config .git/config\n"
MASKED = "AKIA**************QQ"


def matched(place: str, columns: str, verdict: str) -> str:
    return (
        f"{place}: aws-access-key-id matches at columns {columns}: {MASKED}\n"
        f"{CONFIG}    severity: high\n    {verdict}\n"
    )


def explained(text: str) -> Ran:
    return Ran(0, text.encode(), b"")


def not_allowed(secret: bytes, options: str = "") -> str:
    return f"not allowed; to allow it, run: git secrets --allow {options}{short_id(secret)}"


@pytest.fixture(autouse=True)
def patterns(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", AWS)


def test_a_match_is_explained_with_its_columns_its_pattern_and_how_to_allow_it(
    repo: Repo, key: bytes
) -> None:
    repo.write("src/a.py", b"\nkey = '%b'\n" % key)
    expected = explained(matched("src/a.py:2", "8-27", not_allowed(key)))
    assert repo.call("--explain", "src/a.py:2") == expected
    assert repo.call("--explain", "src/a.py:2") == expected


def test_a_location_of_a_report_can_be_pasted_with_its_column(repo: Repo, key: bytes) -> None:
    repo.write("a", key)
    assert repo.call("--explain", "a:1:1") == repo.call("--explain", "a:1")
    assert repo.call("--explain", "a:1:1").status == 0


def test_a_file_without_a_line_number_explains_every_matched_line(repo: Repo, key: bytes) -> None:
    repo.write("a", b"one\n%b\nthree\n%b %b\n" % (key, key, key))
    assert repo.call("--explain", "a") == explained(
        matched("a:2", "1-20", not_allowed(key))
        + matched("a:4", "1-20", not_allowed(key))
        + matched("a:4", "22-41", not_allowed(key))
    )


def test_every_line_of_standard_input_is_explained(repo: Repo, key: bytes) -> None:
    place = "(standard input):"
    assert repo.run("--explain", "-", input=b"one\n%b\r\n\nfour" % key) == explained(
        f"{place}1: no pattern matches\n"
        + matched(f"{place}2", "1-20", not_allowed(key))
        + f"{place}3: no pattern matches\n{place}4: no pattern matches\n"
    )


EXCUSES = [
    pytest.param("^src/", "^src/ from .gitallowed:2", id="a path"),
    pytest.param("QQ$", "QQ$ from .gitallowed:2", id="a pattern for the secret"),
]


@pytest.mark.parametrize(("allowance", "excuse"), EXCUSES)
def test_an_allowed_match_is_explained_with_the_allowed_pattern(
    repo: Repo, key: bytes, allowance: str, excuse: str
) -> None:
    repo.write(".gitallowed", f"# a comment\n{allowance}\n")
    repo.write("src/a.py", key)
    expected = explained(matched("src/a.py:1", "1-20", f"allowed by {excuse}"))
    assert repo.call("--explain", "src/a.py:1") == expected


def test_an_allowed_fingerprint_is_shown_with_its_origin(repo: Repo, key: bytes) -> None:
    line = f"sha256:{fingerprint(key)}"
    repo.write(".gitallowed", line)
    repo.write("a", key)
    assert repo.call("--explain", "a:1") == explained(
        matched("a:1", "1-20", f"allowed by {line} from .gitallowed:1")
    )


def test_an_allowed_literal_is_shown_masked(repo: Repo, key: bytes) -> None:
    repo.write(".gitallowed", key)
    repo.write("a", key)
    assert repo.call("--explain", "a:1") == explained(
        matched("a:1", "1-20", "allowed by ******** from .gitallowed:1")
    )


def test_an_inline_comment_allows_if_it_is_enabled(repo: Repo, key: bytes) -> None:
    repo.write("a", b"%b # Git-secrets: allow" % key)
    assert repo.call("--explain", "a:1") == explained(matched("a:1", "1-20", not_allowed(key)))
    repo.git("config", "secrets.inlineAllow", "true")
    assert repo.call("--explain", "a:1") == explained(
        matched("a:1", "1-20", "allowed by the comment 'Git-secrets: allow' on the line")
    )


def test_from_a_subdirectory_the_path_is_that_of_the_hooks(repo: Repo, key: bytes) -> None:
    repo.write(".gitallowed", "^src/\n")
    repo.write("src/a.py", key)
    below = Repo(repo.path / "src")
    assert below.call("--explain", "a.py:1") == repo.call("--explain", "src/a.py:1")
    assert below.call("--explain", "a.py:1").out.startswith(b"src/a.py:1: ")


def word_rule(place: str, columns: str, beside: str) -> str:
    return (
        f"{place}: aws-access-key-id would match at columns {columns}, but {beside} (word rule)\n"
        f"{CONFIG}"
    )


BESIDE = [
    pytest.param("%b_", "1-20", "'_' after it is a word character", id="after"),
    pytest.param("= x%b", "4-23", "'x' before it is a word character", id="before"),
    pytest.param(
        "x%b7", "2-21", "'x' before it and '7' after it are word characters", id="both sides"
    ),
]


@pytest.mark.parametrize(("content", "columns", "beside"), BESIDE)
def test_a_match_that_is_not_a_word_is_explained_with_its_neighbors(
    repo: Repo, key: bytes, content: str, columns: str, beside: str
) -> None:
    repo.write("a", content.encode() % key)
    expected = explained(word_rule("a:1", columns, beside))
    assert repo.call("--explain", "a:1") == expected
    assert repo.call("--explain", "a") == expected
    assert repo.call("--scan", "a") == Ran(0, b"", b"")


def test_one_line_may_have_both(repo: Repo, key: bytes) -> None:
    repo.write("a", b"x%b %b" % (key, key))
    assert repo.call("--explain", "a") == explained(
        matched("a:1", "23-42", not_allowed(key))
        + word_rule("a:1", "2-21", "'x' before it is a word character")
    )


def test_a_match_that_is_a_shorter_word_is_only_a_match(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", "foo(-bar)?")
    repo.write("a", "foo-bars")
    ran = repo.call("--explain", "a")
    assert ran.out.count(b"at columns") == 1
    assert b" matches at columns 1-3: ***\n" in ran.out


def test_each_pattern_that_matches_the_same_text_is_explained(repo: Repo, key: bytes) -> None:
    repo.git("config", "--add", "secrets.patterns", "AKIA[A-Z2-7]+")
    repo.write("a", key)
    name = f"custom-pattern-{short_id(b'AKIA[A-Z2-7]+')}"
    second = f"a:1: {name} matches at columns 1-20: {MASKED}\n    pattern: AKIA[A-Z2-7]+ from git "
    verdict = f"config .git/config\n    severity: high\n    {not_allowed(key)}\n"
    assert repo.call("--explain", "a:1") == explained(
        matched("a:1", "1-20", not_allowed(key)) + second + verdict
    )


def test_patterns_of_rule_sets_and_gitprohibited_are_used(repo: Repo) -> None:
    repo.write(".gitprohibited", "team-[0-9]+\n")
    repo.write("a", fake_token("npm_", 36) + " team-1\n")
    ran = repo.call("--explain", "a", "--rules", "npm")
    assert (ran.status, ran.err) == (0, b"")
    assert b"\n    pattern: team-[0-9]+ from .gitprohibited:1\n" in ran.out
    assert b"\n    pattern: npm_[A-Za-z0-9]{36} from rule set npm\n" in ran.out


def test_the_command_to_allow_a_secret_repeats_the_rules_of_the_run(repo: Repo) -> None:
    token = fake_token("npm_", 36)
    repo.write("a", token)
    repo.write("my.toml", '[[rules]]\nid = "x"\nregex = "x{9}"\n')
    ran = repo.call("--explain", "a", "--rules", "npm", "--rules-file", "my.toml")
    options = "--rules npm --rules-file my.toml "
    assert ran.out.decode().endswith(f"\n    {not_allowed(token.encode(), options)}\n")


def test_a_long_pattern_of_a_rule_is_replaced_by_the_command_that_shows_it(repo: Repo) -> None:
    repo.write("a", 'password = "' + "Correct" + '7horse"')
    ran = repo.call("--explain", "a", "--rules", "password-assignment")
    command = "git secrets --explain password-assignment"
    assert f"\n    pattern: from rule set generic; to show it: {command}\n" in ran.out.decode()
    assert b"\npattern:   (?i:" in repo.call(*command.split()[2:]).out


def test_a_password_of_standard_input_can_be_allowed_by_a_pattern_only(repo: Repo) -> None:
    line = b'password = "' + b"Correct" + b'7horse"'
    ran = repo.run("--explain", "-", "--rules", "password-assignment", input=line)
    assert ran.out.endswith(
        b"\n    not allowed; to allow it, run: git secrets --add --allowed <pattern>\n"
    )


def test_a_pattern_of_a_provider_is_not_shown(repo: Repo, key: bytes) -> None:
    repo.git("config", "--unset", "secrets.patterns")
    repo.git("config", "secrets.rules", "none")
    repo.git("config", "secrets.providers", f"echo {key.decode()}")
    repo.write("a", key)
    ran = repo.call("--explain", "a:1")
    assert ran.out.startswith(b"a:1: provider-pattern matches at columns 1-20: AKIA")
    assert b"\n    pattern: from provider echo " in ran.out
    assert key not in ran.out


NEAREST = [
    pytest.param(b"k = '%b'", slice(-1), "1 character off at columns 6-25", id="one too few"),
    pytest.param(b"%b", slice(-2), "2 characters off at columns 1-18", id="two too few"),
]


@pytest.mark.parametrize(("content", "part", "away"), NEAREST)
def test_without_a_match_the_closest_pattern_is_named(
    repo: Repo, key: bytes, content: bytes, part: slice, away: str
) -> None:
    repo.write("a", content % key[part])
    assert repo.call("--explain", "a:1") == explained(
        f"a:1: no pattern matches; the closest is aws-access-key-id, {away}\n"
    )


@pytest.mark.parametrize("content", [b"nothing", b"", b"AKIA", b"AKIA" + b"Q" * 13, b"a " * 5000])
def test_without_a_close_pattern_none_is_named(repo: Repo, content: bytes) -> None:
    repo.write("a", content + b"\n")
    assert repo.call("--explain", "a:1") == explained("a:1: no pattern matches\n")


def test_a_provider_pattern_is_not_named_as_the_closest(repo: Repo, key: bytes) -> None:
    repo.git("config", "secrets.patterns", "something else")
    repo.git("config", "secrets.providers", f"echo {key.decode()}")
    repo.write("a", key[:-1])
    assert repo.call("--explain", "a:1") == explained("a:1: no pattern matches\n")


def test_a_header_that_many_keys_share_is_not_allowed_by_its_id(repo: Repo) -> None:
    header = b"-----BEGIN PRIVATE " + b"KEY-----"
    repo.git("config", "secrets.patterns", header)
    repo.write("a", header + b"\n")
    ran = repo.call("--explain", "a:1", "--rules", "private-key")
    assert ran.out.endswith(
        b"\n    severity: high"
        b"\n    not allowed; to allow it, add a pattern for the path to .gitallowed\n"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_lines_of_wide_text_are_counted_as_text(repo: Repo, key: bytes, encoding: str) -> None:
    repo.write("a", f"é\n\nk = {key.decode()}\nnothing\n".encode(encoding))
    expected = explained(matched("a:3", "5-24", not_allowed(key)))
    assert repo.call("--explain", "a:3") == expected
    assert repo.call("--explain", "a") == expected
    assert repo.call("--explain", "a:4") == explained("a:4: no pattern matches\n")


def test_skipped_binary_content_is_reported(repo: Repo, key: bytes) -> None:
    repo.write("a", b"\0\1\2%b\n%b\n" % (b"\3" * 40, key))
    assert repo.call("--explain", "a") == Ran(
        0, b"", b"git secrets: a: binary, skipped; to scan all of it, use --text\n"
    )
    assert repo.call("--explain", "--text", "a:2") == explained(
        matched("a:2", "1-20", not_allowed(key, "--text "))
    )


def test_a_match_in_a_line_longer_than_a_block_has_its_column(repo: Repo, key: bytes) -> None:
    repo.write("a", b" " * (5 << 20) + key + b" " * 1000)
    start = (5 << 20) + 1
    assert repo.call("--explain", "a:1") == explained(
        matched("a:1", f"{start}-{start + 19}", not_allowed(key))
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_name_that_ends_like_a_line_number_is_read_as_a_name(repo: Repo, key: bytes) -> None:
    repo.write("a:2", key)
    repo.write("a", "one\ntwo\n")
    assert repo.call("--explain", "a:2") == explained(matched("a:2:1", "1-20", not_allowed(key)))
    assert repo.call("--explain", "a:2:1") == explained(matched("a:2:1", "1-20", not_allowed(key)))


def test_outside_of_a_repository_the_patterns_are_those_of_the_user(
    home: Repo, tmp_path_factory: pytest.TempPathFactory, key: bytes
) -> None:
    elsewhere = Repo(tmp_path_factory.mktemp("elsewhere"))
    elsewhere.git("config", "--global", "secrets.patterns", AWS)
    elsewhere.write("a", key)
    ran = elsewhere.call("--explain", "a:1")
    assert (ran.status, ran.err) == (0, b"")
    assert ran.out.startswith(b"a:1: aws-access-key-id matches at columns 1-20: ")


def test_without_a_pattern_the_recommended_rules_are_explained(repo: Repo, key: bytes) -> None:
    repo.git("config", "--unset", "secrets.patterns")
    repo.write("a", key)
    ran = repo.call("--explain", "a")
    assert ran.err == (
        b"git secrets: no prohibited pattern is configured; the rule set 'recommended' is active\n"
    )
    assert ran.out.startswith(b"a:1: aws-access-key-id matches")


def test_no_secret_is_printed(repo: Repo, key: bytes) -> None:
    """Whether it is in the path, a pattern, an allowed pattern, or beside word bytes."""
    other = key[:-1] + b"Z"
    repo.git("config", "--add", "secrets.patterns", other)
    repo.write(".gitallowed", b"^%b.*%b\n" % (key, other))
    repo.write(key, b"%b %b x%b %b7\n%b\n" % (key, other, key, other, key[:-1]))
    for target in (key.decode(), f"{key.decode()}:1", f"{key.decode()}:2"):
        ran = repo.call("--explain", target)
        assert (ran.status, ran.err) == (0, b"")
        assert key not in ran.out
        assert other not in ran.out


def test_a_file_without_a_match_is_answered(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", AWS)
    repo.write("a", "nothing\n")
    repo.write("empty", "")
    assert repo.call("--explain", "a") == Ran(0, b"a: no pattern matches\n", b"")
    assert repo.call("--explain", "empty") == Ran(0, b"empty: no pattern matches\n", b"")


def test_columns_count_characters(repo: Repo, key: bytes) -> None:
    repo.write("a", "é='".encode() + key)
    assert repo.call("--explain", "a:1") == explained(matched("a:1", "4-23", not_allowed(key)))


def test_a_live_key_is_not_offered_to_be_allowed(repo: Repo, key: bytes) -> None:
    repo.write("credentials", b"[prod]\naws_access_key_id = %b\n" % key)
    repo.call("--add-provider", "--", "git", "secrets", "--aws-provider", "credentials")
    repo.write("a", key)
    ran = repo.call("--explain", "a:1")
    assert b"deactivate it where it was issued" in ran.out
    repo.git("config", "--unset-all", "secrets.patterns")
    assert b"--allow" not in repo.call("--explain", "a:1").out


def test_a_match_over_several_lines_is_explained(repo: Repo) -> None:
    repo.git("config", "secrets.rules", "aws")
    letters = random.Random(7).choices(string.ascii_letters + string.digits, k=40)
    repo.write("a", "AKIA" + "QWERTY2345ZXCVBA" + "\n" + "".join(letters) + "\n")
    assert b"a:2:" in repo.call("--scan", "a").err
    ran = repo.call("--explain", "a:2")
    assert (ran.status, b"a:2: aws-key-pair matches at columns 1-40" in ran.out) == (0, True)


def test_a_rule_for_paths_is_explained_with_its_verdict(repo: Repo) -> None:
    repo.write(".gitsecrets.toml", "[[rules]]\nid = 'keystore'\npath = '[.]jks$'\n")
    repo.write("a.jks", "hello\n")
    path = "a.jks: keystore matches the path\n    pattern: [.]jks$ from .gitsecrets.toml\n"
    advice = f"    severity: high\n    {not_allowed(b'a.jks')}\n"
    assert repo.call("--explain", "a.jks") == explained(path + advice)
    line = "a.jks:1: no pattern matches\n"
    assert repo.call("--explain", "a.jks:1") == explained(path + advice + line)
    repo.add()
    assert repo.call("--allow", short_id(b"a.jks")).status == 0
    allowed = (
        f"    severity: high\n    allowed by sha256:{fingerprint(b'a.jks')} from .gitallowed:2\n"
    )
    assert repo.call("--explain", "a.jks") == explained(path + allowed)
