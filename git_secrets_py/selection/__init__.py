"""The selection: the settings, rule sets and files that name the patterns of a run.

The registry reads the patterns themselves. A hook that finds nothing does not need them: the cache
has their compiled database under the key of the selection.
"""

from __future__ import annotations

import marshal

from git_secrets_py.content import RULE_FILE
from git_secrets_py.engine import Filters
from git_secrets_py.engine.hyperscan import hyperscan_module
from git_secrets_py.git.config import (
    ALLOWED_KEY,
    BOOLEAN_KEYS,
    LOCAL_KEY,
    MIN_SEVERITY_KEY,
    PATTERNS_KEY,
    PROVIDERS_KEY,
    RULE_FILE_KEY,
    RULES_KEY,
    VAULT_KEY,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.git.config import Config
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Pattern
    from git_secrets_py.selection.active_files import ActiveFile
    from git_secrets_py.selection.named_files import NamedFile

# Names of rule sets: the one that is active if nothing is configured, and the empty one.
RECOMMENDED_RULES = "recommended"
NO_RULES = "none"
NOTHING_CONFIGURED = (
    f"no prohibited pattern is configured; the rule set '{RECOMMENDED_RULES}' is active"
)

_SECTION = b"secrets"
# Settings whose values fully determine the patterns that they name.
_PUBLIC_KEYS = (PATTERNS_KEY, ALLOWED_KEY, RULES_KEY, MIN_SEVERITY_KEY, *BOOLEAN_KEYS)
# Settings whose values name files, of which the contents count.
_FILE_KEYS = (RULE_FILE_KEY,)
# Settings that name confidential patterns.
_CONFIDENTIAL_KEYS = (PROVIDERS_KEY, LOCAL_KEY, VAULT_KEY)


class Remembered:
    """The remembered parts of a selection, instead of its registry.

    ``filters`` are those of all patterns, ``notes`` those of the registry. A path without any of
    ``path_texts`` in lower case is not prohibited by a rule for paths.
    """

    def __init__(
        self, filters: Filters, notes: Sequence[str] = (), path_texts: Sequence[str] = ()
    ) -> None:
        self.filters = filters
        self.notes = notes
        self._path_texts = path_texts

    def may_prohibit(self, path: bytes) -> bool:
        """Return whether a rule for paths may prohibit the file ``path``."""
        where = path.decode("utf-8", "surrogateescape").lower()
        return any(one in where for one in self._path_texts)


class Selection:
    """The origins of the patterns of a run, in git config, on the command line and in files."""

    def __init__(
        self,
        config: Config,
        *,
        provided: Sequence[Pattern] = (),
        own: Sequence[Pattern] = (),
        rules: Sequence[str] = (),
        recommended: bool = False,
        files: Sequence[ActiveFile] = (),
        decode: bool = False,
        notices: Sequence[str] = (),
        rule_files: Sequence[NamedFile] = (),
        server_only: bool = False,
    ) -> None:
        """``provided`` are the patterns of the providers, ``own`` the secrets of the user.

        ``rules`` are the names on the command line. ``recommended`` adds the recommended rules.
        ``files`` are the active versions of the pattern files. With ``decode``, matches in encoded
        text are found as well. ``notices`` are for the user. ``rule_files`` are named ones. With
        ``server_only``, ``files`` allow nothing.
        """
        self.config = config
        self.provided = provided
        self.own = own
        self.rules = rules
        self.recommended = recommended
        self.files = files
        self.decode = decode
        self.notices = notices
        self.rule_files = rule_files
        self.server_only = server_only

    def with_files(self, files: Iterable[ActiveFile], *, server_only: bool = False) -> Selection:
        """Return this selection with ``files`` as its pattern files, whose warnings are notices."""
        files = list(files)
        return Selection(
            self.config,
            provided=self.provided,
            own=self.own,
            rules=self.rules,
            recommended=self.recommended,
            files=files,
            decode=self.decode,
            notices=[*self.notices, *(file.warning for file in files if file.warning)],
            rule_files=self.rule_files,
            server_only=server_only,
        )

    def remembered(self, cache: DatabaseCache) -> Remembered | None:
        """Return the parts that ``cache`` remembers, without reading patterns; ``None`` for none.

        They prove that each public pattern is valid: ``remember`` was called after all were read.
        """
        hyperscan, key = hyperscan_module(), self._key()
        if hyperscan is None or key is None:
            return None
        found = cache.load_by_key(hyperscan, key)
        if found is None:
            return None
        databases, more = found
        try:
            notes, path_texts = marshal.loads(more)
        except (ValueError, EOFError, TypeError):
            return None  # of another version of Python
        gate = databases.pop() if self.decode else None
        every = [*databases, *self._own_filters()]
        filters = Filters(every, gate, may_join=not self._has_rule_files())
        return Remembered(filters, notes, path_texts)

    def remember(
        self,
        cache: DatabaseCache,
        sources: Sequence[bytes],
        notes: Sequence[str] = (),
        path_texts: Sequence[str] = (),
    ) -> None:
        """Store that the database of this selection is that of ``sources``, all valid.

        ``notes`` and ``path_texts`` are those of ``Remembered``.
        """
        hyperscan, key = hyperscan_module(), self._key()
        if hyperscan is None or key is None or not sources:
            return
        databases = [sources]
        if self.decode:
            from git_secrets_py.engine.decoding.gate import EXPRESSIONS

            databases.append(EXPRESSIONS)
        more = marshal.dumps((list(notes), list(path_texts)))
        cache.store_key(hyperscan, key, databases, more)

    def _has_rule_files(self) -> bool:
        """Return whether there are rule files, whose rules are tried on whole contents."""
        return bool(self.rule_files) or any(
            one.name == RULE_FILE and one.content for one in self.files
        )

    def _own_filters(self) -> Iterator[Filter]:
        literals = dict(enumerate(self._literals()))
        if literals:
            from git_secrets_py.engine.own_secrets import OwnSecrets, OwnSecretsFilter

            yield OwnSecretsFilter(OwnSecrets(literals.items()))

    def _literals(self) -> list[bytes]:
        confidential = (*self.provided, *self.own)
        return [one.literal for one in confidential if one.literal is not None]

    def _key(self) -> list[bytes] | None:
        """Return everything that determines the public patterns, and the user's allowed patterns.

        ``None`` if that depends on more: on a setting that is not known here, or on the output of a
        provider, since a pattern that is repeated is left out.
        """
        ours = (one for one in self.config.settings if one.key.partition(b".")[0] == _SECTION)
        settings = list(ours)
        if {one.key for one in settings} - {*_PUBLIC_KEYS, *_FILE_KEYS, *_CONFIDENTIAL_KEYS}:
            return None
        if len(self._literals()) < len(self.provided) + len(self.own):
            return None
        public = [one for one in settings if one.key in _PUBLIC_KEYS]
        key = [part for one in public for part in (one.key, _distinct(one.value))]
        key.append(",".join(self.rules).encode("utf-8", "surrogateescape"))
        key += [b"%d" % flag for flag in (self.recommended, self.decode, self.server_only)]
        for named in self.rule_files:
            key += [named.name.encode("utf-8", "surrogateescape"), named.content]
        key.append(b"%d" % len(self.rule_files))
        return key + [part for file in self.files for part in (file.name, file.content)]


def provided_by(config: Config) -> Sequence[Pattern]:
    """Run the providers in ``config``; return their patterns. Raises ``ProviderError``.

    One that is configured in several files is run once.
    """
    commands = config.all(PROVIDERS_KEY)
    if not commands:
        return ()
    from git_secrets_py import providers

    return providers.patterns(one.value or b"" for one in commands)


def own_secrets(repository: Repository) -> Sequence[Pattern]:
    """Return the user's own secrets, from the stores that ``secrets.local`` names.

    Raises ``ProviderError`` for a store that cannot be read, ``ConfigurationError`` for an unknown
    one.
    """
    if not repository.config.all(LOCAL_KEY):
        return ()
    from git_secrets_py.selection import own_stores

    return own_stores.own_secrets(repository)


def configured_rules(config: Config) -> list[str]:
    """Return the names in ``secrets.rules``."""
    return [name for setting in config.all(RULES_KEY) for name in setting.names]


def names_rules(config: Config, given: Sequence[str]) -> bool:
    """Return whether ``config`` or the command line, by ``given``, names a rule set or ``none``."""
    return bool(enabled([*configured_rules(config), *given]))


def names_patterns(
    config: Config, given: Sequence[str] = (), rule_files: Collection[object] = ()
) -> bool:
    """Return whether a prohibited pattern, a rule set or a rule file is named.

    ``config`` names them, or the command line, by the rules ``given`` and by ``rule_files``.
    """
    is_configured = any(config.all(key) for key in (PATTERNS_KEY, RULE_FILE_KEY))
    return is_configured or bool(rule_files) or names_rules(config, given)


def enabled(names: Iterable[str]) -> list[str]:
    """Return those of ``names`` that do not exclude anything."""
    return [name for name in names if not name.startswith("-")]


def excluded_by(names: Iterable[str]) -> list[str]:
    """Return the names that ``names`` exclude, without their ``-``."""
    return [name.removeprefix("-") for name in names if name.startswith("-")]


def _distinct(value: bytes | None) -> bytes:
    """Return a text that differs for each value, also for a key without ``=``."""
    return b"" if value is None else b"=" + value
