"""``git secrets --ci``: scans the range of a job of GitHub Actions or GitLab CI."""

from __future__ import annotations

import os

from git_secrets_py.ci_range import Range, of_environment
from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import EXIT_CLEAN, GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Repository

# A job has no user configuration; without patterns every secret would pass.
_RULES = "all"
_DEPTH = (
    "Fetch all history: 'fetch-depth: 0' for actions/checkout, 'GIT_DEPTH: 0' for GitLab, "
    "'git fetch --unshallow' elsewhere"
)


def run(context: Context) -> int:
    """Scan the range of a pull request or push, else everything; return the exit status.

    Raises ``GitSecretsError`` if some commits were not fetched: they must not pass unscanned.
    """
    argument_checks.nothing(context)
    found = of_environment(os.environ)
    if found is not None and not found.head:
        context.say("the ref of this job was deleted: nothing to scan")
        return EXIT_CLEAN
    repository = context.repository
    if repository.is_shallow:
        raise GitSecretsError(f"this clone is shallow, so a scan would be incomplete. {_DEPTH}")
    revisions = _revisions(repository, found) if found else []
    context.say(f"scanning {' '.join(revisions) or 'all history'}")
    from git_secrets_py.commands import scan_history

    rules = context.arguments.options.get("--rules") or _RULES
    return scan_history.audit_and_report(context, list(map(os.fsencode, revisions)), rules)


def _revisions(repository: Repository, wanted: Range) -> list[str]:
    """Return the arguments of git-rev-list(1) for a range; raises ``GitSecretsError``."""
    if not _is_here(repository, wanted.head):
        raise _missing("head", wanted.head)
    if _is_here(repository, wanted.base):
        return [wanted.head, f"^{wanted.base}"]
    if wanted.base and not wanted.may_lack_base:
        raise _missing("base", wanted.base)
    # A new branch, or one that was force-pushed over commits that are gone.
    others = [ref for ref in wanted.instead if _is_here(repository, ref)]
    return [wanted.head, *(f"^{ref}" for ref in others)]


def _is_here(repository: Repository, commit: str) -> bool:
    return bool(commit) and repository.git.succeeds("cat-file", "-e", f"{commit}^{{commit}}")


def _missing(what: str, commit: str) -> GitSecretsError:
    return GitSecretsError(f"the {what} of the range, {commit}, was not fetched. {_DEPTH}")
