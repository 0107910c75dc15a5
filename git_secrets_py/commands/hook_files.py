"""The hook scripts: the templates that are shipped, and those filled in for this installation."""

from __future__ import annotations

import os
import sys

import git_secrets_py

# In the order in which the original installs them.
HOOKS = ("commit-msg", "pre-commit", "prepare-commit-msg")
_FILLED_IN = (b"python=", b"start=")


def hook_script(hook: str) -> bytes:
    """Return the script for ``hook`` that runs this installation."""
    python = os.fsencode(sys.executable or "")
    start = os.path.join(os.fsencode(_package()), b"start.py")
    script = _template(hook)
    return script.replace(b"@PYTHON@", _quoted(python)).replace(b"@START@", _quoted(start))


def is_ours(hook: str, script: bytes) -> bool:
    """Tell whether ``script`` is our own ``hook``, of whichever installation, and unchanged."""
    return _without_installation(script) == _without_installation(_template(hook))


def _template(hook: str) -> bytes:
    """Read a template: in the package when installed, beside it in a checkout."""
    shipped = os.path.join(_package(), "hooks", hook)
    path = shipped if os.path.exists(shipped) else os.path.join(_package(), "..", "hooks", hook)
    with open(path, "rb") as file:
        # A checkout on Windows may have \r\n, which sh does not read.
        return file.read().replace(b"\r\n", b"\n")


def _package() -> str:
    return os.path.dirname(os.path.abspath(git_secrets_py.__file__))


def _quoted(path: bytes) -> bytes:
    """Return ``path`` as a word for sh. Slashes serve on Windows too, and mean only one thing."""
    if os.sep == "\\":
        path = path.replace(b"\\", b"/")
    return b"'" + path.replace(b"'", b"'\\''") + b"'"


def _without_installation(script: bytes) -> list[bytes]:
    return [line for line in script.split(b"\n") if not line.startswith(_FILLED_IN)]
