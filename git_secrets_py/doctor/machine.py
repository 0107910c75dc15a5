"""What this machine brings: git, the engine, the cache."""

from __future__ import annotations

import os
import re

from git_secrets_py.engine import database_cache, hyperscan_loader
from git_secrets_py.git.process import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.doctor.problems import Problems

NEEDED = (2, 31)


def git_version(problems: Problems) -> dict[str, object]:
    """Return which git is run, and whether it is one that is supported."""
    said = Git().output("version").decode("ascii", "replace").strip()
    numbers = version_of(said)
    supported = numbers >= NEEDED
    if not supported:
        needed = ".".join(map(str, NEEDED))
        problems.add("git", f"git {needed} or later is needed, this is '{said}'", "update git")
    return {"version": said.removeprefix("git version "), "supported": supported}


def version_of(said: str) -> tuple[int, ...]:
    """Return the first two numbers of a version of git; nothing if there are none."""
    found = re.search(r"(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else ()


def engine() -> dict[str, object]:
    """Return which engine filters what is scanned."""
    name = "hyperscan" if hyperscan_loader.hyperscan_module() else "regex"
    return {"name": name, "version": _package_version(name)}


def _package_version(package: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def cache_directory(problems: Problems) -> dict[str, object]:
    """Return where compiled patterns are kept, and whether that is possible and safe."""
    directory = database_cache.default_directory()
    if directory is None:
        problems.note("cache", "there is no directory for a cache", "set HOME")
        return {"directory": None, "writable": False, "private": False}
    writable = os.access(_nearest(directory), os.W_OK | os.X_OK)
    private = _is_private(directory)
    if not writable:
        problems.note(
            "cache", f"{directory} cannot be written: every hook is slower", "make it yours"
        )
    if not private:
        problems.note("cache", f"others may write to {directory}", f"chmod go-w '{directory}'")
    return {"directory": directory, "writable": writable, "private": private}


def _nearest(directory: str) -> str:
    """Return ``directory``, or the nearest above it that exists."""
    while not os.path.exists(directory) and os.path.dirname(directory) != directory:
        directory = os.path.dirname(directory)
    return directory


def _is_private(directory: str) -> bool:
    if not hasattr(os, "geteuid") or not os.path.exists(directory):
        return True
    status = os.stat(directory)
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022
