"""Masking: hiding secrets in reports, wherever they occur.

The first four and the last two characters of a long secret are shown, enough to recognize a key.
A secret of 16 bytes or more is long: at least ten stay hidden, too many to guess. A match may
be more than the secret, as in ``password = hunter2``, so characters are shown only of a run
without blanks, quotes, ``=``, ``:`` and ``@`` that is itself long. Each byte is masked by one
asterisk, so columns do not change.
"""

from __future__ import annotations

import re

from git_secrets_py.findings.finding import Finding
from git_secrets_py.model import MatchedLine
from git_secrets_py.report.escaping import visible
from git_secrets_py.report.secret_index import SecretIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeVar

    from git_secrets_py.report.model import RenderOptions, Report

    Made = TypeVar("Made")

LONG = 16
_HEAD = 4
_TAIL = 2
_MASK = b"*"
_FRAME = b"\"'="
_SEPARATORS = re.compile(rb"[\s\"'=:@]")
_PRINTABLE = re.compile(rb"[!-~]*")

# A path has to be usable, so a short word in it is shown, secret or not.
_SHORTEST_IN_PATH = 8
# Texts whose masked form is kept: paths, origins and patterns.
_REMEMBERED = 256


def mask(secret: bytes) -> bytes:
    """Return ``secret`` masked, at the same length."""
    head, tail = _kept(secret)
    return secret[:head] + _MASK * (len(secret) - head - tail) + secret[len(secret) - tail :]


def _kept(secret: bytes) -> tuple[int, int]:
    """Return the number of bytes at the start and at the end of ``secret`` that are shown."""
    if len(secret) < LONG:
        return 0, 0
    if secret.isalnum():  # fast path
        return _HEAD, _TAIL
    runs = _SEPARATORS.split(secret.strip(_FRAME))
    head = _HEAD if len(runs[0]) >= LONG and _PRINTABLE.fullmatch(secret[:_HEAD]) else 0
    tail = _TAIL if len(runs[-1]) >= LONG and _PRINTABLE.fullmatch(secret[-_TAIL:]) else 0
    return head, tail


class Masker:
    """Masks secrets wherever they occur; with ``show``, masks nothing."""

    def __init__(self, secrets: Iterable[bytes], *, show: bool = False) -> None:
        self._show = show
        self._index = SecretIndex(() if show else secrets)
        self._last: tuple[MatchedLine, bytes] | None = None
        self._texts: dict[tuple[bytes, int], bytes] = {}
        self._made: dict[Any, Any] = {}

    @classmethod
    def of(cls, report: Report, options: RenderOptions) -> Masker:
        """Return a masker for every secret of ``report``."""
        return cls(report.texts(), show=options.show_secrets)

    def text(self, text: bytes) -> bytes:
        """Return ``text`` with secrets masked."""
        return self._remembered(text, 0)

    def message(self, text: str) -> str:
        """Return a message of the program, masked, and escaped like ``visible``."""
        return visible(self.text(text.encode("utf-8", "surrogateescape")))

    def path(self, path: bytes) -> bytes:
        """Return ``path`` with secrets masked, except short ones."""
        return self._remembered(path, _SHORTEST_IN_PATH)

    def once(self, value: Any, make: Callable[[Any, Masker], Made]) -> Made:
        """Return ``make(value, self)``, made once for each of a few values."""
        made = self._made.get((make, value))
        if made is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            made = self._made[make, value] = make(value, self)
        result: Made = made
        return result

    def _remembered(self, text: bytes, shortest: int) -> bytes:
        """Return ``text`` with secrets of at least ``shortest`` bytes masked."""
        masked = self._texts.get((text, shortest))
        if masked is None:
            if len(self._texts) >= _REMEMBERED:
                self._texts.clear()
            spans = [span for span in self._index.spans(text) if span[1] - span[0] >= shortest]
            masked = self._texts[text, shortest] = _masked(text, spans)
        return masked

    def line(
        self,
        line: MatchedLine,
        start: int = 0,
        end: int | None = None,
        secret: tuple[int, int] | None = None,
    ) -> bytes:
        """Return ``line.content[start:end]`` with every secret masked.

        This includes secrets of which only a part is in it, because the line is cut here or was cut
        when ``line`` was made. ``secret`` is the span of one of the secrets, which need not be
        searched for.
        """
        content = line.content
        window = content[start:end]
        if self._show:
            return window
        known = secret and (secret[0] - start, secret[1] - start)
        masked = self._matches_masked(line)[start:end]
        last = 0
        if not (known and self._index.is_alone(window, known)):  # most lines have one secret
            masked = _masked(masked, self._index.spans(window, known), window)
            last = self._index.begun_at_end(window, known)
        first = self._index.ended_at_start(window) if start + line.offset else 0
        # Most lines are whole, and the first bytes of a secret at their end are a coincidence.
        if last <= _HEAD and len(content) - start <= len(window):
            last = 0
        if not (first or last):
            return masked
        return _MASK * first + masked[first : len(masked) - last] + _MASK * last

    def _matches_masked(self, line: MatchedLine) -> bytes:
        """Return the content with all matches masked; the last line is kept: it often repeats."""
        if self._last is None or self._last[0] is not line:
            spans = [match.secret for match in line.matches]
            self._last = line, _masked(line.content, spans)
        return self._last[1]


def _masked(text: bytes, spans: Sequence[tuple[int, int]], original: bytes | None = None) -> bytes:
    """Return ``text`` with ``spans`` masked; ``original`` decides which bytes are shown."""
    if not spans:  # fast path
        return text
    masked = bytearray(text)
    original = text if original is None else original
    for start, end in spans:
        head, tail = _kept(original[start:end])
        length = end - start - head - tail
        masked[start + head : end - tail] = _MASK * length
    return bytes(masked)


class Redactor:
    """Masks findings for the text format, which prints them one by one."""

    def __init__(self) -> None:
        self._last: tuple[Finding, Finding] | None = None

    def finding(self, finding: Finding) -> Finding:
        """Return ``finding`` with every match of its line masked, there and in its path.

        For display only: its fingerprint is that of the masked secret.
        """
        line = finding.line
        if self._last is None or self._last[0].line is not line:
            self._last = finding, _redacted(finding)
        masked = self._last[1]
        return Finding(masked.path, masked.line, finding.match, finding.commit)


def _redacted(finding: Finding) -> Finding:
    line = finding.line
    masker = Masker(line.secret(match) for match in line.matches)
    masked = MatchedLine(line.number, masker.line(line), line.matches, line.offset)
    return Finding(masker.path(finding.path), masked, finding.match, finding.commit)
