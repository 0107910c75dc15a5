"""The directory in which git looks for hooks."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass

from git_secrets_py.git import Git
from git_secrets_py.git.config import OF_A_RUN, file_of
from git_secrets_py.git.git_dirs import git_dir_of
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git.repository import Repository

HOOKS_PATH_KEY = b"core.hookspath"
_LOCAL_FILE = os.path.join(".git", "config")


@dataclass(frozen=True, slots=True)
class HooksPath:
    """The setting ``core.hooksPath`` as it is written, and the file that contains it."""

    value: bytes
    origin: str

    @property
    def is_relative(self) -> bool:
        """Whether git looks for it in each work tree."""
        return not (os.path.isabs(self.value) or self.value.startswith((b"~", b"%(prefix)/")))

    @property
    def removal(self) -> str:
        """The command that removes it, run in the current directory, or other advice."""
        if self.origin == OF_A_RUN:
            return "omit 'git -c core.hooksPath', or run 'unset GIT_CONFIG_COUNT'"
        # Without --file, git changes no file of the user or of a worktree, and no included file.
        file = "" if self.origin == _LOCAL_FILE else f"--file {shlex.quote(self.origin)} "
        return f"git config {file}--unset-all core.hooksPath"

    def why_unusable(self, directory: bytes) -> str:
        """Return why no hook can be installed in ``directory``, to which git resolves the value."""
        if not self.value:
            return f"core.hooksPath is empty in {self.origin}, so git finds no hooks"
        if self.value.rstrip(b"/") == b".":  # git drops "./", and runs a program named pre-commit
            value = os.fsdecode(self.value)
            return (
                f"core.hooksPath is {value} in {self.origin}, so git runs programs on PATH instead "
                "of hooks"
            )
        if os.path.lexists(directory) and not os.path.isdir(directory):
            value = in_one_line(self.value)
            return (
                f"core.hooksPath is {value} in {self.origin}, which is not a directory, "
                "so git runs no hooks"
            )
        return ""


def of_repository(repository: Repository) -> bytes:
    """Return the directory in which git looks for the hooks of ``repository``."""
    return repository.hooks_folder.removeprefix(os.path.join(b".", b""))


def of_target(target: bytes) -> bytes:
    """Return the hooks directory of ``target``, which is a repository or a template directory.

    A template directory may be in the work tree of a repository without being a repository.
    """
    git_dir = git_dir_of(target)
    if not git_dir:
        return os.path.join(target, b"hooks")
    git = Git(target, by_variables=False)
    path = git.output(b"--git-dir=" + git_dir, "rev-parse", "--git-path", "hooks/pre-commit")
    directory = os.path.dirname(path.removesuffix(b"\n")).removeprefix(b"./")
    return os.path.join(target, directory)


def hooks_path_of_repository(repository: Repository) -> HooksPath | None:
    """Return ``core.hooksPath`` of ``repository``; ``None`` if it is not set."""
    settings = repository.config.all(HOOKS_PATH_KEY)
    if not settings:
        return None
    value, origin = settings[-1].value or b"", settings[-1].origin
    if origin != _LOCAL_FILE:
        origin = _from_here(origin, repository.work_tree or repository.git_dir)
    return HooksPath(value, origin)


def hooks_path_of_target(target: bytes) -> HooksPath | None:
    """Return ``core.hooksPath`` of the repository ``target``; ``None`` if it is not set."""
    git_dir = git_dir_of(target)
    if not git_dir:
        return None
    arguments = ("config", "--null", "--show-origin", "--get", "core.hooksPath")
    git = Git(target, by_variables=False)
    answer = git.output(b"--git-dir=" + git_dir, *arguments, accept=(0, 1))
    origin, _, value = answer.removesuffix(b"\0").partition(b"\0")
    file = _from_here(file_of(os.fsdecode(origin)), target)
    return HooksPath(value, file) if answer else None


def _from_here(origin: str, top: bytes) -> str:
    """Return the file ``origin``, which git names as it is seen from ``top``."""
    if origin == OF_A_RUN or os.path.isabs(origin):
        return origin
    return os.path.relpath(os.path.join(os.fsdecode(top), origin))


def sharing_notes(
    directory: bytes, top: bytes | None, setting: HooksPath | None, git: Git
) -> list[str]:
    """Return notes on the other users of the hooks in ``directory``, to which ``setting`` leads.

    ``top`` is that of the work tree, in which ``git`` runs; ``None`` if there is none.
    """
    if setting is None:
        return []
    name = in_one_line(directory)
    if top is not None and _is_tracked(directory, top, git):
        return [
            f"{name} is tracked, so the hooks become part of the repository. On machines "
            "without this installation they search PATH for git-secrets-py."
        ]
    if setting.is_relative:
        return [
            f"core.hooksPath is '{in_one_line(setting.value)}' in {setting.origin}, relative to "
            "each work tree: linked worktrees and clones have no hooks there."
        ]
    if top is None or not _is_in_work_tree(directory, top):
        return [
            f"core.hooksPath is set in {setting.origin}: these hooks run in every repository to "
            "which this setting applies, and in none that sets another value."
        ]
    return []


def _is_tracked(directory: bytes, top: bytes, git: Git) -> bool:
    if not _is_in_work_tree(directory, top):
        return False
    inside = os.path.relpath(os.path.realpath(directory), os.path.realpath(top))
    return bool(git.output("ls-files", "-z", "--", inside))


def _is_in_work_tree(directory: bytes, top: bytes) -> bool:
    """Return whether ``directory`` is in the work tree, and not in the git directory in it."""
    inside = os.path.relpath(os.path.realpath(directory), os.path.realpath(top))
    first = inside.split(os.fsencode(os.sep))[0]
    return first not in (b"..", b".git")
