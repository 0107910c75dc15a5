"""A pattern that has been read: what decides a match exactly, and what filters for it."""

from __future__ import annotations


class Expression:
    """The two forms of one pattern. Both are ASCII; other bytes stand as ``\\xHH``.

    ``exact`` is source for the ``regex`` module, for matching within one line that holds no line
    end. ``posix`` says whether it is to be compiled with ``regex.POSIX``, so that the longest
    match at the leftmost place is the match.

    ``filter`` is source in the syntax that Hyperscan and the ``regex`` module share, for
    searching a block of many lines with the multi-line flag. It matches wherever ``exact`` does,
    perhaps elsewhere too: it has no anchors, lookarounds or back-references. It matches no
    newline, and does not care whether a line ends in ``\\r``. It is ``None`` where no such form is
    known, so that ``exact`` has to be tried on every line.
    """

    __slots__ = ("exact", "filter", "posix")

    def __init__(self, exact: bytes, filter: bytes | None, *, posix: bool) -> None:
        self.exact = exact
        self.filter = filter
        self.posix = posix
