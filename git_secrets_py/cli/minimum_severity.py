"""``--min-severity``, and ``secrets.minSeverity`` in git config."""

from __future__ import annotations

from git_secrets_py.findings.severity import severity_named
from git_secrets_py.registry.collector import minimum_severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

OPTION = "--min-severity"


def minimum(context: Context) -> str:
    """Return the severity below which findings are not shown; the command line has precedence.

    Raises ``UsageError`` and ``ConfigurationError`` for an unknown one.
    """
    given = context.arguments.options.get(OPTION)
    configured = minimum_severity(context.repository.config)
    return configured if given is None else severity_named(given)
