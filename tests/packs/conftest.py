"""The tests of the compiled reader need it; whether it is used is tested without it, too."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from git_secrets_py.engine import known_lines

if find_spec("git_secrets_py.packs.walker") is None:
    collect_ignore = [
        "test_checked_objects.py",
        "test_damaged_packs.py",
        "test_indexes.py",
        "test_links.py",
        "test_order.py",
        "test_random_deltas.py",
        "test_same_findings.py",
        "test_rules_over_lines.py",
        "test_seams.py",
        "test_traced_places.py",
    ]


@pytest.fixture(autouse=True)
def _unseen_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search each line once, however few patterns there are."""
    monkeypatch.setattr(known_lines, "_MANY_PATTERNS", 0)
