"""``git secrets --uninstall``: remove our hooks and restore the previous ones."""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import EXIT_CLEAN, UsageError
from git_secrets_py.files import expanded
from git_secrets_py.hook_install import git_template, installer, locations, scripts
from git_secrets_py.hook_install.installed_hook import HookState
from git_secrets_py.report.escaping import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context
    from git_secrets_py.hook_install.installer import RemovedHook

_WHY_KEPT = {
    HookState.CHANGED: "it was changed by hand",
    HookState.ORIGINAL: "it was installed by the original git-secrets",
    HookState.OTHER: "it is not a git-secrets-py hook",
}


def run(context: Context) -> int:
    """Remove the hooks that are ours and unchanged; return the exit status."""
    if context.arguments.has("--agent"):
        from git_secrets_py.cli import agent_setup

        return agent_setup.uninstall(context)
    names = argument_checks.hooks(context, scripts.KNOWN_HOOKS)
    target = argument_checks.at_most_one(context)
    is_global = context.arguments.has("--global")
    if is_global and target:
        raise UsageError("--uninstall --global takes no directory; init.templateDir names it")
    directory = git_template.find().hooks if is_global else _directory(context, target)
    found = False
    for hook in installer.uninstall(directory, names):
        context.out(_message(hook))
        found = found or hook.state is HookState.OURS
    if not found:
        context.out(b"No git-secrets-py hook to remove in " + escaped(directory) + b"\n")
    if is_global and git_template.remove():
        context.out(b"Unset init.templateDir in the global git config\n")
    return EXIT_CLEAN


def _directory(context: Context, target: bytes | None) -> bytes:
    if target:
        return locations.of_target(expanded(target))
    return locations.of_repository(context.repository)


def _message(hook: RemovedHook) -> bytes:
    if hook.state is HookState.OURS:
        removed = b"Removed %b hook from %b\n" % (hook.name.encode(), escaped(hook.path))
        if not hook.restored_from:
            return removed
        return removed + b"The previous hook is restored from %b\n" % escaped(hook.restored_from)
    if hook.state in _WHY_KEPT:
        return b"Kept %b: %b\n" % (escaped(hook.path), _WHY_KEPT[hook.state].encode())
    return b""
