"""The pre-push hook: scans the objects that a push sends and the remote does not have."""

from __future__ import annotations

import os
import sys

from git_secrets_py.cli.push_runner import by_pushed_files, scan_groups
from git_secrets_py.cli.scan_runner import load_for_hook
from git_secrets_py.errors import EXIT_CLEAN
from git_secrets_py.sources.push import Update, sent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.cli.push_runner import Group

_DELETION = "(delete)"


def run(context: Context) -> int:
    """Scan the objects pushed; return the exit status.

    git passes the name and the URL of the remote, and a line for each ref on standard input.
    """
    updates = sent(sys.stdin.buffer.read()) or _of_framework(os.environ)
    if not updates:
        return EXIT_CLEAN
    known_refs = _known_refs(context.values, os.environ)
    return scan_groups(context, _groups(context, updates), known_refs)


def _groups(context: Context, updates: Sequence[Update]) -> Sequence[Group]:
    if not context.repository.is_inside_work_tree:
        return by_pushed_files(context, updates)
    return [(load_for_hook(context), updates)]


def _of_framework(environ: Mapping[str, str]) -> list[Update]:
    """Return the update that the pre-commit framework passes, if it runs this hook.

    That is a range, or a branch if all of it is new. If several refs are pushed, it
    passes only one. Run manually, it may pass neither.
    """
    if "PRE_COMMIT" not in environ:
        return []
    new = environ.get("PRE_COMMIT_TO_REF") or environ.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD"
    old = environ.get("PRE_COMMIT_FROM_REF", "")
    return [] if new == _DELETION else [Update(os.fsencode(new), os.fsencode(old))]


def _known_refs(values: Sequence[bytes], environ: Mapping[str, str]) -> list[str]:
    """Return the option of git-rev-list(1) for the remote-tracking refs of this remote.

    For a push to a URL, git passes the URL as name too: the refs of that remote are unknown.
    """
    if len(values) == 2:
        name, url = map(os.fsdecode, values)
    else:
        name = environ.get("PRE_COMMIT_REMOTE_NAME", "")
        url = environ.get("PRE_COMMIT_REMOTE_URL", "")
        if not name:  # run manually
            return ["--remotes"]
    return [] if name == url else [f"--remotes={name}"]
