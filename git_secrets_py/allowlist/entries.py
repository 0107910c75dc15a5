"""What is written into ``.gitallowed`` about a secret: never any part of the secret itself."""

from __future__ import annotations

import time
from functools import lru_cache

from git_secrets_py import rules
from git_secrets_py.engine.decider import Decider
from git_secrets_py.model import MatchedLine
from git_secrets_py.patterns import read
from git_secrets_py.report.escaping import visible
from git_secrets_py.report.naming import rule_of
from git_secrets_py.report.secret_index import SecretIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.model import Finding, Pattern
    from git_secrets_py.rules import Rule

_TIME_LIMIT = 2.0


class Commenter:
    """Writes comments in which nothing is to be found, ours or of whoever gave the reason."""

    def __init__(self, secrets: Iterable[bytes], matcher: Matcher) -> None:
        """``matcher`` tells what a scan would find in the comments themselves."""
        self._index = SecretIndex(secrets)
        self._scanner = matcher.scanner()

    def comment(self, *parts: bytes) -> bytes:
        """Return a line of comment of what is there among ``parts``, each in one line."""
        text = b"".join(self.shown(part) for part in parts)
        return self._concealed(b"# " + text)

    def shown(self, text: bytes) -> bytes:
        """Return ``text`` in one line, with every secret in it hidden."""
        spans = self._index.spans(text)
        return visible(_starred(text, spans)).encode()

    def _concealed(self, line: bytes) -> bytes:
        """Return ``line`` with all that is prohibited in it hidden: it is going to be scanned."""
        for item in self._scanner.scan([line]):
            if isinstance(item, MatchedLine):
                line = _starred(line, ((match.start, match.end) for match in item.matches))
        return line


def _starred(text: bytes, spans: Iterable[tuple[int, int]]) -> bytes:
    hidden = bytearray(text)
    for start, end in spans:
        hidden[start:end] = b"*" * (end - start)
    return bytes(hidden)


def one_line(reason: str) -> bytes:
    """Return a reason with every run of blanks and line ends in it as one blank."""
    return " ".join(reason.split()).encode("utf-8", "surrogateescape")


def today() -> bytes:
    """Return the date where we are, as in ISO 8601."""
    return time.strftime("%Y-%m-%d").encode()


def kind(pattern: Pattern) -> bytes:
    """Return what ``pattern`` finds, in words that mean the same in every clone."""
    rule = rule_of(pattern)
    if rule is not None or pattern.name:
        return (rule.name if rule is not None else pattern.name).encode()
    origin = pattern.origin
    # The path of a config file is nobody else's business, nor is a provider's command line.
    places = {"config": "the git config", "provider": "a provider"}
    return f"a pattern from {places.get(origin.kind, str(origin))}".encode()


def line_of(finding: Finding) -> bytes:
    """Return the line of ``.gitallowed`` that allows the secret of ``finding``."""
    return b"sha256:" + finding.fingerprint.encode()


def shared_by_many(secret: bytes) -> Rule | None:
    """Return the rule for which ``secret`` is only what many secrets have in common.

    Its fingerprint would excuse them all: it is the header of a private key, or a fixed prefix.
    ``None`` for a secret of its own. The rule need not be the one that found it, since the same
    bytes may be found by a pattern of somebody else's.
    """
    for rule, decider in _rules_for_many():
        if len(secret) < rule.unique_from and any(decider.spans(secret)):
            return rule
    return None


@lru_cache(maxsize=1)
def _rules_for_many() -> list[tuple[Rule, Decider]]:
    return [
        (rule, Decider(read(rule.source), word=False, limit=_TIME_LIMIT))
        for rule in rules.load(rules.ALL).rules
        if rule.unique_from
    ]
