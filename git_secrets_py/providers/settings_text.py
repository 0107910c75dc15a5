"""Reading settings from text: ini, TOML, YAML, HCL, dotenv and rc files, line by line.

Only what credentials need: a key, its value, and the section or the key above it. A value that
may be read in two ways is yielded in both. The parsers of the standard library cost a hook more
time than everything else that it does; and one of them for each format is no more exact about
files that another program reads.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENTS = (b"#", b";", b"//  ", b"// ")
# The signs before a text on the lines below: https://yaml.org/spec/1.2.2/#81-block-scalar-styles
_BLOCKS = tuple(b": " + sign + chomp for sign in (b"|", b">") for chomp in (b"", b"-", b"+"))
_QUOTES = b"\"'"
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


class Entry:
    """A setting: ``section`` is the nearest header, block or parent above it, or ``""``."""

    __slots__ = ("key", "section", "value")

    def __init__(self, section: str, key: str, value: bytes) -> None:
        self.section = section
        self.key = key
        self.value = value


def entries(content: bytes) -> Iterator[Entry]:
    """Yield the settings in ``content``, in order."""
    header = ""
    parents: list[tuple[int, str]] = []
    for line in _joined(content.replace(b"\r", b"\n").split(b"\n")):
        text = line.strip()
        if not text or text.startswith(_COMMENTS):
            continue
        if text.startswith(b"[") and b"]" in text:
            header, parents = _text(text.partition(b"]")[0].strip(b"[] ")), []
            continue
        if text.endswith(b"{"):
            header, parents = _block(text), []
            continue
        indent = _indent(line)
        while parents and parents[-1][0] >= indent:
            parents.pop()
        key, value = split(text.lstrip(b"- "))
        if not value:
            parents.append((indent, key))
        section = parents[-1][1] if parents else header
        for reading in _readings(value):
            yield Entry(section, key, reading)
        for name, inner in map(split, _members(value)):
            for reading in _readings(inner):
                yield Entry(key, name, reading)


def _joined(lines: list[bytes]) -> Iterator[bytes]:
    """Yield ``lines``, with the lines of a block of YAML, such as ``key: >-``, behind its key."""
    at = 0
    while at < len(lines):
        line = lines[at].rstrip()
        at += 1
        if line.endswith(_BLOCKS):
            start, depth = at, _indent(line)
            while at < len(lines) and (_indent(lines[at]) > depth or not lines[at].strip()):
                at += 1
            body = b"\n".join(one.strip() for one in lines[start:at])
            line = line.rpartition(b" ")[0] + b" " + body.strip()
        yield line


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t-"))


def _members(value: bytes) -> Iterator[bytes]:
    """Yield the settings in an inline table of TOML or a flow mapping of YAML."""
    if not value.startswith((b"{", b"[")):
        return
    start = quote = 0
    for at, sign in enumerate(value):
        if sign in _QUOTES:
            quote = sign if not quote else 0 if sign == quote else quote
        elif sign in b"{[,]}" and not quote:
            yield value[start:at].strip()
            start = at + 1


def split(text: bytes) -> tuple[str, bytes]:
    """Return the key and the raw value of a setting."""
    places = [(at, size) for at, size in _separators(text) if at > 0]
    at, size = min(places) if places else (text.find(b":"), 1)
    if at <= 0 or (not places and text[at:].startswith(b"://")):
        return _text(text), b""
    return _text(text[:at].removeprefix(b"export ")), text[at + size :].strip()


def _separators(text: bytes) -> Iterator[tuple[int, int]]:
    yield text.find(b"="), 1
    yield text.find(b": "), 2
    # In YAML a quoted key may hold a colon, as that of a port.
    yield (len(text) - 1 if text.endswith(b":") else -1), 1


def _block(text: bytes) -> str:
    """Return the label of a block of HCL, such as ``credentials "app.terraform.io" {``."""
    return _text(text.rstrip(b"{ =").rpartition(b" ")[2])


def _text(key: bytes) -> str:
    return key.strip(b" \t\"':").decode("utf-8", "replace")


def _readings(value: bytes) -> Iterator[bytes]:
    """Yield ``value`` without quotes, with and without a comment behind it."""
    if value[:1] in (b'"', b"'"):
        end = _closing(value)
        if end > 0:
            inside = value[1:end]
            yield inside
            if b"\\" in inside and value[:1] == b'"':
                yield inside.replace(b'\\"', b'"').replace(b"\\\\", b"\\")
            return
    plain = value.rstrip(b",").strip(_QUOTES)
    if plain:
        yield plain
    for sign in (b" #", b" ;", b"\t#"):
        if sign in plain:
            yield plain.partition(sign)[0].strip().strip(_QUOTES)


def _closing(value: bytes) -> int:
    """Return the offset of the quote that closes the one at the beginning; -1 if none does."""
    at = value.find(value[:1], 1)
    while at > 0 and value[:1] == b'"' and _is_escaped(value, at):
        at = value.find(value[:1], at + 1)
    return at


def _is_escaped(value: bytes, at: int) -> bool:
    before = value[:at]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1


def words(line: bytes, quotes: bytes = b'"') -> Iterator[bytes]:
    """Yield the words of ``line``, which are separated by blanks.

    One in ``quotes`` may hold blanks, and escapes as curl reads them.
    """
    line = line.strip()
    while line:
        end = _end_of_quoted(line, quotes)
        if end:
            yield _unescaped(line[1:end])
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


def _unescaped(word: bytes) -> bytes:
    first, *rest = word.split(b"\\")
    parts = iter(rest)
    text = first
    for part in parts:
        # Two backslashes are one.
        text += (_CONTROLS.get(part[:1], part[:1]) + part[1:]) if part else b"\\" + next(parts, b"")
    return text
