"""The format of ``.gitallowed`` and ``.gitprohibited``: one pattern per line, ``#`` comments."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number, counted from 1, and the text of each line that is a pattern.

    Blank lines, and lines whose first nonblank character is ``#``, are ignored. A carriage return
    at the end of a line is not part of it.
    """
    for number, line in enumerate(content.split(b"\n"), start=1):
        text = line.removesuffix(b"\r")
        if text.strip() and not text.lstrip().startswith(b"#"):
            yield number, text
