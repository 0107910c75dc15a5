"""``git secrets --add`` and ``--remove``."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from support import FIRST_ADDED, NO_LONGER_RECOMMENDED, SILENCE, Ran, Repo


def values(repo: Repo, scope: str, key: str) -> list[bytes]:
    return repo.try_git("config", scope, "--null", "--get-all", key).out.split(b"\0")[:-1]


def prohibited(repo: Repo) -> list[bytes]:
    return values(repo, "--local", "secrets.patterns")


def allowed(repo: Repo) -> list[bytes]:
    return values(repo, "--local", "secrets.allowed")


def test_a_pattern_is_added_to_the_config_of_the_repository(repo: Repo) -> None:
    assert repo.call("--add", "[a-z]+ secret") == FIRST_ADDED
    assert prohibited(repo) == [b"[a-z]+ secret"]


def test_an_allowed_pattern_goes_to_a_key_of_its_own(repo: Repo) -> None:
    assert repo.call("--add", "-a", "fine") == SILENCE
    assert repo.call("--add", "--allowed", "fine too") == SILENCE
    assert (prohibited(repo), allowed(repo)) == ([], [b"fine", b"fine too"])


def test_options_may_stand_after_the_pattern(repo: Repo) -> None:
    assert repo.call("--add", "fine", "-a") == SILENCE
    assert allowed(repo) == [b"fine"]


def test_global_means_the_config_of_the_user_and_needs_no_repository(
    repo: Repo, home: Path
) -> None:
    assert Repo(home).call("--add", "--global", "everywhere") == Ran(
        0, b"", NO_LONGER_RECOMMENDED.replace(b"git config ", b"git config --global ")
    )
    assert values(repo, "--global", "secrets.patterns") == [b"everywhere"]
    assert prohibited(repo) == []


def test_outside_a_repository_there_is_nothing_to_add_to(home: Path) -> None:
    assert Repo(home).call("--add", "foo") == Ran(
        2,
        b"",
        b"git secrets: not a git repository (or any of the parent directories); "
        b"--global selects the global git config\n",
    )


def test_a_pattern_that_is_there_is_refused(repo: Repo) -> None:
    repo.call("--add", "foo")
    assert repo.call("--add", "foo") == Ran(
        1,
        b"",
        b"git secrets: secrets.patterns in the local git config already contains 'foo'\n",
    )
    assert prohibited(repo) == [b"foo"]


def test_a_pattern_that_is_there_is_refused_for_the_user_too(repo: Repo) -> None:
    repo.call("--add", "--global", "-a", "foo")
    assert repo.call("--add", "--global", "-a", "foo") == Ran(
        1, b"", b"git secrets: secrets.allowed in the global git config already contains 'foo'\n"
    )


def test_a_pattern_is_added_beside_a_longer_one_that_contains_it(repo: Repo) -> None:
    repo.call("--add", "foobar")
    assert repo.call("--add", "foo") == SILENCE
    assert prohibited(repo) == [b"foobar", b"foo"]


def test_a_pattern_of_the_user_may_be_added_to_the_repository(repo: Repo) -> None:
    repo.call("--add", "--global", "foo")
    assert repo.call("--add", "foo") == SILENCE
    assert prohibited(repo) == [b"foo"]


def test_the_same_pattern_may_be_prohibited_and_allowed(repo: Repo) -> None:
    repo.call("--add", "foo")
    assert repo.call("--add", "-a", "foo") == SILENCE


def test_several_words_are_one_pattern(repo: Repo) -> None:
    assert repo.call("--add", "one", "secret") == FIRST_ADDED
    assert prohibited(repo) == [b"one secret"]


def test_a_literal_is_escaped_with_its_brackets(repo: Repo) -> None:
    assert repo.call("--add", "--literal", r"a[b]\.c|$(d){e}?+*^-f") == FIRST_ADDED
    assert prohibited(repo) == [rb"a\[b\]\\\.c\|\$\(d\)\{e\}\?\+\*\^-f"]


def test_an_allowed_literal_in_the_short_spelling_of_both_options(repo: Repo) -> None:
    assert repo.call("--add", "-al", "a.b") == SILENCE
    assert allowed(repo) == [rb"a\.b"]


def test_a_pattern_that_begins_with_a_dash_comes_after_two_dashes(repo: Repo) -> None:
    assert repo.call("--add", "--", "-----BEGIN") == FIRST_ADDED
    assert prohibited(repo) == [b"-----BEGIN"]


def test_a_pattern_may_hold_what_git_config_quotes(repo: Repo) -> None:
    assert repo.call("--add", 'a;b # "c" \\\\ ').status == 0
    assert prohibited(repo) == [b'a;b # "c" \\\\ ']


def test_a_pattern_need_not_be_utf8(repo: Repo) -> None:
    assert repo.run("--add", b"\xff\xe9") == FIRST_ADDED
    assert prohibited(repo) == [b"\xff\xe9"]


def test_a_pattern_that_cannot_be_read_is_not_added(repo: Repo) -> None:
    assert repo.call("--add", "foo|(bar") == Ran(
        2,
        b"",
        b"git secrets: invalid pattern: unmatched (\n    foo|(bar\n        ^\n",
    )
    assert prohibited(repo) == []


def test_a_pattern_that_matches_everything_is_not_added(repo: Repo) -> None:
    ran = repo.call("--add", "-a", "x*")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(b"git secrets: invalid pattern: ")
    assert allowed(repo) == []


def test_a_pattern_with_a_group_extension_finds_what_it_means(repo: Repo) -> None:
    assert repo.call("--add", "token(?:_id)?=[0-9]{4}") == FIRST_ADDED
    repo.write("leak", "token=1234\ntoken_id=1234\n")
    ran = repo.call("--scan", "leak")
    assert (ran.status, ran.err.splitlines()[:2]) == (
        1,
        [b"leak:1:token=1234", b"leak:2:token_id=1234"],
    )


def test_a_pattern_that_needs_a_newline_is_not_added(repo: Repo) -> None:
    assert repo.call("--add", "--", r"KEY-----\nb3B") == Ran(
        2,
        b"",
        b"git secrets: invalid pattern: it needs a newline, but a match never spans lines; "
        b"match one line of the secret, or use the rule private-key for keys\n"
        b"    KEY-----\\nb3B\n"
        b"            ~^\n",
    )
    assert prohibited(repo) == []


def test_a_pattern_that_can_never_match_stops_a_scan(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", "a^b")
    repo.write("file", "a^b\n")
    ran = repo.call("--scan", "file")
    assert (ran.status, ran.out) == (2, b"")
    assert b"(from git config .git/config): it can never match: " in ran.err


def test_a_pattern_that_is_probably_unintended_is_added_with_a_warning(repo: Repo) -> None:
    assert repo.call("--add", r"key-[\w-]+") == Ran(
        0,
        b"",
        b"git secrets: warning: the pattern 'key-[\\w-]+': in [\\w-] the backslash and the w are "
        b"characters; write [[:alnum:]_-]\n" + NO_LONGER_RECOMMENDED,
    )
    assert prohibited(repo) == [rb"key-[\w-]+"]


def test_an_allowance_of_every_line_is_added_with_a_warning(repo: Repo) -> None:
    assert repo.call("--add", "--allowed", " ") == Ran(
        0,
        b"",
        b"git secrets: warning: the pattern ' ': it allows nearly every line; "
        b"match more of the text to allow\n",
    )
    assert allowed(repo) == [b" "]


def test_an_empty_line_among_several_patterns_is_refused(repo: Repo) -> None:
    assert repo.call("--add", "foo\n\nbar").status == 2
    assert repo.call("--add", "foo\nbar") == FIRST_ADDED
    assert prohibited(repo) == [b"foo\nbar"]


def test_without_a_pattern_the_usage_is_shown(repo: Repo) -> None:
    ran = repo.call("--add")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b"git secrets: --add requires a pattern\n\nusage: git secrets --add ")


def test_a_linked_worktree_shares_the_config_of_its_repository(repo: Repo) -> None:
    repo.commit_file("a", "a")
    repo.git("worktree", "add", "--quiet", "../linked")
    assert Repo(repo.path.parent / "linked").call("--add", "foo") == FIRST_ADDED
    assert prohibited(repo) == [b"foo"]


def test_hostile_config_changes_nothing(repo: Repo, hostile: None) -> None:
    assert repo.call("--add", "foo") == FIRST_ADDED
    assert repo.call("--add", "foo").status == 1
    assert repo.call("--remove", "foo") == SILENCE
    assert prohibited(repo) == []


def test_remove_takes_exactly_this_pattern_out(repo: Repo) -> None:
    for pattern in ("foo", "foobar", "f.o"):
        repo.call("--add", pattern)
    assert repo.call("--remove", "f.o") == SILENCE
    assert prohibited(repo) == [b"foo", b"foobar"]


def test_remove_takes_every_repetition_out(repo: Repo) -> None:
    repo.git("config", "--add", "secrets.patterns", "foo")
    repo.git("config", "--add", "secrets.patterns", "foo")
    assert repo.call("--remove", "foo") == SILENCE
    assert prohibited(repo) == []


def test_remove_knows_the_options_of_add(repo: Repo) -> None:
    repo.call("--add", "--global", "-a", "-l", "a.b")
    repo.call("--add", "-a", "-l", "a.b")
    assert repo.call("--remove", "--global", "-a", "-l", "a.b") == SILENCE
    assert values(repo, "--global", "secrets.allowed") == []
    assert allowed(repo) == [rb"a\.b"]


def test_a_pattern_that_cannot_be_read_can_be_removed(repo: Repo) -> None:
    repo.git("config", "--add", "secrets.allowed", "(")
    assert repo.call("--remove", "-a", "(") == SILENCE
    assert allowed(repo) == []


def test_an_empty_value_can_be_removed(repo: Repo) -> None:
    repo.git("config", "--add", "secrets.allowed", "")
    assert repo.call("--remove", "-a", "") == SILENCE
    assert allowed(repo) == []


def test_a_pattern_that_begins_with_an_exclamation_mark_is_removed(repo: Repo) -> None:
    repo.call("--add", "!foo")
    repo.call("--add", "bar")
    assert repo.call("--remove", "!foo") == SILENCE
    assert prohibited(repo) == [b"bar"]


def test_what_is_not_there_cannot_be_removed(repo: Repo) -> None:
    repo.call("--add", "foobar")
    assert repo.call("--remove", "foo") == Ran(
        1,
        b"",
        b"git secrets: secrets.patterns in the local git config does not contain 'foo'\n",
    )


def test_the_file_that_has_the_pattern_is_named(repo: Repo, home: Path) -> None:
    repo.call("--add", "--global", "foo")
    assert repo.call("--remove", "foo") == Ran(
        1,
        b"",
        b"git secrets: secrets.patterns in the local git config does not contain 'foo', but %b "
        b"does (--global selects the global git config)\n" % os.fsencode(home / ".gitconfig"),
    )


@pytest.mark.parametrize(
    ("words", "name"), [(["foo"], ".gitprohibited"), (["-a", "foo"], ".gitallowed")]
)
def test_the_line_of_a_pattern_file_that_has_the_pattern_is_named(
    repo: Repo, words: list[str], name: str
) -> None:
    repo.write(name, "# ours\nfoo\n")
    kind = "allowed" if "-a" in words else "patterns"
    assert repo.call("--remove", *words) == Ran(
        1,
        b"",
        f"git secrets: secrets.{kind} in the local git config does not contain 'foo', but {name}:2 "
        "does; remove it there\n".encode(),
    )


@pytest.mark.parametrize("digits", [4, 8, 64])
def test_an_id_in_gitallowed_is_removed_by_the_command_that_is_named(
    repo: Repo, digits: int
) -> None:
    fingerprint = hashlib.sha256(b"x").hexdigest()
    repo.write(".gitallowed", f"sha256:{fingerprint}\n")
    command = f"--disallow {fingerprint[:digits]}"
    assert repo.call("--remove", "-a", fingerprint[:digits]) == Ran(
        1,
        b"",
        b"git secrets: secrets.allowed in the local git config does not contain "
        + f"'{fingerprint[:digits]}'; to remove the ID from .gitallowed: ".encode()
        + f"git secrets {command}\n".encode(),
    )
    assert repo.call(*command.split()).status == 0
