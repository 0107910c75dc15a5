"""The commits that an earlier audit of the same repository attributed its matches to.

They are stored beside the cache of objects, so that the next audit compares these commits with
their parents rather than all of history, and only at the paths of the matches. The file holds IDs,
numbers and these paths, but no other text, and is encrypted with the user's key:

    magic line · state · marshaled: ages of commits, those on a remote, paths, mark of the places,
    mark of the rules, findings

``state`` is a digest of everything that decides which commits these are. The content of the
database and the tips are part of it as the digest of the cache of objects. ``known_findings``
describes the mark and the findings. ``marshal`` is safe here: only a genuine file is read.
"""

from __future__ import annotations

import marshal
from typing import NamedTuple

from git_secrets_py.audit.loose_objects import status_of_loose_objects
from git_secrets_py.digests import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.roots import Roots
    from git_secrets_py.git.repository import Repository

    # The number of the pattern, the match, the secret, and the cell of a notebook.
    KnownMatch = tuple[int, int, int, tuple[int, int], tuple[int, int]]
    # The number of the line, its offset, its matches, and the numbers of an occurrence and of a
    # match.
    KnownLine = tuple[int, int, list[KnownMatch], list[tuple[int, int]]]
    KnownFindings = dict[bytes, list[KnownLine]]

_MAGIC = b"git-secrets-py places 5\n"
# The version of the format, which all supported Pythons read.
_FORMAT = 4
_STATE_SIZE = 32
# Above this number of commits, the time to read them is not worth a cache.
_MOST_COMMITS = 200_000


class KnownPlaces(NamedTuple):
    """``ages`` maps commits to their ages; ``remote`` are those that are on a remote.

    ``paths`` are those at which they changed something about matched objects; none if these are
    not known, or too many. ``mark`` is that of the places that were found, if these are
    known: a search that finds others has missed some.
    """

    ages: Mapping[bytes, int]
    remote: AbstractSet[bytes]
    paths: Collection[bytes] = ()
    mark: bytes = b""


class PlacesCache:
    """The stored commits and findings for one state of a repository."""

    def __init__(self, cache: CacheFile, state: bytes, rules: bytes) -> None:
        """``cache`` is the cache of objects, ``state`` the result of ``state_of``.

        ``rules`` is the result of ``mark_of_rules``.
        """
        self._cache = cache
        self._head = _MAGIC + state
        self._rules = rules

    def load(self) -> tuple[KnownPlaces, KnownFindings | None] | None:
        """Return the commits and, unless other rules decide now, the findings.

        ``None`` if nothing is stored for this state.
        """
        content = self._cache.load_places()
        if content is None or not content.startswith(self._head):
            return None
        *known, rules, findings = marshal.loads(content[len(self._head) :])
        return KnownPlaces(*known), findings if rules == self._rules else None

    def store(self, known: KnownPlaces, findings: KnownFindings | None) -> None:
        """Store both, unless these are too many commits; ``None`` if these cannot be repeated."""
        if len(known.ages) <= _MOST_COMMITS:
            kept = findings if self._rules else None
            places = dict(known.ages), frozenset(known.remote), tuple(known.paths), known.mark
            content = marshal.dumps((*places, self._rules, kept), _FORMAT)
            self._cache.store_places(self._head + content)


def state_of(
    repository: Repository,
    cache_mark: bytes,
    matched: Mapping[bytes, bytes],
    roots: Roots,
    *,
    unreachable: bool,
) -> bytes:
    """Return the state of a repository in which the objects in ``matched`` (ID → type) match.

    ``cache_mark`` is the digest of the cache of objects. Loose objects count with their size and
    time, because git does not verify their content.
    """
    staged = [
        b"%b %b" % (oid, path)
        for oid in matched.keys() & roots.staged.keys()
        for path in roots.staged[oid]
    ]
    kinds = [b"%b %b" % one for one in matched.items()]
    digest = blake2b(cache_mark, digest_size=_STATE_SIZE)
    for part in (kinds, staged, set(roots.remote), status_of_loose_objects(repository)):
        _add(digest, part)
    digest.update(b"%d" % unreachable)
    return digest.digest()


def _add(digest: blake2b, texts: Iterable[bytes]) -> None:
    """Add ``texts`` in any order, so that no other ones give the same digest."""
    ordered = sorted(texts)
    digest.update(b"%d:" % len(ordered))
    for text in ordered:
        digest.update(b"%d:%b" % (len(text), text))
