"""git-secrets-py keeps secrets out of git: it scans commits, and audits history.

The library has two functions, ``scan_bytes`` and ``scan_repository``; see ``api``.
"""

from __future__ import annotations

__version__ = "1.0.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.api import (
        AuditFinding,
        Finding,
        GitSecretsError,
        IncompleteScanError,
        Origin,
        Pattern,
        scan_bytes,
        scan_repository,
    )

__all__ = [
    "AuditFinding",
    "Finding",
    "GitSecretsError",
    "IncompleteScanError",
    "Origin",
    "Pattern",
    "__version__",
    "scan_bytes",
    "scan_repository",
]


def __getattr__(name: str) -> object:
    """Import the API at the first use of one of its names: a hook does not need it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from git_secrets_py import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """Return the names of the API, also before their first use, for completion."""
    return __all__
