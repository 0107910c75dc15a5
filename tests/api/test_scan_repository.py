"""``scan_repository``, on real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from git_secrets_py import GitSecretsError, IncompleteScanError, scan_repository
from git_secrets_py.errors import ConfigurationError, NotARepositoryError


def found(directory: Path | str | bytes, **options: object) -> list[bytes]:
    return [one.finding.secret for one in scan_repository(directory, **options)]


@pytest.fixture
def history(repo):
    """A secret that was added and removed, beside one that is still present."""
    repo.commit_file("a", "foo1\nfoo2\n", "bring both")
    repo.commit_file("a", "foo2\n", "take one away")
    return repo


def test_findings_have_the_history_of_their_secret(history) -> None:
    gone, there = scan_repository(history.path, patterns=["foo[0-9]"])
    first, last = history.git("rev-list", "--reverse", "HEAD").split()
    assert (gone.finding.secret, gone.finding.path, gone.finding.commit) == (b"foo1", b"a", first)
    assert (gone.in_head, gone.removed_by) == (False, last)
    assert (there.finding.secret, there.in_head) == (b"foo2", True)
    assert there.introduction is not None
    assert there.introduction.summary == b"bring both"


@pytest.mark.parametrize("make", [str, Path, os.fsencode], ids=["str", "path", "bytes"])
def test_the_directory_may_be_of_any_type_and_below_the_top(history, make) -> None:
    below = history.path / "folder"
    below.mkdir()
    assert found(make(below), patterns=["foo1"]) == [b"foo1"]


def test_revisions_limit_the_audit(history) -> None:
    history.commit_file("b", "foo3\n")
    assert found(history.path, patterns=["foo[0-9]"], revisions=["HEAD~1..HEAD"]) == [b"foo3"]


def test_the_patterns_of_the_repository_are_active(history) -> None:
    history.git("config", "secrets.patterns", "foo1")
    history.write(".gitprohibited", "foo2\n")
    assert found(history.path) == [b"foo1", b"foo2"]
    history.write(".gitallowed", "foo2\n")
    assert found(history.path) == [b"foo1"]


def test_the_patterns_of_the_repository_can_be_disabled(history) -> None:
    history.git("config", "secrets.patterns", "foo1")
    history.git("config", "secrets.providers", "no-such-command")
    history.write(".gitallowed", "foo\n")
    assert found(history.path, patterns=["foo2"], configured=False) == [b"foo2"]
    with pytest.raises(ConfigurationError, match="nothing would be scanned"):
        scan_repository(history.path, configured=False)


def test_a_bare_repository_is_audited(history, tmp_path) -> None:
    history.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    assert found(tmp_path / "bare", patterns=["foo1"]) == [b"foo1"]


@pytest.mark.parametrize("configured", [True, False])
def test_a_directory_without_a_repository_raises_at_once(tmp_path, configured) -> None:
    with pytest.raises(NotARepositoryError):
        scan_repository(tmp_path, patterns=["foo"], configured=configured)


def test_an_annotated_tag_that_the_revisions_name_is_scanned(history) -> None:
    history.git("tag", "--annotate", "-m", "foo9", "v1")
    assert found(history.path, patterns=["foo9"], revisions=["v1"]) == [b"foo9"]
    assert found(history.path, patterns=["foo9"], revisions=["HEAD"]) == []


def test_invalid_revisions_raise_an_error(history) -> None:
    with pytest.raises(GitSecretsError, match="no-such"):
        found(history.path, patterns=["foo"], revisions=["no-such"])


def test_a_missing_object_raises_after_the_findings(history) -> None:
    history.commit_file("b", "something else\n")
    oid = history.git("rev-parse", "HEAD:b").decode().strip()
    (history.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    seen = []
    with pytest.raises(IncompleteScanError, match="missing"):
        for one in scan_repository(history.path, patterns=["foo[0-9]"]):
            seen.append(one.finding.secret)
    assert seen == [b"foo1", b"foo2"]
    assert found(history.path, patterns=["foo1"], allow_missing=True) == [b"foo1"]


def test_a_shallow_clone_is_incomplete_unless_shallow_clones_are_allowed(history, tmp_path) -> None:
    history.git("clone", "--quiet", "--depth=1", history.path.as_uri(), str(tmp_path / "shallow"))
    with pytest.raises(IncompleteScanError, match="shallow"):
        found(tmp_path / "shallow", patterns=["foo1"])
    assert found(tmp_path / "shallow", patterns=["foo2"], allow_shallow=True) == [b"foo2"]


def test_binary_files_are_scanned_on_request(repo) -> None:
    repo.commit_file("a", b"\0\1\2\3\n foo \n")
    assert found(repo.path, patterns=["foo"]) == []
    assert found(repo.path, patterns=["foo"], scan_binary=True, use_cache=False) == [b"foo"]
