"""The message of a commit: the part that git will record.

Every case is checked against git: our text equals the message that git records, apart from blank
lines.
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

# A hook that copies the message file and the variable that git passes.
KEEPING_HOOK = """#!/bin/sh
cp "$1" "$(git rev-parse --git-dir)/KEPT"
printf %s "${GIT_EDITOR-unset}" > "$(git rev-parse --git-dir)/KEPT_EDITOR"
"""


@pytest.fixture
def recorded(repo):
    """Commit with an editor that prepends ``text``, and compare with git.

    Return the lines that we scan, without blank ones.
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
        # Not more lines than the file: line numbers are those of the file.
        assert content.count(b"\n") <= (repo.path / ".git/KEPT").read_bytes().count(b"\n")
        return content


def _lines(text):
    return [line.rstrip() for line in text.decode().split("\n") if line.strip()]


@pytest.fixture
def staged(repo):
    """A repository with a staged change."""
    repo.commit_file("a", "removed line\n")
    repo.write("a", "new line\n")
    repo.add()
    return repo


pytestmark = [
    pytest.mark.usefixtures("staged"),
    pytest.mark.skipif(sys.platform == "win32", reason="the editor is a shell command"),
]

EDITED = "subject\n\nbody\n# a comment\n #no comment\n"


def test_comment_lines_are_ignored(recorded):
    assert recorded(EDITED) == ["subject", "body", " #no comment"]


@pytest.mark.parametrize("name", ["core.commentChar", "core.commentchar"])
def test_the_comment_character_is_configurable(recorded, name):
    text = "subject\n# kept\n; a comment\n"
    assert recorded(text, comment_settings=[(name, ";")]) == ["subject", "# kept"]


def test_an_automatic_comment_character_is_recognized(recorded, repo):
    """git picks a character that begins no line of the message."""
    repo.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", "one\n# two")
    expected = ["subject", "one", "# two"]
    auto = [("core.commentChar", "auto")]
    assert recorded("subject\n", "--amend", comment_settings=auto) == expected


def test_an_automatic_comment_character_is_recognized_above_a_diff(recorded, repo):
    repo.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", "one\n# two")
    auto = [("core.commentChar", "auto")]
    assert recorded("", "--amend", "--verbose", comment_settings=auto) == ["one", "# two"]


def test_the_diff_of_a_verbose_commit_is_ignored(recorded):
    assert recorded("subject\n", "--verbose") == ["subject"]


def test_the_diff_of_a_verbose_commit_is_ignored_with_any_comment_character(recorded):
    settings = [("core.commentChar", "%"), ("commit.verbose", "2")]
    assert recorded("subject\n", comment_settings=settings) == ["subject"]


def test_a_scissors_line_typed_by_the_user_cuts_nothing(recorded):
    text = f"subject\n{SCISSORS}\nstill recorded\n"
    assert recorded(text) == ["subject", "still recorded"]


def test_a_scissors_line_in_a_message_option_cuts_nothing(recorded):
    text = f"subject\n{SCISSORS}\nstill recorded\n"
    assert recorded(text, edited=False) == ["subject", SCISSORS, "still recorded"]


def test_a_comment_line_in_a_message_option_is_recorded(recorded):
    assert recorded("subject\n\n# kept", edited=False) == ["subject", "# kept"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("default", ["subject", "body", " #no comment"]),
        ("strip", ["subject", "body", " #no comment"]),
        ("scissors", ["subject", "body", "# a comment", " #no comment"]),
    ],
)
def test_the_cleanup_mode_is_configurable(recorded, mode, expected):
    assert recorded(EDITED, comment_settings=[("commit.cleanup", mode)]) == expected


@pytest.mark.parametrize("mode", ["whitespace", "verbatim"])
def test_modes_that_keep_comments_keep_the_comments_of_git(recorded, mode):
    lines = recorded(EDITED, comment_settings=[("commit.cleanup", mode)])
    assert lines[:4] == ["subject", "body", "# a comment", " #no comment"]


@pytest.mark.parametrize("mode", ["default", "whitespace", "verbatim", "scissors"])
def test_other_modes_than_strip_keep_comments_in_a_message_option(recorded, mode):
    settings = [("commit.cleanup", mode)]
    assert recorded("subject\n# two", edited=False, comment_settings=settings) == [
        "subject",
        "# two",
    ]


def test_strip_removes_comments_from_a_message_option(recorded):
    settings = [("commit.cleanup", "strip")]
    assert recorded("subject\n# two", edited=False, comment_settings=settings) == ["subject"]


def test_a_finding_shows_the_path_that_git_passes_and_the_line_of_the_file(repo, key):
    repo.register_aws()
    repo.write(".git/COMMIT_EDITMSG", b"# one\n\nsubject\n# three\n" + key + b"\n")
    ran = repo.call("--commit_msg_hook", ".git/COMMIT_EDITMSG")
    assert ran.status == 1
    assert ran.err.startswith(b".git/COMMIT_EDITMSG:5:" + key + b"\n\n[ERROR]")


def test_a_secret_in_a_comment_line_is_ignored(repo, key):
    repo.register_aws()
    repo.write(".git/COMMIT_EDITMSG", b"subject\n# " + key + b"\n")
    assert repo.call("--commit_msg_hook", ".git/COMMIT_EDITMSG") == (0, b"", b"")


def test_an_unreadable_message_is_an_error(repo):
    repo.register_aws()
    assert repo.call("--commit_msg_hook", "no-such-file") == (
        2,
        b"",
        b"git secrets: no-such-file: No such file or directory\n",
    )


def test_the_hook_requires_a_path(repo):
    ran = repo.call("--commit_msg_hook")
    assert ran.status == 1
    assert ran.err.startswith(
        b"git secrets: --commit_msg_hook requires the file with the message\n"
    )


def test_a_message_in_utf_16_is_scanned(repo, key):
    repo.register_aws()
    repo.write(".git/COMMIT_EDITMSG", os.fsencode(key.decode()).decode().encode("utf-16"))
    assert repo.call("--commit_msg_hook", ".git/COMMIT_EDITMSG").status == 1
