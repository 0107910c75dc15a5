"""Running an audit of history: from the command line's options to the exit status."""

from __future__ import annotations

import sys
from functools import partial
from itertools import chain

from git_secrets_py.audit.audit import begin, matcher_for
from git_secrets_py.audit.audit import run as audit
from git_secrets_py.audit.model import Options
from git_secrets_py.cli.absent_content import summed_up
from git_secrets_py.cli.active_patterns import decodes, load_registry, options_to_repeat
from git_secrets_py.cli.context import PREFIX, is_terminal
from git_secrets_py.cli.empty_scan import nothing_to_audit
from git_secrets_py.cli.report_opening import open_report, terminal_width
from git_secrets_py.cli.scan_results import print_inline
from git_secrets_py.cli.scan_runner import expansion, without_patterns
from git_secrets_py.content import NotScanned
from git_secrets_py.errors import EXIT_INTERRUPTED
from git_secrets_py.findings.finding import Finding
from git_secrets_py.git.incomplete_commits import cut_off
from git_secrets_py.git.lfs import LfsStore
from git_secrets_py.git.tags import named_by_revisions
from git_secrets_py.report.summary import summary_line
from git_secrets_py.scan import scan
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from git_secrets_py.audit.beginning import Beginning
    from git_secrets_py.audit.model import AuditResult
    from git_secrets_py.cli.context import Context
    from git_secrets_py.content import Blob
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.findings.finding import Allowed
    from git_secrets_py.registry import Registry

    More = Iterable[Finding | Allowed | NotScanned]
    Extend = Callable[[Context, Registry, AuditResult], tuple[AuditResult, More]]

_NARROWEST = 40


def audit_and_report(
    context: Context,
    revisions: Sequence[bytes],
    version: str,
    others: Iterable[Blob | NotScanned],
    extend: Extend | None = None,
) -> int:
    """Audit ``revisions``, by default all history, and report; return the exit status.

    ``revisions`` are arguments of git-rev-list(1), ``version`` is that of the pattern files.
    ``others`` are scanned and reported as well, and so are the findings that ``extend`` adds.
    """
    with begin(context.repository, revisions) as beginning:
        registry = load_registry(context, version)
        if registry.is_empty:
            return without_patterns(context)
        options = audit_options(context, revisions)
        # Before the report, which replaces an earlier one.
        matcher = matcher_for(registry, options)
        # Opened first, so that a bad format or output file is reported before the audit.
        count = len(registry.prohibited)
        report = open_report(context, lambda: count, "history", options_to_repeat(context))
        result = run_audit(context, registry, options, matcher, beginning)
    more: More = ()
    if result.complete and extend is not None:
        result, more = extend(context, registry, result)
    report.add_audit(result)
    stored = LfsStore(context.repository).content
    others = chain(others, prohibited_paths(context, registry, revisions))
    if _is_empty(context, revisions, result):
        more = chain(more, [nothing_to_audit(context)])
    scanned = scan(others if result.complete else (), matcher, registry, stored, options.expand)
    further: set[str] = set()
    for item in summed_up(context, chain(scanned, more)):
        report.add(item)
        if isinstance(item, Finding):
            further.add(item.id)
    status = report.finish()
    print_inline(context, sum(one.is_inline for one in result.allowed))
    _print_summary(context, summary_line(result, _number_of_secrets(result, further)))
    return status if result.complete else EXIT_INTERRUPTED


def _number_of_secrets(result: AuditResult, further: set[str]) -> int:
    """Return the number of secrets in ``result`` and of those whose IDs are in ``further``."""
    if further:
        further = further.difference(one.finding.id for one in result.findings)
    return len(result.findings) + len(further)


def _is_empty(context: Context, revisions: Sequence[bytes], result: AuditResult) -> bool:
    """Return whether the audit unexpectedly found nothing.

    Many jobs of a CI service bring in no commits.
    """
    if revisions and context.arguments.verb.name == "--ci":
        return False
    counts = result.counts.covered
    if not result.complete or counts.commits or counts.blobs or result.problems:
        return False
    return not named_by_revisions(context.repository.git, revisions)


def prohibited_paths(
    context: Context, registry: Registry, revisions: Sequence[bytes]
) -> Iterable[Blob]:
    """Return an empty blob for each path in history that a rule prohibits."""
    if not registry.path_rules:
        return ()
    from git_secrets_py.sources.history_paths import history_paths

    return history_paths(context.repository.git, revisions, registry.prohibits_path)


def shallow_problems(
    context: Context, revisions: Sequence[bytes], fetch_all: str = "run 'git fetch --unshallow'"
) -> list[NotScanned]:
    """Return the problem that a shallow clone lacks parents of ``revisions``, if it does.

    ``revisions`` are arguments of git-rev-list(1), by default all refs. ``fetch_all`` is the
    advice.
    """
    commits = cut_off(context.repository, revisions)
    if not commits:
        return []
    message = (
        "not scanned: this clone is shallow and lacks the parents of "
        f"{count(len(commits), 'commit')}, such as {commits[0].decode()}"
    )
    if context.arguments.has("--allow-shallow"):
        return [NotScanned(message, NotScanned.WARNING)]
    return [NotScanned(f"{message}; {fetch_all}, or pass --allow-shallow")]


def audit_options(context: Context, revisions: Sequence[bytes]) -> Options:
    """Return the options of an audit of ``revisions``, as the command line sets them."""
    arguments = context.arguments
    return Options(
        revisions=revisions,
        unreachable=arguments.has("--unreachable"),
        allow_missing=arguments.has("--allow-missing"),
        allow_partial=arguments.has("--allow-partial"),
        require_lfs=arguments.has("--require-lfs"),
        use_cache=not arguments.has("--no-cache"),
        scan_binary=arguments.has("--text"),
        decode=decodes(context),
        expand=expansion(context),
        keep_allowed=arguments.has("--show-allowed"),
    )


def run_audit(
    context: Context,
    registry: Registry,
    options: Options,
    matcher: Matcher,
    beginning: Beginning | None = None,
) -> AuditResult:
    """Audit the repository, with a progress bar on a terminal; ``beginning`` is that of ``run``."""
    run = partial(audit, context.repository, registry, options)
    if context.arguments.has("--quiet") or not is_terminal(sys.stderr):
        return run(matcher=matcher, beginning=beginning)
    from git_secrets_py.report.progress import ProgressBar

    with ProgressBar() as bar:
        return run(bar.show, matcher=matcher, beginning=beginning)


def _print_summary(context: Context, line: str) -> None:
    """Print ``line``, on a terminal in lines of whole words."""
    if is_terminal(sys.stderr):
        from textwrap import wrap

        width = max(terminal_width() - len(PREFIX), _NARROWEST)
        line = f"\n{' ' * len(PREFIX)}".join(wrap(line, width, break_on_hyphens=False))
    context.notify(line)
