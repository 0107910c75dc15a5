"""The patterns of rule files in the format of gitleaks."""

from __future__ import annotations

from itertools import islice

from git_secrets_py.model import HIGH, MatchedLine, Origin, Pattern
from git_secrets_py.rule_files.entropy import entropy
from git_secrets_py.rule_files.file_match import FileMatch, near

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from git_secrets_py.model import Match
    from git_secrets_py.rule_files.allowances import Allows
    from git_secrets_py.rules import Rule

# The content of a line that reports a file.
_FILE = b"(the name of the file)"
_EVERYTHING = rb"[\x00-\xff]"
# If a match has more matches of a required rule nearby, one is taken to be allowed by nothing.
_MOST_PARTNERS = 100
# In seconds, of the search for a rule's pattern in a path.
_TIME_LIMIT = 0.5


class FilePattern(Pattern):
    """A rule of a rule file. It is tried on whole contents, and a match may span lines."""

    __slots__ = ("_allowances", "_compiled", "_is_partner", "_path", "_plain", "_rule")

    def __init__(
        self,
        plain: dict[str, Any],
        file: str,
        allowances: Sequence[Allows] = (),
        *,
        is_partner: bool = False,
    ) -> None:
        """``allowances`` are those of the rule and of all rules."""
        super().__init__(plain["key"], Origin(Origin.RULE_FILE, file), plain["id"])
        self._is_partner = is_partner
        self._plain = plain
        self._allowances = allowances
        self._compiled: Any = None
        self._path: Any = None
        self._rule: Rule | None = None

    @property
    def has_verdict(self) -> bool:
        return True

    @property
    def is_whole(self) -> bool:
        return True

    @property
    def has_boundaries(self) -> bool:
        return True

    @property
    def is_for_paths(self) -> bool:
        """Whether the rule has no pattern but one for paths."""
        return self._plain["exact"] is None

    @property
    def judges_lines(self) -> bool:
        """Whether an allowlist needs the lines of matches."""
        return any(one.target == "line" for one in self._allowances)

    @property
    def path_texts(self) -> Sequence[str]:
        """Texts in lower case of which every path of the rule has one; there may be none."""
        texts: Sequence[str] = self._plain["path_texts"]
        return texts

    @property
    def text(self) -> bytes:
        text: str = self._plain["regex"] or self._plain["path_text"]
        return text.encode("utf-8", "surrogateescape")

    @property
    def filter(self) -> bytes:
        return self._plain["filter"] or _keyword_filter(self._plain["keywords"])

    @property
    def required(self) -> bytes:
        texts = self._plain["texts"] if self._plain["filter"] else self._plain["keywords"]
        return min(texts, key=len, default="").encode("utf-8", "surrogateescape")

    @property
    def generality(self) -> tuple[int, float]:
        """The key by which rules for the same secret are ordered: the most specific one first."""
        return 1 + ("generic" in self.name), -self._plain["specificity"]

    def severity_of(self, secret: bytes) -> str:
        severity: str = self._plain["severity"] or HIGH
        return severity

    @property
    def guessable(self) -> bool:
        return bool(self._plain["guessable"])

    @property
    def tags(self) -> Sequence[str]:
        """The tags of the rule."""
        tags: Sequence[str] = self._plain["tags"]
        return tags

    @property
    def rule(self) -> Rule:
        if self._rule is None:
            from git_secrets_py.rules.rule import Rule

            description = self._plain["description"] or f"A match of the rule {self.name}."
            self._rule = Rule(self.name, self.text, description, severity=self.severity_of(b""))
        return self._rule

    @property
    def is_partner(self) -> bool:
        """Whether another rule requires this one."""
        return self._is_partner

    def match(
        self,
        span: tuple[int, int],
        secret: tuple[int, int],
        decoded: bytes | None,
        texts: tuple[str, str, str],
        place: tuple[int, int, int, int],
        *,
        counts: bool,
    ) -> FileMatch:
        """Return a match with these attributes: see ``FileMatch``."""
        return FileMatch(
            self, *span, secret, decoded=decoded, texts=texts, place=place, counts=counts
        )

    def look_around(self, match: FileMatch, text: str, start: int, end: int) -> bool:
        """Evaluate the filter expressions that need the text around ``match`` in ``text``.

        Return whether ``match`` keeps that, since their value depends on the path.
        """
        curious = [one for one in self._allowances if one.needs_surroundings]
        if not curious:
            return False
        from git_secrets_py.rule_files.expression_allowances import surroundings

        match.surroundings = surroundings(text, start, end)
        settled = [one.settle(match) for one in curious]
        if all(settled):
            match.surroundings = {}
        return bool(match.surroundings)

    def spans(self, text: str, limit: float) -> Iterator[tuple[int, int, int, int]]:
        """Yield the start and end of each match in ``text``, and those of its secret.

        Raises ``TimeoutError`` after ``limit`` seconds.
        """
        if self._compiled is None:
            import regex

            self._compiled = regex.compile(self._plain["exact"])
        for match in self._compiled.finditer(text, timeout=limit):
            found = match.group()
            trimmed = found.strip("\n")
            start = match.start() + len(found) - len(found.lstrip("\n"))
            first, last = self._secret(trimmed, limit)
            if self._is_random(trimmed[first:last]):
                yield start, start + len(trimmed), start + first, start + last

    def _secret(self, text: str, limit: float) -> tuple[int, int]:
        """Return the span of the secret in ``text``, a match without line ends around it.

        As gitleaks, search again: without ``secretGroup`` it is the first group that is not empty.
        """
        match = self._compiled.search(text, timeout=limit)
        if match is None or not self._compiled.groups:
            return 0, len(text)
        wanted = self._plain["group"]
        for group in (wanted,) if wanted else range(1, self._compiled.groups + 1):
            first, last = match.span(group)
            if first < last:
                return first, last
        return 0, len(text)

    def _is_random(self, secret: str) -> bool:
        return not self._plain["entropy"] or entropy(secret) > self._plain["entropy"]

    def has_keyword(self, lowered: str) -> bool:
        """Return whether ``lowered``, the content in lower case, has one of the keywords."""
        keywords = self._plain["keywords"]
        return not keywords or any(word in lowered for word in keywords)

    def complete(self, match: FileMatch, others: Mapping[str, Sequence[FileMatch]]) -> bool:
        """Give ``match`` its partners; return whether it is reported.

        ``others`` are all matches of the content, by the name of their rule.
        """
        match.partners = [
            list(islice(near(match, others.get(name, ()), bounds), _MOST_PARTNERS))
            for name, *bounds in self._plain["required"]
        ]
        return match.counts and not self._plain["skip"] and all(match.partners)

    def verdict(
        self, line: MatchedLine | None, match: Match, path: bytes, commit: bytes
    ) -> Pattern | None:
        if not isinstance(match, FileMatch):
            return None
        allowance = self.allowance(match, path, commit)
        if allowance is not None:
            return allowance
        for partners in match.partners:
            is_complete = len(partners) < _MOST_PARTNERS
            if is_complete and all(_own_allowance(one, path, commit) for one in partners):
                return elsewhere(self.origin)
        return None

    def allowance(self, match: FileMatch, path: bytes, commit: bytes) -> Pattern | None:
        """Return the verdict, whatever the rule requires nearby."""
        if not self.is_for(path):
            return elsewhere(self.origin)
        where, sha = path.decode("utf-8", "surrogateescape"), commit.decode("ascii", "replace")
        for allowance in self._allowances:
            if allowance.allows(match, where, sha):
                return allowance.pattern
        return None

    def line_for(self, path: bytes) -> MatchedLine | None:
        """Return a line in place of the file ``path`` if the rule is one for paths like it.

        The path is the secret, by which the file can be allowed; it is not hidden.
        """
        if not self.is_for(path):
            return None
        return MatchedLine(1, _FILE, [FileMatch(self, 0, 0, decoded=path)])

    def is_for(self, path: bytes) -> bool:
        """Return whether the rule applies to the file ``path``."""
        if not self._plain["path"]:
            return True
        where, texts = path.decode("utf-8", "surrogateescape"), self.path_texts
        # Most paths are of another kind, and importing regex takes long.
        if texts and not any(one in where.lower() for one in texts):
            return False
        if self._path is None:
            import regex

            self._path = regex.compile(self._plain["path"])
        try:
            found = self._path.search(where, timeout=_TIME_LIMIT)
        except TimeoutError:
            return True
        return found is not None


def elsewhere(origin: Origin) -> Pattern:
    """Return the verdict that a rule of ``origin`` does not apply to a file."""
    return Pattern(b"another file", Origin(Origin.ELSEWHERE, origin.place))


def _own_allowance(match: FileMatch, path: bytes, commit: bytes) -> Pattern | None:
    """Return the allowance of the partner ``match``, whatever its own rule requires."""
    pattern: FilePattern = match.pattern  # type: ignore[assignment]
    return pattern.allowance(match, path, commit)


def _keyword_filter(keywords: Sequence[str]) -> bytes:
    """Return a filter for contents that have one of ``keywords``, in any case."""
    if not keywords or not all(word.isascii() for word in keywords):
        return _EVERYTHING
    return b"|".join(b"".join(map(_either_case, word.encode())) for word in keywords)


def _either_case(byte: int) -> bytes:
    one = bytes((byte,))
    if one.isalpha():
        return b"[" + one.lower() + one.upper() + b"]"
    return b"\\x%02x" % byte
