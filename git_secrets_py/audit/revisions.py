"""Listing the commits of an audit: all that are reachable, or those of given revisions."""

from __future__ import annotations

import re

from git_secrets_py.audit.commits import Commits
from git_secrets_py.content import HEXADECIMAL
from git_secrets_py.errors import UsageError
from git_secrets_py.git import EXIT_USAGE
from git_secrets_py.git.process_group import requests
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from git_secrets_py.git.process_group import ProcessGroup

_NAMES_REVISIONS = (
    b"--all",
    b"--branches",
    b"--tags",
    b"--remotes",
    b"--glob",
    b"--reflog",
    b"--alternate-refs",
    b"--indexed-objects",
    b"--stdin",
)
# These print nothing, or the oldest commit first, which the output does not reveal.
_OTHER_OUTPUT = (b"--quiet", b"--reverse")
_NOT_A_CHOICE = (
    "--scan-history accepts the arguments of git rev-list that choose commits, not those that "
    "change its output"
)
# These choose commits by their place in the output, so that its order matters.
_LIMITS = re.compile(rb"-n|-\d|--max-count\b|--skip\b")
# Without it, git takes the name of a file for a path that limits the history.
_NO_PATHS = "--"
# The lengths of a line with an ID in SHA-1 and in SHA-256.
_ID_LINES = (41, 65)


def list_commits(children: ProcessGroup, path: str, tips: Iterable[bytes]) -> Commits:
    """List the commits reachable from ``tips`` in the file ``path``; raises ``GitError``."""
    with (
        open(path, "wb") as output,
        requests(tips) as stdin,
        children.start(
            "rev-list", "--date-order", "--stdin", stdin=stdin, stdout=output
        ) as child,
    ):  # fmt: skip
        child.finish()
    return Commits(children, path)


def list_revisions(children: ProcessGroup, path: str, arguments: Sequence[bytes]) -> Commits:
    """List in the file ``path`` the commits that ``git rev-list`` prints for ``arguments``.

    Without a revision among them, start from all refs. Raises ``GitError`` for arguments that
    git rejects, ``UsageError`` for unknown options and for those that make it print anything but
    commits.
    """
    if any(argument in _OTHER_OUTPUT for argument in arguments):
        raise UsageError(_NOT_A_CHOICE)
    is_limited = any(map(_LIMITS.match, arguments))
    options = [] if is_limited else [b"--date-order"]
    if not _has_revisions(children, arguments):
        options.append(b"--all")
    with (
        open(path, "wb") as output,
        children.start("rev-list", *options, *arguments, _NO_PATHS, stdout=output) as child,
    ):
        if child.wait() == EXIT_USAGE:
            raise _unknown_option(children, arguments)
        child.finish()
    with open(path, "rb") as listed:
        _check(listed)
    if is_limited:
        _sort(children, path)
    return Commits(children, path, list(_cut_merges(children, path, arguments)))


def _sort(children: ProcessGroup, path: str) -> None:
    """Put the commits listed in the file ``path`` in the order of ``list_commits``."""
    with open(path, "rb") as listed:
        chosen = set(listed)
    if not chosen:
        return
    with (
        open(path, "rb") as stdin,
        children.start("rev-list", "--date-order", "--stdin", stdin=stdin) as child,
    ):
        lines = [line for line in child.stdout if line in chosen]
        child.finish()
    with open(path, "wb") as output:
        output.writelines(lines)


def _cut_merges(children: ProcessGroup, path: str, arguments: Sequence[bytes]) -> Iterator[bytes]:
    """Yield ``<merge> <first parent>`` for each listed merge with a parent that is cut off.

    ``--since`` and ``--first-parent``, for example, cut off parents that ``arguments`` do not
    exclude: no listed commit has their changes.
    """
    with (
        open(path, "rb") as listed,
        children.start(
            "rev-list", "--no-walk=unsorted", "--min-parents=2", "--parents", "--stdin",
            stdin=listed,
        ) as child,
    ):  # fmt: skip
        merges = [line.split() for line in child.stdout]
        child.finish()
    parents = {parent for merge in merges for parent in merge[1:]}
    with open(path, "rb") as listed:
        parents.difference_update(line[:-1] for line in listed)
    cut = _not_excluded(children, parents, arguments) if parents else parents
    for merge in merges:
        if not cut.isdisjoint(merge[1:]):
            yield b" ".join(merge[:2])


def _not_excluded(
    children: ProcessGroup, parents: set[bytes], arguments: Sequence[bytes]
) -> set[bytes]:
    """Return those of ``parents`` that are not reachable from a commit that is excluded."""
    with children.start("rev-parse", "--revs-only", "--no-flags", *arguments) as child:
        excluded = [line for line in child.stdout.read().split() if line.startswith(b"^")]
        child.finish()
    if not excluded:
        return parents
    with (
        requests([*parents, *excluded]) as stdin,
        children.start("rev-list", "--stdin", stdin=stdin) as child,
    ):
        found = {line[:-1] for line in child.stdout if line[:-1] in parents}
        child.finish()
    return found


def _has_revisions(children: ProcessGroup, arguments: Sequence[bytes]) -> bool:
    """Return whether any of ``arguments`` names a commit or a set of refs."""
    if any(argument.startswith(_NAMES_REVISIONS) for argument in arguments):
        return True
    with children.start("rev-parse", "--revs-only", "--no-flags", *arguments) as child:
        named = child.stdout.read()
        child.finish()
    return bool(named.strip())


def _unknown_option(children: ProcessGroup, arguments: Sequence[bytes]) -> UsageError:
    """Return the error for the first of ``arguments`` that git rejects, which does not name it."""
    for argument in arguments:
        if argument.startswith(b"-"):
            with children.start("rev-list", "--all", "--max-count=0", argument) as child:
                if child.wait() == EXIT_USAGE:
                    name = in_one_line(argument)
                    return UsageError(f"unknown option: {name}", unknown=name.partition("=")[0])
    return UsageError(_NOT_A_CHOICE)


def _check(listed: IO[bytes]) -> None:
    """Raise ``UsageError`` unless each line is an object ID."""
    for line in listed:
        if len(line) not in _ID_LINES or line.strip(HEXADECIMAL) != b"\n":
            raise UsageError(_NOT_A_CHOICE)
