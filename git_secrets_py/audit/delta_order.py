"""The order in which git reads objects fastest: each after the one that it is a delta of.

git keeps only the last objects that it has read. In pack order, it reads many of them again for
each delta, which takes twice as long.
"""

from __future__ import annotations

from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# In memory at a time. In pack order, an object and its deltas are rarely farther from each other.
_MOST_LINES = 1 << 16


def in_delta_order(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of ``pieces`` in that order, without their last word.

    It is the ID of the object of which the first word, an ID, is a delta. The line of an object
    that git cannot read has no such word: ``<id> missing``.
    """
    lines: list[bytes] = []
    for piece in pieces:
        lines += piece.splitlines()
        if len(lines) >= _MOST_LINES:
            yield _ordered(lines)
            lines = []
    if lines:
        yield _ordered(lines)


def _ordered(lines: Sequence[bytes]) -> bytes:
    # The IDs have one size.
    width = len(lines[0].partition(b" ")[0])
    trees: list[bytes] = []
    others: list[bytes] = []
    missing: list[bytes] = []
    for line in lines:
        if len(line) <= 2 * width:
            missing.append(line + b"\n")
        else:
            (trees if b" tree " in line else others).append(line)
    listed = {line[:width] for line in others}
    bases: list[bytes] = []
    deltas: dict[bytes, list[bytes]] = {}
    for line in others:
        base = line[-width:]
        siblings = deltas.setdefault(base, []) if base in listed else bases
        siblings.append(line)
    ordered = []
    waiting = bases[::-1]
    while waiting:
        line = waiting.pop()
        ordered.append(line)
        if line[:width] in deltas:
            waiting += reversed(deltas.pop(line[:width]))
    # An object that several packs hold may be a delta of its own delta.
    rest = chain.from_iterable(deltas.values())
    # The trees, which are not read, come first.
    shortened = [line[: -width - 1] + b"\n" for line in chain(trees, ordered, rest)]
    return b"".join(shortened + missing)
