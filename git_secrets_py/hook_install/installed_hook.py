"""The place of a hook: which file git runs for it, and whose it is."""

from __future__ import annotations

import os

from git_secrets_py.errors import UsageError
from git_secrets_py.hook_install import scripts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

ABSENT = "absent"
OURS = "ours"
CHANGED = "ours, changed by hand"
ORIGINAL = "of the original git-secrets"
OTHER = "of somebody else"


class Slot:
    """The place of one hook in a directory of hooks.

    Where Debian's way of several hooks is followed, ours is a file in ``<hook>.d``.
    """

    __slots__ = ("hook", "in_several", "path", "plain")

    def __init__(self, directory: bytes, hook: str) -> None:
        self.hook = hook
        self.plain = os.path.join(directory, os.fsencode(hook))
        self.in_several = os.path.isdir(self.plain + b".d")
        self.path = os.path.join(self.plain + b".d", b"git-secrets")
        if not self.in_several:
            self.path = self.plain

    @property
    def backup(self) -> bytes:
        """Where an old file is kept. In ``<hook>.d`` it might be run beside the new one."""
        return self.plain + (b".d.git-secrets.backup" if self.in_several else b".backup")

    @property
    def before(self) -> bytes:
        """Where the hook is that ours runs first, if it is chained."""
        return self.path + scripts.BEFORE

    @property
    def is_taken(self) -> bool:
        """Whether there is anything, be it a link that leads nowhere."""
        return os.path.lexists(self.path)

    def content(self) -> bytes:
        """Return what the file holds; of what is no readable file, nothing."""
        try:
            with open(self.path, "rb") as file:
                return file.read()
        except OSError:
            return b""

    def state(self) -> str:
        """Tell whose hook is there. A link to a hook of ours counts as changed."""
        if not self.is_taken:
            return ABSENT
        content = self.content()
        if scripts.is_ours(self.hook, content) and not os.path.islink(self.path):
            return OURS
        if scripts.seems_ours(self.hook, content):
            return CHANGED
        return ORIGINAL if scripts.is_original(self.hook, content) else OTHER


def chosen(context: Context, default: tuple[str, ...] = scripts.HOOKS) -> list[str]:
    """Return the hooks that ``--hooks`` names; raises ``UsageError`` for one that is not known."""
    if not context.arguments.has("--hooks"):
        return list(default)
    names = [name.strip() for name in context.arguments.options["--hooks"].split(",")]
    for name in names:
        if name not in scripts.KNOWN_HOOKS:
            known = ", ".join(scripts.KNOWN_HOOKS)
            raise UsageError(f"--hooks: there is no hook '{name}'. The hooks are: {known}")
    return list(dict.fromkeys(names))
