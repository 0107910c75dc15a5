"""Matches in decoded text, as matches of the lines that hold its encoded form.

The filter of ``gate`` shows where to decode. The span of such a match is that of the whole
encoded run in the line in which the secret begins.
"""

from __future__ import annotations

from bisect import bisect_right

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.decoding.decoder import ALPHABET, IN_GZIP, TooMuchError, decoded_texts
from git_secrets_py.engine.decoding.derived_text import OVER_LINES
from git_secrets_py.engine.decoding.gate import FIRST_ESCAPE
from git_secrets_py.model import Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from git_secrets_py.engine.decoding.decoder import Gate
    from git_secrets_py.engine.decoding.derived_text import Text
    from git_secrets_py.model import Pattern

    # Yields the matched lines of a text, each with its offset.
    Scan = Callable[[bytes], Iterator[tuple[int, MatchedLine | NotScanned]]]

# How far to decode around a hit of the gate, in bytes, at least: to the end of a run.
_AROUND, _AROUND_ESCAPE = 8 << 10, 512
_STEP = 4 << 10
# Around the parts of a run that is folded over lines, and the most of them at the end of one.
_SIGNS = b" \t\r\"'+\\,#/*=|>-"
_LONGEST_SIGN = 16
# Programs fold encoded text into lines of at least this many characters.
_LEAST_FOLD = 60
# In a longer run, the span is that of the part that holds the secret.
_LONGEST_RUN = 4 << 10
_CERTIFICATE, _PEM_END = b"-----BEGIN CERTIFICATE-----", b"-----END "
_LONGEST_CERTIFICATE = 16 << 10
# In base64, the beginning of the DER of more than 127 bytes.
_DER = b"MI"
# The text that source code has around the lines of a certificate, with the letters of line ends.
_AROUND_LINES = b" +\t\r\n\\\"'`,;nr"
_IN_CERTIFICATE = ALPHABET + _AROUND_LINES
# Matches before a place that are compared with the one there.
_NEIGHBORS = 8
_TOO_MUCH = (
    "nested encodings have several times the size of the content, so that not all of it was "
    "decoded; to scan without decoding, use --no-decode"
)


class Hidden:
    """A match in decoded text; ``first`` to ``end`` is the encoded secret itself in the line.

    In the content it ends at ``whole_end``, which may be in a later line.
    """

    __slots__ = ("end", "first", "match", "whole_end")

    def __init__(self, match: Match, first: int, end: int, whole_end: int) -> None:
        self.whole_end = whole_end
        self.match = match
        self.first = first
        self.end = end


def hidden_matches(
    data: bytes,
    hits: Sequence[tuple[int, int]] | None,
    line_number: int,
    scan: Scan,
    gate: Gate,
) -> Iterator[tuple[int, Hidden] | NotScanned]:
    """Yield the matches in the texts that are encoded in ``data``, with the starts of their lines.

    ``hits`` are those of the gate, ``None`` for all of ``data``; a problem names the line
    ``line_number``. ``scan`` finds the matches in a text, ``gate`` those of the gate. Each secret
    is yielded once for each pattern.
    """
    for start, end in _windows(data, hits):
        found, folded = _Found(), _Found()
        try:
            for text in decoded_texts(data[start:end], gate):
                for offset, item in scan(text.text):
                    if isinstance(item, NotScanned):
                        yield item
                        continue
                    for place, hidden in _in_lines(data, start, text, offset, item):
                        _add(folded if OVER_LINES in text.form else found, place, hidden)
        except TooMuchError:
            yield NotScanned(f"line {line_number}: {_TOO_MUCH}")
        if folded:
            _add_folded(found, folded, data)
        yield from found.values()


class _Found(dict[tuple["Pattern", int, bytes | None], tuple[int, "Hidden"]]):
    """The matches by the values that distinguish them, each with the start of its line."""


