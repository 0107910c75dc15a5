"""Work of git by libgit2, in this process: a process of git takes four times as long.

Only where the result is the same: git does all other work.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
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
# The first two may convert content, and libgit2 runs no filter program; nor does it know the third.
ATTRIBUTES = (".gitattributes", ".git/info/attributes", ".git/info/sparse-checkout")


def commit_directly(path: Path, name: str | bytes, message: str) -> str | None:
    """Stage the file ``name`` and commit the index; return the commit's ID, ``None`` for git's."""
    repo = _opened(path)
    if repo is None or message != message.strip() or repo.head_is_detached:
        return None
    repo.index.add(os.fsdecode(name))
    repo.index.write()
    tree = repo.index.write_tree()
    parents = [] if repo.head_is_unborn else [repo.head.target]
    if parents and repo.get(parents[0]).tree_id == tree:
        return None  # git refuses it
    author, committer = (_signature(repo, who) for who in ("AUTHOR", "COMMITTER"))
    return str(repo.create_commit("HEAD", author, committer, message + "\n", tree, parents))


def add_directly(path: Path, names: Sequence[str | bytes]) -> bool:
    """Stage the files ``names``, or all changes; return whether this is done."""
    repo = _opened(path)
    if repo is None or not all(map(_is_ordinary_file, _below(path))):
        return False
    paths = [os.fsdecode(name) for name in names]
    if not all(_is_utf8(one) and (path / one).is_file() for one in paths):
        return False
    if any(map(repo.path_is_ignored, paths)):
        return False
    for one in paths:
        repo.index.add(one)
    if not paths:
        repo.index.add_all()
    repo.index.write()
    return True


def refresh_directly(path: Path) -> bool:
    """Write the times of unchanged files into the index; return whether this is done."""
    repo = _opened(path)
    if repo is None:
        return False
    for entry in list(repo.index):
        repo.index.add(entry.path)
    repo.index.write()
    return True


def configure_directly(path: Path, words: Sequence[str | bytes]) -> bool:
    """Write a setting if ``words`` are ``config <key> <value>``; return whether this is done."""
    file = path / ".git" / "config"
    if len(words) != 3 or words[0] != "config" or not (_is_ordinary(path) and file.is_file()):
        return False
    _, key, value = words
    if pygit2 is None or not isinstance(key, str) or key.startswith("-"):
        return False
    try:
        pygit2.Config(str(file))[key] = value
    except (pygit2.GitError, TypeError, ValueError):  # several values, or none of libgit2
        return False
    return True


def _opened(path: Path) -> pygit2.Repository | None:
    """Return the repository, ``None`` if its state or the environment asks for git."""
    if pygit2 is None or not _is_ordinary(path):
        return None
    _isolate()
    try:
        repo = pygit2.Repository(str(path))
        is_complete = not (repo.state() or repo.index.conflicts)
    except pygit2.GitError:  # SHA-256, or an extension
        return None
    return repo if is_complete else None


def _below(path: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a work tree, and the directories that libgit2 does not read."""
    with os.scandir(path) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield entry
            elif entry.name != ".git":
                if os.path.lexists(os.path.join(entry.path, ".git")):
                    yield entry  # a repository
                yield from _below(Path(entry.path))


def _is_ordinary_file(entry: os.DirEntry[str]) -> bool:
    """Return whether libgit2 stages a file as git does: git warns about some."""
    is_link = entry.is_symlink()
    return (is_link or entry.is_file()) and entry.name not in (".gitattributes", ".gitmodules")


def _is_utf8(name: str) -> bool:
    """Return whether pygit2 can pass ``name`` on."""
    return name.isascii() or name.encode("utf-8", "replace").decode() == name


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
