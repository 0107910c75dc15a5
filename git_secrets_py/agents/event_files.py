"""The files that an event refers to, as content to scan."""

from __future__ import annotations

import os
import stat

from git_secrets_py.agents.json_reader import encoded
from git_secrets_py.content import Blob, NotScanned
from git_secrets_py.errors import BlobError
from git_secrets_py.files import expanded, open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.agents.shown_files import Committed

_FILE_URL = "file://"
_PIECE = 1 << 20
_MOST_FILES = 500
_MOST_BYTES = 256 << 20


class EventFiles:
    """The files that an event refers to, in the order in which they are added."""

    def __init__(self, directory: str, top: str) -> None:
        """Relative paths start at ``directory``; ``top`` is the top of the work tree, or ``""``."""
        self._directory = directory
        self._top = top
        self._sources: list[Iterable[str | Committed]] = []

    def add(self, paths: Iterable[str]) -> None:
        """Add ``paths``, whether they exist or not."""
        self._sources.append(self._absolute(path) for path in paths)

    def add_command(self, command: str, directory: str) -> None:
        """Add the files and objects that a shell command shows."""
        from git_secrets_py.agents.shown_files import shown_files

        base = os.path.join(self._directory, directory)
        self._sources.append(shown_files(command, base, os.environ))

    def name(self, path: str) -> bytes:
        """Return the path in findings: from the top of the work tree, if it is in it."""
        folder, name = os.path.split(self._absolute(path))
        absolute = os.path.join(os.path.realpath(folder), name)
        inside = self._top and absolute.startswith(self._top.rstrip("/") + "/")
        return encoded(os.path.relpath(absolute, self._top) if inside else absolute)

    def _absolute(self, path: str) -> str:
        if path.startswith("~"):
            path = expanded(path)
        elif path.startswith(_FILE_URL):
            from urllib.parse import unquote  # few events need it

            path = unquote(path.removeprefix(_FILE_URL))
        return os.path.normpath(os.path.join(self._directory, path))

    def blobs(self) -> Iterator[Blob | NotScanned]:
        """Yield each regular file once. Another kind cannot be shown, or reading it never ends."""
        seen: set[str] = set()
        count = size = 0
        for source in self._sources:
            for one in source:
                if getattr(one, "is_printed", False):
                    yield _printed(str(one))
                    continue
                if isinstance(one, str):
                    blob, length = self._file(one, seen)
                    count += blob is not None
                else:
                    blob, length = _committed(one)
                    count += 1  # a missing one has cost a process as well
                size += length
                if count > _MOST_FILES or size > _MOST_BYTES:
                    yield NotScanned("it names too many files, or files too large to scan")
                    return
                if blob is not None:
                    yield blob

    def _file(self, path: str, seen: set[str]) -> tuple[Blob | None, int]:
        """Return the regular file ``path`` that is not in ``seen``, with its size in bytes."""
        length = None if path in seen or "\0" in path else _regular_size(path)
        seen.add(path)
        if length is None:
            return None, 0
        return Blob(self.name(path), lambda: _content(path)), length


def _printed(text: str) -> Blob:
    return Blob(b"(environment)", lambda: iter((encoded(text),)))


def _regular_size(path: str) -> int | None:
    """Return the size of the regular file ``path`` that this user may read, else ``None``."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    is_readable = stat.S_ISREG(status.st_mode) and os.access(path, os.R_OK)
    return status.st_size if is_readable else None


def _content(path: str) -> Iterator[bytes]:
    try:
        with open(open_regular(path, follow=True), "rb", buffering=0) as file:
            while chunk := file.read(_PIECE):
                yield chunk
    except OSError as error:
        raise BlobError(f"cannot read it: {error.strerror or error}") from error


def _committed(one: Committed) -> tuple[Blob | None, int]:
    """Return the object that git shows by its name, with its size in bytes, if there is one."""
    from git_secrets_py.git import Git

    git, name = Git(one.directory), encoded(one.name)
    size = git.output("cat-file", "-s", name, accept=range(256)).strip()
    if not size:
        return None, 0
    return Blob(name, lambda: iter((git.output("cat-file", "-p", name),))), int(size)
