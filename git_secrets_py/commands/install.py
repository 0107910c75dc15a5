"""``git secrets --install``: the hooks, into a repository or a template directory."""

from __future__ import annotations

import os

from git_secrets_py.commands import given, hooks_directory
from git_secrets_py.commands.hook_files import HOOKS, hook_script, is_ours
from git_secrets_py.commands.placing import Placement, place
from git_secrets_py.errors import GitSecretsError, RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli import Context

_GREEN_TICK = "\x1b[32m✓\x1b[0m "
_TICK = "✓ "


def run(context: Context) -> int:
    """Install all hooks, or none; say where each one is; return the exit status.

    Raises ``RefusedError`` if one is there already and ``--force`` was not given.
    """
    target = given.at_most_one(context)
    directory = (
        hooks_directory.of_target(target)
        if target
        else hooks_directory.of_repository(context.repository)
    )
    placements = [_placement(directory, hook) for hook in HOOKS]
    if not context.arguments.has("--force"):
        _refuse_existing(placements)
    try:
        place(placements)
    except OSError as error:
        where = os.fsdecode(error.filename or directory)
        raise GitSecretsError(f"cannot install into {where}: {error.strerror}") from error
    for placement in placements:
        _tell(context, placement)
    return 0


def _placement(directory: bytes, hook: str) -> Placement:
    """Plan one hook: in ``<hook>.d`` where Debian's way of several hooks is followed."""
    plain = os.path.join(directory, os.fsencode(hook))
    several = plain + b".d"
    # A backup in such a directory might be run beside the hook that replaces it.
    in_several = os.path.isdir(several)
    return Placement(
        hook,
        os.path.join(several, b"git-secrets") if in_several else plain,
        hook_script(hook),
        backup=several + b".git-secrets.backup" if in_several else plain + b".backup",
        disposable=lambda content: is_ours(hook, content),
    )


def _refuse_existing(placements: list[Placement]) -> None:
    for placement in placements:
        if os.path.lexists(placement.path):
            path = os.fsdecode(placement.path)
            raise RefusedError(f"{path} already exists. Use -f to force; a backup is kept then")


def _tell(context: Context, placement: Placement) -> None:
    line = f"Installed {placement.hook} hook to ".encode() + placement.path + b"\n"
    context.out(_tick().encode() + line)
    if placement.backed_up:
        context.out(b"The old one is kept as " + placement.backed_up + b"\n")


def _tick() -> str:
    if not os.isatty(1):
        return ""
    return _TICK if os.environ.get("NO_COLOR") else _GREEN_TICK
