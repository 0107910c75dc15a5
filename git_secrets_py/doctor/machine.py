"""Git, the matching engine and the cache of this machine."""

from __future__ import annotations

import errno
import os
import re

from git_secrets_py import files
from git_secrets_py.doctor.problem import Problem
from git_secrets_py.engine.hyperscan import hyperscan_module
from git_secrets_py.engine_choice import COMPILED, PYTHON
from git_secrets_py.git import Git
from git_secrets_py.packs.choice import is_compiled

REQUIRED_GIT = (2, 31)


def check_git() -> tuple[dict[str, object], list[Problem]]:
    """Return the version of git, and whether it is supported."""
    output = Git().output("version").decode("ascii", "replace").strip()
    is_supported = parse_version(output) >= REQUIRED_GIT
    facts: dict[str, object] = {
        "version": output.removeprefix("git version "),
        "supported": is_supported,
    }
    if is_supported:
        return facts, []
    required = ".".join(map(str, REQUIRED_GIT))
    return facts, [Problem("git", f"git {required} or later is required: {output}", "update git")]


def parse_version(text: str) -> tuple[int, ...]:
    """Return the first two numbers of a git version; an empty tuple if there are none."""
    found = re.search(r"(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else ()


def engine() -> dict[str, object]:
    """Return the name and the version of the engine that filters the content.

    ``pack_reader`` is the reader of audits: ``compiled``, or ``python``.
    """
    name = "hyperscan" if hyperscan_module() else "regex"
    reader = COMPILED if is_compiled() else PYTHON
    return {"name": name, "version": _package_version(name), "pack_reader": reader}


def _package_version(package: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def check_cache() -> tuple[dict[str, object], list[Problem]]:
    """Return the directory of compiled patterns, and whether it is writable and private."""
    directory = files.cache_directory()
    if directory is None:
        facts: dict[str, object] = {"directory": None, "writable": False, "private": False}
        return facts, [_note("there is no directory for a cache", "set HOME")]
    is_link = os.path.islink(directory)
    private = not is_link and (
        not os.path.exists(directory) or files.is_private(os.stat(directory))
    )
    reason = _why_not_writable(directory, private=private)
    problems = []
    if reason:
        problems.append(
            _note(
                f"{directory} is not writable ({reason}), so every hook is slower",
                "make it writable, or set XDG_CACHE_HOME",
            )
        )
    if is_link:
        problems.append(
            _note(
                f"{directory} is a link, so nothing is cached and every hook is slower",
                "replace it with a directory, or set XDG_CACHE_HOME",
            )
        )
    elif not private:
        problems.append(_note(f"other users may write to {directory}", f"chmod go-w '{directory}'"))
    return {"directory": directory, "writable": not reason, "private": private}, problems


def _note(problem: str, remedy: str) -> Problem:
    return Problem("cache", problem, remedy, is_note=True)


def _why_not_writable(directory: str, *, private: bool) -> str:
    """Return why no file can be stored in ``directory``; empty if that is possible."""
    if not private:
        return "" if os.access(directory, os.W_OK | os.X_OK) else os.strerror(errno.EACCES)
    try:
        files.PrivateFolder(directory).check()
    except OSError as error:
        return error.strerror or str(error)
    return ""
