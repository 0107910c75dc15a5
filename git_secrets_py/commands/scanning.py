"""What the verbs that scan have in common."""

from __future__ import annotations

from git_secrets_py.commands.output import CLEAN, open_report
from git_secrets_py.registry import Collector, Registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.cli import Context
    from git_secrets_py.model import Blob, NotScanned
    from git_secrets_py.repo.config import Config

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
    collector.add_rules(
        [name for name in context.arguments.options.get("--rules", "").split(",") if name]
    )
    return collector.registry()


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
    from git_secrets_py.engine.cache import DatabaseCache
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
