"""The audit of a repository as a task: its target, the setup of its worker, its outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.fleet.addresses import Credential
    from git_secrets_py.model import Pattern

# The states of a repository: fully audited; audited in part; not audited; not begun when the run
# was stopped.
AUDITED, PARTIAL, FAILED, STOPPED = STATUSES = ("audited", "partial", "failed", "stopped")
_KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Target:
    """A repository to audit: a ``name`` for people, and its address without credentials."""

    name: str
    address: str
    is_path: bool
    has_credential: bool = False

    @property
    def key(self) -> str:
        """Hexadecimal digits that name the repository in files and messages between machines."""
        text = self.address.encode("utf-8", "surrogateescape")
        return sha256(text).hexdigest()[:_KEY_LENGTH]


@dataclass(frozen=True, slots=True)
class Listed:
    """A repository as a source lists it; ``problem`` is the reason why it cannot be audited."""

    target: Target
    credential: Credential | None = field(default=None, repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The setup of a worker, sent before its first task.

    ``digest`` is that of the client's program. ``options`` are those of the audits, as on the
    command line; ``settings`` (key, value, origin) precede those of git on the worker, and
    ``rule_files`` are names and contents. ``patterns`` are confidential: own secrets and those of
    providers. ``clones`` is the directory of clones and caches, by default in the cache directory
    of the worker's user. ``credentials`` is the path of a private file. With ``own_providers``,
    the worker runs the providers of its own configuration.
    """

    digest: str
    options: Sequence[tuple[str, str]] = ()
    settings: Sequence[tuple[bytes, bytes | None, str]] = ()
    rule_files: Sequence[tuple[str, bytes]] = ()
    patterns: Sequence[Pattern] = field(default=(), repr=False)
    clones: str = ""
    credentials: str = ""
    timeout: float = 3600.0
    in_repository: bool = False
    own_providers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a task.

    ``reasons`` are those for another status than ``AUDITED``. ``size`` is that of the objects on
    disk, in bytes, and ``seconds`` the time of it all, ``audit_seconds`` that of the audit alone.
    ``web`` is the address of the page of the repository, if its remote shows which it is.
    ``origin`` is a digest that clones of one repository have in common, or empty. ``is_reused``:
    nothing has changed since the audit of an earlier run. ``report`` is the compressed document of
    ``report.formats.json``, empty if there was no audit; secrets are masked in it.
    """

    key: str
    status: str
    reasons: Sequence[str] = ()
    size: int = 0
    seconds: float = 0.0
    audit_seconds: float = 0.0
    secrets: int = 0
    web: str = ""
    origin: str = ""
    has_warnings: bool = False
    is_reused: bool = False
    report: bytes = field(default=b"", repr=False)

    @property
    def repository(self) -> str:
        """The text that clones of one repository have in common."""
        return self.origin or self.key


@dataclass(frozen=True, slots=True)
class TaskStep:
    """The progress of a task: its phase, the bytes so far, and a detail for people."""

    key: str
    phase: str
    size: int = 0
    detail: str = ""


if TYPE_CHECKING:
    OnStep = Callable[[TaskStep], None]
