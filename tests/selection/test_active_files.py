"""Which version of the pattern files is active: index, work tree, HEAD or the pushed commit."""

from __future__ import annotations

import os
import shutil

import pytest
from support import Repo, run, working_in

from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE
from git_secrets_py.errors import ConfigurationError, GitSecretsError
from git_secrets_py.git.repository import Repository
from git_secrets_py.selection.active_files import HEAD, INDEX, WORK_TREE, Versions
from git_secrets_py.selection.commit_files import of_commits


def active(repo: Repo, preferred: str, directory: str = ".") -> dict[bytes, tuple[str, bytes]]:
    """Return the version and the content of each file that is active."""
    with working_in(repo.path / directory):
        files = Versions(Repository()).active(preferred)
    return {file.name: (file.where, file.content) for file in files if file.where}


def warnings(repo: Repo, preferred: str) -> list[str]:
    with working_in(repo.path):
        files = Versions(Repository()).active(preferred)
    return [file.warning for file in files if file.warning]


def test_a_file_that_is_only_intended_to_be_added_is_that_of_the_work_tree(repo: Repo) -> None:
    repo.commit_file(".gitallowed", "head\n")
    repo.git("rm", "--quiet", "--cached", ".gitallowed")
    repo.write(".gitallowed", "tree\n")
    repo.write("in/a", "")
    repo.git("add", "in/a")
    repo.git("add", "--intent-to-add", ".gitallowed")
    assert active(repo, INDEX, "in") == {ALLOWED_FILE: (WORK_TREE, b"tree\n")}
    assert warnings(repo, INDEX) == []
    repo.write(".gitprohibited", "")
    repo.git("add", ".gitprohibited")
    repo.write(".gitprohibited", "tree\n")
    assert active(repo, INDEX)[PROHIBITED_FILE] == (INDEX, b"")


@pytest.fixture
def three(repo: Repo) -> Repo:
    """A repository with another ``.gitallowed`` in HEAD, in the index and in the work tree."""
    repo.commit_file(".gitallowed", "head\n")
    repo.write(".gitallowed", "index\n")
    repo.add()
    repo.write(".gitallowed", "tree\n")
    return repo


@pytest.mark.parametrize(
    ("preferred", "content"), [(HEAD, b"head\n"), (INDEX, b"index\n"), (WORK_TREE, b"tree\n")]
)
def test_the_preferred_version_is_active(three: Repo, preferred: str, content: bytes) -> None:
    assert active(three, preferred) == {ALLOWED_FILE: (preferred, content)}


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [
        (
            INDEX,
            "warning: .gitallowed differs between index and work tree; that of the index is "
            "active; to use that of the work tree: git add :/.gitallowed",
        ),
        (
            WORK_TREE,
            "warning: .gitallowed differs between work tree and index; that of the work tree is "
            "active",
        ),
        (
            HEAD,
            "warning: .gitallowed differs between HEAD and work tree; that of HEAD is active",
        ),
    ],
)
def test_versions_that_differ_are_reported(three: Repo, preferred: str, expected: str) -> None:
    assert warnings(three, preferred) == [expected]


@pytest.mark.parametrize("other", ["# new\n\nkey-1\n", "key-1\r\n", "\ufeffkey-1", "key-1\r"])
def test_versions_with_the_same_patterns_do_not_differ(repo: Repo, other: str) -> None:
    repo.write(".gitallowed", "key-1\n")
    repo.add()
    repo.write(".gitallowed", other)
    assert warnings(repo, INDEX) == []


def test_an_untracked_file_is_active(repo: Repo) -> None:
    repo.write(".gitprohibited", "key-1\n")
    for preferred in (INDEX, WORK_TREE, HEAD):
        assert active(repo, preferred) == {PROHIBITED_FILE: (WORK_TREE, b"key-1\n")}


def test_a_file_that_is_not_checked_out_is_active(repo: Repo) -> None:
    repo.commit_file(".gitprohibited", "key-1\n")
    (repo.path / ".gitprohibited").unlink()
    assert active(repo, WORK_TREE) == {PROHIBITED_FILE: (INDEX, b"key-1\n")}


def test_a_file_that_the_commit_removes_is_active(repo: Repo) -> None:
    repo.commit_file(".gitprohibited", "key-1\n")
    repo.git("rm", "--quiet", ".gitprohibited")
    assert active(repo, INDEX) == {PROHIBITED_FILE: (HEAD, b"key-1\n")}


