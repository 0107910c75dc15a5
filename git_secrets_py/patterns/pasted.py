"""Signs that a pattern was copied from code, with text around it that belongs to the code."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SPECIAL = rb"[\[(\\*+{]"
# A literal of JavaScript, Perl or Ruby. A path has more slashes, or no special character; a comment
# of C has stars within.
_IN_SLASHES = re.compile(rb"/(?!\\\*|\[\*)(?=[^/]*" + _SPECIAL + rb")(?:[^/\\]|\\.)+/[dgimsuvxy]*")
# Literals of Python, TOML and Go. One quote on each side may be meant.
_IN_QUOTES = re.compile(rb"(?s)(?:[rb]{0,2}('''|\"\"\")|[rb]{1,2}(['\"])|(`)).+(?:\1|\2|\3)")
# Not "\\n" or "\\.", which match the escapes in a string.
_DOUBLED = re.compile(rb"(?<!\\)\\\\(?:([dswDSW])[*+?{]|(b)(?:$|(?<=^...)))")
_COMMENT = re.compile(rb"[^\s\\][ \t]+#[ \t]")
_INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def warnings(source: bytes, *, posix: bool) -> Iterator[str]:
    """Yield the warnings about a valid pattern; ``posix`` is whether it is not regex syntax."""
    if _IN_SLASHES.fullmatch(source):
        yield (
            "the slashes around it, and the flags after them, are part of the pattern; "
            "write only the text between them, after (?i) to ignore case"
        )
    if _IN_QUOTES.fullmatch(source):
        yield "the quotes around it are part of the pattern; write only the text between them"
    doubled = _DOUBLED.search(source)
    if doubled:
        letter = (doubled[1] or doubled[2]).decode()
        yield (
            f"\\\\{letter} is a backslash and the letter {letter}; "
            f"write \\{letter}: a backslash is doubled only in the strings of programs"
        )
    if _COMMENT.search(source) and b"x" not in _flags(source):
        yield "a comment in its line is part of the pattern; write it in the line above"
    if posix and source[:1] in (b"*", b"+", b"?"):
        yield f"the {source[:1].decode()} at its start repeats nothing; write .* for any text"
    invisible = _INVISIBLE.search(source.decode("utf-8", "ignore"))
    if invisible:
        yield f"it contains an invisible character, U+{ord(invisible[0]):04X}"


def _flags(source: bytes) -> bytes:
    return b"".join(re.findall(rb"\(\?([a-zA-Z]+)[:)-]", source))
