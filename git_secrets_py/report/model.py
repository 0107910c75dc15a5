"""The values of a report, whatever ran: a hook, a scan, an audit of history.

Plain classes: importing ``dataclasses`` takes a hook that finds a secret a tenth of its time.
"""

from __future__ import annotations

from itertools import chain

from git_secrets_py.compact import Distinct
from git_secrets_py.content import IN_INDEX, IN_MESSAGE, IN_TAG, UNATTRIBUTED, NotScanned
from git_secrets_py.model import short_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeVar

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.findings.place import Place
    from git_secrets_py.model import Pattern
    from git_secrets_py.report.situation import Situation

    Value = TypeVar("Value", "ReportedSecret", "Situation", "Summary", "Report")


def changed(value: Value, **changes: object) -> Value:
    """Return a copy of ``value``, of one of the classes below, with other ``changes``."""
    copy = object.__new__(type(value))
    for name in type(value).__slots__:
        setattr(copy, name, changes[name] if name in changes else getattr(value, name))
    return copy


class ReportedSecret:
    """A secret and all its places.

    ``finding`` is its first occurrence, at ``place``; ``further`` are the places of the others,
    ``further_count`` is their number. ``history`` is set for a secret that
    an audit found. ``allowed_by`` is the pattern that allows it: then it is not a finding, and
    only shown on request.
    """

    __slots__ = (
        "allowed_by",
        "finding",
        "fingerprint",
        "further",
        "further_count",
        "history",
        "place",
    )

    def __init__(
        self,
        finding: Finding,
        fingerprint: str,
        place: Place,
        further: Sequence[Place] = (),
        further_count: int = 0,
        history: AuditFinding | None = None,
        allowed_by: Pattern | None = None,
    ) -> None:
        self.finding = finding
        self.fingerprint = fingerprint
        self.place = place
        self.further = further
        self.further_count = further_count
        self.history = history
        self.allowed_by = allowed_by

    @property
    def short_id(self) -> str:
        """The first digits of the fingerprint, by which ``--allow`` names the secret."""
        return short_id(self.fingerprint)

    @property
    def pattern(self) -> Pattern:
        """The prohibited pattern that matched."""
        return self.finding.match.pattern

    @property
    def places(self) -> Iterable[Place]:
        """All places, the first one first."""
        return chain((self.place,), self.further)


class Summary:
    """The counts of a scan; ``None`` if not counted.

    ``size`` is in bytes, ``seconds`` is wall-clock time. ``read_now`` are the commits, blobs and
    bytes that an audit read itself. ``complete`` is false if required
    content was not scanned. ``notes`` are sentences for people, such as that the clone is
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
        "read_now",
        "seconds",
        "size",
    )

    def __init__(
        self,
        *,
        blobs: int | None = None,
        commits: int | None = None,
        size: int | None = None,
        patterns: int | None = None,
        binaries: int | None = None,
        from_cache: int | None = None,
        read_now: Mapping[str, int] | None = None,
        seconds: float | None = None,
        complete: bool = True,
        notes: Sequence[str] = (),
    ) -> None:
        self.blobs = blobs
        self.commits = commits
        self.size = size
        self.patterns = patterns
        self.binaries = binaries
        self.from_cache = from_cache
        self.read_now = read_now
        self.seconds = seconds
        self.complete = complete
        self.notes = notes


class RuleTotals:
    """The numbers of the secrets and of the files of a rule, and its pattern."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.secrets = 0
        self.files = Distinct()


class Totals:
    """The counts of the secrets of a report that are not allowed.

    ``files`` are paths, ``messages`` the commits or tags by the placeholder of their message.
    ``in_head``, ``staged`` and ``unattributed`` count secrets of history, ``rules`` counts the
    secrets by the name of their rule.
    """

    def __init__(self) -> None:
        self.files = Distinct()
        self.messages = {IN_MESSAGE: Distinct(), IN_TAG: Distinct()}
        self.in_head = self.staged = self.unattributed = 0
        self.rules: dict[str, RuleTotals] = {}

    def add(
        self,
        name: str,
        pattern: Pattern,
        first: Place,
        further: Iterable[Place] = (),
        history: AuditFinding | None = None,
    ) -> None:
        """Count a secret that ``pattern``, the rule ``name``, matches at its places."""
        rule = self.rules.get(name)
        if rule is None:
            rule = self.rules[name] = RuleTotals(pattern)
        rule.secrets += 1
        for place in chain((first,), further):
            rule.files.add(place.path)
            self.files.add(place.path)
            if place.path in self.messages:
                self.messages[place.path].add(place.commit)
        in_head = history is not None and history.in_head
        self.in_head += in_head
        self.staged += first.commit == IN_INDEX and not in_head
        self.unattributed += first.commit == UNATTRIBUTED


class Report:
    """The input of a format; ``problems`` are the unscanned content.

    ``found`` are those of ``secrets`` that are not allowed, ``allowed`` the others: sequences that
    may be too long to be held in memory. ``totals`` are the counts of ``found``, and ``texts``
    yields the bytes of all ``secrets``, faster than these.
    """

    __slots__ = (
        "allowed",
        "found",
        "problems",
        "secrets",
        "situation",
        "summary",
        "texts",
        "totals",
    )

    def __init__(
        self,
        situation: Situation,
        summary: Summary,
        secrets: Sequence[ReportedSecret],
        problems: Sequence[NotScanned],
        found: Sequence[ReportedSecret],
        allowed: Sequence[ReportedSecret],
        totals: Totals,
        texts: Callable[[], Iterable[bytes]],
    ) -> None:
        self.situation = situation
        self.summary = summary
        self.secrets = secrets
        self.problems = problems
        self.found = found
        self.allowed = allowed
        self.totals = totals
        self.texts = texts

    @property
    def is_complete(self) -> bool:
        """Whether all required content was scanned, and all secrets are listed."""
        errors = (problem.severity == NotScanned.ERROR for problem in self.problems)
        return self.summary.complete and not any(errors)


class RenderOptions:
    """The appearance of a report. ``width`` is in terminal columns; only ``pretty`` uses it.

    ``verbose`` lists every secret and every place of it. ``top`` is the directory that paths start
    from, for the hyperlinks of a terminal; ``None`` for no hyperlinks. ``repository`` is the name
    of the repository, and ``remote`` the address of its remote, both or either empty; only
    ``html`` uses them.
    """

    __slots__ = (
        "color",
        "remote",
        "repository",
        "show_allowed",
        "show_secrets",
        "top",
        "verbose",
        "width",
    )

    def __init__(
        self,
        *,
        color: bool = False,
        width: int = 80,
        show_secrets: bool = False,
        show_allowed: bool = False,
        verbose: bool = False,
        top: bytes | None = None,
        repository: str = "",
        remote: str = "",
    ) -> None:
        self.color = color
        self.width = width
        self.show_secrets = show_secrets
        self.show_allowed = show_allowed
        self.verbose = verbose
        self.top = top
        self.repository = repository
        self.remote = remote

    def shown(self, report: Report) -> Sequence[ReportedSecret]:
        """Return the secrets of ``report`` to show."""
        return report.secrets if self.show_allowed else report.found
