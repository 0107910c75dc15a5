"""Programs that manage the hooks of a repository, and how to make them run ours.

Such a program may rewrite its hooks at any time, so it is best to let it call ours itself.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFTHOOK = tuple(
    f"{prefix}lefthook{extension}"
    for prefix in ("", ".", ".config/")
    for extension in (".yml", ".yaml", ".json", ".toml")
)
_FRAMEWORK = ".pre-commit-config.yaml"
_FRAMEWORK_IDS = {
    "pre-commit": "git-secrets-py",
    "commit-msg": "git-secrets-py-commit-msg",
    "prepare-commit-msg": "git-secrets-py-prepare-commit-msg",
    "pre-push": "git-secrets-py-pre-push",
}
_READ_INPUT = ("pre-push", "pre-receive")
# Their hooks derive the kind of hook from the name of their own file.
_NAMED_BY_FILE = (b"husky", b"overcommit")


def instructions(top: bytes | None, directory: bytes, hooks: Sequence[str]) -> list[str]:
    """Return, for each manager in the work tree ``top``, how to make it run ``hooks``.

    ``directory`` is that in which git looks for hooks.
    """
    if top is None:
        return []
    found = []
    if os.path.isdir(os.path.join(top, b".husky")) or is_husky(directory):
        found.append(_husky(hooks))
    config = _first_file(top, _LEFTHOOK)
    if config:
        found.append(_lefthook(config, hooks))
    if _first_file(top, (_FRAMEWORK,)):
        found.append(_framework(hooks))
    return found


def is_husky(directory: bytes) -> bool:
    """Return whether the hooks directory is one that Husky generates."""
    return b".husky" in os.path.normpath(directory).split(os.fsencode(os.sep))[-2:]


def depends_on_name(directory: bytes, script: bytes) -> bool:
    """Return whether a hook would do nothing, or fail, under another name."""
    return is_husky(directory) or any(name in script[:4096].lower() for name in _NAMED_BY_FILE)


def command(hook: str) -> str:
    """Return the command line that runs ``hook``, without the arguments that git passes to it."""
    return f"git secrets --{hook.replace('-', '_')}_hook"


def _husky(hooks: Sequence[str]) -> str:
    lines = [f'    .husky/{hook}: {command(hook)} -- "$@"' for hook in hooks]
    return "\n".join(["Husky manages the hooks here. Add a line to each file:", *lines])


def _lefthook(config: str, hooks: Sequence[str]) -> str:
    lines = []
    for hook in hooks:
        lines += [f"    {hook}:", "      commands:", "        git-secrets:"]
        words = "" if hook == "pre-commit" else " {0}"
        lines.append(f"          run: {command(hook)}{words}")
        if hook in _READ_INPUT:
            lines.append("          use_stdin: true")
    return "\n".join([f"lefthook manages the hooks here. Add to {config}:", *lines])


def _framework(hooks: Sequence[str]) -> str:
    ids = [f"      - id: {_FRAMEWORK_IDS[hook]}" for hook in hooks if hook in _FRAMEWORK_IDS]
    types = ", ".join(hook for hook in hooks if hook in _FRAMEWORK_IDS)
    return "\n".join(
        [
            f"the pre-commit framework manages the hooks here. Add to {_FRAMEWORK}:",
            f"    default_install_hook_types: [{types}]",
            "    repos:",
            "    - repo: https://github.com/git-secrets-py/git-secrets-py",
            "      # rev: v1.0.0 works from the first release on. Until then, write the ID from",
            "      # git ls-remote https://github.com/git-secrets-py/git-secrets-py.git HEAD",
            "      rev: v1.0.0",
            "      hooks:",
            *ids,
            "Then run 'pre-commit install' again.",
        ]
    )


def _first_file(top: bytes, names: Sequence[str]) -> str:
    for name in names:
        if os.path.isfile(os.path.join(top, os.fsencode(name))):
            return name
    return ""
