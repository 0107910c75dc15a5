"""Paths as arguments of git."""

from __future__ import annotations

import pytest

from git_secrets_py.git.trees import as_arguments


def numbered(count: int, length: int = 3) -> list[bytes]:
    return [b"%0*d" % (length, number) for number in range(count)]


@pytest.mark.parametrize("paths", [[], [b"a", b"b/c"], numbered(100), numbered(16, 1024)])
def test_few_paths_are_arguments(paths: list[bytes]) -> None:
    assert sorted(as_arguments(paths * 2)) == paths


@pytest.mark.parametrize(
    "paths",
    [
        [b"a", b"./b"],
        [b"a/../b"],
        [b"a//b"],
        [b"/a"],
        [b"a/"],
        ["caf\u00e9".encode()],
        [b"\xff"],
        [b"a\\b"],
        numbered(101),
        numbered(17, 1024),
    ],
)
def test_paths_that_are_too_many_or_read_otherwise_are_no_arguments(paths: list[bytes]) -> None:
    assert not as_arguments(paths)