def test_in_a_bare_clone_the_version_of_head_is_active(repo: Repo) -> None:
    repo.commit_file(".gitprohibited", "key-1\n")
    repo.git("clone", "--quiet", "--bare", ".", "../bare")
    bare = Repo(repo.path.parent / "bare")
    assert active(bare, WORK_TREE) == {PROHIBITED_FILE: (HEAD, b"key-1\n")}


def test_after_a_clone_without_checkout_the_version_of_head_is_active(repo: Repo) -> None:
    repo.commit_file(".gitprohibited", "key-1\n")
    repo.git("clone", "--quiet", "--no-checkout", ".", "../other")
    other = Repo(repo.path.parent / "other")
    for preferred in (WORK_TREE, INDEX):
        assert active(other, preferred) == {PROHIBITED_FILE: (HEAD, b"key-1\n")}


@pytest.mark.parametrize("directory", [".git", "below"])
def test_the_files_are_active_in_each_directory(repo: Repo, directory: str) -> None:
    repo.write("below/.gitprohibited", "not this\n")
    repo.commit_file(".gitprohibited", "key-1\n")
    ((_, content),) = active(repo, WORK_TREE, directory).values()
    assert content == b"key-1\n"


def test_the_files_are_active_from_outside_of_the_work_tree(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(".gitprohibited", "key-1\n")
    monkeypatch.setenv("GIT_DIR", str(repo.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.path))
    assert active(repo, INDEX, "..") == {PROHIBITED_FILE: (WORK_TREE, b"key-1\n")}


def test_the_index_is_that_which_git_gave(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit_file(".gitallowed", "key-1\n")
    shutil.copy(repo.path / ".git/index", repo.path / ".git/other")
    repo.write(".gitallowed", "key-2\n")
    repo.add()
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.path / ".git/other"))
    assert active(repo, INDEX) == {ALLOWED_FILE: (INDEX, b"key-1\n")}


def test_only_the_tree_of_a_pushed_commit_counts(repo: Repo) -> None:
    first = repo.commit_file("a", "a\n")
    second = repo.commit_file(".gitallowed", "key-1\n")
    with working_in(repo.path):
        found = of_commits(Repository(), [first.encode(), second.encode()])
    assert [[file.content for file in files] for files in found] == [
        [b"", b"", b""],
        [b"", b"key-1\n", b""],
    ]


def test_a_link_within_the_work_tree_is_followed_in_each_version(repo: Repo) -> None:
    repo.write("config/allowed", "key-1\n")
    (repo.path / ".gitallowed").symlink_to("config/link")
    (repo.path / "config/link").symlink_to("allowed")
    repo.commit_file("config/allowed", "key-1\n")
    repo.add()
    repo.commit()
    for preferred in (INDEX, WORK_TREE, HEAD):
        assert active(repo, preferred) == {ALLOWED_FILE: (preferred, b"key-1\n")}
    with working_in(repo.path):
        ((_, file, _),) = of_commits(Repository(), [b"HEAD"])
    assert file.content == b"key-1\n"


def test_a_link_whose_target_is_not_checked_out_leaves_the_version_of_the_index(
    repo: Repo,
) -> None:
    (repo.path / ".gitallowed").symlink_to("config/allowed")
    repo.write("config/allowed", "key-1\n")
    repo.add()
    repo.commit()
    repo.git("sparse-checkout", "set", "other")
    assert not (repo.path / "config").exists()
    assert active(repo, WORK_TREE) == {ALLOWED_FILE: (INDEX, b"key-1\n")}


def test_a_pattern_without_a_line_end_is_not_a_link(repo: Repo) -> None:
    repo.commit_file(".gitallowed", "key-1")
    assert active(repo, INDEX) == {ALLOWED_FILE: (INDEX, b"key-1")}


@pytest.mark.parametrize("target", ["/dev/zero", "../outside", "/etc/passwd", ".git/config", "no"])
def test_a_link_that_leaves_the_work_tree_is_refused(repo: Repo, target: str) -> None:
    (repo.path.parent / "outside").write_text("key-1\n")
    (repo.path / ".gitallowed").symlink_to(target)
    with pytest.raises(GitSecretsError, match="it is a link"):
        active(repo, WORK_TREE)


