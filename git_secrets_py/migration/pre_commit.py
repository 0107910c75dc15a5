"""``.pre-commit-config.yaml``: the hooks of other scanners, and ours in their place."""

from __future__ import annotations

import re

from git_secrets_py.migration.result import Migration
from git_secrets_py.wording import FRAMEWORK_ENTRY

_OTHERS = re.compile(
    rb"^[ \t]*-?[ \t]*\{?[ \t]*[\"']?repo[\"']?:[ \t]*[\"']?([^\s\"',}]*/"
    rb"(?:gitleaks|betterleaks|detect-secrets|git-secrets|trufflehog|ripsecrets))"
    rb"(?:\.git)?/?[\"']?[ \t]*(?:[#,}].*)?\r?$",
    re.MULTILINE,
)
_SNIPPET = "\n".join(
    [
        "default_install_hook_types: [pre-commit, commit-msg, prepare-commit-msg]",
        "repos:",
        *(f"  {line}" for line in FRAMEWORK_ENTRY),
        "      - id: git-secrets-py",
        "      - id: git-secrets-py-commit-msg",
        "      - id: git-secrets-py-prepare-commit-msg",
    ]
)


def migrate(content: bytes) -> Migration:
    """Return the replacement for the hooks in ``content``, which is not changed."""
    migration = Migration()
    for entry in _OTHERS.finditer(content):
        number = content.count(b"\n", 0, entry.start()) + 1
        name = entry[1].decode("utf-8", "backslashreplace")
        migration.notes.append(f"remove the entry of {name} in line {number}")
    if not migration.notes:
        migration.notes.append("it has no hook of another scanner")
        return migration
    migration.notes.append(f"then add this, and run 'pre-commit install':\n{_SNIPPET}")
    return migration
