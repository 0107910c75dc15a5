"""Which version of the files with patterns and rules is active, and reading it.

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
from git_secrets_py.files import read_regular
from git_secrets_py.git.objects import FOLLOW_LINKS, Batch, ObjectContent, read_answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from git_secrets_py.git.process import Git
    from git_secrets_py.git.repository import Repository

    # The content in one version: an error counts only if the version is needed.
    Content = bytes | None | GitSecretsError

INDEX = "index"
WORK_TREE = "work tree"
HEAD = "HEAD"

NAMES = (PROHIBITED_FILE, ALLOWED_FILE, RULE_FILE)
# The prefix of a file's name in git's revision syntax (gitrevisions(7)).
_STORED = {INDEX: b":", HEAD: b"HEAD:"}
# The answers of git-cat-file(1) --follow-symlinks for links that it cannot follow.
_LINK_ANSWERS = (b"symlink", b"dangling", b"loop", b"notdir")

_TOO_LARGE = f"larger than {PATTERNS_LIMIT >> 20} MiB"


class ActiveFile:
    """The active version of one file: ``content`` is not decoded, ``where`` names the version.

    If there is no such file, both are empty. ``warning`` reports that another version differs, or
    that only the remote of a partial clone has the file.
    """

    __slots__ = ("content", "name", "warning", "where")

    def __init__(self, name: bytes, where: str, content: bytes, warning: str = "") -> None:
        self.name = name
        self.where = where
        self.content = content
        self.warning = warning


class Versions:
    """The versions of the files in one repository. git runs while the caller continues."""

    def __init__(
        self,
        repository: Repository,
        names: Sequence[bytes] = NAMES,
        batch: Batch | None = None,
    ) -> None:
        """``batch`` is one that follows links, and is left to another reader then."""
        self._repository = repository
        self._names = names
        self._batch = batch
        self._requests = [prefix + name for name in names for prefix in _STORED.values()]
        self._contents = Contents(repository, self._requests, batch)

    def active(self, preferred: str, *, may_lack: bool = False) -> list[ActiveFile]:
        """Return each file in the version ``preferred``, or the version that replaces it.

        Raises ``GitSecretsError`` if the active version cannot be read as a file with patterns,
        ``PromisedError`` if only the remote of this partial clone has it. With ``may_lack``, such
        a version is passed over, with a warning.
        """
        stored = self._stored()
        top = self._repository.work_tree
        return [
            _choose(
                name,
                preferred,
                {
                    **{where: stored[prefix + name] for where, prefix in _STORED.items()},
                    WORK_TREE: _on_disk_or_error(top, name),
                },
                may_lack=may_lack,
            )
            for name in self._names
        ]

    def _stored(self) -> dict[bytes, Content]:
        """Return the contents of all requests; git is started again after an error."""
        stored: dict[bytes, Content] = {}
        contents = self._contents
        while True:
            with contents:
                for name in self._requests[len(stored) :]:
                    stored[name] = self._read(contents, name)
                    if isinstance(stored[name], GitSecretsError):
                        contents.stop()  # the other answers are lost
                        break
                else:
                    self._note_missing(stored, contents)
            if len(stored) == len(self._requests):
                return stored
            rest = self._requests[len(stored) :]
            contents = Contents(self._repository, rest, self._batch)

    def _note_missing(self, stored: dict[bytes, Content], contents: Contents) -> None:
        """Enter an error for a file whose blob is missing: git answers as if there were none.

        Without it in the index, git makes no commit, and a scan of the index reports it.
        """
        for name in (_STORED[HEAD] + name for name in self._names):
            if stored[name] is None and contents.lists(name):
                stored[name] = unreadable_in_git(name)

    def _read(self, contents: Contents, name: bytes) -> Content:
        """Return the content of ``name``, such as ``:file``; a link in the index is followed."""
        git = self._repository.git
        try:
            content = contents.read(name)
        except NotARepositoryError:
            raise
        except GitError as error:
            return promised_error(self._repository, name) or error
        except GitSecretsError as error:
            return error
        # git stores the target of a symbolic link without a line end.
        if not content or b"\n" in content or not (name.startswith(b":") and _is_link(git, name)):
            return content
        target = os.path.normpath(content)
        if leaves(target):
            return _no_target(name)
        with Contents(self._repository, [b":" + target]) as others:
            found = self._read(others, b":" + target)
        return _no_target(name) if found is None else found


def promised_error(repository: Repository, name: bytes) -> PromisedError | None:
    """Return the error that only the remote has the file ``name``, unless it is damaged."""
    if not repository.is_partial:
        return None
    from git_secrets_py.git import promisor

    if not promisor.is_promised(repository.git, name):
        return None
    version, _, file = name.decode("utf-8", "replace").partition(":")
    return PromisedError(
        f"cannot read {file} of {version or 'the index'}: only the remote of this partial clone "
        f"has it; run '{promisor.fetch_command(repository)}'"
    )


def passed_over_warning(error: PromisedError) -> str:
    """Return the warning about a file that was not read for the reason ``error``."""
    reason = str(error).partition(";")[0]
    return f"warning: {reason}; its patterns are not active"


class Contents:
    """The contents of blobs, which git reads by name. A context manager that ends git."""

    def __init__(
        self,
        repository: Repository,
        requests: Sequence[bytes] = (),
        batch: Batch | None = None,
    ) -> None:
        """``requests`` are sent at once; they have to fit into a pipe.

        ``batch`` is one that the caller ends.
        """
        self._repository = repository
        self._is_own = batch is None
        self._batch = batch or Batch(repository.git, FOLLOW_LINKS)
        self._tree = b"", b""
        self._send(requests)

    def __enter__(self) -> Contents:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._is_own:
            self._batch.stop()

    def stop(self) -> None:
        """End git before all answers are read."""
        self._batch.stop()

    def request(self, name: bytes) -> bytes | None:
        """Send a request, and ``read`` its answer."""
        self._send([name])
        return self.read(name)

    def read(self, name: bytes) -> bytes | None:
        """Return the content of the next blob, ``name``; ``None`` if there is none.

        Raises ``ConfigurationError`` for other objects, for links out of the tree, and for more
        than ``PATTERNS_LIMIT`` bytes.
        """
        answer = read_answer(self._batch.process.stdout)
        if isinstance(answer, ObjectContent):
            content = _content(name, answer)
            answer.finish()
            return content
        if answer is None:
            git = self._repository.git
            git.output("rev-parse", "--git-dir")  # raises the error if this is not a repository
            git.output("cat-file", "--batch-check", input=name + b"\n")  # if it fails again
            raise unreadable_in_git(name)
        if answer in _LINK_ANSWERS:
            raise _no_target(name)
        if self._is_lacking(name) or (self._batch.has_failed() and self._fails_alone(name)):
            raise unreadable_in_git(name)
        return None

    def _is_lacking(self, name: bytes) -> bool:
        """Return whether this partial clone lacks the file ``name``, which git calls missing.

        git before 2.44 ends at such a file.
        """
        if not self._repository.is_partial:
            return False
        from git_secrets_py.git import promisor

        return promisor.is_file(self._repository.git, name)

    def _fails_alone(self, name: bytes) -> bool:
        """Return whether git reports an error for ``name``, rather than for a later request."""
        with Batch(self._repository.git, FOLLOW_LINKS) as batch:
            os.write(batch.process.stdin.fileno(), name + b"\n")
            read_answer(batch.process.stdout)
            return batch.has_failed()

    def lists(self, name: bytes) -> bool:
        """Return whether the tree of a version lists the file ``name``, ``<version>:<file>``."""
        version, _, file = name.partition(b":")
        if self._tree[0] != version:
            self._tree = version, self._listing(version)
        # The mode of a file is before its name, or else this is the end of another name.
        *before, _ = self._tree[1].split(b" %b\0" % file)
        return any(one[-6:].isdigit() for one in before)

    def _listing(self, version: bytes) -> bytes:
        """Return the top tree of ``version`` as git stores it; empty if there is none."""
        self._send([version + b":"])
        answer = read_answer(self._batch.process.stdout)
        if not isinstance(answer, ObjectContent):
            return b""
        tree = b"".join(answer.chunks())
        answer.finish()
        return tree

    def _send(self, requests: Sequence[bytes]) -> None:
        try:
            os.write(self._batch.process.stdin.fileno(), b"".join(one + b"\n" for one in requests))
        except BrokenPipeError:
            pass  # git has ended; its answer will be missing


def unreadable_in_git(name: bytes) -> GitError:
    """Return the error of the file ``name``, whose object git cannot read."""
    return GitError(
        f"git cannot read {name.decode('utf-8', 'replace')}: its object is missing or damaged; "
        "to get it from a remote, run 'git fetch --refetch'"
    )


def _choose(
    name: bytes, preferred: str, versions: Mapping[str, Content], *, may_lack: bool
) -> ActiveFile:
    warning = ""
    for where in (preferred, WORK_TREE, INDEX, HEAD):
        content = versions[where]
        if isinstance(content, PromisedError) and may_lack:
            warning = warning or passed_over_warning(content)
        elif isinstance(content, GitSecretsError):
            raise content
        elif content is not None:
            other = INDEX if where == WORK_TREE else WORK_TREE
            warning = warning or _difference(name, where, content, other, versions[other])
            return ActiveFile(name, where, content, warning)
    return ActiveFile(name, "", b"", warning)


def _is_link(git: Git, name: bytes) -> bool:
    inside = b":(top)" + name.removeprefix(b":")
    listing = git.output("--no-literal-pathspecs", "ls-files", "--stage", "--", inside)
    return listing.startswith(b"120000 ")


def _no_target(name: bytes) -> ConfigurationError:
    shown = name.decode("utf-8", "replace")
    return ConfigurationError(
        f"{shown} is a symbolic link that does not point to a file of the repository"
    )


def _on_disk_or_error(top: bytes | None, name: bytes) -> Content:
    try:
        return on_disk(top, name)
    except GitSecretsError as error:
        return error


def on_disk(top: bytes | None, name: bytes) -> bytes | None:
    """Return the content of the file ``name`` in the directory ``top``; ``None`` without one.

    Raises ``ConfigurationError`` unless it is a regular file in ``top``, of bounded size.
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


