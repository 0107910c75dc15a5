"""Named sets of bytes, as in the C locale: ASCII, whatever the user's locale."""

from __future__ import annotations

ALL = frozenset(range(256))
DIGIT = frozenset(b"0123456789")
UPPER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LOWER = frozenset(b"abcdefghijklmnopqrstuvwxyz")
ALPHA = UPPER | LOWER
ALNUM = ALPHA | DIGIT
WORD = ALNUM | frozenset(b"_")
SPACE = frozenset(b" \t\n\r\f\v")
GRAPH = frozenset(range(0x21, 0x7F))
NEWLINE = frozenset(b"\n")
NOT_NEWLINE = ALL - NEWLINE

# The twelve character classes of POSIX (XBD 7.3.1).
CLASSES = {
    b"alnum": ALNUM,
    b"alpha": ALPHA,
    b"blank": frozenset(b" \t"),
    b"cntrl": frozenset(range(0x20)) | frozenset(b"\x7f"),
    b"digit": DIGIT,
    b"graph": GRAPH,
    b"lower": LOWER,
    b"print": GRAPH | frozenset(b" "),
    b"punct": GRAPH - ALNUM,
    b"space": SPACE,
    b"upper": UPPER,
    b"xdigit": frozenset(b"0123456789ABCDEFabcdef"),
}

# The bytes that a backslash and a letter match outside of brackets.
ESCAPES = {
    ord("w"): WORD,
    ord("W"): ALL - WORD,
    ord("s"): SPACE,
    ord("S"): ALL - SPACE,
    ord("d"): DIGIT,
    ord("D"): ALL - DIGIT,
    ord("t"): frozenset(b"\t"),
    ord("n"): NEWLINE,
    ord("r"): frozenset(b"\r"),
    ord("f"): frozenset(b"\f"),
    ord("v"): frozenset(b"\v"),
    ord("a"): frozenset(b"\a"),
    ord("h"): frozenset(b" \t"),
    ord("H"): ALL - frozenset(b" \t"),
    ord("N"): NOT_NEWLINE,
    ord("R"): NEWLINE,
}
# Letters and digits that mean nothing after a backslash.
MEANINGLESS = ALNUM - ESCAPES.keys()
