"""Wording that messages of all parts share."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Return ``1 secret``, ``2 secrets``, ``1,000 secrets``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
