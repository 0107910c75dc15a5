"""Changing ``.gitallowed``: atomically, with the line ends of the file."""

from __future__ import annotations

import os
from io import StringIO

from git_secrets_py import files
from git_secrets_py.content import ALLOWED_FILE, HEXADECIMAL, PATTERNS_LIMIT
from git_secrets_py.errors import GitSecretsError, RefusedError
from git_secrets_py.model import FINGERPRINT_LENGTH, FINGERPRINT_PREFIX
from git_secrets_py.pattern_files import encoding_of
from git_secrets_py.selection.active_files import WORK_TREE, Versions
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import IO

    from git_secrets_py.git.repository import Repository

# The beginning of the comment on all entries of a baseline.
BASELINE = b"# baseline of "
_BYTE_ORDER_MARK = "\ufeff"
_MODE = 0o666  # less the umask


def append(repository: Repository, added: Iterable[bytes]) -> None:
    """Append the ASCII lines ``added``, without line ends, to ``.gitallowed`` in the work tree.

    If it is not there, as in a sparse checkout, its version in the index or HEAD is extended.
    Raises as ``_rewrite`` does, and ``RefusedError`` if the file would be too large to be read.
    """
    _rewrite(repository, lambda content: _extended(content, added))


def fingerprints(repository: Repository) -> list[str]:
    """Return the fingerprints in ``.gitallowed``, in lower case; raises ``GitSecretsError``."""
    return [one for one in map(_fingerprint, _lines(_content(repository))) if one]


def remove(repository: Repository, removed: Collection[str]) -> None:
    """Remove the entries of the fingerprints ``removed``, each with the comment above it.

    Raises as ``_rewrite`` does.
    """
    _rewrite(repository, lambda content: _without(content, removed))


def _rewrite(repository: Repository, changed: Callable[[bytes], bytes]) -> None:
    """Replace the content of ``.gitallowed`` with the result of ``changed``.

    The new content is written to ``.gitallowed.lock``, which keeps other processes from writing
    at the same time, as with git's own files. Raises ``RefusedError`` if the lock exists or
    ``.gitallowed`` is a symbolic link to a file outside of the work tree, and ``GitSecretsError``
    if the file cannot be written.
    """
    path = _target(repository.whole_tree)
    lock = path + b".lock"

    def write(file: IO[bytes]) -> None:
        file.write(changed(_content(repository)))
        if os.path.exists(path):
            os.chmod(lock, os.stat(path).st_mode & 0o7777)

    try:
        files.replace(path, lock, write, _MODE)
    except FileExistsError as error:
        raise RefusedError(
            f"{in_one_line(lock)} exists: another process may be writing .gitallowed; "
            "if none is, remove the file"
        ) from error
    except OSError as error:
        raise GitSecretsError(f"cannot write {in_one_line(path)}: {error.strerror}") from error


def _target(top: bytes) -> bytes:
    """Return the file to write: the target of ``.gitallowed`` if it is a symbolic link."""
    path = os.path.join(top, ALLOWED_FILE)
    if not os.path.islink(path):
        return path
    # A malicious repository may link to a file of the user.
    target = os.path.realpath(path)
    if not target.startswith(os.path.realpath(top) + os.fsencode(os.sep)):
        raise RefusedError(
            ".gitallowed is a symbolic link to a file outside the work tree; nothing was written"
        )
    return target


def _content(repository: Repository) -> bytes:
    (file,) = Versions(repository, [ALLOWED_FILE]).active(WORK_TREE)
    return file.content


def _extended(content: bytes, added: Iterable[bytes]) -> bytes:
    """Return ``content`` with the lines ``added``, in its encoding and with its line ends."""
    encoding = _encoding(content)
    text = content.decode(encoding)
    carriage_returns = text.count("\r\n")
    line_end = "\r\n" if carriage_returns * 2 > text.count("\n") else "\n"
    if "\r" in text and "\n" not in text:
        line_end = "\r"
    missing = "" if not text or text.endswith(("\n", line_end)) else line_end
    lines = "".join(line.decode() + line_end for line in _limited(added, len(content)))
    return content + (missing + lines).encode(encoding)


def _limited(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield ``lines``, of a file that has ``size`` bytes without them; raise ``RefusedError``."""
    for line in lines:
        size += len(line) + 1
        if size > PATTERNS_LIMIT:
            raise RefusedError(
                f".gitallowed would be larger than {PATTERNS_LIMIT >> 20} MiB, too large to be "
                "read; nothing was written. Allow a pattern for the paths of many findings"
            )
        yield line


def _encoding(content: bytes) -> str:
    return encoding_of(content) or "latin-1"


def _lines(content: bytes) -> list[str]:
    """Return the lines of ``content`` with their line ends."""
    return list(StringIO(content.decode(_encoding(content)), newline=""))


def _fingerprint(line: str) -> str:
    """Return the fingerprint that ``line`` allows, ``""`` if it is another line."""
    text = line.lstrip(_BYTE_ORDER_MARK).strip().lower()
    prefix = FINGERPRINT_PREFIX.decode()
    digits = text.removeprefix(prefix)[:FINGERPRINT_LENGTH]
    is_entry = text.startswith(prefix) and not digits.strip(HEXADECIMAL.decode())
    return digits if is_entry else ""


def _without(content: bytes, removed: Collection[str]) -> bytes:
    """Return ``content`` without the entries of ``removed`` and the comments directly above."""
    mark, lines = "", _lines(content)
    if lines and lines[0].startswith(_BYTE_ORDER_MARK):
        mark, lines[0] = _BYTE_ORDER_MARK, lines[0][1:]
    kept: list[str] = []
    for line in lines:
        if _fingerprint(line) not in removed:
            kept.append(line)
        elif kept and kept[-1].startswith("#") and not kept[-1].startswith(BASELINE.decode()):
            kept.pop()
    return (mark + "".join(kept)).encode(_encoding(content))
