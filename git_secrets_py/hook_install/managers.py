"""Programs that manage the hooks of a repository, and how to make them run ours.

Such a program writes its hooks again whenever it is installed or configured, so a change of these
files does not last: it has to call ours itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from git_secrets_py.hook_install import scripts
from git_secrets_py.hook_install.manager_files import package_value, section, text_of
from git_secrets_py.wording import FRAMEWORK_ENTRY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.hook_install.installed_hook import InstalledHook

LEFTHOOK_FILES, _LEFTHOOK_LOCAL = (
    tuple(
        f"{prefix}{name}{extension}"
        for prefix in ("", ".", ".config/")
        for extension in (".yml", ".yaml", ".json", ".jsonc", ".toml")
    )
    for name in ("lefthook", "lefthook-local")
)
SIMPLE_FILES = tuple(
    f"{dot}simple-git-hooks{extension}"
    for dot in (".", "")
    for extension in (".cjs", ".js", ".mjs", ".json")
)
FRAMEWORK_IDS = {
    "pre-commit": "git-secrets-py",
    "commit-msg": "git-secrets-py-commit-msg",
    "prepare-commit-msg": "git-secrets-py-prepare-commit-msg",
    "pre-push": "git-secrets-py-pre-push",
}
# lefthook skips these unless it sees a changed file, which it never does for a tag or a change of
# type, or unless files replace this in the command.
MAY_BE_SKIPPED = ("pre-commit", "pre-push")
NEVER_SKIPPED = "{files}"
_READ_INPUT = ("pre-push", "pre-receive")
_START = 4096


@dataclass(frozen=True, slots=True)
class Manager:
    """A program that manages hooks.

    ``marks`` identify its hooks. ``files`` are those that it may be configured in, and ``key`` is
    its key in ``package.json``, if it has one; ``local_files`` change that configuration for one
    user. ``install`` is the command that writes its hooks.
    ``snippet`` returns the lines that make it call ours, for the file that configures it.
    """

    name: str
    marks: tuple[bytes, ...]
    files: tuple[str, ...]
    install: str
    snippet: Callable[[str, Sequence[str]], list[str]]
    key: str = ""
    local_files: tuple[str, ...] = ()

    @property
    def configuration(self) -> tuple[str, ...]:
        """The files that it may read, from the top of the work tree."""
        return (*self.files, *self.local_files, *(["package.json"] if self.key else []))

    def file(self, top: bytes) -> str:
        """Return the file in the work tree ``top`` that configures it; empty if there is none."""
        for name in self.files:
            if os.path.exists(os.path.join(top, os.fsencode(name))):
                return name
        return "package.json" if self.key and package_value(top, self.key) is not None else ""

    def instructions(self, top: bytes | None, hooks: Sequence[str]) -> str:
        """Return how to make it run ``hooks``."""
        file = self.file(top) if top is not None else ""
        return "\n".join(self.snippet(file or (*self.files, "package.json")[0], hooks))


def instructions(top: bytes | None, hooks: Sequence[InstalledHook]) -> list[str]:
    """Return, for each manager that is configured in ``top`` or owns a hook, how to run ours."""
    names = [hook.name for hook in hooks]
    owners = {manager.name for hook in hooks if (manager := owner(top, hook))}
    return [
        manager.instructions(top, names)
        for manager in MANAGERS
        if manager.name in owners or (top is not None and manager.file(top))
    ]


def owner(top: bytes | None, hook: InstalledHook) -> Manager | None:
    """Return the manager that writes the file of ``hook``, or will when it is installed next."""
    if is_husky(hook.directory):
        return HUSKY
    start = b"" if scripts.seems_ours(hook.name, hook.content()) else hook.content()[:_START]
    for manager in MANAGERS:
        if any(mark in start.lower() for mark in manager.marks):
            return manager
    if top is not None:
        return next((one for one in MANAGERS if _is_configured(one, top, hook.name)), None)
    return None


def depends_on_name(manager: Manager) -> bool:
    """Return whether its hooks would do nothing, or fail, under another name."""
    return manager in (HUSKY, HUSKY_4, YORKIE, OVERCOMMIT)


def is_husky(directory: bytes) -> bool:
    """Return whether the hooks directory is one that Husky 5 or later uses."""
    return b".husky" in os.path.normpath(directory).split(os.fsencode(os.sep))[-2:]


def configured(top: bytes) -> list[Manager]:
    """Return the managers that are configured in the work tree ``top``."""
    return [manager for manager in MANAGERS if manager.file(top)]


def command(hook: str) -> str:
    """Return the command line that runs ``hook``, without the arguments that git passes to it."""
    return f"git secrets {scripts.verb(hook)}"


def _is_configured(manager: Manager, top: bytes, hook: str) -> bool:
    """Return whether the next installation of ``manager`` writes ``hook``, as far as is certain."""
    if manager is LEFTHOOK:
        return any(section(name, text_of(top, name), hook) for name in LEFTHOOK_FILES)
    # It removes the hooks that it did not install.
    return manager is SIMPLE and bool(manager.file(top))


def _husky(file: str, hooks: Sequence[str]) -> list[str]:
    lines = [f'    .husky/{hook}: {command(hook)} -- "$@"' for hook in hooks]
    return ["Husky manages the hooks here. Add a line to each file:", *lines]


def _lefthook(file: str, hooks: Sequence[str]) -> list[str]:
    lines = []
    for hook in hooks:
        lines += [f"    {hook}:", "      commands:", "        git-secrets:"]
        words = "" if hook in ("pre-commit", "pre-applypatch") else " {0}"
        run = f"{command(hook)}{words}"
        if hook in MAY_BE_SKIPPED:
            lines.append(f"          files: echo {file}")
            run = f"'{run} # {NEVER_SKIPPED}'"
        lines.append(f"          run: {run}")
        if hook in _READ_INPUT:
            lines.append("          use_stdin: true")
    return [f"lefthook manages the hooks here. Add to {file}:", *lines]


def _framework(file: str, hooks: Sequence[str]) -> list[str]:
    ids = [f"      - id: {FRAMEWORK_IDS[hook]}" for hook in hooks if hook in FRAMEWORK_IDS]
    types = ", ".join(hook for hook in hooks if hook in FRAMEWORK_IDS)
    return [
        f"the pre-commit framework manages the hooks here. Add to {file}:",
        f"    default_install_hook_types: [{types}]",
        "    repos:",
        *(f"    {line}" for line in FRAMEWORK_ENTRY),
        *ids,
        "Then run 'pre-commit install' again.",
    ]


def _overcommit(file: str, hooks: Sequence[str]) -> list[str]:
    lines = []
    for hook in hooks:
        words = ", ".join(f"'{word}'" for word in (*command(hook).split(), "--"))
        lines += [f"    {camel_case(hook)}:", "      GitSecrets:", "        enabled: true"]
        lines.append(f"        command: [{words}]")
    return [f"Overcommit manages the hooks here. Add to {file}:", *lines]


def camel_case(hook: str) -> str:
    """Return the name that Overcommit gives to ``hook``."""
    return "".join(word.capitalize() for word in hook.split("-"))


def _in_package(name: str, key: str, arguments: str) -> Callable[[str, Sequence[str]], list[str]]:
    def snippet(file: str, hooks: Sequence[str]) -> list[str]:
        lines = [
            f"      {json.dumps(hook)}: {json.dumps(f'{command(hook)} -- {arguments}')}"
            for hook in hooks
        ]
        return [f"{name} manages the hooks here. Add to {key} in {file}:", ",\n".join(lines)]

    return snippet


def _other(name: str) -> Callable[[str, Sequence[str]], list[str]]:
    def snippet(file: str, hooks: Sequence[str]) -> list[str]:
        lines = [f'    {hook}: {command(hook)} -- "$@"' for hook in hooks]
        return [f"{name} manages the hooks here. Make it run in each hook:", *lines]

    return snippet


HUSKY = Manager("Husky", (), (".husky",), "npx husky", _husky)
LEFTHOOK = Manager(
    "lefthook",
    (b"lefthook",),
    LEFTHOOK_FILES,
    "lefthook install",
    _lefthook,
    local_files=_LEFTHOOK_LOCAL,
)
FRAMEWORK = Manager(
    "the pre-commit framework",
    (b"generated by pre-commit", b"generated by prek"),
    (".pre-commit-config.yaml",),
    "pre-commit install",
    _framework,
)
OVERCOMMIT = Manager(
    "Overcommit", (b"overcommit",), (".overcommit.yml",), "overcommit --install", _overcommit
)
SIMPLE = Manager(
    "simple-git-hooks",
    (b"simple_git_hooks", b"simple-git-hooks"),
    SIMPLE_FILES,
    "npx simple-git-hooks",
    _in_package("simple-git-hooks", '"simple-git-hooks"', '"$@"'),
    key="simple-git-hooks",
)
YORKIE = Manager(
    "yorkie",
    (b"yorkie",),
    (),
    "npm install",
    _in_package("yorkie", '"gitHooks"', "$GIT_PARAMS"),
    key="gitHooks",
)
HUSKY_4 = Manager(
    "Husky 4",
    (b"husky",),
    (".huskyrc", ".huskyrc.json"),
    "npm install",
    _in_package("Husky 4", '"hooks"', "$HUSKY_GIT_PARAMS"),
    key="husky",
)
_OTHERS = tuple(
    Manager(name, (name.lower().encode(),), (), "", _other(name))
    for name in ("CaptainHook", "GrumPHP", "rusty-hook", "cargo-husky")
)
MANAGERS = (HUSKY, LEFTHOOK, FRAMEWORK, OVERCOMMIT, SIMPLE, YORKIE, *_OTHERS[::-1], HUSKY_4)
