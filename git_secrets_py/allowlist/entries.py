"""Entries of ``.gitallowed``: a fingerprint and a comment that hold no part of the secret."""

from __future__ import annotations

import time
from functools import lru_cache

from git_secrets_py import rules
from git_secrets_py.allowlist.file import BASELINE
from git_secrets_py.engine.decider import Decider
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import FINGERPRINT_PREFIX, TIME_LIMIT, MatchedLine, Origin
from git_secrets_py.patterns import read
from git_secrets_py.report.escaping import visible, visible_text
from git_secrets_py.report.naming import rule_of
from git_secrets_py.report.secret_index import SecretIndex
from git_secrets_py.rules.filter_form import filter_form
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.model import Pattern
    from git_secrets_py.rules import Rule


class CommentWriter:
    """Writes comments that contain no secret and that no prohibited pattern matches."""

    def __init__(self, secrets: Iterable[bytes], matcher: Matcher) -> None:
        """``secrets`` and the matches of ``matcher`` are masked in comments."""
        self._index = SecretIndex(secrets)
        self._scanner = Scanner(matcher)

    def comment(self, *parts: bytes) -> bytes:
        """Return the concatenated ``parts`` as a one-line comment."""
        line = b"# " + b"".join(map(self.masked, parts))
        for item in self._scanner.scan([line]):
            if isinstance(item, MatchedLine):
                line = _starred(line, ((match.start, match.end) for match in item.matches))
        return line

    def masked(self, text: bytes) -> bytes:
        """Return ``text`` in one line, with every secret in it masked."""
        return visible(_starred(text, self._index.spans(text))).encode()


def _starred(text: bytes, spans: Iterable[tuple[int, int]]) -> bytes:
    masked = bytearray(text)
    for start, end in spans:
        masked[start:end] = b"*" * (end - start)
    return bytes(masked)


def entries(findings: Sequence[Finding], writer: CommentWriter, reason: str) -> list[bytes]:
    """Return the lines that allow the secrets of ``findings``, each with its comment."""
    return [line for finding in findings for line in entry(finding, writer, reason)]


def entry(finding: Finding, writer: CommentWriter, reason: str) -> list[bytes]:
    """Return the lines that allow the secret of ``finding``: a comment and its fingerprint."""
    rule = describe_pattern(finding.match.pattern)
    comment = writer.comment(rule, b" in ", finding.path, b", ", _today(), _suffix(reason))
    return [comment, _fingerprint_line(finding)]


def baseline(
    findings: Iterable[Finding], number: int, writer: CommentWriter, reason: str
) -> Iterator[bytes]:
    """Yield the lines that allow the secrets of ``number`` ``findings``, under one heading."""
    heading = BASELINE.removeprefix(b"# ")
    secrets = count(number, "secret").encode()
    yield writer.comment(heading, _today(), b", ", secrets, _suffix(reason))
    last, comment = None, b""
    for finding in findings:
        rule, path = described = describe_pattern(finding.match.pattern), finding.path
        if described != last:  # most secrets in one file have the same comment
            last, comment = described, writer.comment(rule, b" in ", path)
        yield comment
        yield _fingerprint_line(finding)


def _fingerprint_line(finding: Finding) -> bytes:
    return FINGERPRINT_PREFIX + finding.fingerprint.encode()


def _suffix(reason: str) -> bytes:
    """Return ``reason`` for the end of a comment: in one line, and empty if there is none."""
    words = " ".join(reason.split()).encode("utf-8", "surrogateescape")
    return words and b": " + words


def _today() -> bytes:
    """Return the local date as in ISO 8601."""
    return time.strftime("%Y-%m-%d").encode()


def describe_pattern(pattern: Pattern) -> bytes:
    """Return the name of ``pattern``, or else an origin that is the same in every clone."""
    rule = rule_of(pattern)
    if rule is not None or pattern.name:
        return visible_text(rule.name if rule is not None else pattern.name).encode()
    origin = pattern.origin
    # The path of a config file and the command line of a provider stay private.
    places = {Origin.CONFIG: "the git config", Origin.PROVIDER: "a provider"}
    return f"a pattern from {places.get(origin.kind, str(origin))}".encode()


def rule_of_shared_text(secret: bytes) -> Rule | None:
    """Return the rule that matches ``secret`` as text shared by many secrets, if there is one.

    Such text is the header of a private key, or a fixed prefix: its fingerprint would allow all
    of them. The rule need not be the one that found it: a user's pattern may match the same text.
    """
    for rule, decider in _rules_with_shared_text():
        if not rule.identifies(secret) and any(decider.spans(secret)):
            return rule
    return None


def _shared_text(rule: Rule, source: bytes) -> bytes:
    """Return the pattern ``source`` of ``rule``; of a rule of several lines, that of its anchor.

    The text around a secret, at which ``source`` looks, is not part of the secret.
    """
    return rule.anchor if rule.lines > 1 else filter_form(source)


@lru_cache(maxsize=1)
def _rules_with_shared_text() -> list[tuple[Rule, Decider]]:
    return [
        (rule, Decider(read(_shared_text(rule, source)), word=False, limit=TIME_LIMIT))
        for source, rule in rules.by_source().items()
        if rule.unique_length
    ]
