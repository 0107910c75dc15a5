"""A parsed pattern."""

from __future__ import annotations


class Expression:
    """The two forms of one pattern. Both are ASCII; other bytes are written as ``\\xHH``.

    ``exact`` is in the syntax of the ``regex`` module, for matching within one line without its
    line end. If ``posix`` is set, it is compiled with ``regex.POSIX``, which finds the leftmost
    longest match.

    ``filter`` is in the syntax that Hyperscan and the ``regex`` module share, for searching a
    block of lines with the multi-line flag. It matches wherever ``exact`` matches, and possibly
    elsewhere: it has no anchors, lookarounds or back-references. It matches no newline, and
    ignores whether a line ends in ``\\r``. If it is ``None``, the pattern has no filter, and
    ``exact`` must be tried on every line.

    ``required`` is a text that every match contains; empty if none is known.
    """

    __slots__ = ("exact", "filter", "posix", "required")

    def __init__(
        self, exact: bytes, filter: bytes | None, *, posix: bool, required: bytes = b""
    ) -> None:
        self.exact = exact
        self.filter = filter
        self.posix = posix
        self.required = required
