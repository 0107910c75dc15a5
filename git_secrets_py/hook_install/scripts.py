"""The hook scripts: the templates that are shipped, filled in for this installation, recognised."""

from __future__ import annotations

import os
import sys
from zlib import crc32

import git_secrets_py

# In the order in which the original installs them.
HOOKS = ("commit-msg", "pre-commit", "prepare-commit-msg")
# Those that are installed only when they are asked for.
FURTHER_HOOKS = ("pre-push", "pre-receive")
KNOWN_HOOKS = (*HOOKS, *FURTHER_HOOKS)
# What follows the name of a hook that is run before ours; the script in hooks/chain knows it.
BEFORE = b".before-git-secrets"

_START = b"\nstart=@START@\n"
_CHECKSUM = b"# unchanged: "
_FILLED_IN = (b"python=", b"start=", _CHECKSUM)
_ORIGINAL = b'#!/usr/bin/env bash\ngit secrets --%b_hook -- "$@"\n'


def hook_script(hook: str, *, chained: bool = False) -> bytes:
    """Return the script for ``hook`` that runs this installation.

    A ``chained`` one first runs the hook beside it that has its name and ``BEFORE``.
    """
    python = os.fsencode(sys.executable or "")
    start = os.path.join(os.fsencode(_package()), b"start.py")
    script = _template(hook)
    if chained:
        script = script.replace(_START, _START + b"\n" + _template("chain"), 1)
    # By its checksum a later version knows that nobody has changed a script of this one.
    script = script.replace(_START, _START + _CHECKSUM + _checksum(script) + b"\n", 1)
    return script.replace(b"@PYTHON@", _quoted(python)).replace(b"@START@", _quoted(start))


def is_ours(hook: str, script: bytes) -> bool:
    """Tell whether ``script`` is our own ``hook``, of whichever installation, and unchanged."""
    return seems_ours(hook, script) and b"\n" + _CHECKSUM + _checksum(script) + b"\n" in script


def seems_ours(hook: str, script: bytes) -> bool:
    """Tell whether ``script`` is, or was until somebody changed it, our own ``hook``."""
    return b"# git-secrets-py, %b hook" % hook.encode() in script[:200]


def is_original(hook: str, script: bytes) -> bool:
    """Tell whether ``script`` is the ``hook`` that awslabs/git-secrets installs."""
    return script == _ORIGINAL % hook.replace("-", "_").encode()


def is_chained(script: bytes) -> bool:
    """Tell whether ``script``, which is ours, first runs the hook that was there before."""
    return b"\nold=$0" + BEFORE + b"\n" in script


def installation(script: bytes) -> tuple[str, str]:
    """Return the interpreter and the file it starts, as they are filled in in ``script``."""
    import shlex

    found = {"python": "", "start": ""}
    for line in script.decode("utf-8", "surrogateescape").split("\n"):
        name, equals, value = line.partition("=")
        if equals and name in found and not found[name]:
            found[name] = "".join(shlex.split(value))
    return found["python"], found["start"]


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


def _checksum(script: bytes) -> bytes:
    """Return the checksum of what no installation fills in."""
    lines = (line for line in script.split(b"\n") if not line.startswith(_FILLED_IN))
    return b"%08x" % crc32(b"\n".join(lines))
