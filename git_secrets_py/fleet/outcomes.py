"""Outcomes as JSON objects, in the journal of a run and beside a mirror."""

from __future__ import annotations

import json
from dataclasses import replace

from git_secrets_py.fleet.tasks import FAILED, STATUSES, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def entry_of(outcome: Outcome) -> dict[str, Any]:
    """Return ``outcome`` without its report as a JSON object."""
    return {
        "key": outcome.key,
        "status": outcome.status,
        "reasons": [one.encode("utf-8", "replace").decode() for one in outcome.reasons],
        "size": outcome.size,
        "seconds": outcome.seconds,
        "audit_seconds": outcome.audit_seconds,
        "secrets": outcome.secrets,
        "web": outcome.web,
        "origin": outcome.origin,
        "reused": outcome.is_reused,
    }


def outcome_of(entry: dict[str, Any]) -> Outcome:
    """Return the outcome of which ``entry_of`` has made ``entry``."""
    status = entry["status"] if entry["status"] in STATUSES else FAILED
    return Outcome(
        key=str(entry["key"]),
        status=status,
        reasons=[str(one) for one in entry["reasons"]],
        size=int(entry["size"]),
        seconds=float(entry["seconds"]),
        audit_seconds=float(entry["audit_seconds"]),
        secrets=int(entry["secrets"]),
        web=str(entry["web"]),
        origin=str(entry["origin"]),
        is_reused=bool(entry["reused"]),
    )


def packed(outcome: Outcome) -> bytes:
    """Return ``outcome`` with its report as bytes."""
    return json.dumps(entry_of(outcome)).encode("ascii") + b"\n" + outcome.report


def unpacked(content: bytes) -> Outcome:
    """Return the outcome in ``content``, which ``packed`` has made."""
    entry, _, report = content.partition(b"\n")
    return replace(outcome_of(json.loads(entry)), report=report)
