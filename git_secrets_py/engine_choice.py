"""The engine that the environment variable ``GIT_SECRETS_ENGINE`` selects."""

from __future__ import annotations

import os

from git_secrets_py.errors import ConfigurationError, unknown_value

REGEX = "regex"
COMPILED = "compiled"
PYTHON = "python"
_ENGINES = (REGEX, COMPILED, PYTHON)


def chosen_engine() -> str:
    """Return one of the engines, or an empty text for the fastest that is available.

    Raises ``ConfigurationError`` for another value.
    """
    chosen = os.environ.get("GIT_SECRETS_ENGINE", "")
    if chosen and chosen not in _ENGINES:
        raise ConfigurationError(f"GIT_SECRETS_ENGINE: {unknown_value('engine', chosen, _ENGINES)}")
    return chosen
