"""What a push brings to the other side: commits, annotated tags, and whatever else is tagged."""

from __future__ import annotations

from functools import partial

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.tags import named_by_tags
from git_secrets_py.model import IN_TAG, Blob, NotScanned
from git_secrets_py.sources.commits import introduced, message_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from git_secrets_py.git.process import Git

_HEXADECIMAL = b"0123456789abcdef"


class Update:
    """A ref that is pushed: the object it is to name, and what it names on the other side."""

    __slots__ = ("new", "old")

    def __init__(self, new: bytes, old: bytes = b"") -> None:
        """``new`` and ``old`` are object ids or their names; ``old`` is empty for a new ref."""
        self.new = new
        self.old = old


def sent(lines: bytes) -> list[Update]:
    """Read what git tells a pre-push hook: ``<local ref> <id> <remote ref> <its id>`` a line.

    Deletions are left out. Raises ``GitSecretsError`` for what is no such line.
    """
    # From the right: the local ref may be any expression, as ":/subject of a commit".
    fields = [line.rsplit(b" ", 3) for line in lines.splitlines()]
    return _updates([(words[-3], words[-1]) if len(words) == 4 else () for words in fields])


def received(lines: bytes) -> list[Update]:
    """Read what git tells a pre-receive hook, as ``sent`` does: ``<old id> <new id> <ref>``."""
    fields = [line.split(b" ", 2) for line in lines.splitlines()]
    return _updates([(words[1], words[0]) if len(words) == 3 else () for words in fields])


def objects(
    git: Git, updates: Sequence[Update], known_refs: Sequence[str]
) -> Iterator[Blob | NotScanned]:
    """Yield the blobs and messages that ``updates`` bring to the other side.

    What it has is what its refs name, as far as that is here, and what is chosen by
    ``known_refs``, options of git-rev-list(1). Raises ``GitError``.
    """
    wanted = dict.fromkeys(update.new for update in updates)
    known = dict.fromkeys(update.old for update in updates if update.old)
    found = _resolved(git, [*wanted, *known])
    for name in [name for name in wanted if name not in found]:
        yield NotScanned(f"object {name.decode('utf-8', 'replace')}, which is pushed, is not here")
    tips = dict(found[name] for name in wanted if name in found)
    here = [found[name][0] for name in known if name in found]
    yield from introduced(git, tips, here, known_refs)
    yield from _named_by_tags(git, tips)


def _updates(pairs: Sequence[tuple[bytes, ...]]) -> list[Update]:
    """Return the updates of (new id, old id); where either is all zeros there is no object."""
    if not all(pair and all(map(_is_id, pair)) for pair in pairs):
        raise GitSecretsError("cannot read what is pushed: git gave other lines than githooks(5)")
    return [Update(new, old if old.strip(b"0") else b"") for new, old in pairs if new.strip(b"0")]


def _is_id(word: bytes) -> bool:
    return len(word) in (40, 64) and not word.strip(_HEXADECIMAL)


def _resolved(git: Git, names: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
    """Return the id and the type of each object that is here."""
    return {
        name: (answer.oid, answer.kind)
        for name, answer in zip(names, read_objects(git, names), strict=True)
        if isinstance(answer, ObjectContent)
    }


def _named_by_tags(git: Git, tips: Mapping[bytes, bytes]) -> Iterator[Blob | NotScanned]:
    entries = list(named_by_tags(git, tips))
    answers = read_objects(git, [oid for oid, _, _ in entries])
    for (oid, shown, path), answer in zip(entries, answers, strict=True):
        if not isinstance(answer, ObjectContent):
            yield NotScanned(f"object {oid.decode()} is missing or damaged")
        elif path == IN_TAG:
            yield Blob(path, partial(iter, [message_of(answer)]), shown)
        else:
            yield Blob(path, answer.chunks, shown)
