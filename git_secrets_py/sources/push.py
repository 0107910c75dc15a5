"""A push: its commits, annotated tags, and tagged trees and blobs that the receiver lacks."""

from __future__ import annotations

from git_secrets_py.content import HEXADECIMAL, IN_TAG, Absent, Blob, NotScanned
from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.promisor import NO_HISTORY, are_promised, missing_objects
from git_secrets_py.git.tags import named_by_tags
from git_secrets_py.sources.commits import introduced, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from git_secrets_py.git import Git


class Update:
    """A ref that is pushed: its new object, and its old object on the receiving side."""

    __slots__ = ("local", "new", "old", "ref")

    def __init__(self, new: bytes, old: bytes = b"", ref: bytes = b"", local: bytes = b"") -> None:
        """``new`` and ``old`` are object IDs or revisions; ``old`` is empty for a new ref.

        ``ref`` is the name of the ref on the receiving side, ``local`` the revision that the user
        pushes, such as a ref; both are empty if they are not known.
        """
        self.new = new
        self.old = old
        self.ref = ref
        self.local = local


def sent(lines: bytes) -> list[Update]:
    """Parse the input of a pre-push hook: ``<local ref> <ID> <remote ref> <its ID>`` per line.

    Deletions are omitted. Raises ``GitSecretsError`` for any other line.
    """
    # From the right: the local ref may be any revision, such as ":/subject of a commit".
    fields = [line.rsplit(b" ", 3) for line in lines.splitlines()]
    return _updates(
        [(words[1], words[3], words[2], words[0]) if len(words) == 4 else () for words in fields]
    )


def received(lines: bytes) -> list[Update]:
    """Parse the input of a pre-receive hook: ``<old ID> <new ID> <ref>`` per line.

    Otherwise like ``sent``.
    """
    fields = [line.split(b" ", 2) for line in lines.splitlines()]
    return _updates([(words[1], words[0], words[2]) if len(words) == 3 else () for words in fields])


def objects(
    git: Git, updates: Sequence[Update], known_refs: Sequence[str]
) -> Iterator[Blob | NotScanned]:
    """Yield the blobs and messages of ``updates`` that the receiver does not have.

    It has the old objects of ``updates``, as far as they are in this clone, and everything
    reachable from the refs selected by ``known_refs``, options of git-rev-list(1). Raises
    ``GitError``.
    """
    wanted = dict.fromkeys(update.new for update in updates)
    known = dict.fromkeys(update.old for update in updates if update.old)
    found = _resolved(git, [*wanted, *known])
    for name in [name for name in wanted if name not in found]:
        message = f"pushed object {name.decode('utf-8', 'replace')} is missing here"
        yield NotScanned(f"{message}; run 'git fsck'")
    tips = dict(found[name] for name in wanted if name in found)
    here = [found[name][0] for name in known if name in found]
    yield from introduced(git, tips, here, known_refs)
    yield from tagged(git, tips)


def tagged(git: Git, tips: Mapping[bytes, bytes]) -> Iterator[Blob | NotScanned]:
    """Yield the headers and messages of annotated tags, and tagged blobs and trees.

    ``tips`` maps the object ID of each ref to its type. Commits are omitted.
    """
    named = list(named_by_tags(git, tips))
    entries = [one for one in named if one[2]]
    missing = []
    answers = read_objects(git, [oid for oid, _, _ in entries])
    for (oid, shown, path), answer in zip(entries, answers, strict=True):
        if not isinstance(answer, ObjectContent):
            missing.append((path.decode("utf-8", "surrogateescape"), oid))
        elif path == IN_TAG:
            yield from texts(answer, shown)
        else:
            yield Blob(path, answer.chunks, shown)
    yield from missing_objects(git, missing, tips)
    yield from _incomplete(git, [oid for oid, _, path in named if not path], tips)


def _incomplete(
    git: Git, trees: Sequence[bytes], tips: Mapping[bytes, bytes]
) -> Iterator[NotScanned]:
    """Yield the problem of each of ``trees`` of ``tips``, of which a part is not in this clone."""
    promised = bool(trees) and are_promised(git, tips, NO_HISTORY)
    for tree in trees:
        name = f"tagged tree {tree.decode()}"
        if promised:
            yield Absent(name, tree, Absent.PROMISED)
        else:
            yield NotScanned(f"{name}: a part of it is missing; run 'git fsck'")


def stale(refs: bytes, updates: Sequence[Update], remote: bytes) -> list[bytes]:
    """Return the remote-tracking refs of ``remote`` that its own refs contradict.

    ``refs`` are lines ``<ref> <ID> <target of a symbolic ref>`` of git-for-each-ref(1). The remote
    may lack the commits of such a ref: it is another repository now, or the ref was deleted or
    overwritten there.
    """
    prefix = b"refs/remotes/" + remote + b"/"
    reported = {
        prefix + update.ref.removeprefix(b"refs/heads/"): update.old
        for update in updates
        if update.ref.startswith(b"refs/heads/")
    }
    entries = [line.split(b" ") for line in refs.splitlines()]
    wrong = {ref for ref, oid, _ in entries if reported.get(ref, oid) != oid}
    return [ref for ref, _, target in entries if ref in wrong or target in wrong]


def _updates(fields: Sequence[tuple[bytes, ...]]) -> list[Update]:
    """Return the updates of (new ID, old ID, refs...); an ID of zeros means no object."""
    if not all(words and all(map(_is_id, words[:2])) for words in fields):
        raise GitSecretsError("cannot parse the pushed refs: not in the format of githooks(5)")
    return [
        Update(new, old if old.strip(b"0") else b"", *refs)
        for new, old, *refs in fields
        if new.strip(b"0")
    ]


def _is_id(word: bytes) -> bool:
    return len(word) in (40, 64) and not word.strip(HEXADECIMAL)


def _resolved(git: Git, names: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
    """Return the ID and the type of each object of ``names`` that is in this clone."""
    return {
        name: (answer.oid, answer.kind)
        for name, answer in zip(names, read_objects(git, names), strict=True)
        if isinstance(answer, ObjectContent)
    }
