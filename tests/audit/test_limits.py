"""The limits of time and memory, and failures while an audit runs."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from auditing import audit, places, problems, registry, secret
from support import Repo

from git_secrets_py.audit.model import Options
from git_secrets_py.audit.reader import Reader, ReaderPool
from git_secrets_py.engine.matcher import Matcher

# Each "a" matches in two ways, so the number of ways doubles with each.
ENDLESS = b"(a|a)*b"
LINE = b"a" * 40 + b" b\n"


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower the time limit of a match."""
    defaults = Matcher.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "time_limit", 0.02)


@pytest.mark.usefixtures("short_limit")
def test_a_pattern_beyond_the_time_limit_is_reported_and_its_object_not_cached(repo: Repo) -> None:
    repo.commit_file("a.txt", LINE)
    oid = repo.git("rev-parse", "HEAD:a.txt").decode().strip()
    for _ in range(2):
        result = audit(repo.path, patterns=registry(ENDLESS))
        assert problems(result) == [
            f"error: object {oid}: line 1: the pattern '(a|a)*b' from git config a test "
            "exceeded the time limit of 0.02 s; simplify it"
        ]
        assert (result.counts.covered.blobs, result.counts.from_cache) == (1, 0)


@pytest.mark.usefixtures("short_limit")
def test_a_pattern_that_was_given_up_leaves_nothing_in_the_cache(repo: Repo) -> None:
    for number in range(8):
        repo.commit_file(f"{number}.txt", b"%d\n" % number + LINE)
    assert len(problems(audit(repo.path, patterns=registry(ENDLESS)))) == 3
    assert audit(repo.path, patterns=registry(ENDLESS)).counts.from_cache == 0


@pytest.mark.usefixtures("short_limit")
def test_a_pattern_beyond_the_time_limit_after_a_match_is_reported(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1) + b"\n" + LINE)
    result = audit(repo.path, patterns=registry(rb"SECRET-[0-9]+", ENDLESS))
    assert places(result) == [(guilty, "a.txt", 1, "SECRET-1")]
    assert "line 2: the pattern" in problems(result)[0]


@pytest.mark.usefixtures("short_limit")
@pytest.mark.parametrize("reader", ["", "python"])
@pytest.mark.parametrize("first", [b"", secret(1) + b"\n"], ids=["alone", "after a match"])
def test_a_pattern_given_up_within_one_object_is_reported(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, reader: str, first: bytes
) -> None:
    monkeypatch.setenv("GIT_SECRETS_ENGINE", reader)
    repo.commit_file("a.txt", first + (LINE + b"\n") * 4 + b"more\n" * 400)
    repo.git("repack", "-adq")
    found = audit(repo.path, patterns=registry(rb"SECRET-[0-9]+", ENDLESS))
    assert len(found.findings) == bool(first)
    assert [one.rpartition("; ")[2] for one in problems(found)] == [
        *["simplify it"] * 2,
        "it is ignored for the rest of this run",
    ]


def test_only_the_surroundings_of_a_secret_in_a_long_line_are_kept(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", b"x " * 50_000 + secret(1) + b" y" * 50_000)
    result = audit(repo.path)
    assert places(result) == [(guilty, "a.txt", 1, "SECRET-1")]
    line = result.findings[0].finding.line
    assert line.content == b"x " * 50 + secret(1) + b" y" * 50
    assert line.offset == 100_000 - 100


def test_an_object_lost_after_it_was_read_is_reported(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", secret(2))
    oid = repo.git("rev-parse", "HEAD:b.txt").decode().strip()
    original = ReaderPool.finish

    def finish_and_lose(*words: object) -> None:
        original(*words)  # type: ignore[arg-type]
        (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink(missing_ok=True)

    monkeypatch.setattr(ReaderPool, "finish", finish_and_lose)
    result = audit(repo.path, Options(use_cache=False))
    assert [place[3] for place in places(result)] == ["SECRET-1"]
    assert any(oid in problem for problem in problems(result))


def test_an_exception_in_a_thread_fails_the_audit(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(reader: Reader, path: str) -> None:
        raise MemoryError

    monkeypatch.setattr(Reader, "read", fail)
    repo.commit_file("a.txt", secret(1))
    before = threading.active_count()
    with pytest.raises(MemoryError):
        audit(repo.path)
    assert threading.active_count() == before


def test_a_damaged_large_object_is_reported(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("git_secrets_py.audit.reader.LARGEST_WHOLE", 1 << 20)
    repo.git("config", "core.compression", "0")
    repo.commit_file("large.txt", secret(1) + b"\n" + b"many lines of this\n" * 200_000)
    oid = repo.git("rev-parse", "HEAD:large.txt").decode().strip()
    file: Path = repo.path / ".git/objects" / oid[:2] / oid[2:]
    file.chmod(0o600)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    result = audit(repo.path)
    assert f"object {oid}: it is damaged" in problems(result)[0]
