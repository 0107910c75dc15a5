"""The choice between the compiled reader and git."""

from __future__ import annotations

import os

from git_secrets_py.errors import ConfigurationError

COMPILED = "compiled"
PYTHON = "python"


def is_compiled() -> bool:
    """Return whether the compiled reader is used: if it was built, and is not disabled.

    ``GIT_SECRETS_ENGINE=python`` disables it. Raises ``ConfigurationError`` if it was not built
    and ``GIT_SECRETS_ENGINE=compiled`` requires it.
    """
    wanted = os.environ.get("GIT_SECRETS_ENGINE")
    if wanted == PYTHON:
        return False
    try:
        from git_secrets_py.packs import walker  # noqa: F401 - missing if it was not built
    except ImportError as error:
        if wanted == COMPILED:
            raise ConfigurationError(
                f"GIT_SECRETS_ENGINE={COMPILED}: the compiled pack reader is not installed; "
                "install a C compiler and the header of zlib, and run "
                "'pip install --force-reinstall --no-cache-dir --no-deps git-secrets-py'"
            ) from error
        return False
    return True
