"""Fixtures for the tests of pasted advice."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


@pytest.fixture
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the program on the path, as an installation does."""
    directory = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", directory + os.pathsep + os.environ["PATH"])


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use an editor that replaces keys, and picks the first commit of a rebase to be edited."""
    script = "sed -i -e 's/AKIA[A-Z0-9]*/none/' -e '/git-rebase/,$!b'"
    monkeypatch.setenv("GIT_EDITOR", script)
    monkeypatch.setenv("GIT_SEQUENCE_EDITOR", "sed -i -e '1s/^pick/edit/'")
    # A commit with the date of the last one looks like an amended one.
    monkeypatch.delenv("GIT_AUTHOR_DATE")
