"""The patterns of the audits in one process: read once for all repositories that share them."""

from __future__ import annotations

from git_secrets_py.audit.audit import matcher_for
from git_secrets_py.cli.active_patterns import decodes
from git_secrets_py.cli.audit_runner import audit_options
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.git.config import PROVIDERS_KEY, Config, Setting, split_names
from git_secrets_py.registry.collector import read_registry
from git_secrets_py.selection import Selection, names_patterns
from git_secrets_py.selection.active_files import WORK_TREE, Versions, extended_in
from git_secrets_py.selection.named_files import NamedFile, named_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.fleet.auditing import AuditContext
    from git_secrets_py.fleet.tasks import Setup
    from git_secrets_py.model import Pattern
    from git_secrets_py.registry import Registry

_SECTION = b"secrets."


class RepositoryPatterns:
    """The patterns of each repository, as ``--scan-history`` reads them there.

    The providers of a repository's own configuration are not run, since it is not trusted.
    """

    def __init__(self, setup: Setup, provided: Sequence[Pattern], commands: set[bytes]) -> None:
        """``provided`` are the confidential patterns, ``commands`` the providers that were run."""
        self._rules = split_names(dict(setup.options).get("--rules", ""))
        self._settings = [Setting(*one) for one in setup.settings]
        self._files = setup.rule_files
        self._provided = provided
        self._commands = commands
        self._last: tuple[Hashable, Registry, Matcher] | None = None

    def of(self, context: AuditContext) -> tuple[Registry, Matcher]:
        """Return the patterns for the repository of ``context``; raises as an audit does."""
        repository = context.repository
        _prepend(repository.config, self._settings)
        selection = self._selection(context)
        key = self._key(context, selection)
        if self._last is not None and self._last[0] == key:
            return self._last[1:]
        registry = read_registry(selection, DatabaseCache())
        matcher = matcher_for(registry, audit_options(context, ()))
        self._last = None if registry.extends_files else (key, registry, matcher)
        return registry, matcher

    def forget(self) -> None:
        """Read the patterns anew next time: one that timed out is not tried again."""
        self._last = None

    def _selection(self, context: AuditContext) -> Selection:
        repository = context.repository
        config = repository.config
        for warning in self._not_run(config):
            context.notify(warning)
        extended = extended_in(repository, WORK_TREE)
        sent = (NamedFile(*one, extended=extended) for one in self._files)
        files = [*sent, *named_files(repository)]
        is_named = names_patterns(config, self._rules, files)
        selection = Selection(
            config,
            provided=self._provided,
            rules=self._rules,
            recommended=not is_named,
            decode=decodes(context),
            rule_files=files,
        )
        active = Versions(repository).active(WORK_TREE, may_lack=context.may_lack_objects)
        return selection.with_files(active)

    def _not_run(self, config: Config) -> Iterator[str]:
        """Yield a note if a provider of the repository's own configuration is not run."""
        if any((one.value or b"") not in self._commands for one in config.all(PROVIDERS_KEY)):
            yield "the providers in the configuration of this repository were not run"

    def _key(self, context: AuditContext, selection: Selection) -> Hashable:
        """Return all that the registry depends on, for one setup."""
        settings = selection.config.settings
        return (
            tuple((s.key, s.value, s.origin) for s in settings if s.key.startswith(_SECTION)),
            selection.decode,
            tuple((one.name, one.content) for one in selection.rule_files),
            tuple((one.name, one.where, one.content) for one in selection.files),
        )


def _prepend(config: Config, settings: Sequence[Setting]) -> None:
    config.settings[:0] = settings
