"""Sample texts that a pattern probably matches, generated from its syntax tree.

Anchors, word boundaries and lookarounds are ignored, so the caller has to try each sample.
"""

from __future__ import annotations

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import parser
from git_secrets_py.patterns.ere_tree import Backreference, Bytes, Choice, Group, Repeat, Series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.patterns.ere_tree import Node

# A set of bytes is represented by the first of these that it contains.
_PREFERENCES = (b"Q7q-_ ./=:", b"7Qq_-", b"qQ7.", b"xX1")
# In place of a preference: letters and digits in turn, since a rule rejects a repeated character.
_VARIED = b""
_STEP = 11
_PRINTABLE = range(0x21, 0x7F)


def samples(source: bytes) -> Iterator[bytes]:
    """Yield a few sample texts for the pattern ``source``; none if it cannot be parsed."""
    tree = _tree(source)
    if tree is None:
        return
    for preferred in (_VARIED, *_PREFERENCES):
        for branch in range(2):
            for optional in range(2):
                yield _Writer(preferred, branch, optional).write(tree)


def _tree(source: bytes) -> Node | None:
    from git_secrets_py.patterns.native_parser import RegexOnlyError

    try:
        return parser(source).pattern()
    except (PatternError, RegexOnlyError):
        return None


class _Writer:
    """The generator of one sample text. It makes the same choice at every node."""

    def __init__(self, preferred: bytes, branch: int, optional: int) -> None:
        """Take branch ``branch`` of a choice, and repeat an optional part ``optional`` times."""
        self._preferred = preferred
        self._branch = branch
        self._optional = optional
        self._written = 0
        self._groups: list[bytes] = []

    def write(self, node: Node) -> bytes:
        """Return a sample text for ``node``."""
        if isinstance(node, Bytes):
            return bytes([self._chosen(node.members)]) if node.members else b""
        if isinstance(node, Group):
            return self._group(node) if node.captures else self.write(node.body)
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
        self._groups.append(b"")  # a group's number is set by its opening parenthesis
        self._groups[number] = self.write(node.body)
        return self._groups[number]

    def _chosen(self, members: frozenset[int]) -> int:
        letters = sorted(byte for byte in members if byte < 0x80 and bytes((byte,)).isalnum())
        if self._preferred == _VARIED and letters:
            self._written += _STEP + self._written % 3
            return letters[self._written % len(letters)]
        candidates = [byte for byte in (*self._preferred, *_PRINTABLE) if byte in members]
        return candidates[0] if candidates else min(members)
