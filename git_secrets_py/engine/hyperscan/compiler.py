"""Compiling patterns into a Hyperscan database."""

from __future__ import annotations

from git_secrets_py.engine.hyperscan import HyperscanFilter
from git_secrets_py.engine.hyperscan.vectorscan_repair import repaired

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any


def compile_filter(
    hyperscan: Any,
    sources: Sequence[bytes],
    numbers: Sequence[int],
    once: Collection[int] = (),
) -> HyperscanFilter:
    """Return a filter for ``sources``, reported under ``numbers``.

    The sources with the numbers ``once`` are reported once in each search.
    Raises ``hyperscan.error`` for a source that Hyperscan rejects.
    """
    flags = [
        hyperscan.HS_FLAG_MULTILINE | (hyperscan.HS_FLAG_SINGLEMATCH if one in once else 0)
        for one in numbers
    ]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=list(sources),
        ids=list(range(len(sources))),
        elements=len(sources),
        flags=flags,
    )
    database = repaired(hyperscan, database)
    return HyperscanFilter(database, hyperscan.Scratch(database), numbers)
