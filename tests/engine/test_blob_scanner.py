"""Scanning blob by blob: each match is reported under its path, whatever follows it."""

from __future__ import annotations

from collections.abc import Iterator

from matching import patterns

from git_secrets_py.content import Blob, NotScanned
from git_secrets_py.engine.blocks import BLOCK_SIZE
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import BlobError
from git_secrets_py.registry import Registry
from git_secrets_py.scan import scan

SECRET = b"secret-1"


def scanned(*blobs: Blob) -> list[object]:
    """Return the path and the line of each finding in ``blobs``, and the messages of problems."""
    registry = Registry(patterns(b"secret-[0-9]"))
    return [
        one.message if isinstance(one, NotScanned) else (one.path, one.line.number)
        for one in scan(blobs, Matcher(registry.prohibited), registry)
    ]


def test_the_matches_before_damage_are_those_of_the_damaged_blob() -> None:
    def damaged() -> Iterator[bytes]:
        yield SECRET
        yield b"\n" * BLOCK_SIZE
        raise BlobError("it is damaged")

    found = scanned(Blob(b"a", damaged), Blob(b"b", lambda: [SECRET]))
    assert found == [(b"a", 1), "a: it is damaged", (b"b", 1)]
