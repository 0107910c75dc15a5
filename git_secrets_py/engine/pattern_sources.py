"""The sources of prohibited patterns: reading, validation, and their form in a cache key."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from git_secrets_py.engine.hyperscan import DatabaseCache
    from git_secrets_py.model import Pattern
    from git_secrets_py.patterns import Expression


def validate(patterns: Sequence[Pattern], cache: DatabaseCache | None = None) -> None:
    """Raise ``PatternError``, with its origin, if one of ``patterns`` is invalid.

    ``cache`` remembers valid ones, which therefore must not be confidential.
    """
    sources = sorted({pattern.source for pattern in patterns})
    if cache is not None and cache.proves_valid(sources):
        return
    for pattern in patterns:
        read_pattern(pattern)
    if cache is not None:
        cache.store_valid(sources)


def public_sources(patterns: Iterable[Pattern]) -> list[bytes]:
    """Return those of the ``patterns`` that may be stored, as in the key of the cache."""
    return [cached_source(one) for one in patterns if one.literal is None and not one.confidential]


def cached_source(pattern: Pattern) -> bytes:
    """Return the source of ``pattern`` as in the key of the cache."""
    # No pattern contains a newline, so this cannot be the source of another one.
    return pattern.source + b"\n" if pattern.has_boundaries else pattern.source


def read_pattern(pattern: Pattern) -> Expression:
    """Return ``pattern`` as an expression; raises ``PatternError`` with the pattern's origin."""
    from git_secrets_py.errors import PatternError
    from git_secrets_py.patterns import Expression, read

    try:
        if pattern.filter is not None:
            return Expression(pattern.source, pattern.filter, posix=False)
        return read(pattern.source)
    except PatternError as error:
        error.origin = str(pattern.origin)
        error.confidential = pattern.confidential
        raise
