"""Readings of histories with the compiled reader, which importing this module needs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from histories import secret_matcher

from git_secrets_py.audit import object_list
from git_secrets_py.audit.model import Workspace
from git_secrets_py.audit.pack_reading import open_packs, read_packs
from git_secrets_py.audit.reading import Reading
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup
from git_secrets_py.git.repository import Repository
from git_secrets_py.packs.opening import OpenPacks
from git_secrets_py.packs.table import claim
from git_secrets_py.packs.walker import Walker


def read_compiled(path: Path, folder: Path, *, matcher: Matcher | None = None) -> Reading:
    """Read the database of the repository at ``path`` with the compiled reader."""
    repository = Repository(Git(str(path)))
    children = ProcessGroup(repository.git)
    workspace = Workspace(repository, children, str(folder), threads=2)
    matcher = matcher or secret_matcher()
    with object_list.listing_ids(children, repository) as ids, open_packs(repository) as packs:
        listed = str(folder / "listed")
        return read_packs(packs, ids, matcher, workspace, lambda progress: None, listed)


def matches_found(
    folder: Path, oids: Iterable[bytes], pattern: re.Pattern[bytes], *, budget: int, lines: int
) -> tuple[set[bytes], set[bytes]]:
    """Return the objects ``oids`` that match, and those left to git.

    They are in the packs of the object directory ``folder``.
    """
    found: set[bytes] = set()

    def judge(number: int, oid: bytes, kind: bytes, content: bytes) -> bool:
        if pattern.search(content):
            found.add(oid)
        return oid in found

    opened = OpenPacks([str(folder).encode()], 20)
    try:
        claim(opened.packs, bytes.fromhex(b"".join(sorted(oids)).decode()), 20)
        opened.link()
        walker = Walker(opened.packs, 1 << 16, budget, 4 << 20, lines)
        while (text := walker.next()) is not None:
            starts = walker.starts()
            places = (found.start() for found in pattern.finditer(text))
            walker.examine(
                {bisect_right(starts, at, 0, len(starts) - 1) - 1 for at in places}, judge
            )
        return found, {oid for pack in opened.packs for oid in pack.leftovers()}
    finally:
        opened.close()
