"""The patterns of the user, in git config and in the pattern files, with their origins."""

from __future__ import annotations

from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE
from git_secrets_py.errors import ConfigurationError, PatternError, UsageError
from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.git.config import Config


class UsersPattern(Pattern):
    """A prohibited pattern of git config or of ``.gitprohibited``."""

    __slots__ = ("_severity",)

    def __init__(
        self, source: bytes, origin: Origin, comment: Sequence[bytes] = (), severity: str = ""
    ) -> None:
        """``severity`` is the one that the comment assigns.

        Without one it is high, and that of the rule for a pattern that ``--register-aws`` stores.
        """
        super().__init__(source, origin, comment=comment)
        self._severity = severity

    def severity_of(self, secret: bytes) -> str:
        from git_secrets_py.rules import stored  # only at a hit

        return self._severity or stored.severity(self.source)


def configured(config: Config, key: bytes) -> Iterator[Pattern]:
    """Yield the patterns under ``key``: a newline in a value separates patterns, as in grep."""
    for setting in config.all(key):
        for source in (setting.value or b"").split(b"\n"):
            yield UsersPattern(source, Origin(Origin.CONFIG, setting.origin))


def prohibited_by(content: bytes) -> Iterator[Pattern]:
    """Yield the patterns in the content of a ``.gitprohibited``, with their comments.

    Raises ``ConfigurationError`` if it is not text, or for an unknown severity.
    """
    for number, text, comment in _lines(PROHIBITED_FILE, content):
        origin = Origin.of_line(PROHIBITED_FILE, number)
        severity, rest = _severity(comment, origin)
        yield UsersPattern(text, origin, rest, severity)


def allowed_by(content: bytes) -> Iterator[Pattern | tuple[str, Origin]]:
    """Yield the patterns in the content of a ``.gitallowed``, and fingerprints with their origins.

    Raises ``ConfigurationError`` if it is not text, ``PatternError`` for a bad fingerprint.
    """
    for number, text, _ in _lines(ALLOWED_FILE, content):
        origin = Origin.of_line(ALLOWED_FILE, number)
        fingerprint = _fingerprint(text, origin)
        yield (fingerprint, origin) if fingerprint else Pattern(text, origin)


def _lines(name: bytes, content: bytes) -> Iterable[tuple[int, bytes, Sequence[bytes]]]:
    if not content:
        return ()
    # Few repositories need it.
    from git_secrets_py.pattern_files import TextError, commented_lines, decode

    try:
        return commented_lines(decode(content))
    except TextError as error:
        raise ConfigurationError(f"{name.decode()}:{error.line} {error.reason}") from None


def _severity(comment: Sequence[bytes], origin: Origin) -> tuple[str, Sequence[bytes]]:
    """Return the severity in ``comment`` and the rest of it; raises ``ConfigurationError``."""
    if not comment:
        return "", comment
    from git_secrets_py.findings.severity import of_comment

    try:
        return of_comment(comment)
    except UsageError as error:
        raise ConfigurationError(f"{origin}: {error}") from None


def _fingerprint(text: bytes, origin: Origin) -> str:
    """Return the fingerprint that a line of ``.gitallowed`` allows, ``""`` for a pattern."""
    from git_secrets_py.pattern_files import fingerprint

    try:
        return fingerprint(text)
    except PatternError as error:
        error.origin = str(origin)
        raise
