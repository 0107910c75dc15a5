"""The file ``.gitallowed`` after ``--allow``: its style, its permissions, and its comments."""

from __future__ import annotations

import os

import pytest
from support import Ran, Repo, short_id
from test_allowing_a_secret import allowed, entry, refused

pytestmark = pytest.mark.usefixtures("aws_patterns")
STYLES = [
    pytest.param(b"one\n", b"one\n# C\nS\n", id="line feeds"),
    pytest.param(b"one\r\ntwo\r\n", b"one\r\ntwo\r\n# C\r\nS\r\n", id="carriage returns"),
    pytest.param(b"one\r\ntwo", b"one\r\ntwo\r\n# C\r\nS\r\n", id="no line end at the end"),
    pytest.param(b"one", b"one\n# C\nS\n", id="a single line without a line end"),
    pytest.param(b"", b"# C\nS\n", id="an empty file"),
    pytest.param(
        b"one\ntwo\nsix\r\n", b"one\ntwo\nsix\r\n# C\nS\n", id="mixed line ends: the more common"
    ),
    pytest.param(b"\xff\n", b"\xff\n# C\nS\n", id="bytes that are not text"),
]


@pytest.mark.parametrize(("before", "after"), STYLES)
def test_the_file_keeps_its_style(repo: Repo, staged: bytes, before: bytes, after: bytes) -> None:
    repo.write(".gitallowed", before)
    repo.call("--allow", short_id(staged))
    comment, line = entry(staged, "src/a.py, DATE").splitlines()
    assert repo.gitallowed() == after.replace(b"# C", comment).replace(b"S", line)
    assert repo.call("--pre_commit_hook").status == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_the_file_keeps_its_permissions(repo: Repo, staged: bytes) -> None:
    path = repo.write(".gitallowed", "one\n")
    path.chmod(0o640)
    repo.call("--allow", short_id(staged))
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(repo.path)) == [".git", ".gitallowed", "src"]


def test_a_new_file_has_the_permissions_of_any_other(repo: Repo, staged: bytes) -> None:
    other = repo.write("other", "")
    repo.call("--allow", short_id(staged))
    assert (repo.path / ".gitallowed").stat().st_mode == other.stat().st_mode


def test_if_the_lock_exists_nothing_is_written(repo: Repo, staged: bytes) -> None:
    lock = repo.write(".gitallowed.lock", "")
    assert repo.call("--allow", short_id(staged)) == refused(
        f"{lock} exists: another process may be writing .gitallowed; if none is, remove the file"
    )
    assert lock.exists()
    assert repo.gitallowed() == b""


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_symbolic_link_inside_the_work_tree_is_followed(repo: Repo, staged: bytes) -> None:
    target = repo.write("config/allowed", "one\n")
    (repo.path / ".gitallowed").symlink_to("config/allowed")
    assert repo.call("--allow", short_id(staged)).status == 0
    assert (repo.path / ".gitallowed").is_symlink()
    assert target.read_bytes().startswith(b"one\n# aws")


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_symbolic_link_to_a_file_outside_the_work_tree_is_refused(
    repo: Repo, staged: bytes
) -> None:
    outside = repo.path.parent / "outside"
    outside.write_bytes(b"mine\n")
    (repo.path / ".gitallowed").symlink_to(outside)
    ran = repo.call("--allow", short_id(staged))
    assert (ran.status, b"it is a link out of the work tree" in ran.err) == (2, True)
    assert outside.read_bytes() == b"mine\n"


def test_a_reason_of_several_lines_is_joined_to_one(repo: Repo, staged: bytes) -> None:
    repo.call("--allow", short_id(staged), "--reason", "  it is\r\nharmless,\n\n.*\n  really ")
    assert repo.gitallowed() == entry(staged, "src/a.py, DATE: it is harmless, .* really")


def test_a_path_of_several_lines_stays_in_the_comment(repo: Repo, key: bytes) -> None:
    repo.write(b"a\n.*\xff", key)
    repo.add()
    repo.call("--allow", short_id(key))
    assert repo.gitallowed() == entry(key, "a\\n.*\\xff, DATE")


def test_no_part_of_the_secret_is_written_or_printed(repo: Repo, key: bytes) -> None:
    other = key[:-1] + b"Z"
    repo.write(b"x%b" % key, b"%b %b" % (key, other))
    repo.add()
    ran = repo.call("--allow", short_id(key), "--reason", f"{key.decode()} like {other.decode()}")
    stars = "*" * 20
    assert repo.gitallowed() == entry(key, f"x{stars}, DATE: {stars} like {stars}")
    assert ran == allowed(key, f"x{stars}:1")


def test_the_written_gitallowed_has_no_findings(repo: Repo, key: bytes) -> None:
    repo.call("--add", "[0-9a-f]{64}|reason")
    repo.write("a", key)
    repo.call("--allow", short_id(key), "--reason", "a reason")
    assert repo.call("--scan", "--untracked", ".gitallowed") == Ran(0, b"", b"")


PATTERNS = [
    pytest.param(["--add", "foo+"], b"a pattern from the git config", id="git config"),
    pytest.param(["--add", "--global", "foo+"], b"a pattern from the git config", id="the user's"),
    pytest.param(["--add-provider", "echo", "foo+"], b"a pattern from a provider", id="provider"),
]


@pytest.mark.parametrize(("words", "kind"), PATTERNS)
def test_a_pattern_without_a_name_is_described_by_its_origin(
    repo: Repo, words: list[str], kind: bytes
) -> None:
    repo.call(*words)
    repo.write("a", "foooo")
    assert repo.call("--allow", short_id(b"foooo")).status == 0
    assert repo.gitallowed().startswith(b"# %b in a, DATE\n" % kind)


def test_a_pattern_of_gitprohibited_is_described_by_its_line(repo: Repo) -> None:
    repo.write(".gitprohibited", "foo+\n")
    repo.write("a", "foooo")
    assert repo.call("--allow", short_id(b"foooo")).status == 0
    assert repo.gitallowed().startswith(b"# a pattern from .gitprohibited:1 in a, DATE\n")
