"""The lines of pattern files, which may match the patterns that they declare."""

from __future__ import annotations

from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE
from git_secrets_py.errors import PatternError
from git_secrets_py.model import Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from git_secrets_py.engine.allow_rule.prohibited_text import ProhibitedText
    from git_secrets_py.model import Match, MatchedLine

    class Declared(Protocol):
        """The texts that rule files declare, by the path of the file."""

        def has_texts_of(self, path: bytes) -> bool: ...

        def allowing(self, line: MatchedLine, match: Match, path: bytes) -> Pattern | None: ...


_PATTERN_FILES = (ALLOWED_FILE, PROHIBITED_FILE)


class PatternFileLines:
    """The lines of ``.gitallowed`` and ``.gitprohibited``, and the declarations of rule files."""

    def __init__(
        self,
        patterns: Sequence[Pattern],
        fingerprints: Mapping[str, Origin],
        prohibited: ProhibitedText,
        declared: Declared | None,
    ) -> None:
        """``patterns`` and ``fingerprints`` are those that allow."""
        self._patterns = patterns
        self._fingerprints = fingerprints
        self._prohibited = prohibited
        self._declared = declared
        # The patterns of ``.gitallowed`` by their source.
        self._entries: dict[bytes, Pattern] | None = None

    def concern(self, path: bytes) -> bool:
        """Return whether ``path`` is a file with patterns."""
        is_declared = self._declared is not None and self._declared.has_texts_of(path)
        return is_declared or path in _PATTERN_FILES

    def allowing(self, line: MatchedLine, match: Match, path: bytes) -> Pattern | None:
        """Return the active pattern in ``line`` of ``path`` if it allows ``match``."""
        if path == ALLOWED_FILE:
            return self._active_entry(line.content, match)
        if path == PROHIBITED_FILE and match.pattern.source == line.content:
            return self._own_match(line, match)
        if self._declared is not None and self._declared.has_texts_of(path):
            return self._declared.allowing(line, match, path)
        return None

    def _active_entry(self, content: bytes, match: Match) -> Pattern | None:
        """Return the pattern or fingerprint of ``.gitallowed`` in the line ``content``.

        The comment after a fingerprint is no part of it, and may not hold ``match``.
        """
        from git_secrets_py.pattern_files import fingerprint

        if self._entries is None:
            of_file = (one for one in reversed(self._patterns) if _is_of_file(one.origin))
            self._entries = {one.source: one for one in of_file}
        if content in self._entries:
            return self._entries[content]
        try:
            origin = self._fingerprints.get(fingerprint(content))
        except PatternError:  # a line of another version
            return None
        if origin is None or not _is_of_file(origin):
            return None
        return Pattern(content, origin) if match.end <= len(content.partition(b"#")[0]) else None

    def _own_match(self, line: MatchedLine, match: Match) -> Pattern | None:
        """Return the pattern of ``match``, unless another one matches the same text."""
        if match.pattern.confidential or self._prohibited.others_match(line.content, match):
            return None
        return match.pattern


def _is_of_file(origin: Origin) -> bool:
    return origin.kind == Origin.FILE and origin.place.startswith(ALLOWED_FILE.decode())
