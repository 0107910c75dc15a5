"""An audit reports the history of a secret: author, date, removal, HEAD and remotes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from auditing import audit, secret
from support import MakeRepo, Repo

from git_secrets_py.audit.model import AuditFinding, Introduction
from git_secrets_py.git import Git
from git_secrets_py.git.log import of_commits

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")


def only(path: Path) -> AuditFinding:
    """Return the one finding of an audit."""
    (found,) = audit(path).findings
    return found


def test_author_date_and_subject_of_a_commit_are_reported(repo: Repo) -> None:
    repo.write("a.txt", secret(1))
    repo.add()
    author = {"GIT_AUTHOR_NAME": "Zoë", "GIT_AUTHOR_DATE": "2021-02-03T04:05:06+0200"}
    repo.git("commit", "-q", "-m", "Summary line\n\nand more", env=author)
    introduction = only(repo.path).introduction
    assert introduction is not None
    assert introduction.author == "Zoë <tester@example.com>".encode()
    assert (introduction.time, introduction.zone) == (1612317906, b"+0200")
    assert introduction.summary == b"Summary line"


@pytest.mark.parametrize(
    "setting", ["color.ui", "diff.algorithm", "diff.context", "log.date", "log.showSignature"]
)
def test_invalid_settings_of_the_log_change_nothing(repo: Repo, setting: str) -> None:
    repo.commit_file("a.txt", secret(1), "Summary")
    repo.git("config", setting, "invalid")
    assert repo.try_git("log").status == 128
    introduction = only(repo.path).introduction
    assert introduction is not None
    assert introduction.author == b"A Tester <tester@example.com>"
    assert introduction.summary == b"Summary"


def test_tagger_and_subject_of_a_tag_are_reported(repo: Repo) -> None:
    repo.commit_file("a.txt", "base")
    repo.git("tag", "-a", "v1", "-m", "has SECRET-1")
    introduction = only(repo.path).introduction
    assert introduction is not None
    assert introduction.author == b"A Tester <tester@example.com>"
    assert introduction.summary == b"has SECRET-1"


def introduced(repo: Repo, content: bytes, *options: str) -> Introduction | None:
    """Make a commit object from its headers and message; return what an audit reports of it."""
    tree = repo.git("write-tree").strip()
    commit = b"tree " + tree + b"\n" + content
    oid = repo.git("hash-object", "-t", "commit", "-w", "--stdin", *options, input=commit)
    repo.git("update-ref", "refs/heads/made", oid.decode().strip())
    return only(repo.path).introduction


@pytest.fixture(params=["sha1", "sha256"])
def staged(request: pytest.FixtureRequest, make_repo: MakeRepo) -> Repo:
    """A repository of either object format, in which a secret is staged."""
    repo = make_repo(request.param, f"--object-format={request.param}")
    repo.write("a.txt", secret(1))
    repo.add()
    return repo


COMMITTER = b"committer A <a@example.com> 5 +0000\n"


def test_a_commit_in_another_encoding_is_reported_in_utf_8(staged: Repo) -> None:
    content = b"author \xe4 <a@example.com> 5 +0000\n%bencoding ISO-8859-1\n\n\xf6\n" % COMMITTER
    assert introduced(staged, content) == Introduction(
        "ä <a@example.com>".encode(), 5, b"+0000", "ö".encode()
    )


def test_a_commit_in_an_unknown_encoding_is_reported_as_its_bytes(staged: Repo) -> None:
    content = b"author \xe4 <a@example.com> 5 -0130\n%bencoding no-such\n\n\xf6\n" % COMMITTER
    assert introduced(staged, content) == Introduction(
        b"\xe4 <a@example.com>", 5, b"-0130", b"\xf6"
    )


def test_an_invalid_author_is_reported_as_git_log_does(staged: Repo) -> None:
    content = b"author nobody\n%b\nsummary\n" % COMMITTER
    assert introduced(staged, content, "--literally") == Introduction(b"", 0, b"", b"summary")


def test_the_lines_of_a_subject_are_joined_as_git_log_does(staged: Repo) -> None:
    content = b"author A <a@example.com> 5 +0000\n%b\n\none\ntwo\n\nthree\n" % COMMITTER
    found = introduced(staged, content)
    assert found == Introduction(b"A <a@example.com>", 5, b"+0000", b"one two")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"\x1b[31m\r\t", id="control-bytes"),
        pytest.param(b"%H%x00%n", id="placeholders"),
        pytest.param(b"-- --all", id="options"),
    ],
)
def test_a_hostile_author_is_reported_as_stored(staged: Repo, name: bytes) -> None:
    content = b"author A%bB <a@example.com> 5 +0000\n%b\nsubject\n" % (name, COMMITTER)
    found = introduced(staged, content)
    assert found == Introduction(b"A%bB <a@example.com>" % name, 5, b"+0000", b"subject")


def test_a_nul_in_a_commit_changes_no_other_commit(repo: Repo) -> None:
    for number in range(3):
        repo.commit_file(f"{number}.txt", secret(number), message=f"commit {number}")
    tree = repo.git("mktree").strip()
    content = b"tree %b\nauthor A\0B <a@example.com> 5 +0000\n%b\nSECRET-7 x\0y\0z\n"
    words = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    oid = repo.git(*words, input=content % (tree, COMMITTER))
    repo.git("update-ref", "refs/heads/made", oid.decode().strip())
    summaries = [
        one.introduction.summary
        for one in audit(repo.path).findings
        if one.introduction and one.finding.secret != secret(7)
    ]
    assert summaries == [b"commit 0", b"commit 1", b"commit 2"]


def test_settings_of_the_user_do_not_change_authors_and_parents(repo: Repo, home: Path) -> None:
    guilty = repo.commit_file("a.txt", secret(1), message="introduces")
    removal = repo.commit_file("a.txt", "gone", message="removes")
    other = repo.commit_file("b.txt", "other", message="replaces")
    (home / ".mailmap").write_text("Somebody Else <else@example.com> <tester@example.com>\n")
    for key, value in {
        "log.showSignature": "true",
        "log.mailmap": "true",
        "log.date": "relative",
        "log.follow": "true",
        "mailmap.file": str(home / ".mailmap"),
        "format.pretty": "oneline",
        "i18n.logOutputEncoding": "UTF-16",
        "notes.displayRef": "*",
        "color.ui": "always",
    }.items():
        repo.git("config", "--global", key, value)
    repo.git("notes", "add", "-m", "a note", guilty)
    repo.git("replace", guilty, other)
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/grafts").write_text(f"{removal}\n")
    repo.git("commit-graph", "write", "--reachable")
    found = only(repo.path)
    assert found.introduction == Introduction(
        b"A Tester <tester@example.com>", 1714979289, b"+0000", b"introduces"
    )
    assert (found.last_commit, found.removed_by) == (guilty.encode(), removal.encode())


def test_variables_of_the_user_do_not_change_authors(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", secret(1), message="introduces")
    for name in ("GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("LC_ALL", "de_DE.ISO-8859-1")
    introduction = only(repo.path).introduction
    assert introduction is not None
    assert introduction.summary == b"introduces"


def test_thousands_of_commits_are_reported(repo: Repo) -> None:
    stream = b"".join(
        b"commit refs/heads/many\ncommitter A <a@example.com> %d +0000\ndata <<END\n"
        b"commit %d with SECRET-%d\nEND\n" % (number, number, number)
        for number in range(4_000)
    )
    repo.git("fast-import", "--quiet", input=stream)
    findings = audit(repo.path).findings
    assert len(findings) == 4_000
    for number, found in enumerate(findings):
        summary = b"commit %d with SECRET-%d" % (number, number)
        expected = Introduction(b"A <a@example.com>", number, b"+0000", summary)
        assert found.introduction == expected


def test_a_damaged_commit_has_no_introduction_and_the_others_do(repo: Repo) -> None:
    commits = [
        repo.commit_file(f"{number}.txt", secret(number), message=f"commit {number}")
        for number in range(5)
    ]
    damaged = repo.path / ".git/objects" / commits[2][:2] / commits[2][2:]
    damaged.chmod(0o600)
    damaged.write_bytes(b"damaged")
    infos = of_commits(Git(str(repo.path)), [commit.encode() for commit in commits])
    assert {oid.decode(): info.subject for oid, info in infos.items()} == {
        commits[number]: b"commit %d" % number for number in (0, 1, 3, 4)
    }


def test_a_finding_in_a_damaged_commit_is_reported_without_an_introduction(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "more")
    repo.git("commit-graph", "write", "--reachable")
    damaged = repo.path / ".git/objects" / guilty[:2] / guilty[2:]
    damaged.chmod(0o600)
    damaged.write_bytes(b"damaged")
    found = only(repo.path)
    assert (found.finding.secret, found.introduction) == (secret(1), None)


def test_a_tag_of_a_tag_that_no_ref_names_is_reported_with_its_tagger(repo: Repo) -> None:
    repo.commit_file("a.txt", "base")
    repo.git("tag", "-a", "inner", "-m", "has SECRET-1\nand more\n\nbody")
    repo.git("tag", "-a", "outer", "inner", "-m", "clean")
    repo.git("tag", "-d", "inner")
    introduction = only(repo.path).introduction
    assert introduction == Introduction(
        b"A Tester <tester@example.com>", 1714979289, b"+0000", b"has SECRET-1 and more"
    )


def test_a_tag_without_a_tagger_is_reported_with_its_subject(staged: Repo) -> None:
    staged.commit("base")
    head = staged.git("rev-parse", "HEAD").strip()
    tag = b"object %b\ntype commit\ntag old\n\nhas SECRET-2\n" % head
    words = ("hash-object", "-t", "tag", "-w", "--stdin", "--literally")
    oid = staged.git(*words, input=tag).decode().strip()
    staged.git("update-ref", "refs/tags/old", oid)
    (found,) = [one for one in audit(staged.path).findings if one.finding.secret == secret(2)]
    assert found.introduction == Introduction(b"", 0, b"", b"has SECRET-2")


def test_a_secret_in_head_is_not_removed(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    latest = repo.commit_file("b.txt", "more")
    found = only(repo.path)
    assert (found.in_head, found.last_commit, found.removed_by) == (True, latest.encode(), b"")


@posix
@pytest.mark.parametrize("name", ["*.txt", ":(top)a", ":!a", "-a", "a\nb", " a ", 'a"b', "d/café"])
def test_a_file_with_a_special_name_is_found_in_head(repo: Repo, name: str) -> None:
    repo.commit_file(name, secret(1))
    repo.commit_file("a.txt", "more")
    assert only(repo.path).in_head
    repo.git("rm", "-q", "--", f":(literal){name}")
    repo.commit("remove it")
    assert not only(repo.path).in_head


@pytest.mark.parametrize("name", [b".", b".."])
def test_a_path_that_git_would_take_for_a_place_is_found_in_head(repo: Repo, name: bytes) -> None:
    def tree(entry: bytes, oid: bytes) -> bytes:
        words = ("hash-object", "-t", "tree", "-w", "--stdin", "--literally")
        content = entry + b"\0" + bytes.fromhex(oid.strip().decode())
        return repo.git(*words, input=content)

    blob = repo.git("hash-object", "-w", "--stdin", input=secret(1))
    top = tree(b"40000 " + name, tree(b"100644 a.txt", blob)).strip().decode()
    commit = repo.git("commit-tree", "-m", "odd", top).strip().decode()
    repo.git("update-ref", "refs/heads/main", commit)
    assert only(repo.path).in_head


@pytest.mark.parametrize("count", [100, 101])
def test_any_number_of_secrets_is_found_in_head(repo: Repo, count: int) -> None:
    for number in range(count):
        repo.write(f"{number}.txt", secret(number))
    repo.add()
    repo.commit("add them")
    repo.git("rm", "-q", "0.txt")
    repo.commit("remove one")
    assert [one.in_head for one in audit(repo.path).findings] == [False, *[True] * (count - 1)]


def test_the_removing_commit_and_its_parent_are_reported(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", b"changed\n" + secret(1))
    last = repo.commit_file("other.txt", "between")
    removal = repo.commit_file("a.txt", "gone")
    found = only(repo.path)
    assert not found.in_head
    assert (found.last_commit, found.removed_by) == (last.encode(), removal.encode())


def test_a_merge_that_removes_a_secret_is_reported(repo: Repo) -> None:
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


def test_a_secret_that_was_added_again_is_not_removed(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", "gone")
    back = repo.commit_file("b.txt", secret(1))
    repo.git("checkout", "-q", "--orphan", "elsewhere")
    found = only(repo.path)
    assert (found.in_head, found.last_commit, found.removed_by) == (False, back.encode(), b"")
    assert found.further_count == 1


def test_a_secret_on_a_remote_branch_is_on_a_remote(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", secret(1))
    clone = Repo(tmp_path / "clone")
    repo.git("clone", "-q", str(repo.path), str(clone.path))
    clone.commit_file("b.txt", secret(2))
    on_remote = {one.finding.secret: one.on_remote for one in audit(clone.path).findings}
    assert on_remote == {secret(1): True, secret(2): False}


def test_an_audit_does_not_import_gitpython(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    code = (
        "import sys; from git_secrets_py.cli.main import run; "
        "run(['--scan-history']); print('git.cmd' in sys.modules)"
    )
    repo.git("config", "--add", "secrets.patterns", "SECRET-[0-9]+")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo.path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