def _add_folded(found: _Found, folded: _Found, data: bytes) -> None:
    """Add the matches in ``folded`` that are in one text, not in several encoded line by line."""
    starts = sorted(place + hidden.first for place, hidden in found.values())
    for key, (place, hidden) in folded.items():
        line_end = data.find(b"\n", place, hidden.whole_end)
        # A line after the first has a match of its own.
        is_split = line_end >= 0 and bisect_right(starts, line_end) < bisect_right(
            starts, hidden.whole_end - 1
        )
        if line_end < 0 and key in found and found[key][1].whole_end >= hidden.whole_end:
            _add(found, place, hidden)
        elif not is_split and not (key in found and _are_short(data, place, line_end)):
            found[key] = place, hidden


def _are_short(data: bytes, start: int, line_end: int) -> bool:
    """Return whether the line from ``start`` on and the next are two of one length, and short."""
    if line_end < 0:
        return False
    lines = data[start:line_end], data[line_end + 1 :][: 2 * _LEAST_FOLD].partition(b"\n")[0]
    first, second = (line.strip(_SIGNS).rpartition(b" ")[2] for line in lines)
    return len(first) == len(second) < _LEAST_FOLD


def _add(found: _Found, place: int, hidden: Hidden) -> None:
    """Add ``hidden``, unless it was found already, and in a plainer form."""
    # All of a compressed text has one place.
    value = hidden.match.decoded if IN_GZIP in hidden.match.form else None
    key = hidden.match.pattern, place + hidden.first, value
    _, other = found.setdefault(key, (place, hidden))
    one, two = hidden.match, other.match
    if one.decoded == two.decoded and len(one.form) < len(two.form):
        found[key] = place, hidden


def _windows(data: bytes, hits: Sequence[tuple[int, int]] | None) -> Iterator[tuple[int, int]]:
    """Yield the parts of ``data`` around ``hits``: at most their lines and those beside them.

    A run is in one part, with the lines in which it continues.
    """
    if hits is None:
        yield 0, len(data)
        return
    start = end = covered = -1
    for number, offset in _outside_certificates(data, sorted(hits, key=lambda hit: hit[1])):
        if number >= FIRST_ESCAPE:
            first, last = _window(data, offset, _AROUND_ESCAPE)
        else:
            first, last = _window(data, offset, _AROUND)
            if offset >= covered:  # otherwise it is in the run of an earlier hit
                covered, run_end = _end_of_run(data, offset)
                last = max(last, run_end)
        if first <= end:
            end = max(end, last)
            continue
        if end >= 0:
            yield start, end
        start, end = first, last
    if end >= 0:
        yield start, end


