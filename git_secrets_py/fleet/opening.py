"""Opening the repository at a path, whatever repository the environment of this process names."""

from __future__ import annotations

import os

from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git import OF_ONE_REPOSITORY, Git
from git_secrets_py.git.git_dirs import git_dir_at
from git_secrets_py.git.repository import Repository
from git_secrets_py.report.escaping import shell_word

# Our mirrors are bare, and safe.bareRepository may forbid to find those.
_TRUST = ("safe.bareRepository", "all")


def forget_current_repository() -> None:
    """Remove the variables that would lead git to another repository than the one audited."""
    for name in OF_ONE_REPOSITORY:
        os.environ.pop(name, None)


def trust_bare_repositories() -> None:
    """Let git find bare repositories, as our mirrors are, even if it is configured not to."""
    count = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    keys = [os.environ.get(f"GIT_CONFIG_KEY_{number}") for number in range(count)]
    if _TRUST[0] not in keys:
        os.environ[f"GIT_CONFIG_KEY_{count}"], os.environ[f"GIT_CONFIG_VALUE_{count}"] = _TRUST
        os.environ["GIT_CONFIG_COUNT"] = str(count + 1)


def repository_at(path: str) -> Repository:
    """Return the repository that is at ``path``, not one around it; raises ``GitSecretsError``."""
    if not os.path.lexists(path):
        raise GitSecretsError("there is no file or directory with this path")
    above = os.path.dirname(os.path.realpath(path))
    repository = Repository(Git(path, {"GIT_CEILING_DIRECTORIES": above}))
    try:
        repository.is_bare  # noqa: B018 - raises if there is no repository
    except GitSecretsError as error:
        raise _explained(error, path) from None
    return repository


def _explained(error: GitSecretsError, path: str) -> GitSecretsError:
    if "dubious ownership" not in str(error):
        return _unreadable(git_dir_at(path)) or error
    return GitSecretsError(
        "another user owns this repository, so git refuses to read it; if you trust it, run: "
        f"git config --global --add safe.directory {shell_word(os.fsencode(path))}"
    )


def _unreadable(git_dir: str) -> GitSecretsError | None:
    """Return the reason why git finds no repository in ``git_dir``, if the system has one."""
    try:
        os.stat(os.path.join(git_dir, os.curdir))
    except OSError as error:
        return GitSecretsError(f"cannot read {git_dir}: {error.strerror}")
    return None
