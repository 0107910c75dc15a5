"""Compiled regular expressions, kept in the cache directory between runs.

The ``regex`` module takes ten milliseconds to compile a rule, and as long to import. Its extension
loads a compiled expression in half a millisecond, and is then the only part that is imported.
"""

from __future__ import annotations

import marshal

from git_secrets_py.engine.hyperscan import COMPILED, cache_name, extension_of, folders_of
from git_secrets_py.files import code_mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    import regex

    from git_secrets_py.engine.hyperscan import DatabaseCache

_marks: list[bytes] = []


def compiled(
    source: bytes, *, posix: bool = False, cache: DatabaseCache | None = None
) -> regex.Pattern[bytes]:
    """Return ``source`` compiled by ``regex``; ``posix`` searches for the longest match.

    ``cache`` stores it, and must be ``None`` if it is confidential.
    """
    if cache is None or not regex_mark():
        return _compile(source, posix)
    name = cache_name((regex_mark(), b"%d" % posix, source), COMPILED)
    loaded = _load(cache.load(name))
    if loaded is None:
        loaded = _compile(source, posix)
        _store(cache, name, loaded)
    return loaded


def _compile(source: bytes, posix: bool) -> regex.Pattern[bytes]:
    import regex

    return regex.compile(source, regex.POSIX if posix else 0)


def _load(content: bytes | None) -> regex.Pattern[bytes] | None:
    extension = extension_of("regex", "_regex")
    if content is None or extension is None:
        return None
    try:
        # As ``pickle`` does with the same values. They are ours: the folder is private, and the
        # file has a checksum and the name of this source and this installation of ``regex``.
        loaded: regex.Pattern[bytes] = extension.compile(*marshal.loads(content))
    except (ValueError, EOFError, TypeError, RuntimeError):
        return None  # of another version of Python
    return loaded


def _store(cache: DatabaseCache, name: str, expression: regex.Pattern[bytes]) -> None:
    parts = getattr(expression, "_pickled_data", None)
    if parts is not None:
        cache.store(name, marshal.dumps(parts))


def regex_mark() -> bytes:
    """Return a text that changes with each installation of ``regex``; empty if it has no files."""
    if not _marks:
        folders = folders_of("regex")
        _marks.append(code_mark(*folders) if folders else b"")
    return _marks[0]
