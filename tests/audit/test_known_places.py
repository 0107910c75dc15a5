"""The next audit of an unchanged repository searches only the commits that the first one named."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditing import SECRET, audit, places, problems, secret
from support import WINDOWS, Repo
from tangled_history import git, write_tangled

from git_secrets_py.audit import attribution, known_places
from git_secrets_py.audit import places as audit_places
from git_secrets_py.audit.cache_file import CacheFile
from git_secrets_py.audit.model import AuditResult, Options


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The walks over all of history."""
    counted: list[int] = []
    original = attribution.places_in_history

    def count(*arguments: object, **options: object) -> object:
        counted.append(1)
        return original(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(attribution, "places_in_history", count)
    return counted


def shown(result: AuditResult) -> list[object]:
    """Return each finding with all that is reported of it, as values that can be compared."""
    return [
        (one.finding.secret, list(map(repr, one.further)), repr(one._replace(further=())))
        for one in result.findings
    ]


@pytest.mark.parametrize("unreachable", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_the_next_audit_finds_the_same(
    tmp_path: Path, walks: list[int], seed: int, *, unreachable: bool
) -> None:
    path = tmp_path / "repo"
    write_tangled(path, seed, *(["--object-format=sha256"] if seed == 5 else []))
    options = Options(unreachable=unreachable)
    first, second = audit(path, options), audit(path, options)
    assert walks == [1]
    assert shown(first) == shown(second) != []
    assert first.problems == second.problems == []
    git(path, "repack", "-q", "-a", "-d", "-k")
    again = audit(path, options)
    assert shown(again) == shown(first)


def test_a_search_that_misses_a_place_is_repeated_in_all_of_history(
    repo: Repo, walks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", secret(2))
    monkeypatch.setattr(audit_places, "as_arguments", lambda _: [b"a.txt"])
    first, second = audit(repo.path), audit(repo.path)
    assert shown(second) == shown(first)
    assert walks == [1, 1]


@pytest.mark.skipif(WINDOWS, reason="Windows has no such names")
@pytest.mark.parametrize(
    "names",
    [
        ["*.txt", "a.txt"],
        [":(top)a", ":!a", "-a"],
        ["a\nb", " a ", 'a"b', "a\\b"],
        ["d/café", "d/cafe\u0301"],
        [f"{number}.txt" for number in range(100)],
        [f"{number}.txt" for number in range(101)],
        [f"{number}/{'long' * 50}" for number in range(99)],
    ],
)
def test_the_next_audit_finds_the_same_at_any_paths(
    repo: Repo, walks: list[int], names: list[str]
) -> None:
    for number, name in enumerate(names):
        repo.write(name, secret(number))
    repo.add()
    repo.commit("add them")
    repo.git("rm", "-q", "-r", "--", f":(literal){names[0]}")
    repo.commit("remove one")
    first, second = audit(repo.path), audit(repo.path)
    assert shown(first) == shown(second)
    assert [one.removed_by != b"" for one in second.findings].count(True) == 1
    assert sorted(one.finding.path.decode() for one in second.findings) == sorted(names)
    assert walks == [1]


@pytest.mark.parametrize("place", ["sub", "sub/more", ".git"])
def test_an_audit_from_another_directory_finds_the_same(
    repo: Repo, walks: list[int], place: str
) -> None:
    repo.write("a.txt", secret(1))
    repo.write("sub/b.txt", secret(2))
    repo.write("sub/more/c.txt", secret(3))
    repo.add()
    repo.commit("add them")
    first, second = audit(repo.path), audit(repo.path / place)
    assert shown(first) == shown(second)
    assert len(second.findings) == 3
    assert walks == [1]


def test_a_change_of_refs_index_or_objects_repeats_the_search(repo: Repo, walks: list[int]) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", secret(2))
    old = repo.git("rev-parse", "HEAD~1").strip()
    audit(repo.path)
    repo.git("update-ref", "refs/remotes/origin/main", old)
    assert [one.on_remote for one in audit(repo.path).findings] == [True, False]
    repo.git("reset", "-q", "--hard", old)
    assert [place[3] for place in places(audit(repo.path))] == ["SECRET-1"]
    found = repo.git("hash-object", "a.txt").strip()
    entry = b"100644 %b\tother.txt\n" % found
    repo.git("update-index", "--add", "--index-info", input=entry)
    assert [one.further_count for one in audit(repo.path).findings] == [1]
    assert len(walks) == 4
    audit(repo.path)
    assert len(walks) == 4


def test_an_unreachable_object_that_was_staged_is_still_attributed(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    guilty = repo.commit_file("b.txt", secret(1))
    repo.git("reset", "-q", "--soft", "HEAD~1")
    repo.git("reflog", "expire", "--expire=now", "--all")
    options = Options(unreachable=True)
    assert places(audit(repo.path, options))[0][0] == "(index)"
    repo.git("reset", "-q")
    assert places(audit(repo.path, options)) == [(guilty, "b.txt", 1, "SECRET-1")]


def test_a_loose_commit_that_is_replaced_after_an_audit_is_reported(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", "clean")
    assert problems(audit(repo.path)) == problems(audit(repo.path)) == []
    one, two = (
        repo.path / ".git/objects" / oid[:2] / oid[2:]
        for oid in repo.git("rev-parse", "HEAD", "HEAD~1").decode().split()
    )
    one.unlink()
    one.write_bytes(two.read_bytes())
    assert "its content has another ID" in "".join(problems(audit(repo.path)))


def test_paths_and_secrets_are_not_stored(repo: Repo) -> None:
    name = "backup-of-SECRET-7"
    repo.commit_file(name, secret(1), message="SECRET-2")
    audit(repo.path)
    files = list((repo.path / ".git/git-secrets-py").iterdir())
    assert {file.name.partition("-")[0] for file in files} == {"audit", "places"}
    for file in files:
        content = file.read_bytes()
        assert not any(text in content for text in (b"SECRET", name.encode(), SECRET))


def test_the_same_commits_are_never_encrypted_alike(repo: Repo) -> None:
    cache = CacheFile(str(repo.path / ".git").encode(), bytes(32), "0")
    stored = []
    for _ in range(2):
        cache.store_places(b"the same")
        stored.append((repo.path / ".git/git-secrets-py/places-0").read_bytes())
        assert cache.load_places() == b"the same"
    encrypted = [one[32:-16] for one in stored]
    assert encrypted[0] != encrypted[1]


@pytest.mark.parametrize(("most", "searched"), [(2, 1), (1, 2)])
def test_too_many_commits_are_not_stored(
    repo: Repo, walks: list[int], monkeypatch: pytest.MonkeyPatch, most: int, searched: int
) -> None:
    monkeypatch.setattr(known_places, "_MOST_COMMITS", most)
    for number in range(2):
        repo.commit_file(f"{number}.txt", secret(number))
    assert shown(audit(repo.path)) == shown(audit(repo.path)) != []
    assert len(walks) == searched


def test_a_damaged_list_of_commits_is_ignored(repo: Repo, walks: list[int]) -> None:
    repo.commit_file("a.txt", secret(1))
    before = places(audit(repo.path))
    (stored,) = (repo.path / ".git/git-secrets-py").glob("places-*")
    content = stored.read_bytes()
    for damaged in (b"", content[:-1], content[:70] + b"x" + content[71:]):
        stored.write_bytes(damaged)
        assert places(audit(repo.path)) == before
    assert len(walks) == 4
