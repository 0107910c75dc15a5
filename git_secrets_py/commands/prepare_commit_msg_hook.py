"""The prepare-commit-msg hook: scans what a merge, a cherry-pick or a revert brings in."""

from __future__ import annotations

import os

from git_secrets_py.cli.scan_runner import load_registry, scan_and_report
from git_secrets_py.report.streaming import CLEAN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Blob, NotScanned

# git runs no pre-commit hook for these.
_PICKS = ("CHERRY_PICK_HEAD", "REVERT_HEAD")
# A revert that git commits by itself, without an editor, leaves no other trace.
_REVERTS = (b'Revert "', b'Reapply "')


def run(context: Context) -> int:
    """Scan what the commit in preparation brings in, if it is one that no other hook sees.

    git passes the file with the message, and the source of the message (githooks(5)).
    """
    source = _source(context)
    if source is None:
        return CLEAN
    repository = context.repository
    registry = load_registry(context, repository.config, repository.top)
    return scan_and_report(context, registry, source, "merge")


def _source(context: Context) -> Iterable[Blob | NotScanned] | None:
    if _is_merge(context):
        from git_secrets_py.sources import merge

        return merge.incoming(context.repository, os.environ)
    if _is_pick(context.repository) or _is_revert(context.values):
        from git_secrets_py.sources import index

        return index.staged(context.repository)
    return None


def _is_merge(context: Context) -> bool:
    """Tell whether git says so; the pre-commit framework passes that on in the environment.

    Of a merge that had conflicts and is concluded by ``git commit -m`` git says ``message``.
    """
    values, source = context.values, os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE")
    if values[1:] == [b"merge"] or (len(values) == 1 and source == "merge"):
        return True
    return os.path.exists(context.repository.path_in_git_dir("MERGE_HEAD"))


def _is_pick(repository: Repository) -> bool:
    return any(os.path.exists(repository.path_in_git_dir(name)) for name in _PICKS)


def _is_revert(values: list[bytes]) -> bool:
    """Tell whether git, or a person in its words, calls the commit a revert."""
    try:
        with open(values[0], "rb") as message:
            return message.readline().startswith(_REVERTS)
    except (IndexError, FileNotFoundError):
        return False
