"""The identity of the installed program, which client and workers compare."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256

from git_secrets_py._version import __version__

_TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@cache
def program_digest() -> str:
    """Return the version, and a digest of every module: of the rules, and of what applies them."""
    digest = sha256()
    for folder, folders, files in os.walk(_TOP):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    content = file.read()
                relative = os.path.relpath(path, _TOP).encode("utf-8", "surrogateescape")
                digest.update(b"%d:%b%d:" % (len(relative), relative, len(content)))
                digest.update(content)
    return f"{__version__} {digest.hexdigest()[:16]}"
