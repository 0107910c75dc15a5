"""Fixtures for the tests of ``--allow`` and ``--disallow``."""

from __future__ import annotations

import pytest
from support import Repo


@pytest.fixture
def aws_patterns(repo: Repo) -> None:
    """The AWS patterns, registered in ``repo``."""
    repo.register_aws()


@pytest.fixture
def two(repo: Repo, key: bytes) -> list[bytes]:
    """Two staged secrets in two files."""
    other = key[:-1] + b"Z"
    repo.write("a", key)
    repo.write("b", other)
    repo.add()
    return [key, other]


@pytest.fixture
def staged(repo: Repo, key: bytes) -> bytes:
    """A secret that is staged in ``src/a.py``, line 2."""
    repo.write("src/a.py", b"import os\nkey = '%b'\n" % key)
    repo.add()
    return key
