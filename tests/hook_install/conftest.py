"""A user with a pattern: otherwise ``--install`` hints that none is configured."""

from __future__ import annotations

from pathlib import Path

import pytest
from homes import add_databases, compile_into, configured
from support import KEY_PATTERN

PATTERN = "never-in-a-test-[0-9]{9}"


@pytest.fixture(scope="session")
def databases_beside_pattern(
    tmp_path_factory: pytest.TempPathFactory, compiled_once: None
) -> list[Path]:
    """Return the compiled databases of the user's pattern and the one of most repositories."""
    directory = tmp_path_factory.mktemp("beside_pattern")
    return compile_into(directory, configured([PATTERN.encode(), KEY_PATTERN.encode()]))


@pytest.fixture(autouse=True)
def pattern(home: Path, databases_beside_pattern: list[Path]) -> None:
    add_databases(home, databases_beside_pattern)
    with (home / ".gitconfig").open("a") as config:
        config.write(f"[secrets]\n\tpatterns = {PATTERN}\n")
