"""The audit cache: an audit reads only new objects, and ignores caches of other users."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from auditing import SECRET, audit, patterns, places, problems, registry, secret
from support import Repo

from git_secrets_py import rules
from git_secrets_py.audit.connectivity import ConnectivityWalk
from git_secrets_py.audit.model import AuditResult, ObjectCounts, Options
from git_secrets_py.audit.reader import ReaderPool
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.model import Origin
from git_secrets_py.packs.choice import is_compiled
from git_secrets_py.providers.own_secret import OwnSecret
from git_secrets_py.registry import Registry
from git_secrets_py.rules.rule import RulePattern


def read(result: AuditResult) -> tuple[int, int, int]:
    """Return the numbers of commits and blobs read, and of objects from the cache."""
    counts = result.counts
    return counts.read.commits, counts.read.blobs, counts.from_cache


def caches(repo: Repo) -> list[Path]:
    return sorted((repo.path / ".git/git-secrets-py").glob("audit-*"))


def test_the_next_audit_reads_only_what_is_new(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    repo.commit_file("b.txt", "two")
    assert read(audit(repo.path)) == (2, 2, 0)
    assert read(audit(repo.path)) == (0, 0, 6)
    guilty = repo.commit_file("c.txt", secret(1))
    result = audit(repo.path)
    assert places(result) == [(guilty, "c.txt", 1, "SECRET-1")]
    assert read(result) == (1, 1, 6)


def test_a_known_match_is_read_for_its_report_only(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    trace = repo.path.parent / "trace"
    for _ in range(2):
        assert places(audit(repo.path)) == [(guilty, "a.txt", 1, "SECRET-1")]
        monkeypatch.setenv("GIT_TRACE", str(trace))
    assert b"cat-file --batch\n" in trace.read_bytes()
    assert b"--batch=" not in trace.read_bytes()


def test_every_audit_counts_all_that_it_covers(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    repo.commit_file("b.txt", secret(1))
    repo.git("tag", "--annotate", "v1", "--message", "one")
    first = audit(repo.path).counts
    assert (first.covered, first.read.tags) == (first.read, 1)
    again = audit(repo.path).counts
    assert again.covered == first.covered
    assert again.read == ObjectCounts(blobs=1, size=len(secret(1)))
    repo.commit_file("c.txt", "three")
    more = audit(repo.path).counts.covered
    assert (more.commits, more.blobs, more.tags) == (3, 3, 1)


def test_objects_that_are_gone_are_no_longer_covered(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    before = audit(repo.path).counts.covered
    oids = [
        repo.git("hash-object", "-w", "--stdin", input=content).decode().strip()
        for content in (b"clean", secret(1))
    ]
    assert audit(repo.path).counts.covered.blobs == 3
    for oid in oids:
        (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
        audit(repo.path)
    assert audit(repo.path).counts.covered == before


def test_an_object_with_a_match_is_read_by_every_audit(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "clean", message="SECRET-2")
    for expected in ((2, 2, 0), (1, 1, 4), (1, 1, 4)):
        result = audit(repo.path)
        assert [place[3] for place in places(result)] == ["SECRET-1", "SECRET-2"]
        assert read(result) == expected


def test_a_change_of_allowed_patterns_does_not_invalidate_the_cache(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "clean")
    allowing = registry(allowed=(b"^a\\.txt:",))
    assert places(audit(repo.path, patterns=allowing)) == []
    result = audit(repo.path)
    assert places(result) == [(guilty, "a.txt", 1, "SECRET-1")]
    assert result.counts.from_cache == 5


@pytest.mark.parametrize(
    ("other", "options"),
    [
        (registry(SECRET, b"another"), Options()),
        (registry(b"another"), Options()),
        (registry(), Options(scan_binary=True)),
    ],
)
def test_other_patterns_or_options_have_a_cache_of_their_own(
    repo: Repo, other: Registry, options: Options
) -> None:
    repo.commit_file("a.txt", "another")
    audit(repo.path)
    assert read(audit(repo.path, options, patterns=other)) == (1, 1, 0)
    assert read(audit(repo.path)) == (0, 0, 3)


def rule_pattern(*, strict: bool) -> Registry:
    (pattern, *_) = (one for one in rules.load("github").patterns if one.name == "github-token")
    return Registry([RulePattern(pattern.own_rule, Origin("rule set", "x"), strict=strict)])


def own(value: bytes, *, short_lived: bool = False) -> Registry:
    secret = OwnSecret("aws", "AWS credentials file", "", value, short_lived=short_lived)
    return Registry([*registry().prohibited, secret])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rule_pattern(strict=True), rule_pattern(strict=False)),
        (registry(SECRET, b"hunter22"), own(b"hunter22")),
        (registry(), own(b"token-1", short_lived=True)),
    ],
)
def test_patterns_of_one_text_that_match_differently_have_caches_of_their_own(
    repo: Repo, before: Registry, after: Registry
) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path, patterns=before)
    assert audit(repo.path, patterns=after).counts.from_cache == 0


def test_a_renewed_token_keeps_the_cache(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path, patterns=own(b"token-1", short_lived=True))
    renewed = own(b"token-2", short_lived=True)
    assert audit(repo.path, patterns=renewed).counts.from_cache == 3


def test_the_order_of_patterns_does_not_matter(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path, patterns=registry(SECRET, b"another"))
    assert audit(repo.path, patterns=registry(b"another", SECRET)).counts.from_cache == 3


def test_another_version_or_engine_invalidates_the_cache(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    monkeypatch.setattr("git_secrets_py.audit.examination.__version__", "0.0")
    assert audit(repo.path).counts.from_cache == 0
    monkeypatch.setattr("git_secrets_py.audit.examination.code_mark", lambda *packages: b"build")
    assert audit(repo.path).counts.from_cache == 0
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "regex")
    assert audit(repo.path).counts.from_cache == 0


def test_only_the_latest_few_caches_are_kept(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    for number in range(7):
        audit(repo.path, patterns=registry(b"pattern-%d" % number))
    assert len(caches(repo)) == 4
    assert audit(repo.path, patterns=registry(b"pattern-6")).counts.from_cache == 3


def test_without_the_cache_everything_is_read_and_nothing_written(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    assert read(audit(repo.path, Options(use_cache=False))) == (1, 1, 0)
    assert caches(repo) == []
    audit(repo.path)
    assert read(audit(repo.path, Options(use_cache=False))) == (1, 1, 0)


def test_patterns_of_a_provider_are_never_written_to_disk(repo: Repo, home: Path) -> None:
    literal = b"hunter" + b"2hunter2"
    repo.commit_file("a.txt", b"clean " + literal)
    prohibited = Registry(patterns((literal,), "provider"))
    assert len(places(audit(repo.path, patterns=prohibited))) == 1
    files = [file for top in (repo.path / ".git/git-secrets-py", home) for file in top.rglob("*")]
    assert any(file.name == "audit-key" for file in files)
    for file in files:
        assert file.is_dir() or literal not in file.read_bytes()


def test_concurrent_audits_leave_one_valid_cache(repo: Repo) -> None:
    for number in range(30):
        repo.commit_file(f"{number}.txt", f"clean {number}")
    results: list[AuditResult] = []
    threads = [threading.Thread(target=lambda: results.append(audit(repo.path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(caches(repo)) == 1
    assert audit(repo.path).counts.from_cache == 90


def test_worktrees_share_a_cache_in_the_common_directory(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", "clean")
    audit(repo.path)
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    assert audit(tmp_path / "linked").counts.from_cache == 3


def test_pruned_objects_are_removed_from_the_cache(repo: Repo) -> None:
    repo.commit_file("a.txt", "one")
    repo.git("hash-object", "-w", "--stdin", input=b"unreachable")
    assert audit(repo.path).problems == []
    repo.git("prune", "--expire=now")
    result = audit(repo.path)
    assert (result.counts.from_cache, result.problems) == (3, [])
    assert audit(repo.path).counts.from_cache == 3


def test_many_new_objects_are_picked_from_the_whole_list(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.audit.incremental._MOST_BY_ID", 1)
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "python")
    repo.commit_file("a.txt", "one")
    audit(repo.path)
    repo.commit_file("b.txt", secret(1))
    result = audit(repo.path)
    assert read(result) == (1, 1, 3)
    assert [place[3] for place in places(result)] == ["SECRET-1"]


def test_with_too_many_new_objects_the_cache_is_rebuilt(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.audit.incremental._MOST_NEW", 2)
    repo.commit_file("a.txt", "one")
    audit(repo.path)
    repo.commit_file("b.txt", "two")
    assert read(audit(repo.path)) == (2, 2, 0)
    assert read(audit(repo.path)) == (0, 0, 6)


@pytest.mark.skipif(not is_compiled(), reason="the compiled reader is not built")
@pytest.mark.parametrize(
    ("earlier", "quick", "expected"),
    [(1, 1 << 30, (2, 2, 0)), (20, 1 << 30, (1, 1, 60)), (1, 1, (1, 1, 3))],
    ids=["half", "few", "half-of-large-packs"],
)
def test_the_compiled_reader_reads_everything_again_if_a_large_share_is_new(
    repo: Repo,
    monkeypatch: pytest.MonkeyPatch,
    earlier: int,
    quick: int,
    expected: tuple[int, int, int],
) -> None:
    monkeypatch.setattr("git_secrets_py.audit.incremental._MOST_BY_ID", 1)
    monkeypatch.setattr("git_secrets_py.audit.examination._QUICK", quick)
    for number in range(earlier):
        repo.commit_file(f"{number}.txt", f"clean {number}")
    repo.git("repack", "-adq")
    audit(repo.path)
    repo.commit_file("b.txt", secret(1))
    result = audit(repo.path)
    assert read(result) == expected
    assert [place[3] for place in places(result)] == ["SECRET-1"]
    assert read(audit(repo.path))[2] == 3 * (earlier + 1) - 1


def test_ids_beyond_the_memory_limit_are_sorted_in_parts(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.audit.listed_ids._SORTED_AT_ONCE", 5)
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "python")
    for number in range(20):
        repo.commit_file(f"{number}.txt", f"clean {number}")
    audit(repo.path)
    assert read(audit(repo.path)) == (0, 0, 60)


def test_audits_with_and_without_the_compiled_reader_store_the_same_cache(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        repo.commit_file(f"{number}.txt", secret(number) if number % 3 else f"clean {number}")
    contents = []
    for engine in ("python", ""):
        monkeypatch.setenv("GIT_SECRETS_ENGINE", engine)
        assert read(audit(repo.path)) == (20, 20, 0)
        (cache,) = caches(repo)
        contents.append(cache.read_bytes())
        cache.unlink()
    assert contents[0] == contents[1]


def remove_object(repo: Repo, oid: bytes) -> None:
    path = repo.path / ".git/objects" / oid[:2].decode() / oid[2:].decode()
    path.chmod(0o600)
    path.unlink()


@pytest.mark.parametrize(
    ("content", "message"), [(secret(1), "m"), (b"clean", "a"), (b"clean", "has SECRET-1")]
)
@pytest.mark.parametrize("name", ["HEAD:a.txt", "HEAD"])
def test_an_object_lost_after_an_audit_is_reported_by_the_next_ones(
    repo: Repo, name: str, content: bytes, message: str
) -> None:
    repo.commit_file("a.txt", content, message=message)
    assert problems(audit(repo.path)) == []
    oid = repo.git("rev-parse", name).strip()
    repo.git("update-ref", "refs/heads/other", "HEAD")
    remove_object(repo, oid)
    for _ in range(3):
        found = "".join(problems(audit(repo.path)))
        assert found
        assert oid.decode() in found
    assert problems(audit(repo.path)) == problems(audit(repo.path, Options(use_cache=False)))


def test_a_secret_that_was_pruned_is_no_problem(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    repo.commit_file("b.txt", secret(1))
    assert len(audit(repo.path).findings) == 1
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("prune", "--expire=now")
    result = audit(repo.path)
    assert (list(result.findings), result.problems) == ([], [])


def test_tips_with_a_secret_are_verified_once(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit_file("a.txt", secret(1))
    verified: list[list[bytes]] = []

    class Recording(ConnectivityWalk):
        def __init__(self, children: ProcessGroup, tips: Any, known: Any = ()) -> None:
            verified.append(list(known))
            super().__init__(children, tips, known)

    monkeypatch.setattr("git_secrets_py.audit.examination.ConnectivityWalk", Recording)
    for _ in range(3):
        assert len(audit(repo.path).findings) == 1
    head = repo.git("rev-parse", "HEAD").strip()
    assert verified == [[], [head], [head]]


def interrupt_after(monkeypatch: pytest.MonkeyPatch, segments: int) -> None:
    """Interrupt the next audit when this number of segments has been read."""
    finish = ReaderPool.finish

    def interrupt(pool: ReaderPool, tick: Any) -> None:
        def check() -> None:
            if len(pool.finished) >= segments:
                raise KeyboardInterrupt
            tick()

        finish(pool, check)

    monkeypatch.setattr(ReaderPool, "finish", interrupt)


def test_the_audit_after_an_interrupted_one_goes_on(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.audit.segments._FIRST_SEGMENT", 5 << 10)
    monkeypatch.setattr("git_secrets_py.audit.segments._LARGEST_SEGMENT", 5 << 10)
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.bin", b"\0\1\2" * 50)
    for number in range(20):
        repo.commit_file(f"{number}.txt", f"clean {number}")
    with monkeypatch.context() as patched:
        interrupt_after(patched, 3)
        interrupted = audit(repo.path, Options(threads=1))
    assert not interrupted.complete
    result = audit(repo.path)
    assert result.complete
    assert 8 < result.counts.from_cache < 66
    assert places(result) == [(guilty, "a.txt", 1, "SECRET-1")]
    assert problems(result) == []
    assert result.counts.binaries == 1
    assert (result.counts.covered.commits, result.counts.covered.blobs) == (22, 22)
    assert audit(repo.path).counts.from_cache == 65
