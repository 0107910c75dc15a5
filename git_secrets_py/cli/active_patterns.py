"""The active patterns of a run, as the configuration and the command line name them."""

from __future__ import annotations

import os

from git_secrets_py.content import RULE_FILE
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.errors import GitError, NotARepositoryError, PromisedError
from git_secrets_py.git.config import DECODE_KEY, RULE_FILE_KEY, split_names
from git_secrets_py.selection import (
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
from git_secrets_py.selection.active_files import INDEX, WORK_TREE, Versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.engine import Filters
    from git_secrets_py.engine.allow_rule import AllowRule
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.scanner import Scanner
    from git_secrets_py.git.objects import Batch
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Pattern
    from git_secrets_py.registry import Registry
    from git_secrets_py.scan import PathRule
    from git_secrets_py.selection.active_files import ActiveFile
    from git_secrets_py.selection.named_files import NamedFile


def load_registry(context: Context, version: str) -> Registry:
    """Return the active patterns: of the configuration, the pattern files and the rule sets.

    The arguments are those of ``load_selection``. Raises also ``PatternError`` for an allowed
    pattern; the matcher validates the prohibited ones.
    """
    from git_secrets_py.registry.collector import read_registry

    selection = load_selection(context, version)
    registry = read_registry(selection, DatabaseCache())
    for notice in (*selection.notices, *registry.notes):
        context.notify_once(notice)
    return registry


def load_selection(context: Context, version: str, batch: Batch | None = None) -> Selection:
    """Return the selection of active patterns: the configuration, pattern files and rule sets.

    ``version`` is that of the pattern files, as in ``active_files``; outside of a repository there
    are none. ``batch`` is that of ``Versions``. If nothing is configured, the recommended rules
    are active, which is a notice. Raises ``ProviderError``, and ``GitSecretsError`` for a pattern
    file that cannot be read.
    """
    versions = Versions(context.repository, batch=batch)
    selection = select_configured(context)
    try:
        files = versions.active(version, may_lack=context.may_lack_objects)
    except NotARepositoryError:
        files = []
    except PromisedError as error:
        raise GitError(f"{error}, or pass --allow-partial") from error
    return selection.with_files(files)


def select_configured(context: Context) -> Selection:
    """Return the selection of the configuration and the command line; see ``load_selection``."""
    repository, given = context.repository, split_names(_rules(context))
    config = repository.config
    # A repository of another user may name any program as a provider.
    skips = context.arguments.has("--no-providers") or os.environ.get("GIT_SECRETS_NO_PROVIDERS")
    _check_minimum(context)
    rule_files = _named_rule_files(context)
    is_named = names_patterns(config, given, rule_files)
    return Selection(
        config,
        provided=() if skips else provided_by(config),
        own=() if skips else own_secrets(repository),
        rules=given,
        recommended=not is_named or (_is_shared(context) and not names_rules(config, given)),
        decode=decodes(context),
        notices=() if is_named else [NOTHING_CONFIGURED],
        rule_files=rule_files,
    )


def _named_rule_files(context: Context) -> list[NamedFile]:
    """Return the rule files that the configuration and the command line name."""
    given = context.arguments.all("--rules-file")
    if not given and not context.repository.config.all(RULE_FILE_KEY):
        return []
    from git_secrets_py.selection.named_files import named_files

    return list(named_files(context.repository, given))


def files_of_scans(repository: Repository, names: Sequence[bytes]) -> list[ActiveFile]:
    """Return the files that are active in a scan of the work tree; none outside of a repository."""
    try:
        return Versions(repository, names).active(WORK_TREE)
    except NotARepositoryError:
        return []


def rules_of_files(context: Context, files: Sequence[ActiveFile] | None = None) -> list[Pattern]:
    """Return the patterns of rule files that are active in a scan of the work tree.

    ``files`` are those of ``files_of_scans``, if they have been read. Raises
    ``ConfigurationError`` for one that is invalid.
    """
    from git_secrets_py.registry.collector import Collector

    collector = Collector()
    for file in _named_rule_files(context):
        collector.add_rule_file(file)
    if files is None:
        files = files_of_scans(context.repository, [RULE_FILE])
    collector.add_files(one for one in files if one.name == RULE_FILE)
    every = [*collector.prohibited, *collector.path_rules]
    return [one for one in every if one.rule is not None]


def _check_minimum(context: Context) -> None:
    """Raise ``UsageError`` for an unknown severity, also if this run finds nothing."""
    if "--min-severity" in context.arguments.options:
        from git_secrets_py.cli.minimum_severity import minimum

        minimum(context)


def options_to_repeat(context: Context, *, anywhere: bool = False) -> str:
    """Return the options, in words of a shell, with which another command finds the same.

    ``anywhere``: that command may run in any directory.
    """
    from git_secrets_py.report.escaping import shell_word  # a clean hook quotes nothing

    arguments, rules = context.arguments, _rules_to_repeat(context)
    words = ["--rules", rules] if rules else []
    for file in arguments.all("--rules-file"):
        words += ["--rules-file", os.path.abspath(file) if anywhere else file]
    words += filter(arguments.has, ("--text", "--archives"))
    return " ".join(shell_word(os.fsencode(word)) for word in words)


def _rules_to_repeat(context: Context) -> str:
    given = enabled(split_names(_rules(context)))
    if given or not _is_shared(context):
        return ",".join(given)
    return "" if enabled(configured_rules(context.repository.config)) else RECOMMENDED_RULES


def _is_shared(context: Context) -> bool:
    """Return whether a run is part of a setup for everyone, not of a user's own."""
    return context.arguments.verb.name == "--ci" or (
        context.arguments.verb.name.endswith("_hook") and "PRE_COMMIT" in os.environ
    )


def load_for_hook(context: Context, batch: Batch | None = None) -> Selection:
    """Return the selection of a commit hook: the pattern files are those of the index."""
    return load_selection(context, INDEX, batch)


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
            from git_secrets_py.registry.collector import read_registry

            self._registry = read_registry(self._selection, self._cache)
            self._notify(self._registry.notes)
        return self._registry

    def path_rules_for(self, path: bytes) -> Sequence[PathRule]:
        return self.registry.path_rules if self.may_prohibit(path) else ()

    def may_prohibit(self, path: bytes) -> bool:
        # Reads no patterns, which only one thread may do.
        remembered = self._remembered
        return bool(self.registry.path_rules) if not remembered else remembered.may_prohibit(path)

    @property
    def allow(self) -> AllowRule:
        return self.registry.allow

    def filters(self) -> Filters | None:
        """Return the filters of all patterns; ``None`` without any. Raises as the matcher does."""
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
            from git_secrets_py.engine.matcher import Matcher
            from git_secrets_py.engine.pattern_sources import public_sources

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
        # The files that a rule file extends are not in the key.
        if not registry.extends_files and texts is not None:
            self._selection.remember(self._cache, sources, registry.notes, texts)


def decodes(context: Context) -> bool:
    """Return whether encoded text is decoded, which the command line or the configuration disables.

    Raises ``ConfigurationError`` if the setting is not a boolean.
    """
    if context.arguments.has("--no-decode"):
        return False
    return context.repository.config.is_true(DECODE_KEY, default=True)


def _rules(context: Context) -> str:
    return context.arguments.options.get("--rules", "")
