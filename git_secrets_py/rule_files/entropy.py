"""Shannon entropy."""

from __future__ import annotations


def entropy(text: str) -> float:
    """Return the Shannon entropy of ``text`` as gitleaks computes it, in bits per byte."""
    from math import log2

    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
    counts = map(text.count, set(text))
    return -sum([number / size * log2(number / size) for number in counts])
