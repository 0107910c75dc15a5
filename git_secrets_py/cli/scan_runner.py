"""Running a scan: from the command line's options to the exit status."""

from __future__ import annotations

import os
import sys
from functools import partial

from git_secrets_py.active_files import INDEX, Versions
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    INTERRUPTED,
    GitSecretsError,
    NotARepositoryError,
    OutputError,
)
from git_secrets_py.model import DECODE_KEY, LOW, REDACT_KEY, Absent, Allowed, NotScanned
from git_secrets_py.registry import (
    NO_RULES,
    NOTHING_CONFIGURED,
    RECOMMENDED_RULES,
    Collector,
    Registry,
    configured_rules,
    enabled,
    rule_names,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.cli.absences import Absences
    from git_secrets_py.cli.context import Context
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Config
    from git_secrets_py.model import Blob, Finding
    from git_secrets_py.report.interface import ReportOptions, ScanReport
    from git_secrets_py.report.model import Situation
    from git_secrets_py.sources.push import Update

NOTHING_ACTIVE = (
    "nothing was scanned: no prohibited pattern is active, since the rule set is "
    f"'{NO_RULES}'; add a pattern with 'git secrets --add' or set secrets.rules"
)
# If one of these is given, a report is written even if nothing was found.
_REPORT_OPTIONS = ("--format", "--output", "--show-allowed")
# As in report.model, which a clean hook does not import.
_BLOCKING = ("staged", "message", "merge", "push")
_MESSAGE_HOOKS = ("--commit_msg_hook", "--applypatch_msg_hook")
_WIDTH_OF_A_FILE = 80
# They print the lines of git-secrets by AWS Labs, but a log of a CI job has many readers.
_ORIGINAL_LINES = ("--scan", "--scan-history")
# Options of git commit and git push (githooks(5)).
_SKIPPED_BY_NO_VERIFY = ("--pre_commit_hook", "--commit_msg_hook", "--pre_push_hook")
_ELSEWHERE = ("--pre_receive_hook", "--ci")


def load_registry(context: Context, version: str) -> Registry:
    """Return the active patterns: of the configuration, the pattern files and the rule sets.

    ``version`` is that of the pattern files, as in ``active_files``; outside of a repository there
    are none. If nothing is configured, the recommended rules are active, which is reported.
    Raises ``ProviderError``, and ``PatternError`` for an allowed pattern; the matcher validates
    the prohibited ones.
    """
    versions = Versions(context.repository)
    collector = collect_configured(context)
    try:
        files = versions.active(version)
    except NotARepositoryError:
        files = []
    for file in files:
        if file.warning and not _is_second_hook(context):
            context.notify(file.warning)
    collector.add_files(files)
    return collector.registry(DatabaseCache())


def collect_configured(context: Context) -> Collector:
    """Return the patterns of the configuration and of the rule sets; see ``load_registry``."""
    collector = Collector()
    # A repository that somebody else made may name any program as a provider.
    skips = context.arguments.has("--no-providers") or os.environ.get("GIT_SECRETS_NO_PROVIDERS")
    collector.add_config(context.repository.config, run_providers=not skips)
    _check_minimum(context)
    if not skips:
        collector.add_own_secrets(context.repository)
    collector.add_rules(rule_names(_rules(context)))
    if not collector.names_patterns and not _is_second_hook(context):
        context.notify(NOTHING_CONFIGURED)
    if not collector.names_patterns or (_is_shared(context) and not collector.names_rules):
        collector.add_recommended()
    return collector


def _check_minimum(context: Context) -> None:
    """Raise ``UsageError`` for an unknown severity, also if this run finds nothing."""
    if "--min-severity" in context.arguments.options:
        from git_secrets_py.cli.minimum import minimum

        minimum(context)


def _is_second_hook(context: Context) -> bool:
    """Return whether another hook of the same commit reports on the configuration.

    That is the one that scans the content, which every commit, merge and ``git am`` has.
    """
    return context.arguments.verb.name in _MESSAGE_HOOKS


def rules_to_repeat(context: Context) -> str:
    """Return the ``--rules`` with which a user's command finds what this run finds."""
    given = enabled(rule_names(_rules(context)))
    named = given or enabled(configured_rules(context.repository.config))
    return RECOMMENDED_RULES if _is_shared(context) and not named else ",".join(given)


def _is_shared(context: Context) -> bool:
    """Return whether a run is part of a setup for everyone, not of a user's own."""
    return context.arguments.verb.name == "--ci" or (
        context.arguments.verb.name.endswith("_hook") and "PRE_COMMIT" in os.environ
    )


def load_for_hook(context: Context) -> Registry:
    """Return the active patterns of a commit hook: the pattern files are those of the index."""
    return load_registry(context, INDEX)


def surroundings(context: Context) -> tuple[Config, bytes | None]:
    """Return the configuration, and the top of the work tree if there is one.

    Files can be scanned outside of any repository, with the user's own patterns.
    """
    repository = context.repository
    try:
        top = repository.top if repository.is_inside_work_tree else None
        return repository.config, top
    except NotARepositoryError:
        if not context.values and not context.arguments.has("--no-index"):
            raise
        return repository.config, None


def scan_and_report(
    context: Context,
    registry: Registry,
    source: Iterable[Blob | NotScanned],
    scope: str,
    *,
    updates: Sequence[Update] = (),
) -> int:
    """Scan ``source`` and report the findings; return the exit status.

    ``scope`` is one of ``report.model.SCOPES``; ``updates`` are the refs that are pushed.
    """
    if not registry.prohibited:
        return without_patterns(context, is_hook=scope in _BLOCKING)
    from git_secrets_py.scan import BlobScanner

    matcher = _matcher(context, registry)
    opening = partial(open_report, context, registry, scope, updates=updates)
    results = _Results(context, opening)
    if scope not in _BLOCKING or any(map(context.arguments.has, _REPORT_OPTIONS)):
        results.report = opening()
    scanner = BlobScanner(matcher, registry, partial(stored_content, context))
    interrupted = False
    try:
        for blob in source:
            results.blobs += not isinstance(blob, NotScanned)
            results.add_all(scanner.scan(blob))
    except (GitSecretsError, KeyboardInterrupt) as error:
        if results.report is None or isinstance(error, OutputError):
            raise
        # What was found so far is reported.
        interrupted = isinstance(error, KeyboardInterrupt)
        results.add_all(iter([NotScanned(INTERRUPTED if interrupted else str(error))]))
    status = results.finish()
    return EXIT_INTERRUPTED if interrupted else status


class _Results:
    """The results of a scan. Most hooks find nothing: the report is opened at the first result."""

    def __init__(self, context: Context, opening: Callable[[], ScanReport]) -> None:
        self.report: ScanReport | None = None
        self.blobs = 0
        self._inline = 0
        self._absences: Absences | None = None
        self._context = context
        self._open = opening

    def add_all(self, items: Iterator[Finding | Allowed | NotScanned]) -> None:
        """Report ``items``, or count them."""
        if self.report is None:
            first = next(filter(self._is_reported, items), None)
            if first is None:
                return
            self.report = self._open()
            self.report.add(first)
        self.report.add_all(filter(self._is_reported, items))

    def _is_reported(self, item: Finding | Allowed | NotScanned) -> bool:
        """Count ``item``; return whether it is reported by itself."""
        if isinstance(item, Absent):
            self._absences = self._absences or _absences()
            self._absences.add(item)
            return False
        if isinstance(item, Allowed):
            self._inline += item.is_inline
            return self.report is not None
        return True

    def finish(self) -> int:
        """Report what was counted, close the report, and return the exit status."""
        if self._absences:
            self.add_all(iter(self._absences.problems(self._context)))
        status = self.report.finish(self.blobs) if self.report is not None else EXIT_CLEAN
        print_inline(self._context, self._inline)
        return status


def without_patterns(context: Context, *, is_hook: bool = False) -> int:
    """Report that nothing is prohibited; return the exit status, which lets a hook pass."""
    context.notify(NOTHING_ACTIVE)
    return EXIT_CLEAN if is_hook else EXIT_INCOMPLETE


def _absences() -> Absences:
    from git_secrets_py.cli.absences import Absences  # few clones lack anything

    return Absences()


def stored_content(context: Context, blob: Blob, pointer: bytes) -> Blob | NotScanned | None:
    """Return the content of a Git LFS file; see ``git.lfs.Store.content``."""
    from git_secrets_py.git.lfs import Store  # few repositories use it

    return Store(context.repository).content(blob, pointer)


def _matcher(context: Context, registry: Registry) -> Matcher:
    from git_secrets_py.engine.matcher import Matcher

    return Matcher(
        registry.prohibited,
        cache=DatabaseCache(),
        scan_binary=context.arguments.has("--text"),
        decode=decodes(context),
    )


def decodes(context: Context) -> bool:
    """Return whether encoded text is decoded: unless ``--no-decode`` or the configuration says no.

    Raises ``ConfigurationError`` if the setting is not a boolean.
    """
    if context.arguments.has("--no-decode"):
        return False
    return context.repository.config.is_true(DECODE_KEY, default=True)


def open_report(
    context: Context,
    registry: Registry,
    scope: str,
    *,
    updates: Sequence[Update] = (),
) -> ScanReport:
    """Return the report of this run, in its format and of its severities.

    By default that is ``pretty`` if standard error is a terminal, else ``text``. Raises
    ``UsageError`` for an unknown format.
    """
    from git_secrets_py.cli.minimum import minimum

    severity = minimum(context)
    report = _report(context, registry, scope, updates)
    if severity == LOW:
        return report
    from git_secrets_py.report.severe import SevereReport

    return SevereReport(report, severity)


def _report(
    context: Context, registry: Registry, scope: str, updates: Sequence[Update]
) -> ScanReport:
    from git_secrets_py.report.formats import TEXT

    situation = _situation(context, scope, updates)
    options = _report_options(context, registry, situation)
    if options.format == TEXT and options.with_ids:
        from git_secrets_py.report.advised import AdvisedReport

        return AdvisedReport(options, context)
    if options.format == TEXT:
        from git_secrets_py.report.streaming import TextReport

        return TextReport(options, context)
    from git_secrets_py.report.gathered import RenderedReport

    return RenderedReport(options, context)


def print_inline(context: Context, count: int) -> None:
    """Print the number of matches that inline comments allow, if there are any."""
    if count:
        from git_secrets_py import wording

        matches = wording.count(count, "match", "matches")
        context.notify(f"{matches} allowed by 'git-secrets: allow' comments")


def _rules(context: Context) -> str:
    return context.arguments.options.get("--rules", "")


def _situation(context: Context, scope: str, updates: Sequence[Update]) -> Situation:
    from git_secrets_py.cli.situation import situation

    return situation(context, scope, rules_to_repeat(context), updates)


def _report_options(context: Context, registry: Registry, situation: Situation) -> ReportOptions:
    from git_secrets_py.cli.color import is_wanted
    from git_secrets_py.cli.context import is_terminal
    from git_secrets_py.report.formats import PRETTY, TEXT
    from git_secrets_py.report.interface import ReportOptions

    arguments = context.arguments
    to_terminal = is_terminal(sys.stderr)
    default = PRETTY if to_terminal else TEXT
    if arguments.verb.name == "--ci" and not arguments.has("--output"):
        from git_secrets_py.ci.github import has_annotations

        default = "github" if has_annotations(os.environ) else default
    format = arguments.options.get("--format") or default
    output = arguments.options.get("--output")
    return ReportOptions(
        situation=situation,
        format=format,
        patterns=len(registry.prohibited),
        output=output,
        show_secrets=_show_secrets(context, format),
        show_allowed=arguments.has("--show-allowed"),
        redact=_redact(context),
        with_ids=_redact(context) and arguments.verb.name not in _ORIGINAL_LINES,
        verbose=arguments.has("--verbose"),
        color=output is None and is_wanted(context, is_terminal=to_terminal),
        width=terminal_width() if to_terminal and output is None else _WIDTH_OF_A_FILE,
        skip=_skip(arguments.verb.name, situation.operation),
        is_own_clone=arguments.verb.name not in _ELSEWHERE,
    )


def _skip(verb: str, operation: str) -> str:
    """Return how to skip the hook of ``verb`` once, empty if nothing skips it."""
    # --no-verify does not skip prepare-commit-msg (githooks(5)); git am has it since 2.40.
    if operation:
        return f"git -c core.hooksPath=/dev/null {operation} ..."
    return "--no-verify" if verb in _SKIPPED_BY_NO_VERIFY else ""


def _redact(context: Context) -> bool:
    """Return whether ``text`` masks secrets: hooks and ``--ci`` do by default."""
    from git_secrets_py.ci.services import is_ci

    arguments, config = context.arguments, context.repository.config
    if arguments.has("--redact") or os.environ.get("GIT_SECRETS_REDACT") == "1":
        return True
    if arguments.has("--show-secrets"):
        return False
    if config.all(REDACT_KEY):
        return config.is_true(REDACT_KEY)
    return arguments.verb.name not in _ORIGINAL_LINES or is_ci(os.environ)


def _show_secrets(context: Context, format: str) -> bool:
    """Return whether the other formats show secrets; ``secrets.redact`` decides for hooks."""
    from git_secrets_py.report.formats import PRETTY

    if context.arguments.has("--show-secrets"):
        return True
    is_hook = context.arguments.verb.name not in (*_ORIGINAL_LINES, "--ci")
    return format == PRETTY and is_hook and not _redact(context)


def terminal_width() -> int:
    """Return the number of columns of the terminal."""
    from shutil import get_terminal_size

    return get_terminal_size().columns
