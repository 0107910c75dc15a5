"""A user with a pattern: otherwise ``--install`` hints that none is configured."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def pattern(home: Path) -> None:
    with (home / ".gitconfig").open("a") as config:
        config.write("[secrets]\n\tpatterns = never-in-a-test-[0-9]{9}\n")
