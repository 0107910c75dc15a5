"""What a report is made of, wherever it comes from: a hook, a scan, an audit of history."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.model import Finding, NotScanned, Pattern

SCOPES = ("staged", "message", "merge", "push", "tree", "history")
# Where git was about to do something, which a finding stops.
BLOCKING = ("staged", "message", "merge", "push")

_SHORT_ID = 8


class Place:
    """Where a secret stands.

    ``line`` counts lines from 1. ``column`` counts bytes of the line from 1 (of UTF-16 text: of
    its UTF-8 form), and ``end`` is the column after the last byte. ``unit`` and ``unit_end`` are
    the same in UTF-16 code units, in which SARIF and code hosts count.
    """

    __slots__ = ("column", "commit", "end", "line", "path", "unit", "unit_end")

    def __init__(
        self,
        path: bytes,
        line: int,
        columns: tuple[int, int],
        units: tuple[int, int],
        commit: bytes,
    ) -> None:
        self.path = path
        self.line = line
        self.column, self.end = columns
        self.unit, self.unit_end = units
        self.commit = commit


class Attribution:
    """What history tells of a secret.

    ``time`` is in seconds since 1970, ``zone`` as git writes it (``+0100``); ``author`` and
    ``summary`` are empty where nobody is known. ``in_head``: it stands in HEAD's tree.
    ``on_remote``: it is on a remote branch. ``reachable``: some ref leads to it.
    """

    __slots__ = (
        "author",
        "in_head",
        "last_commit",
        "on_remote",
        "reachable",
        "removed_by",
        "summary",
        "time",
        "zone",
    )

    def __init__(self, *, in_head: bool, on_remote: bool, reachable: bool = True) -> None:
        self.in_head = in_head
        self.on_remote = on_remote
        self.reachable = reachable
        self.author = b""
        self.time = 0
        self.zone = b""
        self.summary = b""
        self.last_commit = b""
        self.removed_by = b""


class ReportedSecret:
    """One secret, with every place where it was seen.

    ``finding`` is its first appearance, at ``place``; ``further`` are the places of the others as
    far as they are known, ``further_count`` is how many there are. ``allowed_by`` is the pattern
    that excuses it: then it is no finding, and shown only when asked for.
    """

    __slots__ = (
        "allowed_by",
        "attribution",
        "finding",
        "fingerprint",
        "further",
        "further_count",
        "place",
    )

    def __init__(
        self,
        finding: Finding,
        places: Sequence[Place],
        *,
        further_count: int | None = None,
        attribution: Attribution | None = None,
        allowed_by: Pattern | None = None,
    ) -> None:
        self.finding = finding
        self.fingerprint = finding.fingerprint
        self.place = places[0]
        self.further = places[1:]
        self.further_count = len(self.further) if further_count is None else further_count
        self.attribution = attribution
        self.allowed_by = allowed_by

    @property
    def short_id(self) -> str:
        """The first digits of the fingerprint, by which ``--allow`` knows the secret."""
        return self.fingerprint[:_SHORT_ID]

    @property
    def pattern(self) -> Pattern:
        """The prohibited pattern that matched."""
        return self.finding.match.pattern

    @property
    def places(self) -> list[Place]:
        """Every place that is known, the first one first."""
        return [self.place, *self.further]


class Summary:
    """What was read. A count is ``None`` where nobody counted.

    ``size`` is in bytes, ``seconds`` of wall-clock time. ``complete`` is false where something
    was not scanned that had to be. ``notes`` are sentences for people, such as that the clone is
    shallow.
    """

    __slots__ = (
        "binaries",
        "blobs",
        "commits",
        "complete",
        "from_cache",
        "notes",
        "patterns",
        "seconds",
        "size",
    )

    def __init__(self) -> None:
        self.blobs: int | None = None
        self.commits: int | None = None
        self.size: int | None = None
        self.patterns: int | None = None
        self.binaries: int | None = None
        self.from_cache: int | None = None
        self.seconds: float | None = None
        self.complete = True
        self.notes: list[str] = []


class Situation:
    """What was going on: it decides what a person is told to do.

    ``scope`` is one of ``SCOPES``. ``unborn``: HEAD has no commit yet. ``in_subdirectory``: the
    person is not at the top of the work tree, which the paths start from. ``rules`` are the rule
    sets that were in force for this run alone, separated by commas.
    """

    __slots__ = ("in_subdirectory", "rules", "scope", "unborn")

    def __init__(
        self,
        scope: str,
        *,
        unborn: bool = False,
        in_subdirectory: bool = False,
        rules: str = "",
    ) -> None:
        self.scope = scope
        self.rules = rules
        self.unborn = unborn
        self.in_subdirectory = in_subdirectory


class Report:
    """All that a format needs; ``problems`` are what was not scanned, and why."""

    __slots__ = ("problems", "secrets", "situation", "summary")

    def __init__(
        self,
        situation: Situation,
        summary: Summary,
        secrets: Sequence[ReportedSecret] = (),
        problems: Sequence[NotScanned] = (),
    ) -> None:
        self.situation = situation
        self.summary = summary
        self.secrets = secrets
        self.problems = problems

    @property
    def found(self) -> list[ReportedSecret]:
        """The secrets that nothing excuses."""
        return [secret for secret in self.secrets if secret.allowed_by is None]

    @property
    def allowed(self) -> list[ReportedSecret]:
        """The secrets that something excuses."""
        return [secret for secret in self.secrets if secret.allowed_by is not None]

    @property
    def file_count(self) -> int:
        """In how many files something was found."""
        return len({place.path for secret in self.found for place in secret.places})


class RenderOptions:
    """How a report is to look. ``width`` is in columns of a terminal; only ``pretty`` uses it."""

    __slots__ = ("color", "show_allowed", "show_secrets", "width")

    def __init__(
        self,
        *,
        color: bool = False,
        width: int = 80,
        show_secrets: bool = False,
        show_allowed: bool = False,
    ) -> None:
        self.color = color
        self.width = width
        self.show_secrets = show_secrets
        self.show_allowed = show_allowed

    def shown(self, report: Report) -> list[ReportedSecret]:
        """Return the secrets of ``report`` to be shown."""
        return list(report.secrets) if self.show_allowed else report.found
