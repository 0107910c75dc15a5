"""What can go wrong, and the exit status that each fault ends a run with.

    GitSecretsError            2  broken, or not fully scanned
    ├── UsageError             1  the command line was misused
    ├── RefusedError           1  asked for something that is there already, or is not there
    ├── PatternError           2  a pattern that cannot be read
    ├── GitError               2  git failed
    │   └── NotARepositoryError
    ├── ProviderError          2  a provider of patterns failed
    ├── BlobError              2  one blob could not be read; the others can
    ├── ConfigurationError     2  a setting that makes no sense
    └── IncompleteScanError    2  something was not scanned; raised by the library alone

They are caught in one place, ``cli.main``; only ``BlobError`` is caught earlier, in ``scan``,
because the run goes on to the next blob.
"""

from __future__ import annotations

# Exit statuses. A misused option, an existing hook and a pattern that is already present end
# with 1 as in the original; a run that both found something and failed ends with 2.
EXIT_CLEAN = 0
EXIT_FOUND = 1
EXIT_REFUSED = 1
EXIT_INCOMPLETE = 2
EXIT_INTERRUPTED = 130


class GitSecretsError(Exception):
    """A fault that ends the run. ``str()`` of it is what the user reads."""

    exit_status = EXIT_INCOMPLETE


class UsageError(GitSecretsError):
    """The command line was misused.

    ``unknown`` is the word that is neither a verb nor an option, and ``verb`` (set by the command
    line) the verb concerned, both empty by default.
    """

    exit_status = EXIT_REFUSED

    def __init__(self, message: str, *, unknown: str = "") -> None:
        super().__init__(message)
        self.unknown = unknown
        self.verb = ""


class RefusedError(GitSecretsError):
    """What was asked for would overwrite or repeat what is there, or is about what is not."""

    exit_status = EXIT_REFUSED


class PatternError(GitSecretsError):
    """A pattern that cannot be read.

    ``source`` is the whole pattern, ``start`` and ``end`` are the byte offsets of the place that
    is wrong, ``reason`` says what is wrong with it, and ``origin`` (set by the registry) where
    the pattern was found. ``confidential`` keeps the pattern's text out of the message.
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
        if self.confidential:
            return f"bad pattern{place}: {self.reason}"
        text = self.source.decode("latin-1").replace("\t", " ")
        underline = " " * self.start + "~" * (self.end - self.start - 1) + "^"
        return f"bad pattern{place}: {self.reason}\n    {text}\n    {underline}"


class GitError(GitSecretsError):
    """A git command failed."""


class NotARepositoryError(GitError):
    """There is no repository here."""


class ProviderError(GitSecretsError):
    """A provider could not be started, failed, or took too long."""


class BlobError(GitSecretsError):
    """One blob could not be read."""


class ConfigurationError(GitSecretsError):
    """A setting that makes no sense."""


class IncompleteScanError(GitSecretsError):
    """Something that had to be scanned was not. ``problems`` say what, and why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("not fully scanned: " + "; ".join(problems))
        self.problems = problems
