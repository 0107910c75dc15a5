"""What the verbs that scan have in common."""

from __future__ import annotations

from git_secrets_py.registry import Collector, Registry, rule_names
from git_secrets_py.report.streaming import CLEAN, TextReport, wanted_format

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Config
    from git_secrets_py.model import Blob, Finding, NotScanned

    class ScanReport(Protocol):
        """What a scan tells its findings to."""

        def counted(self, source: Iterable[Blob | NotScanned]) -> Iterable[Blob | NotScanned]:
            """Return ``source``, counted on the way if the report tells how much was read."""

        def add(self, item: Finding | NotScanned) -> None:
            """Take a finding, or what was not scanned."""

        def add_audit(self, result: AuditResult) -> None:
            """Take all that an audit of history found, and could not scan."""

        def finish(self) -> int:
            """Write what is left to be written; return the exit status."""


NOTHING_CONFIGURED = (
    "warning: no prohibited pattern is configured, nothing was scanned; "
    "begin with 'git secrets --register-aws'"
)


def load_registry(context: Context, config: Config, top: bytes | None) -> Registry:
    """Return the patterns in force: of ``config``, of the files in ``top``, of ``--rules``.

    Raises ``PatternError`` and ``ProviderError``.
    """
    collector = Collector()
    collector.add_config(config)
    if top is not None:
        collector.add_files(top)
    collector.add_rules(rule_names(context.arguments.options.get("--rules", "")))
    return collector.registry()


def open_report(context: Context, registry: Registry, scope: str) -> ScanReport:
    """Return the report in the format that was asked for.

    By default ``pretty`` where standard error is a terminal, else ``text``. Raises ``UsageError``
    for a format that is not known.
    """
    if wanted_format(context) == "text":
        return TextReport(context, scope)
    from git_secrets_py.report.gathered import RenderedReport

    return RenderedReport(context, registry, scope)


def scan_and_report(
    context: Context,
    registry: Registry,
    source: Iterable[Blob | NotScanned],
    scope: str,
) -> int:
    """Scan ``source`` and report on it; return the exit status.

    ``scope``, one of ``report.values.SCOPES``, says what is being scanned.
    """
    if not registry.prohibited:
        context.say(NOTHING_CONFIGURED)
        return CLEAN
    from git_secrets_py.engine.database_cache import DatabaseCache
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.scan import scan

    matcher = Matcher(
        registry.prohibited,
        cache=DatabaseCache(),
        scan_binary=context.arguments.has("--text"),
    )
    report = open_report(context, registry, scope)
    for item in scan(report.counted(source), matcher, registry.allow):
        report.add(item)
    status = report.finish()
    tell_inline(context, registry)
    return status


def tell_inline(context: Context, registry: Registry) -> None:
    """Say how many matches comments on their lines excused, if any were."""
    count = registry.allow.excused_inline
    if count:
        matches = "1 match" if count == 1 else f"{count:,} matches"
        context.say(f"{matches} excused by 'git-secrets: allow' comments")
