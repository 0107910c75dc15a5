"""The stores: which secrets are read from the files of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from store_files import FILES, StoreFile

from git_secrets_py.providers import local


def place(home: Path, file: StoreFile) -> Path:
    """Write ``file`` below ``home``."""
    path = home / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(file.content, str):
        path.write_text(file.content)
    else:
        file.content(path)
    return path


def found(*names: str) -> dict[bytes, tuple[str, str]]:
    """Return the store and the profile of each secret."""
    machine = local.Machine({**os.environ})
    return {
        one.literal: (one.origin.place.partition(" ")[0], one.profile)
        for one in local.own_secrets(names, machine)
    }


@pytest.mark.parametrize("file", FILES, ids=[file.path for file in FILES])
def test_a_secret_is_read_from_its_store(home: Path, file: StoreFile) -> None:
    place(home, file)
    assert found("all")[file.secret.encode()] == (file.store, file.profile)
