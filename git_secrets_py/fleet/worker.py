"""The work of one process: it audits one repository after the other.

A task may run in any thread of the process. Clones are made at the same time, the audits follow
each other, each with as many threads as the process has.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from threading import Lock

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.files import cache_directory
from git_secrets_py.fleet.auditing import AuditContext, audit_repository, size_on_disk
from git_secrets_py.fleet.model import AUDITED, FAILED, PARTIAL, STOPPED, Outcome, Step
from git_secrets_py.fleet.patterns import Patterns
from git_secrets_py.fleet.program import program_digest
from git_secrets_py.git.process import Git
from git_secrets_py.git.repository import Repository
from git_secrets_py.model import PROVIDERS_KEY
from git_secrets_py.selection import own_secrets, provided_by
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.audit.model import Progress
    from git_secrets_py.fleet.model import OnStep, Setup, Target
    from git_secrets_py.model import Pattern

_MOST_REASONS = 20
# Seconds between two reports of the progress of a task.
_OFTEN = 0.5
# Variables that lead git to one repository, whatever directory it runs in (git(1)).
_OF_ONE_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
)


def forget_current_repository() -> None:
    """Remove the variables that would lead git to another repository than the one audited."""
    for name in _OF_ONE_REPOSITORY:
        os.environ.pop(name, None)


class Worker:
    """Audits repositories as ``setup`` says."""

    def __init__(self, setup: Setup, threads: int = 1) -> None:
        """``threads`` is their number in each audit."""
        forget_current_repository()
        self.is_stopping = False
        self._setup = setup
        self._threads = threads
        self._audits = Lock()
        self._patterns: Patterns | None = None

    def run(self, target: Target, on_step: OnStep) -> Outcome:
        """Audit ``target``; return the outcome, whatever goes wrong with this repository."""
        started = time.monotonic()
        if self.is_stopping:
            return Outcome(key=target.key, status=STOPPED)
        if self._setup.digest != program_digest():
            return _failed(target, self._other_program())
        try:
            outcome = self._audit(target, on_step)
        except GitSecretsError as error:
            outcome = _failed(target, str(error))
        except OSError as error:
            outcome = _failed(target, error.strerror or type(error).__name__)
        except Exception as error:  # its message may have a secret in it
            outcome = _failed(target, f"internal error: {type(error).__name__}")
        return replace(outcome, seconds=time.monotonic() - started)

    def _other_program(self) -> str:
        return (
            f"this worker runs git-secrets-py {program_digest()}, the client {self._setup.digest}; "
            "install the same version everywhere"
        )

    def _audit(self, target: Target, on_step: OnStep) -> Outcome:
        repository = _repository_at(target)
        deadline = time.monotonic() + self._setup.timeout
        folder = None if self._setup.in_repository else self._cache_folder(target)
        with self._audits:
            if self._patterns is None:
                self._patterns = self._read_patterns()
            context = AuditContext(repository, self._setup.options)
            registry, matcher = self._patterns.of(context)
            audited = audit_repository(
                context,
                registry,
                matcher,
                _Watch(target, on_step, deadline).see,
                threads=self._threads,
                cache_folder=folder,
            )
            if audited.has_problems:
                self._patterns.forget()
        reasons = _first(audited.errors)
        if time.monotonic() > deadline:
            reasons = [f"the audit did not end within {self._setup.timeout:g} seconds", *reasons]
        return Outcome(
            key=target.key,
            status=PARTIAL if reasons else AUDITED,
            reasons=reasons,
            size=size_on_disk(repository.common_dir),
            audit_seconds=audited.seconds,
            secrets=audited.secrets,
            report=audited.report,
        )

    def _cache_folder(self, target: Target) -> bytes:
        return os.fsencode(os.path.join(self._clones(), "caches", target.key))

    def _clones(self) -> str:
        return self._setup.clones or default_clones()

    def _read_patterns(self) -> Patterns:
        """Return the patterns; this runs the providers of this worker, if it is to run any."""
        provided: list[Pattern] = list(self._setup.patterns)
        own = Repository(Git(os.sep))
        commands = {one.value or b"" for one in own.config.all(PROVIDERS_KEY)}
        if self._setup.own_providers:
            provided += [*provided_by(own.config), *own_secrets(own)]
        return Patterns(self._setup, provided, commands)


class _Watch:
    """Passes on the progress of an audit, and ends it at its ``deadline``."""

    def __init__(self, target: Target, on_step: OnStep, deadline: float) -> None:
        self._target = target
        self._on_step = on_step
        self._deadline = deadline
        self._next = 0.0

    def see(self, progress: Progress) -> None:
        now = time.monotonic()
        if now > self._deadline:
            raise KeyboardInterrupt  # as an interrupted audit: it returns what it has found
        if now >= self._next:
            self._next = now + _OFTEN
            phase = "tracing" if progress.is_tracing else "scanning"
            self._on_step(Step(self._target.key, phase, progress.size))


def default_clones() -> str:
    """Return the directory of clones in the cache directory of this user."""
    directory = cache_directory()
    if directory is None:
        raise GitSecretsError("there is no home directory for the clones; pass --clones")
    return os.path.join(directory, "fleet")


def _repository_at(target: Target) -> Repository:
    """Return the repository that is at the path of ``target``, not one around it."""
    path = target.address
    if not os.path.lexists(path):
        raise GitSecretsError("there is no file or directory with this path")
    above = os.path.dirname(os.path.realpath(path))
    repository = Repository(Git(path, {"GIT_CEILING_DIRECTORIES": above}))
    try:
        repository.is_bare  # noqa: B018 - raises if there is no repository
    except GitSecretsError as error:
        raise _explained(error, path) from None
    return repository


def _explained(error: GitSecretsError, path: str) -> GitSecretsError:
    if "dubious ownership" not in str(error):
        return error
    return GitSecretsError(
        "another user owns this repository, so git refuses to read it; if you trust it, run: "
        f"git config --global --add safe.directory {_word(path)}"
    )


def _word(path: str) -> str:
    from git_secrets_py.report.escaping import shell_word

    return shell_word(os.fsencode(path))


def _first(reasons: Sequence[str]) -> Sequence[str]:
    if len(reasons) <= _MOST_REASONS:
        return reasons
    return [*reasons[:_MOST_REASONS], f"and {count(len(reasons) - _MOST_REASONS, 'more reason')}"]


def _failed(target: Target, reason: str, *more: str) -> Outcome:
    reasons: Sequence[str] = (reason, *more)
    return Outcome(key=target.key, status=FAILED, reasons=reasons)
