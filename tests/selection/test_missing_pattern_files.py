"""Pattern files whose objects are missing: in partial clones, and in damaged repositories."""

from __future__ import annotations

import shutil

import pytest
from support import Repo, run, working_in
from test_active_files import active

from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE
from git_secrets_py.errors import GitSecretsError, PromisedError
from git_secrets_py.git.repository import Repository
from git_secrets_py.selection.active_files import HEAD, INDEX, WORK_TREE, Versions, content_in
from git_secrets_py.selection.commit_files import of_commits


def partial_clone(repo: Repo, option: str) -> Repo:
    repo.git("config", "uploadpack.allowFilter", "true")
    path = repo.path.parent / "clone"
    run(
        *("git", "clone", "--quiet", option, "--filter=blob:none"),
        *(f"file://{repo.path}", str(path)),
        cwd=path.parent,
    )
    return Repo(path)


def test_a_partial_clone_that_lacks_the_file_is_refused(repo: Repo) -> None:
    repo.commit_file(".gitprohibited", "key-1\n")
    clone = partial_clone(repo, "--no-checkout")
    message = (
        r"cannot read \.gitprohibited of HEAD: only the remote of this partial clone has it; "
        "run 'git fetch --refetch --no-filter origin'"
    )
    with pytest.raises(PromisedError, match=message):
        active(clone, WORK_TREE)
    clone.write(".gitprohibited", "key-2\n")
    assert active(clone, WORK_TREE) == {PROHIBITED_FILE: (WORK_TREE, b"key-2\n")}


@pytest.mark.parametrize(
    ("option", "version", "lacking"),
    [
        ("--no-checkout", HEAD, r"\.gitallowed of HEAD"),
        ("--sparse", INDEX, "config/allowed of the index"),
    ],
)
def test_a_link_to_a_file_that_a_partial_clone_lacks_is_no_dangling_one(
    repo: Repo, option: str, version: str, lacking: str
) -> None:
    repo.write("config/allowed", "key-1\n")
    (repo.path / ".gitallowed").symlink_to("config/allowed")
    repo.add()
    repo.commit()
    clone = partial_clone(repo, option)
    with pytest.raises(PromisedError, match=f"cannot read {lacking}: only the remote"):
        active(clone, version)


@pytest.mark.parametrize("name", [".gitprohibited", ".gitallowed", ".gitsecrets.toml"])
def test_a_file_whose_object_is_missing_is_refused(repo: Repo, name: str) -> None:
    repo.commit_file(f"! {name}", "another name\n")
    commit = repo.commit_file(name, "corp-[0-9]{4}\n").encode()
    (repo.path / name).unlink()
    oid = repo.git("rev-parse", f"HEAD:{name}").decode().strip()
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    for preferred in (INDEX, WORK_TREE, HEAD):
        with pytest.raises(GitSecretsError, match=rf"git cannot read HEAD:\{name}: its"):
            active(repo, preferred)
    with working_in(repo.path), pytest.raises(GitSecretsError, match="git cannot read"):
        of_commits(Repository(), [commit])


def test_the_advice_restores_a_file_whose_object_is_missing(repo: Repo, tmp_path) -> None:
    repo.commit_file(".gitprohibited", "corp-[0-9]{4}\n")
    run("git", "clone", "--quiet", f"file://{repo.path}", str(tmp_path / "clone"), cwd=tmp_path)
    clone = Repo(tmp_path / "clone")
    clone.git("config", "secrets.rules", "none")
    (pack,) = (clone.path / ".git/objects/pack").glob("*.pack")
    content = pack.read_bytes()
    for file in pack.parent.iterdir():
        file.unlink()
    clone.git("unpack-objects", "-q", input=content)
    (clone.path / ".gitprohibited").unlink()
    oid = clone.git("rev-parse", "HEAD:.gitprohibited").decode().strip()
    (clone.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    ran = clone.call("--scan")
    assert ran.status == 2
    clone.git(*ran.err.decode().split("'")[1].split()[1:])
    assert clone.call("--scan").status == 0


def lose(repo: Repo, name: str) -> None:
    oid = repo.git("rev-parse", name).decode().strip()
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()


@pytest.mark.parametrize("lost", ["HEAD:rules/a.toml", "HEAD:rules"])
def test_a_file_below_the_top_whose_object_or_tree_is_missing_is_refused(
    repo: Repo, lost: str
) -> None:
    commit = repo.commit_file("rules/a.toml", "# rules\n")
    shutil.rmtree(repo.path / "rules")
    repo.git("rm", "--quiet", "--cached", "rules/a.toml")
    lose(repo, lost)
    with working_in(repo.path):
        for version in (HEAD, INDEX, commit):
            with pytest.raises(GitSecretsError, match=r"git cannot read \w+:rules/a.toml: its"):
                content_in(Repository(), version, b"rules/a.toml")


def test_a_missing_tree_of_head_is_refused(repo: Repo) -> None:
    repo.commit_file("a", "a\n")
    lose(repo, "HEAD^{tree}")
    with pytest.raises(GitSecretsError, match=r"git cannot read HEAD:\.gitprohibited: its"):
        active(repo, WORK_TREE)


def test_a_missing_commit_of_head_is_named(repo: Repo) -> None:
    commit = repo.commit_file("a", "a\n")
    lose(repo, "HEAD")
    with pytest.raises(GitSecretsError, match=rf"HEAD:\.gitprohibited: object {commit} is missing"):
        active(repo, WORK_TREE)


def test_a_staged_file_whose_object_is_missing_does_not_fall_back_to_head(repo: Repo) -> None:
    repo.commit_file(".gitprohibited", "key-1\n")
    repo.write(".gitprohibited", "key-2\n")
    repo.add()
    lose(repo, ":.gitprohibited")
    (repo.path / ".gitprohibited").unlink()
    with pytest.raises(GitSecretsError, match=r"git cannot read :\.gitprohibited: its"):
        active(repo, WORK_TREE)


def test_a_conflict_in_a_partial_clone_leaves_the_file_of_the_work_tree(repo: Repo) -> None:
    repo.commit_file(".gitallowed", "key-1\n")
    entry = repo.git("ls-files", "--stage", ".gitallowed").split()
    stages = b"".join(b"100644 %b %d\t.gitallowed\n" % (entry[1], stage) for stage in (1, 2, 3))
    repo.git("rm", "--quiet", "--cached", ".gitallowed")
    repo.git("update-index", "--index-info", input=stages)
    repo.git("config", "extensions.partialClone", "origin")
    assert active(repo, INDEX) == {ALLOWED_FILE: (WORK_TREE, b"key-1\n")}


def test_the_files_of_a_partial_clone_take_one_more_process(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a", "a\n")
    repo.git("config", "extensions.partialClone", "origin")
    trace = repo.path / ".git/trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    with working_in(repo.path):
        repository = Repository()
        assert repository.work_tree and repository.is_partial
        trace.unlink(missing_ok=True)
        Versions(repository).active(INDEX)
    assert trace.read_text().count('"event":"cmd_name"') == 2
