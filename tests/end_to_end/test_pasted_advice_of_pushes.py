"""The advice of a blocked push works when it is pasted."""

from __future__ import annotations

import pytest
from support import KEY_PATTERN, MakeRepo, Ran, Repo
from test_pasted_advice import allow, commands, paste

pytestmark = pytest.mark.usefixtures("as_by_default", "on_path")


@pytest.fixture
def remote(make_repo: MakeRepo) -> Repo:
    return make_repo("remote", "--bare")


@pytest.fixture
def pushing(with_pattern: Repo, remote: Repo) -> Repo:
    """A repository whose pushes are scanned."""
    with_pattern.git("remote", "add", "origin", str(remote.path))
    with_pattern.install_hooks("--hooks", "pre-push")
    return with_pattern


def rewrite(repo: Repo, ran: Ran, name: str) -> None:
    """Follow the advice for a push: edit the commit, and replace the file ``name``."""
    paste(repo, commands(ran, "Change 'pick'"))
    repo.write(name, "clean\n")
    paste(repo, commands(ran, "Remove it from the file"))


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("refspec", ["main", "HEAD", "main:refs/heads/other"])
def test_a_pushed_commit_is_edited(pushing: Repo, key: bytes, refspec: str) -> None:
    pushing.commit_file("leak", key)
    pushing.commit_file("more", "more\n")
    pushing.write("first", "uncommitted\n")
    rewrite(pushing, pushing.push("origin", refspec), "leak")
    assert pushing.push("origin", refspec).status == 0
    assert (pushing.path / "first").read_text() == "uncommitted\n"


@pytest.mark.usefixtures("editor")
def test_a_pushed_root_commit_is_edited(make_repo: MakeRepo, remote: Repo, key: bytes) -> None:
    repo = make_repo("root")
    repo.call("--add", KEY_PATTERN)
    repo.install_hooks("--hooks", "pre-push")
    repo.git("remote", "add", "origin", str(remote.path))
    repo.commit_file("leak", key)
    repo.commit_file("more", "more\n")
    rewrite(repo, repo.push("origin", "main"), "leak")
    assert repo.push("origin", "main").status == 0


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("refspec", ["topic", "topic~1:refs/heads/x"])
def test_another_branch_than_the_current_one_is_edited(
    pushing: Repo, key: bytes, refspec: str
) -> None:
    pushing.git("checkout", "--quiet", "-b", "topic")
    pushing.commit_file("leak", key)
    pushing.commit_file("more", "more\n")
    pushing.git("checkout", "--quiet", "main")
    main = pushing.head()
    rewrite(pushing, pushing.push("origin", refspec), "leak")
    assert pushing.push("origin", refspec).status == 0
    assert pushing.git("rev-parse", "main").decode().strip() == main


@pytest.mark.usefixtures("editor")
def test_the_oldest_of_several_commits_is_edited_first(pushing: Repo, key: bytes) -> None:
    pushing.commit_file("leak", key)
    oldest = pushing.head()
    pushing.commit_file("leak2", key)
    ran = pushing.push("origin", "main")
    (rebase,) = commands(ran, "Change 'pick'")
    assert rebase == f"git rebase --interactive --autostash {oldest[:12]}^"


@pytest.mark.usefixtures("editor")
def test_the_message_of_a_tag_is_written_again(pushing: Repo, key: bytes) -> None:
    pushing.git("tag", "--annotate", "v1", "--message", b"release " + key)
    ran = pushing.push("origin", "v1")
    assert b"push blocked" not in ran.err
    delete, annotate = commands(ran, "Create the tag again")
    paste(pushing, [delete, annotate.replace("--annotate", "--annotate --message none")])
    assert pushing.push("origin", "v1").status == 0


@pytest.mark.usefixtures("editor")
def test_a_tag_is_made_again_after_its_history_was_edited(pushing: Repo, key: bytes) -> None:
    pushing.commit_file("leak", key)
    pushing.git("tag", "--annotate", "v1", "--message", b"release " + key[:-1] + b"Q")
    ran = pushing.push("origin", "main", "v1")
    rewrite(pushing, ran, "leak")
    assert b"--annotate" not in ran.err
    paste(pushing, commands(ran, "Its history contains it"))
    pushing.git("tag", "--annotate", "v1", "--message", "release")
    assert pushing.push("origin", "main", "v1").status == 0


@pytest.mark.usefixtures("editor")
def test_the_author_of_a_pushed_commit_is_replaced(pushing: Repo, key: bytes) -> None:
    pushing.write("new", "clean\n")
    pushing.add()
    pushing.git("commit", "--quiet", "--message=new", f"--author={key.decode()} <a@b>")
    ran = pushing.push("origin", "main")
    paste(pushing, commands(ran, "Change 'pick'"))
    paste(pushing, commands(ran, "Remove it from user.name"))
    assert pushing.push("origin", "main").status == 0


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("is_known", [False, True], ids=["new notes", "known notes"])
def test_a_note_is_edited_and_its_history_replaced(
    pushing: Repo, key: bytes, is_known: bool
) -> None:
    if is_known:
        pushing.git("notes", "add", "--message", "clean", "HEAD")
        pushing.git("push", "--quiet", "origin", "refs/notes/*")
    pushing.git("notes", "append", "--message", key, "HEAD")
    paste(pushing, commands(pushing.push("origin", "refs/notes/*"), "Remove it from the note"))
    assert pushing.push("origin", "refs/notes/*").status == 0


def test_notes_without_a_commit_leave_the_advice_for_a_branch(pushing: Repo, key: bytes) -> None:
    blob = pushing.git("rev-parse", "HEAD:first").decode().strip()
    pushing.commit_file("leak", key)
    ran = pushing.push("origin", "main", f"{blob}:refs/notes/x")
    assert (ran.status, bool(commands(ran, "Change 'pick'"))) == (1, True)


@pytest.mark.parametrize("kind", ["blob", "tree"])
def test_a_pushed_object_without_history_is_to_be_replaced(
    pushing: Repo, key: bytes, kind: str
) -> None:
    pushing.write("leak", key)
    pushing.add()
    name = ":leak" if kind == "blob" else pushing.git("write-tree").decode().strip()
    pushed = pushing.git("rev-parse", name).decode().strip()
    ran = pushing.push("origin", f"{pushed}:refs/objects/x")
    assert (ran.status, b"Remove it from the object that is pushed" in ran.err) == (1, True)


def test_unrelated_histories_are_rewritten_from_their_beginning_on(
    pushing: Repo, key: bytes
) -> None:
    pushing.commit_file("leak", key)
    pushing.git("checkout", "--quiet", "--orphan", "other")
    pushing.commit_file("also", key)
    pushing.git("merge", "--quiet", "--allow-unrelated-histories", "--message=both", "main")
    (command,) = commands(pushing.push("origin", "other"), "Change 'pick'")
    assert command == "git rebase --interactive --autostash --root"


def test_a_false_positive_in_a_push_is_allowed(pushing: Repo, key: bytes) -> None:
    pushing.commit_file("leak", key)
    ran = pushing.push("origin", "main")
    allow(pushing, ran)
    paste(pushing, commands(ran, "Each pushed branch"))
    assert pushing.push("origin", "main").status == 0
