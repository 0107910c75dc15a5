"""Text as the man macros have it.

``marked`` knows two marks: `` `code` `` is bold, ``*value*`` is in italics.
"""

from __future__ import annotations

import re
import textwrap

_MARKS = re.compile(r"`([^`]+)`|\*([a-z][^*]*)\*")
_PLACEHOLDERS = re.compile(r"<([^>]+)>")
_WIDTH = 78


def heading(name: str) -> str:
    """Return the heading of a section."""
    return f".SH {name}\n"


def paragraph(source: str) -> str:
    """Return a paragraph."""
    return f".PP\n{_folded(marked(source))}\n"


def item(term: str, source: str) -> str:
    """Return a term, which is roff already, and what is to be said about it."""
    return f".TP\n{_line(term)}\n{_folded(marked(source))}\n"


def section(name: str, content: str) -> str:
    """Return a section; its heading begins the first paragraph already."""
    return heading(name) + content.removeprefix(".PP\n")


def example(source: str) -> str:
    """Return lines as they are."""
    lines = "\n".join(_line(text(line)) for line in source.splitlines())
    return f".PP\n.RS 4\n.nf\n{lines}\n.fi\n.RE\n"


def marked(source: str) -> str:
    """Return a text with its marks."""
    return _MARKS.sub(_font, _plain(source))


def placeholders(source: str) -> str:
    """Return a text with what is in angle brackets in italics."""
    return _PLACEHOLDERS.sub(lambda found: f"\\fI{found[1]}\\fR", text(source))


def text(source: str) -> str:
    """Return a text without marks."""
    return _plain(source)


def _font(found: re.Match[str]) -> str:
    return f"\\fB{found[1]}\\fR" if found[1] else f"\\fI{found[2]}\\fR"


def _plain(source: str) -> str:
    escaped = source.replace("\\", "\\e").replace("-", "\\-")
    # Typewriter quotes, which people copy from the page.
    return escaped.replace("'", "\\(aq").replace("^", "\\(ha").replace("~", "\\(ti")


def _folded(roff: str) -> str:
    """Return a paragraph in short lines, which a reader of the source, and of diffs, prefers."""
    lines = textwrap.wrap(roff, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(map(_line, lines))


def _line(roff: str) -> str:
    """Keep a line that begins with a period from being read as a macro."""
    return f"\\&{roff}" if roff.startswith((".", "'")) else roff