def leaves(path: bytes) -> bool:
    """Return whether ``path``, relative to the top, is not that of a file of the work tree."""
    first = path.replace(os.fsencode(os.sep), b"/").split(b"/")[0]
    return os.path.isabs(path) or first in (b"..", b"") or first.lower() == b".git"


def _unreadable(path: bytes, reason: str) -> GitSecretsError:
    return GitSecretsError(
        f"cannot read {os.fsdecode(path)}: {reason}; every scan needs its patterns"
    )


def _content(name: bytes, answer: ObjectContent) -> bytes:
    shown = name.decode("utf-8", "surrogateescape")
    if answer.kind != b"blob":
        kind = answer.kind.decode()
        raise ConfigurationError(f"{shown} is not a file with patterns, but a {kind}")
    if answer.size > PATTERNS_LIMIT:
        raise ConfigurationError(f"cannot read {shown}: {_TOO_LARGE}")
    return b"".join(answer.chunks())


def _difference(name: bytes, where: str, content: bytes, other: str, there: Content) -> str:
    """Return a warning if the active version and the version ``there`` hold other patterns."""
    if not isinstance(there, bytes) or there == content or _patterns(there) == _patterns(content):
        return ""
    shown = name.decode()
    advice = f"; to use that of the {other}: git add :/{shown}" if where == INDEX else ""
    return (
        f"warning: {shown} differs between {where} and {other}; "
        f"that of the {where} is active{advice}"
    )


def _patterns(content: bytes) -> list[bytes] | bytes:
    from git_secrets_py.pattern_files import TextError, decode, lines

    try:
        return [text for _, text in lines(decode(content))]
    except TextError:
        return content
