"""The order of objects in which each follows the one that it is a delta of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import Repo

from git_secrets_py.audit import delta_order, object_list
from git_secrets_py.audit.delta_order import in_delta_order
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup

# The base of an object that is none.
NONE = 0
OBJECTS = st.lists(st.integers(NONE, 12), max_size=11)


def line(number: int) -> bytes:
    return b"%040x blob %d" % (number, number)


def order(bases: list[int], at_once: int = 100) -> list[int]:
    """Return the numbers of the objects 1, 2, ... in order; ``bases`` are those of their bases."""
    lines = [b"%b %040x\n" % (line(number), base) for number, base in enumerate(bases, 1)]
    pieces = [b"".join(lines[start : start + at_once]) for start in range(0, len(lines), at_once)]
    ordered = b"".join(in_delta_order(pieces)).splitlines()
    numbers = [int(one.split(b" ")[0], 16) for one in ordered]
    assert ordered == [line(number) for number in numbers]
    return numbers


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        ([NONE, NONE, NONE], [1, 2, 3]),
        ([NONE, NONE, 1, 2, 1], [1, 3, 5, 2, 4]),
        ([3, NONE, NONE, 1, 2], [2, 5, 3, 1, 4]),
        ([NONE, 99, 2], [1, 2, 3]),
    ],
)
def test_deltas_follow_their_base(bases: list[int], expected: list[int]) -> None:
    assert order(bases) == expected


@given(OBJECTS, st.integers(1, 5))
def test_each_object_is_listed_once_even_if_it_is_a_delta_of_its_own_delta(
    bases: list[int], at_once: int
) -> None:
    assert sorted(order(bases, at_once)) == list(range(1, len(bases) + 1))


def test_trees_come_first() -> None:
    lines = b"b blob 1 0\na blob 1 t\nt tree 1 0\nu tree 1 t\nc tag 1 b\n"
    ordered = b"t tree 1\nu tree 1\nb blob 1\nc tag 1\na blob 1\n"
    assert list(in_delta_order([lines])) == [ordered]


def test_only_some_lines_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delta_order, "_MOST_LINES", 2)
    assert order([NONE, NONE, 1, 2, 3], at_once=1) == [1, 2, 3, 4, 5]
    assert order([2, NONE, 4, NONE], at_once=1) == [2, 1, 4, 3]


def test_the_order_of_a_repository_has_the_lines_of_all_objects(repo: Repo) -> None:
    text = "".join(f"{number}\n" for number in range(2_000))
    for number in range(8):
        repo.commit_file("a", text.replace("7", "x" * number))
    repo.git("repack", "-adq")
    repo.commit_file("b", "loose")
    children = ProcessGroup(Git(str(repo.path)))
    listed = b"".join(object_list.all_objects(children)).splitlines()
    ordered = b"".join(object_list.all_in_delta_order(children)).splitlines()
    assert sorted(ordered) == sorted(listed)
    assert ordered != listed


@pytest.mark.parametrize("width", [40, 64])
def test_a_line_of_an_object_that_cannot_be_read_stays_as_it_is(width: int) -> None:
    one, other = b"1" * width, b"2" * width
    lines = b"%b missing\n%b blob 5 %b\n" % (one, other, b"0" * width)
    assert list(in_delta_order([lines])) == [b"%b blob 5\n%b missing\n" % (other, one)]


def test_an_audit_without_the_compiled_reader_reports_an_empty_loose_object(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "python")
    repo.commit_file("a.txt", "clean\n")
    repo.commit_file("a.txt", "changed\n")
    oid = repo.git("rev-parse", "HEAD^:a.txt").decode().strip()
    file = repo.path / ".git/objects" / oid[:2] / oid[2:]
    file.chmod(0o600)
    file.write_bytes(b"")
    result = repo.call("--scan-history", "--rules", "aws")
    problem = f"git secrets: object {oid}: it is damaged; run 'git fsck'"
    assert (result.status, result.err.decode().splitlines()[0]) == (2, problem)
