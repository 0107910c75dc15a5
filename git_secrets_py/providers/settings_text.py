"""Reading settings from text: ini, TOML, YAML, HCL, dotenv and rc files, line by line.

Only the parts that credentials need: a key, its value, and the section or the key above it. A value
with two possible readings is yielded in both. The parsers of the standard library cost a hook more
time than everything else that it does; and one of them for each format is no more exact about files
that another program reads.
"""

from __future__ import annotations

from git_secrets_py.providers.logical_lines import MOST_MARKS, indent, logical_lines
from git_secrets_py.providers.scalar_text import readings, unescaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENTS = (b"#", b";", b"//  ", b"// ")
_QUOTES = b"\"'"
_OPENING = (b"{", b"[")
# The ends of a line whose value is on the lines below.
_PARENTS = (b":", b"=", b"[")


class Entry:
    """A setting: ``section`` is the nearest header, block or parent above it, or ``""``."""

    __slots__ = ("key", "section", "value")

    def __init__(self, section: str, key: str, value: bytes) -> None:
        self.section = section
        self.key = key
        self.value = value


def entries(content: bytes) -> Iterator[Entry]:
    """Yield the settings in ``content``, in order.

    An item of a list is a value of the list's key, as is a text below its key.
    """
    header = ""
    parents: list[tuple[int, str]] = []
    for line in logical_lines(content):
        text = _without_marks(line)
        if not text or text.startswith(_COMMENTS):
            continue
        name, bracket, _ = text.partition(b"]")
        if text.startswith(b"[") and bracket and b"{" not in name:
            header, parents = _text(name.strip(b"[] ")), []
            continue
        if text.endswith(b"{"):
            header, parents = _block(text), []
            continue
        depth = indent(line)
        while parents and parents[-1][0] >= depth:
            parents.pop()
        section = parents[-1][1] if parents else header
        key, value = _block_in_line(text) or split(text)
        if text.startswith(_OPENING) or (parents and not value.strip(b"=")):
            above = parents[-2][1] if parents[1:] else header
            yield from _of_value(above, section, text)
        else:
            yield from _of_value(section, key, value)
        if text.endswith(_PARENTS):
            parents.append((depth, key))


def _without_marks(line: bytes) -> bytes:
    """Return ``line`` without marks of YAML, and without a comment before the text."""
    text = line.strip()
    for _ in range(MOST_MARKS):
        if not text.startswith((b"- ", b"--- ", b"/* ")):
            break
        text = text.partition(b"*/" if text.startswith(b"/*") else b" ")[2].lstrip()
    return b"" if text in (b"-", b"---") else text


def _of_value(section: str, key: str, value: bytes) -> Iterator[Entry]:
    """Yield the setting ``key``, and those within its value."""
    above, dot, last = key.rpartition(".")
    for reading in readings(value):
        yield Entry(section, key, reading)
        if dot:  # it may be a dotted key of TOML
            yield Entry(_text(above.rpartition(".")[2].encode()), _text(last.encode()), reading)
        yield from _members(section, key, reading)


def _members(section: str, key: str, value: bytes) -> Iterator[Entry]:
    """Yield the settings and items in an inline table of TOML or a flow collection of YAML."""
    if not value.startswith(_OPENING) or value.startswith(b"{{"):  # a template
        return
    above, name = section, key
    for text, is_item in _parts(value):
        inner_key, inner = split(text)
        if inner:
            for reading in readings(inner):
                yield Entry(key, inner_key, reading)
        elif text.endswith((b":", b"=")):
            above, name = key, inner_key
        elif is_item:
            for reading in readings(text):
                yield Entry(above, name, reading)


def _parts(value: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield each part of a collection and whether it may be an item of a list."""
    start = quote = 0
    brackets = bytearray()
    is_escaped = False
    for at, sign in enumerate(value):
        if is_escaped or (sign == ord("\\") and quote == ord('"')):
            is_escaped = not is_escaped
        elif sign in _QUOTES:
            quote = sign if not quote else 0 if sign == quote else quote
        elif sign in b"{[,]}" and not quote:
            yield value[start:at].strip(), brackets.endswith(b"[")
            start = at + 1
            if sign in b"{[":
                brackets.append(sign)
            elif sign in b"}]":
                del brackets[-1:]


def split(text: bytes) -> tuple[str, bytes]:
    """Return the key and the raw value of a setting; no value if ``text`` is none."""
    if text[:1] in (b'"', b"'"):
        end = text.find(text[:1], 1) + 1
        rest = text[end:].lstrip()
        if end and (not rest or rest[:1] in (b":", b"=", b",")):
            return _text(text[:end]), rest[1:].strip()
    places = [(at, size) for at, size in _separators(text) if at > 0]
    at, size = min(places) if places else (text.find(b":"), 1)
    if at <= 0 or (not places and text[at:].startswith(b"://")):
        return _text(text), b""
    return _text(text[:at].removeprefix(b"export ")), text[at + size :].strip()


def _separators(text: bytes) -> Iterator[tuple[int, int]]:
    yield text.find(b"="), 1
    yield text.find(b": "), 2
    # In YAML a key may hold a colon, as that of a port.
    yield (len(text) - 1 if text.endswith(b":") else -1), 1


def _block(text: bytes) -> str:
    """Return the label of a block of HCL, such as ``credentials "app.terraform.io" {``."""
    return _text(text.rstrip(b"{ =").rpartition(b" ")[2])


def _block_in_line(text: bytes) -> tuple[str, bytes] | None:
    """Return the label and the body of a block of HCL that ends in its line."""
    start, brace, body = text.partition(b" {")
    if not brace or not body.endswith(b"}") or b"=" in start or b":" in start:
        return None
    return _block(start), b"{" + body


def _text(key: bytes) -> str:
    return key.strip(b" \t\"':").decode("utf-8", "replace")


def words(line: bytes, quotes: bytes = b'"') -> Iterator[bytes]:
    """Yield the words of ``line``, which are separated by blanks.

    One in ``quotes`` may hold blanks, and escapes as curl reads them.
    """
    line = line.strip()
    while line:
        end = _end_of_quoted(line, quotes)
        if end:
            yield unescaped(line[1:end])
            line = line[end + 1 :].lstrip()
        else:
            word, _, line = line.replace(b"\t", b" ").partition(b" ")
            yield word.strip(quotes)
            line = line.lstrip()


def _end_of_quoted(line: bytes, quotes: bytes) -> int:
    """Return the offset of the quote that ends the word in quotes at the start; 0 without one."""
    end = 1
    while line[0] in quotes and end < len(line):
        if line[end] == line[0]:
            return end
        end += 2 if line[end] == ord("\\") else 1
    return 0
