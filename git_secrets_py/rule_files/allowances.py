"""The allowlists of rule files, applied to a match at one occurrence."""

from __future__ import annotations

from git_secrets_py.model import MOST_TIMEOUTS, Origin, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, Protocol

    class Matched(Protocol):
        """The texts of a match, decoded."""

        pattern: Pattern
        secret_text: str
        match_text: str
        line_text: str

    class Allows(Protocol):
        """An allowlist or a filter expression."""

        target: str
        pattern: Pattern
        needs_surroundings: bool

        def allows(self, match: Matched, path: str, commit: str) -> bool: ...
        def settle(self, match: Any) -> bool: ...


_TIME_LIMIT = 0.5
# Before translated patterns without Unicode properties.
_ASCII = "(?a)"
_PREFIX = 3


class Allowance:
    """One allowlist. With ``all`` every kind of condition in it must hold, else any."""

    needs_surroundings = False

    def __init__(self, plain: dict[str, Any], file: str) -> None:
        self._plain = plain
        self._compiled: dict[str, list[Any]] = {}
        self._timeouts = 0
        self._words = Words(plain["stopwords"])
        self._path: tuple[str, bool] | None = None
        text = plain["description"] or "an allowlist"
        self.target: str = plain["target"]
        self.pattern = Pattern(text.encode(), Origin(Origin.RULE_FILE, file))

    def allows(self, match: Matched, path: str, commit: str) -> bool:
        """Return whether ``match`` is allowed there. After a timeout it is not."""
        checks = self._checks(match, path, commit)
        combine: Callable[[Any], bool] = all if self._plain["all"] else any
        try:
            return self._timeouts < MOST_TIMEOUTS and combine(check() for check in checks)
        except TimeoutError:
            self._timeouts += 1
            return False

    def settle(self, match: Any) -> bool:
        """Return whether nothing around ``match`` is needed."""
        return not self.needs_surroundings

    def _checks(self, match: Matched, path: str, commit: str) -> list[Callable[[], bool]]:
        plain = self._plain
        targets = {
            "secret": match.secret_text,
            "match": match.match_text,
            "line": match.line_text,
        }
        target, secret = targets[self.target], match.secret_text.lower()
        checks: dict[str, Callable[[], bool]] = {
            "commits": lambda: commit.lower() in plain["commits"],
            "paths": lambda: self._allows_path(path),
            "regexes": lambda: bool(target) and self._finds("regexes", target),
            "stopwords": lambda: self._words.is_in(secret),
        }
        return [check for key, check in checks.items() if plain[key]]

    def _allows_path(self, path: str) -> bool:
        """Return whether a pattern matches ``path``; the last answer is kept."""
        if self._path is None or self._path[0] != path:
            self._path = path, self._finds("paths", path)
        return self._path[1]

    def _finds(self, key: str, text: str) -> bool:
        if key not in self._compiled:
            self._compiled[key] = compiled_patterns(self._plain[key])
        return any(one.search(text, timeout=_TIME_LIMIT) is not None for one in self._compiled[key])


def compiled_patterns(patterns: Sequence[str]) -> list[Any]:
    """Return one expression for those of ``patterns`` that only match ASCII, one for each other."""
    import regex

    joined = [one.removeprefix(_ASCII) for one in patterns if one.startswith(_ASCII)]
    sources = [one for one in patterns if not one.startswith(_ASCII)]
    if joined:
        sources.append(_ASCII + "|".join(f"(?:{one})" for one in joined))
    return [regex.compile(one) for one in sources]


class Words:
    """Words to search for in a text, by their first characters: lists have thousands."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        for word in words:
            self._words.setdefault(word[:_PREFIX], []).append(word)
        self._lengths = sorted({len(prefix) for prefix in self._words})

    def is_in(self, text: str) -> bool:
        """Return whether ``text`` contains one of the words."""
        for length in self._lengths:
            pieces = {text[start : start + length] for start in range(len(text) - length + 1)}
            # Most pieces begin no word.
            for piece in pieces & self._words.keys():
                if any(word in text for word in self._words[piece]):
                    return True
        return False
