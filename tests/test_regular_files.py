"""Reading a file that may be anything: only a regular one is opened, and nothing blocks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from git_secrets_py.files import read_regular


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def directory(path: Path) -> None:
    path.mkdir()


def large(path: Path) -> None:
    path.write_bytes(b"x" * 6)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
@pytest.mark.parametrize("make", [fifo, device, directory, large])
def test_only_a_regular_file_of_bounded_size_is_read(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "file"
    make(path)
    with pytest.raises(OSError):
        read_regular(str(path), 5, follow=True)


def test_a_link_is_followed_only_on_request(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    link = tmp_path / "link"
    link.symlink_to("file")
    assert read_regular(str(link), 5, follow=True) == b"12345"
    with pytest.raises(OSError):
        read_regular(str(link), 5)
