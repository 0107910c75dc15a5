"""What the verbs that scan have in common."""

from __future__ import annotations

from git_secrets_py.model import NotScanned
from git_secrets_py.registry import Collector, Registry
from git_secrets_py.report import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.cli import Context
    from git_secrets_py.model import Blob, Finding
    from git_secrets_py.repo.config import Config

CLEAN = 0
FOUND = 1
INCOMPLETE = 2

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
    context: Context, registry: Registry, source: Iterable[Blob | NotScanned]
) -> int:
    """Scan ``source``, print what was found and what was not scanned; return the exit status."""
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
    report = TextReport(context)
    for item in scan(source, matcher, registry.allow):
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


class TextReport:
    """Prints findings as they come, in the original's form."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._last = b""
        self._found = False
        self._failed = False

    def add(self, item: Finding | NotScanned) -> None:
        """Print one finding, each line once, or what was not scanned."""
        if isinstance(item, NotScanned):
            self._not_scanned(item)
            return
        self._found = True
        line = text.finding_line(item)
        if line != self._last:
            self._context.err(line)
        self._last = line

    def finish(self) -> int:
        """Print what stands below the findings; return the exit status."""
        if self._found:
            self._context.err(text.mitigations())
        return INCOMPLETE if self._failed else FOUND if self._found else CLEAN

    def _not_scanned(self, item: NotScanned) -> None:
        if item.severity == NotScanned.ERROR:
            self._failed = True
            self._context.say(item.message)
        elif item.severity == NotScanned.WARNING:
            self._context.say(f"warning: {item.message}")
        elif self._context.arguments.has("--verbose"):
            self._context.say(f"{item.message}, skipped")
