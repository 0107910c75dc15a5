"""The content of Git LFS files is scanned under the path of the pointer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from lfs import pointer, store, stored_path
from support import SILENCE, WINDOWS, Ran, Repo, blocked, fake_key, run, short_id

KEY = fake_key()
CONTENT = b"first\nkey = " + KEY + b"\n"
LINE = b"big.dat:2:key = " + KEY
REST = (
    "not scanned: the content of 1 Git LFS file, which is not in this clone: big.dat; "
    "to scan it, run 'git lfs fetch{}' first\n"
)


def absent(severity: str = "warning: ", command: str = "") -> bytes:
    return f"git secrets: {severity}{REST.format(command)}".encode()


@pytest.fixture
def lfs(repo: Repo) -> Repo:
    """A repository with a pattern and a staged pointer, whose content is not in this clone."""
    repo.git("config", "secrets.patterns", "AKIA[A-Z0-9]{16}")
    repo.write("big.dat", pointer(CONTENT))
    repo.add()
    return repo


def test_the_content_of_a_staged_pointer_blocks_the_commit(lfs: Repo) -> None:
    store(lfs, CONTENT)
    lfs.git("config", "secrets.redact", "false")
    assert blocked(lfs.call("--pre_commit_hook"), LINE)


@pytest.mark.parametrize("words", [("--scan",), ("--scan", "--cached"), ("--scan", "big.dat")])
def test_a_scan_finds_it(lfs: Repo, words: tuple[str, ...]) -> None:
    store(lfs, CONTENT)
    ran = lfs.call(*words)
    assert (ran.status, ran.err.splitlines()[0]) == (1, LINE)


def test_content_that_is_not_in_the_clone_is_a_warning_in_a_hook(lfs: Repo) -> None:
    assert lfs.call("--pre_commit_hook") == Ran(0, b"", absent())


@pytest.mark.parametrize("words", [("--scan",), ("--scan", "--cached")])
def test_content_that_is_not_in_the_clone_is_a_warning_in_a_scan(
    lfs: Repo, words: tuple[str, ...]
) -> None:
    assert lfs.call(*words) == Ran(0, b"", absent())


@pytest.mark.parametrize("verb", ["--pre_commit_hook", "--scan"])
def test_required_content_that_is_not_in_the_clone_is_an_error(lfs: Repo, verb: str) -> None:
    assert lfs.call(verb, "--require-lfs") == Ran(2, b"", absent(""))


def test_many_files_are_one_warning_with_the_first_names(lfs: Repo) -> None:
    for number in range(9):
        lfs.write(f"more/{number}", pointer(b"%d" % number))
    lfs.add()
    assert lfs.call("--pre_commit_hook").err == (
        b"git secrets: warning: not scanned: the content of 10 Git LFS files, which is not in "
        b"this clone: such as big.dat, more/0, more/1; to scan it, run 'git lfs fetch' first\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        pointer(CONTENT, version="https://hawser.github.com/spec/v1"),
        pointer(CONTENT, extra="ext-0-foo sha256:" + "a" * 64 + "\n"),
        pointer(CONTENT).replace(b"\n", b"\r\n"),
        b"\n" + pointer(CONTENT).rstrip(b"\n"),
    ],
    ids=["version", "extension", "CRLF", "blanks"],
)
def test_every_pointer_that_git_lfs_reads_is_one(lfs: Repo, text: bytes) -> None:
    store(lfs, CONTENT)
    lfs.write("big.dat", text)
    lfs.add()
    assert lfs.call("--pre_commit_hook").status == 1


@pytest.mark.parametrize(
    "text",
    [
        b"See: " + pointer(CONTENT),
        pointer(CONTENT).replace(b"sha256:", b"sha256:../../"),
        pointer(CONTENT).replace(b"oid sha256:", b"oid sha256:A"),
        pointer(CONTENT, version="https://example.com/spec/v1"),
        pointer(CONTENT) + b"#" * 1024,
        pointer(b""),
    ],
    ids=["text", "path", "digits", "version", "length", "empty"],
)
def test_other_text_is_not_a_pointer(lfs: Repo, text: bytes) -> None:
    store(lfs, CONTENT)
    lfs.write("big.dat", text)
    lfs.add()
    assert lfs.call("--pre_commit_hook") == SILENCE


def test_the_pointer_itself_is_scanned(lfs: Repo) -> None:
    store(lfs, CONTENT)
    text = pointer(b"clean\n", extra="ext-0-" + KEY.decode() + " sha256:" + "a" * 64 + "\n")
    lfs.write("big.dat", text)
    assert lfs.call("--scan").status == 1


def test_a_pointer_to_a_pointer_is_not_followed(lfs: Repo) -> None:
    store(lfs, CONTENT)
    store(lfs, pointer(CONTENT))
    lfs.write("big.dat", pointer(pointer(CONTENT)))
    lfs.add()
    assert lfs.call("--pre_commit_hook") == SILENCE


def test_damaged_content_is_an_error(lfs: Repo) -> None:
    store(lfs, CONTENT).write_bytes(b"other\n")
    oid = stored_path(lfs, CONTENT).name.encode()
    assert lfs.call("--pre_commit_hook") == Ran(
        2,
        b"",
        b"git secrets: big.dat: its content in the Git LFS store, " + oid + b", is damaged; "
        b"run 'git lfs fsck'\n",
    )


@pytest.mark.skipif(WINDOWS, reason="symbolic links and FIFOs")
@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
def test_only_a_regular_file_is_content(lfs: Repo, kind: str) -> None:
    path = store(lfs, CONTENT)
    path.rename(lfs.path / ".git/elsewhere")
    if kind == "link":
        path.symlink_to(lfs.path / ".git/elsewhere")
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    assert lfs.call("--pre_commit_hook") == Ran(0, b"", absent())


@pytest.mark.parametrize("place", ["inside", "absolute"])
def test_the_store_can_be_configured(lfs: Repo, tmp_path: Path, place: str) -> None:
    folder = lfs.path / ".git/inside" if place == "inside" else tmp_path / "absolute"
    lfs.git("config", "lfs.storage", "inside" if place == "inside" else str(folder))
    store(lfs, CONTENT, str(folder))
    assert lfs.call("--pre_commit_hook").status == 1


def test_a_linked_worktree_has_the_store_of_the_repository(lfs: Repo, tmp_path: Path) -> None:
    store(lfs, CONTENT)
    lfs.git("commit", "-qm", "a pointer", "--no-verify")
    lfs.git("worktree", "add", "-q", str(tmp_path / "linked"))
    assert Repo(tmp_path / "linked").call("--scan", "--cached").status == 1


@pytest.fixture
def in_history(lfs: Repo) -> str:
    """Commit the pointer and remove it; return the commit that removes it, on another branch."""
    lfs.git("commit", "-qnm", "a pointer")
    lfs.git("rm", "-q", "big.dat")
    removed = lfs.commit_file("base", "1")
    lfs.git("checkout", "-q", "--orphan", "clean")
    lfs.commit_file("other", "1")
    return removed


def test_a_merge_scans_the_content_that_a_commit_brings(
    lfs: Repo, in_history: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"GITHEAD_{in_history}", "main")
    verb = ("--prepare_commit_msg_hook", "message", "merge")
    assert lfs.call(*verb) == Ran(0, b"", absent())
    store(lfs, CONTENT)
    assert lfs.call(*verb).status == 1


def test_a_push_scans_the_content(lfs: Repo, in_history: str) -> None:
    lines = f"refs/heads/main {in_history} refs/heads/main {'0' * 40}\n".encode()
    store(lfs, CONTENT)
    assert lfs.run("--pre_push_hook", input=lines).status == 1


def test_a_server_warns(lfs: Repo) -> None:
    head = lfs.commit_file("base", "1")
    lfs.git("update-ref", "-d", "refs/heads/main")
    lines = f"{'0' * 40} {head} refs/heads/main\n".encode()
    ran = lfs.run("--pre_receive_hook", input=lines)
    assert (ran.status, ran.err) == (
        0,
        b"git secrets: warning: not scanned: the content of 1 Git LFS file, which is not in "
        b"this clone: big.dat; scan it in a clone with 'git lfs fetch --all' and "
        b"'git secrets --scan-history'\n",
    )


def test_binary_content_is_skipped_silently(lfs: Repo) -> None:
    content = b"\x89PNG\r\n\x1a\n\0\0" + os.urandom(3_000_000)
    store(lfs, content)
    lfs.write("big.dat", pointer(content))
    lfs.add()
    assert lfs.call("--pre_commit_hook").status == 0


def test_a_secret_in_content_can_be_allowed(lfs: Repo) -> None:
    store(lfs, CONTENT)
    assert lfs.call("--allow", short_id(KEY)).status == 0
    assert lfs.call("--scan") == SILENCE


def test_an_allowed_pattern_sees_the_path_of_the_pointer(lfs: Repo) -> None:
    store(lfs, CONTENT)
    lfs.git("config", "secrets.allowed", "^big[.]dat:2:")
    assert lfs.call("--pre_commit_hook") == SILENCE


def test_a_pointer_outside_of_a_repository_is_named(tmp_path: Path, home: Path) -> None:
    (home / ".gitconfig").write_text("[secrets]\n\tpatterns = AKIA[A-Z0-9]{16}\n")
    folder = Repo(tmp_path)
    folder.write("big.dat", pointer(CONTENT))
    assert folder.call("--scan", "--no-index", "big.dat") == Ran(0, b"", absent())


@pytest.mark.skipif(not shutil.which("git-lfs"), reason="git-lfs is not installed")
def test_files_of_git_lfs_itself_are_scanned(repo: Repo, tmp_path: Path) -> None:
    repo.git("lfs", "install", "--local", "--skip-repo")
    repo.git("config", "secrets.patterns", "AKIA[A-Z0-9]{16}")
    repo.git("lfs", "track", "*.dat")
    repo.write("big.dat", CONTENT)
    repo.add()
    assert repo.git("show", ":big.dat") == pointer(CONTENT)
    assert repo.call("--pre_commit_hook").status == 1
    repo.git("commit", "-qnm", "a file")
    assert repo.call("--scan-history").status == 1
    env = {"GIT_LFS_SKIP_SMUDGE": "1"}
    run("git", "clone", "-q", str(repo.path), "clone", cwd=tmp_path, env=env)
    clone = Repo(tmp_path / "clone")
    clone.git("config", "secrets.patterns", "AKIA[A-Z0-9]{16}")
    assert clone.call("--scan") == Ran(0, b"", absent())
    clone.git("lfs", "fetch", "--all")
    assert clone.call("--scan").status == 1
