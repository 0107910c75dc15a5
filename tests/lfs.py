"""Git LFS pointers and stores, made by hand: git-lfs need not be installed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from support import Repo

VERSION = "https://git-lfs.github.com/spec/v1"


def pointer(content: bytes, *, version: str = VERSION, extra: str = "") -> bytes:
    """Return the pointer of ``content``; ``extra`` are lines before the ID."""
    oid = sha256(content).hexdigest()
    return f"version {version}\n{extra}oid sha256:{oid}\nsize {len(content)}\n".encode()


def stored_path(repo: Repo, content: bytes, store: str = ".git/lfs") -> Path:
    """Return the path of ``content`` in the store."""
    oid = sha256(content).hexdigest()
    return repo.path / store / "objects" / oid[:2] / oid[2:4] / oid


def store(repo: Repo, content: bytes, store: str = ".git/lfs") -> Path:
    """Put ``content`` into the store; return its path."""
    path = stored_path(repo, content, store)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
