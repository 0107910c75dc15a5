"""The exceptions, and the exit statuses that they end a run with.

    GitSecretsError            2  failed, or not fully scanned
    ├── UsageError             1  invalid command line
    ├── RefusedError           1  something to create exists, or something to change does not
    ├── PatternError           2  invalid pattern
    ├── GitError               2  git failed
    │   ├── NotARepositoryError
    │   └── PromisedError
    ├── ProviderError          2  a provider failed
    ├── BlobError              2  one blob cannot be read; others can
    ├── OutputError            2  the output cannot be written
    ├── ConfigurationError     2  invalid setting
    └── IncompleteScanError    2  content was not scanned; raised only by the library

``cli.main`` catches them. ``scan`` catches ``BlobError`` earlier and continues with the next blob.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Exit statuses. As in git-secrets by AWS Labs, an invalid option, an existing hook, a duplicate
# pattern and a list of no settings end with 1. A run that has findings and fails ends with 2.
EXIT_CLEAN = 0
EXIT_FOUND = 1
EXIT_REFUSED = 1
EXIT_NOT_CONFIGURED = 1
EXIT_INCOMPLETE = 2
EXIT_INTERRUPTED = 130
# The problem of a run that was interrupted, in its report.
INTERRUPTED = "interrupted: not everything was scanned"
# The time after the first signal in which others are ignored: a terminal, a parent process and an
# impatient user may all interrupt the run at once.
BURST_SECONDS = 1

_SIMILAR = 0.75  # of a suggestion, at least
_FEW = 10  # choices that a message may list beside a suggestion


class GitSecretsError(Exception):
    """An error that ends the run. ``str()`` returns the message for the user."""

    exit_status = EXIT_INCOMPLETE


class UsageError(GitSecretsError):
    """The command line is invalid.

    ``unknown`` is a word that is neither a verb nor an option, or ``""``. The command line sets
    ``verb`` to the verb in which the error occurred.
    """

    exit_status = EXIT_REFUSED

    def __init__(self, message: str, *, unknown: str = "") -> None:
        super().__init__(message)
        self.unknown = unknown
        self.verb = ""


def unknown_value(
    noun: str, value: str, choices: Sequence[str], *, command: str = "", nouns: str = ""
) -> UsageError:
    """Return the error for a ``value`` that is not one of ``choices``.

    It suggests a close choice, and lists all choices unless they are too many. ``command`` lists
    them instead. ``nouns`` is the plural of ``noun`` if that is not regular.
    """
    similar = similar_choice(value, choices)
    close = [f"Did you mean {similar}?"] if similar else []
    every = f"The {nouns or noun + 's'} are: {', '.join(choices)}"
    listed = [f"To list them: {command}" if command else every]
    hints = close + (listed if not close or len(choices) <= _FEW else [])
    return UsageError(" ".join((f"unknown {noun}: '{value}'.", *hints)))


def similar_choice(value: str, choices: Sequence[str]) -> str:
    """Return the closest of ``choices`` to ``value``, or the only longer one; ``""`` if none is."""
    from difflib import get_close_matches

    longer = [name for name in choices if value and name.startswith(value)]
    similar = get_close_matches(value, choices, n=1, cutoff=_SIMILAR) or longer
    return similar[0] if len(similar) == 1 else ""


class RefusedError(GitSecretsError):
    """The request would overwrite or duplicate something, or names something missing."""

    exit_status = EXIT_REFUSED


class PatternError(GitSecretsError):
    """A pattern is invalid.

    ``source`` is the whole pattern, ``start`` and ``end`` are the byte offsets of the error in
    it, ``reason`` describes the error. The registry sets ``origin`` to the place that the pattern
    comes from. If ``confidential`` is set, the message does not contain the pattern.
    """

    def __init__(self, source: bytes, start: int, end: int, reason: str) -> None:
        super().__init__(source, start, end, reason)
        self.source = source
        self.start = start
        self.end = max(end, start + 1)
        self.reason = reason
        self.origin = ""
        self.confidential = False

    def __str__(self) -> str:
        place = f" (from {self.origin})" if self.origin else ""
        message = f"invalid pattern{place}: {self.reason}"
        if self.confidential:
            return message
        parts = (
            self.source[: self.start],
            self.source[self.start : self.end],
            self.source[self.end :],
        )
        before, wrong, after = (
            part.decode("utf-8", "backslashreplace").replace("\t", " ") for part in parts
        )
        underline = " " * len(before) + "~" * (len(wrong) - 1) + "^"
        return f"{message}\n    {before}{wrong}{after}\n    {underline}"


class GitError(GitSecretsError):
    """A git command failed."""


class NotARepositoryError(GitError):
    """The directory is not in a git repository."""


class PromisedError(GitError):
    """A file is needed that only the remote of this partial clone has."""


class ProviderError(GitSecretsError):
    """A provider cannot be started, failed, or timed out."""


class BlobError(GitSecretsError):
    """One blob cannot be read."""


class OutputError(GitSecretsError):
    """Standard output or standard error cannot be written, or the file of a report."""


class ConfigurationError(GitSecretsError):
    """A setting is invalid."""


class IncompleteScanError(GitSecretsError):
    """Content was not scanned. Each of ``problems`` names the content and the reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("not fully scanned: " + "; ".join(problems))
        self.problems = problems
