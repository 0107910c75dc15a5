"""Helpers for the tests of pushes."""

from __future__ import annotations

import re
from pathlib import Path

from support import ERROR, Ran, Repo, copying

from git_secrets_py.hook_install.scripts import hook_script


def put_hook(repo: Repo, hook: str) -> None:
    """Install the script of ``hook`` where git runs it."""
    git_dir = repo.path / repo.git("rev-parse", "--git-dir").decode().strip()
    path = git_dir / "hooks" / hook
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(copying(hook_script(hook)))
    path.chmod(0o755)


def found(ran: Ran) -> list[bytes]:
    """Return the lines with findings of a blocked push, in order."""
    output = re.sub(rb"^remote: (.*?) *$", rb"\1", ran.err, flags=re.MULTILINE)
    above, separator, _ = output.partition(ERROR)
    assert separator, ran
    return above.rstrip().split(b"\n")


def remote_refs(remote: Repo) -> bytes:
    """Return the refs of the remote."""
    return remote.git("for-each-ref", "--format=%(refname)")


def loose_and_packed(git_dir: Path) -> list[str]:
    """Return the paths of all files below ``objects``."""
    files = (path for path in (git_dir / "objects").rglob("*") if path.is_file())
    return sorted(str(path.relative_to(git_dir)) for path in files)
