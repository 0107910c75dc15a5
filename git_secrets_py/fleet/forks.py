"""Forks: a clone uses the objects, and the cache of audits, of a related one in the same store.

A fork keeps the name of its repository on most services, so mirrors with the same name are
searched for one of its refs.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256

from git_secrets_py.errors import GitError
from git_secrets_py.files import PrivateFolder, open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.git.mirrors import Transport

_ALTERNATES = os.path.join("objects", "info", "alternates")
_CACHE = "git-secrets-py"
_AUDITS = "audit-"
_REF = re.compile(rb"^([0-9a-f]{40,64})\trefs/", re.MULTILINE)
# The most mirrors that are searched, and the most refs to look up in each.
_MOST_MIRRORS, _MOST_REFS = 5, 200
_SMALLEST = 1 << 20
# Without O_NONBLOCK, opening a FIFO waits for a reader.
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)


class Names:
    """The mirrors of a store by the name of their repository, the last part of its address."""

    def __init__(self, directory: str) -> None:
        self._directory = os.path.join(directory, "names")

    def add(self, address: str, path: str) -> None:
        """Record the mirror of ``address`` at ``path``; raises ``OSError``."""
        os.makedirs(self._directory, mode=0o700, exist_ok=True)
        descriptor = os.open(self._file(address), _APPEND, 0o600)
        with open(descriptor, "ab") as file:
            file.write(os.fsencode(path) + b"\n")

    def mirrors(self, address: str) -> Sequence[str]:
        """Return the paths of mirrors of repositories with the name of ``address``."""
        try:
            with open(open_regular(self._file(address)), "rb") as file:
                paths = file.read().splitlines()
        except OSError:
            return []
        found = dict.fromkeys(os.fsdecode(path) for path in paths)
        return [path for path in found if os.path.isdir(path)][:_MOST_MIRRORS]

    def _file(self, address: str) -> str:
        name = re.split(r"[/:]", address.rstrip("/").removesuffix(".git"))[-1].lower()
        digest = sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
        return os.path.join(self._directory, digest[:16])


def related(mirrors: Sequence[str], address: str, transport: Transport) -> str:
    """Return the one of ``mirrors`` that shares history with ``address``; empty without one."""
    large = [path for path in mirrors if _packed(path) >= _SMALLEST]
    if not large:
        return ""
    try:
        refs = transport.refs(address, large[0])
    except GitError:
        return ""  # the clone reports the error
    tips = list(dict.fromkeys(_REF.findall(refs)))[:_MOST_REFS]
    found = (path for path in large if tips and transport.has_any(path, tips))
    return next(found, "")


def _packed(path: str) -> int:
    """Return the bytes of the packs of a mirror; 0 if it uses those of another one itself."""
    if os.path.exists(os.path.join(path, _ALTERNATES)):
        return 0
    with os.scandir(os.path.join(path, "objects", "pack")) as packs:
        return sum(one.stat().st_size for one in packs)


def has_lost_alternate(path: str) -> bool:
    """Return whether the mirror at ``path`` uses the objects of a repository that is gone."""
    try:
        with open(open_regular(os.path.join(path, _ALTERNATES)), "rb") as file:
            return not all(map(os.path.isdir, file.read().splitlines()))
    except OSError:
        return False


def inherit_cache(reference: str, path: str) -> None:
    """Copy the audit caches of ``reference``: objects clean there are clean at ``path``."""
    source = PrivateFolder(os.path.join(reference, _CACHE))
    target = PrivateFolder(os.path.join(path, _CACHE))
    try:
        names = os.listdir(os.path.join(reference, _CACHE))
    except OSError:
        return
    for name in names:
        file = source.open(name) if name.startswith(_AUDITS) else None
        if file is not None:
            with file:
                content = file.read()
            target.store(name, lambda new, content=content: new.write(content), sync=False)  # type: ignore[misc]
