"""The hooks of ``.pre-commit-hooks.yaml``, run by the real pre-commit framework."""

from __future__ import annotations

import shutil
import sys
from hashlib import blake2b
from pathlib import Path

import pytest
from filelock import FileLock
from framework import pre_commit
from support import KEY_PATTERN, Ran, Repo, new_repo, run

ROOT = Path(__file__).parents[2]
CYTHON = b', "cython>=3.1"'
# Nothing of these is installed: after a change of these alone, nothing is installed again.
LEFT_OUT = (
    *("tests/", "docs/", "benchmarks/", "tools/", ".ci/", ".github/"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"),
)
# The module that ``setup.cfg`` reads.
VERSION = "git_secrets_py/__init__.py"
CONFIG = """\
default_install_hook_types: [pre-commit, commit-msg, prepare-commit-msg]
repos:
- repo: {repo}
  rev: v1
  hooks:
  - id: git-secrets-py
  - id: git-secrets-py-commit-msg
  - id: git-secrets-py-prepare-commit-msg
"""


@pytest.fixture(scope="module")
def framework(kept: Path) -> Path:
    """The directory of a copy of this project, and of pre-commit's environment with it.

    Installed once for all processes that run tests, with the index of packages that the user has
    configured. Later runs in which only the content of modules has changed write these anew, since
    pip copies them unchanged.
    """
    project = published()
    modules = {name: project[name] for name in project if is_copied(name)}
    others = {name: content for name, content in project.items() if name not in modules}
    directory = kept / "framework" / digest(sys.version, sys.executable, others, list(modules))
    installed = directory / "installed"
    with FileLock(kept / "framework.lock"):
        if not installed.exists():
            shutil.rmtree(directory.parent, ignore_errors=True)
            publish(project, directory / "project")
            ran = install(directory)
            if b"connection broken" in ran.out + ran.err:
                pytest.skip("pip reaches no index of packages")
            assert ran.status == 0, ran
            installed.touch()
        if installed.read_text() != digest(modules):
            update(directory, modules)
            compile_rules(directory)
            installed.write_text(digest(modules))
    return directory


def published() -> dict[str, bytes]:
    """Return the files of this project, as it is in the work tree, but without the pack reader.

    To generate and to compile the reader takes longer than the rest, and the hooks do not use it.
    """
    listing = Repo(ROOT).git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = [name for name in listing.decode().split("\0")[:-1] if (ROOT / name).exists()]
    files = {name: (ROOT / name).read_bytes() for name in names if not name.startswith(LEFT_OUT)}
    return {**files, "pyproject.toml": files["pyproject.toml"].replace(CYTHON, b"")}


def is_copied(name: str) -> bool:
    """Return whether a file is a module that is installed as it is, and is not read before."""
    return name.startswith("git_secrets_py/") and name.endswith(".py") and name != VERSION


def digest(*values: object) -> str:
    """Return a short name for ``values``."""
    return blake2b(repr(values).encode(), digest_size=8).hexdigest()


def publish(files: dict[str, bytes], path: Path) -> None:
    """Make a repository of ``files``."""
    project = new_repo(path)
    for name, content in files.items():
        project.write(name, content)
    project.git("add", "--all")
    identity = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.com")
    project.git(*identity, "commit", "--quiet", "--no-verify", "-m", "All of it")
    project.git("tag", "v1")


def install(directory: Path) -> Ran:
    """Let pre-commit install the hooks of a client and their environment."""
    client = new_repo(directory / "client")
    client.write(".pre-commit-config.yaml", CONFIG.format(repo=directory / "project"))
    env = {
        "PRE_COMMIT_HOME": str(directory / "home"),
        # Bytecode of all dependencies takes long, and the hooks import few of them.
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # virtualenv would look for a later pip, in the background.
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
    }
    return pre_commit(client, "install", "--install-hooks", env=env)


def update(directory: Path, modules: dict[str, bytes]) -> None:
    """Write modules to where pip has installed them: each of them is there."""
    (package,) = (directory / "home").glob("repo*/py_env-*/**/site-packages/git_secrets_py")
    for name, content in modules.items():
        path = package.parent / name
        if path.read_bytes() != content:
            path.write_bytes(content)


def program(directory: Path) -> str:
    """Return the path of git-secrets-py in pre-commit's environment."""
    (path,) = (directory / "home").glob("repo*/py_env-*/[bS]*/git-secrets-py*")
    return str(path)


def compile_rules(directory: Path) -> None:
    """Let the installed program compile its rules once, not in the home of each test."""
    env = {"XDG_CACHE_HOME": str(directory / "cache")}
    scan = ("--scan", ".pre-commit-config.yaml")
    assert run(program(directory), *scan, cwd=directory / "client", env=env).status == 0


@pytest.fixture
def client(repo: Repo, home: Path, framework: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with the framework's hooks; git secrets has no configuration."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(framework / "home"))
    monkeypatch.setenv("PRE_COMMIT_COLOR", "never")
    repo.commit_file(".pre-commit-config.yaml", CONFIG.format(repo=framework / "project"))
    # The same files in every repository, and pre-commit takes long to start.
    shutil.copytree(framework / "client/.git/hooks", repo.path / ".git/hooks", dirs_exist_ok=True)
    shutil.copytree(framework / "cache", home / ".cache", dirs_exist_ok=True)
    return repo


@pytest.fixture
def content_client(client: Repo) -> Repo:
    """Return ``client`` with the hook for content only: each hook starts pre-commit again."""
    for hook in ("commit-msg", "prepare-commit-msg"):
        (client.path / ".git/hooks" / hook).unlink()
    return client


def test_a_commit_with_a_secret_is_blocked(client: Repo, key: bytes) -> None:
    client.write("leak", b"id = " + key + b"\n")
    client.add()
    ran = client.commit()
    assert ran.status == 1
    assert b"\nleak:1:id = " + key + b"\n\n[ERROR] Matched" in ran.err
    assert client.git("rev-list", "--count", "HEAD") == b"1\n"


def test_every_hook_script_is_shipped(framework: Path) -> None:
    shipped = framework.glob("home/repo*/py_env*/**/git_secrets_py/hooks/*")
    assert {path.name for path in shipped} == {path.name for path in (ROOT / "hooks").iterdir()}


def test_a_clean_commit_is_made(client: Repo) -> None:
    client.write("clean", "nothing\n")
    client.add()
    ran = client.commit()
    assert ran.status == 0
    assert result_lines(ran) == [b"Passed", b"Passed", b"Passed"]


def result_lines(ran: Ran) -> list[bytes]:
    """Return the status that the framework prints for each hook."""
    said = (ran.out + ran.err).splitlines()
    return [line.rpartition(b".")[2] for line in said if line.startswith(b"git secrets")]


def test_only_staged_content_is_scanned(content_client: Repo, key: bytes) -> None:
    content_client.write("file", "clean\n")
    content_client.add()
    content_client.write("file", key)
    assert content_client.commit().status == 0


def test_a_secret_in_the_message_blocks_the_commit(client: Repo, key: bytes) -> None:
    client.write("clean", "nothing\n")
    client.add()
    ran = client.commit(b"use " + key)
    assert ran.status == 1
    assert b"\n.git/COMMIT_EDITMSG:1:use " + key + b"\n\n[ERROR] Matched" in ran.err


def test_the_target_of_a_symbolic_link_is_content(content_client: Repo, key: bytes) -> None:
    (content_client.path / "link").symlink_to(key.decode())
    content_client.add()
    ran = content_client.commit()
    assert ran.status == 1
    assert b"\nlink:1:" + key + b"\n" in ran.err


def test_a_file_name_that_looks_like_an_option_is_scanned(content_client: Repo, key: bytes) -> None:
    content_client.write("--text", key)
    content_client.add()
    ran = content_client.commit()
    assert ran.status == 1
    assert b"\n--text:1:" + key + b"\n" in ran.err


def test_a_merge_that_introduces_a_secret_is_blocked(client: Repo, key: bytes) -> None:
    client.git("checkout", "--quiet", "-b", "other")
    leak = client.commit_file("leak", key + b"\n")
    client.commit_file("leak", "gone\n")
    client.git("checkout", "--quiet", "main")
    client.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "empty")
    ran = client.try_git("merge", "--no-edit", "--quiet", "other")
    assert ran.status == 1
    assert f"\n{leak}:leak:1:".encode() + key + b"\n" in ran.err


def test_all_files_are_scanned_though_nothing_is_staged(content_client: Repo, key: bytes) -> None:
    assert pre_commit(content_client, "run", "--all-files").status == 0
    content_client.commit_file("leak", key + b"\n")
    ran = pre_commit(content_client, "run", "--all-files")
    assert ran.status == 1
    assert b"\nleak:1:" + key + b"\n\n[ERROR] Matched" in ran.out


def test_the_files_of_a_range_are_scanned_though_nothing_is_staged(
    content_client: Repo, key: bytes
) -> None:
    content_client.commit_file("leak", key + b"\n")
    content_client.commit_file("clean", "nothing\n")
    of_range = ("run", "--to-ref", "HEAD", "--from-ref")
    assert pre_commit(content_client, *of_range, "HEAD~1").status == 0
    ran = pre_commit(content_client, *of_range, "HEAD~2")
    assert ran.status == 1
    assert b"\nleak:1:" + key + b"\n\n[ERROR] Matched" in ran.out


def test_hooks_are_installed_from_a_wheel_too(
    repo: Repo, framework: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pre-commit's environment is one that holds this package as a user's does."""
    repo.commit_file("first", "first\n")
    repo.call("--add", KEY_PATTERN)
    assert run(program(framework), "--install", cwd=repo.path).status == 0
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    repo.write("leak", key)
    repo.add()
    ran = repo.commit()
    assert ran.status == 1
    assert ran.err.startswith(b"leak:1:" + key + b"\n\n[ERROR] Matched")
