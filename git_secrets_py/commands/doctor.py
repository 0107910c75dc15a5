"""``git secrets --doctor``: check the setup, and test each hook with a fake secret.

``--format json`` prints one object for programs; docs/doctor.md describes its stable keys.
"""

from __future__ import annotations

import json
import os

from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.color import is_wanted
from git_secrets_py.cli.settings import KNOWN_KEYS
from git_secrets_py.doctor import text
from git_secrets_py.doctor.diagnosis import diagnose, diagnose_user
from git_secrets_py.errors import EXIT_CLEAN, EXIT_FOUND, NotARepositoryError, unknown_value
from git_secrets_py.report.streamed_report import open_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.cli.context import Context

_FORMATS = ("text", "json")


def run(context: Context) -> int:
    """Print the diagnosis; return 0 only if the repository is protected.

    Outside of a repository, the hooks of agents are checked; if there are none, raises
    ``NotARepositoryError``. Raises ``UsageError`` for an unknown format.
    """
    argument_checks.nothing(context)
    form = context.arguments.options.get("--format", "text")
    if form not in _FORMATS:
        raise unknown_value("format", form, _FORMATS)
    path = context.arguments.output
    file = open_file(path) if path is not None else None
    style = _style(context, to_file=file is not None)
    facts = _facts(context)
    rendered = _rendered(facts, form, style).encode("utf-8", "backslashreplace")
    if file is None:
        context.out(rendered)
    else:
        with file:
            file.write(rendered)
        good = "protected" if facts["repository"] else text.NO_REPOSITORY
        verdict = "NOT protected" if facts["problems"] else good
        context.notify(f"{verdict}, report in {path}")
    return EXIT_FOUND if facts["problems"] else EXIT_CLEAN


def _facts(context: Context) -> dict[str, Any]:
    repository = context.repository
    try:
        repository.git_dir  # noqa: B018 - it raises outside of a repository
    except NotARepositoryError:
        facts = diagnose_user(repository, KNOWN_KEYS)
        if facts is None:
            raise
        return facts
    run_foreign = context.arguments.has("--run-foreign-hooks")
    return diagnose(repository, KNOWN_KEYS, run_foreign=run_foreign)


def _style(context: Context, *, to_file: bool) -> text.Style:
    is_terminal = os.isatty(1) and not to_file
    color = is_wanted(context, is_terminal=is_terminal) and not to_file
    return text.Style(color=color, marks=is_terminal or color)


def _rendered(facts: dict[str, Any], form: str, style: text.Style) -> str:
    if form == "json":
        return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    return text.render(facts, style)
