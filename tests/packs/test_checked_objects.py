"""Single commits, trees and tags: which are valid, and the links that are recorded of them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from contextlib import ExitStack

import pytest

from git_secrets_py.packs.history import History
from git_secrets_py.packs.links import LinkChecker
from git_secrets_py.packs.objects import Objects
from git_secrets_py.temporary import temporary_file

KINDS = {"commit": 1, "tree": 2, "blob": 3, "tag": 4}
NAMES = {kind: bytes([number]) * 20 for kind, number in KINDS.items()}
EMPTY_TREE = bytes(20)
NEW = b"\x09" * 20
TREE_LINE = b"tree %b\n" % NAMES["tree"].hex().encode()
PARENT_LINE = b"parent %b\n" % NAMES["commit"].hex().encode()
PEOPLE = b"author A <a@example.org> 1 +0000\ncommitter A <a@example.org> 5 +0000\n"


def objects() -> Objects:
    """Return a database of an object of each type, and of one without a type."""
    made = Objects(b"".join([*NAMES.values(), NEW]), 20, EMPTY_TREE, [])
    for kind, name in NAMES.items():
        made.record(name, KINDS[kind])
    made.want([])
    return made


def check(made: Objects, kind: str, content: bytes) -> tuple[bool, list[int]]:
    """Check an object; return whether it is valid, and the records of commits."""
    checker = LinkChecker(made, 1 << 20)
    with ExitStack() as stack:
        files = [stack.enter_context(temporary_file()) for _ in range(3)]
        checker.record_to(*[file.fileno() for file in files])
        is_valid = checker.check(NEW, KINDS[kind], content)
        checker.flush()
        files[1].seek(0)
        data = files[1].read()
    return is_valid, list(struct.unpack(f"{len(data) // 8}Q", data))


@pytest.mark.parametrize("mode", [b"100644", b"100755", b"120000", b"00100644", b"644"])
def test_a_tree_of_a_file_is_valid(mode: bytes) -> None:
    made = objects()
    assert check(made, "tree", mode + b" a\0" + NAMES["blob"]) == (True, [])
    assert made.is_complete


@pytest.mark.parametrize(
    "entry",
    [
        b"100648 a\0" + NAMES["blob"],
        b"100649 a\0" + NAMES["blob"],
        b"10064: a\0" + NAMES["blob"],
        b"000100644 a\0" + NAMES["blob"],
        b" a\0" + NAMES["blob"],
        b"100644 \0" + NAMES["blob"],
        b"100644\0" + NAMES["blob"],
        b"100644 a\0" + NAMES["blob"][:-1],
        b"100644 a\0",
        b"100644 a",
    ],
)
def test_a_tree_with_an_invalid_entry_is_not(entry: bytes) -> None:
    for before in (b"", b"100644 a\0" + NAMES["blob"]):
        assert check(objects(), "tree", before + entry) == (False, [])


@pytest.mark.parametrize(
    ("entry", "is_complete"),
    [
        (b"40000 a\0" + NAMES["tree"], True),
        (b"40000 a\0" + NAMES["blob"], False),
        (b"40000 a\0" + EMPTY_TREE, True),
        (b"40000 a\0" + b"\xaa" * 20, False),
        (b"100644 a\0" + NAMES["tree"], False),
        (b"100644 a\0" + NAMES["commit"], False),
        (b"100644 a\0" + EMPTY_TREE, False),
        (b"160000 a\0" + b"\xaa" * 20, True),
    ],
)
def test_an_entry_needs_an_object_of_its_type(entry: bytes, *, is_complete: bool) -> None:
    made = objects()
    assert check(made, "tree", entry) == (True, [])
    assert made.is_complete is is_complete


def test_a_commit_is_recorded_with_its_parents_and_its_date() -> None:
    made = objects()
    expected = [4 << 32 | 1, 2 << 48 | 5, 0, 0]
    assert check(made, "commit", TREE_LINE + PARENT_LINE * 2 + PEOPLE) == (True, expected)
    assert (made.is_complete, made.is_traced) == (True, True)


@pytest.mark.parametrize(
    "head",
    [
        PARENT_LINE,
        TREE_LINE[:-1] + b" \n",
        TREE_LINE[:-1],
        TREE_LINE[:-2] + b"\n",
        TREE_LINE.replace(b"02", b"0G"),
        TREE_LINE.replace(b"02", b"0:"),
        TREE_LINE.replace(b"02", b"0`"),
        TREE_LINE + PARENT_LINE + PARENT_LINE[:-2] + b"\n",
        TREE_LINE + PARENT_LINE + PARENT_LINE.replace(b"01", b"0g"),
    ],
)
def test_of_an_invalid_commit_nothing_is_recorded(head: bytes) -> None:
    assert check(objects(), "commit", head + PEOPLE) == (False, [])


@pytest.mark.parametrize(
    "people",
    [
        b"",
        PEOPLE.replace(b"author", b"autor"),
        PEOPLE.replace(b"committer", b"comitter"),
        PEOPLE.replace(b"> 5", b"> -5"),
        PEOPLE.replace(b"> 5", b">5"),
        PEOPLE.replace(b"> 5", b">\t5"),
        PEOPLE.replace(b"> 5", b"> 123456789012"),
        PEOPLE.replace(b"> 5", b">  5"),
        PEOPLE.replace(b"> 5", b"  5"),
    ],
)
def test_git_orders_commits_without_a_plain_date(people: bytes) -> None:
    made = objects()
    is_valid, _ = check(made, "commit", TREE_LINE + people)
    assert (is_valid, made.is_traced) == (True, False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_tag_is_recorded_with_its_target(kind: str) -> None:
    made = objects()
    head = b"object %b\ntype %b\n" % (NAMES[kind].hex().encode(), kind.encode())
    expected = [4 << 32 | list(KINDS).index(kind), 0xFFFF << 48]
    assert check(made, "tag", head + b"tag v1\n") == (True, expected)
    assert made.is_complete


@pytest.mark.parametrize("kind", [b"blobs", b"Tag", b""])
def test_a_tag_of_an_unknown_type_is_invalid(kind: bytes) -> None:
    head = b"object %b\ntype %b\n" % (NAMES["blob"].hex().encode(), kind)
    assert check(objects(), "tag", head + b"tag v1\n") == (False, [])


def test_an_object_with_two_types_is_unchecked() -> None:
    made = objects()
    assert made.unchecked() == [NAMES["commit"], NAMES["tree"], NAMES["tag"], NEW]
    made.record(NAMES["blob"], KINDS["tree"])
    assert made.unchecked() == [*NAMES.values(), NEW]


# Of the history that is made here, all objects have a number below this.
COUNT = 40
IDS = [bytes([number]) * 20 for number in range(COUNT)]
Commit = tuple[int, int, Sequence[int]]


def history(
    commits: Sequence[Commit], trees: Sequence[int] = (), more: Sequence[int] = ()
) -> History:
    """Return a history of ``commits``: number, date and parents of each; their tree is number 0.

    ``trees`` and ``more`` are the records of trees, and further records of commits.
    """
    records = list(more)
    for number, date, parents in commits:
        records += [number << 32, len(parents) << 48 | date, *parents]
    made = Objects(b"".join(IDS), 20, EMPTY_TREE, [])
    packed = [struct.pack(f"{len(some)}Q", *some) for some in (records, trees)]
    return History(made, *packed)


def order(one: History, *tips: int) -> tuple[bool, list[int]]:
    """Order the commits from ``tips``; return whether that succeeds, and the numbers by rank."""
    is_sound = one.order([IDS[tip] for tip in tips])
    return is_sound, [oid[0] for oid, _ in sorted(one.ranks(IDS), key=lambda pair: pair[1])]


def test_the_newest_commit_comes_first_and_of_several_the_one_that_was_found_first() -> None:
    dates = [5, 3, 8, 1, 9, 2, 7, 7, 4, 6, 3, 8, 8, 1, 5]
    commits = [(20, 99, range(len(dates)))]
    commits += [(number, date, ()) for number, date in enumerate(dates)]
    expected = sorted(range(len(dates)), key=lambda number: -dates[number])
    assert order(history(commits), 20) == (True, [20, *expected])


def test_a_tip_that_another_one_reaches_comes_after_its_children() -> None:
    commits = [(1, 1, ()), (2, 9, (1,)), (3, 5, (2,))]
    assert order(history(commits), 2, 3) == (True, [3, 2, 1])


def test_a_cycle_of_commits_is_not_sound() -> None:
    commits = [(1, 1, (3,)), (2, 2, (1,)), (3, 3, (2,)), (4, 4, (3,))]
    assert order(history(commits), 4) == (False, [4])


def test_a_cycle_of_tags_leads_nowhere() -> None:
    tags = [5 << 32 | 6, 0xFFFF << 48, 6 << 32 | 5, 0xFFFF << 48]
    assert order(history([(1, 1, ())], more=tags), 5, 1) == (True, [1])


def test_tags_of_tags_lead_to_their_commit() -> None:
    tags = [5 << 32 | 6, 0xFFFF << 48, 6 << 32 | 1, 0xFFFF << 48]
    assert order(history([(1, 1, ())], more=tags), 5) == (True, [1])


def test_a_tree_within_itself_is_refused() -> None:
    one = history([(1, 1, ())], trees=[0 << 32 | 1, 7, 9, 3, 9 << 32 | 1, 7, 0, 3])
    assert order(one, 1) == (True, [1])
    with pytest.raises(ValueError, match="a tree is within itself"):
        one.changes()


def test_a_subtree_without_marked_blobs_does_not_count() -> None:
    one = history([(1, 1, ())], trees=[0 << 32 | 1, 0, 9, 3, 9 << 32, 0])
    assert order(one, 1) == (True, [1])
    assert one.changes() == []


def test_only_commits_that_the_tips_reach_are_reached() -> None:
    one = history([(1, 1, ()), (2, 2, (1,)), (3, 3, (1,))])
    assert one.reached([IDS[2]], IDS) == [IDS[1], IDS[2]]
