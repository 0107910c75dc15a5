"""Lines of settings, with each value of several lines in the line of its key.

The notations are those of TOML, YAML, HCL, dotenv and properties. If the lines of a value may be
settings as well, they are yielded, too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# https://toml.io/en/v1.0.0#string
TRIPLES = (b'"""', b"'''")
# https://yaml.org/spec/1.2.2/#81-block-scalar-styles
_BLOCKS = (b"|", b">")
# The signs before a tag and an anchor: https://yaml.org/spec/1.2.2/#69-node-properties
PROPERTIES = (b"!", b"&")
_INDICATORS = b"+-0123456789"
# https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings
_HEREDOC = b"<<"
MOST_MARKS = 16  # before the text of a line, of lists within lists
_LONGEST = 200  # lines, of a private key of 8192 bits in a string


def logical_lines(content: bytes) -> Iterator[bytes]:
    """Yield the lines of ``content`` that are not blank, without trailing white space."""
    lines = [line.rstrip() for line in content.replace(b"\r", b"\n").split(b"\n")]
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line:
            continue
        start, value = _value(line)
        for gather in (_block, _heredoc, _triple):
            found = gather(line, value, lines, at)
            if found:
                at, body = found
                line = start + body
                break
        else:
            joined = _quoted(value, lines, at) or _continued(line, lines, at)
            if joined:
                yield start + joined
        yield line


def indent(line: bytes) -> int:
    """Return the depth of a line of YAML, at which its key begins."""
    text = line.lstrip(b" \t")
    for _ in range(MOST_MARKS):
        if not text.startswith(b"- "):
            break
        text = text[2:].lstrip()
    return len(line) - len(text)


def _value(line: bytes) -> tuple[bytes, bytes]:
    """Return ``line`` up to its value, and the value; the first sign separates them."""
    equals, colon = line.find(b"="), line.find(b": ")
    places = [end for end in (equals + 1, colon + 2 if colon >= 0 else 0) if end]
    end = min(places, default=len(line))
    end += len(line[end:]) - len(line[end:].lstrip())
    return line[:end], line[end:]


def _block(line: bytes, value: bytes, lines: list[bytes], at: int) -> tuple[int, bytes] | None:
    """Return the lines below a ``|`` or ``>`` that are deeper than ``line``."""
    *properties, sign = value.partition(b" #")[0].split() or (b"",)
    is_sign = sign.startswith(_BLOCKS) and not sign[1:].strip(_INDICATORS)
    if not is_sign or not all(one.startswith(PROPERTIES) for one in properties):
        return None
    depth = indent(line)
    end = at
    while end < len(lines) and (indent(lines[end]) > depth or not lines[end]):
        end += 1
    return end, b"\n".join(one.strip() for one in lines[at:end]).strip()


def _heredoc(_: bytes, value: bytes, lines: list[bytes], at: int) -> tuple[int, bytes] | None:
    if not value.startswith(_HEREDOC):
        return None
    marker = value[len(_HEREDOC) :].lstrip(b"-~").strip(b" \"'")
    return _until(lambda one: one.strip() == marker, b"", lines, at) if marker else None


def _triple(_: bytes, value: bytes, lines: list[bytes], at: int) -> tuple[int, bytes] | None:
    quotes = value[:3]
    if quotes not in TRIPLES or quotes in value[3:]:
        return None
    found = _until(lambda one: quotes in one, value, lines, at)
    return (found[0], found[1] + b"\n" + lines[found[0] - 1].lstrip()) if found else None


def _until(
    is_end: Callable[[bytes], bool], value: bytes, lines: list[bytes], at: int
) -> tuple[int, bytes] | None:
    """Return the offset after the line that ends a value, and the value up to that line."""
    for end in range(at, min(len(lines), at + _LONGEST)):
        if is_end(lines[end]):
            parts = (value, *(one.lstrip() for one in lines[at:end]))
            return end + 1, b"\n".join(parts).lstrip(b"\n")
    return None


def _quoted(value: bytes, lines: list[bytes], at: int) -> bytes:
    """Return a value in quotes that another line closes; nothing if it is no such value."""
    quote = value[:1]
    if quote not in (b'"', b"'") or quote in value[1:]:
        return b""
    found = _until(lambda one: quote in one, value, lines, at)
    return found[1] + b"\n" + lines[found[0] - 1].lstrip() if found else b""


def _continued(line: bytes, lines: list[bytes], at: int) -> bytes:
    """Return the value of ``line`` with the next ones, while each ends with a backslash."""
    if at > 1 and lines[at - 2].endswith(b"\\"):
        return b""  # a part of the value above
    value = _value(line)[1]
    end = at
    while value.endswith(b"\\") and end < min(len(lines), at + _LONGEST):
        value = value[:-1] + lines[end].lstrip()
        end += 1
    return value if end > at else b""
