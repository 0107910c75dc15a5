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
_QUOTES = b"\"'"


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
    for line in content.replace(b"\r", b"\n").split(b"\n"):
        text = line.strip()
        if not text or text.startswith(_COMMENTS):
            continue
        if text.startswith(b"[") and b"]" in text:
            header, parents = _text(text.partition(b"]")[0].strip(b"[] ")), []
            continue
        if text.endswith(b"{"):
            header, parents = _block(text), []
            continue
        indent = len(line) - len(line.lstrip(b" \t-"))
        while parents and parents[-1][0] >= indent:
            parents.pop()
        key, value = split(text.lstrip(b"- "))
        if not value:
            parents.append((indent, key))
        section = parents[-1][1] if parents else header
        for reading in _readings(value):
            yield Entry(section, key, reading)


def split(text: bytes) -> tuple[str, bytes]:
    """Return the key and the raw value of a setting."""
    places = [(at, size) for at, size in _separators(text) if at > 0]
    if not places:
        return _text(text), b""
    at, size = min(places)
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
