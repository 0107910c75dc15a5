"""What a repository is and where its parts are: each question to git asked once."""

from __future__ import annotations

import os

from git_secrets_py.errors import GitError
from git_secrets_py.git.config import Config
from git_secrets_py.git.process import Git

_QUESTIONS = (
    "--is-bare-repository",
    "--is-inside-work-tree",
    "--is-shallow-repository",
    "--show-object-format",
    "--absolute-git-dir",
    "--git-common-dir",
)
# Asked last: git ends there where there is no work tree.
_TOP = "--show-toplevel"
_NO_WORK_TREE = 128
_EMPTY_TREE = {
    "sha1": b"4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


class Repository:
    """The repository around a directory. The first question about it starts git."""

    def __init__(self, git: Git | None = None) -> None:
        self.git = git or Git()
        # Started at once and read when needed, so that both run beside whatever comes next.
        self._facts_process = self.git.start("rev-parse", *_QUESTIONS, _TOP)
        self._config_process = self.git.start("config", "--null", "--show-origin", "--list")
        self._facts: list[bytes] = []
        self._config: Config | None = None

    @property
    def config(self) -> Config:
        """Every setting in force here, from all of git's files in git's order."""
        if self._config is None:
            self._config = Config.parse(self._config_process.output())
        return self._config

    @property
    def is_bare(self) -> bool:
        """Whether the repository has no work tree."""
        return self._fact(0) == b"true"

    @property
    def is_inside_work_tree(self) -> bool:
        """Whether we stand in the work tree, not in the git directory."""
        return self._fact(1) == b"true"

    @property
    def is_shallow(self) -> bool:
        """Whether history was cut off when it was cloned."""
        return self._fact(2) == b"true"

    @property
    def is_partial(self) -> bool:
        """Whether objects were left out when it was cloned, to be fetched when asked for."""
        return self.config.get(b"extensions.partialclone") is not None or any(
            setting.key.startswith(b"remote.") and setting.key.endswith(b".promisor")
            for setting in self.config.settings
        )

    @property
    def empty_tree(self) -> bytes:
        """The object id of the tree without entries, in this repository's hash."""
        return _EMPTY_TREE[os.fsdecode(self._fact(3))]

    @property
    def git_dir(self) -> bytes:
        """The absolute path of the git directory; of a linked worktree, its own."""
        return self._fact(4)

    @property
    def common_dir(self) -> bytes:
        """The absolute path of the git directory that all worktrees share."""
        base = self.git.directory or b"."
        return os.path.abspath(os.path.join(os.fsencode(base), self._fact(5)))

    @property
    def top(self) -> bytes:
        """The absolute path of the top of the work tree.

        Raises ``GitError`` where there is none.
        """
        if not self.is_inside_work_tree:
            raise GitError(
                "this is not a work tree; scan a bare repository with 'git secrets --scan-history'"
            )
        return self._fact(len(_QUESTIONS))

    @property
    def has_head(self) -> bool:
        """Whether HEAD names a commit; on an unborn branch it does not."""
        return self.git.succeeds("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def path_in_git_dir(self, name: str) -> bytes:
        """Return the path git uses for ``name``, such as ``hooks`` or ``MERGE_HEAD``."""
        path = self.git.output("rev-parse", "--git-path", name).removesuffix(b"\n")
        return os.path.join(os.fsencode(self.git.directory or b"."), path)

    def _fact(self, number: int) -> bytes:
        if not self._facts:
            self._facts = self._ask()
        return self._facts[number]

    def _ask(self) -> list[bytes]:
        """Return the answers to the questions, and the top where there is a work tree."""
        answer = self._facts_process.output(accept=(0, _NO_WORK_TREE))
        if not answer:
            self.git.output("rev-parse", *_QUESTIONS)  # raises what is wrong
        facts = answer.split(b"\n")[:-1]
        with_top = [*_QUESTIONS, _TOP] if facts[1:2] == [b"true"] else _QUESTIONS
        if len(facts) != len(with_top):  # a directory whose name holds a newline
            facts = [self.git.output("rev-parse", one).removesuffix(b"\n") for one in with_top]
        return facts
