"""The message of a commit: the part that git may record.

Every case is checked against git: we scan each line of the message that git records, and no line
that git itself wrote and does not record.
"""

from __future__ import annotations

import os
import sys

import pytest
from blobs import contents
from support import Repo, working_in

from git_secrets_py.git.repository import Repository
from git_secrets_py.sources.message import message

SCISSORS = "# ------------------------ >8 ------------------------"

INTRODUCTION = b"# Please enter the commit message for your changes. Lines starting\n#\n"

PREPENDING_EDITOR = 'sh -c \'cat .git/TEXT "$1" > .git/NEW; cp .git/NEW "$1"\' -'

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
            repo.git("commit", "--quiet", *options, env={"GIT_EDITOR": PREPENDING_EDITOR})
        else:
            repo.git("commit", "--quiet", *options, "-m", text)
        ours = _ours(repo)
        by_git = repo.git("log", "-1", "--format=%B")
        assert set(_lines(by_git)) <= set(_lines(ours))
        return _lines(ours)

    return recorded


def _ours(repo):
    with working_in(repo.path):
        editor = (repo.path / ".git/KEPT_EDITOR").read_text()
        others = {name: one for name, one in os.environ.items() if name != "GIT_EDITOR"}
        environ = others if editor == "unset" else {**others, "GIT_EDITOR": editor}
        ((_, content),) = contents([message(b".git/KEPT", Repository(), environ)])
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


ALL_TYPED = ["subject", "body", "# a comment", " #no comment"]


def test_only_the_comments_of_git_are_ignored(recorded):
    assert recorded(EDITED) == ALL_TYPED


@pytest.mark.parametrize("cleanup", ["default", "strip", "whitespace", "verbatim", "scissors"])
@pytest.mark.parametrize("typed", ["subject\n\n# typed\n", "# typed\n\nsubject\n", "x\n# typed"])
def test_a_typed_comment_is_scanned_with_every_cleanup_option(repo, cleanup, typed):
    repo.write_hook(KEEPING_HOOK, "commit-msg")
    repo.write(".git/TEXT", typed)
    repo.git("commit", "--quiet", f"--cleanup={cleanup}", env={"GIT_EDITOR": PREPENDING_EDITOR})
    assert "# typed" in _lines(_ours(repo))


@pytest.mark.parametrize("cleanup", ["whitespace", "verbatim", "scissors"])
@pytest.mark.parametrize("typed", ["subject\n#\ttyped\n", "#\ttyped\n#\tmore\n"])
def test_typed_comments_with_tabs_that_replace_the_status_of_git_are_scanned(repo, cleanup, typed):
    repo.write_hook(KEEPING_HOOK, "commit-msg")
    repo.write(".git/TEXT", typed)
    editor = "sh -c 'cat .git/TEXT > \"$1\"' -"
    repo.git("commit", "--quiet", f"--cleanup={cleanup}", env={"GIT_EDITOR": editor})
    assert _lines(repo.git("log", "-1", "--format=%B")) == typed.splitlines()
    assert _lines(_ours(repo)) == typed.splitlines()


@pytest.mark.parametrize("cleanup", ["whitespace", "verbatim", "scissors"])
@pytest.mark.parametrize(
    "typed",
    [
        "# typed\n#\n",
        "#\n# typed\n",
        "# Files:\n#\ta\n# typed\n#\n",
        "# Please enter the commit message for typed\n#\n",
    ],
)
def test_typed_comments_that_resemble_the_status_of_git_are_scanned(repo, cleanup, typed):
    repo.write("a", "")
    repo.write_hook(KEEPING_HOOK, "commit-msg")
    repo.write(".git/TEXT", "subject\n\n" + typed)
    editor = "sh -c 'cat .git/TEXT > \"$1\"' -"
    repo.git("commit", "--quiet", f"--cleanup={cleanup}", env={"GIT_EDITOR": editor})
    assert _lines(_ours(repo)) == _lines(repo.git("log", "-1", "--format=%B"))


@pytest.mark.parametrize("typed", ["# Files:\n#\ta\n# typed\n#\n", "# typed\n#\n"])
def test_typed_comments_above_the_scissors_line_of_git_are_scanned(recorded, repo, typed):
    repo.write("a", "")
    lines = recorded("subject\n\n" + typed + "\n", "--cleanup=scissors")
    assert lines == ["subject", *typed.splitlines()]


def test_a_comment_appended_to_the_status_of_git_is_scanned(repo):
    repo.write_hook(KEEPING_HOOK, "commit-msg")
    editor = 'sh -c \'sed -i.old "1s/^/subject/" "$1"; echo "# typed" >>"$1"\' -'
    repo.git("commit", "--quiet", env={"GIT_EDITOR": editor})
    assert _lines(_ours(repo)) == ["subject", "# typed"]


