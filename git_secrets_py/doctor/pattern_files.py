"""``.gitallowed`` and ``.gitprohibited``: lines that are not valid, or match too much."""

from __future__ import annotations

import re
from dataclasses import dataclass

from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE
from git_secrets_py.doctor.problem import Problem
from git_secrets_py.errors import GitSecretsError, PatternError, PromisedError
from git_secrets_py.git import promisor
from git_secrets_py.git.objects import FOLLOW_LINKS, Batch
from git_secrets_py.model import FINGERPRINT_LENGTH, FINGERPRINT_PREFIX
from git_secrets_py.pattern_files import TextError, decode, fingerprint, lines
from git_secrets_py.patterns import advice, read
from git_secrets_py.selection.active_files import INDEX, Versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.git.repository import Repository

_NAMES = (ALLOWED_FILE, PROHIBITED_FILE)
_NEARLY_FINGERPRINT = re.compile(rb"\s*sha-?256\s*:\s*\w*\s*", re.IGNORECASE)
_NO_FINGERPRINT = (
    f"is not a fingerprint: {FINGERPRINT_PREFIX.decode()} and {FINGERPRINT_LENGTH} hexadecimal "
    "digits"
)
# Lines in the form that allowed patterns match, with nothing else in common.
_ANY_LINE = (b"a:1:b", b'Q/_z.X:27:"7" = 5', b"\xc3\xa9 w:300:\t--", b"0:9:/")
# Lines in the form that prohibited patterns match.
_ANY_CONTENT = (b"b", b'"7" = 5', b"Zz 33", b"x_9: {}")
_TIME_LIMIT = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class PatternFile:
    """One of the two files.

    ``where`` is the version that commit hooks use, or empty. ``readable`` is its content without
    the lines that are not valid, which are left empty. ``warning`` reports that another version
    differs. ``faults`` are the line (0 for the whole file) and the reason of each fault; ``remedy``
    removes them.
    """

    name: str
    where: str
    is_tracked: bool
    readable: bytes
    faults: tuple[tuple[int, str], ...]
    warning: str = ""
    remedy: str = "correct it"

    def problems(self) -> Iterator[Problem]:
        """Yield the faults as problems."""
        for number, reason in self.faults:
            place = f"{self.name}:{number}" if number else self.name
            yield Problem(self.name, f"{place} {reason}", self.remedy)
        if self.warning:
            report = self.warning.removeprefix("warning: ")
            yield Problem(self.name, report, f"git add {self.name}", is_note=True)
        if self.where and not self.is_tracked:
            yield Problem(
                self.name,
                f"{self.name} is not tracked by git, so nobody else has it",
                f"git add {self.name}",
                is_note=True,
            )

    def facts(self) -> dict[str, object]:
        """Return the file in its JSON form."""
        return {
            "name": self.name,
            "present": bool(self.where),
            "version": self.where or None,
            "tracked": self.is_tracked,
            "problems": [{"line": line, "problem": problem} for line, problem in self.faults],
        }


def check(repository: Repository) -> list[PatternFile]:
    """Return both files as commit hooks read them; an empty list in a bare repository."""
    if repository.is_bare:
        return []
    tracked = list(_tracked(repository))
    with Batch(repository.git, FOLLOW_LINKS) as batch:
        return [_check(repository, name, batch, name in tracked) for name in _NAMES]


def _check(repository: Repository, name: bytes, batch: Batch, is_tracked: bool) -> PatternFile:
    readable, where, warning = b"", "", ""
    faults: list[tuple[int, str]] = []
    try:
        (file,) = Versions(repository, [name], batch).active(INDEX)
        where, warning = file.where, file.warning
        readable, faults = _check_lines(decode(file.content), allowed=name == ALLOWED_FILE)
    except TextError as error:
        faults = [(error.line, error.reason)]
    except PromisedError:
        reason = "cannot be read: only the remote of this partial clone has it"
        remedy = promisor.fetch_command(repository)
        return PatternFile(name.decode(), "", False, b"", ((0, reason),), remedy=remedy)
    except GitSecretsError as error:
        faults = [(0, f"cannot be read: {error}")]
    return PatternFile(name.decode(), where, is_tracked, readable, tuple(faults), warning)


def _check_lines(content: bytes, *, allowed: bool) -> tuple[bytes, list[tuple[int, str]]]:
    """Return ``content`` with invalid lines emptied, which keeps line numbers, and the faults."""
    kept = content.split(b"\n")
    faults = []
    for number, text in lines(content):
        invalid = _why_invalid(text, allowed=allowed)
        reason = invalid or _why_too_broad(text, allowed=allowed)
        if reason:
            faults.append((number, reason))
        if invalid:
            kept[number - 1] = b""
    return b"\n".join(kept), faults


def _why_invalid(text: bytes, *, allowed: bool) -> str:
    """Return why a line is neither a pattern nor, if ``allowed``, a fingerprint."""
    try:
        if allowed and fingerprint(text):
            return ""
    except PatternError:
        return _NO_FINGERPRINT
    if allowed and _NEARLY_FINGERPRINT.fullmatch(text):
        return _NO_FINGERPRINT
    try:
        read(text)
    except PatternError as error:
        return f"is not a valid pattern: {error.reason}"
    return ""


def _why_too_broad(text: bytes, *, allowed: bool) -> str:
    """Return why a pattern is useless: it matches unrelated lines, or takes too long."""
    if allowed and fingerprint(text):
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
    if not (everything or (allowed and advice.allows_every_line(text))):
        return ""
    return "allows every line" if allowed else "prohibits nearly every line"


def _tracked(repository: Repository) -> Iterator[bytes]:
    """Yield the names of the files that are in the index, also of folders with files."""
    # ":(top)", since pathspecs are relative to the current directory.
    inside = [b":(top)" + name for name in _NAMES]
    listing = ("--no-literal-pathspecs", "ls-files", "--full-name", "-z", "--")
    for path in repository.git.output(*listing, *inside).split(b"\0")[:-1]:
        yield path.partition(b"/")[0]
