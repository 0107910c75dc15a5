"""The registry: every pattern in force for a run, each with its origin.

Patterns come from git config, from ``.gitprohibited`` and ``.gitallowed`` at the top of the work
tree, from rule sets and from providers. None is ever skipped: what cannot be read stops the run.
"""

from __future__ import annotations

import os

from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.errors import ConfigurationError, GitSecretsError, PatternError, UsageError
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.pattern_files import ALLOWED_FILE, PROHIBITED_FILE, lines
from git_secrets_py.patterns import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.git.repository import Config, Setting

_FINGERPRINT_PREFIX = b"sha256:"
_FINGERPRINT_LENGTH = 64
_HEXADECIMAL = b"0123456789abcdefABCDEF"


class Registry:
    """The prohibited patterns and the allow rule of a run."""

    def __init__(
        self,
        prohibited: Iterable[Pattern],
        allowed: Iterable[Pattern] = (),
        fingerprints: dict[str, Origin] | None = None,
        *,
        inline: bool = False,
    ) -> None:
        """``inline`` lets comments in scanned lines allow them.

        Raises ``PatternError``, with its origin, for a pattern that cannot be read.
        """
        self.prohibited = list(_without_repetition(prohibited))
        self.allow = AllowRule(_without_repetition(allowed), fingerprints, inline=inline)
        for pattern in (*self.prohibited, *self.allow.patterns):
            if pattern.origin.kind != "rules":  # our tests have read these
                _check(pattern)


class Collector:
    """Gathers patterns from where they stand."""

    def __init__(self) -> None:
        self.prohibited: list[Pattern] = []
        self.allowed: list[Pattern] = []
        self.fingerprints: dict[str, Origin] = {}
        self.inline = False

    def registry(self) -> Registry:
        """Return the registry of all that was gathered; raises ``PatternError``."""
        return Registry(
            self.prohibited, self.allowed, self.fingerprints, inline=self.inline
        )  # fmt: skip

    def add_config(self, config: Config) -> None:
        """Take ``secrets.patterns``, ``.allowed``, ``.rules``, ``.inlineAllow``, and what the
        providers print.

        Raises ``ProviderError``, and ``ConfigurationError`` for a rule set that is not known.
        """
        self.prohibited += _configured(config, b"secrets.patterns")
        self.allowed += _configured(config, b"secrets.allowed")
        self.inline = config.is_true(b"secrets.inlineallow")
        # A provider that stands in several files is run once.
        for command in dict.fromkeys(one.value or b"" for one in config.all(b"secrets.providers")):
            from git_secrets_py import providers

            self.prohibited += providers.patterns_of(command)
        for setting in config.all(b"secrets.rules"):
            self._add_configured_rules(setting)

    def add_files(self, top: bytes) -> None:
        """Take ``.gitprohibited`` and ``.gitallowed`` in the directory ``top``, if they are there.

        Raises ``GitSecretsError`` for one that cannot be read.
        """
        self.add_prohibited_file(file_content(os.path.join(top, PROHIBITED_FILE)))
        self.add_allowed_file(file_content(os.path.join(top, ALLOWED_FILE)))

    def add_prohibited_file(self, content: bytes) -> None:
        """Take the content of a ``.gitprohibited``."""
        for number, text in lines(content):
            self.prohibited.append(Pattern(text, Origin("file", f".gitprohibited:{number}")))

    def add_allowed_file(self, content: bytes) -> None:
        """Take the content of a ``.gitallowed``; raises ``PatternError`` for a bad fingerprint."""
        for number, text in lines(content):
            origin = Origin("file", f".gitallowed:{number}")
            fingerprint = _fingerprint(text, origin)
            if fingerprint:
                self.fingerprints[fingerprint] = origin
            else:
                self.allowed.append(Pattern(text, origin))

    def add_rules(self, names: Sequence[str]) -> None:
        """Take built-in rule sets; raises ``UsageError`` for one that is not known."""
        if not names:
            return
        from git_secrets_py import rules

        for rule_set in rules.select(names):
            self.prohibited += rule_set.patterns
            self.allowed += rule_set.allowed

    def _add_configured_rules(self, setting: Setting) -> None:
        try:
            self.add_rules(rule_names((setting.value or b"").decode("utf-8", "replace")))
        except UsageError as error:
            raise ConfigurationError(f"secrets.rules in {setting.origin}: {error}") from None


def rule_names(text: str) -> list[str]:
    """Return the names of rule sets in ``text``, where commas separate them."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _configured(config: Config, key: bytes) -> Iterator[Pattern]:
    """Yield the patterns under ``key``: a newline in a value separates patterns, as in grep."""
    for setting in config.all(key):
        for source in (setting.value or b"").split(b"\n"):
            yield Pattern(source, Origin("config", setting.origin))


def file_content(path: bytes) -> bytes:
    """Return what stands in the pattern file ``path``: nothing where there is none.

    Raises ``GitSecretsError`` for one that cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise GitSecretsError(
            f"cannot read {os.fsdecode(path)}: {error.strerror}; what it allows and prohibits "
            "is part of every scan"
        ) from error


def _fingerprint(text: bytes, origin: Origin) -> str | None:
    """Return the fingerprint that a line of ``.gitallowed`` allows, or ``None`` for a pattern."""
    stripped = text.strip()
    digits = stripped.removeprefix(_FINGERPRINT_PREFIX)
    if digits == stripped or digits.strip(_HEXADECIMAL):
        return None
    if len(digits) != _FINGERPRINT_LENGTH:
        error = PatternError(
            text, 0, len(text), f"a fingerprint has {_FINGERPRINT_LENGTH} hexadecimal digits"
        )
        error.origin = str(origin)
        raise error
    return digits.decode().lower()


def _without_repetition(patterns: Iterable[Pattern]) -> Iterable[Pattern]:
    """Return ``patterns`` without those whose text came before; the first origin stays."""
    distinct: dict[bytes, Pattern] = {}
    for pattern in patterns:
        distinct.setdefault(pattern.source, pattern)
    return distinct.values()


def _check(pattern: Pattern) -> None:
    try:
        read(pattern.source)
    except PatternError as error:
        error.origin = str(pattern.origin)
        error.confidential = pattern.confidential
        raise
