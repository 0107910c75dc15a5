"""The rule files that the configuration and the command line name."""

from __future__ import annotations

import os

from git_secrets_py.content import RULE_FILE_LIMIT
from git_secrets_py.errors import ConfigurationError, NotARepositoryError
from git_secrets_py.files import expanded, open_regular
from git_secrets_py.git.config import RULE_FILE_KEY
from git_secrets_py.selection.active_files import WORK_TREE, extended_in
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.git.repository import Repository
    from git_secrets_py.selection.active_files import Extended


class NamedFile:
    """A rule file that the configuration or the command line names, as it is written there.

    ``path`` is relative to the top of the repository, empty for a file outside of it. ``extended``
    reads the files of the repository that it extends.
    """

    __slots__ = ("content", "extended", "name", "path")

    def __init__(
        self,
        name: str,
        content: bytes,
        path: bytes = b"",
        extended: Extended = lambda name: None,
    ) -> None:
        self.name = name
        self.content = content
        self.path = path
        self.extended = extended


def named_files(repository: Repository, given: Iterable[str] = ()) -> Iterator[NamedFile]:
    """Yield each rule file with its content.

    These are the values of ``secrets.rulesFile``, relative to the top of the work tree, or to the
    git directory of a bare repository, with ``~`` expanded; then those ``given``, relative to the
    current directory. Raises ``ConfigurationError`` for a file that cannot be read.
    """
    for setting in repository.config.all(RULE_FILE_KEY):
        written = setting.value or b""
        if not written:
            raise ConfigurationError(f"secrets.rulesFile in {setting.origin} names no file")
        path = os.path.join(_base(repository), expanded(written))
        content = _read(path, f" (secrets.rulesFile in {setting.origin})")
        yield _named(repository, os.fsdecode(written), content, path)
    yield from given_files(repository, given)


def given_files(repository: Repository, names: Iterable[str]) -> Iterator[NamedFile]:
    """Yield the rule files ``names``; raises ``ConfigurationError`` as ``named_files`` does."""
    for name in names:
        path = os.fsencode(name)
        yield _named(repository, name, _read(path, ""), path)


def _named(repository: Repository, name: str, content: bytes, path: bytes) -> NamedFile:
    extended = extended_in(repository, WORK_TREE)
    return NamedFile(name, content, _inside(repository, path), extended)


def _inside(repository: Repository, path: bytes) -> bytes:
    """Return ``path`` relative to the top of the work tree, if it is in it."""
    try:
        top = repository.work_tree
    except NotARepositoryError:
        top = None
    if top is None:
        return b""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
    is_outside = os.path.isabs(relative) or relative.split(os.sep.encode())[0] == b".."
    return b"" if is_outside else relative.replace(os.sep.encode(), b"/")


def _base(repository: Repository) -> bytes:
    try:
        top = repository.work_tree
        return top if top is not None else repository.common_dir
    except NotARepositoryError:
        return os.getcwdb()


def _read(path: bytes, origin: str) -> bytes:
    try:
        # On the command line, a pipe may be a process substitution of the shell.
        with open(open_regular(path, follow=True) if origin else path, "rb") as file:
            return file.read(RULE_FILE_LIMIT + 1)
    except OSError as error:
        name = os.fsdecode(path)
        reason = error.strerror or "it cannot be read"
        raise ConfigurationError(
            f"cannot read the rule file {in_one_line(name)}{origin}: {reason}"
        ) from None
