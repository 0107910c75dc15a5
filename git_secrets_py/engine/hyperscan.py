"""Hyperscan: all patterns in one compiled database, kept in the cache directory between runs.

One module for the loader, the filter and the cache, since a commit hook imports all of them.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from zlib import crc32

from git_secrets_py import files
from git_secrets_py._version import __version__

try:  # hashlib loads all of OpenSSL, which takes a hook longer than this whole module
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import IO, Any

# A block with more hits is scanned in smaller parts, which is cheaper.
MOST_HITS = 20_000
_MAGIC = b"git-secrets-py database 1\n"
_CHECKSUM_SIZE = 4


def hyperscan_module() -> Any | None:
    """Return the ``hyperscan`` module; ``None`` if it is not installed or is disabled."""
    if os.environ.get("GIT_SECRETS_ENGINE") == "regex":
        return None
    try:
        return _extension() or __import__("hyperscan")
    except ImportError:
        return None


def _extension() -> Any | None:
    """Return the extension module inside ``hyperscan``, without the package around it.

    The package imports ``typing``, and with it ``re`` and ``enum``, for its one named tuple,
    which costs a commit hook more than all of Hyperscan. ``None`` if the layout is different.
    """
    name = "hyperscan._hs_ext"
    package = PathFinder.find_spec("hyperscan")
    spec = package and PathFinder.find_spec(name, package.submodule_search_locations)
    if not (spec and spec.loader):
        return None
    if name not in sys.modules:
        module = spec.loader.create_module(spec)
        assert module is not None
        spec.loader.exec_module(module)
        sys.modules[name] = module
    return sys.modules[name]


class HyperscanFilter:
    """All patterns in one Hyperscan database, in block mode."""

    def __init__(self, database: Any, scratch: Any, numbers: Sequence[int]) -> None:
        """``numbers`` are the pattern numbers of the sources in the database, in their order.

        The database holds their order only, so it also serves a run in which other patterns
        come between them.
        """
        self._database = database
        self._scratch = scratch
        self._numbers = numbers

    @classmethod
    def compile(
        cls, hyperscan: Any, sources: Sequence[bytes], numbers: Sequence[int]
    ) -> HyperscanFilter:
        """Return a filter for ``sources``, reported under ``numbers``.

        Raises ``hyperscan.error`` for a source that Hyperscan rejects.
        """
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=list(sources),
            ids=list(range(len(sources))),
            elements=len(sources),
            flags=hyperscan.HS_FLAG_MULTILINE,
        )
        return cls(database, hyperscan.Scratch(database), numbers)

    @classmethod
    def load(cls, hyperscan: Any, serialized: bytes, numbers: Sequence[int]) -> HyperscanFilter:
        """Return the filter that ``dump`` serialized, for as many sources as ``numbers``.

        Raises ``hyperscan.error`` if it does not fit this processor or version.
        """
        database = hyperscan.loadb(serialized, hyperscan.HS_MODE_BLOCK)
        return cls(database, hyperscan.Scratch(database), numbers)

    def dump(self, hyperscan: Any) -> bytes:
        """Return the compiled database as bytes, for this kind of processor."""
        serialized: bytes = hyperscan.dumpb(self._database)
        return serialized

    def for_thread(self) -> HyperscanFilter:
        return HyperscanFilter(self._database, self._scratch.clone(), self._numbers)

    def may_match(self, data: bytes) -> bool:
        found: list[int] = []

        def stop(place: int, start: int, end: int, flags: int, context: object) -> bool:
            found.append(end)
            return True

        self._scan(data, stop)
        return bool(found)

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        found: list[tuple[int, int]] = []
        numbers = self._numbers

        def collect(place: int, start: int, end: int, flags: int, context: object) -> bool:
            # Every match is at least one byte long, and its last byte, even if that is the line
            # end, belongs to the line.
            found.append((numbers[place], end - 1))
            return len(found) > MOST_HITS

        self._scan(data, collect)
        return None if len(found) > MOST_HITS else found

    def _scan(self, data: bytes, handler: Any) -> None:
        try:
            self._database.scan(data, match_event_handler=handler, scratch=self._scratch)
        except Exception as error:
            # Raised when the handler ends the scan.
            if type(error).__name__ != "ScanTerminated":
                raise


class DatabaseCache:
    """Compiled databases in the user's cache directory, by the digest of their sources.

    A file holds a magic line, a checksum and the content. It is written for its owner alone, and
    ignored if it is damaged or if anybody else could have written it: a compiled database is
    trusted like code.
    """

    def __init__(self, directory: str | None = None) -> None:
        """``directory`` defaults to the user's cache directory; without one, nothing is cached."""
        self._directory = directory or files.cache_directory()

    def load_filter(
        self, hyperscan: Any, sources: Sequence[bytes], numbers: Sequence[int]
    ) -> tuple[HyperscanFilter, list[int]] | None:
        """Return the filter for the patterns ``sources``, and those of ``numbers`` it leaves out.

        ``None`` if the cache holds no such filter. A filter in the cache proves that each of
        ``sources`` is a valid pattern: all of them were read before it was stored.
        """
        content = self.load(self._filter_path(hyperscan, sources))
        if content is None:
            return None
        places, _, serialized = content.partition(b"\n")
        try:
            left_out = [numbers[int(place)] for place in places.split()]
            covered = [number for number in numbers if number not in left_out]
            return HyperscanFilter.load(hyperscan, serialized, covered), left_out
        except (hyperscan.error, ValueError, IndexError):
            return None  # written by another release, of Hyperscan or of this program

    def store_filter(
        self, hyperscan: Any, sources: Sequence[bytes], left_out: Iterable[int], filter: Any
    ) -> None:
        """Store ``filter`` for ``sources``, all but those at the places ``left_out``."""
        places = b" ".join(b"%d" % place for place in left_out)
        path = self._filter_path(hyperscan, sources)
        self.store(path, places + b"\n" + filter.dump(hyperscan))

    def _filter_path(self, hyperscan: Any, sources: Sequence[bytes]) -> str | None:
        return self.path((hyperscan.__version__.encode(), *sources))

    def path(self, ingredients: Iterable[bytes]) -> str | None:
        """Return the path of the file for content made from ``ingredients``."""
        if self._directory is None:
            return None
        digest = blake2b(digest_size=16)
        for ingredient in (__version__.encode(), processor(), *ingredients):
            digest.update(b"%d:" % len(ingredient) + ingredient)
        return os.path.join(self._directory, digest.hexdigest() + ".hs")

    def load(self, path: str | None) -> bytes | None:
        """Return the content that ``store`` wrote to ``path``, or ``None``."""
        if path is None:
            return None
        try:
            with open(path, "rb", buffering=0) as file:
                if not files.is_private(os.fstat(file.fileno())):
                    return None
                return _unpack(file.read())
        except OSError:
            return None

    def store(self, path: str | None, content: bytes) -> None:
        """Write ``content`` to ``path``. A cache that cannot be written is not an error."""
        if path is None:
            return

        def write(file: IO[bytes]) -> None:
            file.write(_header(content) + content)

        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            # The checksum detects content lost in a power failure, so no hook waits for the disk.
            files.replace(path, f"{path}.{os.getpid()}", write, sync=False)
        except OSError:
            return


def processor() -> bytes:
    """Return the name of this machine's kind of processor, and its features."""
    machine = sys.platform.encode()
    if hasattr(os, "uname"):
        machine += os.uname().machine.encode()
    try:
        with open("/proc/cpuinfo", "rb", buffering=0) as cpuinfo:
            flags = next(line for line in cpuinfo.read(8192).split(b"\n") if line[:5] == b"flags")
    except (OSError, StopIteration):
        flags = b""
    return machine + flags


def _header(content: bytes) -> bytes:
    return _MAGIC + crc32(content).to_bytes(_CHECKSUM_SIZE, "big")


def _unpack(packed: bytes) -> bytes | None:
    start = len(_MAGIC) + _CHECKSUM_SIZE
    content = packed[start:]
    return content if packed[:start] == _header(content) else None
