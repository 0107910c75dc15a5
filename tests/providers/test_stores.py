"""The stores: which secrets are read from the files of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from store_files import FILES, StoreFile

from git_secrets_py.providers import local


def found(*names: str) -> dict[bytes, tuple[str, str]]:
    """Return the store and the profile of each secret."""
    machine = local.Machine({**os.environ})
    return {
        one.literal: (one.origin.place.partition(" ")[0], one.profile)
        for one in local.own_secrets(names, machine)
    }


@pytest.mark.parametrize("file", FILES, ids=[file.path for file in FILES])
def test_a_secret_is_read_from_its_store(home: Path, file: StoreFile) -> None:
    file.write(home)
    assert found("all")[file.secret.encode()] == (file.store, file.profile)
