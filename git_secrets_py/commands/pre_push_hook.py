"""The pre-push hook: scans the objects that a push sends and the remote does not have."""

from __future__ import annotations

import os

from git_secrets_py.cli.push_runner import by_pushed_files, scan_groups
from git_secrets_py.errors import EXIT_CLEAN
from git_secrets_py.files import standard_input
from git_secrets_py.sources.push import Update, sent, stale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Repository

_DELETION = "(delete)"
_REMOTES = b"refs/remotes/"
_FORMAT = "--format=%(refname) %(objectname) %(symref)"
# More than these do not fit into a command line on Windows.
_MOST_EXCLUDED = 200


def run(context: Context) -> int:
    """Scan the objects pushed; return the exit status.

    git passes the name and the URL of the remote, and a line for each ref on standard input.
    """
    updates = sent(standard_input().read()) or _of_framework(os.environ)
    if not updates:
        return EXIT_CLEAN
    known_refs = _known_refs(context, updates)
    return scan_groups(context, by_pushed_files(context, updates), known_refs)


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


def _known_refs(context: Context, updates: Sequence[Update]) -> list[str]:
    """Return the options of git-rev-list(1) for the commits that this remote has.

    These are its remote-tracking refs, except those that the remote contradicts; none
    if the remote has several addresses.
    """
    name, url = _remote(context.values, os.environ)
    if not name:  # run manually
        return ["--remotes"]
    if name == url:  # a push to a URL: the refs of that remote are unknown
        return []
    remote = os.fsencode(name)
    if _has_several_addresses(context.repository, remote):
        return []
    refs = context.repository.git.output("for-each-ref", _FORMAT, b"refs/remotes/" + remote)
    wrong = [os.fsdecode(ref.removeprefix(_REMOTES)) for ref in stale(refs, updates, remote)]
    if len(wrong) > _MOST_EXCLUDED:
        return []
    wrong += [f"{os.fsdecode(one)}/*" for one in _nested(context.repository, remote)]
    return [*(f"--exclude={one}" for one in wrong), f"--remotes={name}"]


def _has_several_addresses(repository: Repository, remote: bytes) -> bool:
    """Return whether a push to ``remote`` is one to several repositories.

    The remote-tracking refs are those of one of them, and each may have other commits.
    """
    config, prefix = repository.config, b"remote." + remote
    return len(config.all(prefix + b".pushurl") or config.all(prefix + b".url")) > 1


def _nested(repository: Repository, remote: bytes) -> list[bytes]:
    """Return the remotes whose refs are below those of ``remote``, such as ``origin/fork``."""
    keys = (setting.key.rpartition(b".")[0] for setting in repository.config.settings)
    prefix = b"remote."
    nested = {key.removeprefix(prefix) for key in keys if key.startswith(prefix + remote + b"/")}
    return sorted(nested)


def _remote(values: Sequence[bytes], environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the name and the URL of the remote, as git or the pre-commit framework gives them."""
    if len(values) == 2:
        return os.fsdecode(values[0]), os.fsdecode(values[1])
    return environ.get("PRE_COMMIT_REMOTE_NAME", ""), environ.get("PRE_COMMIT_REMOTE_URL", "")
