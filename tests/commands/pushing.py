"""What the tests of pushes share."""

from __future__ import annotations

import re
from pathlib import Path

from support import ERROR, Ran, Repo

from git_secrets_py.hook_install.scripts import hook_script


def put_hook(repo: Repo, hook: str) -> None:
    """Put ``hook`` where git runs it, as it is installed."""
    git_dir = repo.path / repo.git("rev-parse", "--git-dir").decode().strip()
    path = git_dir / "hooks" / hook
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(hook_script(hook))
    path.chmod(0o755)


def found(ran: Ran) -> list[bytes]:
    """The lines with findings that a blocked push shows, each group of them in order."""
    said = re.sub(rb"^remote: (.*?) *$", rb"\1", ran.err, flags=re.MULTILINE)
    above, separator, _ = said.partition(ERROR)
    assert separator, ran
    return above.rstrip().split(b"\n")


def remote_refs(remote: Repo) -> bytes:
    """The refs of the other side."""
    return remote.git("for-each-ref", "--format=%(refname)")


def loose_and_packed(git_dir: Path) -> list[str]:
    """The files below ``objects``, whatever they hold."""
    files = (path for path in (git_dir / "objects").rglob("*") if path.is_file())
    return sorted(str(path.relative_to(git_dir)) for path in files)
