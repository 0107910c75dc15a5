"""Values that are secrets by their names or their form: variables, headers, arguments."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import of_value, parameters
from git_secrets_py.providers.stored_secret import (
    StoredSecret,
    is_path,
    is_telling,
    without_scheme,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHORTEST_VALUE = 12
# A value in one case is a name, such as that of a model, unless it has a run of this length.
_SHORTEST_RUN = 20
_DIGITS = frozenset(b"0123456789")
_JOINTS = bytes.maketrans(b"-_.:", b"    ")


def of_setting(profile: str, name: str, value: bytes) -> Iterator[StoredSecret]:
    """Yield ``value`` of a variable or a header ``name`` if it may be a secret."""
    is_named = is_telling(name) and not is_path(value)
    is_token = without_scheme(value) != value.strip()
    if is_named or is_token or b"://" in value or _looks_secret(value):
        yield from of_value(profile, value)
    else:
        for part in parameters(value, b";"):  # of a connection string
            yield StoredSecret(profile, part)


def of_arguments(profile: str, words: Iterable[bytes]) -> Iterator[StoredSecret]:
    """Yield the secrets in the arguments of a command.

    They are in ``--name=value`` or ``name=value``, in the word after ``--name``, in a header
    ``Name: value``, and in URLs.
    """
    option = ""
    for word in words:
        name, _, value = word.partition(b"=")
        if is_telling(option) and not word.startswith(b"-"):
            if not is_path(word):
                yield StoredSecret(profile, word)
        elif value and is_telling(_name(name)) and not is_path(value):
            yield from of_value(profile, value)
        else:
            text = value if name.startswith(b"-") and value else word
            yield from _of_header(profile, text)
        option = _name(word) if word.startswith(b"-") and not value else ""


def _of_header(profile: str, text: bytes) -> Iterator[StoredSecret]:
    name, colon, value = text.partition(b":")
    if b"://" in text:
        yield from of_value(profile, text)
    elif colon and (is_telling(_name(name)) or without_scheme(value) != value.strip()):
        yield StoredSecret(profile, value)


def _name(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _looks_secret(value: bytes) -> bool:
    """Return whether ``value`` is neither a word nor a path, a number, an address or a list."""
    if len(value) < _SHORTEST_VALUE or is_path(value) or not set(b" ,;/\\@").isdisjoint(value):
        return False
    kinds = (bytes.isupper, bytes.islower)
    longest = max(map(len, value.translate(_JOINTS).split(b" ")))
    is_mixed = not any(kind(value) for kind in kinds) or longest >= _SHORTEST_RUN
    is_number = not value.strip(b"0123456789.:-+eTZ")
    return not _DIGITS.isdisjoint(value) and is_mixed and not is_number and value.count(b".") < 3
