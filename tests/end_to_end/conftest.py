"""Fixtures for the tests of pasted advice."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support import program


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the program, in processes that are copies."""
    directory = tmp_path_factory.mktemp("bin")
    for name in ("git-secrets", "git-secrets-py"):
        path = directory / name
        path.write_text(f'#!/bin/sh\nexec {program()} "$@"\n')
        path.chmod(0o755)
    return directory


@pytest.fixture
def on_path(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the program on the path, as an installation does."""
    directories = str(programs), str(Path(sys.executable).parent), os.environ["PATH"]
    monkeypatch.setenv("PATH", os.pathsep.join(directories))


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use an editor that replaces keys, and picks the first commit of a rebase to be edited."""
    script = "sed -i -e 's/AKIA[A-Z0-9]*/none/' -e '/git-rebase/,$!b'"
    monkeypatch.setenv("GIT_EDITOR", script)
    monkeypatch.setenv("GIT_SEQUENCE_EDITOR", "sed -i -e '1s/^pick/edit/'")
    # A commit with the date of the last one looks like an amended one.
    monkeypatch.delenv("GIT_AUTHOR_DATE")
