"""Helpers for the tests of the sources."""

from __future__ import annotations

from support import working_in

from git_secrets_py.content import Blob
from git_secrets_py.git.repository import Repository


def contents(items):
    """Return (path, content) of all blobs, with their commits; fail for anything else."""
    found = []
    for item in items:
        assert isinstance(item, Blob), item.message
        path = item.commit + b":" + item.path if item.commit else item.path
        found.append((path, b"".join(item.chunks())))
    return found


def described(items):
    """Return the blobs as ``contents``, and (severity, message) of each ``NotScanned``."""
    return [
        contents([item])[0] if isinstance(item, Blob) else (item.severity, item.message)
        for item in items
    ]


def source_in(path, source, *arguments, **settings):
    """Return everything that ``source`` yields for the repository around ``path``."""
    with working_in(path):
        return described(source(Repository(), *arguments, **settings))


def without_headers(items):
    """Return ``items``, as ``source_in`` returns them, without the headers of commits."""
    return [item for item in items if not item[0].endswith(b":(commit header)")]
