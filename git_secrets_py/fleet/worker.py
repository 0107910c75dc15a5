"""The work of one process: it audits one repository after the other.

A task may run in any thread of the process. Clones are made at the same time, the audits follow
each other, each with as many threads as the process has.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from threading import Lock
from traceback import extract_tb

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.files import cache_directory
from git_secrets_py.fleet.auditing import AuditContext, audit_repository, size_on_disk
from git_secrets_py.fleet.clones import CloneStore
from git_secrets_py.fleet.credentials import settings_for
from git_secrets_py.fleet.opening import (
    forget_current_repository,
    repository_at,
    trust_bare_repositories,
)
from git_secrets_py.fleet.outcomes import packed, unpacked
from git_secrets_py.fleet.patterns import RepositoryPatterns
from git_secrets_py.fleet.program import identity, is_same_program, program_digest
from git_secrets_py.fleet.repository_identity import origin_of
from git_secrets_py.fleet.tasks import AUDITED, FAILED, PARTIAL, STOPPED, Outcome, TaskStep
from git_secrets_py.git import Git
from git_secrets_py.git.config import PROVIDERS_KEY
from git_secrets_py.git.mirrors import Transport
from git_secrets_py.git.repository import Repository
from git_secrets_py.page.forge import forge_of
from git_secrets_py.selection import own_secrets, provided_by
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.audit.model import Progress
    from git_secrets_py.fleet.clones import Mirror
    from git_secrets_py.fleet.tasks import OnStep, Setup, Target
    from git_secrets_py.git.limited_commands import Commands
    from git_secrets_py.model import Pattern

_MOST_REASONS = 20
# Seconds between two reports of the progress of a task.
_OFTEN = 0.5


class Worker:
    """Audits repositories as ``setup`` specifies."""

    def __init__(self, setup: Setup, threads: int = 1) -> None:
        """``threads`` is their number in each audit."""
        forget_current_repository()
        trust_bare_repositories()
        self.is_stopping = False
        self._setup = setup
        self._threads = threads
        self._audits = Lock()
        self._patterns: RepositoryPatterns | None = None
        self._identity = ""

    def run(self, target: Target, on_step: OnStep) -> Outcome:
        """Audit ``target``; return the outcome, whatever goes wrong with this repository."""
        started = time.monotonic()
        if self.is_stopping:
            return Outcome(key=target.key, status=STOPPED)
        if not is_same_program(self._setup.digest, program_digest()):
            return _failed(target, self._other_program())
        try:
            outcome = self._outcome(target, on_step)
        except GitSecretsError as error:
            outcome = _failed(target, str(error))
        except OSError as error:
            outcome = _failed(target, error.strerror or type(error).__name__)
        except Exception as error:  # its message may have a secret in it
            outcome = _failed(target, f"internal error: {type(error).__name__} {_place(error)}")
        return replace(outcome, seconds=time.monotonic() - started)

    def _other_program(self) -> str:
        return (
            f"this worker runs git-secrets-py {program_digest()}, the client {self._setup.digest}; "
            "install the same version everywhere"
        )

    def may_recall(self, target: Target) -> bool:
        """Return whether there is a clone of ``target`` here with an outcome in it."""
        return not target.is_path and self._store().remembers(target.key)

    def recall(self, target: Target, seconds: float, commands: Commands) -> Outcome | None:
        """Return the outcome of the last audit of ``target`` if nothing has changed since.

        git is one of ``commands``, and has at most ``seconds``. Raises
        ``GitSecretsError`` and ``OSError``; runs in any thread.
        """
        seconds = min(seconds, self._setup.timeout)
        transport = Transport(seconds, self._settings(target), commands=commands)
        known = self._store().recall(target.key, target.address, self._identified(), transport)
        return _reused(known) if known is not None else None

    def _identified(self) -> str:
        with self._audits:
            self._prepare()
        return self._identity

    def _outcome(self, target: Target, on_step: OnStep) -> Outcome:
        deadline = time.monotonic() + self._setup.timeout
        if target.is_path:
            return self._audit(target, repository_at(target.address), on_step, deadline)
        mirror = self._mirror(target, on_step)
        known = mirror.recall(self._identified())
        if known is not None:
            return _reused(known)
        repository = Repository(Git(mirror.path))
        outcome = self._audit(target, repository, on_step, deadline)
        if outcome.status == AUDITED and not outcome.has_warnings:
            mirror.remember(self._identity, packed(outcome))
        return outcome

    def _mirror(self, target: Target, on_step: OnStep) -> Mirror:
        return self._store().update(
            target.key,
            target.address,
            self._setup.timeout,
            self._settings(target),
            lambda phase, detail: on_step(TaskStep(target.key, phase, 0, detail)),
        )

    def _settings(self, target: Target) -> Sequence[tuple[str, str]]:
        if not target.has_credential:
            return ()
        return settings_for(target.address, self._setup.credentials)

    def _store(self) -> CloneStore:
        return CloneStore(self._clones())

    def _audit(
        self, target: Target, repository: Repository, on_step: OnStep, deadline: float
    ) -> Outcome:
        with self._audits:
            patterns = self._prepare()
            context = AuditContext(repository, self._setup.options)
            registry, matcher = patterns.of(context)
            audited = audit_repository(
                context,
                registry,
                matcher,
                _Watch(target, on_step, deadline).see,
                threads=self._threads,
                cache_folder=self._cache_folder(target),
            )
            if audited.has_problems:
                patterns.forget()
        reasons = _first(audited.errors)
        remote = os.fsdecode(repository.config.remote)
        if time.monotonic() > deadline:
            reasons = [f"the audit did not end within {self._setup.timeout:g} s", *reasons]
        return Outcome(
            key=target.key,
            status=PARTIAL if reasons else AUDITED,
            reasons=reasons,
            size=size_on_disk(repository.common_dir),
            audit_seconds=audited.seconds,
            secrets=audited.secrets,
            web=_web(remote),
            origin=origin_of(remote, target.address),
            has_warnings=audited.has_problems,
            report=audited.report,
        )

    def _cache_folder(self, target: Target) -> bytes | None:
        """Return where the cache of ``target`` is; ``None`` if it is in the git directory."""
        if self._setup.in_repository or not target.is_path:
            return None
        return os.fsencode(os.path.join(self._clones(), "caches", target.key))

    def _clones(self) -> str:
        return self._setup.clones or default_clones()

    def _prepare(self) -> RepositoryPatterns:
        """Return the patterns; the first time, this runs the providers of this worker, if any."""
        if self._patterns is None:
            provided: list[Pattern] = list(self._setup.patterns)
            own = Repository(Git(os.sep), starts_facts=False)
            commands = {one.value or b"" for one in own.config.all(PROVIDERS_KEY)}
            if self._setup.own_providers:
                provided += [*provided_by(own.config), *own_secrets(own)]
            self._identity = identity(self._setup, own.config.settings, provided)
            self._patterns = RepositoryPatterns(self._setup, provided, commands)
        return self._patterns


def _reused(content: bytes) -> Outcome:
    return replace(unpacked(content), is_reused=True)


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
            raise KeyboardInterrupt  # as in an interrupted audit, which returns its findings so far
        if now >= self._next:
            self._next = now + _OFTEN
            phase = "tracing" if progress.is_tracing else "scanning"
            self._on_step(TaskStep(self._target.key, phase, progress.size))


def default_clones() -> str:
    """Return the directory of clones in the cache directory of this user.

    Raises ``GitSecretsError`` without a home directory.
    """
    directory = cache_directory()
    if directory is None:
        raise GitSecretsError("there is no home directory for the clones; pass --clones")
    return os.path.join(directory, "fleet")


def _first(reasons: Sequence[str]) -> Sequence[str]:
    if len(reasons) <= _MOST_REASONS:
        return reasons
    return [*reasons[:_MOST_REASONS], f"and {count(len(reasons) - _MOST_REASONS, 'more reason')}"]


def _web(remote: str) -> str:
    """Return the address of the page of a repository, without credentials; empty if unknown."""
    forge = forge_of(remote)
    return forge.address if forge else ""


def _place(error: BaseException) -> str:
    """Return the line of the program where ``error`` was raised."""
    last = extract_tb(error.__traceback__)[-1]
    return f"in {os.path.basename(last.filename)}:{last.lineno}"


def _failed(target: Target, reason: str, *more: str) -> Outcome:
    reasons: Sequence[str] = (reason, *more)
    return Outcome(key=target.key, status=FAILED, reasons=reasons)
