"""The template directory, from which git copies hooks into every new repository."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git import Git
from git_secrets_py.wording import in_one_line

_KEY = "init.templateDir"


@dataclass(frozen=True, slots=True)
class Template:
    """A template directory; ``is_configured`` if ``init.templateDir`` names it."""

    directory: bytes
    is_configured: bool

    @property
    def hooks(self) -> bytes:
        """The directory of its hooks."""
        return os.path.join(self.directory, b"hooks")


def find() -> Template:
    """Return the configured template directory, or the one to create and configure.

    Raises ``GitSecretsError`` if there is none and no home directory to create it in.
    """
    configured = _configured_path(_KEY)
    return Template(configured or _new_directory(), is_configured=bool(configured))


def configure(template: Template) -> None:
    """Set ``init.templateDir`` in the user's git config."""
    # People and programs write to info/, which git creates only from a template.
    os.makedirs(os.path.join(template.directory, b"info"), exist_ok=True)
    Git().output("config", "--global", _KEY, template.directory)


def remove() -> bool:
    """Remove the template directory that ``configure`` set up, and its setting, if it is empty.

    A directory of the user's own is kept, and so is one that has other hooks. Return whether the
    setting was removed.
    """
    template = find()
    if not template.is_configured or template.directory != _new_directory():
        return False
    if any(os.listdir(directory) for directory in _parts(template)):
        return False
    for directory in (*_parts(template), template.directory):
        if os.path.isdir(directory) and not os.listdir(directory):
            os.rmdir(directory)
    Git().output("config", "--global", "--unset-all", _KEY)
    return True


def _parts(template: Template) -> list[bytes]:
    """Return the directories that exist in ``template`` of those that we create."""
    parts = (template.hooks, os.path.join(template.directory, b"info"))
    return [part for part in parts if os.path.isdir(part)]


def advice(template: Template) -> bytes:
    """Return the text on installing the hooks into new and existing repositories."""
    hooks = os.fsencode(shlex.quote(os.fsdecode(template.hooks)))
    return (
        b"New repositories and clones get these hooks. In an existing repository, 'git init' adds\n"
        b"the hooks that are missing and never replaces one. To use one hooks directory for all\n"
        b"repositories instead, run:\n"
        b"    git config --global core.hooksPath " + hooks + b"\n"
    )


def warnings() -> list[str]:
    """Return the settings that keep git from using the template or its hooks."""
    found = []
    environment = os.environ.get("GIT_TEMPLATE_DIR")
    if environment:
        found.append(f"GIT_TEMPLATE_DIR is set, so git uses this template directory: {environment}")
    hooks_path = _configured_path("core.hooksPath")
    if hooks_path:
        found.append(
            f"core.hooksPath is set, so git looks for hooks only in {in_one_line(hooks_path)}; "
            "to install them there, run 'git secrets --install' in a repository"
        )
    return found


def _new_directory() -> bytes:
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    if not os.path.isabs(base):
        raise GitSecretsError("cannot create a template directory: there is no home directory")
    return os.fsencode(os.path.join(base, "git", "git-secrets-template"))


def _configured_path(key: str) -> bytes:
    """Return the path that is configured for ``key``, with ``~`` expanded; empty if none is."""
    # git exits with status 1 if the key is not set.
    return Git().output("config", "--null", "--type=path", "--get", key, accept=(0, 1))[:-1]
