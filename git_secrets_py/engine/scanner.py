"""The scanner, from the bytes of a blob to its matched lines: filter, then decide.

The filters find the lines that a pattern may match; only there are the patterns decided. A line
longer than a block is decided in overlapping pieces, see ``blocks``.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain

from git_secrets_py.content import NotScanned, first_bytes
from git_secrets_py.engine import is_plain, may_be_notebook
from git_secrets_py.engine.batches import WINDOWED, Batches, without_line_end
from git_secrets_py.engine.blocks import Blocks, excerpt, with_neighbors
from git_secrets_py.engine.distinct_matches import distinct
from git_secrets_py.engine.filters import lines_hit
from git_secrets_py.engine.matcher import SAMPLE_SIZE, UndecidedError
from git_secrets_py.engine.parts import Parts
from git_secrets_py.model import Match, MatchedLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.engine import Filters, Hits
    from git_secrets_py.engine.block_reader import BlockReader
    from git_secrets_py.engine.blocks import Block
    from git_secrets_py.engine.decoding.matches import Hidden
    from git_secrets_py.engine.hit_windows import HitWindows, Window
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.engine.whole_content import WholeContents
    from git_secrets_py.engine.windows import WindowSearch
    from git_secrets_py.model import Pattern

    # The hits of the filters, and of the gate.
    Found = tuple[Hits | None, Hits | None]

# The lines around a block in which an encoded text may continue: a folded private key.
_FOLDED_LINES = 64


class Scanner:
    """Scans one stream after another, in one thread."""

    def __init__(
        self,
        matcher: Matcher,
        blocks: Callable[[], Blocks] = Blocks,
        filters: Filters | None = None,
    ) -> None:
        """``blocks`` makes the blocks of a stream; ``filters`` are those of this thread."""
        self._matcher = matcher
        self._filters = filters or matcher.filters()
        self._blocks = blocks
        self._rank = {pattern: number for number, pattern in enumerate(matcher.patterns)}
        self._parts = Parts(self._filters, matcher.patterns)
        # The numbers of the patterns that are not decided in single lines.
        self._ignored = {*self._parts.spanning, *matcher.whole}
        self._window_search: WindowSearch | None = None
        self._batches = Batches(matcher, self._joined, self._windows)
        self._hit_windows: HitWindows | None = None
        self._tentative: Scanner | None = None

    @property
    def filters(self) -> Filters:
        """The filters of this thread."""
        return self._filters

    @property
    def matcher(self) -> Matcher:
        """The patterns."""
        return self._matcher

    @property
    def timeouts(self) -> Mapping[int, int]:
        """The number of timeouts of each pattern so far, in all threads."""
        return self._matcher.timeouts

    def surely_clean(self, content: bytes) -> bool:
        """Return whether ``content``, all of a blob, is plain text without any match.

        ``False`` means only that ``scan`` has to decide.
        """
        return self._filters.surely_clean(content)

    def scan(self, chunks: Iterable[bytes]) -> Iterator[MatchedLine | NotScanned]:
        """Yield the matched lines of a stream, and its unscanned content.

        ``chunks`` may be of any size; the result does not depend on it.
        """
        rest = iter(chunks)
        head = first_bytes(rest, SAMPLE_SIZE)
        content = chain((head,), rest)
        if not may_be_notebook(head):
            return self._scan_content(content)
        from git_secrets_py.engine.notebooks import with_cells

        return with_cells(content, self._scan_content)

    def _scan_content(self, chunks: Iterable[bytes]) -> Iterator[MatchedLine | NotScanned]:
        if not self._matcher.whole:
            return self._scan_lines_of(chunks)
        return self._whole_contents().scan(chunks, self._scan_lines_of)

    def _whole_contents(self) -> WholeContents:
        from git_secrets_py.engine.whole_content import WholeContents

        return WholeContents(self._matcher, self._filters)

    def _scan_lines_of(self, chunks: Iterable[bytes]) -> Iterator[MatchedLine | NotScanned]:
        rest = iter(chunks)
        head = first_bytes(rest, SAMPLE_SIZE)
        stream = _Stream(self, head, scan_binary=self._matcher.scan_binary)
        blocks = self._blocks().cut(chain((head,), rest))
        neighbors = max(self._matcher.lines - 1, _FOLDED_LINES * self._matcher.decodes)
        if neighbors:
            blocks = with_neighbors(blocks, neighbors)
        for block in blocks:
            yield from stream.scan(block)
        yield from stream.skipped()

    def scan_lines(
        self, data: bytes, line_number: int, before: bytes = b"", after: bytes = b""
    ) -> Iterator[MatchedLine | NotScanned]:
        """Scan ``data``, whole lines, of which the first has the number ``line_number``.

        ``before`` and ``after`` are the lines around it, for rules that look at several lines.
        """
        for _, item in self.located_lines(data, line_number, before, after):
            yield item

    def first_match(self, lines: bytes, found: Found | None = None) -> bytes | None:
        """Return the first of ``lines`` that matches by itself, with its line ends.

        They are lines of a plain blob, of which others are left out; where a match may be encoded,
        with an empty line in place of these. A line end comes before them. ``found`` are the hits
        in them, if they were searched. Return ``b""`` if the whole blob has to decide, and
        ``None`` if it does not match.
        """
        if self._matcher.whole:
            return b""
        try:
            return self.tentative()._first_match(lines, found)
        except UndecidedError:
            return b""

    def tentative(self) -> Scanner:
        """Return a scanner that shares the filters, but raises ``UndecidedError`` at a timeout."""
        if self._tentative is None:
            self._tentative = Scanner(self._matcher.tentative(), self._blocks, self._filters)
        return self._tentative

    def _first_match(self, lines: bytes, found: Found | None) -> bytes | None:
        for place, item in self.located_lines(lines, 1, found=found):
            if isinstance(item, NotScanned) or not any(map(_is_of_line, item.matches)):
                return b""
            return lines[place - 1 : lines.find(b"\n", place) + 1]
        return None

    def located_lines(
        self,
        data: bytes,
        line_number: int,
        before: bytes = b"",
        after: bytes = b"",
        found: Found | None = None,
    ) -> Iterator[tuple[int, MatchedLine | NotScanned]]:
        """Scan as ``scan_lines``; yield each line with its offset.

        ``found`` are the hits in ``data``, if it was searched and has no neighbors.
        """
        text = before + data + after
        hits, encoded = found or (None, self._filters.encoded(text))
        hidden: dict[int, list[Hidden]] = {}
        for one in self._hidden(text, line_number, encoded):
            if isinstance(one, NotScanned):
                yield 0, one
            else:
                hidden.setdefault(one[0] - len(before), []).append(one[1])
        yield from self._plain_lines(data, line_number, before, after, hits, hidden)

    def _hidden(
        self, data: bytes, line_number: int, hits: Hits | None
    ) -> Iterator[tuple[int, Hidden] | NotScanned]:
        """Yield the matches in encoded text, with the starts of their lines.

        ``hits`` are those of the gate in ``data``.
        """
        if hits != []:
            from git_secrets_py.engine.decoding.matches import hidden_matches

            gate = self._filters.encoded
            yield from hidden_matches(data, hits, line_number, self._decoded_lines, gate)

    def _decoded_lines(self, text: bytes) -> Iterator[tuple[int, MatchedLine | NotScanned]]:
        yield from self._plain_lines(text, 1, b"", b"", None, {})
        if self._matcher.whole:
            yield from self._whole_contents().located_lines(text)

    def _plain_lines(
        self,
        data: bytes,
        line_number: int,
        before: bytes,
        after: bytes,
        hits: Hits | None,
        hidden: dict[int, list[Hidden]],
    ) -> Iterator[tuple[int, MatchedLine | NotScanned]]:
        """Scan as ``located_lines``; ``hidden`` are the matches in encoded text by line."""
        parts, anchors = self._parts.with_anchors(data, before, after, hits)
        windowed: dict[int, list[Match]] = {}
        for found in self._windowed(before + data + after, anchors, line_number):
            if isinstance(found, NotScanned):
                yield 0, found
            else:
                windowed.setdefault(found[0] - len(before), []).append(found[1])
        further = sorted({*windowed, *hidden})
        counted = 0
        for offset, part, of_part in parts:
            line_number += data.count(b"\n", counted, offset)
            counted = offset
            if self._ignored:
                of_part = [hit for hit in of_part if hit[0] not in self._ignored]
            inside = further[
                bisect_left(further, offset) : bisect_left(further, offset + len(part))
            ]
            of_part += [(WINDOWED, place - offset) for place in inside]
            lines = lines_hit(part, of_part)
            yield from self._batches.decide(part, lines, offset, line_number, windowed, hidden)

    def _windowed(
        self, data: bytes, anchors: dict[int, list[int]], line_number: int
    ) -> Iterable[tuple[int, Match] | NotScanned]:
        """Return the matches in windows around ``anchors``, the hits of patterns in ``data``."""
        if not anchors:
            return ()
        if self._window_search is None:
            from git_secrets_py.engine.windows import WindowSearch

            self._window_search = WindowSearch(self._matcher, self._matcher.patterns)
        return self._window_search.matches(data, anchors, line_number)

    def scan_piece(
        self, block: Block, resume: dict[Pattern, int]
    ) -> Iterator[MatchedLine | NotScanned]:
        """Scan a piece of a long line.

        A match that begins after ``block.stop`` is left to the next piece, which holds all of it.
        ``resume`` is carried from piece to piece: the offset in the line from which each pattern
        is tried.
        """
        data = without_line_end(block.data) if block.is_last else block.data
        patterns = self._matcher.patterns

        def start(number: int) -> int:
            return max(resume.get(patterns[number], 0) - block.offset, block.start)

        windows = self._windows(data, start)
        starts = {number: start(number) for number in windows}
        matches = []
        for match in self._matcher.decide(data, block.first_line, windows, starts, windows=windows):
            if isinstance(match, NotScanned):
                yield match
            elif match.start < block.stop:
                resume[match.pattern] = block.offset + match.end
                matches.append(match)
        hidden = []
        for found in self._hidden(data, block.first_line, self._filters.encoded(data)):
            if isinstance(found, NotScanned):
                yield found
            elif block.start <= found[1].first < block.stop:
                hidden.append(found[1])
        for match in self._with_hidden(distinct(matches), hidden):
            yield excerpt(block.first_line, data, match, block.offset)

    def _windows(
        self, line: bytes, start: Callable[[int], int] = lambda _: 0
    ) -> dict[int, list[Window]]:
        """Return the windows in a long ``line`` in which patterns are tried, by their number.

        ``start`` returns the place from which a pattern is tried.
        """
        if self._hit_windows is None:
            from git_secrets_py.engine.hit_windows import HitWindows  # few files have long lines

            self._hit_windows = HitWindows(
                self._filters, len(self._matcher.patterns), self._matcher.reach
            )
        return self._hit_windows.of(line, start)

    def _joined(
        self, matches: list[Match], windowed: Sequence[Match], hidden: Sequence[Hidden]
    ) -> list[Match]:
        """Return all matches of a line: of single patterns, ``windowed`` ones and hidden ones."""
        if windowed:
            matches = sorted([*windowed, *matches], key=lambda match: self._rank[match.pattern])
        return self._with_hidden(distinct(matches), hidden)

    def _with_hidden(self, matches: list[Match], hidden: Sequence[Hidden]) -> list[Match]:
        if not hidden:
            return matches
        from git_secrets_py.engine.decoding.matches import merged

        return merged(matches, hidden, self._rank)


class _Stream:
    """One blob: passes plain blocks to the scanner, and the others to their readings."""

    def __init__(self, scanner: Scanner, head: bytes, *, scan_binary: bool) -> None:
        """``head`` is the beginning of the blob, of ``SAMPLE_SIZE`` bytes or all of it."""
        self._scanner = scanner
        self._resume: dict[Pattern, int] = {}
        self._reader: BlockReader | None = None
        if not is_plain(head):
            self._reader = self._new_reader(head, scan_binary=scan_binary)

    def scan(self, block: Block) -> Iterator[MatchedLine | NotScanned]:
        if self._reader is None and 0 in block.data:
            self._reader = self._new_reader(b"", scan_binary=True)
        if self._reader is not None:
            return self._reader.scan(block)
        return self._scan_plain(block)

    def skipped(self) -> Iterator[NotScanned]:
        """Yield the notes on skipped content that depend on the whole blob."""
        return iter(()) if self._reader is None else self._reader.skipped()

    def _scan_plain(self, block: Block) -> Iterator[MatchedLine | NotScanned]:
        if not block.is_piece:
            yield from self._scanner.scan_lines(
                block.data, block.first_line, block.before, block.after
            )
            return
        yield from self._scanner.scan_piece(block, self._resume)
        if block.is_last:
            self._resume = {}

    def _new_reader(self, head: bytes, *, scan_binary: bool) -> BlockReader:
        """Return a reader for a blob that is not plain; it continues from ``_resume``."""
        from git_secrets_py.engine.block_reader import BlockReader

        return BlockReader(self._scanner, head, self._resume, scan_binary=scan_binary)


def _is_of_line(match: Match) -> bool:
    """Return whether ``match`` depends on the bytes of its line alone."""
    pattern = match.pattern
    return match.decoded is None and pattern.literal is None and pattern.lines == 1
