"""Continuous integration: the job, read from its environment, and the commits that it is for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def is_ci(environ: Mapping[str, str]) -> bool:
    """Return whether the variable that most services set marks this as a job."""
    return environ.get("CI", "").lower() not in ("", "0", "false")
