"""The result of a migration."""

from __future__ import annotations

from dataclasses import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class Migration:
    """The equivalent of a file of another scanner.

    ``findings`` are to be allowed, ``values`` are allowed secrets that no active rule finds, each
    with its path. ``notes`` report parts that were not converted, and further steps.
    """

    findings: list[Finding] = field(default_factory=list)
    values: list[tuple[bytes, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
