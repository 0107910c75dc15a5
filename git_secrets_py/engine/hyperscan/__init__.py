"""Hyperscan: all patterns in compiled databases, kept in the cache directory between runs.

The loader, the filter and the cache are in one module, since a commit hook imports all of them. It
compiles nothing: ``compiler`` does.
"""

from __future__ import annotations

import os
import sys

from git_secrets_py import __version__, files

try:  # the frozen module below importlib, which imports warnings
    from _frozen_importlib_external import PathFinder
except ImportError:
    from importlib.machinery import PathFinder

try:  # hashlib loads all of OpenSSL, which takes a hook longer than this whole module
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import IO, Any

    from git_secrets_py.engine.filters import Filter

# A block with more hits is scanned in smaller parts, which is cheaper.
MOST_HITS = 100_000
# The numbers of the patterns of a filter that was loaded without them.
_PLACES = range(sys.maxsize)
_MAGIC = b"git-secrets-py cache 5\n"
# In bytes: the length of the checked content of a file, and its checksum.
_LENGTH = _CHECKSUM = 8
_DATABASE = ".hs"
_KEY = ".key"
_VALID = ".valid"
PARSED = ".rules"
COMPILED = ".regex"
# The number of files of each kind that are kept, the newest ones.
MOST_COMPILED = 512
_MOST = {_DATABASE: 32, _KEY: 64, _VALID: 64, PARSED: 64, COMPILED: MOST_COMPILED}
# The packages that determine the content of a database; rules are data in modules.
CODE = (
    "",
    "engine",
    "engine/allow_rule",
    "engine/decoding",
    "engine/encodings",
    "engine/filters",
    "engine/hyperscan",
    "engine/own_secrets",
    *("findings", "patterns", "registry", "rule_files", "rules", "rules/sets"),
    "selection",
)
_marks: list[bytes] = []
# A run needs the names of the same few files several times, made of all patterns.
_names: dict[tuple[bytes, ...], str] = {}
_MOST_NAMES = 16


def hyperscan_module() -> Any | None:
    """Return the ``hyperscan`` module; ``None`` if it is not installed or is disabled.

    Raises ``ConfigurationError`` if an unknown engine is selected.
    """
    if os.environ.get("GIT_SECRETS_ENGINE"):
        from git_secrets_py.engine_choice import REGEX, chosen_engine

        if chosen_engine() == REGEX:
            return None
    try:
        # The package imports ``typing``, and with it ``re`` and ``enum``, for its one named tuple,
        # which costs a commit hook more than all of Hyperscan.
        return extension_of("hyperscan", "_hs_ext") or __import__("hyperscan")
    except ImportError:
        return None


def extension_of(package: str, name: str) -> Any | None:
    """Return the extension module ``name`` inside ``package``, without the package around it.

    ``None`` if the layout is different.
    """
    full = f"{package}.{name}"
    if full in sys.modules:
        return sys.modules[full]
    spec = PathFinder.find_spec(full, folders_of(package))
    if not (spec and spec.loader):
        return None
    module = spec.loader.create_module(spec)
    assert module is not None
    spec.loader.exec_module(module)
    sys.modules[full] = module
    return module


def folders_of(package: str) -> Sequence[str]:
    """Return the folders of an installed package, which takes longer to import than to find."""
    found = PathFinder.find_spec(package)
    return found.submodule_search_locations or () if found else ()


