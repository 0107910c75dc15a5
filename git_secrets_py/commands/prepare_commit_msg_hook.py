"""The prepare-commit-msg hook: scans the changes of a merge, cherry-pick, revert or rebase."""

from __future__ import annotations

import os

from git_secrets_py.cli.active_patterns import load_for_hook
from git_secrets_py.cli.scan_runner import scan_and_report
from git_secrets_py.errors import EXIT_CLEAN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.cli.context import Context
    from git_secrets_py.content import Blob, NotScanned
    from git_secrets_py.git.repository import Repository

# git does not run the pre-commit hook for these; the last is of a commit that a rebase squashes.
_PICKS = ("CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge/current-fixups")
# It does not either when a rebase continues, with the changes that are staged by then.
_REBASE = "rebase-merge"
# The only marks of a revert of one commit: its subject, or the line below. A title can be typed.
_REVERTS = (b'Revert "', b'Reapply "')
_REVERTED = b"This reverts commit "
# Longer than the subject that git writes; a line without end is not read into memory.
_LONGEST_LINE = 1 << 16


def run(context: Context) -> int:
    """Scan the content that a new commit introduces, if no other hook does; return the exit status.

    git passes the file with the message, and the source of the message (githooks(5)).
    """
    scope = _scope(context)
    if not scope:
        return EXIT_CLEAN
    source = _incoming(context) if _is_merge(context) else _staged(context, scope)
    return scan_and_report(context, load_for_hook(context), source, scope)


def _scope(context: Context) -> str:
    """Return the scope of the scan, empty if another hook scans the commit."""
    repository = context.repository
    if _is_merge(context) or _is_pick(repository) or _is_revert(context.values):
        return "merge"
    return "staged" if os.path.exists(repository.path_in_git_dir(_REBASE)) else ""


def _incoming(context: Context) -> Iterable[Blob | NotScanned]:
    from git_secrets_py.sources import merge

    return merge.incoming(context.repository, os.environ)


def _staged(context: Context, scope: str) -> Iterable[Blob | NotScanned]:
    """Yield the staged blobs, and a message that git repeats: it runs no commit-msg hook for it.

    A message that the user edits may be edited to remove a secret.
    """
    from git_secrets_py.sources import index
    from git_secrets_py.sources.message import is_final, message

    repository = context.repository
    yield from index.staged(repository)
    if scope == "merge" and context.values and is_final(os.environ):
        yield message(context.values[0], repository, os.environ)


def _is_merge(context: Context) -> bool:
    """Return whether git prepares a merge; the framework passes its source in the environment.

    For a merge that had conflicts and is concluded by ``git commit -m``, git passes ``message``.
    """
    values, source = context.values, os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE")
    if values[1:] == [b"merge"] or (len(values) == 1 and source == "merge"):
        return True
    return os.path.exists(context.repository.path_in_git_dir("MERGE_HEAD"))


def _is_pick(repository: Repository) -> bool:
    return any(os.path.exists(repository.path_in_git_dir(name)) for name in _PICKS)


def _is_revert(values: list[bytes]) -> bool:
    """Return whether the message begins like that of a revert.

    With ``--reference``, only the third line is typical.
    """
    try:
        with open(values[0], "rb") as message:
            lines = [message.readline(_LONGEST_LINE) for _ in range(3)]
            return lines[0].startswith(_REVERTS) or lines[2].startswith(_REVERTED)
    except (IndexError, OSError):
        return False
