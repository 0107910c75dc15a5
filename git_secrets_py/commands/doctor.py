"""``git secrets --doctor``: check the setup, and test each hook with a fake secret.

``--format json`` prints one object for programs; docs/doctor.md describes its stable keys.
"""

from __future__ import annotations

import json

from git_secrets_py.cli import argument_checks
from git_secrets_py.doctor import text
from git_secrets_py.doctor.diagnosis import diagnose
from git_secrets_py.errors import EXIT_CLEAN, EXIT_FOUND, unknown_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.cli.context import Context

_FORMATS = ("text", "json")


def run(context: Context) -> int:
    """Print the diagnosis; return 0 only if the repository is protected.

    Raises ``NotARepositoryError`` outside of a repository.
    """
    argument_checks.nothing(context)
    form = context.arguments.options.get("--format", "text")
    if form not in _FORMATS:
        raise unknown_value("format", form, _FORMATS)
    facts = diagnose(context.repository)
    context.out(_rendered(facts, form).encode("utf-8", "backslashreplace"))
    return EXIT_CLEAN if facts["protected"] else EXIT_FOUND


def _rendered(facts: dict[str, Any], form: str) -> str:
    if form == "json":
        return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    return text.render(facts)
