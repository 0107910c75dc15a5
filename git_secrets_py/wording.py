"""Wording that all messages share."""

from __future__ import annotations

import os

# The advice of a server with ``secrets.serverAllowOnly``.
ONLY_SERVER = (
    "If it is a false positive, ask the administrator of the server to allow it in the git config "
    "there (secrets.allowed): this server ignores .gitallowed."
)
# The entry of this repository in ``.pre-commit-config.yaml``, up to the IDs of the hooks.
FRAMEWORK_ENTRY = (
    "- repo: https://github.com/git-secrets-py/git-secrets-py",
    "  # v1.0.0 exists from the first release on. Until then, write the commit ID that",
    "  # git ls-remote https://github.com/git-secrets-py/git-secrets-py.git HEAD",
    "  # prints.",
    "  rev: v1.0.0",
    "  hooks:",
)


def count(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 secret``, ``2 secrets``, ``1,000 secrets``; ``plural`` if it does not end in s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def in_one_line(name: str | bytes) -> str:
    """Return ``name``, of a file or a command, for one line; whoever prints it escapes the rest."""
    return os.fsdecode(name).replace("\n", "\\n")
