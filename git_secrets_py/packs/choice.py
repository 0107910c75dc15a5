"""The choice between the compiled reader and git."""

from __future__ import annotations

from git_secrets_py.engine_choice import COMPILED, PYTHON, chosen_engine
from git_secrets_py.errors import ConfigurationError

HOW_TO_BUILD = (
    "install a C compiler and the header of zlib, and run "
    "'pip install --force-reinstall --no-cache-dir --no-deps "
    "git+https://github.com/git-secrets-py/git-secrets-py'"
)


def is_compiled() -> bool:
    """Return whether the compiled reader is used: if it was built, unless git is selected.

    ``GIT_SECRETS_ENGINE`` selects either. Raises ``ConfigurationError`` if it selects the compiled
    reader, and that was not built, or if its value is unknown.
    """
    chosen = chosen_engine()
    if chosen == PYTHON:
        return False
    try:
        from git_secrets_py.packs import history, links, walker  # noqa: F401 - missing if not built
    except ImportError as error:
        if chosen != COMPILED:
            return False
        raise ConfigurationError(
            f"GIT_SECRETS_ENGINE={COMPILED}: the compiled pack reader is not installed; "
            + HOW_TO_BUILD
        ) from error
    return True
