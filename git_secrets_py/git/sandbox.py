"""A sandbox for running hooks: git writes nothing to the repository.

The index, new objects and messages are in a temporary directory, to which git's own variables
GIT_INDEX_FILE and GIT_OBJECT_DIRECTORY point git and the hooks (git(1)).
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from git_secrets_py.errors import GitError
from git_secrets_py.files import read_regular
from git_secrets_py.git import Git
from git_secrets_py.git.children import ForeignProcess

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.git.repository import Repository

    # The exit status of a hook and its standard error, or the error if it cannot be started, or
    # exceeds the time limit.
    HookResult = tuple[int, bytes] | GitError

TIME_LIMIT = 120.0  # seconds
_MOST_BYTES = 1 << 20
# The staged file.
PATH = b"git-secrets-test.txt"
# git runs no hook of the user here and writes no file beside the index.
_QUIET = (
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.splitIndex=false", "-c", "core.untrackedCache=false", "-c", "index.sparse=false"),
)
# Untracked directories from which managers of hooks run programs.
_PACKAGES = (b"node_modules", b"vendor", b".venv")
_PERSON = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "git-secrets"), ("EMAIL", "git-secrets@localhost"))
}


@dataclass(frozen=True, slots=True)
class HookCall:
    """A hook to run: the file ``path``, the words after it, and its standard input.

    ``by_git`` is the name of a hook that ``git hook run`` runs instead of the file.
    """

    path: bytes
    words: Sequence[str] = ()
    input: bytes = b""
    by_git: str = ""

    def command(self) -> list[str | bytes]:
        """Return the command that runs it."""
        if self.by_git:
            return ["git", "hook", "run", self.by_git, "--", *self.words]
        return [*(["sh"] if sys.platform == "win32" else []), self.path, *self.words]


class Sandbox:
    """A ``repository`` whose index, new objects and messages are in ``directory``."""

    def __init__(
        self,
        repository: Repository,
        directory: str,
        settings: Mapping[str, str],
        *,
        own_work_tree: bool = False,
        files: Sequence[str] = (),
    ) -> None:
        """``directory`` is empty; ``settings`` are added to the environment of hooks.

        With ``own_work_tree``, hooks run in a work tree in ``directory``, since those of other
        programs may change files. It has the files of HEAD, except that ``files`` are staged as
        they are in the repository's work tree.
        """
        self.directory = os.fsencode(directory)
        objects = os.path.join(directory, "objects")
        os.mkdir(objects)
        self._hook_directory = _hook_directory(repository)
        own = os.path.abspath(os.fsdecode(repository.object_folder))
        alternates = [_quoted(own), os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")]
        self._settings = {
            **settings,
            **repository.place_variables(),
            "GIT_INDEX_FILE": os.path.join(directory, "index"),
            "GIT_OBJECT_DIRECTORY": objects,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(filter(None, alternates)),
        }
        top = self._hook_directory
        self._own_work_tree = own_work_tree and repository.is_inside_work_tree
        if self._own_work_tree:
            self._hook_directory = os.path.join(self.directory, b"tree")
            self._set_up_work_tree(repository, top)
        self._git = Git(self._hook_directory, {**self._settings, **_PERSON})
        self._parent = self._head()
        self._entries = [self._entry(*file) for file in _contents(top, files)]

    def stage(self, content: bytes) -> None:
        """Stage a file with ``content``, and the given files, on top of HEAD."""
        if not self._parent or not self._git.succeeds(*_QUIET, "read-tree", "HEAD"):
            self._git.output(*_QUIET, "read-tree", "--empty")
        for entry in (*self._entries, self._entry(PATH, content)):
            # ``--replace``: HEAD may have a folder of this name, or a file where a folder is.
            self._git.output(*_QUIET, "update-index", "--add", "--replace", "--cacheinfo", entry)
        if self._own_work_tree:
            self._git.output(*_QUIET, "checkout-index", "--all", "--force", "--index")

    def commit(self) -> tuple[bytes, bytes]:
        """Commit the index on top of HEAD, on no branch; return the IDs of the commit and HEAD.

        If HEAD is not a commit, its ID is all zeros, as in the input of hooks.
        """
        tree = self._git.output(*_QUIET, "write-tree", "--missing-ok").strip()
        parent = [b"-p", self._parent] if self._parent else []
        message = b"Try the hooks\n"
        new = self._git.output("commit-tree", *parent, tree, input=message).strip()
        return new, self._parent or b"0" * len(new)

    def write(self, name: str, content: bytes) -> str:
        """Write a message to the file ``name``; return its path."""
        path = os.path.join(self.directory, os.fsencode(name))
        with open(path, "wb") as file:
            file.write(content)
        return os.fsdecode(path)

    def run(self, calls: Iterable[HookCall]) -> list[HookResult]:
        """Run hooks at the same time; return the result of each."""
        with ExitStack() as children:
            started = [self._started(call, children) for call in calls]
            return [_finished(*one) if isinstance(one, tuple) else one for one in started]

    def _started(
        self, call: HookCall, children: ExitStack
    ) -> tuple[HookCall, ForeignProcess] | GitError:
        try:
            child = ForeignProcess(
                call.command(),
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                directory=self._hook_directory,
                environment={**os.environ, **self._settings},
            )
        except OSError as error:
            return GitError(f"it cannot be started: {error.strerror}")
        return call, children.enter_context(child)

    def _set_up_work_tree(self, repository: Repository, top: bytes) -> None:
        """Create an empty work tree, with the installed packages of the one at ``top``."""
        os.mkdir(self._hook_directory)
        for name in _PACKAGES:
            source = os.path.join(top, name)
            if os.path.isdir(source):
                os.symlink(source, os.path.join(self._hook_directory, name))
        self._settings["GIT_DIR"] = os.fsdecode(repository.git_dir)
        self._settings["GIT_WORK_TREE"] = os.fsdecode(self._hook_directory)

    def _entry(self, path: bytes, content: bytes) -> bytes:
        """Write a blob; return its entry for ``--cacheinfo``."""
        oid = self._git.output("hash-object", "-w", "--stdin", "--no-filters", input=content)
        return b"100644," + oid.strip() + b"," + path

    def _head(self) -> bytes:
        answer = self._git.output(
            "rev-parse", "--verify", "--quiet", "HEAD^{commit}", accept=(0, 1)
        )
        return answer.strip()


def _finished(call: HookCall, child: ForeignProcess) -> HookResult:
    try:
        _, messages = child.process.communicate(call.input, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return GitError(f"it did not end within {TIME_LIMIT:g} seconds")
    return child.process.returncode, messages


def _contents(top: bytes, files: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the path and the content of each of ``files`` that can be read."""
    for path in map(os.fsencode, files):
        with suppress(OSError):
            yield path, read_regular(os.path.join(top, path), _MOST_BYTES, follow=True)


def _hook_directory(repository: Repository) -> bytes:
    """Return the directory in which git starts hooks."""
    return repository.top if repository.is_inside_work_tree else repository.git_dir


def _quoted(path: str) -> str:
    """Return ``path`` as an entry of GIT_ALTERNATE_OBJECT_DIRECTORIES."""
    if os.pathsep not in path and not path.startswith('"'):
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
