"""Texts that a pattern is likely to match, made from its syntax tree.

Likely, not sure: an anchor, a word boundary or a lookaround may be against it. Whoever asks tries.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns.ere_tree import Backreference, Bytes, Choice, Group, Repeat, Series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.patterns.ere_tree import Node

# What stands for a set of bytes: the first of these that is in it.
_TASTES = (b"Q7q-_ ./=:", b"7Qq_-", b"qQ7.", b"xX1")
_PRINTABLE = range(0x21, 0x7F)


def samples(source: bytes) -> Iterator[bytes]:
    """Yield a few different texts for the pattern ``source``; none if it cannot be read."""
    tree = _tree(source)
    if tree is None:
        return
    for taste in _TASTES:
        for branch in range(2):
            for optional in range(2):
                yield _Writer(taste, branch, optional).write(tree)


def _tree(source: bytes) -> Node | None:
    try:
        if source.startswith(b"(?"):
            from git_secrets_py.patterns import native_parser

            return native_parser.parse(source)
        from git_secrets_py.patterns import ere_parser

        return ere_parser.parse(source)[0]
    except PatternError:
        return None


class _Writer:
    """Writes one text, deciding always alike where there is a choice."""

    def __init__(self, taste: bytes, branch: int, optional: int) -> None:
        """``branch`` is taken of a choice, and what may be there is there ``optional`` times."""
        self._taste = taste
        self._branch = branch
        self._optional = optional
        self._groups: list[bytes] = []

    def write(self, node: Node) -> bytes:
        """Return a text for ``node``."""
        if isinstance(node, Bytes):
            return bytes([self._chosen(node.members)]) if node.members else b""
        if isinstance(node, Group):
            return self._group(node)
        if isinstance(node, Repeat):
            most = self._optional if node.most is None else min(node.most, self._optional)
            return b"".join(self.write(node.item) for _ in range(max(node.least, most)))
        if isinstance(node, Series):
            return b"".join(map(self.write, node.parts))
        if isinstance(node, Choice):
            return self.write(node.branches[min(self._branch, len(node.branches) - 1)])
        if isinstance(node, Backreference):
            return self._groups[node.number - 1] if node.number <= len(self._groups) else b""
        return b""  # an assertion

    def _group(self, node: Group) -> bytes:
        number = len(self._groups)
        self._groups.append(b"")  # groups are counted by where they begin
        self._groups[number] = self.write(node.body)
        return self._groups[number]

    def _chosen(self, members: frozenset[int]) -> int:
        tasty = [byte for byte in (*self._taste, *_PRINTABLE) if byte in members]
        return tasty[0] if tasty else min(members)
