"""The allow rule: what excuses a match.

An allowed pattern is tried on the rendered line, ``path:lineno:content`` and in history also
``commit:path:lineno:content``. Where it overlaps matches it excuses those and no others; where it
overlaps none, as one for a path does, it excuses the whole line.

A comment ``git-secrets: allow`` on the line excuses all of it too, where that is switched on.
"""

from __future__ import annotations

from git_secrets_py.model import Finding, Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.model import Match, MatchedLine

_TIME_LIMIT = 2.0
_COMMENT = b"git-secrets: allow"
# What would make another word of it, as in "git-secrets: allow-nothing".
_GOES_ON = b"abcdefghijklmnopqrstuvwxyz0123456789_-"
INLINE = Origin("inline", "a comment on the line")


class AllowRule:
    """Every allowed pattern and every allowed fingerprint in force."""

    def __init__(
        self,
        patterns: Iterable[Pattern] = (),
        fingerprints: Mapping[str, Origin] | None = None,
        *,
        inline: bool = False,
    ) -> None:
        """``fingerprints`` maps 64 lower-case hexadecimal digits to where they were allowed.

        ``inline`` lets comments excuse the lines that they stand on. ``excused_inline`` counts
        the matches that ``findings`` left out for such a comment; what ``excuses`` returns for
        them has the origin ``INLINE``. ``on_excused`` may be set to a function that is told of
        each match that ``findings`` left out, and what excuses it.
        """
        self.patterns = list(patterns)
        self.fingerprints = dict(fingerprints or {})
        self.inline = inline
        self.excused_inline = 0
        self.on_excused: Callable[[Finding, Pattern], None] | None = None
        self._deciders: list[Decider] | None = None

    def findings(self, line: MatchedLine, path: bytes, commit: bytes = b"") -> list[Finding]:
        """Return the matches of ``line`` that nothing excuses, at this appearance."""
        left = []
        excuses = self.excuses(line, path, commit)
        for match, excuse in zip(line.matches, excuses, strict=True):
            finding = Finding(path, line, match, commit)
            if excuse is None:
                left.append(finding)
                continue
            self.excused_inline += excuse.origin is INLINE
            if self.on_excused is not None:
                self.on_excused(finding, excuse)
        return left

    def excuses(self, line: MatchedLine, path: bytes, commit: bytes = b"") -> list[Pattern | None]:
        """Return for each match of ``line`` what excuses it, or ``None``."""
        excuses: list[Pattern | None] = [
            self._own_line(line, match, path) or self._fingerprint(line, match)
            for match in line.matches
        ]
        if self.inline and None in excuses:
            comment = _inline_comment(line.content)
            excuses = [excuse or comment for excuse in excuses]
        rendered = b"%b:%d:%b" % (path, line.number, line.content)
        forms = [rendered, commit + b":" + rendered] if commit else [rendered]
        for pattern, decider in zip(self.patterns, self._compiled(), strict=True):
            if None not in excuses:
                break
            for number in _excused(decider, forms, line):
                excuses[number] = excuses[number] or pattern
        return excuses

    def _compiled(self) -> list[Decider]:
        """Compile the patterns when the first match asks for them."""
        if self._deciders is None:
            from git_secrets_py.engine.decider import Decider
            from git_secrets_py.patterns import read

            self._deciders = [
                Decider(read(pattern.source), word=False, limit=_TIME_LIMIT)
                for pattern in self.patterns
            ]
        return self._deciders

    def _fingerprint(self, line: MatchedLine, match: Match) -> Pattern | None:
        if not self.fingerprints:
            return None
        from hashlib import sha256

        digest = sha256(line.secret(match)).hexdigest()
        origin = self.fingerprints.get(digest)
        return Pattern(b"sha256:" + digest.encode(), origin) if origin else None

    def _own_line(self, line: MatchedLine, match: Match, path: bytes) -> Pattern | None:
        """Excuse a pattern in the file that holds it from matching what it stands for."""
        place = path.removeprefix(b"./")
        content = line.content.strip()
        if place == b".gitallowed" and not content.startswith(b"#"):
            return Pattern(content, Origin("file", f".gitallowed:{line.number}"))
        if place == b".gitprohibited" and match.pattern.source == line.content:
            return match.pattern
        return None


def _inline_comment(content: bytes) -> Pattern | None:
    """Return the comment that excuses all of a line with ``content``, as it is written there."""
    folded = content.lower()
    start = folded.find(_COMMENT)
    while start >= 0:
        end = start + len(_COMMENT)
        following = folded[end : end + 1]
        if not following or following not in _GOES_ON:
            return Pattern(content[start:end], INLINE)
        start = folded.find(_COMMENT, end)
    return None


def _excused(decider: Decider, forms: Sequence[bytes], line: MatchedLine) -> Iterable[int]:
    """Return the numbers of the matches of ``line`` that one allowed pattern excuses.

    A pattern that does not end in time excuses nothing, so that what it was to excuse is told.
    """
    overlapped: set[int] = set()
    anywhere = False
    for form in forms:
        prefix = len(form) - len(line.content)
        try:
            spans = list(decider.spans(form))
        except TimeoutError:
            continue
        anywhere = anywhere or bool(spans)
        for start, end in spans:
            overlapped.update(
                number
                for number, match in enumerate(line.matches)
                if start - prefix < match.end and match.start < end - prefix
            )
    if anywhere and not overlapped:
        return range(len(line.matches))
    return overlapped
