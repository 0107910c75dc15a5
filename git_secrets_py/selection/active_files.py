"""The active version of the files with patterns and rules.

A version is that of the index, of the work tree, or of a commit. If the version that a command
asks for lacks a file, the first of work tree, index and HEAD that has it is active.
"""

from __future__ import annotations

import os

from git_secrets_py.content import ALLOWED_FILE, PATTERNS_LIMIT, PROHIBITED_FILE, RULE_FILE
from git_secrets_py.errors import (
    ConfigurationError,
    GitError,
    GitSecretsError,
    NotARepositoryError,
    PromisedError,
)
from git_secrets_py.files import leaves, read_regular
from git_secrets_py.git.objects import NamedBlobs, no_target, unreadable_in_git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from git_secrets_py.git import Git
    from git_secrets_py.git.objects import Batch
    from git_secrets_py.git.repository import Repository

    # The content in one version: an error counts only if the version is needed.
    Content = bytes | None | GitSecretsError
    # Returns the content of a file that a rule file extends, named relative to the top.
    Extended = Callable[[bytes], bytes | None]

INDEX = "index"
WORK_TREE = "work tree"
HEAD = "HEAD"

NAMES = (PROHIBITED_FILE, ALLOWED_FILE, RULE_FILE)
# The prefix of a file's name in git's revision syntax (gitrevisions(7)).
_STORED = {INDEX: b":", HEAD: b"HEAD:"}
# In the index, more symbolic links than these in a row are taken for a loop.
_MOST_LINKS = 5


class ActiveFile:
    """The active version of one file: ``content`` is not decoded, ``where`` names the version.

    If there is no such file, both are empty. ``warning`` reports that another version differs, or
    that only the remote of a partial clone has the file. ``extended`` reads the files that it
    extends, in the version that was asked for.
    """

    __slots__ = ("content", "extended", "name", "warning", "where")

    def __init__(
        self,
        name: bytes,
        where: str,
        content: bytes,
        warning: str = "",
        extended: Extended = lambda name: None,
    ) -> None:
        self.name = name
        self.where = where
        self.content = content
        self.warning = warning
        self.extended = extended


class Versions:
    """The versions of the files in one repository. git runs while the caller continues."""

    def __init__(
        self,
        repository: Repository,
        names: Sequence[bytes] = NAMES,
        batch: Batch | None = None,
    ) -> None:
        """``batch`` follows links; another reader uses it after this one."""
        self._repository = repository
        self._names = names
        self._batch = batch
        self._requests = [prefix + name for name in names for prefix in _STORED.values()]
        self._contents = NamedBlobs(repository, self._requests, batch)

    def active(self, preferred: str, *, may_lack: bool = False) -> list[ActiveFile]:
        """Return each file in the version ``preferred``, or the version that replaces it.

        Raises ``GitSecretsError`` if the active version cannot be read as a file with patterns,
        ``PromisedError`` if only the remote of this partial clone has it. With ``may_lack``, such
        a version is passed over, with a warning.
        """
        stored = self._stored()
        top = self._repository.work_tree
        extended = extended_in(self._repository, preferred)
        files = []
        for name in self._names:
            versions: dict[str, Content] = {
                where: stored[prefix + name] for where, prefix in _STORED.items()
            }
            versions[WORK_TREE] = _in_work_tree(top, name, stored[b":" + name])
            files.append(_choose(name, preferred, versions, extended, may_lack=may_lack))
        return files

    def _stored(self) -> dict[bytes, Content]:
        """Return the contents of all requests: an error for a file that git lists but lacks."""
        stored: dict[bytes, Content] = {}
        with self._contents as contents:
            for number, name in enumerate(self._requests, start=1):
                stored[name] = self._read(contents, name)
                if isinstance(stored[name], GitSecretsError):
                    contents.restart(self._requests[number:])  # the other answers are lost
            for name in self._lost(contents, stored):
                git = self._repository.git
                stored[name] = self._promised(name) or unreadable_in_git(git, name)
        for name in self._intended(stored):
            stored[name] = None
        return stored

    def _intended(self, stored: Mapping[bytes, Content]) -> list[bytes]:
        """Return the requests for files of ``git add --intent-to-add``: a commit lacks them."""
        empty = [name for name, content in stored.items() if content == b"" and name[:1] == b":"]
        if not empty:
            return []
        changed = _listed(self._repository.git, empty, "diff-files", "--raw", "-z")
        fields = changed.split(b"\0")
        added = {path for old, path in zip(fields[::2], fields[1::2], strict=False) if _is_new(old)}
        return [name for name in empty if name[1:] in added]

    def _lost(self, contents: NamedBlobs, stored: Mapping[bytes, Content]) -> list[bytes]:
        """Return the requests for files that are listed, but that git answers as if they were not.

        The index is listed only for a reason, since this takes a process. Without one, git makes
        no commit if a staged blob is missing.
        """
        absent = {name for name, content in stored.items() if content is None}
        lost = [name for name in absent if name.startswith(b"HEAD:") and contents.lists(name)]
        staged = [name for name in absent if name.startswith(b":")]
        if not (self._repository.is_partial or contents.has_failed()):
            staged = [name for name in staged if b"HEAD" + name not in absent]
        entries = _entries(self._repository.git, staged) if staged else b""
        return lost + [name for name in staged if b" 0\t%b\0" % name[1:] in entries]

    def _read(self, contents: NamedBlobs, name: bytes, links: int = _MOST_LINKS) -> Content:
        """Return the content of ``name``, such as ``:file``, after up to ``links`` in the index."""
        try:
            content = contents.read(name)
        except NotARepositoryError:
            raise
        except GitSecretsError as error:
            # git from 2.44 on reports a link that is not in this clone as a dangling one.
            return self._promised(name) or error
        # git stores the target of a symbolic link without a line end.
        if not content or b"\n" in content or not name.startswith(b":"):
            return content
        if not _entries(self._repository.git, [name]).startswith(b"120000 "):
            return content
        target = os.path.normpath(os.path.join(os.path.dirname(name[1:]), content))
        if leaves(target) or not links:
            return no_target(name)
        with NamedBlobs(self._repository, [b":" + target]) as others:
            found = self._read(others, b":" + target, links - 1)
        return (self._promised(b":" + target) or no_target(name)) if found is None else found

    def _promised(self, name: bytes) -> GitError | None:
        from git_secrets_py.git.promisor import promised_error  # only after an error

        return promised_error(self._repository, name)


