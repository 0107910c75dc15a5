"""``git secrets --install``: the hooks, into a repository or a template directory."""

from __future__ import annotations

import os

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import GitSecretsError, RefusedError, UsageError
from git_secrets_py.hook_install import installed_hook, locations, managers, scripts
from git_secrets_py.hook_install.atomic_install import Placement, place
from git_secrets_py.hook_install.installed_hook import Slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Context

_GREEN_TICK = "\x1b[32m✓\x1b[0m "
_TICK = "✓ "


def run(context: Context) -> int:
    """Install all hooks that are asked for, or none; say where each is; return the exit status.

    Raises ``RefusedError`` if one is there already and the command line does not say whether to
    replace or to chain it.
    """
    hooks = installed_hook.chosen(context)
    target = argument_checks.at_most_one(context)
    if context.arguments.has("--global"):
        from git_secrets_py.hook_install import git_template

        if target:
            raise UsageError("--install --global takes no directory: init.templateDir names it")
        return git_template.install(context, hooks)
    directory, hints = _surroundings(context, target, hooks)
    install_into(context, directory, hooks, hints)
    return 0


def install_into(
    context: Context, directory: bytes, hooks: Sequence[str], hints: Sequence[str] = ()
) -> None:
    """Put ``hooks`` into ``directory`` and say so, with ``hints`` whatever comes of it."""
    targets = [Slot(directory, hook) for hook in hooks]
    _refuse(context, targets, directory, hints)
    placements = [_placement(slot, chain=context.arguments.has("--chain")) for slot in targets]
    try:
        place(placements)
    except OSError as error:
        where = os.fsdecode(error.filename or directory)
        raise GitSecretsError(f"cannot install into {where}: {error.strerror}") from error
    for placement in placements:
        _tell(context, placement)
    context.out(_lines(hints))


def _surroundings(
    context: Context, target: bytes | None, hooks: Sequence[str]
) -> tuple[bytes, list[str]]:
    """Return the directory of hooks, and what to tell of other programs that manage it."""
    if target:
        directory = locations.of_target(target)
        top = target if os.path.lexists(os.path.join(target, b".git")) else None
        setting = None
    else:
        directory = locations.of_repository(context.repository)
        repository = context.repository
        top = repository.top if repository.is_inside_work_tree else None
        setting = next(iter(reversed(repository.config.all(b"core.hookspath"))), None)
    hints = managers.hints(top, directory, hooks)
    if setting or target:
        hints += locations.hints(directory, top, setting.origin if setting else None)
    return directory, hints


def _refuse(
    context: Context, targets: Sequence[Slot], directory: bytes, hints: Sequence[str]
) -> None:
    """Raise ``RefusedError`` for the first hook that must not be touched."""
    for slot in targets:
        path, taken = os.fsdecode(slot.path), slot.is_taken
        reason = ""
        if taken and context.arguments.has("--chain"):
            reason = _why_not_chained(slot, directory)
        elif taken and not context.arguments.has("--force"):
            reason = (
                "already exists. Use -f to force; a backup is kept then. "
                "Use --chain to keep it and run it first"
            )
        if reason:
            raise RefusedError(f"{path} {reason}" + _lines(hints, "\n").decode().rstrip("\n"))


def _why_not_chained(slot: Slot, directory: bytes) -> str:
    """Return what speaks against chaining to a hook; nothing for most."""
    if slot.state() != installed_hook.OTHER:
        return ""
    if slot.in_several:
        return "is run beside others, and cannot be chained. Give it another name"
    if os.path.isdir(slot.path):
        return "is a directory"
    if managers.goes_by_name(directory, slot.content()):
        return (
            "does what its name says, and would do nothing under another one: it cannot be "
            "chained. Let it call git secrets"
        )
    return ""


def _placement(slot: Slot, *, chain: bool) -> Placement:
    """Plan one hook: what it holds, and what becomes of the one that is there."""
    state = slot.state()
    chains_already = scripts.is_chained(slot.content()) and os.path.lexists(slot.before)
    chain_to_it = chain and state == installed_hook.OTHER
    return Placement(
        slot.hook,
        slot.path,
        scripts.hook_script(slot.hook, chained=chain_to_it or chains_already),
        backup=b"" if state == installed_hook.OURS else slot.backup,
        before=slot.before if chain_to_it else b"",
    )


def _tell(context: Context, placement: Placement) -> None:
    line = f"Installed {placement.hook} hook to ".encode() + placement.path + b"\n"
    context.out(_tick().encode() + line)
    if placement.copied:
        context.out(b"It first runs the old one, now " + placement.before + b"\n")
        if not os.access(placement.before, os.X_OK):
            context.out(b"The old one is not executable, so it is not run, as git did not\n")
    if placement.backed_up:
        context.out(b"The old one is kept as " + placement.backed_up + b"\n")


def _lines(hints: Sequence[str], before: str = "") -> bytes:
    return "".join(f"{before}hint: {hint}\n" for hint in hints).encode("utf-8", "surrogateescape")


def _tick() -> str:
    if not os.isatty(1):
        return ""
    return _TICK if os.environ.get("NO_COLOR") else _GREEN_TICK
