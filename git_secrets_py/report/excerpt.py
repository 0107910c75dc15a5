"""Excerpts of lines, which may be megabytes long."""

from __future__ import annotations

from git_secrets_py.report.escaping import cells, cut_end, cut_start, visible_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.report.masking import Masker

_BEFORE = 120
_LENGTH = 480


class Excerpt:
    """A masked part of a line: the text before the secret, the secret, and the text after it.

    ``offset`` is the number of bytes of the line before the excerpt.
    """

    __slots__ = ("_first", "_last", "offset", "text")

    def __init__(self, text: bytes, first: int, last: int, offset: int) -> None:
        """``text[first:last]`` is the secret."""
        self.text = text
        self.offset = offset
        self._first = first
        self._last = last

    @property
    def before(self) -> bytes:
        return self.text[: self._first]

    @property
    def secret(self) -> bytes:
        return self.text[self._first : self._last]

    @property
    def after(self) -> bytes:
        return self.text[self._last :]


def excerpt(
    finding: Finding, masker: Masker, before: int = _BEFORE, length: int = _LENGTH
) -> Excerpt:
    """Return at most ``length`` bytes of the line, at most ``before`` of them before the secret.

    A line that is not longer is returned whole.
    """
    line, (first, last) = finding.line, finding.match.secret
    start = max(0, first - before) if len(line.content) > length else 0
    text = masker.line(line, start, start + length, (first, last))
    return Excerpt(text, first - start, last - start, line.offset + start)


def fitted(finding: Finding, masker: Masker, room: int) -> tuple[str, str, str]:
    """Return the text before the secret, the secret, and the text after it, in ``room`` columns.

    The secret takes three quarters of them, or more if the rest is short.
    """
    part = excerpt(finding, masker, before=4 * room, length=12 * room)
    before, after = visible_line(part.before), visible_line(part.after)
    secret = cut_end(visible_line(part.secret), room - min(room // 4, cells(before + after)))
    room -= cells(secret)
    before = cut_start(before, max(room // 2, room - cells(after)))
    return before, secret, cut_end(after, room - cells(before))