@pytest.mark.parametrize("preferred", [INDEX, HEAD])
@pytest.mark.parametrize("target", ["/dev/zero", "../outside", ".git/config", "no", ".gitallowed"])
def test_a_committed_link_that_leaves_the_repository_is_refused(
    repo: Repo, preferred: str, target: str
) -> None:
    link = repo.path / ".gitallowed"
    link.symlink_to(target)
    repo.add()
    repo.commit()
    link.unlink()
    with pytest.raises(
        ConfigurationError, match=r"gitallowed is a symbolic link that does not point"
    ):
        active(repo, preferred)


def make_fifo(repo: Repo) -> None:
    os.mkfifo(repo.path / ".gitallowed")


def make_directory(repo: Repo) -> None:
    (repo.path / ".gitallowed").mkdir()


def make_huge(repo: Repo) -> None:
    with repo.write(".gitallowed", "").open("wb") as file:
        file.truncate((16 << 20) + 1)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_fifo, "not a regular file"),
        (make_directory, "Is a directory"),
        (make_huge, "larger than 16 MiB"),
    ],
)
def test_what_is_not_a_file_of_bounded_size_is_refused(repo: Repo, make, reason: str) -> None:
    make(repo)
    with pytest.raises(GitSecretsError) as raised:
        active(repo, WORK_TREE)
    assert str(raised.value) == (
        f"cannot read {repo.path}/.gitallowed: {reason}; every scan needs its patterns"
    )


def test_a_file_of_a_commit_has_a_bounded_size(repo: Repo) -> None:
    repo.commit_file(".gitallowed", b"#" * ((16 << 20) + 1))
    (repo.path / ".gitallowed").unlink()
    with pytest.raises(ConfigurationError) as raised:
        active(repo, HEAD)
    assert str(raised.value) == "cannot read HEAD:.gitallowed: larger than 16 MiB"


def test_the_reason_why_git_cannot_read_the_index_is_given(repo: Repo) -> None:
    repo.write(".git/index", "not an index")
    with pytest.raises(GitSecretsError, match="index file smaller than expected"):
        active(repo, INDEX)


def test_a_damaged_file_is_refused(repo: Repo) -> None:
    repo.commit_file(PROHIBITED_FILE.decode(), "topsecret[0-9]+\n")
    (repo.path / PROHIBITED_FILE.decode()).unlink()
    oid = run("git", "rev-parse", "HEAD:.gitprohibited", cwd=repo.path).out.decode().strip()
    blob = repo.path / ".git/objects" / oid[:2] / oid[2:]
    blob.chmod(0o600)
    blob.write_bytes(b"no zlib stream")
    commit = run("git", "rev-parse", "HEAD", cwd=repo.path).out.strip()
    with pytest.raises(GitSecretsError, match=r"git cannot read :\.gitprohibited: its"):
        active(repo, INDEX)
    with working_in(repo.path), pytest.raises(GitSecretsError, match="git cannot read"):
        of_commits(Repository(), [commit])


def test_a_directory_in_a_commit_is_refused(repo: Repo) -> None:
    repo.commit_file(".gitallowed/a", "a\n")
    shutil.rmtree(repo.path / ".gitallowed")
    with pytest.raises(ConfigurationError, match="is not a file with patterns, but a tree"):
        active(repo, HEAD)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_a_commit_reads_the_files_in_the_encodings_of_windows(
    with_hooks: Repo, encoding: str
) -> None:
    with_hooks.write(".gitprohibited", "# ours\r\ncorp-[0-9]{4}\r\n".encode(encoding))
    with_hooks.write("a", "corp-1234\n")
    with_hooks.add()
    ran = with_hooks.commit()
    assert ran.status == 1
    assert b"a:1:" in ran.err
    with_hooks.write(".gitallowed", "corp-1234\r\n".encode("utf-8-sig"))
    with_hooks.add()
    assert with_hooks.commit().status == 0


@pytest.mark.parametrize("name", ["1 .gitallowed", "100644 .gitallowed", "100644 a\t.gitallowed"])
def test_a_name_that_ends_like_a_pattern_file_is_another_file(repo: Repo, name: str) -> None:
    repo.commit_file(name, "key-1\n")
    repo.git("config", "extensions.partialClone", "origin")
    for preferred in (INDEX, WORK_TREE, HEAD):
        assert active(repo, preferred) == {}
