"""``.gitallowed`` and ``.gitprohibited``: lines that mean something else than they seem to."""

from __future__ import annotations

import os
import re

from git_secrets_py.errors import PatternError
from git_secrets_py.pattern_files import ALLOWED_FILE, PROHIBITED_FILE, lines
from git_secrets_py.patterns import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.doctor.problems import Problems
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.registry import Collector

_FINGERPRINT = re.compile(rb"\s*sha-?256\s*:\s*(.*?)\s*", re.IGNORECASE)
_DIGITS = re.compile(rb"[0-9A-Fa-f]{64}")
# Rendered lines that have nothing in common but their form.
_ANY_LINE = (b"a:1:b", b'Q/_z.X:27:"7" = 5', b"\xc3\xa9 w:300:\t--", b"0:9:/")
# And what stands in them.
_ANY_CONTENT = (b"b", b'"7" = 5', b"Zz 33", b"x_9: {}")
_TIME_LIMIT = 1.0


def inspect(
    repository: Repository, collector: Collector, problems: Problems
) -> list[dict[str, object]]:
    """Return what is found in both files, and add their readable lines to ``collector``."""
    if not repository.is_inside_work_tree:
        return []
    allowed = _File(repository, ALLOWED_FILE)
    prohibited = _File(repository, PROHIBITED_FILE)
    collector.add_allowed_file(allowed.readable)
    collector.add_prohibited_file(prohibited.readable)
    for file in (allowed, prohibited):
        file.tell(problems)
    return [allowed.facts(), prohibited.facts()]


class _File:
    """One of the files, with what is wrong in it."""

    def __init__(self, repository: Repository, name: bytes) -> None:
        self.name = name.decode()
        self.wrong: list[tuple[int, str]] = []
        path = os.path.join(repository.top, name)
        self.present = os.path.lexists(path)
        self.tracked = self.present and _is_tracked(repository, name)
        self.readable = b""
        try:
            with open(path, "rb") as file:
                self._read(file.read())
        except FileNotFoundError:
            pass
        except OSError as error:
            self.wrong.append((0, f"cannot be read: {error.strerror}"))

    def tell(self, problems: Problems) -> None:
        """Add what is wrong to ``problems``."""
        for number, reason in self.wrong:
            place = f"{self.name}:{number}" if number else self.name
            problems.add(self.name, f"{place} {reason}", "correct it")
        if self.present and not self.tracked:
            problems.note(
                self.name, f"git does not track {self.name}: nobody else has it", "git add it"
            )

    def facts(self) -> dict[str, object]:
        """Return what is known."""
        return {
            "name": self.name,
            "present": self.present,
            "tracked": self.tracked,
            "problems": [{"line": line, "problem": problem} for line, problem in self.wrong],
        }

    def _read(self, content: bytes) -> None:
        """Judge each line; keep those that can be read, with their numbers."""
        kept = content.split(b"\n")
        allowed = self.name.encode() == ALLOWED_FILE
        for number, text in lines(content):
            fault = _fault(text, allowed=allowed)
            reason = fault or _too_wide(text, allowed=allowed)
            if reason:
                self.wrong.append((number, reason))
            if fault:
                kept[number - 1] = b""
        self.readable = b"\n".join(kept)


def _fault(text: bytes, *, allowed: bool) -> str:
    """Return why a line cannot be what it is meant to be."""
    fingerprint = _FINGERPRINT.fullmatch(text)
    if allowed and fingerprint:
        right = _DIGITS.fullmatch(fingerprint[1]) and text.strip().startswith(b"sha256:")
        return "" if right else "is no fingerprint: that is sha256: and 64 hexadecimal digits"
    try:
        read(text)
    except PatternError as error:
        return f"is no pattern: {error.reason}"
    return ""


def _too_wide(text: bytes, *, allowed: bool) -> str:
    """Return what is wrong with a pattern that matches lines without anything in common."""
    if allowed and _FINGERPRINT.fullmatch(text):
        return ""
    from git_secrets_py.engine.decider import Decider

    decider = Decider(read(text), word=not allowed, limit=_TIME_LIMIT)
    try:
        everything = all(
            any(True for _ in decider.spans(line))
            for line in (_ANY_LINE if allowed else _ANY_CONTENT)
        )
    except TimeoutError:
        return "takes too long to match"
    if not everything:
        return ""
    return "allows every line" if allowed else "prohibits nearly every line"


def _is_tracked(repository: Repository, name: bytes) -> bool:
    """Ask from the top: pathspecs count from the current directory."""
    inside = b":(top)" + name
    return bool(repository.git.output("--no-literal-pathspecs", "ls-files", "-z", "--", inside))
