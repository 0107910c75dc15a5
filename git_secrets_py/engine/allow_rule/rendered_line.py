"""A matched line as allowed patterns are tried on it, and its inline comment."""

from __future__ import annotations

from git_secrets_py.engine.spans import Spans
from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.model import MatchedLine

    Span = tuple[int, int]

_COMMENT = b"git-secrets: allow"
# Characters that would make it another word, as in "git-secrets: allow-nothing".
_GOES_ON = b"abcdefghijklmnopqrstuvwxyz0123456789_-"
INLINE = Origin(Origin.INLINE, "a comment on the line")


class RenderedLines:
    """Lines at one occurrence, each rendered once: one may hold the matches of megabytes."""

    def __init__(self, path: bytes, commit: bytes) -> None:
        self.path = path
        self.commit = commit
        self._rendered: dict[tuple[int, int], Rendered] = {}

    def of(self, line: MatchedLine) -> Rendered:
        """Return ``line`` rendered; its content identifies it."""
        key = id(line.content), line.number
        if key not in self._rendered:
            self._rendered[key] = Rendered(line, self.path, self.commit)
        return self._rendered[key]


class Rendered:
    """A matched line in the forms on which allowed patterns are tried."""

    def __init__(self, line: MatchedLine, path: bytes, commit: bytes) -> None:
        rendered = b"%b:%d:%b" % (path, line.number, line.content)
        self.number = line.number
        self.content = line.content
        self.path = path
        self.forms = [rendered, commit + b":" + rendered] if commit else [rendered]
        self._comment: tuple[Pattern | None] | None = None
        # The spans of an allowed pattern in each of the forms.
        self._spans: dict[int, Sequence[tuple[bytes, list[Span]]]] = {}
        self._inside: dict[int, Spans] = {}

    @property
    def comment(self) -> Pattern | None:
        """The comment on the line that allows it, if there is one."""
        if self._comment is None:
            self._comment = (_inline_comment(self.content),)
        return self._comment[0]

    def spans(self, decider: Decider) -> tuple[Sequence[tuple[bytes, list[Span]]], Spans]:
        """Return the spans of ``decider`` in each form, and those in the content.

        Raises ``TimeoutError``.
        """
        key = id(decider)
        if key not in self._spans:
            self._spans[key] = found = [(form, list(decider.spans(form))) for form in self.forms]
            self._inside[key] = Spans(
                (start - offset, end - offset)
                for form, spans in found
                for offset in [self.content_start(form)]
                for start, end in spans
            )
        return self._spans[key], self._inside[key]

    def content_start(self, form: bytes) -> int:
        """Return the offset of the content in ``form``."""
        return len(form) - len(self.content)

    def path_start(self, form: bytes) -> int:
        """Return the offset of the path in ``form``."""
        return len(form) - len(self.forms[0])


def _inline_comment(content: bytes) -> Pattern | None:
    """Return the comment that allows the line ``content``, as it is written there."""
    folded = content.lower()
    start = folded.find(_COMMENT)
    while start >= 0:
        end = start + len(_COMMENT)
        following = folded[end : end + 1]
        if not following or following not in _GOES_ON:
            return Pattern(content[start:end], INLINE)
        start = folded.find(_COMMENT, end)
    return None
