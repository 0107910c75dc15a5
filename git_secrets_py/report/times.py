"""The time of a commit, in the time zone of its author."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_ZONE = re.compile(rb"([+-])(\d\d)(\d\d)")


def day(seconds: int, zone: bytes) -> str:
    """Return the date of ``seconds`` since 1970 in ``zone`` (``+0100``), as in ISO 8601."""
    return timestamp(seconds, zone)[:10]


def timestamp(seconds: int, zone: bytes) -> str:
    """Return date, time and zone as in ISO 8601; empty for a time beyond the calendar."""
    try:
        return datetime.fromtimestamp(seconds, _zone(zone)).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _zone(zone: bytes) -> timezone:
    """Return ``zone``, or UTC if it is invalid, as some old tools wrote it."""
    parts = _ZONE.fullmatch(zone)
    if parts is None:
        return timezone.utc
    offset = timedelta(hours=int(parts[2]), minutes=int(parts[3]))
    try:
        return timezone(-offset if parts[1] == b"-" else offset)
    except ValueError:
        return timezone.utc
