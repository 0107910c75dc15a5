"""The message of a commit: what git is going to record, and nothing else.

Every case is checked against git itself: its own message is what is left of ours, apart from
blank lines.
"""

from __future__ import annotations

import os
import sys

import pytest
from blobs import contents
from support import working_in

from git_secrets_py.git.repository import Repository
from git_secrets_py.sources.message import message

SCISSORS = "# ------------------------ >8 ------------------------"

# A hook that keeps the message file as git hands it over, and the variables that come with it.
KEEPING_HOOK = """#!/bin/sh
cp "$1" "$(git rev-parse --git-dir)/KEPT"
printf %s "${GIT_EDITOR-unset}" > "$(git rev-parse --git-dir)/KEPT_EDITOR"
"""


@pytest.fixture
def recorded(repo):
    """Commit with an editor that leaves ``text`` (or prepends it), and compare with git.

    Returns the lines of our reading that are not blank.
    """

    def recorded(text, *options, comment_settings=(), edited=True):
        for setting in comment_settings:
            repo.git("config", *setting)
        repo.write_hook(KEEPING_HOOK, "commit-msg")
        repo.write(".git/TEXT", text)
        if edited:
            editor = 'sh -c \'cat .git/TEXT "$1" > .git/NEW; cp .git/NEW "$1"\' -'
            repo.git("commit", "--quiet", *options, env={"GIT_EDITOR": editor})
        else:
            repo.git("commit", "--quiet", *options, "-m", text)
        ours = _ours(repo)
        by_git = repo.git("log", "-1", "--format=%B")
        assert _lines(ours) == _lines(by_git)
        return _lines(ours)

    return recorded


def _ours(repo):
    with working_in(repo.path):
        editor = (repo.path / ".git/KEPT_EDITOR").read_text()
        environ = {} if editor == "unset" else {"GIT_EDITOR": editor}
        ((_, content),) = contents([message(b".git/KEPT", Repository().config, environ)])
        # As many lines as in the file, so that the numbers shown are those of the file.
        assert content.count(b"\n") <= (repo.path / ".git/KEPT").read_bytes().count(b"\n")
        return content


def _lines(text):
    return [line.rstrip() for line in text.decode().split("\n") if line.strip()]


@pytest.fixture
def staged(repo):
    """A repository in which the removal of a file is staged."""
    repo.commit_file("a", "removed line\n")
    repo.write("a", "new line\n")
    repo.add()
    return repo


pytestmark = [
    pytest.mark.usefixtures("staged"),
    pytest.mark.skipif(sys.platform == "win32", reason="the editor is a line for sh"),
]

EDITED = "subject\n\nbody\n# a comment\n #no comment\n"


def test_comment_lines_are_left_out(recorded):
    assert recorded(EDITED) == ["subject", "body", " #no comment"]


@pytest.mark.parametrize("name", ["core.commentChar", "core.commentchar"])
def test_comment_lines_begin_with_what_is_configured(recorded, name):
    text = "subject\n# kept\n; a comment\n"
    assert recorded(text, comment_settings=[(name, ";")]) == ["subject", "# kept"]


def test_git_chooses_the_comment_character_itself_if_asked(recorded, repo):
    """It takes one that no line of the message to be edited begins with."""
    repo.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", "one\n# two")
    expected = ["subject", "one", "# two"]
    auto = [("core.commentChar", "auto")]
    assert recorded("subject\n", "--amend", comment_settings=auto) == expected


def test_git_chooses_the_comment_character_with_a_diff_below(recorded, repo):
    repo.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", "one\n# two")
    auto = [("core.commentChar", "auto")]
    assert recorded("", "--amend", "--verbose", comment_settings=auto) == ["one", "# two"]


def test_the_diff_of_commit_verbose_is_left_out(recorded):
    assert recorded("subject\n", "--verbose") == ["subject"]


def test_the_diff_of_commit_verbose_is_left_out_by_any_comment_character(recorded):
    settings = [("core.commentChar", "%"), ("commit.verbose", "2")]
    assert recorded("subject\n", comment_settings=settings) == ["subject"]


def test_a_scissors_line_that_somebody_typed_cuts_nothing(recorded):
    text = f"subject\n{SCISSORS}\nstill recorded\n"
    assert recorded(text) == ["subject", "still recorded"]


def test_a_scissors_line_that_somebody_typed_cuts_nothing_from_a_message_given(recorded):
    text = f"subject\n{SCISSORS}\nstill recorded\n"
    assert recorded(text, edited=False) == ["subject", SCISSORS, "still recorded"]


def test_a_line_with_the_comment_character_in_a_message_given_is_recorded(recorded):
    assert recorded("subject\n\n# kept", edited=False) == ["subject", "# kept"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("default", ["subject", "body", " #no comment"]),
        ("strip", ["subject", "body", " #no comment"]),
        ("scissors", ["subject", "body", "# a comment", " #no comment"]),
    ],
)
def test_the_way_of_cleaning_up_is_the_one_configured(recorded, mode, expected):
    assert recorded(EDITED, comment_settings=[("commit.cleanup", mode)]) == expected


@pytest.mark.parametrize("mode", ["whitespace", "verbatim"])
def test_modes_that_keep_comments_keep_those_of_git_too(recorded, mode):
    lines = recorded(EDITED, comment_settings=[("commit.cleanup", mode)])
    assert lines[:4] == ["subject", "body", "# a comment", " #no comment"]


@pytest.mark.parametrize("mode", ["default", "whitespace", "verbatim", "scissors"])
def test_of_a_message_given_only_strip_leaves_comments_out(recorded, mode):
    settings = [("commit.cleanup", mode)]
    assert recorded("subject\n# two", edited=False, comment_settings=settings) == [
        "subject",
        "# two",
    ]


def test_strip_leaves_comments_out_of_a_message_given(recorded):
    settings = [("commit.cleanup", "strip")]
    assert recorded("subject\n# two", edited=False, comment_settings=settings) == ["subject"]


def test_a_message_is_shown_under_the_path_that_git_passes_with_the_lines_of_the_file(repo, key):
    repo.call("--register-aws")
    repo.write(".git/COMMIT_EDITMSG", b"# one\n\nsubject\n# three\n" + key + b"\n")
    ran = repo.run("--commit_msg_hook", ".git/COMMIT_EDITMSG")
    assert ran.status == 1
    assert ran.err.startswith(b".git/COMMIT_EDITMSG:5:" + key + b"\n\n[ERROR]")


def test_a_secret_in_a_comment_line_does_no_harm(repo, key):
    repo.call("--register-aws")
    repo.write(".git/COMMIT_EDITMSG", b"subject\n# " + key + b"\n")
    assert repo.run("--commit_msg_hook", ".git/COMMIT_EDITMSG") == (0, b"", b"")


def test_a_message_that_cannot_be_read_is_an_error(repo):
    repo.call("--register-aws")
    assert repo.run("--commit_msg_hook", "no-such-file") == (
        2,
        b"",
        b"git secrets: no-such-file: No such file or directory\n",
    )


def test_without_a_path_the_hook_is_misused(repo):
    ran = repo.run("--commit_msg_hook")
    assert ran.status == 1
    assert ran.err.startswith(b"git secrets: --commit_msg_hook needs the file with the message\n")


def test_a_message_in_utf_16_is_read(repo, key):
    repo.call("--register-aws")
    repo.write(".git/COMMIT_EDITMSG", os.fsencode(key.decode()).decode().encode("utf-16"))
    assert repo.run("--commit_msg_hook", ".git/COMMIT_EDITMSG").status == 1
