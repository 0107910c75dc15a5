"""``--scan-history --recurse-submodules``: the audits of the submodules that are checked out.

Each is audited as ``--scan-history`` in it would do, with its own configuration and pattern files,
and with the prohibited patterns of the outermost repository as well.
"""

from __future__ import annotations

from git_secrets_py.audit.audit import matcher_for
from git_secrets_py.audit.nested import NestedFinding, joined, nested_problem
from git_secrets_py.cli.active_patterns import load_registry
from git_secrets_py.cli.audit_runner import (
    audit_options,
    prohibited_paths,
    run_audit,
    shallow_problems,
)
from git_secrets_py.cli.context import Context
from git_secrets_py.content import NotScanned
from git_secrets_py.errors import GitSecretsError, UsageError
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.git.submodules import is_at, submodules
from git_secrets_py.registry import without_repetition
from git_secrets_py.scan import scan
from git_secrets_py.selection.active_files import WORK_TREE
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.git.submodules import Submodule
    from git_secrets_py.registry import Registry

OPTION = "--recurse-submodules"
_MOST_NAMES = 3


class _SubmoduleContext(Context):
    """The context of an audit of a submodule, with the options and the notices of ``context``."""

    def __init__(self, context: Context, repository: Repository) -> None:
        super().__init__(context.arguments, repository)
        self.notices = context.notices

    def notify_once(self, message: str) -> None:
        """Write ``message``, unless it was written for another repository."""
        if message not in self.notices:
            self.notices.add(message)
            self.notify(f"in submodules: {message}")


def check_arguments(context: Context) -> None:
    """Raise ``UsageError`` for options that cannot be combined with submodules."""
    if not context.arguments.has(OPTION):
        return
    if context.values:
        raise UsageError(f"--scan-history {OPTION} audits all of history and takes no revisions")
    if context.arguments.has("--allow-all"):
        raise UsageError(f"--scan-history takes no {OPTION} with --allow-all")


def with_submodules(
    context: Context, registry: Registry, result: AuditResult
) -> tuple[AuditResult, list[Finding | Allowed | NotScanned]]:
    """Audit the submodules; return ``result`` with theirs, and the other findings.

    ``registry`` is that of the repository around them.
    """
    audits = _Audits(context, registry, result)
    try:
        for submodule in submodules(context.repository):
            if not audits.parts[-1][1].complete:
                break
            audits.add(submodule)
    except (GitSecretsError, OSError) as error:
        audits.others.append(NotScanned(f"cannot list submodules: {error}"))
    return joined(audits.parts), [*audits.others, *_absent_problem(audits.absent)]


class _Audits:
    """The results so far, other findings, and the submodules that are not checked out."""

    def __init__(self, context: Context, registry: Registry, result: AuditResult) -> None:
        self._context = context
        self._registry = registry
        self.parts = [(b"", result)]
        self.others: list[Finding | Allowed | NotScanned] = []
        self.absent: list[bytes] = []

    def add(self, submodule: Submodule) -> None:
        """Audit ``submodule``."""
        prefix = submodule.path + b"/"
        if submodule.repository is None:
            self.absent.append(submodule.path)
            return
        try:
            _check_place(self._context.repository, submodule.path, submodule.repository)
            context = _SubmoduleContext(self._context, submodule.repository)
            audit = _Audit(context, self._registry, prefix)
            self.parts.append((prefix, audit.run()))
            self.others += audit.others()
        except (GitSecretsError, OSError) as error:
            self.others.append(nested_problem(prefix, NotScanned(str(error))))


def _check_place(outer: Repository, path: bytes, repository: Repository) -> None:
    """Raise ``GitSecretsError`` unless git finds the repository of the submodule at ``path``."""
    import os

    folder = os.path.join(os.path.realpath(outer.work_tree or b""), path)
    if not is_at(repository, folder):
        raise GitSecretsError("not scanned: git cannot find its repository")


class _Audit:
    """The audit of one submodule, whose paths come after ``prefix``."""

    def __init__(self, context: Context, outer: Registry, prefix: bytes) -> None:
        self._context = context
        self._prefix = prefix
        self._registry = load_registry(context, WORK_TREE)
        both = [*self._registry.prohibited, *outer.prohibited]
        self._registry.prohibited = list(without_repetition(both))
        self._options = audit_options(context, ())
        self._matcher = matcher_for(self._registry, self._options)

    def run(self) -> AuditResult:
        return run_audit(self._context, self._registry, self._options, self._matcher)

    def others(self) -> Iterator[Finding | Allowed | NotScanned]:
        """Yield prohibited paths, and the problem that history is cut off."""
        yield from (
            nested_problem(self._prefix, one) for one in shallow_problems(self._context, ())
        )
        for item in scan(
            prohibited_paths(self._context, self._registry, ()), self._matcher, self._registry
        ):
            if isinstance(item, Finding):
                yield NestedFinding(self._prefix, item)


def _absent_problem(paths: Sequence[bytes]) -> list[NotScanned]:
    if not paths:
        return []
    names = ", ".join(path.decode("utf-8", "surrogateescape") for path in paths[:_MOST_NAMES])
    more = ", ..." if len(paths) > _MOST_NAMES else ""
    message = (
        f"not scanned: {count(len(paths), 'submodule')} not checked out: {names}{more}; "
        "run 'git submodule update --init --recursive'"
    )
    return [NotScanned(message, NotScanned.WARNING)]