def _outside_certificates(
    data: bytes, hits: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield ``hits``, which are in order, without those in certificates in PEM.

    These hold no secret, but names of authorities, so that all of each would be decoded.
    """
    start = end = 0
    for hit in hits:
        while end <= hit[1]:
            start, end = _next_certificate(data, end)
        if hit[1] < start:
            yield hit


def _next_certificate(data: bytes, at: int) -> tuple[int, int]:
    """Return the start and end of the next certificate after ``at``, or places beyond ``data``."""
    while True:
        start = data.find(_CERTIFICATE, at)
        if start < 0:
            return len(data) + 1, len(data) + 1
        at = start + len(_CERTIFICATE)
        end = data.find(_PEM_END, at, at + _LONGEST_CERTIFICATE)
        if end >= 0 and _is_certificate(data[at:end]):
            return start, end


def _is_certificate(text: bytes) -> bool:
    """Return whether ``text``, between the marks of a certificate, is nothing else."""
    body = text.strip(_AROUND_LINES)
    return body.startswith(_DER) and not body.rstrip(b"=").translate(None, _IN_CERTIFICATE)


def _window(data: bytes, offset: int, around: int) -> tuple[int, int]:
    lowest, highest = max(0, offset - around), min(len(data), offset + around)
    line = data.rfind(b"\n", lowest, offset)
    first = data.rfind(b"\n", lowest, line) + 1 if line >= 0 else 0
    line = data.find(b"\n", offset, highest)
    last = data.find(b"\n", line + 1, highest) if line >= 0 else -1
    return max(first, lowest), (last + 1 or highest)


def _end_of_run(data: bytes, offset: int) -> tuple[int, int]:
    """Return the end of the run around ``offset``, and the line after those of a folded run."""
    covered = end = _end_in_line(data, offset)
    while True:
        line_end = data.find(b"\n", end, end + _LONGEST_SIGN)
        if line_end < 0:
            return covered, end
        next_end = data.find(b"\n", line_end + 1, line_end + _STEP)
        end = min(len(data), line_end + _STEP) if next_end < 0 else next_end
        line = data[line_end + 1 : end].strip(_SIGNS)
        if not line or line.strip(ALPHABET):
            return covered, end
        covered = max(covered, next_end)


def _end_in_line(data: bytes, offset: int) -> int:
    while offset < len(data):
        part = data[offset : offset + _STEP]
        rest = part.lstrip(ALPHABET)
        offset += len(part) - len(rest)
        if rest:
            break
    return offset


def _in_lines(
    data: bytes, start: int, text: Text, offset: int, line: MatchedLine
) -> Iterator[tuple[int, Hidden]]:
    """Yield the matches of ``line``, at ``offset`` in ``text``, which is encoded from ``start``."""
    for match in line.matches:
        first, end = (offset + at for at in match.secret)
        place, place_end = start + text.place(first), start + text.end(end)
        # Without an escape in it, it is a match of the line itself.
        if place_end - place > end - first or IN_GZIP in text.form:
            run = text.run(first, end)
            yield _in_line(
                data, (place, place_end), (start + run[0], start + run[1]), line, match, text.form
            )


def _in_line(
    data: bytes,
    place: tuple[int, int],
    run: tuple[int, int],
    line: MatchedLine,
    match: Match,
    form: str,
) -> tuple[int, Hidden]:
    start = data.rfind(b"\n", 0, place[0]) + 1
    end = data.find(b"\n", place[0])
    end = len(data) if end < 0 else end
    end -= data[end - 1 : end] == b"\r"
    if run[1] - run[0] > _LONGEST_RUN:
        run = place
    first, last = max(run[0], start), min(run[1], end)
    last = first + len(data[first:last].rstrip())
    first = last - len(data[first:last].lstrip())
    span = first - start, last - start
    inner = MatchedLine(line.number, line.content, [match])
    joined = ", ".join(filter(None, (match.form, form)))
    outer = Match(
        match.pattern, *span, span, decoded=line.plaintext(match), form=joined, inner=inner
    )
    return start, Hidden(outer, place[0] - start, min(place[1], end) - start, place[1])


def merged(
    matches: Sequence[Match], hidden: Sequence[Hidden], rank: Mapping[Pattern, int]
) -> list[Match]:
    """Return the matches of a line and those in its decoded texts, in order of start.

    Where both show one secret, the pattern that comes first in ``rank`` finds it.
    """
    plain = sorted(matches, key=lambda match: match.secret)
    starts = [match.secret[0] for match in plain]
    dropped: set[Match] = set()
    kept: list[Match] = []
    for one in hidden:
        last = bisect_right(starts, one.end - 1)
        near = [
            match
            for match in plain[max(0, last - _NEIGHBORS) : last]
            if match.secret[1] > one.first
        ]
        if not any(_prevails(match, one.match, rank) for match in near):
            kept.append(one.match)
            dropped.update(match for match in near if _prevails(one.match, match, rank))
    return sorted(
        [*(match for match in matches if match not in dropped), *kept],
        key=lambda match: (match.start, match.end),
    )


def _prevails(match: Match, other: Match, rank: Mapping[Pattern, int]) -> bool:
    """Return whether ``match`` makes ``other``, which overlaps it, superfluous."""
    one, two = match.pattern, other.pattern
    if one is two:
        return match.inner is None
    return one.has_boundaries and two.has_boundaries and rank[one] < rank[two]
