"""Trying hooks on made-up content without leaving anything behind in the repository.

Index, new objects and messages are in a temporary directory; git and hooks are told so by the
variables with which git itself tells its hooks (git(1), GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY).
"""

from __future__ import annotations

import os
import subprocess
import sys

from git_secrets_py.errors import GitError
from git_secrets_py.git.process import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from git_secrets_py.git.repository import Repository

TIME_LIMIT = 120.0  # seconds
PATH = b"git-secrets-canary.txt"
# No hook of the user's for what git does here, and no file beside the index.
_QUIET = (
    *("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false"),
    *("-c", "core.splitIndex=false", "-c", "core.untrackedCache=false", "-c", "index.sparse=false"),
)
_PERSON = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "git-secrets"), ("EMAIL", "canary@localhost"))
}


class Trial:
    """A temporary ``directory`` that stands for parts of ``repository``."""

    def __init__(self, repository: Repository, directory: str, settings: Mapping[str, str]) -> None:
        """``settings`` are put into the environment of hooks as well."""
        self.directory = os.fsencode(directory)
        objects = os.path.join(directory, "objects")
        os.mkdir(objects)
        self._place = _place(repository)
        own = os.path.abspath(os.fsdecode(repository.path_in_git_dir("objects")))
        known = [_quoted(own), os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")]
        self._settings = {
            **settings,
            "GIT_INDEX_FILE": os.path.join(directory, "index"),
            "GIT_OBJECT_DIRECTORY": objects,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(filter(None, known)),
        }
        self._git = _GitApart(self._place, {**self._settings, **_PERSON})
        self._parent = self._head()

    def stage(self, content: bytes) -> None:
        """Stage a file with ``content``, and nothing else that HEAD does not have."""
        if not self._parent or not self._git.succeeds(*_QUIET, "read-tree", "HEAD"):
            self._git.output(*_QUIET, "read-tree", "--empty")
        oid = self._git.output("hash-object", "-w", "--stdin", "--no-filters", input=content)
        entry = b"100644," + oid.strip() + b"," + PATH
        self._git.output(*_QUIET, "update-index", "--add", "--cacheinfo", entry)

    def commit(self) -> tuple[bytes, bytes]:
        """Commit what is staged on top of HEAD, to no branch; return that commit and HEAD.

        Where HEAD has no commit, that is told by an object id of zeros, as git does.
        """
        tree = self._git.output(*_QUIET, "write-tree", "--missing-ok").strip()
        parent = [b"-p", self._parent] if self._parent else []
        message = b"Try the hooks\n"
        new = self._git.output("commit-tree", *parent, tree, input=message).strip()
        return new, self._parent or b"0" * len(new)

    def write(self, content: bytes) -> str:
        """Write a message; return the path of the file."""
        path = os.path.join(self.directory, b"MESSAGE")
        with open(path, "wb") as file:
            file.write(content)
        return os.fsdecode(path)

    def run_hook(
        self, path: bytes, words: Sequence[str] = (), input: bytes = b"", *, by_git: str = ""
    ) -> tuple[int, bytes]:
        """Run a hook; return its exit status, and what it wrote to standard error.

        ``by_git`` names the hook that ``git hook run`` is to run, instead of the file at ``path``.
        Raises ``GitError`` if it cannot be started or does not end.
        """
        command: list[str | bytes] = [path, *words]
        if by_git:
            command = ["git", "hook", "run", by_git, "--", *words]
        elif sys.platform == "win32":
            command = ["sh", *command]
        environment = {**os.environ, **self._settings}
        try:
            done = subprocess.run(
                command,
                cwd=self._place,
                env=environment,
                input=input,
                capture_output=True,
                timeout=TIME_LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise GitError(f"it did not end within {TIME_LIMIT:g} seconds") from None
        except OSError as error:
            raise GitError(f"it cannot be started: {error.strerror}") from error
        return done.returncode, done.stderr

    def _head(self) -> bytes:
        answer = self._git.output(
            "rev-parse", "--verify", "--quiet", "HEAD^{commit}", accept=(0, 1)
        )
        return answer.strip()


class _GitApart(Git):
    """git with further settings in its environment."""

    def __init__(self, directory: bytes, settings: Mapping[str, str]) -> None:
        super().__init__(directory)
        self._environment = {**self._environment, **settings}


def _place(repository: Repository) -> bytes:
    """Return the directory in which git starts hooks."""
    return repository.top if repository.is_inside_work_tree else repository.git_dir


def _quoted(path: str) -> str:
    """Return ``path`` as an entry of GIT_ALTERNATE_OBJECT_DIRECTORIES."""
    if os.pathsep not in path and not path.startswith('"'):
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
