"""The operation of git in progress, recognized by the files that it keeps in the git directory.

git runs the hooks of commits for most of them. After a hook has stopped a revert of one commit,
git keeps no file at all; ``git revert --abort`` then fails.
"""

from __future__ import annotations

import os

COMMIT = "commit"
MERGE = "merge"
CHERRY_PICK = "cherry-pick"
REVERT = "revert"
REBASE = "rebase"
AM = "am"

# In this order: the commits of a rebase are picked, and a rebase can apply patches.
_STATES = (
    ("rebase-merge", REBASE),
    (os.path.join("rebase-apply", "rebasing"), REBASE),
    ("rebase-apply", AM),
    ("CHERRY_PICK_HEAD", CHERRY_PICK),
    ("REVERT_HEAD", REVERT),
    ("MERGE_HEAD", MERGE),
)
_COMMIT = "git commit --no-edit"
# The steps that remain of a cherry-pick or a revert of several commits.
_STEPS = os.path.join("sequencer", "todo")


def operation(git_dir: bytes) -> str:
    """Return the operation in progress in ``git_dir``, that of the work tree; else ``COMMIT``."""
    for name, found in _STATES:
        if os.path.exists(os.path.join(git_dir, os.fsencode(name))):
            return found
    return REVERT if _is_reverting(git_dir) else COMMIT


def abort_command(git_dir: bytes, name: str) -> str:
    """Return the command that undoes the operation ``name`` after a hook has stopped it."""
    if name == REVERT and operation(git_dir) == COMMIT:
        return "git reset --merge"
    return f"git {name} --abort"


def resume_commands(git_dir: bytes, name: str) -> list[str]:
    """Return the commands that continue the operation ``name`` after a hook has stopped it.

    They start no editor: without a terminal there may be none.
    """
    go_on = f"git {name} --continue"
    if name == REBASE:
        return _resume_rebase(git_dir, go_on)
    if name == MERGE:
        return [_COMMIT]  # as --continue does, which has no --no-edit
    if name != REVERT or os.path.exists(os.path.join(git_dir, b"REVERT_HEAD")):
        return [go_on]
    # Without a file of git, the revert is a commit like any other, perhaps one of several.
    return [_COMMIT, go_on] if _is_reverting(git_dir) else [_COMMIT]


def repeats_commit(git_dir: bytes) -> bool:
    """Return whether git repeats a commit that a hook has stopped, and keeps it if it is empty.

    A rebase that is interactive or runs commands does.
    """
    state = os.path.join(git_dir, b"rebase-merge")
    drops = os.path.join(state, b"drop_redundant_commits")
    return os.path.exists(state) and not os.path.exists(drops)


def _resume_rebase(git_dir: bytes, go_on: str) -> list[str]:
    """Return the commands that continue a rebase: git may have to make its commit again.

    Newer versions of git refuse to continue with its changes; a fixup would be a commit of its own.
    """
    state = os.path.join(git_dir, b"rebase-merge")
    if os.path.exists(os.path.join(state, b"stopped-sha")):  # git has stopped for the user
        return [go_on.replace("git", "git -c core.editor=true", 1)]
    if os.path.exists(os.path.join(git_dir, b"CHERRY_PICK_HEAD")):
        return [_COMMIT, go_on]
    is_fixup = os.path.exists(os.path.join(state, b"message-fixup"))
    return ["git commit --amend --no-edit", go_on] if is_fixup else [go_on]


def _is_reverting(git_dir: bytes) -> bool:
    try:
        with open(os.path.join(git_dir, os.fsencode(_STEPS)), "rb") as steps:
            return steps.read(len(REVERT)) == REVERT.encode()
    except OSError:
        return False
