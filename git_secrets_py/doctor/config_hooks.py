"""Hooks that git's configuration names: ``hook.<name>.command``, from git 2.54 on (git-hook(1))."""

from __future__ import annotations

from git_secrets_py.doctor.problem import readable
from git_secrets_py.errors import GitError
from git_secrets_py.hook_install.delegation import Delegation, calls, rules_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git.config import Setting
    from git_secrets_py.git.repository import Repository

# The shell is not started with -e, so the exit status of a call counts only at the end.
_OTHER_COMMANDS = frozenset(";|&\n")


def find(repository: Repository, hook: str) -> Delegation | None:
    """Return how git's configuration calls our ``hook``; ``None`` if it does not, or cannot."""
    if not any(_is_command(one) for one in repository.config.settings):
        return None
    try:
        enabled = repository.git.output("hook", "list", "-z", hook).split(b"\0")
    except GitError:  # an older git, or no such hook
        return None
    found = (_call(repository, name, hook) for name in enabled)
    return next((one for one in found if one), None)


def _is_command(setting: Setting) -> bool:
    return setting.key.startswith(b"hook.") and setting.key.endswith(b".command")


def _call(repository: Repository, name: bytes, hook: str) -> Delegation | None:
    """Return how the configured hook ``name`` calls ours."""
    settings = repository.config.all(b"hook.%b.command" % name)
    if not settings:
        return None  # the hook in the hooks directory, or one that is disabled
    command = (settings[-1].value or b"").decode("utf-8", "replace")
    if _OTHER_COMMANDS.intersection(command.replace("&&", "")) or not calls(command, hook):
        return None
    manager = f"hook.{readable(name)}"
    return Delegation(manager, settings[-1].origin, "", rules_of(command), has_file=False)
