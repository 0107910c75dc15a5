"""Stores of one secret a line, in which words are separated by blanks."""

from __future__ import annotations

from itertools import pairwise

from git_secrets_py.providers import settings_text
from git_secrets_py.providers.stored_secret import StoredSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_FIELDS_OF_DAVFS = 3
_QUOTES = b"\"'"


def words(content: bytes, keys: Collection[str]) -> Iterator[StoredSecret]:
    """Yield the word after each of ``keys``, as in ``password secret`` or ``set pass="secret"``.

    https://marlam.de/msmtp/msmtp.html, https://neomutt.org/guide/reference,
    https://isync.sourceforge.io/mbsync.html, https://www.fetchmail.info/fetchmail-man.html
    """
    names = {key.encode() for key in keys}
    found = (
        word
        for line in content.splitlines()
        if not line.lstrip().startswith(b"#")
        for word in settings_text.words(_spaced(line, names), _QUOTES)
    )
    for key, value in pairwise(found):
        if key.lower() in names:
            yield StoredSecret("", value.rstrip(b",;").strip(_QUOTES))


def _spaced(line: bytes, names: Collection[bytes]) -> bytes:
    """Return ``line`` with a blank in place of the sign in each assignment to one of ``names``."""
    *starts, last = line.split(b"=")
    texts = [one.lstrip() if at else one for at, one in enumerate((*starts, last))]
    keys = (text.split()[-1:] for text in texts[:-1])
    signs = (b" " if key and key[0].lower() in names else b"=" for key in keys)
    return b"".join(text + sign for text, sign in zip(texts, (*signs, b""), strict=True))


def davfs(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords of ``secrets`` of davfs2: an address or mount point, a user, a password.

    https://savannah.nongnu.org/projects/davfs2
    """
    for line in content.splitlines():
        fields = list(settings_text.words(line))
        if len(fields) == _FIELDS_OF_DAVFS and not fields[0].startswith(b"#"):
            yield StoredSecret(fields[0].decode("utf-8", "replace"), fields[2])


def s3fs(content: bytes) -> Iterator[StoredSecret]:
    """Yield the keys of ``.passwd-s3fs``: a bucket, which may be absent, a key ID and its key.

    https://github.com/s3fs-fuse/s3fs-fuse#examples
    """
    for line in content.splitlines():
        name, colon, key = line.strip().rpartition(b":")
        if colon and not line.startswith(b"#"):
            yield StoredSecret(name.rpartition(b":")[0].decode("utf-8", "replace"), key)


def subversion(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords of a file below ``auth`` of Subversion: sizes, keys and values in turn.

    https://svnbook.red-bean.com/en/1.8/svn.serverconfig.netmodel.html
    """
    lines = content.split(b"\n")
    realm = next((after[1] for after in _values(lines, b"svn:realmstring")), b"")
    for _, value in _values(lines, b"password"):
        yield StoredSecret(realm.decode("utf-8", "replace"), value)


def _values(lines: list[bytes], key: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the size and the value after each line ``key``."""
    for at, line in enumerate(lines[:-2]):
        if line == key:
            yield lines[at + 1], lines[at + 2]
