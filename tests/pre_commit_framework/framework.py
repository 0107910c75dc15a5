"""The pre-commit framework, as its user runs it."""

from __future__ import annotations

import sys

from support import Ran, Repo, run


def pre_commit(repo: Repo, *words: str, env: dict[str, str] | None = None) -> Ran:
    """Run ``pre-commit`` in ``repo``; the hooks that it writes are for all processes of pytest."""
    return run(sys.executable, "-m", "pre_commit", *words, cwd=repo.path, env=env)
