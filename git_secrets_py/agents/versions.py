"""The version of an agent, on which the supported events depend."""

from __future__ import annotations

import re
import shutil

from git_secrets_py.git.children import output_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from git_secrets_py.agents.agent import Agent

    Version = tuple[int, ...]

_SECONDS = 20
_VERSION = re.compile(rb"\b([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")


def version_of(agent: Agent) -> Version | None:
    """Return the version that the program of ``agent`` on PATH prints; ``None`` if unknown.

    It is only run if the events of the agent depend on its version.
    """
    program = shutil.which(agent.program) if agent.since else None
    if program is None:
        return None
    found = _VERSION.search(output_of([program, "--version"], _SECONDS))
    return tuple(map(int, found.groups())) if found else None


def too_new(agent: Agent, version: Version | None) -> Collection[str]:
    """Return the events that ``version`` of ``agent`` may not support; ``None``: any version."""
    return [name for name, since in agent.since.items() if version is None or version < since]


def text(version: Version | None) -> str:
    """Return ``version`` for people."""
    return ".".join(map(str, version)) if version else "of an unknown version"
