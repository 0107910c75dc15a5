"""Commits by libgit2, in this process: the two processes of git take four times as long.

Only where the result is the same: git makes all others.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

try:
    import pygit2
    from pygit2.enums import ConfigLevel
except ImportError:  # not every system has a wheel of it; the first versions lack the second
    pygit2 = None

# Variables of the environment that change no commit, or as ``_signature`` does.
HARMLESS = {
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_AUTHOR_DATE",
    "GIT_COMMITTER_DATE",
    "GIT_EDITOR",
    "GIT_TEMPLATE_DIR",
    "GIT_TERMINAL_PROMPT",
}
# Each may convert content; libgit2 runs no filter program.
ATTRIBUTES = (".gitattributes", ".git/info/attributes")


def commit_directly(path: Path, name: str | bytes, message: str) -> str | None:
    """Stage the file ``name`` and commit the index; return the commit's ID, ``None`` for git's."""
    if pygit2 is None or not _is_ordinary(path) or message != message.strip():
        return None
    _isolate()
    try:
        repo = pygit2.Repository(str(path))
    except pygit2.GitError:  # SHA-256, or an extension
        return None
    if repo.state() or repo.head_is_detached:
        return None
    repo.index.add(os.fsdecode(name))
    repo.index.write()
    tree = repo.index.write_tree()
    parents = [] if repo.head_is_unborn else [repo.head.target]
    if parents and repo.get(parents[0]).tree_id == tree:
        return None  # git refuses it
    author, committer = (_signature(repo, who) for who in ("AUTHOR", "COMMITTER"))
    return str(repo.create_commit("HEAD", author, committer, message + "\n", tree, parents))


def _isolate() -> None:
    """Let libgit2 read the configuration of the test only, not that of the machine or the user."""
    search_path = pygit2.settings.search_path
    for level in (ConfigLevel.PROGRAMDATA, ConfigLevel.SYSTEM, ConfigLevel.XDG):
        search_path[level] = ""
    search_path[ConfigLevel.GLOBAL] = os.environ["HOME"]


def _is_ordinary(path: Path) -> bool:
    variables = {variable for variable in os.environ if variable.startswith("GIT_")}
    return variables <= HARMLESS and not any((path / one).exists() for one in ATTRIBUTES)


def _signature(repo: pygit2.Repository, who: str) -> pygit2.Signature:
    date = datetime.fromisoformat(os.environ[f"GIT_{who}_DATE"])
    user = repo.config["user.name"], repo.config["user.email"]
    offset = date.utcoffset() // timedelta(minutes=1)
    return pygit2.Signature(*user, int(date.timestamp()), offset)
