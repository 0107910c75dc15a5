"""Rule files that cannot be read, and warnings about the others."""

from __future__ import annotations

from git_secrets_py.content import RULE_FILE
from git_secrets_py.doctor.problem import Problem
from git_secrets_py.errors import GitSecretsError, PromisedError
from git_secrets_py.git import promisor
from git_secrets_py.selection.active_files import INDEX, Versions
from git_secrets_py.selection.named_files import named_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.git.repository import Repository
    from git_secrets_py.registry.collector import Collector


def add(collector: Collector, repository: Repository) -> list[Problem]:
    """Add the rules of the rule files that commit hooks use to ``collector``.

    Return the problems with those that cannot be read, and the notes about the others.
    """
    problems = list(_problems(collector, repository))
    notes = [
        Problem(
            "rule files",
            note.removeprefix("warning: "),
            "check whether this is intended",
            is_note=True,
        )
        for note in collector.notes
    ]
    return [*problems, *notes]


def _problems(collector: Collector, repository: Repository) -> Iterator[Problem]:
    try:
        for file in named_files(repository):
            collector.names_patterns = True
            collector.add_rule_file(file)
    except GitSecretsError as error:
        yield Problem("rule files", str(error), "correct it, or unset secrets.rulesFile")
    if repository.is_bare:
        return
    try:
        collector.add_files(Versions(repository, [RULE_FILE]).active(INDEX))
    except PromisedError as error:
        reason = str(error).partition(";")[0]
        yield Problem("rule files", reason, promisor.fetch_command(repository))
    except GitSecretsError as error:
        yield Problem("rule files", str(error), "correct the file")
