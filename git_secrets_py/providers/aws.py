"""The AWS provider: the keys in the credentials file, as literal patterns.

``configparser`` parses the file, as in the AWS CLI, but every value is kept, also of repeated keys
and sections, before the first section, and next to lines that are not ``key = value``.
For a comment after a value, both readings are kept. As in git-secrets by AWS Labs, a key that is
commented out or follows ``export`` counts, if its value looks like one. A file of nothing but
headers, comments and ``key = value`` has one reading, and is read without ``configparser``, which
would take a hook 5 to 10 ms.
"""

from __future__ import annotations

import os

from git_secrets_py.content import PATTERNS_LIMIT
from git_secrets_py.errors import ProviderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from configparser import RawConfigParser

    from git_secrets_py.model import Pattern

KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
DEFAULT_FILE = "~/.aws/credentials"

# The section of the lines before the first header. No profile has a blank name.
_NO_PROFILE = " "
_COMMENTS = "#;"
_SHORTEST_KEY = 16  # characters


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
    """Return each credential as a pattern, with the profile in its origin.

    ``--aws-provider`` prints the ``source`` of each on a line. Arguments and exceptions are those
    of ``credentials``.
    """
    found = credentials(path)
    if not found:
        return []
    from git_secrets_py.providers.own_secret import OwnSecret

    return [OwnSecret("aws", "AWS credentials file", *each) for each in found]


def credentials(path: bytes | str | None = None) -> list[tuple[str, bytes]]:
    """Return each distinct credential with its profile, in the order of the file.

    The file is ``path``, or ``AWS_SHARED_CREDENTIALS_FILE`` in the environment, or
    ``~/.aws/credentials``. As in git-secrets by AWS Labs, a missing file has no credentials. The
    profile of keys before the first section is ``""``. Raises ``ProviderError`` if the file
    cannot be read.
    """
    file = path or _default_path()
    content = _content(file)
    if 0 not in content and b"aws_" not in content.lower():
        return []  # no file, or single sign-on only
    lines = _decoded(content, file).decode("utf-8", "surrogateescape")
    plain = _plain_entries(lines)
    entries = _entries(_parsed(lines)) if plain is None else plain
    found: dict[bytes, str] = {}
    for profile, text in [*entries, *_disabled_entries(lines)]:
        for value in _readings(text):
            found.setdefault(value.encode("utf-8", "surrogateescape"), profile)
    return [(profile, value) for value, profile in found.items()]


def _default_path() -> str:
    named = os.environ.get("AWS_SHARED_CREDENTIALS_FILE")
    return os.path.expanduser(os.path.expandvars(named) if named else DEFAULT_FILE)


def _content(path: bytes | str) -> bytes:
    try:
        with open(path, "rb") as file:
            content = file.read(PATTERNS_LIMIT + 1)
        if len(content) <= PATTERNS_LIMIT:
            return content
        reason = f"larger than {PATTERNS_LIMIT >> 20} MiB"
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
    raise ProviderError(
        f"provider 'aws' cannot read {_shown(path)}: {reason}. "
        "Make it readable, or set AWS_SHARED_CREDENTIALS_FILE to another file."
    )


def _decoded(content: bytes, file: bytes | str) -> bytes:
    from git_secrets_py.pattern_files import TextError, decode

    if 0 not in content:  # the AWS CLI takes every carriage return for a line end
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return decode(content)
    except TextError as error:
        place = f"line {error.line} {error.reason}"
    raise ProviderError(f"provider 'aws' cannot read {_shown(file)}: {place}")


def _shown(path: bytes | str) -> str:
    from git_secrets_py.wording import in_one_line  # a hook imports few modules

    return in_one_line(path)


def _readings(text: str) -> list[str]:
    """Return the credential in ``text``, without quotes, and that before a trailing comment.

    The AWS CLI and most SDKs take `` #`` and `` ;`` for the beginning of a comment, others do not.
    """
    before = next(
        (text[: place - 1] for place in range(1, len(text)) if _begins_comment(text, place)), text
    )
    values = (one.strip().strip("\"'").strip() for one in (text, before))
    return [value for value in dict.fromkeys(values) if value]


def _begins_comment(text: str, place: int) -> bool:
    return text[place] in "#;" and text[place - 1].isspace()


def _plain_entries(text: str) -> list[tuple[str, str]] | None:
    """Return the credentials in ``text`` as ``_entries`` does; ``None`` unless it is plain."""
    sections: dict[str, dict[str, list[str]]] = {}
    values = sections.setdefault(_NO_PROFILE, {})
    for line in text.split("\n"):
        content = line.strip()
        if not content or line[0] in _COMMENTS:
            continue
        name, equals, value = content.partition("=")
        name = name.rstrip()
        if _is_header(line, content):
            values = sections.setdefault(content[1:-1], {})
        elif equals and line[0] == content[0] and name.isascii() and name.isidentifier():
            values.setdefault(name.lower(), []).append(value.strip())
        else:
            return None
    return [
        (section.strip(), value)
        for section, options in sections.items()
        for name in options
        if name in KEYS
        for value in options[name]
    ]


def _disabled_entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield the keys on lines that only contain the name of a key, with the profile above them."""
    profile = ""
    for line in text.split("\n"):
        content = line.strip()
        if content and _is_header(line, content):
            profile = content[1:-1].strip()
        name, _, value = content.partition("=")
        value = value.strip("\"' \t")
        if any(key in name.lower() for key in KEYS) and _looks_like_key(value):
            yield profile, value


def _looks_like_key(value: str) -> bool:
    """Return whether ``value`` may be a key rather than a placeholder or the end of a sentence."""
    is_word = len(value) >= _SHORTEST_KEY and not any(map(str.isspace, value))
    return is_word and "EXAMPLE" not in value and any(map(str.isdigit, value))


def _is_header(line: str, content: str) -> bool:
    name = content[1:-1]
    return line[0] == "[" and content.endswith("]") and bool(name) and not {*name} & {*"[]"}


def _parsed(text: str) -> RawConfigParser:
    from configparser import ParsingError, RawConfigParser
    from contextlib import suppress

    parser = RawConfigParser(
        dict_type=_EveryValue,  # type: ignore[arg-type]  # any dictionary type works
        strict=False,
        interpolation=None,
        default_section="",  # [DEFAULT] is a profile like any other
    )
    # Raised at the end of the file for lines that are not "key = value". Its message contains
    # those lines.
    with suppress(ParsingError):
        parser.read_file(_lines(text))
    return parser


def _lines(text: str) -> Iterator[str]:
    """Yield the lines for ``configparser``, after a header for the lines before the first one.

    In ``configparser`` an indented line continues the value before it. Here an indented header
    or key does not, so that it is not lost.
    """
    yield f"[{_NO_PROFILE}]\n"
    for line in text.split("\n"):
        content = line.strip()
        yield content if content.startswith("[") or _is_assignment(content) else line


def _is_assignment(text: str) -> bool:
    """Return whether text follows the sign: a line of Base64 may end in it."""
    return bool(text.replace(":", "=").partition("=")[2].strip("= "))


def _entries(parser: RawConfigParser) -> Iterator[tuple[str, str]]:
    for section in parser.sections():
        for key, value in parser.items(section):
            if key in KEYS:
                yield from ((section.strip(), line) for line in value.split("\n"))
