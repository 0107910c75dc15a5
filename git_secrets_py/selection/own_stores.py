"""The credential stores that ``secrets.local`` names, in this repository."""

from __future__ import annotations

import os

from git_secrets_py.git.config import LOCAL_KEY, VAULT_KEY
from git_secrets_py.providers import local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.git.config import Config
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.providers.own_secret import OwnSecret


def own_secrets(repository: Repository) -> list[OwnSecret]:
    """Return the secrets in the configured stores.

    Raises ``ProviderError`` if one cannot be read, ``ConfigurationError`` for an unknown one.
    """
    return local.own_secrets(store_names(repository.config), machine(repository))


def store_names(config: Config) -> list[str]:
    """Return the names of stores in ``secrets.local``, which are separated by commas."""
    return [name for setting in config.all(LOCAL_KEY) for name in setting.names]


def machine(repository: Repository) -> local.Machine:
    """Return the environment and the files in which the stores are searched for."""
    return local.Machine(
        os.environ,
        dotenv=lambda: _ignored_dotenv_files(repository),
        vault=lambda: _from_vault(repository.config),
    )


def _ignored_dotenv_files(repository: Repository) -> Iterator[str]:
    """Yield the paths of the ``.env`` files of the work tree that git ignores."""
    from git_secrets_py.errors import GitError

    try:
        top = repository.whole_tree
    except GitError:  # files can be scanned outside of a work tree
        return
    found = local.dotenv_files(os.fsdecode(top))
    if not found:
        return
    ignored = repository.git_in(top).output(
        "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *found
    )
    for path in ignored.split(b"\0"):
        if path:
            yield os.path.join(os.fsdecode(top), os.fsdecode(path))


def _from_vault(config: Config) -> Iterator[bytes]:
    """Yield the lines that the commands in ``secrets.vault`` print."""
    for setting in config.all(VAULT_KEY):
        from git_secrets_py.providers import command, command_words

        name = (setting.value or b"").decode("utf-8", "backslashreplace")
        yield from command.lines(command_words.split(setting.value or b""), name)