class HyperscanFilter:
    """All patterns in one Hyperscan database, in block mode."""

    def __init__(self, database: Any, scratch: Any, numbers: Sequence[int]) -> None:
        """``numbers`` are the pattern numbers of the sources in the database, in their order.

        The database holds their order only, so it also serves a run in which other patterns
        come between them.
        """
        self.numbers = numbers
        self._database = database
        self._scratch = scratch

    @classmethod
    def load(cls, hyperscan: Any, serialized: bytes, numbers: Sequence[int]) -> HyperscanFilter:
        """Return the filter that ``dump`` serialized, for as many sources as ``numbers``.

        Raises ``hyperscan.error`` if it does not fit this processor or version.
        """
        database = hyperscan.loadb(serialized, hyperscan.HS_MODE_BLOCK)
        return cls(database, hyperscan.Scratch(database), numbers)

    @property
    def most_hits(self) -> int:
        """The most hits that are listed."""
        return MOST_HITS

    def dump(self, hyperscan: Any) -> bytes:
        """Return the compiled database as bytes, for this kind of processor."""
        serialized: bytes = hyperscan.dumpb(self._database)
        return serialized

    def for_thread(self) -> HyperscanFilter:
        return HyperscanFilter(self._database, self._scratch.clone(), self.numbers)

    def may_match(self, data: bytes) -> bool:
        found: list[int] = []

        def stop(place: int, start: int, end: int, flags: int, context: object) -> bool:
            found.append(end)
            return True

        self.scan(data, stop)
        return bool(found)

    def hits(self, data: bytes) -> list[tuple[int, int]] | None:
        found: list[tuple[int, int]] = []
        numbers = self.numbers or _PLACES

        def collect(place: int, start: int, end: int, flags: int, context: object) -> bool:
            # Every match is at least one byte long, and its last byte, even if that is the line
            # end, belongs to the line.
            found.append((numbers[place], end - 1))
            return len(found) > MOST_HITS

        self.scan(data, collect)
        return None if len(found) > MOST_HITS else found

    def scan(self, data: bytes, handler: Any) -> None:
        """Call ``handler`` for each hit, as Hyperscan does, until it returns true.

        It gets the place of the source among those in the database, and the end of the hit.
        """
        try:
            self._database.scan(data, match_event_handler=handler, scratch=self._scratch)
        except Exception as error:
            # Raised when the handler ends the scan.
            if type(error).__name__ != "ScanTerminated":
                raise


