"""The audit of one repository: as ``--scan-history``, with its report as a compressed document."""

from __future__ import annotations

import os
import time
import zlib
from dataclasses import dataclass

from git_secrets_py.audit.audit import run as audit
from git_secrets_py.cli.audit_runner import audit_options, prohibited_paths, shallow_problems
from git_secrets_py.cli.context import Arguments, Context
from git_secrets_py.cli.minimum_severity import minimum
from git_secrets_py.cli.scan_runner import nothing_active
from git_secrets_py.cli.verbs import VERBS
from git_secrets_py.content import NotScanned
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.findings.finding import Finding
from git_secrets_py.findings.severity import is_below
from git_secrets_py.report.builder import ReportBuilder
from git_secrets_py.report.formats.json import render
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.model import RenderOptions, changed
from git_secrets_py.report.rendered_report import audit_summary
from git_secrets_py.report.severity_filter import at_least
from git_secrets_py.report.situation import Situation
from git_secrets_py.scan import scan
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from git_secrets_py.audit.model import AuditResult, Progress
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.registry import Registry
    from git_secrets_py.report.model import Report, ReportedSecret

VERB = next(verb for verb in VERBS if verb.name == "--scan-history")
# The most that one repository may add to the reports on all of them.
MOST_SECRETS = 10_000
MOST_PLACES = 100_000
_MOST_PLACES_OF_A_SECRET = 100


class AuditContext(Context):
    """The context of an audit of ``repository``; its messages are kept."""

    def __init__(self, repository: Repository, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(Arguments(VERB, dict(options), [], given=options), repository)
        self.notes: list[str] = []

    def notify(self, message: str) -> None:
        """Keep ``message`` for the report."""
        self.notes.append(message)


@dataclass(frozen=True, slots=True)
class Audited:
    """The document on a repository; ``errors`` are the reasons why it is not fully audited.

    ``has_problems`` is whether there are others. ``seconds`` is the time of the audit alone.
    """

    report: bytes
    secrets: int
    errors: Sequence[str]
    has_problems: bool
    seconds: float


def audit_repository(
    context: AuditContext,
    registry: Registry,
    matcher: Matcher,
    on_progress: Callable[[Progress], None],
    *,
    threads: int,
    cache_folder: bytes | None,
) -> Audited:
    """Audit the history of the repository of ``context``.

    ``KeyboardInterrupt``, which ``on_progress`` may raise, ends it early: then there is an error,
    beside the findings so far. Raises ``GitSecretsError`` as an audit does, and if no pattern is
    active.
    """
    if registry.is_empty:
        raise ConfigurationError(nothing_active(context))
    started = time.monotonic()
    options = audit_options(context, ())._replace(
        threads=threads, cache_folder=cache_folder, keep_allowed=False
    )
    cut = shallow_problems(context, [])
    result = audit(context.repository, registry, options, on_progress, matcher=matcher)
    report = _report(context, registry, matcher, result, cut)
    seconds = time.monotonic() - started
    return Audited(
        b"".join(_compressed(render(_bounded(report), RenderOptions()))),
        len(report.found),
        list(_errors(report)),
        bool(report.problems),
        seconds,
    )


def _report(
    context: AuditContext,
    registry: Registry,
    matcher: Matcher,
    result: AuditResult,
    cut: Sequence[NotScanned],
) -> Report:
    severity = minimum(context)
    builder = ReportBuilder()
    shown = at_least(severity, result.findings)
    builder.add_audited(shown)
    builder.problems += [*result.problems, *cut]
    paths = prohibited_paths(context, registry, []) if result.complete else ()
    for item in scan(paths, matcher, registry):
        if isinstance(item, NotScanned) or (
            isinstance(item, Finding) and not is_below(item.severity, severity)
        ):
            builder.add(item)
    summary = audit_summary(result, len(registry.prohibited), result.counts.seconds)
    summary = changed(summary, notes=[*summary.notes, *registry.notes, *context.notes])
    report = builder.report(Situation("history"), summary)
    if len(report.found) > MOST_SECRETS:
        builder.problems.append(NotScanned(_too_many(len(report.found))))
    return report


def _errors(report: Report) -> Iterator[str]:
    """Yield the messages about unscanned content, with secrets masked."""
    masker = Masker.of(report, RenderOptions())
    for problem in report.problems:
        if problem.severity == NotScanned.ERROR:
            yield masker.message(problem.message)


def _too_many(number: int) -> str:
    return (
        f"only the first {MOST_SECRETS:,} of {count(number, 'secret')} are in this report; "
        "run 'git secrets --scan-history' in this repository"
    )


def _bounded(report: Report) -> Report:
    """Return ``report`` with the first secrets only, and the first places of each."""
    number = min(len(report.found), MOST_SECRETS)
    most = min(_MOST_PLACES_OF_A_SECRET, max(MOST_PLACES // max(number, 1), 1))
    found = [_with_places(report.found[one], most) for one in range(number)]
    return changed(report, secrets=found, found=found)


def _with_places(secret: ReportedSecret, most: int) -> ReportedSecret:
    if len(secret.further) <= most:
        return secret
    return changed(secret, further=secret.further[:most])


def _compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(level=1)
    for piece in pieces:
        yield compressor.compress(piece)
    yield compressor.flush()


def size_on_disk(common_dir: bytes) -> int:
    """Return the bytes of the packs and loose objects of a repository, as far as it is cheap."""
    objects = os.path.join(common_dir, b"objects")
    try:
        folders = [one.path for one in os.scandir(objects) if one.is_dir(follow_symlinks=False)]
        return sum(
            file.stat(follow_symlinks=False).st_size
            for folder in folders
            for file in os.scandir(folder)
            if file.is_file(follow_symlinks=False)
        )
    except OSError:
        return 0
