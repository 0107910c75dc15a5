"""A repository: its kind, its paths and its configuration, each requested from git once."""

from __future__ import annotations

import os

from git_secrets_py.errors import GitError
from git_secrets_py.git import Git
from git_secrets_py.git.config import Config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git import GitProcess

# Each is one or two arguments, and has one answer.
_QUESTIONS = (
    ("--is-bare-repository",),
    ("--is-inside-work-tree",),
    ("--is-shallow-repository",),
    ("--show-object-format",),
    ("--absolute-git-dir",),
    ("--git-common-dir",),
    ("--git-path", "objects"),
    # Not "hooks": with an empty core.hooksPath, that is another directory.
    ("--git-path", "hooks/pre-commit"),
    ("--show-prefix",),
)
_WORDS = [word for question in _QUESTIONS for word in question]
_IS_BARE, _IS_INSIDE, _IS_SHALLOW, _FORMAT, _GIT_DIR, _COMMON_DIR = range(6)
_OBJECTS, _HOOK, _PREFIX = range(6, len(_QUESTIONS))
# Last: git exits here if there is no work tree.
_TOP = ("--show-toplevel",)
_NO_WORK_TREE = 128
# Prints the ID of HEAD's commit; nothing on an unborn branch, or if it is damaged.
VERIFY_HEAD = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
_RESOLVE_HEAD = ("rev-parse", "--verify", "--quiet", "HEAD")
_LIST_SETTINGS = ("config", "--null", "--show-scope", "--show-origin", "--list")
# The exit status for a HEAD whose commit is damaged.
_UNREADABLE = 128
_EMPTY_TREE = {
    "sha1": b"4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
# The variables that git sets for the hooks of a commit, and those that show another place.
_OF_A_HOOK = ("GIT_INDEX_FILE", "GIT_PREFIX")
_OF_ANOTHER_PLACE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")
# With these and a valid HEAD, a directory is one of git (gitrepository-layout(5)).
_OF_A_GIT_DIRECTORY = (".git/objects", ".git/refs")
_SYMBOLIC_HEAD = b"ref: refs/"
_ON_A_BRANCH = _SYMBOLIC_HEAD + b"heads/"


def _may_be_at_top() -> bool:
    """Return whether this is a hook of a commit, in a directory in which git finds a repository.

    git starts hooks at the top of the work tree (githooks(5)). So most of them need no process to
    find it. Another program that git's hook starts elsewhere may have the same variables.
    """
    environ = os.environ
    if any(name in environ for name in _OF_ANOTHER_PLACE) or os.name != "posix":
        return False
    is_hook = all(name in environ for name in _OF_A_HOOK)
    return is_hook and all(map(os.path.isdir, _OF_A_GIT_DIRECTORY)) and _has_symbolic_head()


def _has_symbolic_head() -> bool:
    """Return whether HEAD is a branch; git searches the parent directories if it is invalid."""
    try:
        with open(".git/HEAD", "rb", buffering=0) as head:
            return head.read(len(_SYMBOLIC_HEAD)) == _SYMBOLIC_HEAD
    except OSError:
        return False


class Repository:
    """The repository around a directory."""

    def __init__(self, git: Git | None = None, *, starts_facts: bool = True) -> None:
        """With ``starts_facts``, git is asked for the kind and the paths at once."""
        self._started: list[GitProcess] = []
        self.git = git or Git()
        self._may_be_at_top = git is None and _may_be_at_top()
        # Started now and read when needed, so that both run while the caller continues.
        are_needed = starts_facts and not self._may_be_at_top
        self._facts_process = self._start_facts() if are_needed else None
        self._config_process = self._start(*_LIST_SETTINGS)
        self._facts: list[bytes] = []
        self._config: Config | None = None
        self._object_folders: list[bytes] = []
        self._has_head: bool | None = None
        self._is_unborn: bool | None = None

    def __del__(self) -> None:
        """End the processes whose answers nobody needed; they would remain as zombies."""
        for process in self._started:
            process.stop()

    @property
    def config(self) -> Config:
        """The settings that are active here, from all of git's files."""
        if self._config is None:
            self._config = self._counting(Config.parse(self._config_process.output()))
        return self._config

    def _counting(self, config: Config) -> Config:
        """Return those of the settings of git that are active."""
        return config

    @property
    def is_bare(self) -> bool:
        """Whether the repository has no work tree."""
        return self._fact(_IS_BARE) == b"true"

    @property
    def is_inside_work_tree(self) -> bool:
        """Whether the directory is in the work tree, not in the git directory."""
        return self._is_at_top or self._fact(_IS_INSIDE) == b"true"

    @property
    def is_shallow(self) -> bool:
        """Whether this is a shallow clone: its history is cut off."""
        return self._fact(_IS_SHALLOW) == b"true"

    @property
    def is_partial(self) -> bool:
        """Whether this is a partial clone: git fetches missing objects on demand."""
        return self.config.get(b"extensions.partialclone") is not None or any(
            setting.key.startswith(b"remote.") and setting.key.endswith(b".promisor")
            for setting in self.config.settings
        )

    @property
    def lacks_trees(self) -> bool:
        """Whether this is a partial clone that may lack trees, not only blobs."""
        return any(
            setting.key.endswith(b".partialclonefilter")
            and any(one in (setting.value or b"") for one in (b"tree", b"object:type"))
            for setting in self.config.settings
        )

    @property
    def empty_tree(self) -> bytes:
        """The object ID of the empty tree, in this repository's hash algorithm."""
        return _EMPTY_TREE[os.fsdecode(self._fact(_FORMAT))]

    @property
    def git_dir(self) -> bytes:
        """The absolute path of the git directory; a linked worktree has its own."""
        return self._fact(_GIT_DIR)

    @property
    def common_dir(self) -> bytes:
        """The absolute path of the git directory that all worktrees share."""
        return os.path.abspath(self._relative(self._fact(_COMMON_DIR)))

    @property
    def top(self) -> bytes:
        """The absolute path of the top of the work tree.

        Raises ``GitError`` if there is none.
        """
        if self._is_at_top:
            return os.getcwdb()
        if not self.is_inside_work_tree:
            raise GitError(self._elsewhere())
        return self._fact(len(_QUESTIONS))

    def _elsewhere(self) -> str:
        """Return the message that the current directory is in no work tree, with the remedy."""
        if self.is_bare:
            return "not in a work tree; scan a bare repository with 'git secrets --scan-history'"
        from git_secrets_py.wording import in_one_line

        configured = self.work_tree
        where = in_one_line(configured) if configured else ""
        place, there = (f"the work tree {where}", "there") if where else ("a work tree", "in one")
        return f"not in {place}; run this command {there}"

    @property
    def way_up(self) -> bytes:
        """The relative path to the top of the work tree, such as ``../``; empty outside of it.

        In a subdirectory, git reads the paths in its arguments from there.
        """
        return b"../" * self._fact(_PREFIX).count(b"/")

    @property
    def work_tree(self) -> bytes | None:
        """The absolute path of the top of the work tree, also from elsewhere; ``None`` if bare.

        Inside of the git directory, git does not find a work tree that is not configured.
        """
        if self.is_inside_work_tree:
            return self.top
        if self.is_bare:
            return None
        path = self.git.output("rev-parse", *_TOP, accept=(0, _NO_WORK_TREE))
        return path.removesuffix(b"\n") or None

    @property
    def whole_tree(self) -> bytes:
        """The absolute path of the top of the work tree, also from outside of a configured one.

        Raises ``GitError`` if there is none.
        """
        return self.work_tree or self.top

    @property
    def has_head(self) -> bool:
        """Whether HEAD is a commit; on an unborn branch it is not."""
        if self._has_head is None:
            is_unborn = self._is_unborn or self._lacks_branch()
            self._has_head = not is_unborn and self.git.succeeds(*VERIFY_HEAD)
        return self._has_head

    @property
    def is_unborn(self) -> bool:
        """Whether HEAD is no object yet: it is a branch without a commit."""
        if self._is_unborn is None:
            self._is_unborn = self._lacks_branch() or not self.git.succeeds(*_RESOLVE_HEAD)
        return self._is_unborn

    def _lacks_branch(self) -> bool:
        """Return whether HEAD surely is a branch that does not exist; of some, only git can say."""
        is_located = self._may_be_at_top or self._facts_process or self._facts
        if not is_located or self.config.get(b"extensions.refstorage") is not None:
            return False
        is_here = self._may_be_at_top
        git_dir, common_dir = (b".git", b".git") if is_here else (self.git_dir, self.common_dir)
        try:
            with open(os.path.join(git_dir, b"HEAD"), "rb") as file:
                head = file.read()
        except OSError:
            return False
        if not head.startswith(_ON_A_BRANCH):
            return False
        places = (head.removeprefix(b"ref: ").rstrip(), b"packed-refs")
        return not any(os.path.lexists(os.path.join(common_dir, place)) for place in places)

    @property
    def head(self) -> bytes:
        """The ID of HEAD's commit; empty on an unborn branch."""
        return self.git.output(*VERIFY_HEAD, accept=(0, 1, _UNREADABLE)).strip()

    @property
    def object_folder(self) -> bytes:
        """The path of the object directory; variables and the common directory move it."""
        return self._relative(self._fact(_OBJECTS))

    @property
    def hooks_folder(self) -> bytes:
        """The path of the directory in which git looks for hooks; ``core.hooksPath`` moves it."""
        return os.path.dirname(self._relative(self._fact(_HOOK)))

    @property
    def object_folders(self) -> list[bytes]:
        """The object directories: its own first, then its alternates, quoted as git does."""
        if not self._object_folders:
            from git_secrets_py.git.alternates import alternates

            own = self.object_folder
            self._object_folders = [own, *alternates(self.git, own)]
        return self._object_folders

    def git_in(self, directory: bytes) -> Git:
        """Return git for this repository, started in a ``directory`` of its work tree."""
        return Git(directory, self.place_variables())

    def place_variables(self) -> dict[str, str]:
        """Return the variables that lead git to this repository, for any directory.

        git reads a relative path in them from the directory that it is started in.
        """
        here = os.fsdecode(self.git.directory or b".")
        return {
            name: os.path.abspath(os.path.join(here, value))
            for name in _OF_ANOTHER_PLACE
            if (value := os.environ.get(name))
        }

    def path_in_git_dir(self, name: str) -> bytes:
        """Return the path of a file that git keeps for each worktree, such as ``MERGE_HEAD``."""
        return os.path.join(self.git_dir, os.fsencode(name))

    def _relative(self, path: bytes) -> bytes:
        """Return a path that git printed, which may be relative to the directory it runs in."""
        return os.path.join(os.fsencode(self.git.directory or b"."), path)

    @property
    def _is_at_top(self) -> bool:
        """Whether the current directory is surely the top of the work tree."""
        return (
            self._may_be_at_top
            and self.config.get(b"core.worktree") is None
            and self.config.get(b"core.bare") in (None, b"false")
        )

    def _fact(self, number: int) -> bytes:
        if not self._facts:
            self._facts = self._ask()
        return self._facts[number]

    def _start_facts(self) -> GitProcess:
        return self._start("rev-parse", *_WORDS, *_TOP)

    def _start(self, *arguments: str) -> GitProcess:
        self._started.append(self.git.start(*arguments))
        return self._started[-1]

    def _ask(self) -> list[bytes]:
        """Return the answers to the questions, and the top if there is a work tree."""
        # Its output is read once; a question after an error starts git again, for the same error.
        process, self._facts_process = self._facts_process or self._start_facts(), None
        # Without a work tree, git fails after the other answers.
        facts = process.output(accept=(0, _NO_WORK_TREE), printed=True).split(b"\n")[:-1]
        with_top = [*_QUESTIONS, _TOP] if facts[1:2] == [b"true"] else _QUESTIONS
        if len(facts) != len(with_top):  # a path contains a newline
            facts = [self.git.output("rev-parse", *one).removesuffix(b"\n") for one in with_top]
        return facts
