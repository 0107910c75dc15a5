"""Reading the files in which managers of hooks are configured, without a parser for each format.

The files are not trusted: their size is bounded, and nothing in them is run.
"""

from __future__ import annotations

import json
import os
import re

from git_secrets_py.files import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_BYTES = 1 << 20
# A comment, except one with the placeholder of lefthook for files.
_COMMENT = re.compile(r"(?:^|\s)#(?! \{files\}).*$")


def text_of(top: bytes, name: str) -> str:
    """Return the text of the file ``name`` in ``top``; empty if it is unreadable or too large."""
    try:
        content = read_regular(os.path.join(top, os.fsencode(name)), _MOST_BYTES, follow=True)
    except OSError:
        return ""
    return content.decode("utf-8-sig", "replace")


def package_value(top: bytes, key: str) -> object:
    """Return the value of ``key`` in ``package.json``; ``None`` if it has none."""
    if f'"{key}"' not in (text := text_of(top, "package.json")):
        return None
    try:
        package = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return package.get(key) if isinstance(package, dict) else None


def section(file: str, text: str, hook: str) -> list[str]:
    """Return the lines below the key ``hook`` at the top level of a YAML, TOML or JSON file."""
    if file.endswith((".json", ".jsonc")):
        return list(strings(json_object(text).get(hook)))
    if file.endswith(".toml"):
        return list(_toml_section(text.split("\n"), hook))
    return list(_yaml_section(text.split("\n"), hook))


def without_limited(lines: Iterable[str], keys: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a section in YAML or TOML that are in no mapping with one of ``keys``.

    A key with the value ``false`` does not count, nor files that are always the same.
    """
    no_limit = r"""(?!\s*(?:false\b|["']?echo\s))"""
    limit = re.compile(rf"""[\s-]*["']?(?:{"|".join(keys)})["']?\s*[:=]{no_limit}""")
    placed: list[tuple[str, _Mapping]] = []
    mapping = _Mapping(-1, None)
    for line in filter(str.strip, lines):
        mapping = mapping.of(line)
        mapping.is_limited |= limit.match(line) is not None
        placed.append((line, mapping))
    for line, mapping in placed:
        if not any(one.is_limited for one in mapping.enclosing()):
            yield line


class _Mapping:
    """A mapping in YAML whose keys are indented by ``indentation``, or a table in TOML."""

    def __init__(self, indentation: int, parent: _Mapping | None) -> None:
        self.indentation = indentation
        self.parent = parent
        self.is_limited = False

    def of(self, line: str) -> _Mapping:
        """Return the mapping of ``line``, which follows the lines of this one."""
        indentation = len(line) - len(line.lstrip(" -"))
        begins = line.lstrip().startswith(("- ", "["))
        mapping = self
        while mapping.parent and (
            mapping.indentation > indentation or (begins and mapping.indentation == indentation)
        ):
            mapping = mapping.parent
        if mapping.indentation < indentation:
            return _Mapping(indentation, mapping)
        return mapping

    def enclosing(self) -> Iterator[_Mapping]:
        """Yield this mapping and those around it."""
        mapping: _Mapping | None = self
        while mapping:
            yield mapping
            mapping = mapping.parent


def without_comment(line: str) -> str:
    """Return ``line`` of a script, of YAML or of TOML without its comment."""
    return _COMMENT.sub("", line)


def json_object(text: str) -> dict[str, object]:
    """Return the object in ``text``; an empty one if there is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def strings(value: object) -> Iterator[str]:
    """Yield the strings in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def _yaml_section(lines: Sequence[str], key: str) -> Iterator[str]:
    inside = False
    for line in lines:
        if without_comment(line).strip() and not line[:1].isspace():
            inside = re.match(rf"""["']?{re.escape(key)}["']?\s*:""", line) is not None
        if inside:
            yield without_comment(line)


def _toml_section(lines: Sequence[str], key: str) -> Iterator[str]:
    inside = False
    for line in lines:
        header = re.match(r"\s*\[+\s*([^]]+?)\s*\]", line)
        if header:
            inside = header[1].replace('"', "").split(".")[0] == key
        if inside or re.match(rf"\s*{re.escape(key)}\s*[.=]", line):
            yield without_comment(line)
