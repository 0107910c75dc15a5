"""Content that is not in this clone, reported in one message for each reason."""

from __future__ import annotations

from git_secrets_py.cli.context import SERVER_HOOK
from git_secrets_py.content import Absent, NotScanned
from git_secrets_py.git import lfs, promisor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.cli.context import Context
    from git_secrets_py.findings.finding import Allowed, Finding

_MOST_NAMES = 3


class Absences:
    """The content that a command found absent: its number, and the first names."""

    def __init__(self) -> None:
        self._oids: dict[str, set[bytes]] = {Absent.LFS: set(), Absent.PROMISED: set()}
        self._names: dict[str, list[str]] = {Absent.LFS: [], Absent.PROMISED: []}

    def add(self, absent: Absent) -> None:
        """Count ``absent``, each content once."""
        oids, names = self._oids[absent.where], self._names[absent.where]
        if absent.oid not in oids and len(names) < _MOST_NAMES:
            names.append(absent.name)
        oids.add(absent.oid)

    def problems(self, context: Context) -> Iterator[NotScanned]:
        """Yield the problems of the command; the options decide whether they are errors."""
        if number := len(self._oids[Absent.LFS]):
            names = self._names[Absent.LFS]
            advice = lfs_advice(context)
            yield lfs.absent_problem(number, names, advice, required=is_lfs_required(context))
        if number := len(self._oids[Absent.PROMISED]):
            names = self._names[Absent.PROMISED]
            yield promisor.absent_problem(
                number, names, context.repository, allowed=context.may_lack_objects
            )


def summed_up(
    context: Context, items: Iterable[Finding | Allowed | NotScanned]
) -> Iterator[Finding | Allowed | NotScanned]:
    """Yield ``items``, and after them a summary of absent content."""
    absences = Absences()
    for item in items:
        if isinstance(item, Absent):
            absences.add(item)
        else:
            yield item
    yield from absences.problems(context)


def is_lfs_required(context: Context) -> bool:
    """Return whether content of Git LFS that is not in this clone is an error."""
    return context.arguments.has("--require-lfs")


def lfs_advice(context: Context) -> str:
    """Return how to get the content of Git LFS files."""
    if context.arguments.verb.name == SERVER_HOOK:
        return "scan it in a clone with 'git lfs fetch --all' and 'git secrets --scan-history'"
    scan = context.arguments.verb.name in ("--scan-history", "--ci")
    return f"to scan it, run 'git lfs fetch{' --all' if scan else ''}' first"
