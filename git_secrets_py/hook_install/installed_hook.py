"""The file that git runs for a hook, and the program that it belongs to."""

from __future__ import annotations

import enum
import os
from dataclasses import dataclass

from git_secrets_py.files import open_regular
from git_secrets_py.hook_install import scripts


class HookState(enum.Enum):
    """The owner of an installed hook. ``--doctor`` shows the values."""

    ABSENT = "absent"
    OURS = "git-secrets-py"
    CHANGED = "git-secrets-py, changed by hand"
    ORIGINAL = "git-secrets by AWS Labs"
    OTHER = "another program"


@dataclass(frozen=True, slots=True)
class InstalledHook:
    """The hook ``name`` in the hooks directory ``directory``; it need not exist.

    If there is a directory ``<name>.d``, as Debian uses for several hooks of one kind, ours is a
    file in it.
    """

    directory: bytes
    name: str

    @property
    def git_path(self) -> bytes:
        """The file that git itself runs."""
        return os.path.join(self.directory, os.fsencode(self.name))

    @property
    def d_directory(self) -> bytes:
        """The ``.d`` directory, whether or not it exists."""
        return self.git_path + b".d"

    @property
    def is_in_d_directory(self) -> bool:
        """Whether the hook is a file in a ``.d`` directory."""
        return os.path.isdir(self.d_directory)

    @property
    def path(self) -> bytes:
        """The file of our hook."""
        if self.is_in_d_directory:
            return os.path.join(self.d_directory, b"git-secrets")
        return self.git_path

    @property
    def backup(self) -> bytes:
        """The name for a backup. In the ``.d`` directory it might be run beside the new hook."""
        if self.is_in_d_directory:
            return self.d_directory + b".git-secrets.backup"
        return self.git_path + b".backup"

    @property
    def chained(self) -> bytes:
        """The file of the hook that ours runs first, if it is chained."""
        return self.path + scripts.CHAINED_SUFFIX

    @property
    def exists(self) -> bool:
        """Whether there is a file of any kind, a dangling symbolic link included."""
        return os.path.lexists(self.path)

    def content(self) -> bytes:
        """Return the content of the file; empty if it cannot be read."""
        try:
            with open(open_regular(self.path, follow=True), "rb") as file:
                return file.read()
        except OSError:
            return b""

    def state(self) -> HookState:
        """Return the owner of the hook. A symbolic link to a hook of ours counts as changed."""
        if not self.exists:
            return HookState.ABSENT
        content = self.content()
        if scripts.is_ours(self.name, content) and not os.path.islink(self.path):
            return HookState.OURS
        if scripts.seems_ours(self.name, content):
            return HookState.CHANGED
        is_original = scripts.is_original(self.name, content)
        return HookState.ORIGINAL if is_original else HookState.OTHER