@pytest.mark.parametrize("options", [(), ("--verbose",)])
def test_a_listed_comment_below_the_status_of_git_is_scanned(repo, options):
    repo.write_hook(KEEPING_HOOK, "commit-msg")
    editor = 'sh -c \'sed -i.old "1s/^/subject/; s/^# On/#\\ttyped\\n&/" "$1"\' -'
    repo.git("commit", "--quiet", *options, env={"GIT_EDITOR": editor})
    assert "#\ttyped" in _lines(_ours(repo))


@pytest.mark.parametrize("mode", ["whitespace", "verbatim"])
def test_the_status_of_git_is_scanned_if_it_is_kept(recorded, mode):
    lines = recorded(EDITED, f"--cleanup={mode}")
    assert lines[:4] == ALL_TYPED
    assert "#\tmodified:   a" in lines


@pytest.mark.parametrize("options", [(), ("--verbose",)])
@pytest.mark.parametrize("where", ["option", "config"])
def test_the_status_below_a_scissors_line_of_git_is_ignored(recorded, options, where):
    settings = [("commit.cleanup", "scissors")] if where == "config" else []
    given = ["--cleanup=scissors"] if where == "option" else []
    assert recorded(EDITED, *given, *options, comment_settings=settings) == ALL_TYPED


@pytest.mark.parametrize("cleanup", ["default", "whitespace", "verbatim"])
def test_comments_below_a_typed_scissors_line_are_scanned(repo, cleanup):
    repo.write_hook(KEEPING_HOOK, "commit-msg")
    repo.write(".git/TEXT", f"subject\n{SCISSORS}\n# typed\n")
    editor = "sh -c 'cat .git/TEXT > \"$1\"' -"
    repo.git("commit", "--quiet", f"--cleanup={cleanup}", env={"GIT_EDITOR": editor})
    assert _lines(_ours(repo)) == ["subject", SCISSORS, "# typed"]


def test_a_scissors_line_typed_above_a_diff_cuts_nothing(recorded):
    text = f"subject\n{SCISSORS}\ndiff --git a/a b/a\n+still recorded\n"
    assert recorded(text) == ["subject", SCISSORS, "diff --git a/a b/a", "+still recorded"]


@pytest.mark.parametrize(
    "typed",
    [
        # A user's comment is below it, so it is not at the end.
        "subject\n\n# Changes:\n#\n#\ttyped\n\n# typed\n",
        "subject\n\n#\ttyped\n\ntyped\n",
        # The status of git is above a diff, not below it.
        f"subject\n#\n{SCISSORS}\ndiff --git a/a b/a\n+typed\n# typed\n",
    ],
)
def test_text_like_that_of_git_is_scanned_in_another_place(repo, typed):
    repo.write(".git/KEPT", typed)
    repo.write(".git/KEPT_EDITOR", "unset")
    assert _ours(repo).decode() == typed


def test_the_comments_of_the_configured_template_are_ignored(recorded, home):
    (home / "template.txt").write_text("# Say why.\n")
    settings = [("commit.template", "~/template.txt")]
    assert recorded("subject\n", comment_settings=settings) == ["subject"]


def test_the_notes_of_git_on_a_merge_with_conflicts_are_ignored(recorded, repo):
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "other", "HEAD~1")
    repo.commit_file("a", "other line\n")
    assert repo.try_git("merge", "main").status == 1
    repo.add("a")
    assert recorded("subject\n") == ["subject", "Merge branch 'main' into other"]


@pytest.mark.parametrize("name", ["core.commentChar", "core.commentchar"])
def test_the_comment_character_is_configurable(recorded, name):
    text = "subject\n# kept\n; a comment\n"
    assert recorded(text, comment_settings=[(name, ";")]) == ["subject", "# kept", "; a comment"]


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
    assert recorded(text) == ["subject", SCISSORS, "still recorded"]


def test_a_scissors_line_in_a_message_option_cuts_nothing(recorded):
    text = f"subject\n{SCISSORS}\nstill recorded\n"
    assert recorded(text, edited=False) == ["subject", SCISSORS, "still recorded"]


def test_a_comment_line_in_a_message_option_is_recorded(recorded):
    assert recorded("subject\n\n# kept", edited=False) == ["subject", "# kept"]


@pytest.mark.parametrize("mode", ["default", "strip", "scissors"])
def test_no_configured_cleanup_mode_hides_typed_comments(recorded, mode):
    assert recorded(EDITED, comment_settings=[("commit.cleanup", mode)]) == ALL_TYPED


@pytest.mark.parametrize("mode", ["whitespace", "verbatim"])
def test_modes_that_keep_comments_keep_the_comments_of_git(recorded, mode):
    lines = recorded(EDITED, comment_settings=[("commit.cleanup", mode)])
    assert lines[:4] == ["subject", "body", "# a comment", " #no comment"]


@pytest.mark.parametrize("mode", ["default", "whitespace", "verbatim", "scissors", "strip"])
@pytest.mark.parametrize("option", ["--cleanup=verbatim", "--cleanup=strip"])
def test_comments_in_a_message_option_are_scanned_in_every_mode(recorded, mode, option):
    settings = [("commit.cleanup", mode)]
    text = "subject\n# two"
    assert recorded(text, option, edited=False, comment_settings=settings) == ["subject", "# two"]


