"""The tests can be run where the compiled modules are not built."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COLLECT = """\
import sys
from importlib.machinery import ExtensionFileLoader, PathFinder

class NotBuilt(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        spec = super().find_spec(name, path, target)
        is_compiled = spec and isinstance(spec.loader, ExtensionFileLoader)
        return None if is_compiled and name.startswith("git_secrets_py.") else spec

sys.meta_path[sys.meta_path.index(PathFinder)] = NotBuilt

import pytest
sys.exit(pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", sys.argv[1]]))
"""


def test_no_test_module_needs_them_but_those_that_are_left_out() -> None:
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-c", COLLECT, tests]
    collected = subprocess.run(command, cwd=tests.parent, capture_output=True, check=False)
    assert collected.returncode == 0, collected.stdout.decode()[-2_000:]
