"""Print the section of the changelog on built-in rules: ``python -m tools.rule_changes v1.0.0``.

It compares the rules of the work tree with those of a revision, by name and digest.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

from git_secrets_py.rules import describe


def main(words: list[str]) -> int:
    """Print the section; return the exit status."""
    if len(words) != 1:
        sys.stderr.write("usage: python -m tools.rule_changes <revision>\n")
        return 1
    sys.stdout.write(section(digests_at(words[0]), describe.digests()))
    return 0


def section(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return the section for the digests of the rules before and after."""
    kinds = {
        "Added": [name for name in new if name not in old],
        "Changed": [name for name in new if name in old and new[name] != old[name]],
        "Removed": [name for name in old if name not in new],
    }
    lines = [
        f"- {kind}: " + ", ".join(f"`{name}`" for name in sorted(names))
        for kind, names in kinds.items()
        if names
    ]
    return "\n".join(("### Rules", "", *(lines or ["- No changes."]))) + "\n"


def digests_at(revision: str) -> dict[str, str]:
    """Return the digests of the rules at ``revision``."""
    command = ["git", "archive", "--format=tar", revision, "git_secrets_py"]
    archive = subprocess.run(command, check=True, capture_output=True).stdout
    program = "import json; from git_secrets_py.rules import describe; print(json.dumps("
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(Path(folder), filter="data")
        ran = subprocess.run(
            [sys.executable, "-c", program + "describe.digests()))"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
    digests: dict[str, str] = json.loads(ran.stdout)
    return digests


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
