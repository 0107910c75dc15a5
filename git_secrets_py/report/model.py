"""The values of a report, whatever ran: a hook, a scan, an audit of history."""

from __future__ import annotations

from dataclasses import dataclass

from git_secrets_py.model import SHORT_ID_LENGTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.model import Finding, NotScanned, Pattern

    class PushedHistory(Protocol):
        """The history of the commits that are pushed."""

        def rewrites(self, commits: Sequence[bytes]) -> Sequence[Rewrite]:
            """Return what to rewrite in order to remove secrets from ``commits`` and tags."""


SCOPES = ("staged", "message", "merge", "push", "tree", "history")
# The scopes of hooks: a finding stops the git command.
BLOCKING = ("staged", "message", "merge", "push")
# What ``git commit`` commits, if not what is staged: with ``--all``, or with paths.
ALL_CHANGES = "all"
CHOSEN_PATHS = "paths"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a secret: of the secret itself, not of all that a pattern matched.

    ``line`` counts lines from 1. ``column`` counts bytes of the line from 1 (in UTF-16 text, of
    its UTF-8 form), and ``end`` is the column after the last byte. ``unit`` and ``unit_end`` are
    the same in UTF-16 code units, in which SARIF and code hosts count. ``commit`` is empty
    outside of history.
    """

    path: bytes
    line: int
    column: int
    end: int
    unit: int
    unit_end: int
    commit: bytes


@dataclass(frozen=True, slots=True)
class ReportedSecret:
    """A secret and all its places.

    ``finding`` is its first occurrence, at ``place``; ``further`` are the places of the others as
    far as they are known, ``further_count`` is their number. ``history`` is set for a secret that
    an audit found. ``allowed_by`` is the pattern that allows it: then it is not a finding, and
    only shown on request.
    """

    finding: Finding
    fingerprint: str
    place: Place
    further: Sequence[Place] = ()
    further_count: int = 0
    history: AuditFinding | None = None
    allowed_by: Pattern | None = None

    @property
    def short_id(self) -> str:
        """The first digits of the fingerprint, by which ``--allow`` names the secret."""
        return self.fingerprint[:SHORT_ID_LENGTH]

    @property
    def pattern(self) -> Pattern:
        """The prohibited pattern that matched."""
        return self.finding.match.pattern

    @property
    def places(self) -> list[Place]:
        """All known places, the first one first."""
        return [self.place, *self.further]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The counts of a scan; ``None`` if not counted.

    ``size`` is in bytes, ``seconds`` is wall-clock time. ``complete`` is false if required
    content was not scanned. ``notes`` are sentences for people, such as that the clone is
    shallow.
    """

    blobs: int | None = None
    commits: int | None = None
    size: int | None = None
    patterns: int | None = None
    binaries: int | None = None
    from_cache: int | None = None
    seconds: float | None = None
    complete: bool = True
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What to rewrite in order to remove secrets from a push.

    That is ``commit``, the first one with ``is_root``, and all after it; on ``branch`` unless
    that is checked out. Or the annotated ``tag`` of ``commit``, whose message has the secret; if
    ``commit`` is empty, a tag whose history has it.
    """

    commit: bytes
    is_root: bool = False
    branch: bytes = b""
    tag: bytes = b""


@dataclass(frozen=True, slots=True)
class Situation:
    """The circumstances of a run, which decide the advice.

    ``scope`` is one of ``SCOPES``. ``unborn``: HEAD has no commit yet. ``in_subdirectory``: the
    current directory is not the top of the work tree, which paths start from. ``rules`` are the
    rule sets enabled for this run only, separated by commas. ``operation`` is the git command
    that a hook stops if it is not ``git commit`` or ``git push``, ``abort`` the command that
    undoes it, and ``resume`` the one that goes on with it. ``commits`` is ``ALL_CHANGES`` or
    ``CHOSEN_PATHS`` for ``git commit --all`` and ``git commit -- <paths>``, and ``paths`` are
    these. ``in_framework``: the pre-commit framework runs the hook, so the program may not be on
    the user's path. ``has_open_line``: ``.gitallowed`` does not end with a newline. ``history``
    is that of the pushed commits.
    """

    scope: str
    unborn: bool = False
    in_subdirectory: bool = False
    rules: str = ""
    operation: str = ""
    abort: str = ""
    resume: str = ""
    commits: str = ""
    paths: Sequence[bytes] = ()
    in_framework: bool = False
    has_open_line: bool = False
    history: PushedHistory | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The input of a format; ``problems`` are the unscanned content."""

    situation: Situation
    summary: Summary
    secrets: Sequence[ReportedSecret] = ()
    problems: Sequence[NotScanned] = ()

    @property
    def found(self) -> list[ReportedSecret]:
        """The secrets that are not allowed."""
        return [secret for secret in self.secrets if secret.allowed_by is None]

    @property
    def allowed(self) -> list[ReportedSecret]:
        """The secrets that are allowed."""
        return [secret for secret in self.secrets if secret.allowed_by is not None]

    @property
    def file_count(self) -> int:
        """The number of files with secrets that are not allowed."""
        return len({place.path for secret in self.found for place in secret.places})


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """The appearance of a report. ``width`` is in terminal columns; only ``pretty`` uses it.

    ``verbose`` lists every secret and every place of it.
    """

    color: bool = False
    width: int = 80
    show_secrets: bool = False
    show_allowed: bool = False
    verbose: bool = False

    def shown(self, report: Report) -> list[ReportedSecret]:
        """Return the secrets of ``report`` to show."""
        return list(report.secrets) if self.show_allowed else report.found
