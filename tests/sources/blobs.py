"""What the tests of the sources share."""

from __future__ import annotations

from support import working_in

from git_secrets_py.git.repository import Repository
from git_secrets_py.model import Blob


def contents(items):
    """The (path, content) of all blobs, with commits where they have one; there is nothing else."""
    found = []
    for item in items:
        assert isinstance(item, Blob), item.message
        path = item.commit + b":" + item.path if item.commit else item.path
        found.append((path, b"".join(item.chunks())))
    return found


def told(items):
    """The blobs as ``contents``, and of what is not scanned (severity, message)."""
    return [
        contents([item])[0] if isinstance(item, Blob) else (item.severity, item.message)
        for item in items
    ]


def source_in(path, source, *arguments, **settings):
    """Everything that ``source`` yields about the repository around ``path``."""
    with working_in(path):
        return told(source(Repository(), *arguments, **settings))
