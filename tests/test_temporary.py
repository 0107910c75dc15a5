"""Temporary files and folders: private, without a name, and gone afterwards."""

from __future__ import annotations

import errno
import os
import stat
import sys

import pytest

from git_secrets_py.errors import OutputError
from git_secrets_py.temporary import temporary_file, temporary_folder


@pytest.fixture(params=["", "missing"], ids=["in TMPDIR", "where TMPDIR is missing"])
def place(request, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path / request.param))
    return tmp_path


def test_a_temporary_file_holds_what_was_written(place):
    with temporary_file() as file:
        file.write(b"text")
        file.seek(0)
        assert file.read() == b"text"
        if sys.platform == "linux":
            assert not list(place.iterdir())


def test_a_temporary_folder_is_private_and_removed(place):
    with pytest.raises(KeyboardInterrupt), temporary_folder() as folder:
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        (place / os.path.basename(folder) / "file").write_bytes(b"text")
        (place / os.path.basename(folder) / "folder").mkdir()
        raise KeyboardInterrupt
    assert not list(place.iterdir())


def test_a_folder_is_removed_if_an_interruption_comes_with_its_creation(tmp_path, monkeypatch):
    create = os.mkdir

    def interrupted(*arguments):
        create(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("os.mkdir", interrupted)
    with pytest.raises(KeyboardInterrupt), temporary_folder():
        pass
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_an_error_that_names_the_remedy(place):
    with pytest.raises(OutputError) as raised, temporary_folder():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert str(raised.value) == (
        "cannot write a temporary file: No space left on device; "
        "set TMPDIR to a directory with more space"
    )
    assert not list(place.iterdir())


@pytest.mark.parametrize("create", [temporary_file, lambda: temporary_folder().__enter__()])
def test_no_place_for_temporary_files_is_an_error(create, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "missing"))
    with pytest.raises(OutputError, match="cannot write a temporary file: No such file"):
        create()
