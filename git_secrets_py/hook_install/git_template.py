"""``git secrets --install --global``: the hooks into the template of every new repository."""

from __future__ import annotations

import os

from git_secrets_py.commands.install import install_into
from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git.process import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Context

_KEY = "init.templateDir"


def install(context: Context, hooks: Sequence[str]) -> int:
    """Set up a template directory, if there is none, and install into it; return the status."""
    git = Git()
    configured = _path(git, _KEY)
    directory = configured or _new_directory()
    install_into(context, os.path.join(directory, b"hooks"), hooks)
    if not configured:
        # What people and programs write there, git does not make a directory for.
        os.makedirs(os.path.join(directory, b"info"), exist_ok=True)
        git.output("config", "--global", _KEY, directory)
        context.out(b"Set init.templateDir to " + directory + b" in the git config of the user\n")
    context.out(_advice(directory))
    _warn(context, git)
    return 0


def _new_directory() -> bytes:
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    if not os.path.isabs(base):
        raise GitSecretsError("there is no home directory to put a template into")
    return os.fsencode(os.path.join(base, "git", "git-secrets-template"))


def _path(git: Git, key: str) -> bytes:
    """Return the path that is configured for ``key``, ``~`` expanded; empty where none is.

    Status 1: it is not set.
    """
    return git.output("config", "--null", "--type=path", "--get", key, accept=(0, 1))[:-1]


def _advice(directory: bytes) -> bytes:
    hooks = os.path.join(directory, b"hooks")
    return (
        b"New repositories and clones have these hooks from now on. In one that is there already,\n"
        b"'git init' copies the hooks that it does not have, and never replaces one. Or let git\n"
        b"take hooks from one directory for all, instead of those in the repositories:\n"
        b"    git config --global core.hooksPath '" + hooks.replace(b"'", b"'\\''") + b"'\n"
    )


def _warn(context: Context, git: Git) -> None:
    """Say what keeps git from using the template, or what comes of it."""
    if os.environ.get("GIT_TEMPLATE_DIR"):
        context.say(
            "warning: GIT_TEMPLATE_DIR is set, so git takes its template from there: "
            f"{os.environ['GIT_TEMPLATE_DIR']}"
        )
    hooks_path = _path(git, "core.hooksPath")
    if hooks_path:
        context.say(
            f"warning: core.hooksPath is set, so git looks for hooks in {os.fsdecode(hooks_path)} "
            "alone; 'git secrets --install' in a repository puts them there"
        )
