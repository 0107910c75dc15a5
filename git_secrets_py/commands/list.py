"""``git secrets --list``: the patterns and providers in force, and where they stand."""

from __future__ import annotations

import os

from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import NotARepositoryError
from git_secrets_py.git.config_file import ALLOWED, PATTERNS, PROVIDERS, Store
from git_secrets_py.pattern_files import ALLOWED_FILE, PROHIBITED_FILE, lines
from git_secrets_py.registry import file_content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Config, Repository

_KEYS = (PATTERNS.encode(), ALLOWED.encode(), PROVIDERS.encode())


def run(context: Context) -> int:
    """Print a line each; return the exit status, which is 0 where there is nothing to list."""
    argument_checks.nothing(context)
    if context.arguments.has("--global"):
        context.out(Store.of(context).listing())
        return 0
    context.out(b"".join(_configured(context.repository.config)))
    context.out(b"".join(_in_files(context.repository)))
    return 0


def _configured(config: Config) -> Iterator[bytes]:
    """Yield ``key value`` as ``git config --get-regexp`` does."""
    for setting in config.settings:
        if setting.key in _KEYS:
            yield setting.key + (b"" if setting.value is None else b" " + setting.value) + b"\n"


def _in_files(repository: Repository) -> Iterator[bytes]:
    """Yield ``file:line pattern`` for what the work tree adds, if there is one."""
    try:
        if not repository.is_inside_work_tree:
            return
    except NotARepositoryError:
        return
    for name in (ALLOWED_FILE, PROHIBITED_FILE):
        for number, text in lines(file_content(os.path.join(repository.top, name))):
            yield b"%b:%d %b\n" % (name, number, text)
