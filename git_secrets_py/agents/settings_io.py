"""Reading and writing the settings files of agents."""

from __future__ import annotations

import os
from dataclasses import dataclass

from git_secrets_py.errors import GitSecretsError, RefusedError
from git_secrets_py.files import read_regular, replace
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from git_secrets_py.agents.agent import Agent

_MOST = 16 << 20


@dataclass(frozen=True, slots=True)
class Changed:
    """The change that was made to the file ``path``.

    ``state`` is ``installed``, ``updated``, ``up to date``, ``removed`` or ``absent``; ``backup``
    is the path of the copy that was made of it, or of the one that was restored. ``without`` are
    the events that were left out.
    """

    path: str
    state: str
    backup: str = ""
    without: Collection[str] = ()


def path_of(agent: Agent, *, top: str = "") -> str:
    """Return the path of the settings file: of the user, or in the work tree at ``top``.

    Raises ``RefusedError`` if the agent has no settings of a work tree.
    """
    if top and not agent.project:
        raise RefusedError(f"{agent.title} supports only the settings of the user; add --global")
    if top:
        return os.path.join(top, *agent.project.split("/"))
    return _of_user(agent, agent.user)


def is_used(agent: Agent) -> bool:
    """Return whether the user has used ``agent`` on this machine."""
    return os.path.isdir(_of_user(agent, agent.folder))


def _of_user(agent: Agent, path: str) -> str:
    home = os.environ.get(agent.home_variable, "") if agent.home_variable else ""
    if home:
        return os.path.join(home, *path.split("/")[1:])
    return os.path.join(os.path.expanduser("~"), *path.split("/"))


def refused(path: str, reason: str) -> RefusedError:
    """Return the error about ``path``, which was not changed for ``reason``."""
    return RefusedError(f"{in_one_line(path)} was not changed: {reason}")


def read(path: str) -> str | None:
    """Return the text of the file; ``None`` if there is none.

    Raises ``RefusedError`` if it is not UTF-8, ``GitSecretsError`` if it cannot be read.
    """
    try:
        return read_regular(path, _MOST, follow=True).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise refused(path, "it is not UTF-8") from None
    except OSError as error:
        raise GitSecretsError(
            f"cannot read {in_one_line(path)}: {error.strerror or error}"
        ) from error


def followed(path: str, top: str) -> str:
    """Return the file that ``path`` points to; with ``top``, it must be in that work tree.

    A repository is not trusted, and may link to any file of the user. Raises ``RefusedError``.
    """
    target = os.path.realpath(path)
    if top and not target.startswith(os.path.realpath(top).rstrip(os.sep) + os.sep):
        raise refused(path, "it is a link out of the work tree")
    return target


def write(path: str, text: str, mode: int) -> None:
    """Replace the file atomically; it keeps its mode, ``mode`` is that of a new one.

    Raises ``GitSecretsError`` if it cannot be written.
    """
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.exists(path):
            mode = os.stat(path).st_mode & 0o777
        unfinished = f"{path}.{os.getpid()}.new"
        replace(path, unfinished, lambda file: _fill(file, text, mode), mode)
    except OSError as error:
        raise GitSecretsError(
            f"cannot write {in_one_line(path)}: {error.strerror or error}"
        ) from error


def _fill(file: Any, text: str, mode: int) -> None:
    file.write(text.encode())
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), mode)
