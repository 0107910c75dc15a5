"""What is told of a secret beside its first appearance."""

from __future__ import annotations

from pathlib import Path

from auditing import audit, secret
from support import Repo

from git_secrets_py.audit.facts import read_introduction
from git_secrets_py.audit.model import AuditFinding


def only(path: Path) -> AuditFinding:
    """Return the one finding of an audit."""
    (found,) = audit(path).findings
    return found


def test_who_when_and_why(repo: Repo) -> None:
    repo.write("a.txt", secret(1))
    repo.add()
    author = {"GIT_AUTHOR_NAME": "Zoë", "GIT_AUTHOR_DATE": "2021-02-03T04:05:06+0200"}
    repo.git("commit", "-q", "-m", "Summary line\n\nand more", env=author)
    introduction = only(repo.path).introduction
    assert introduction is not None
    assert introduction.author == "Zoë <tester@example.com>".encode()
    assert (introduction.time, introduction.zone) == (1612317906, b"+0200")
    assert introduction.summary == b"Summary line"


def test_of_a_tag_the_tagger_is_told(repo: Repo) -> None:
    repo.commit_file("a.txt", "base")
    repo.git("tag", "-a", "v1", "-m", "has SECRET-1")
    introduction = only(repo.path).introduction
    assert introduction is not None
    assert introduction.author == b"A Tester <tester@example.com>"
    assert introduction.summary == b"has SECRET-1"


def test_a_commit_in_another_encoding_is_told_in_utf_8() -> None:
    content = b"author \xe4 <a@b> 5 +0000\nencoding ISO-8859-1\n\n\xf6\n"
    introduction = read_introduction(content)
    assert (introduction.author, introduction.summary) == ("ä <a@b>".encode(), "ö".encode())


def test_a_commit_that_no_git_would_write_is_told_as_far_as_it_goes() -> None:
    introduction = read_introduction(b"author nobody\nencoding no-such\n\n\xf6")
    assert (introduction.author, introduction.time) == (b"nobody", 0)
    assert introduction.summary == b"\xf6"


def test_what_is_still_there(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    latest = repo.commit_file("b.txt", "more")
    found = only(repo.path)
    assert (found.in_head, found.last_commit, found.removed_by) == (True, latest.encode(), b"")


def test_what_was_removed_and_the_last_commit_that_had_it(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", b"changed\n" + secret(1))
    last = repo.commit_file("other.txt", "between")
    removal = repo.commit_file("a.txt", "gone")
    found = only(repo.path)
    assert not found.in_head
    assert (found.last_commit, found.removed_by) == (last.encode(), removal.encode())


def test_what_was_removed_by_a_merge(repo: Repo) -> None:
    repo.commit_file("a.txt", "base")
    repo.git("checkout", "-q", "-b", "side")
    guilty = repo.commit_file("a.txt", secret(1))
    repo.git("checkout", "-q", "main")
    repo.commit_file("b.txt", "main")
    repo.git("merge", "-q", "--no-commit", "side")
    repo.write("a.txt", "resolved")
    repo.add()
    repo.commit("merge")
    found = only(repo.path)
    merge = repo.git("rev-parse", "HEAD").strip()
    assert (found.last_commit, found.removed_by) == (guilty.encode(), merge)


def test_what_came_back_is_not_removed(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", "gone")
    back = repo.commit_file("b.txt", secret(1))
    repo.git("checkout", "-q", "--orphan", "elsewhere")
    found = only(repo.path)
    assert (found.in_head, found.last_commit, found.removed_by) == (False, back.encode(), b"")
    assert found.appearances == 1


def test_what_has_left_this_machine(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1))
    clone = Repo(tmp_path / "clone")
    repo.git("clone", "-q", str(repo.path), str(clone.path))
    clone.commit_file("b.txt", secret(2))
    told = {one.finding.secret: one.on_remote for one in audit(clone.path).findings}
    assert told == {secret(1): True, secret(2): False}
