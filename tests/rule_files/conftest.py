"""A repository with a rule file and a secret for its rule."""

from __future__ import annotations

import pytest
from rule_file_scans import ACME, SECRET
from support import Repo


@pytest.fixture
def own(repo: Repo) -> Repo:
    """A repository with a secret for the rule in its ``.gitsecrets.toml``, both staged."""
    repo.write(".gitsecrets.toml", ACME)
    repo.write("a", b"x " + SECRET + b"\n")
    repo.add()
    return repo