def test_a_finding_shows_the_path_that_git_passes_and_the_line_of_the_file(repo, key):
    repo.register_aws()
    repo.write(".git/COMMIT_EDITMSG", b"# one\n\nsubject\n# three\n" + key + b"\n")
    ran = repo.call("--commit_msg_hook", ".git/COMMIT_EDITMSG")
    assert ran.status == 1
    assert ran.err.startswith(b".git/COMMIT_EDITMSG:5:" + key + b"\n\n[ERROR]")


def test_a_secret_in_a_path_that_the_status_lists_is_ignored(repo, key):
    repo.call("--register-aws")
    status = b"subject\n\n" + INTRODUCTION + b"# Untracked files:\n#\t" + key + b"\n#\n"
    repo.write(key, "")
    repo.write(".git/COMMIT_EDITMSG", status)
    assert repo.run("--commit_msg_hook", ".git/COMMIT_EDITMSG") == (0, b"", b"")


def test_a_line_that_was_typed_into_a_list_of_the_status_is_scanned(repo, key):
    repo.register_aws()
    repo.write("a", "")
    status = INTRODUCTION + b"# Untracked files:\n#\ta\n#\t" + key + b"\n#\n"
    lists = b"subject\n\n" + status
    repo.write(".git/COMMIT_EDITMSG", lists)
    ran = repo.call("--commit_msg_hook", ".git/COMMIT_EDITMSG")
    assert ran.status == 1
    assert ran.err.startswith(b".git/COMMIT_EDITMSG:7:#\t" + key + b"\n\n[ERROR]")


@pytest.mark.parametrize("relative", ["true", "false"])
@pytest.mark.parametrize("change", ["rm", "mv"])
def test_paths_of_removed_files_in_the_status_are_ignored(recorded, repo, key, change, relative):
    """The status lists paths from the directory in which git was started."""
    name = os.fsdecode(key)
    repo.write("below/b", "")
    repo.commit_file(name, "some text\n")
    repo.git(change, name, *(["other"] if change == "mv" else []))
    repo.git("config", "status.relativePaths", relative)
    repo.write_hook(KEEPING_HOOK, "commit-msg")
    repo.write(".git/TEXT", "subject\n")
    environment = {"GIT_EDITOR": PREPENDING_EDITOR}
    Repo(repo.path / "below").git("commit", "--quiet", env=environment)
    kept = (repo.path / ".git/KEPT").read_bytes()
    assert key in kept
    repo.git("reset", "--quiet", "--soft", "HEAD~1")
    with working_in(repo.path):
        environ = {"GIT_PREFIX": "below/"}
        ((_, content),) = contents([message(b".git/KEPT", Repository(), environ)])
    assert _lines(content) == ["subject"]


@pytest.fixture(params=["de", "fr", "zh_CN"])
def language(request, monkeypatch, repo):
    """A language in which git is installed."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", request.param)
    if b"On branch" in repo.git("status", env={"LC_ALL": "C.UTF-8", "LANGUAGE": request.param}):
        pytest.skip("this git has no translations")


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("options", [[], ["--allow-empty-message"]])
@pytest.mark.parametrize("mode", ["verbatim", "whitespace"])
def test_comments_that_git_keeps_are_scanned_in_every_language(recorded, mode, options):
    text = "subject\n# typed\n"
    assert recorded(text, f"--cleanup={mode}", *options)[:2] == ["subject", "# typed"]


@pytest.mark.usefixtures("language")
def test_comments_above_the_introduction_are_scanned_in_every_language(recorded):
    assert recorded("subject\n# typed") == ["subject", "# typed"]


def test_a_damaged_translation_of_git_is_ignored(repo, monkeypatch, tmp_path):
    catalog = tmp_path / "de/LC_MESSAGES/git.mo"
    catalog.parent.mkdir(parents=True)
    catalog.write_bytes(b"\xde\x12\x04\x95")
    monkeypatch.setenv("GIT_TEXTDOMAINDIR", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "de")
    repo.write(".git/COMMIT_EDITMSG", b"subject\n# Bitte\n#\n")
    assert repo.call("--commit_msg_hook", ".git/COMMIT_EDITMSG").status == 0


def test_a_patch_message_is_scanned_as_it_is(repo, key):
    repo.call("--register-aws")
    status = b"subject\n\n" + INTRODUCTION + b"# Untracked files:\n#\t" + key + b"\n#\n"
    repo.write(".git/final-commit", status)
    assert repo.run("--applypatch_msg_hook", ".git/final-commit").status == 1


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


def test_a_directory_in_place_of_the_message_is_an_error(with_pattern: Repo) -> None:
    (with_pattern.path / "folder").mkdir()
    ran = with_pattern.call("--commit_msg_hook", "folder")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err == b"git secrets: folder: Is a directory\n"