def extended_in(repository: Repository, version: str) -> Extended:
    """Return the function that reads the files that rule files extend, in ``version``."""
    return lambda name: content_in(repository, version, name)


def content_in(repository: Repository, version: str, name: bytes) -> bytes | None:
    """Return the content of the file ``name`` in ``version``; ``None`` without one.

    A commit's name is a version, too. Raises ``ConfigurationError`` unless it is in the repository.
    """
    path = os.path.normpath(name)
    if leaves(path) or b"\n" in path:
        from git_secrets_py.wording import in_one_line

        shown = in_one_line(name)
        raise ConfigurationError(f"[extend]: {shown} is not a file of the repository")
    if version not in (INDEX, WORK_TREE, HEAD):
        with NamedBlobs(repository) as contents:
            return contents.request(version.encode() + b":" + path)
    (file,) = Versions(repository, [path]).active(version)
    return file.content if file.where else None


def _choose(
    name: bytes,
    preferred: str,
    versions: Mapping[str, Content],
    extended: Extended,
    *,
    may_lack: bool,
) -> ActiveFile:
    warning = ""
    for where in (preferred, WORK_TREE, INDEX, HEAD):
        content = versions[where]
        if isinstance(content, PromisedError) and may_lack:
            from git_secrets_py.git.promisor import passed_over_warning

            warning = warning or passed_over_warning(content)
        elif isinstance(content, GitSecretsError):
            raise content
        elif content is not None:
            other = INDEX if where == WORK_TREE else WORK_TREE
            warning = warning or _difference(name, where, content, other, versions[other])
            return ActiveFile(name, where, content, warning, extended)
    return ActiveFile(name, "", b"", warning, extended)


def _entries(git: Git, requests: Iterable[bytes]) -> bytes:
    """Return the entries of the index for ``requests``, as ``git ls-files -z --stage`` does."""
    return _listed(git, requests, "ls-files", "-z", "--stage")


def _listed(git: Git, requests: Iterable[bytes], *command: str) -> bytes:
    """Return the output of git's ``command`` for ``requests`` in the index."""
    paths = [b":(top,literal)" + name.removeprefix(b":") for name in requests]
    return git.output("--no-literal-pathspecs", *command, "--", *paths)


def _is_new(change: bytes) -> bool:
    """Return whether a line of ``git diff-files`` is of a file that is not in the index yet."""
    return change.startswith(b":000000 ")


def _in_work_tree(top: bytes | None, name: bytes, staged: Content) -> Content:
    try:
        return on_disk(top, name)
    except GitSecretsError as error:
        # A sparse checkout may have a link without the file that it points to in the index.
        is_absent = top is not None and not os.path.exists(os.path.join(top, name))
        return None if is_absent and isinstance(staged, (bytes, PromisedError)) else error


def on_disk(top: bytes | None, name: bytes) -> bytes | None:
    """Return the content of the file ``name`` in the directory ``top``; ``None`` without one.

    Raises ``GitSecretsError`` unless it is a regular file in ``top``, of bounded size.
    """
    if top is None:
        return None
    path = os.path.join(top, name)
    if os.path.islink(path) or (b"/" in name and os.path.exists(path)):
        path = _link_target(top, path)
    try:
        return read_regular(path, PATTERNS_LIMIT)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error.strerror or "it cannot be opened") from error


def _link_target(top: bytes, path: bytes) -> bytes:
    """Return the file that the link ``path`` points to, which must be in the work tree.

    A repository is not trusted, and may link to any file of the user.
    """
    base = os.path.realpath(top)
    target = os.path.realpath(path)
    if leaves(os.path.relpath(target, base)):
        raise _unreadable(path, "it is a link out of the work tree")
    if not os.path.exists(target):
        raise _unreadable(path, "it is a link to a missing file")
    return target


def _unreadable(path: bytes, reason: str) -> GitSecretsError:
    from git_secrets_py.wording import in_one_line

    return GitSecretsError(
        f"cannot read {in_one_line(path)}: {reason}; every scan needs its patterns"
    )


def _difference(name: bytes, where: str, content: bytes, other: str, there: Content) -> str:
    """Return a warning if the active version and the version ``there`` hold other patterns."""
    if not isinstance(there, bytes) or there == content or _patterns(there) == _patterns(content):
        return ""
    shown = name.decode()
    advice = f"; to use that of the {other}: git add :/{shown}" if where == INDEX else ""
    active = where if where == HEAD else f"the {where}"
    return (
        f"warning: {shown} differs between {where} and {other}; that of {active} is active{advice}"
    )


def _patterns(content: bytes) -> list[bytes] | bytes:
    from git_secrets_py.pattern_files import TextError, decode, lines

    try:
        return [text for _, text in lines(decode(content))]
    except TextError:
        return content
