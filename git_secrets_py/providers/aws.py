"""The AWS provider: the keys of the credentials file, as literal patterns.

The file is read with ``configparser``, as the AWS command line does, but keeping every value: of
repeated keys, of repeated sections, before the first section, and beside lines that are not
``key = value``. Commented-out lines are comments.
"""

from __future__ import annotations

import os

from git_secrets_py.errors import ProviderError
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.patterns.literal import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from configparser import RawConfigParser

KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
DEFAULT_FILE = "~/.aws/credentials"

# The section of what comes before the first header. No profile has a blank name.
_NO_PROFILE = " "


class _EveryValue(dict[str, object]):
    """A section that keeps the values of a repeated key.

    ``configparser`` sets a key to the list of its lines, then appends continuation lines to it,
    and joins them with newlines at the end.
    """

    def __setitem__(self, key: str, value: object) -> None:
        earlier = self.get(key)
        if isinstance(earlier, list) and isinstance(value, list):
            value = earlier + value
        super().__setitem__(key, value)


def patterns(path: bytes | str | None = None) -> list[Pattern]:
    """Return a literal pattern for each credential; its origin names the profile.

    What ``--aws-provider`` prints is the ``source`` of each, a line each. Arguments and errors
    are those of ``credentials``.
    """
    return [
        Pattern(escape(value), Origin("provider", f"aws [{profile}]" if profile else "aws"))
        for profile, value in credentials(path)
    ]


def credentials(
    path: bytes | str | None = None, environ: Mapping[str, str] = os.environ
) -> list[tuple[str, bytes]]:
    """Return each credential with its profile, in the file's order, no value twice.

    The file is ``path``, else the one that ``AWS_SHARED_CREDENTIALS_FILE`` in ``environ`` names,
    else ``~/.aws/credentials``. A file that does not exist holds none, as for the original. The
    profile is ``""`` for keys before the first section. Raises ``ProviderError`` for a file that
    cannot be read.
    """
    content = _content(path or _default_path(environ))
    if b"aws_" not in content.lower():
        return []  # no file, or one for single sign-on: configparser costs a hook 5 to 10 ms
    found: dict[bytes, str] = {}
    for profile, text in _entries(_parsed(content)):
        value = text.strip().strip("\"'").strip()
        if value:
            found.setdefault(value.encode("utf-8", "surrogateescape"), profile)
    return [(profile, value) for value, profile in found.items()]


def _default_path(environ: Mapping[str, str]) -> str:
    named = environ.get("AWS_SHARED_CREDENTIALS_FILE")
    return os.path.expanduser(os.path.expandvars(named) if named else DEFAULT_FILE)


def _content(path: bytes | str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
    raise ProviderError(
        f"provider 'aws' cannot read {os.fsdecode(path)}: {reason}. "
        "Make it readable, or name another file in AWS_SHARED_CREDENTIALS_FILE."
    )


def _parsed(content: bytes) -> RawConfigParser:
    from configparser import ParsingError, RawConfigParser
    from contextlib import suppress

    parser = RawConfigParser(
        dict_type=_EveryValue,  # type: ignore[arg-type]  # any dictionary serves
        strict=False,
        interpolation=None,
        default_section="",  # [DEFAULT] is a profile like any other
    )
    # It is raised when all has been read, for lines that are not "key = value". Its message
    # holds those lines.
    with suppress(ParsingError):
        parser.read_file(_lines(content))
    return parser


def _lines(content: bytes) -> Iterator[str]:
    """Yield the lines for ``configparser``, after a header for those that come before any.

    To ``configparser`` an indented line continues the value before it. Here it does so only
    where it can be nothing else, so that no indented header or key is lost.
    """
    yield f"[{_NO_PROFILE}]\n"
    for line in content.decode("utf-8-sig", "surrogateescape").split("\n"):
        text = line.strip()
        yield text if text.startswith("[") or _is_assignment(text) else line


def _is_assignment(text: str) -> bool:
    """Whether something follows the sign: a line of base64 may end in it."""
    return bool(text.replace(":", "=").partition("=")[2].strip("= "))


def _entries(parser: RawConfigParser) -> Iterator[tuple[str, str]]:
    for section in parser.sections():
        for key, value in parser.items(section):
            if key in KEYS:
                yield from ((section.strip(), line) for line in value.split("\n"))
