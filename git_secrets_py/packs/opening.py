"""Opening the packs of a repository."""

from __future__ import annotations

import os
from contextlib import suppress

from git_secrets_py.background import in_background
from git_secrets_py.files import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.packs.pack import Pack

# Objects of further packs, which are smaller, are left to git: open files are limited.
MOST_PACKS = 60


class OpenPacks:
    """The packs of some object directories, which stay open until the end of the context.

    Their objects are linked to their bases in the background, and can be claimed meanwhile.
    """

    def __init__(self, folders: Iterable[bytes], width: int) -> None:
        """``folders`` are object directories; ``width`` is the size of a packed ID in bytes."""
        self._files: list[int] = []
        self.packs = [
            pack for path in _largest(folders) if (pack := self._open(path, width)) is not None
        ]
        self._linked = in_background(self._link)

    def __enter__(self) -> OpenPacks:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all files. The packs must no longer be used."""
        with suppress(Exception):  # whoever needed the links has got it
            self._linked()
        self.packs = []
        while self._files:
            os.close(self._files.pop())

    def link(self) -> None:
        """Wait until the objects of each pack are linked to their bases."""
        self._linked()

    def _link(self) -> None:
        for pack in self.packs:
            pack.link()

    def _open(self, path: bytes, width: int) -> Pack | None:
        """Open the pack at ``path``, given without suffix; ``None`` if that is impossible."""
        from git_secrets_py.packs.pack import Pack
        from git_secrets_py.packs.table import DamagedPackError

        try:
            pack, index = self._file(path + b".pack"), self._file(path + b".idx")
            return Pack(pack, index, _size(pack), _size(index), width)
        except (OSError, DamagedPackError):
            return None  # replaced meanwhile, or damaged: git reads the objects, or reports them

    def _file(self, path: bytes) -> int:
        # A link is no danger here, and some tools share packs by links.
        file = open_regular(path, follow=True)
        self._files.append(file)
        return file


def _size(file: int) -> int:
    return os.fstat(file).st_size


def _largest(folders: Iterable[bytes]) -> Sequence[bytes]:
    """Return the paths of the largest packs, without suffix."""
    found = [found for folder in folders for found in packs_in(folder)]
    return [path for _, path in sorted(found, reverse=True)[:MOST_PACKS]]


def packs_in(folder: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield size and path, without suffix, of each pack in the object directory ``folder``."""
    try:
        with os.scandir(os.path.join(folder, b"pack")) as entries:
            for entry in entries:
                if entry.name.endswith(b".pack") and entry.is_file():
                    yield entry.stat().st_size, entry.path.removesuffix(b".pack")
    except OSError:
        return
