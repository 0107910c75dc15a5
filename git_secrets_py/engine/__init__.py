"""The engine: from the bytes of a blob to its matched lines. It accesses no files but its cache.

``Filters`` find out whether a blob may match at all; a hook that finds nothing needs no more. A
blob is matched in ``scanner``, by the patterns of ``matcher``: ``blocks`` cuts it at line ends,
``filters`` and ``hyperscan`` find the lines to decide, ``decider`` (for many lines, ``batches``)
finds the matches in them, and ``acceptance`` checks these. ``windows`` and ``whole_content`` find
matches over several lines. ``block_reader`` and ``encodings`` are for content with NULs,
``decoding`` for encoded text, ``own_secrets`` for the user's own secrets.
In a history, ``unseen_lines`` has a line searched once, and ``known_lines`` and ``known_windows``
decide it once. ``allow_rule`` then decides which matches are findings.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.engine.filters import Filter

    Hits = list[tuple[int, int]]


class Filters:
    """The filters of all patterns, for use in one thread."""

    def __init__(
        self, filters: Sequence[Filter], gate: Filter | None = None, *, may_join: bool = True
    ) -> None:
        """``gate`` is the filter for possible encoded text.

        ``may_join`` is whether several contents may be searched together, joined by line ends. If
        not, a pattern is reported once in each search, or a match may reach into the next content.
        """
        self.may_join = may_join
        self._filters = filters
        self._gate = gate
        # The last searches: content without hits, content with the hits of the gate.
        self.clean = b""
        self._encoded: tuple[bytes, Hits | None] = b"", []

    @property
    def all(self) -> Sequence[Filter]:
        """The filters, without the gate."""
        return self._filters

    def for_many(self) -> Filters:
        """Return filters for one more thread that are faster for much content."""
        filters, gate = [one.for_thread() for one in self._filters], self._gate
        if gate is not None:
            from git_secrets_py.engine.decoding.gate import screened

            gate = screened(gate.for_thread())
        return Filters(filters, gate, may_join=self.may_join)

    def surely_clean(self, content: bytes) -> bool:
        """Return whether ``content``, all of a blob, is plain text without any match.

        ``False`` means only that a scanner has to decide.
        """
        if not is_plain(content) or any(one.may_match(content) for one in self._filters):
            return False
        self.clean = content
        return self.encoded(content) == []

    def encoded(self, data: bytes) -> Hits | None:
        """Return the hits of the gate; ``None`` if there are too many to list."""
        if self._gate is None:
            return []
        if data is not self._encoded[0]:
            self._encoded = data, self._gate.hits(data)
        return self._encoded[1]

    def suspects(self, data: bytes) -> Hits | None:
        """Return the hits of all filters and of the gate; ``None`` if there are too many."""
        hits, encoded = self.hits(data), self.encoded(data)
        return None if hits is None or encoded is None else hits + encoded

    def hits(self, data: bytes) -> Hits | None:
        """Return the hits of all filters, or ``None`` if there are too many to list."""
        if data is self.clean:
            return []
        hits: Hits = []
        for one in self._filters:
            found = one.hits(data)
            if found is None:
                return None
            hits += found
        return hits


def is_plain(content: bytes) -> bool:
    """Return whether ``content`` is read unchanged: no NUL, no mark of UTF-16 or UTF-32."""
    return 0 not in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff")


def may_be_notebook(head: bytes) -> bool:
    """Return whether ``head``, the beginning of a blob, is that of a Jupyter notebook."""
    return head[:8].lstrip().startswith(b"{") and (b'"cells"' in head or b'"nbformat"' in head)
