"""The objects of a batch that the filters hit: the text of many is searched at once."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Protocol

    from git_secrets_py.engine import Hits
    from git_secrets_py.engine.scanner import Found

    class Filters(Protocol):
        """Finds the hits of filters and of the gate; ``None`` if there are too many to list."""

        def hits(self, data: bytes) -> Hits | None: ...

        def encoded(self, data: bytes) -> Hits | None: ...


def objects_hit(
    filters: Filters, text: bytes, starts: Callable[[], Sequence[int]]
) -> Iterator[tuple[int, bytes, Found | None]]:
    """Yield the objects of a batch that a filter hits: number, text after a line end, hits.

    ``text`` is that of all objects. ``starts`` returns where each begins, which is 0 for the first,
    and the length of the text.
    """
    found = filters.hits(text), filters.encoded(text)
    if found == ([], []):
        return
    # The first object follows no line end.
    places = [start + 1 for start in starts()]
    yield from _split_hits(filters, b"\n" + text, found, places, 0, len(places) - 1, 1)


def _split_hits(
    filters: Filters,
    text: bytes,
    found: Found,
    starts: Sequence[int],
    first: int,
    stop: int,
    moved: int,
) -> Iterator[tuple[int, bytes, Found | None]]:
    """Yield those of the objects from ``first`` to before ``stop`` that have a hit.

    Object ``n`` is ``text[starts[n]:starts[n + 1]]``. ``found`` are the hits in all of these
    objects, whose offsets count from the place ``moved``. An object with too many to list has none.
    """
    hits, encoded = found
    if hits is not None and encoded is not None:
        by_object = _by_object(hits, encoded, starts, first, stop, moved)
        for number in sorted(by_object):
            yield number, text[starts[number] - 1 : starts[number + 1]], by_object[number]
    elif stop - first == 1:
        yield first, text[starts[first] - 1 : starts[stop]], None
    else:
        middle = (first + stop) // 2
        for one, other in ((first, middle), (middle, stop)):
            part = text[starts[one] - 1 : starts[other]]
            again = filters.hits(part), filters.encoded(part)
            yield from _split_hits(filters, text, again, starts, one, other, starts[one] - 1)


def _by_object(
    hits: Hits, encoded: Hits, starts: Sequence[int], first: int, stop: int, moved: int
) -> Mapping[int, tuple[Hits, Hits]]:
    """Return the hits by object, with their offsets from the line end before it."""
    by_object: dict[int, tuple[Hits, Hits]] = {}
    for kind, some in enumerate((hits, encoded)):
        for which, offset in some:
            place = offset + moved
            # An empty object begins where the next one does, so the last one is right.
            number = bisect_right(starts, place, first, stop) - 1
            of_object = by_object.setdefault(number, ([], []))
            of_object[kind].append((which, place - starts[number] + 1))
    return by_object
