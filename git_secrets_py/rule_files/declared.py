"""The texts of rule files that are active: a line that declares one is not reported for it.

These are the patterns of rules and the entries of allowlists. An example of a rule is not reported
by that rule.
"""

from __future__ import annotations

from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from git_secrets_py.model import Match, MatchedLine
    from git_secrets_py.rule_files.rule_file import RuleFile

_QUOTES = b"\"'`"
_EVERY_RULE = ""


class DeclaredTexts:
    """The declared texts of several rule files, by the paths at which they are in a repository."""

    def __init__(self, files: Iterable[RuleFile], excluded: Iterable[str] = ()) -> None:
        """``excluded`` are the names of rules that are not active."""
        self._excluded = frozenset(excluded)
        self._files: dict[bytes, list[RuleFile]] = {}
        for file in files:
            for path in file.paths:
                self._files.setdefault(path, []).append(file)
        self._texts: dict[bytes, Mapping[str, set[bytes]]] = {}

    def has_texts_of(self, path: bytes) -> bool:
        """Return whether an active rule file is at ``path``."""
        return path in self._files

    def allowing(self, line: MatchedLine, match: Match, path: bytes) -> Pattern | None:
        """Return the text as a pattern that ``line`` of ``path`` declares, if it allows ``match``.

        The secret has to be within the text.
        """
        texts = self._texts_at(path)
        for text in {*texts.get(_EVERY_RULE, ()), *texts.get(match.pattern.name, ())}:
            if any(_is_within(match.secret, span) for span in _quoted(text, line.content)):
                return Pattern(
                    text, Origin(Origin.RULE_FILE, path.decode("utf-8", "surrogateescape"))
                )
        return None

    def _texts_at(self, path: bytes) -> Mapping[str, set[bytes]]:
        """Return the texts as they are written at ``path``, by the rule that they concern."""
        if path not in self._texts:
            texts: dict[str, set[bytes]] = {}
            for file in self._files[path]:
                for rule, text in file.declared(self._excluded):
                    texts.setdefault(rule, set()).update(_written(text))
            self._texts[path] = texts
        return self._texts[path]


def _written(text: str) -> Iterator[bytes]:
    """Yield the lines of ``text`` as a literal and as a basic string of TOML has them."""
    for line in text.encode("utf-8", "surrogateescape").splitlines():
        if line:
            yield line
            yield line.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _quoted(text: bytes, content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the spans of ``text`` in ``content`` that are whole values, or lines of values."""
    start = content.find(text)
    while start >= 0:
        end = start + len(text)
        before, after = content[:start].strip(), content[end:].strip()
        if (not before or before[-1] in _QUOTES) and (not after or after[0] in _QUOTES):
            yield start, end
        start = content.find(text, start + 1)


def _is_within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]
