"""Directories of tests: made without a look at those of other tests, copied, and removed."""

from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path

# Of the name of a test, which is a part of the name of its directory.
_LONGEST = 30


class Folders:
    """The directories that tests of one process get, in the directory ``base``."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._made = 0

    def make(self, test: str) -> Path:
        """Make an empty directory for ``test``."""
        self._made += 1
        name = re.sub(r"\W", "_", test)[:_LONGEST]
        path = self._base / f"{name}{self._made}"
        path.mkdir(mode=0o700)
        return path


def remove(folder: Path) -> None:
    """Remove ``folder`` as far as possible. ``shutil.rmtree`` takes twice as long."""
    try:
        _remove(str(folder))
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


def _remove(folder: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _remove(entry.path)
            else:
                os.unlink(entry.path)
    os.rmdir(folder)


class Tree:
    """What is in a directory: its directories, files and symbolic links."""

    def __init__(self, top: Path) -> None:
        self._folders: list[str] = []
        self._files: list[tuple[str, bytes, int]] = []
        self._links: list[tuple[str, str]] = []
        self._read(str(top), "")

    def _read(self, folder: str, below: str) -> None:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = below + entry.name
                if entry.is_symlink():
                    self._links.append((name, os.readlink(entry.path)))
                elif entry.is_dir():
                    self._folders.append(name)
                    self._read(entry.path, name + "/")
                else:
                    mode = stat.S_IMODE(entry.stat().st_mode)
                    self._files.append((name, Path(entry.path).read_bytes(), mode))

    def write(self, top: Path) -> None:
        """Write it to the directory ``top``, over the files that are there."""
        os.makedirs(top, exist_ok=True)
        start = f"{top}/"
        for name in self._folders:
            if not os.path.isdir(start + name):
                os.mkdir(start + name)
        for name, content, mode in self._files:
            file = os.open(start + name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            try:
                os.write(file, content)
            finally:
                os.close(file)
        for name, target in self._links:
            os.symlink(target, start + name)
