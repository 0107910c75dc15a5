"""The links between objects show the same places of matched objects as git's comparisons."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from histories import REPACKS

sys.path.append(str(Path(__file__).parents[1] / "audit"))
from tangled_history import git, write_tangled

from git_secrets_py.audit.known_places import KnownPlaces
from git_secrets_py.audit.links import Links, follow
from git_secrets_py.audit.model import Workspace
from git_secrets_py.audit.pack_reading import open_packs
from git_secrets_py.audit.places import places_in_history
from git_secrets_py.audit.roots import find_roots
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.git.repository import Repository

# Those of ``recorder.pyx``, which one thread holds before it writes them.
LINKS_AT_ONCE = 8 << 10


class Audited:
    """A repository with some of its objects, chosen at random, as those that match."""

    def __init__(
        self,
        path: Path,
        folder: Path,
        chance: random.Random,
        *,
        kinds: tuple[bytes, ...] = (b"blob", b"commit"),
        threads: int = 2,
    ) -> None:
        repository = Repository(Git(str(path)))
        self.workspace = Workspace(repository, ProcessGroup(repository.git), str(folder), threads)
        self.roots = find_roots(repository, self.workspace.children)
        self._list = str(folder / "listed")
        lines = git(path, "cat-file", "--batch-all-objects", "--batch-check").splitlines()
        ids = b"".join(line.split()[0] for line in lines)
        Path(self._list).write_bytes(bytes.fromhex(ids.decode()))
        objects = dict(line.split()[:2] for line in lines)
        candidates = [oid for oid, kind in objects.items() if kind in kinds]
        chosen = chance.sample(candidates, min(6, len(candidates)))
        self.matched = {oid: objects[oid] for oid in chosen}

    def links(self) -> Links:
        with open_packs(self.workspace.repository) as packs:
            return follow(packs, self.workspace, self._list, self.matched, self.roots)

    def places_by_links(self) -> KnownPlaces:
        links = self.links()
        assert links.are_complete
        assert links.places is not None
        return links.places

    def facts(self, known: KnownPlaces | None) -> tuple[object, ...]:
        """Return what the report of an audit is made of."""
        places, problems = places_in_history(
            self.workspace, self.matched, self.roots, known, unreachable=False
        )
        removals = {
            (oid, change.commit, change.path, tuple(change.old), change.new)
            for oid, changes in places.removals.items()
            for change in changes
        }
        remote = places.on_remote(self.workspace, self.roots) & places.ages.keys()
        found = {oid: list(occurrences) for oid, occurrences in places.found.items()}
        return found, removals, places.ages, remote, problems


@pytest.mark.parametrize("seed", range(24))
def test_a_tangled_history(tmp_path: Path, seed: int) -> None:
    init = ("--object-format=sha256",) if seed % 8 == 7 else ()
    path = tmp_path / "repo"
    chance = write_tangled(path, seed, *init, commits=40)
    if seed % 4:  # otherwise all objects are loose, or in the pack of fast-import
        git(path, *list(REPACKS.values())[seed % 4])
    audited = Audited(path, tmp_path, chance)
    assert audited.facts(audited.places_by_links()) == audited.facts(None)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 2000))
def test_many_tangled_histories(tmp_path: Path, seed: int) -> None:
    test_a_tangled_history(tmp_path, seed)


def write_wide(path: Path, commits: int = 60, *, repack: bool = True) -> None:
    """Write branches of a folder with many files, so that trees are deltas of each other."""
    chance = random.Random(8)
    stream = []
    for _ in range(commits):
        branch = chance.choice([b"a", b"b"])
        stream.append(
            b"commit refs/heads/%b\ncommitter A <a@b> %d +0000\ndata 1\nx\n"
            % (branch, 10**9 + chance.randrange(40))
        )
        for _ in range(3):
            text = b"content %d" % chance.randrange(30)
            name = b"d%d/e/%d" % (chance.randrange(2), chance.randrange(70))
            stream.append(b"M 100644 inline %b\ndata %d\n%b\n" % (name, len(text), text))
    git(path, "init", "-q", "--bare", str(path))
    git(path, "fast-import", "--quiet", stdin=b"".join(stream))
    if repack:
        git(path, *REPACKS["deep"])


@pytest.mark.parametrize("seed", range(6))
def test_trees_that_are_deltas(tmp_path: Path, seed: int) -> None:
    write_wide(tmp_path / "repo")
    audited = Audited(tmp_path / "repo", tmp_path, random.Random(seed))
    assert audited.facts(audited.places_by_links()) == audited.facts(None)


def test_links_are_written_in_parts(tmp_path: Path) -> None:
    write_wide(tmp_path / "repo", commits=3_000, repack=False)
    audited = Audited(tmp_path / "repo", tmp_path, random.Random(1), kinds=(b"blob",), threads=1)
    assert audited.facts(audited.places_by_links()) == audited.facts(None)
    for name in ("parts", "commits", "trees"):
        assert (tmp_path / f"linked-{name}").stat().st_size > 8 * LINKS_AT_ONCE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device without space")
@pytest.mark.parametrize("name", ["parts", "commits", "trees"])
def test_git_finds_the_places_if_there_is_no_space_for_links(tmp_path: Path, name: str) -> None:
    write_wide(tmp_path / "repo")
    audited = Audited(tmp_path / "repo", tmp_path, random.Random(1))
    (tmp_path / f"linked-{name}").symlink_to("/dev/full")
    assert audited.links() == Links(are_complete=True, places=None)


@pytest.mark.parametrize("name", ["parts", "commits", "trees"])
def test_git_finds_the_places_if_all_threads_together_record_too_many_links(
    tmp_path: Path, name: str
) -> None:
    write_wide(tmp_path / "repo")
    audited = Audited(tmp_path / "repo", tmp_path, random.Random(1))
    with (tmp_path / f"linked-{name}").open("wb") as sparse:
        sparse.truncate(8 * (64 << 20))
    assert audited.links() == Links(are_complete=True, places=None)


def test_only_commits_that_change_what_matches_are_compared(tmp_path: Path) -> None:
    path = tmp_path / "repo"
    write_wide(path)
    audited = Audited(path, tmp_path, random.Random(1))
    places, _ = places_in_history(
        audited.workspace, audited.matched, audited.roots, None, unreachable=False
    )
    assert audited.places_by_links().ages.keys() == places.ages.keys()


def test_git_orders_commits_with_an_unusual_date(tmp_path: Path) -> None:
    path = tmp_path / "repo"
    write_wide(path)
    commit = git(path, "cat-file", "commit", "a")
    head, _, rest = commit.partition(b"\ncommitter ")
    unusual = head + b"\ncommitter A <a@b> -5 +0000\n" + rest.partition(b"\n")[2]
    oid = git(path, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=unusual)
    git(path, "update-ref", "refs/heads/a", oid.strip())
    audited = Audited(path, tmp_path, random.Random(2))
    assert audited.links() == Links(are_complete=True, places=None)


def test_no_walk_has_to_find_unreachable_objects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, trace = tmp_path / "repo", tmp_path / "trace"
    write_wide(path)
    oid = git(path, "hash-object", "-w", "--stdin", stdin=b"in no commit").strip()
    monkeypatch.setenv("GIT_TRACE", str(trace))
    audited = Audited(path, tmp_path, random.Random(3))
    audited.matched = {oid: b"blob"}
    assert audited.facts(audited.places_by_links()) == ({}, set(), {}, set(), [])
    assert b"rev-list" not in trace.read_bytes()
