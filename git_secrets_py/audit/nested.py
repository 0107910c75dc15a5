"""The results of audits of submodules, as parts of the result of the repository around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from git_secrets_py.audit.model import AuditCounts, AuditFinding, AuditResult
from git_secrets_py.content import MemberPath, NotScanned
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.findings.place import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # A path before each path of a result: empty, or that of a submodule and a slash.
    Part = tuple[bytes, AuditResult]


class NestedFinding(Finding):
    """A finding in a submodule: its ID is the one by which the submodule allows it."""

    __slots__ = ("_own",)

    def __init__(self, prefix: bytes, own: Finding) -> None:
        super().__init__(nested_path(prefix, own.path), own.line, own.match, own.commit)
        self._own = own

    @property
    def id(self) -> str:
        """The ID that the finding has in the submodule."""
        return self._own.id


def nested_path(prefix: bytes, path: bytes) -> bytes:
    """Return ``path``, which may be that of a member of an archive, after ``prefix``."""
    if not isinstance(path, MemberPath):
        return prefix + path
    member = MemberPath(prefix + path)
    member.given, member.archive = prefix + path.given, prefix + path.archive
    return member


class NestedFindings(Sequence[AuditFinding]):
    """The findings of several audits, one after the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._ends = list(accumulate(len(result.findings) for _, result in parts))

    def __len__(self) -> int:
        return self._ends[-1]

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        number = range(len(self))[number]
        which = bisect_right(self._ends, number)
        prefix, result = self._parts[which]
        found = result.findings[number - self._ends[which]]
        return _nested(prefix, found) if prefix else found


class _NestedPlaces(Sequence[Place]):
    """Places in a submodule."""

    def __init__(self, prefix: bytes, places: Sequence[Place]) -> None:
        self._prefix = prefix
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        place = self._places[number]
        return place._replace(path=self._prefix + place.path, file=self._prefix + place.file)


def _nested(prefix: bytes, found: AuditFinding) -> AuditFinding:
    return found._replace(
        finding=NestedFinding(prefix, found.finding),
        further=_NestedPlaces(prefix, found.further),
    )


def joined(parts: Sequence[Part]) -> AuditResult:
    """Return the results of several audits as one; the first is that of the outermost repository.

    There are no parts of a result that was interrupted but the last.
    """
    results = [result for _, result in parts]
    return AuditResult(
        _sum([result.counts for result in results]),
        NestedFindings(parts),
        [_allowed(prefix, one) for prefix, result in parts for one in result.allowed],
        [nested_problem(prefix, one) for prefix, result in parts for one in result.problems],
        [oid for result in results for oid in result.binaries],
        all(result.complete for result in results),
    )


def nested_problem(prefix: bytes, problem: NotScanned) -> NotScanned:
    """Return ``problem`` of a submodule, which it names."""
    if not prefix:
        return problem
    name = prefix.removesuffix(b"/").decode("utf-8", "surrogateescape")
    return NotScanned(f"submodule {name}: {problem.message}", problem.severity)


def _allowed(prefix: bytes, one: Allowed) -> Allowed:
    return Allowed(NestedFinding(prefix, one.finding), one.by) if prefix else one


def _sum(counts: Sequence[AuditCounts]) -> AuditCounts:
    first, *others = counts
    covered, read = first.covered, first.read
    for one in others:
        covered = covered.plus(one.covered)
        read = read.plus(one.read)
    return first._replace(
        covered=covered,
        read=read,
        binaries=sum(one.binaries for one in counts),
        from_cache=sum(one.from_cache for one in counts),
        missing=sum(one.missing for one in counts),
        unreachable=sum(one.unreachable for one in counts),
        seconds=sum(one.seconds for one in counts),
        is_shallow=any(one.is_shallow for one in counts),
        is_partial=any(one.is_partial for one in counts),
    )
