"""Running a scan: from the command line's options to the exit status."""

from __future__ import annotations

import os
from itertools import chain

from git_secrets_py.active_files import INDEX, WORK_TREE, Versions, extended
from git_secrets_py.content import CLEAN, RULE_FILE, NotScanned
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    INTERRUPTED,
    GitError,
    GitSecretsError,
    NotARepositoryError,
    OutputError,
    PromisedError,
)
from git_secrets_py.git.repository import ARCHIVES_KEY, DECODE_KEY, RULE_FILE_KEY, split_names
from git_secrets_py.selection import (
    NO_RULES,
    NOTHING_CONFIGURED,
    RECOMMENDED_RULES,
    Remembered,
    Selection,
    configured_rules,
    enabled,
    names_patterns,
    names_rules,
    own_secrets,
    provided_by,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from git_secrets_py.active_files import Extended
    from git_secrets_py.cli.context import Context
    from git_secrets_py.cli.scan_results import Results
    from git_secrets_py.content import Blob, Expand
    from git_secrets_py.engine import Filters
    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.finding import Allowed, Finding
    from git_secrets_py.model import Pattern
    from git_secrets_py.named_files import NamedFile
    from git_secrets_py.registry import Registry
    from git_secrets_py.report.interface import ScanReport
    from git_secrets_py.scan import BlobScanner, PathRule
    from git_secrets_py.sources.push import Update

    Source = Iterable[Blob | NotScanned] | Callable[[BlobScanner], Iterable[Blob | NotScanned]]

NOTHING_ACTIVE = (
    "nothing was scanned: no prohibited pattern is active, since the rule set is "
    f"'{NO_RULES}'; add a pattern with 'git secrets --add' or set secrets.rules"
)
# If one of these is given, a report is written even if nothing was found.
_REPORT_OPTIONS = ("--format", "--output", "--show-allowed")
# As in report.model, which a clean hook does not import.
_BLOCKING = ("staged", "message", "merge", "push")


def load_registry(context: Context, version: str) -> Registry:
    """Return the active patterns: of the configuration, the pattern files and the rule sets.

    The arguments are those of ``load_selection``. Raises also ``PatternError`` for an allowed
    pattern; the matcher validates the prohibited ones.
    """
    from git_secrets_py.collector import read

    selection = load_selection(context, version)
    registry = read(selection, DatabaseCache())
    _notify(context, [*selection.notices, *registry.notes])
    return registry


def load_selection(context: Context, version: str) -> Selection:
    """Return what names the active patterns: the configuration, pattern files and rule sets.

    ``version`` is that of the pattern files, as in ``active_files``; outside of a repository there
    are none. If nothing is configured, the recommended rules are active, which is a notice.
    Raises ``ProviderError``, and ``GitSecretsError`` for a pattern file that cannot be read.
    """
    versions = Versions(context.repository)
    selection = select_configured(context)
    try:
        files = versions.active(version, may_lack=context.may_lack_objects)
    except NotARepositoryError:
        files = []
    except PromisedError as error:
        raise GitError(f"{error}, or pass --allow-partial") from error
    return selection.with_files(files, _extended(context, version))


def select_configured(context: Context) -> Selection:
    """Return the selection of the configuration and the command line; see ``load_selection``."""
    repository, given = context.repository, split_names(_rules(context))
    config = repository.config
    # A repository that somebody else made may name any program as a provider.
    skips = context.arguments.has("--no-providers") or os.environ.get("GIT_SECRETS_NO_PROVIDERS")
    _check_minimum(context)
    rule_files = _named_rule_files(context)
    is_named = names_patterns(config, given) or bool(rule_files)
    return Selection(
        config,
        provided=() if skips else provided_by(config),
        own=() if skips else own_secrets(repository),
        rules=given,
        recommended=not is_named or (_is_shared(context) and not names_rules(config, given)),
        decode=decodes(context),
        notices=() if is_named else [NOTHING_CONFIGURED],
        rule_files=rule_files,
        extended=_extended(context, WORK_TREE),
    )


def _extended(context: Context, version: str) -> Extended:
    """Return a function that reads what rule files extend, in ``version``."""
    return lambda name: extended(context.repository, version, name)


def _named_rule_files(context: Context) -> list[NamedFile]:
    """Return the rule files that the configuration and the command line name."""
    given = context.arguments.all("--rules-file")
    if not given and not context.repository.config.all(RULE_FILE_KEY):
        return []
    from git_secrets_py.named_files import named

    return list(named(context.repository, given))


def rules_of_files(context: Context) -> list[Pattern]:
    """Return the patterns of rule files that are active in a scan of the work tree.

    Raises ``ConfigurationError`` for one that is invalid.
    """
    from git_secrets_py.collector import Collector

    collector = Collector()
    read = _extended(context, WORK_TREE)
    for file in _named_rule_files(context):
        collector.add_rule_file(file, read)
    try:
        collector.add_files(Versions(context.repository, [RULE_FILE]).active(WORK_TREE), read)
    except NotARepositoryError:
        pass
    every = [*collector.prohibited, *collector.path_rules]
    return [one for one in every if one.rule is not None]


def _check_minimum(context: Context) -> None:
    """Raise ``UsageError`` for an unknown severity, also if this run finds nothing."""
    if "--min-severity" in context.arguments.options:
        from git_secrets_py.cli.minimum import minimum

        minimum(context)


def _notify(context: Context, notices: Sequence[str]) -> None:
    for notice in notices:
        context.notify_once(notice)


def _notify_unless_left(context: Context, notices: Sequence[str]) -> None:
    """Print ``notices``, unless another hook of the same commit prints them."""
    if not notices:
        return
    from git_secrets_py.cli.notices import are_left

    _notify(context, () if are_left(context) else notices)


def rules_to_repeat(context: Context) -> str:
    """Return the ``--rules`` with which a user's command finds what this run finds."""
    given = enabled(split_names(_rules(context)))
    named = given or enabled(configured_rules(context.repository.config))
    return RECOMMENDED_RULES if _is_shared(context) and not named else ",".join(given)


def _is_shared(context: Context) -> bool:
    """Return whether a run is part of a setup for everyone, not of a user's own."""
    return context.arguments.verb.name == "--ci" or (
        context.arguments.verb.name.endswith("_hook") and "PRE_COMMIT" in os.environ
    )


def load_for_hook(context: Context) -> Selection:
    """Return the selection of a commit hook: the pattern files are those of the index."""
    return load_selection(context, INDEX)


def scan_and_report(
    context: Context,
    selection: Selection,
    source: Source,
    scope: str,
    *,
    updates: Sequence[Update] = (),
) -> int:
    """Scan ``source`` for the patterns of ``selection``, and report; return the exit status.

    ``source`` may be a function that takes the scanner. ``scope`` is one of
    ``report.model.SCOPES``; ``updates`` are the refs that are pushed.
    """
    patterns = Patterns(
        selection,
        lambda notes: _notify_unless_left(context, notes),
        scan_binary=context.arguments.has("--text"),
    )
    filters = patterns.filters()
    notices = [*selection.notices, *([NOTHING_ACTIVE] if filters is None else ())]
    _notify_unless_left(context, notices)
    if filters is None:
        return EXIT_CLEAN if scope in _BLOCKING else EXIT_INCOMPLETE
    status = _scan(context, patterns, filters, source, scope, updates)
    # git runs no other hook now.
    _notify(context, notices if status else ())
    return status


def _scan(
    context: Context,
    patterns: Patterns,
    filters: Filters,
    source: Source,
    scope: str,
    updates: Sequence[Update],
) -> int:
    from git_secrets_py.scan import BlobScanner

    def opening() -> ScanReport:
        from git_secrets_py.cli.report_opening import open_report

        rules = rules_to_repeat(context)
        return open_report(context, patterns.registry, scope, rules, updates=updates)

    def stored(blob: Blob, pointer: bytes) -> Blob | NotScanned | None:
        return stored_content(context, blob, pointer)

    results = _LazyResults(context, opening)
    if scope not in _BLOCKING or any(map(context.arguments.has, _REPORT_OPTIONS)):
        results.open()
    scanner = BlobScanner(filters, patterns.scanner, patterns, stored, expansion(context))
    interrupted = False
    try:
        for blob in source(scanner) if callable(source) else source:
            results.blobs += not isinstance(blob, NotScanned)
            if blob is not CLEAN:
                results.add_all(scanner.scan(blob))
    except (GitSecretsError, KeyboardInterrupt) as error:
        if not results.are_reported or isinstance(error, OutputError):
            raise
        # What was found so far is reported.
        interrupted = isinstance(error, KeyboardInterrupt)
        results.add_all(iter([NotScanned(INTERRUPTED if interrupted else str(error))]))
    status = results.finish()
    return EXIT_INTERRUPTED if interrupted else status


class _LazyResults:
    """The results of a scan. Most hooks have none, and import nothing that reports them."""

    def __init__(self, context: Context, opening: Callable[[], ScanReport]) -> None:
        self.blobs = 0
        self._context = context
        self._opening = opening
        self._results: Results | None = None

    @property
    def are_reported(self) -> bool:
        """Whether the report is open."""
        return self._results is not None and self._results.report is not None

    def open(self) -> None:
        """Open the report, which is then written even if nothing is found."""
        self._created().report = self._opening()

    def add_all(self, items: Iterator[Finding | Allowed | NotScanned]) -> None:
        """Report ``items``, or count them."""
        if self._results is None:
            first = next(items, None)
            if first is None:
                return
            items = chain((first,), items)
        self._created().add_all(items)

    def finish(self) -> int:
        """Report what was counted, close the report, and return the exit status."""
        return EXIT_CLEAN if self._results is None else self._results.finish(self.blobs)

    def _created(self) -> Results:
        if self._results is None:
            from git_secrets_py.cli.scan_results import Results

            self._results = Results(self._context, self._opening)
        return self._results


class Patterns:
    """The patterns of a selection, which are read when they are first needed."""

    def __init__(
        self,
        selection: Selection,
        notify: Callable[[Sequence[str]], None] = lambda notes: None,
        *,
        scan_binary: bool = False,
    ) -> None:
        """``notify`` takes the notes of the patterns for the user."""
        self._selection = selection
        self._notify = notify
        self._scan_binary = scan_binary
        self._cache = DatabaseCache()
        self._registry: Registry | None = None
        self._matcher: Matcher | None = None
        self._remembered: Remembered | None = None

    @property
    def registry(self) -> Registry:
        if self._registry is None:
            from git_secrets_py.collector import read

            self._registry = read(self._selection, self._cache)
            self._notify(self._registry.notes)
        return self._registry

    def path_rules_for(self, path: bytes) -> Sequence[PathRule]:
        remembered = self._remembered
        if remembered is not None and not remembered.may_prohibit(path):
            return ()
        return self.registry.path_rules

    @property
    def allow(self) -> AllowRule:
        return self.registry.allow

    def filters(self) -> Filters | None:
        """Return the filters of all patterns, ``None`` if there are none; raises as the matcher."""
        remembered = self._remembered = self._selection.remembered(self._cache)
        if remembered is not None:
            self._notify(remembered.notes)
            return remembered.filters
        if self.registry.is_empty:
            return None
        return self._matching().filters()

    def scanner(self) -> Scanner:
        from git_secrets_py.engine.scanner import Scanner

        return Scanner(self._matching())

    def _matching(self) -> Matcher:
        if self._matcher is None:
            from git_secrets_py.engine.matcher import Matcher, public_sources

            prohibited = self.registry.prohibited
            self._matcher = Matcher(
                prohibited,
                cache=self._cache,
                scan_binary=self._scan_binary,
                decode=self._selection.decode,
            )
            self._remember(public_sources(prohibited))
        return self._matcher

    def _remember(self, sources: Sequence[bytes]) -> None:
        registry = self.registry
        texts = registry.path_texts()
        # What a rule file extends is not in the key.
        if not registry.extends_files and texts is not None:
            self._selection.remember(self._cache, sources, registry.notes, texts)


def without_patterns(context: Context) -> int:
    """Report that nothing is prohibited; return the exit status."""
    context.notify(NOTHING_ACTIVE)
    return EXIT_INCOMPLETE


def stored_content(context: Context, blob: Blob, pointer: bytes) -> Blob | NotScanned | None:
    """Return the content of a Git LFS file; see ``git.lfs.Store.content``."""
    from git_secrets_py.git.lfs import Store  # few repositories use it

    return Store(context.repository).content(blob, pointer)


def expansion(context: Context) -> Expand | None:
    """Return the function that looks into archives, if that is enabled.

    Raises ``ConfigurationError`` if the setting is not a boolean.
    """
    arguments, config = context.arguments, context.repository.config
    if not arguments.has("--archives") and not config.is_true(ARCHIVES_KEY):
        return None
    from git_secrets_py.sources.archives import expand

    return expand


def decodes(context: Context) -> bool:
    """Return whether encoded text is decoded: unless ``--no-decode`` or the configuration says no.

    Raises ``ConfigurationError`` if the setting is not a boolean.
    """
    if context.arguments.has("--no-decode"):
        return False
    return context.repository.config.is_true(DECODE_KEY, default=True)


def _rules(context: Context) -> str:
    return context.arguments.options.get("--rules", "")
