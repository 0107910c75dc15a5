"""Hook scripts that an earlier version installed are recognized by their checksum.

``earlier_scripts`` holds them as they were written, with the paths of that installation.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support import Ran, Repo

from git_secrets_py.hook_install import scripts

EARLIER = sorted((Path(__file__).parent / "earlier_scripts").iterdir())


@pytest.mark.parametrize("path", EARLIER, ids=lambda path: path.name)
def test_an_earlier_script_is_ours(path: Path) -> None:
    hook, _, chained = path.name.partition(".")
    script = path.read_bytes()
    assert scripts.is_ours(hook, script)
    assert scripts.is_chained(script) == bool(chained)
    assert scripts.installation(script) == (
        "/opt/earlier/bin/python",
        "/opt/earlier/lib/git_secrets_py/start.py",
    )


@pytest.mark.parametrize("path", EARLIER, ids=lambda path: path.name)
def test_an_earlier_script_with_a_further_line_is_changed(path: Path) -> None:
    hook = path.name.partition(".")[0]
    script = path.read_bytes() + b"make lint\n"
    assert (scripts.is_ours(hook, script), scripts.seems_ours(hook, script)) == (False, True)


@pytest.mark.parametrize("path", EARLIER, ids=lambda path: path.name)
def test_an_earlier_script_is_replaced_without_a_backup_and_removed(repo: Repo, path: Path) -> None:
    hook, _, chained = path.name.partition(".")
    installed = repo.write(f".git/hooks/{hook}", path.read_bytes())
    previous = repo.write(f".git/hooks/{hook}.before-git-secrets", "previous") if chained else None
    assert repo.call("--install", "--force", "--hooks", hook) == Ran(
        0, f"Installed {hook} hook to .git/hooks/{hook}\n".encode(), b""
    )
    assert installed.read_bytes() == scripts.hook_script(hook, chained=bool(chained))
    installed.write_bytes(path.read_bytes())
    assert repo.call("--uninstall").status == 0
    assert installed.exists() == bool(chained)
    assert previous is None or (installed.read_text(), previous.exists()) == ("previous", False)
