"""The imports of the hook of a coding agent, which runs with every event."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import Repo
from test_imports_of_hooks import MOST_MODULES, READERS, SLOW, SLOW_IF_CLEAN, own_modules

from git_secrets_py.engine.hyperscan import hyperscan_module

# The modules of the agents, and those that read their events.
MOST = MOST_MODULES + 10


def imported(directory: Path, event: dict[str, object]) -> set[str]:
    """Return the modules that an event without a secret imports."""
    program = (
        f"import sys; sys.path[:] = {sys.path!r}; from git_secrets_py.cli.main import run; "
        "status = run(['--agent_hook', 'claude-code', 'PreToolUse']); assert status == 0; "
        "sys.stdout.write('\\n'.join(sys.modules))"
    )
    raw = json.dumps({"hook_event_name": "PreToolUse", "cwd": str(directory), **event}).encode()
    command = [sys.executable, "-E", "-S", "-c", program]
    ran = subprocess.run(command, cwd=directory, input=raw, capture_output=True, check=True)
    return set(ran.stdout.decode().split())


@pytest.mark.skipif(hyperscan_module() is None, reason="without Hyperscan nothing is cached")
def test_a_clean_event_imports_few_modules_and_none_that_reads_patterns(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit_file(".gitallowed", "x+\n")
    for directory in (repo.path, tmp_path):
        for arguments in ({"command": "ls | cat README.md"}, {"content": "x", "path": "y"}):
            event: dict[str, object] = {"tool_input": arguments}
            imported(directory, event)  # compiles the database
            modules = imported(directory, event)
            assert modules & {*SLOW, *SLOW_IF_CLEAN, "json"} == set()
            own = own_modules(modules)
            assert len(own) <= MOST, sorted(own)
            assert {name.split(".")[1] for name in own if "." in name}.isdisjoint(READERS)
