"""Whether Hyperscan finds samples of what it compiled.

Vectorscan 5.4.12 misses a match of ``[=:]["'].*word`` in which nothing is between the two bytes and
the word: to find two bytes, it skips to them, but not to the last two before the word. The word
rule and the boundaries of built-in rules prevent that; the rules of files have neither.
"""

from __future__ import annotations

from git_secrets_py.patterns.sample import samples

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.engine.filters import Filter

# The bytes around a sample: it skips only in texts that are long enough.
_AROUND = (b"." * 14, b"." * 40), (b"." * 40, b"")
_LIMIT = 0.1  # seconds


def finds_samples(database: Filter, words: Iterable[tuple[int, bytes]]) -> bool:
    """Return whether ``database`` finds samples of all ``words``, (number, source)."""
    return not any(_is_missed(database, number, source) for number, source in words)


def _is_missed(database: Filter, number: int, source: bytes) -> bool:
    # In a group, it is in the syntax of regular expressions with extensions.
    for sample in samples(b"(?:%b)" % source):
        for before, after in _AROUND:
            text = before + sample + after
            hits = database.hits(text)
            if hits is not None and number not in dict(hits) and _matches(source, text):
                return True
    return False


def _matches(source: bytes, text: bytes) -> bool:
    import regex

    try:
        return regex.search(source, text, regex.MULTILINE, timeout=_LIMIT) is not None
    except TimeoutError:
        return True
