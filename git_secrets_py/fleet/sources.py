"""The lists of repositories: text, JSON lines, and directories that are searched."""

from __future__ import annotations

import errno
import json
import os
import re
from dataclasses import replace
from itertools import count

from git_secrets_py.errors import ConfigurationError, GitSecretsError, UsageError
from git_secrets_py.files import read_regular, standard_input
from git_secrets_py.fleet import addresses
from git_secrets_py.fleet.addresses import Address
from git_secrets_py.fleet.discovery import repositories
from git_secrets_py.fleet.repository_identity import repository_of
from git_secrets_py.fleet.tasks import Listed, Target
from git_secrets_py.pattern_files import TextError, decode, encoding_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

STANDARD_INPUT = "-"
# Rare in a path, but common between names and values.
_NO_PATH = re.compile(r"[=\"']")
# A million repositories with long addresses.
_LARGEST = 1 << 28
# The file of a shell's process substitution is a pipe that was opened before.
_DESCRIPTORS = ("/dev/fd", "/proc/self/fd")


def read(sources: Sequence[str], clones: str) -> list[Listed]:
    """Return the repositories that ``sources`` list, each once, with distinct names.

    A source is a file, ``-`` for standard input, or a directory; the repositories in the directory
    ``clones`` are left out. A line or a directory that cannot be read has a ``problem``. Raises
    ``UsageError`` for a source that does not exist, ``ConfigurationError`` for a file that cannot
    be read.
    """
    distinct: dict[str, Listed] = {}
    for source in sources:
        for listed in _read_source(source, clones):
            distinct.setdefault(_place(listed), listed)
    return list(_with_distinct_names(distinct.values()))


def _read_source(source: str, clones: str) -> Iterator[Listed]:
    if source != STANDARD_INPUT and os.path.isdir(source):
        yield from _found_in(source, clones)
        return
    for number, line in enumerate(_lines(source), 1):
        origin = f"{source}:{number}"
        try:
            entry = _parse_line(line)
        except ConfigurationError as error:
            yield Listed(Target(origin, origin, is_path=False), problem=str(error))
            continue
        if entry is not None:
            yield _listed(*entry, origin)


def _found_in(directory: str, clones: str) -> Iterator[Listed]:
    unread: list[OSError] = []
    for path in repositories(directory, clones, unread.append):
        yield Listed(_target_in(directory, path))
    for error in unread:
        target = _target_in(directory, error.filename)
        yield Listed(target, problem=f"cannot read it: {error.strerror}")


def _target_in(directory: str, path: str) -> Target:
    name = os.path.relpath(path, directory)
    name = os.path.basename(os.path.abspath(directory)) if name == os.curdir else name
    return Target(name, os.path.realpath(path), is_path=True)


def _lines(source: str) -> list[str]:
    try:
        content = _content(source)
        content = decode(content) if encoding_of(content) else content
    except FileNotFoundError:
        raise UsageError(f"there is no file or directory '{source}'") from None
    except OSError as error:
        raise ConfigurationError(f"cannot read {source}: {error.strerror or error}") from error
    except TextError as error:
        raise ConfigurationError(f"{source}:{error.line}: this line {error.reason}") from error
    return content.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n")


def _content(source: str) -> bytes:
    if source == STANDARD_INPUT:
        return _whole(standard_input())
    if os.path.dirname(source) in _DESCRIPTORS:
        with open(source, "rb") as file:
            return _whole(file)
    return read_regular(source, _LARGEST, follow=True)


def _whole(file: IO[bytes]) -> bytes:
    """Return the content of ``file``; raises ``OSError`` for more than ``_LARGEST`` bytes."""
    content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise OSError(errno.EFBIG, f"larger than {_LARGEST >> 20} MiB")
    return content


def _parse_line(line: str) -> tuple[str, str] | None:
    """Return the address and the name in ``line``; ``None`` for a comment.

    The errors do not quote the line, which may hold a password.
    """
    text = line.strip()
    if not text or text.startswith("#"):
        return None
    if text.startswith("{"):
        return _parse_object(text)
    if text.startswith("[{"):
        raise ConfigurationError("this is a JSON array; write one object on each line")
    address, _, name = text.partition("\t")
    return address.strip(), name.strip()


def _parse_object(text: str) -> tuple[str, str]:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigurationError("this is not a JSON object") from None
    url, name = entry.get("url"), entry.get("name") or ""
    if not isinstance(url, str) or not isinstance(name, str) or not url:
        raise ConfigurationError(
            'the JSON object requires a string "url"; "name" must be a string, too'
        )
    try:
        os.fsencode(url + name)
    except UnicodeEncodeError:  # half of a pair of surrogates
        raise ConfigurationError("the JSON object has an invalid escape in a string") from None
    return url, name


def _listed(text: str, name: str, origin: str) -> Listed:
    try:
        address = addresses.parse(text)
        _require_path(address)
    except GitSecretsError as error:
        # Not even its beginning is shown: a password may be anywhere in it.
        return Listed(Target(name or origin, origin, is_path=False), problem=str(error))
    if address.is_path:
        address = Address(os.path.realpath(text), is_path=True)
    target = Target(
        name or (text if address.is_path else addresses.name_of(address)),
        address.text,
        address.is_path,
        has_credential=address.credential is not None,
    )
    return Listed(target, address.credential)


def _require_path(address: Address) -> None:
    """Raise ``ConfigurationError`` for text that is not a path, such as a line of another file."""
    text = address.text
    if address.is_path and ("://" in text or (_NO_PATH.search(text) and not os.path.lexists(text))):
        raise ConfigurationError("this is neither a path nor an address that git can clone")


def _place(listed: Listed) -> str:
    target = listed.target
    if listed.problem:
        return target.address
    return repository_of(Address(target.address, target.is_path))


def _with_distinct_names(every: Iterable[Listed]) -> Iterator[Listed]:
    """Yield ``every``; one whose name is taken is named by its address."""
    taken: set[str] = set()
    for listed in every:
        target = listed.target
        if target.name in taken:
            target = replace(target, name=_free(target.address, taken))
        taken.add(target.name)
        yield Listed(target, listed.credential, listed.problem)


def _free(name: str, taken: set[str]) -> str:
    """Return ``name``, with a number if a list has taken it for another repository."""
    numbered = (f"{name} ({number})" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)
