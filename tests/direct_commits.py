"""Work of git by libgit2, in this process: a process of git takes four times as long.

Only where the result is the same: git does all other work.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
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
    "GIT_SEQUENCE_EDITOR",
    "GIT_TEMPLATE_DIR",
    "GIT_TERMINAL_PROMPT",
}
# The beginning of the variables of git-secrets, which git does not read.
OF_THE_PROGRAM = "GIT_SECRETS_"
# The first two may convert content, and libgit2 runs no filter program; nor does it know the third.
ATTRIBUTES = (".gitattributes", ".git/info/attributes", ".git/info/sparse-checkout")
# One without a subsection.
KEY = re.compile(r"[a-zA-Z]+\.[a-zA-Z]+")
SIMPLE = re.compile(r"[a-z][a-z0-9_-]*(?:/[a-z0-9_-]+)*")
REVISION = re.compile(rf"(HEAD|{SIMPLE.pattern})((?:[~^][0-9]*)*(?:\^\{{(?:commit|tree)\}})?)")
FOLDERS = ("heads", "tags")
OF_COMMITS = (
    *("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-index-change"),
    "reference-transaction",
)
EMPTY_BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
SETTINGS_OF_COMMITS = ("commit.", "i18n.")
# One that git does not clean up: without spaces at ends of lines, and single empty lines.
MESSAGE = re.compile(r"\S(?:.*\S)?(?:\n{1,2}(?:.*\S))*")
OF_REFERENCES = ("post-checkout", "reference-transaction")
# The folder of the reference that a command creates, and git's name for its origin in the reflog;
# if it is empty, that of the branch.
NEW_REFERENCES = {
    ("branch",): ("heads", ""),
    ("tag",): ("tags", ""),
    ("checkout", "--quiet", "-b"): ("heads", "HEAD"),
    ("checkout", "-q", "-b"): ("heads", "HEAD"),
}


def commit_directly(path: Path, name: str | bytes, message: str) -> str | None:
    """Stage the file ``name`` and commit the index; return the commit's ID, ``None`` for git's."""
    repo = _opened(path)
    if repo is None or message != message.strip() or repo.head_is_detached:
        return None
    repo.index.add(os.fsdecode(name))
    repo.index.write()
    return _commit(repo, message)


def commit_staged_directly(path: Path, message: str | bytes) -> bool:
    """Commit the index if no hook and no setting has a part in it; return whether this is done."""
    if not isinstance(message, str) or not MESSAGE.fullmatch(message):
        return False
    repo = _opened(path)
    if repo is None or repo.is_bare or repo.head_is_detached or _has_hooks(repo, OF_COMMITS):
        return False
    if any(entry.name.startswith(SETTINGS_OF_COMMITS) for entry in repo.config):
        return False
    # It may be one of ``git add --intent-to-add``, which libgit2 would commit.
    if any(str(entry.id) == EMPTY_BLOB for entry in repo.index):
        return False
    if _commit(repo, message) is None:
        return False
    (path / ".git" / "COMMIT_EDITMSG").write_text(message + "\n")
    return True


def _commit(repo: pygit2.Repository, message: str) -> str | None:
    """Commit the index; return the commit's ID, ``None`` if git would refuse it."""
    tree = repo.index.write_tree()
    parents = [] if repo.head_is_unborn else [repo.head.target]
    if repo.get(parents[0]).tree_id == tree if parents else not len(repo.index):
        return None
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
    """Write a setting if ``words`` are ``config [--add] <key> <value>``; return whether it is done.

    Without an option, it replaces the only value.
    """
    file = path / ".git" / "config"
    if words[:1] != ("config",) or not (_is_ordinary(path) and file.is_file()):
        return False
    is_added = words[1] == "--add"
    if pygit2 is None or len(words) != 3 + is_added:
        return False
    key, value = words[-2:]
    if not isinstance(key, str) or key.startswith("-"):
        return False
    if is_added:
        if not KEY.fullmatch(key):
            return False
        with file.open("ab") as config:
            config.write(_setting(key, os.fsencode(value)))
        return True
    try:
        pygit2.Config(str(file))[key] = value
    except (pygit2.GitError, TypeError, ValueError):  # several values, or none of libgit2
        return False
    return True


