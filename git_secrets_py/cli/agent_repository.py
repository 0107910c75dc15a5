"""The settings that count for a coding agent, which may have written some of them.

The agent can write to the configuration of the repository. Its settings count only if they
prohibit something: they allow nothing, and name no program to run.
"""

from __future__ import annotations

import os

from git_secrets_py.errors import NotARepositoryError
from git_secrets_py.git import Git
from git_secrets_py.git.config import (
    ALLOWED_KEY,
    DECODE_KEY,
    LOCAL_KEY,
    MIN_SEVERITY_KEY,
    PATTERNS_KEY,
    PROVIDERS_KEY,
    RULE_FILE_KEY,
    RULES_KEY,
    VAULT_KEY,
    Config,
    Setting,
)
from git_secrets_py.git.repository import Repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Comments that allow their line are not active: the agent writes lines.
_USERS_KEYS = (
    *(PATTERNS_KEY, ALLOWED_KEY, RULES_KEY, PROVIDERS_KEY, LOCAL_KEY, VAULT_KEY),
    *(MIN_SEVERITY_KEY, DECODE_KEY, RULE_FILE_KEY),
)
_REPOSITORYS_KEYS = (PATTERNS_KEY, RULES_KEY, LOCAL_KEY)
_USERS_SCOPES = (b"system", b"global", b"command")


class AgentRepository(Repository):
    """The repository around a directory, if it is inside of one, and the settings that count.

    git is started once, and for nothing that most events do not need.
    """

    def __init__(self, directory: str, top: str) -> None:
        """``top`` is that of the work tree, ``""`` outside of any repository."""
        super().__init__(Git(directory), starts_facts=False)
        self._top = os.fsencode(top)

    def _counting(self, config: Config) -> Config:
        """Return the settings that count, without allowances of the repository."""
        return Config(_counting(config.settings))

    @property
    def top(self) -> bytes:
        """The absolute path of the top of the work tree; raises ``GitError`` if there is none."""
        if not self._top:
            raise NotARepositoryError("not a git repository (or any of the parent directories)")
        return self._top


def top_above(directory: str) -> str:
    """Return the nearest of ``directory`` and those above it that has a ``.git``, or ``""``."""
    path = os.path.realpath(directory)
    while not os.path.lexists(os.path.join(path, ".git")):
        above = os.path.dirname(path)
        if above == path:
            return path if os.environ.get("GIT_DIR") else ""
        path = above
    return path


def _counting(settings: Iterable[Setting]) -> Iterator[Setting]:
    """Yield those of ``settings`` that count."""
    for setting in settings:
        if setting.scope in _USERS_SCOPES:
            if setting.key in _USERS_KEYS or not setting.key.startswith(b"secrets."):
                yield setting
        elif setting.key == RULES_KEY:
            from git_secrets_py.selection import enabled

            names = ",".join(enabled(setting.names))
            yield Setting(setting.key, names.encode(), setting.origin, setting.scope)
        elif setting.key in _REPOSITORYS_KEYS or not setting.key.startswith(b"secrets."):
            yield setting
