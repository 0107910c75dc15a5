"""Temporary files and folders: private, without a name, and gone afterwards."""

from __future__ import annotations

import os
import stat
import sys

import pytest

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