def add_remote_directly(path: Path, words: Sequence[str | bytes]) -> bool:
    """Add a remote if ``words`` do that; return whether this is done."""
    if words[:2] != ("remote", "add") or len(words) != 4:
        return False
    name, url = words[2:]
    if not (isinstance(name, str) and isinstance(url, str) and SIMPLE.fullmatch(name)):
        return False
    repo = _opened(path)
    if repo is None:
        return False
    try:
        repo.remotes.create(name, url)
    except ValueError:  # there is one
        return False
    return True


def _setting(key: str, value: bytes) -> bytes:
    """Return lines of a config file. libgit2 does not quote a value that it adds."""
    section, name = key.split(".")
    for one, written in ((b"\\", rb"\\"), (b'"', rb"\""), (b"\n", rb"\n"), (b"\t", rb"\t")):
        value = value.replace(one, written)
    return b'[%b]\n\t%b = "%b"\n' % (section.encode(), name.encode(), value)


def refer_directly(path: Path, words: Sequence[str | bytes]) -> bool:
    """Create a branch or a tag of HEAD if ``words`` do that; return whether this is done."""
    command, name = words[:-1], words[-1]
    if command not in NEW_REFERENCES or not (isinstance(name, str) and SIMPLE.fullmatch(name)):
        return False
    repo = _opened(path)
    if repo is None or repo.is_bare or repo.head_is_unborn or repo.head_is_detached:
        return False
    if _has_hooks(repo, OF_REFERENCES):
        return False
    folder, origin = NEW_REFERENCES[command]
    message = f"branch: Created from {origin or repo.head.shorthand}"
    try:
        target = repo.head.target
        repo.create_reference_direct(f"refs/{folder}/{name}", target, False, message=message)
    except (pygit2.GitError, ValueError):  # it exists, or is a folder
        return False
    if command[0] == "checkout":
        repo.set_head(f"refs/{folder}/{name}")
    return True


def resolve_directly(path: Path, words: Sequence[str | bytes]) -> bytes | None:
    """Return what git prints if ``words`` are ``rev-parse`` of a branch or tag; or ``None``."""
    if len(words) != 2 or words[0] != "rev-parse" or not isinstance(words[1], str):
        return None
    match = REVISION.fullmatch(words[1])
    repo = _opened(path) if match else None
    if match is None or repo is None:
        return None
    names = ["HEAD"] if match[1] == "HEAD" else [f"refs/{one}/{match[1]}" for one in FOLDERS]
    found = [name for name in names if name in repo.references or name == "HEAD"]
    if len(found) != 1:
        return None
    try:
        return f"{repo.revparse_single(found[0] + match[2]).id}\n".encode()
    except (KeyError, ValueError, pygit2.GitError):
        return None


def _has_hooks(repo: pygit2.Repository, names: Iterable[str]) -> bool:
    """Return whether git may run one of the hooks ``names``."""
    if "core.hookspath" in repo.config or os.path.isfile(os.path.join(repo.workdir, ".git")):
        return True
    return any(os.path.lexists(os.path.join(repo.path, "hooks", name)) for name in names)


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
    variables = {one for one in os.environ if one.startswith("GIT_")}
    variables -= {one for one in variables if one.startswith(OF_THE_PROGRAM)}
    return variables <= HARMLESS and not any((path / one).exists() for one in ATTRIBUTES)


def _signature(repo: pygit2.Repository, who: str) -> pygit2.Signature:
    configured = os.environ.get(f"GIT_{who}_DATE")
    date = datetime.fromisoformat(configured) if configured else datetime.now().astimezone()
    user = repo.config["user.name"], repo.config["user.email"]
    offset = date.utcoffset() // timedelta(minutes=1)
    return pygit2.Signature(*user, int(date.timestamp()), offset)
