"""The tests of the compiled reader need it; whether it is used is tested without it, too."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("git_secrets_py.packs.walker") is None:
    collect_ignore = [
        "test_damaged_packs.py",
        "test_links.py",
        "test_random_deltas.py",
        "test_same_findings.py",
        "test_rules_over_lines.py",
        "test_seams.py",
        "test_traced_places.py",
    ]
