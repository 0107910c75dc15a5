"""Partial clones: objects that only the remote has are not new, and are never fetched."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from support import SILENCE, MakeRepo, Ran, Repo, fake_key, from_template

from git_secrets_py.errors import PromisedError
from git_secrets_py.git.objects import FOLLOW_LINKS, Batch
from git_secrets_py.git.repository import Repository
from git_secrets_py.selection.active_files import WORK_TREE, Versions

KEY = fake_key()
FILTERS = ("blob:none", "tree:0", "blob:limit=1")
FETCH = b"; run 'git fetch --refetch --no-filter origin', or pass --allow-partial"


@pytest.fixture
def source(make_repo: MakeRepo, templates: Path) -> Repo:
    """A repository with files inside and outside of a cone, and a branch ``side``."""
    source = make_repo("source")
    return from_template(source, templates / "partially_cloned", lambda: write_history(source))


def write_history(source: Repo) -> None:
    source.git("config", "uploadpack.allowFilter", "true")
    source.git("config", "uploadpack.allowAnySHA1InWant", "true")
    source.write("in/a", "in 1\n")
    for number in range(3):
        source.write("in/a", f"in {number}\n")
        source.commit_file("out/b", f"out {number}\n")
    source.git("checkout", "-q", "-b", "side", "HEAD~1")
    for number in range(2):
        source.write("out/new", f"new {number}\n")
        source.commit_file("out/c", f"side {number}\n")
    source.git("checkout", "-q", "main")


@pytest.fixture(params=FILTERS)
def clone(request: pytest.FixtureRequest, source: Repo, tmp_path: Path, templates: Path) -> Repo:
    """A sparse partial clone of ``source`` with a pattern and our hooks."""
    clone, name = Repo(tmp_path / "clone"), request.param.replace(":", "_")
    template = templates / f"partial_clone_{name}"
    from_template(clone, template, lambda: cloned(source, clone.path, request.param))
    clone.git("remote", "set-url", "origin", source.path.as_uri())
    return clone


def cloned(source: Repo, path: Path, filter: str, *options: str) -> Repo:
    url = f"file://{source.path}"
    source.git("clone", "-q", f"--filter={filter}", *(options or ("--sparse",)), url, str(path))
    clone = Repo(path)
    if not options:
        clone.git("sparse-checkout", "set", "in")
    clone.git("config", "secrets.patterns", "AKIA[A-Z0-9]{16}")
    clone.install_hooks()
    # No test here has a secret in a message.
    clone.keep_hooks("pre-commit", "prepare-commit-msg")
    return clone


def missing(repo: Repo) -> int:
    """Return the number of missing objects."""
    return repo.git("rev-list", "--objects", "--all", "--missing=print").count(b"\n?")


def only_remote(number: str, names: str) -> bytes:
    return f"not scanned: {number} that only the remote of this partial clone has: {names}".encode()


def test_a_commit_is_silent(clone: Repo) -> None:
    clone.write("in/new", "1\n")
    clone.add("in/new")
    assert clone.commit() == SILENCE


def test_a_commit_with_a_secret_is_blocked(clone: Repo) -> None:
    clone.write("in/new", KEY)
    clone.add("in/new")
    assert clone.commit().status == 1


def test_a_merge_goes_on_with_one_warning(clone: Repo) -> None:
    clone.commit_file("in/new", "1\n")
    ran = clone.try_git("merge", "-q", "-m", "a merge", "origin/side")
    assert ran.status == 0
    (line,) = ran.err.splitlines()
    assert line.startswith(b"git secrets: warning: not scanned: ")
    assert b"out/c" in line


def test_a_merge_scans_what_is_here(source: Repo, clone: Repo) -> None:
    source.git("checkout", "-q", "side")
    source.commit_file("in/secret", KEY)
    clone.git("fetch", "-q")
    clone.commit_file("in/new", "1\n")
    ran = clone.try_git("merge", "-q", "-m", "a merge", "origin/side")
    # git had to fetch the file to check it out.
    assert (ran.status, KEY in ran.err or b"in/secret:1:" in ran.err) == (1, True)


def test_a_cherry_pick_goes_on(source: Repo, clone: Repo) -> None:
    source.git("checkout", "-q", "side")
    source.commit_file("out/d", "picked\n")
    clone.git("fetch", "-q")
    ran = clone.try_git("cherry-pick", "origin/side")
    assert (ran.status, b"missing or damaged" in ran.err) == (0, False)


def test_a_push_goes_on(source: Repo, clone: Repo) -> None:
    clone.commit_file("in/new", "1\n")
    clone.git("-c", "core.hooksPath=/dev/null", "merge", "-q", "-m", "a merge", "origin/side")
    clone.install_hooks("--hooks", "pre-push")
    assert clone.push("origin", "HEAD:refs/heads/pushed") == SILENCE


def test_hooks_and_scans_fetch_nothing(clone: Repo) -> None:
    clone.git("read-tree", "-m", "HEAD")
    before = missing(clone)
    side = clone.git("rev-parse", "origin/side").decode().strip()
    clone.write(".git/MERGE_HEAD", side + "\n")
    for words in (
        ("--pre_commit_hook",),
        ("--scan", "--allow-partial"),
        ("--scan-history", "--allow-partial"),
    ):
        assert clone.call(*words).status == 0, words
    merged = clone.call("--prepare_commit_msg_hook", "message", "merge")
    lines = f"refs/heads/x {side} refs/heads/x {'0' * 40}\n".encode()
    clone.git("update-ref", "-d", "refs/remotes/origin/side")
    pushed = clone.call("--pre_push_hook", "origin", "url", input=lines)
    for ran in (merged, pushed):
        assert (ran.status, only_remote("2 objects", "") in ran.err) == (0, True), ran
    clone.git("update-ref", "refs/remotes/origin/side", side)
    assert missing(clone) == before > 0


def test_a_scan_says_how_to_get_what_is_missing(source: Repo, tmp_path: Path) -> None:
    clone = cloned(source, tmp_path / "clone", "blob:none")
    problem = only_remote("1 object", "out/b")
    assert clone.call("--scan") == Ran(2, b"", b"git secrets: " + problem + FETCH + b"\n")
    assert clone.call("--scan", "--cached").status == 2
    allowed = Ran(0, b"", b"git secrets: warning: " + problem + b"\n")
    assert clone.call("--scan", "--allow-partial") == allowed


def test_an_audit_says_how_to_get_what_is_missing(clone: Repo) -> None:
    ran = clone.call("--scan-history")
    assert (ran.status, FETCH in ran.err) == (2, True)
    assert clone.call("--scan-history", "--allow-partial").status == 0


def test_the_command_to_get_it_works(clone: Repo) -> None:
    clone.git("fetch", "-q", "--refetch", "--no-filter", "origin")
    assert missing(clone) == 0
    assert clone.call("--scan") == SILENCE
    assert clone.call("--scan-history").status == 0


@pytest.mark.parametrize("words", [("--scan",), ("--scan-history",)])
def test_a_promise_allows_no_damage(source: Repo, tmp_path: Path, words: tuple[str, ...]) -> None:
    clone = cloned(source, tmp_path / "clone", "blob:none")
    clone.write("in/lost", "lost\n")
    clone.add("in/lost")
    oid = clone.git("rev-parse", ":in/lost").decode().strip()
    (clone.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    (clone.path / "in/lost").unlink()
    ran = clone.call(*words, "--allow-partial")
    assert ran.status == 2
    assert oid.encode() in ran.err or b"git fsck" in ran.err


def test_a_hook_reports_a_lost_object_of_a_partial_clone(source: Repo, tmp_path: Path) -> None:
    clone = cloned(source, tmp_path / "clone", "blob:none")
    clone.write("in/lost", "lost\n")
    clone.add("in/lost")
    oid = clone.git("rev-parse", ":in/lost").decode().strip()
    (clone.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    message = f"git secrets: in/lost: object {oid} is missing or damaged; run 'git fsck'\n"
    assert clone.call("--pre_commit_hook") == Ran(2, b"", message.encode())


def test_many_missing_objects_take_few_processes(source: Repo, tmp_path: Path) -> None:
    for number in range(30):
        source.write(f"out/many{number}", f"{number}\n")
    source.add()
    source.git("commit", "-qm", "many")
    clone = cloned(source, tmp_path / "clone", "blob:none")
    trace = clone.path / ".git/trace"
    ran = clone.run("--scan", "--allow-partial", env={"GIT_TRACE2_EVENT": str(trace)})
    assert only_remote("32 objects", "such as out/b, out/many0, out/many1") in ran.err
    assert trace.read_text().count('"event":"start"') < 20


def test_a_sparse_checkout_is_scanned_from_the_index(source: Repo, tmp_path: Path) -> None:
    source.commit_file("out/secret", KEY)
    path = tmp_path / "clone"
    source.git("clone", "-q", "--sparse", str(source.path), str(path))
    clone = Repo(path)
    clone.git("sparse-checkout", "set", "--sparse-index", "in")
    clone.git("config", "secrets.patterns", "AKIA[A-Z0-9]{16}")
    assert not (path / "out").exists()
    ran = clone.call("--scan")
    assert (ran.status, ran.err.splitlines()[0]) == (1, b"out/secret:1:" + KEY)


@pytest.mark.parametrize("filter", ["tree:0", "tree:1"])
def test_a_push_scans_a_new_commit_whose_parent_has_no_tree_here(
    source: Repo, tmp_path: Path, filter: str
) -> None:
    source.commit_file("in/a", "the parent\n")
    clone = cloned(source, tmp_path / "clone", filter, "--no-checkout")
    before = missing(clone)
    commit = commit_without_trees(clone)
    lines = f"refs/heads/x {commit} refs/heads/x {'0' * 40}\n".encode()
    ran = clone.call("--pre_push_hook", "origin", "url", input=lines)
    assert (ran.status, ran.err.splitlines()[0]) == (1, f"{commit}:new/secret:2:".encode() + KEY)
    assert missing(clone) == before
    blob = clone.git("rev-parse", ":new/secret").decode().strip()
    damage(clone, blob)
    ran = clone.call("--pre_push_hook", "origin", "url", input=lines)
    message = f"git secrets: commit {commit}: object {blob} is damaged; run 'git fsck'\n"
    assert ran == Ran(2, b"", message.encode())


def commit_without_trees(clone: Repo) -> str:
    """Commit ``new/secret`` with the history of HEAD and none of its files; return the commit."""
    clone.write("new/secret", b"x\n" + KEY)
    clone.git("read-tree", "--empty")
    clone.add("new/secret")
    tree = clone.git("write-tree").decode().strip()
    return clone.git("commit-tree", "-p", "HEAD", "-m", "local", tree).decode().strip()


def damage(repo: Repo, oid: str) -> None:
    """Overwrite a loose object."""
    path = repo.path / ".git/objects" / oid[:2] / oid[2:]
    path.chmod(0o600)
    path.write_bytes(b"damaged")


def test_a_missing_tree_of_a_complete_clone_is_an_error(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", "AKIA[A-Z0-9]{16}")
    repo.commit_file("a", "1\n")
    head = repo.commit_file("b/c", KEY)
    tree = repo.git("rev-parse", "HEAD:b").decode().strip()
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    lines = f"refs/heads/x {head} refs/heads/x {'0' * 40}\n".encode()
    ran = repo.call("--pre_push_hook", "origin", "url", input=lines)
    message = f"git secrets: commit {head}: a tree is missing; run 'git fsck'\n"
    assert ran == Ran(2, b"", message.encode())


@pytest.mark.parametrize("filter", ["tree:0", "blob:none"])
def test_hooks_go_on_without_the_pattern_files_that_only_the_remote_has(
    source: Repo, tmp_path: Path, filter: str
) -> None:
    source.commit_file(".gitprohibited", "corp-[0-9]{6}\n")
    clone = cloned(source, tmp_path / "clone", filter, "--no-checkout")
    head = clone.git("rev-parse", "HEAD").decode().strip()
    warning = (
        f"git secrets: warning: cannot read .gitprohibited of {head}: only the remote of this "
        "partial clone has it; its patterns are not active"
    ).encode()
    # Without these files, it has the same patterns.
    other = clone.git("commit-tree", "-m", "other", clone.git("mktree").strip()).decode().strip()
    lines = "".join(f"refs/heads/x {one} refs/heads/x {'0' * 40}\n" for one in (other, head))
    pushed = clone.call("--pre_push_hook", "origin", "url", input=lines.encode())
    assert (pushed.status, pushed.err.splitlines()[0]) == (0, warning)
    received = clone.call("--pre_receive_hook", input=f"{'0' * 40} {head} refs/heads/x\n".encode())
    assert (received.status, received.err.splitlines()[0]) == (0, warning)
    clone.write("new", KEY)
    clone.add("new")
    ran = clone.commit()
    assert (ran.status, b"new:1:" in ran.err) == (1, True)


def test_a_commit_goes_on_without_the_target_of_a_link_that_only_the_remote_has(
    source: Repo, tmp_path: Path
) -> None:
    source.write("shared/patterns", "corp-[0-9]{6}\n")
    (source.path / ".gitprohibited").symlink_to("middle")
    (source.path / "middle").symlink_to("shared/patterns")
    source.add()
    source.commit("links")
    clone = cloned(source, tmp_path / "clone", "blob:none", "--no-checkout")
    clone.git("cat-file", "blob", "HEAD:.gitprohibited")
    clone.git("cat-file", "blob", "HEAD:middle")
    clone.git("read-tree", "HEAD")
    clone.write("new", KEY)
    clone.add("new")
    ran = clone.call("--pre_commit_hook")
    warning = b"cannot read shared/patterns of the index: only the remote of this partial clone"
    assert (ran.status, warning in ran.err, b"new:1:" in ran.err) == (1, True, True)
    clone.git("rm", "--quiet", "--cached", "middle", ".gitprohibited")
    ran = clone.call("--pre_commit_hook")
    warning = b"cannot read .gitprohibited of HEAD: only the remote of this partial clone"
    assert (ran.status, warning in ran.err, b"new:1:" in ran.err) == (1, True, True)


def test_a_link_whose_target_contains_a_nul_is_refused(source: Repo, tmp_path: Path) -> None:
    link = source.git("hash-object", "-w", "--stdin", input=b"shared\0/x").decode().strip()
    source.git("update-index", "--add", "--cacheinfo", f"120000,{link},.gitprohibited")
    source.git("commit", "--quiet", "--message=link")
    clone = cloned(source, tmp_path / "clone", "tree:1", "--no-checkout")
    clone.git("read-tree", "HEAD")
    clone.git("cat-file", "blob", ":.gitprohibited")
    ran = clone.call("--pre_commit_hook")
    assert (ran.status, b".gitprohibited is a symbolic link that does not" in ran.err) == (2, True)


def test_the_doctor_advises_to_fetch_the_pattern_files_that_only_the_remote_has(
    source: Repo, tmp_path: Path
) -> None:
    clone = cloned(source, tmp_path / "clone", "tree:0", "--no-checkout")
    problems = json.loads(clone.call("--doctor", "--format", "json").out)["problems"]
    remedies = {one["about"]: one["remedy"] for one in problems if "partial" in one["problem"]}
    files = ("rule files", ".gitallowed", ".gitprohibited")
    assert remedies == dict.fromkeys(files, "git fetch --refetch --no-filter origin")


@pytest.mark.usefixtures("without_compiling")
@pytest.mark.parametrize("words", [("--scan",), ("--scan-history",), ("--ci",)])
def test_a_scan_requires_the_pattern_files_that_only_the_remote_has(
    source: Repo, tmp_path: Path, words: tuple[str, ...]
) -> None:
    source.commit_file(".gitprohibited", "corp-[0-9]{6}\n")
    clone = cloned(source, tmp_path / "clone", "blob:none", "--no-checkout")
    ran = clone.call(*words)
    message = b"cannot read .gitprohibited of HEAD: only the remote of this partial clone has it"
    assert (ran.status, message + FETCH in ran.err) == (2, True)
    assert clone.call(*words, "--allow-partial").status == 0


@pytest.mark.parametrize("filter", ["tree:1", "tree:2"])
def test_an_audit_of_commits_without_deep_trees_reports_what_is_here(
    source: Repo, tmp_path: Path, filter: str
) -> None:
    source.commit_file("in/deep/secret", KEY)
    source.commit_file("in/deep/other", "1\n")
    clone = cloned(source, tmp_path / "clone", filter)
    for revisions in ((), ("HEAD~2..HEAD",)):
        ran = clone.call("--scan-history", *revisions)
        assert (ran.status, FETCH in ran.err, b"damaged" in ran.err) == (2, True, False)
    allowed = clone.call("--scan-history", "--allow-partial")
    assert (allowed.status, b"in/deep/secret:1:" + KEY in allowed.err) == (1, True)


def test_an_error_for_one_version_of_a_file_is_not_taken_for_one_of_the_version_before(
    source: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.commit_file(".gitprohibited", "corp-[0-9]{6}\n")
    clone = cloned(source, tmp_path / "clone", "blob:none", "--no-checkout")
    monkeypatch.chdir(clone.path)
    repository = Repository()
    with Batch(repository.git, FOLLOW_LINKS) as batch:
        versions = Versions(repository, [b".gitprohibited"], batch)
        deadline = time.monotonic() + 1  # git 2.44 and later does not fail
        while not batch.has_failed() and time.monotonic() < deadline:
            pass  # until git has ended, which was sent both requests
        with pytest.raises(PromisedError, match="of HEAD"):
            versions.active(WORK_TREE)
