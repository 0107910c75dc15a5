"""The imports of the hooks for pushes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pushing import put_hook

# The same modules as for the other hooks in tests/test_imports_of_hooks.py.
SLOW = {"argparse", "dataclasses", "typing", "rich", "git", "subprocess", "configparser"}
SLOW |= {"collections", "functools", "importlib", "re", "enum"}
IMPORTED = (
    "import io, sys; sys.path[:] = {path!r}; from git_secrets_py.cli.main import run; "
    "status = run({words!r}); assert status == 0, status; print(*sys.modules)"
)


@pytest.mark.parametrize("hook", ["pre-push", "pre-receive"])
def test_the_hooks_for_pushes_import_no_slow_modules(repo, hook):
    head = repo.commit_file("a", "clean\n")
    repo.call("--add", "foo+")
    put_hook(repo, hook)
    words = [f"--{hook.replace('-', '_')}_hook", "--"]
    none = "0" * len(head)
    line = {"pre-push": f"HEAD {head} refs/heads/x {none}", "pre-receive": f"{none} {head} x"}
    command = [sys.executable, "-E", "-S", "-c", IMPORTED.format(path=sys.path, words=words)]
    for _ in range(2):  # the first run fills the database cache
        ran = subprocess.run(
            command, cwd=repo.path, input=line[hook], capture_output=True, check=True, text=True
        )
    assert set(ran.stdout.split()) & SLOW == set()
