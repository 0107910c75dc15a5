"""Colored output, if it is wanted.

The option comes first, then the environment (https://no-color.org, https://bixense.com/clicolors,
https://force-color.org), then ``color.ui`` of git's configuration, then the terminal.
"""

from __future__ import annotations

import os

from git_secrets_py.errors import unknown_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

_ALWAYS, _NEVER, _AUTO = "always", "never", "auto"
_CHOICES = (_AUTO, _ALWAYS, _NEVER)
_COLOR_UI = b"color.ui"
_NEVER_IN_CONFIG = (b"never", b"false", b"no", b"off", b"0")


def is_wanted(context: Context, *, is_terminal: bool) -> bool:
    """Return whether to use color; ``is_terminal``: the output goes to a terminal.

    Raises ``UsageError`` for an unknown value of ``--color``.
    """
    choice = context.arguments.options.get("--color", _AUTO)
    if choice not in _CHOICES:
        raise unknown_value("--color setting", choice, _CHOICES)
    if choice == _AUTO:
        choice = _by_environment() or _by_config(context)
    if choice == _AUTO:
        return is_terminal and os.environ.get("TERM") != "dumb"
    return choice == _ALWAYS


def _by_environment() -> str:
    if os.environ.get("NO_COLOR"):
        return _NEVER
    forced = os.environ.get("FORCE_COLOR"), os.environ.get("CLICOLOR_FORCE")
    return _ALWAYS if any(value not in (None, "", "0") for value in forced) else ""


def _by_config(context: Context) -> str:
    value = (context.repository.config.get(_COLOR_UI) or b"").lower()
    if value in _NEVER_IN_CONFIG:
        return _NEVER
    return _ALWAYS if value == _ALWAYS.encode() else _AUTO
