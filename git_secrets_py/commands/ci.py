"""``git secrets --ci``: scans the commits and tags that a CI job is for."""

from __future__ import annotations

import os
from itertools import chain

from git_secrets_py.ci.job import Event
from git_secrets_py.ci.scan_range import scan_range
from git_secrets_py.ci.services import job_of
from git_secrets_py.cli import argument_checks
from git_secrets_py.errors import EXIT_CLEAN
from git_secrets_py.selection.active_files import HEAD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def run(context: Context) -> int:
    """Scan the commits that a request or push brings in, else everything; return the exit status.

    Raises ``GitSecretsError`` if these commits cannot be determined: they must not pass unscanned.
    """
    argument_checks.nothing(context)
    job = job_of(os.environ)
    if job.event is Event.DELETION:
        context.notify("the ref of this job was deleted: nothing to scan")
        return EXIT_CLEAN
    from git_secrets_py.cli.audit_runner import audit_and_report, shallow_problems
    from git_secrets_py.sources.push import tagged

    chosen = scan_range(context.repository.git, job)
    for note in chosen.notes:
        context.notify(note)
    revisions = [os.fsencode(one) for one in chosen.revisions]
    context.notify(f"scanning {' '.join(chosen.revisions) or 'all history'}")
    cut = shallow_problems(context, revisions, job.fetch_all)
    tags = tagged(context.repository.git, chosen.tags or {})
    return audit_and_report(context, revisions, HEAD, chain(cut, tags))
