"""The circumstances of a run, which decide the advice of its report."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class PushedHistory(Protocol):
        """The history of the commits that are pushed."""

        def rewrites(self, commits: Sequence[bytes]) -> Sequence[Rewrite]:
            """Return the rewrites that remove secrets from ``commits``, which may include tags."""


# The changes that ``git commit`` records, if not the staged ones: with ``--all``, or with paths.
ALL_CHANGES = "all"
CHOSEN_PATHS = "paths"
# The places of a scan that have no .gitallowed to write.
BARE = "bare"
OUTSIDE = "outside"


class Rewrite:
    """A rewrite that removes secrets from a push.

    That is ``commit``, the first one with ``is_root``, and all after it; on ``branch`` unless
    that is checked out. Or the annotated ``tag`` of ``commit``, whose message has the secret; if
    ``commit`` is empty, a tag whose history has it. Or the ref ``notes``, of which the other side
    has ``commit``, or nothing if that is empty.
    """

    __slots__ = ("branch", "commit", "is_root", "notes", "tag")

    def __init__(
        self,
        commit: bytes,
        *,
        is_root: bool = False,
        branch: bytes = b"",
        tag: bytes = b"",
        notes: bytes = b"",
    ) -> None:
        self.commit = commit
        self.is_root = is_root
        self.branch = branch
        self.tag = tag
        self.notes = notes


class Situation:
    """The circumstances of a run, which decide the advice.

    ``scope`` is one of ``content.SCOPES``. ``unborn``: HEAD has no commit yet. ``in_subdirectory``:
    the current directory is not the top of the work tree, which paths start from. ``options`` are
    those with which another command finds the same, in words of a shell. ``listing`` is the command
    that lists every secret of this run, empty if there is none. ``operation`` is the git
    command that a hook stops if it is not ``git commit`` or ``git push``, ``abort`` the command
    that undoes it, and ``resume`` those that continue it. ``repeats``: git makes the commit again
    then, and may stop since nothing is left of it. ``message`` is the file with the message of its
    commit, in which a secret can be edited. ``commits`` is ``ALL_CHANGES`` or ``CHOSEN_PATHS`` for
    ``git commit --all`` and ``git commit -- <paths>``, and ``paths`` are these. ``amends``: it is
    ``git commit --amend``; ``None`` if it may be. ``allows_empty``: it changes nothing, so it needs
    ``--allow-empty``. ``in_framework``: the pre-commit framework runs the hook, so the program may
    not be on the user's path. ``has_open_line``: ``.gitallowed`` does not end with a newline.
    ``history`` is that of the pushed commits. ``only_server_allows``: ``.gitallowed`` of the pushed
    commits is ignored. ``place`` is ``BARE`` in a repository without a work tree, ``OUTSIDE`` where
    there is no repository.
    """

    __slots__ = (
        "abort",
        "allows_empty",
        "amends",
        "commits",
        "has_open_line",
        "history",
        "in_framework",
        "in_subdirectory",
        "listing",
        "message",
        "only_server_allows",
        "operation",
        "options",
        "paths",
        "place",
        "repeats",
        "resume",
        "scope",
        "unborn",
    )

    def __init__(
        self,
        scope: str,
        *,
        unborn: bool = False,
        in_subdirectory: bool = False,
        options: str = "",
        listing: str = "",
        operation: str = "",
        abort: str = "",
        resume: Sequence[str] = (),
        repeats: bool = False,
        message: bytes = b"",
        commits: str = "",
        paths: Sequence[bytes] = (),
        amends: bool | None = False,
        allows_empty: bool = False,
        in_framework: bool = False,
        has_open_line: bool = False,
        history: PushedHistory | None = None,
        only_server_allows: bool = False,
        place: str = "",
    ) -> None:
        self.scope = scope
        self.unborn = unborn
        self.in_subdirectory = in_subdirectory
        self.options = options
        self.listing = listing
        self.operation = operation
        self.abort = abort
        self.resume = resume
        self.repeats = repeats
        self.message = message
        self.commits = commits
        self.paths = paths
        self.amends = amends
        self.allows_empty = allows_empty
        self.in_framework = in_framework
        self.has_open_line = has_open_line
        self.history = history
        self.only_server_allows = only_server_allows
        self.place = place