class DatabaseCache:
    """Compiled databases, and proofs of valid patterns, in the user's cache directory.

    The name of a file is the digest of the values that it is made from. It holds a magic line, its
    own name, a checksum, the content and perhaps a database, and is ignored if it is damaged,
    renamed, or if another user could have written it: a compiled database is trusted like code. The
    checksum does not cover the database, which has one of its own that Hyperscan verifies.
    """

    def __init__(self, directory: str | None = None) -> None:
        """``directory`` defaults to the user's cache directory; without one, nothing is cached."""
        path = directory or files.cache_directory()
        self._folder = files.PrivateFolder(path) if path else None

    def load_filters(
        self, hyperscan: Any, sources: Sequence[bytes], numbers: Sequence[int]
    ) -> tuple[list[Filter], list[int]] | None:
        """Return the filters for the patterns ``sources``, and those of ``numbers`` left out.

        ``None`` if the cache holds no such filters. Filters in the cache prove that each of
        ``sources`` is a valid pattern: all of them were read before these were stored.
        """
        return self._load_databases(hyperscan, _database_name(hyperscan, sources), numbers)

    def load_by_key(
        self, hyperscan: Any, key: Sequence[bytes]
    ) -> tuple[list[Filter], bytes] | None:
        """Return the filters stored for ``key``, without the numbers of their patterns.

        The second value is the one that ``store_key`` stored with them. ``None`` if it has not, or
        if a filter leaves out a pattern.
        """
        content = self.load(_key_name(hyperscan, key))
        if content is None:
            return None
        names, _, more = content.partition(b"\n")
        loaded = [self._load_databases(hyperscan, name, ()) for name in names.decode().split()]
        every = [one for some in loaded if some for one in some[0]]
        return None if None in loaded else (every, more)

    def store_key(
        self,
        hyperscan: Any,
        key: Sequence[bytes],
        databases: Iterable[Sequence[bytes]],
        more: bytes = b"",
    ) -> None:
        """Store the names of the filters for ``databases``, and ``more``, under ``key``.

        Nothing is stored if the code that turns one into the other cannot be identified.
        """
        name = _key_name(hyperscan, key)
        content = " ".join(_database_name(hyperscan, one) for one in databases).encode()
        content += b"\n" + more
        if database_code_mark() and self.load(name) != content:
            self.store(name, content)

    def _load_databases(
        self, hyperscan: Any, name: str, numbers: Sequence[int]
    ) -> tuple[list[Filter], list[int]] | None:
        found = self._load(name)
        if found is None:
            return None
        places, _, layout = found[0].partition(b"\n")

        def load(database: bytes, numbers: Sequence[int]) -> HyperscanFilter:
            return HyperscanFilter.load(hyperscan, database, numbers)

        try:
            left_out = [numbers[int(place)] for place in places.split()]
            covered = [number for number in numbers if number not in left_out]
            if layout:
                from git_secrets_py.engine.filters import pattern_groups

                return pattern_groups.load(load, found[1], layout, numbers, covered), left_out
            return [load(found[1], covered)], left_out
        except (hyperscan.error, ValueError, IndexError):
            return None  # written by another release, of Hyperscan or of this program

    def store_filters(
        self,
        hyperscan: Any,
        sources: Sequence[bytes],
        databases: Iterable[bytes],
        left_out: Iterable[int] = (),
        layout: bytes = b"",
    ) -> None:
        """Store ``databases`` for ``sources``, all but those at ``left_out``.

        ``layout`` is that of ``pattern_groups``, unless there is one database without groups.
        """
        places = b" ".join(b"%d" % place for place in left_out)
        content = b"\n".join((places, layout)) if layout else places
        self.store(_database_name(hyperscan, sources), content, b"".join(databases))

    def proves_valid(self, sources: Iterable[bytes]) -> bool:
        """Return whether ``store_valid`` has stored that each of ``sources`` is valid."""
        return self.load(cache_name(sources, _VALID)) is not None

    def store_valid(self, sources: Iterable[bytes]) -> None:
        """Store that each of ``sources`` is a valid pattern."""
        self.store(cache_name(sources, _VALID), b"")

    def load(self, name: str) -> bytes | None:
        """Return the content that was stored as ``name``, without a database, or ``None``."""
        content, database = self._load(name) or (None, b"")
        return None if database else content

    def _load(self, name: str) -> tuple[bytes, bytes] | None:
        """Return the content and the database, which is not copied: a large one takes long."""
        file = self._folder and self._folder.open(name, buffering=0)
        if not file:
            return None
        size = len(_header(name, b""))
        with file:
            try:
                header = file.read(size)
                length = int.from_bytes(header[-_LENGTH - _CHECKSUM : -_CHECKSUM], "big")
                content = file.read(min(length, os.fstat(file.fileno()).st_size))
                database = file.read()
            except OSError:
                return None
        return (content, database) if header == _header(name, content) else None

    def store(self, name: str, content: bytes, database: bytes = b"") -> None:
        """Store ``content`` and ``database`` as ``name``.

        A cache that cannot be written is not an error.
        """
        if self._folder is None:
            return

        def write(file: IO[bytes]) -> None:
            file.write(_header(name, content) + content)
            file.write(database)

        # The checksums detect content lost in a power failure, so no hook waits for the disk.
        self._folder.store(name, write, sync=False)
        suffix = name[name.index(".") :]
        self._folder.prune("", suffix, _MOST[suffix])


def database_code_mark() -> bytes:
    """Return the mark of ``CODE``; read once, since a change has no effect on loaded modules."""
    if not _marks:
        _marks.append(files.code_mark(*CODE))
    return _marks[0]


def cache_name(ingredients: Iterable[bytes], suffix: str) -> str:
    """Return the name of the cache file for content made from ``ingredients``."""
    every = (suffix.encode(), __version__.encode(), database_code_mark(), *ingredients)
    if every not in _names:
        if len(_names) >= _MOST_NAMES:
            _names.clear()
        digest = blake2b(b"".join([b"%d:%b" % (len(one), one) for one in every]), digest_size=16)
        _names[every] = digest.hexdigest() + suffix
    return _names[every]


def _key_name(hyperscan: Any, key: Iterable[bytes]) -> str:
    return cache_name((processor(), hyperscan.__version__.encode(), *key), _KEY)


def _database_name(hyperscan: Any, sources: Iterable[bytes]) -> str:
    return cache_name((processor(), hyperscan.__version__.encode(), *sources), _DATABASE)


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


def _header(name: str, content: bytes) -> bytes:
    length = len(content).to_bytes(_LENGTH, "big")
    checksum = blake2b(content, digest_size=_CHECKSUM).digest()
    return _MAGIC + name.encode() + b"\n" + length + checksum
