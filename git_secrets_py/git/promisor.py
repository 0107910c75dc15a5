"""Partial clones: objects that are not in this clone, because a promisor remote has them.

Nothing is fetched (git's Documentation/technical/partial-clone.txt).
"""

from __future__ import annotations

import os

from git_secrets_py.content import Absent, NotScanned
from git_secrets_py.errors import GitError, PromisedError
from git_secrets_py.files import leaves
from git_secrets_py.git.spawn import DEVNULL, PIPE
from git_secrets_py.wording import count, in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.git import Git
    from git_secrets_py.git.repository import Repository

# Options that name the roots: the entries of the index, or the roots alone without their history.
INDEX = "--indexed-objects"
NO_HISTORY = "--no-walk=unsorted"
_LIST = ("rev-list", "--objects", "--no-object-names")
_ID_LENGTH = 40  # of the shorter hash
_LINK = b"120000 "
_MOST_LINKS = 5
_REMOTE = b"remote."
_PROMISOR = b".promisor"


def missing_objects(
    git: Git,
    missing: Sequence[tuple[str, bytes]],
    roots: Iterable[bytes] = (),
    *options: str,
) -> Iterator[NotScanned]:
    """Yield the problem of each of ``missing``, (name in messages, object ID).

    Git could not read these objects. The problem is ``Absent`` for an object that a promisor
    remote has, else an error. The objects belong to ``roots``, without their history, or to
    those that ``options`` name.
    """
    if not missing:
        return
    damaged = present(git, [oid for _, oid in missing])
    promised = any(oid not in damaged for _, oid in missing) and are_promised(
        git, roots, NO_HISTORY, *options
    )
    for name, oid in missing:
        if promised and oid not in damaged:
            yield Absent(name, oid, Absent.PROMISED)
        else:
            yield NotScanned(f"{name}: object {oid.decode()} is missing or damaged; run 'git fsck'")


def present(git: Git, oids: Iterable[bytes]) -> set[bytes]:
    """Return the ``oids`` in this clone, damaged or not; all of them if damage hides which."""
    # Without the entries of trees. git does not fetch missing objects.
    options = (NO_HISTORY, "--filter=tree:1", "--ignore-missing", "--missing=print", "--stdin")
    wanted = set(oids)
    try:
        # git 2.55 reports an empty file and continues as if the object were missing.
        requests = b"".join(oid + b"\n" for oid in wanted)
        listed = git.output(*_LIST, *options, input=requests, strict=True)
    except GitError:
        return wanted
    return wanted.intersection(listed.split())


def local_commits(git: Git, commits: Sequence[bytes]) -> list[bytes]:
    """Return those of ``commits`` that no promisor remote sent; raises ``GitError``."""
    options = (NO_HISTORY, "--exclude-promisor-objects", "--stdin")
    listed = git.output("rev-list", *options, input=b"".join(one + b"\n" for one in commits))
    return listed.split()


def local_objects(git: Git, commit: bytes) -> list[tuple[bytes, bytes]]:
    """Return (object ID, path) of the trees and blobs of ``commit`` that no promisor remote sent.

    Raises ``GitError`` if others are missing. A path ends at a newline in it.
    """
    options = ("--objects", NO_HISTORY, "--exclude-promisor-objects")
    lines = git.output("rev-list", *options, commit).splitlines()
    entries = [line.partition(b" ") for line in lines]
    return [(oid, path) for oid, _, path in entries if path]


def are_promised(git: Git, roots: Iterable[bytes], *options: str) -> bool:
    """Return whether a promisor remote has every missing object reachable from the roots.

    These are ``roots`` and those that ``options`` name.
    """
    process = git.start(
        *_LIST, "--quiet", "--missing=allow-promisor", *options, "--stdin",
        stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL,
    )  # fmt: skip
    return process.succeeds(b"".join(root + b"\n" for root in roots))


def is_promised(git: Git, name: bytes) -> bool:
    """Return whether the file ``name`` is not in this clone, because only a promisor remote has it.

    ``name`` is ``<commit>:<path>``, or ``:<path>`` in the index. A symbolic link is followed.
    """
    return _root_is_promised(git, name) and _is_absent(git, name, _MOST_LINKS)


def _is_absent(git: Git, name: bytes, links: int) -> bool:
    """Return whether git lists ``name``, or its target after up to ``links``, but lacks it."""
    entry = _entry(git, name)
    if entry is None:
        return True
    oids = [word for word in entry.partition(b"\t")[0].split() if len(word) >= _ID_LENGTH]
    if not oids or not present(git, oids):
        return bool(oids)
    if not links or not entry.startswith(_LINK):
        return False
    version, _, path = name.partition(b":")
    content = git.output("cat-file", "blob", oids[0])
    target = os.path.normpath(os.path.join(os.path.dirname(path), content))
    return not leaves(target) and _is_absent(git, version + b":" + target, links - 1)


def promised_error(repository: Repository, name: bytes) -> PromisedError | None:
    """Return the error that only the remote has the file ``name``, unless it is damaged."""
    if not repository.is_partial:
        return None
    if not is_promised(repository.git, name):
        return None
    version, _, file = in_one_line(name).partition(":")
    return PromisedError(
        f"cannot read {file} of {version or 'the index'}: only the remote of this partial clone "
        f"has it; run '{fetch_command(repository)}'"
    )


def passed_over_warning(error: PromisedError) -> str:
    """Return the warning about a file that was not read for the reason ``error``."""
    reason = str(error).partition(";")[0]
    return f"warning: {reason}; its patterns are not active"


def _root_is_promised(git: Git, name: bytes) -> bool:
    """Return whether a promisor remote has all objects that the tree or index of ``name`` lacks."""
    commit, _, _ = name.partition(b":")
    return are_promised(git, [commit] if commit else [], NO_HISTORY if commit else INDEX)


def _entry(git: Git, name: bytes) -> bytes | None:
    """Return the entry that git lists for ``name``; ``None`` if the tree is not in this clone."""
    commit, _, path = name.partition(b":")
    listing = (
        ("ls-tree", "-z", "--full-tree", commit, "--", path)
        if commit
        else ("--no-literal-pathspecs", "ls-files", "-z", "--stage", "--", b":(top,literal)" + path)
    )
    try:
        return git.output(*listing)
    except GitError:
        return None


def absent_problem(
    number: int, names: Sequence[str], repository: Repository, *, allowed: bool
) -> NotScanned:
    """Return the problem that ``number`` objects are absent; ``names`` are some of them.

    It is an error unless it is ``allowed``.
    """
    message = (
        f"not scanned: {count(number, 'object')} that only the remote of this partial clone has: "
        f"{'such as ' if number > len(names) else ''}{', '.join(names)}"
    )
    if allowed:
        return NotScanned(message, NotScanned.WARNING)
    return NotScanned(f"{message}; run '{fetch_command(repository)}', or pass --allow-partial")


def fetch_command(repository: Repository) -> str:
    """Return the command that fetches all objects that a partial clone lacks."""
    import shlex

    return " ".join(("git fetch --refetch --no-filter", *map(shlex.quote, _remotes(repository))))


def _remotes(repository: Repository) -> list[str]:
    """Return the name of a promisor remote, if the configuration names one."""
    config = repository.config
    names = [
        setting.key[len(_REMOTE) : -len(_PROMISOR)]
        for setting in config.settings
        if setting.key.startswith(_REMOTE) and setting.key.endswith(_PROMISOR)
    ]
    name = config.get(b"extensions.partialclone") or (names[0] if names else b"")
    return [name.decode("utf-8", "surrogateescape")] if name else []
