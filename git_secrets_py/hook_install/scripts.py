"""The hook scripts: filling in the templates for this installation, and recognizing them."""

from __future__ import annotations

import os
import shlex
import sys
from zlib import crc32

from git_secrets_py import __version__
from git_secrets_py.errors import unknown_value

# The hooks of git commit, in the order in which git-secrets by AWS Labs installs them.
COMMIT_HOOKS = ("commit-msg", "pre-commit", "prepare-commit-msg")
# The hooks of git am, which runs none of those of git commit.
PATCH_HOOKS = ("applypatch-msg", "pre-applypatch")
# Installed by default.
HOOKS = (*COMMIT_HOOKS, *PATCH_HOOKS)
KNOWN_HOOKS = (*HOOKS, "pre-push", "pre-receive")
# Follows the name of a hook that ours runs first; hooks/chain has it, too.
CHAINED_SUFFIX = b".before-git-secrets"

_PURPOSES = {
    "commit-msg": "scan the commit message",
    "pre-commit": "scan the staged changes",
    "prepare-commit-msg": "scan the changes of a merge, cherry-pick, revert or rebase",
    "applypatch-msg": "scan the message of a patch that git am commits",
    "pre-applypatch": "scan the changes of a patch that git am commits",
    "pre-push": "scan the pushed commits that the remote does not have",
    "pre-receive": "scan the new commits of a push to this server",
}
_RESULTS = {"pre-push": "pushed", "pre-receive": "accepted"}
_START = b"\nstart=@START@\n"
_CHECKSUM = b"# unchanged: "
_FILLED_IN = (b"python=", b"start=", b"version=", _CHECKSUM)
_ORIGINAL = b'#!/usr/bin/env bash\ngit secrets --%b_hook -- "$@"\n'


def hook_script(hook: str, *, chained: bool = False) -> bytes:
    """Return the script for ``hook`` that runs this installation.

    If ``chained``, it first runs the hook beside it that has its name and ``CHAINED_SUFFIX``.
    """
    script = _template("hook")
    if hook == "prepare-commit-msg":
        script = script.replace(_START, _START + b"\n" + _template("without-pre-commit"), 1)
    if chained:
        script = script.replace(_START, _START + b"\n" + _template("chain"), 1)
    for name, value in _texts(hook).items():
        script = script.replace(b"@%b@" % name.encode(), value.encode())
    # The checksum lets later versions recognize an unchanged script of this version.
    script = script.replace(_START, _START + _CHECKSUM + _checksum(script) + b"\n", 1)
    for placeholder, path in ((b"@PYTHON@", sys.executable or ""), (b"@START@", _start())):
        script = script.replace(placeholder, _quoted(os.fsencode(path)))
    return script.replace(b"@VERSION@", __version__.encode())


def verb(hook: str) -> str:
    """Return the verb that ``hook`` runs."""
    return f"--{hook.replace('-', '_')}_hook"


def parse_hook_names(text: str) -> list[str]:
    """Return the hooks in ``text``, which commas separate; raises ``UsageError`` for others."""
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in KNOWN_HOOKS:
            raise unknown_value("hook", name, KNOWN_HOOKS)
    return list(dict.fromkeys(names))


def is_ours(hook: str, script: bytes) -> bool:
    """Return whether ``script`` is our ``hook``, of any installation and version, and unchanged."""
    return seems_ours(hook, script) and b"\n" + _CHECKSUM + _checksum(script) + b"\n" in script


def seems_ours(hook: str, script: bytes) -> bool:
    """Return whether ``script`` is our ``hook``, changed by hand or not."""
    return b"# git-secrets-py, %b hook" % hook.encode() in script[:200]


def is_original(hook: str, script: bytes) -> bool:
    """Return whether ``script`` is the ``hook`` that git-secrets by AWS Labs installs."""
    return hook in COMMIT_HOOKS and script == _ORIGINAL % hook.replace("-", "_").encode()


def is_chained(script: bytes) -> bool:
    """Return whether ``script``, which is ours, first runs a chained hook."""
    return b"\nold=$0" + CHAINED_SUFFIX + b"\n" in script


def installation(script: bytes) -> tuple[str, str]:
    """Return the interpreter, and the file that it starts, as they are in ``script``."""
    found = {"python": "", "start": ""}
    for line in script.decode("utf-8", "surrogateescape").split("\n"):
        name, equals, value = line.partition("=")
        if equals and name in found and not found[name]:
            found[name] = "".join(shlex.split(value))
    return found["python"], found["start"]


def _texts(hook: str) -> dict[str, str]:
    """Return the parts of the script of ``hook`` that are the same in every installation."""
    selection = "" if hook in HOOKS else f" --hooks {hook}"
    return {
        "HOOK": hook,
        "PURPOSE": _PURPOSES[hook],
        "VERB": verb(hook),
        "RESULT": _RESULTS.get(hook, "committed"),
        "INSTALL": f"--install -f{selection}",
    }


def _template(name: str) -> bytes:
    """Return a template: from the package if it is installed, else from the checkout."""
    shipped = os.path.join(_package(), "hooks", name)
    path = shipped if os.path.exists(shipped) else os.path.join(_package(), "..", "hooks", name)
    with open(path, "rb") as file:
        # A checkout on Windows may have \r\n, which sh does not read.
        return file.read().replace(b"\r\n", b"\n")


def starting() -> list[str]:
    """Return the words that start this installation, as in a hook script."""
    return [sys.executable or "", "-E", "-S", _start()]


def _start() -> str:
    return os.path.join(_package(), "start.py")


def _package() -> str:
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _quoted(path: bytes) -> bytes:
    """Return ``path`` as a word for sh, with slashes on Windows, too."""
    if os.sep == "\\":
        path = path.replace(b"\\", b"/")
    return os.fsencode(shlex.quote(os.fsdecode(path)))


def _checksum(script: bytes) -> bytes:
    """Return the checksum of the lines that are the same in every installation."""
    lines = (line for line in script.split(b"\n") if not line.startswith(_FILLED_IN))
    return b"%08x" % crc32(b"\n".join(lines))
