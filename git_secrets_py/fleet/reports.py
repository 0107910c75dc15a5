"""The reports on a fleet: ``fleet.json``, ``fleet.sarif``, ``fleet.html``, and a summary."""

from __future__ import annotations

from itertools import islice

from git_secrets_py.fleet.tasks import AUDITED, STOPPED
from git_secrets_py.report.escaping import visible
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from git_secrets_py.cli.context import Context
    from git_secrets_py.fleet.document import FleetDocument
    from git_secrets_py.fleet.results import OutputDirectory

    Object = dict[str, Any]

JSON = "fleet.json"
SARIF = "fleet.sarif"
HTML = "fleet.html"
_SHOWN = 20
_PIECE = 1 << 16


def write_reports(results: OutputDirectory, document: FleetDocument) -> None:
    """Write every report into the output directory; raises ``OutputError``."""
    from git_secrets_py.fleet.page import page
    from git_secrets_py.fleet.sarif import sarif

    results.write(JSON, document.written())
    results.write(SARIF, sarif(document))
    results.write(HTML, page(document))


def print_report(context: Context, document: FleetDocument, directory: str) -> None:
    """Print the summary, or the document in the format of ``--format``."""
    format = context.arguments.options.get("--format", "text")
    if format == "text":
        for line in _summary(document, directory):
            context.out(line.encode("utf-8", "surrogateescape") + b"\n")
        return
    with open(f"{directory}/fleet.{format}", "rb") as file:
        while piece := file.read(_PIECE):
            context.out(piece)


def _summary(document: FleetDocument, directory: str) -> Iterator[str]:
    summary = document.summary()
    total = summary["secrets"]
    for secret in islice(document.secrets(), _SHOWN):
        yield _line(secret)
    if total > _SHOWN:
        yield f"and {count(total - _SHOWN, 'more secret')}"
    for one in document.repositories():
        if one["status"] not in (AUDITED, STOPPED):
            reasons = visible("; ".join(one["reasons"]).encode())
            partly = "not fully audited" if one["status"] == "partial" else "not audited"
            yield f"{visible(one['name'].encode())}: {partly}: {reasons}"
    yield from islice(document.clones(), _SHOWN)
    stopped = summary["statuses"][STOPPED]
    if stopped:
        not_begun = count(stopped, "repository", "repositories")
        yield f"{not_begun} not started; run the command again to continue"
    audited = summary["statuses"][AUDITED]
    holding = count(summary["with_secrets"], "repository", "repositories")
    yield (
        f"{count(total, 'secret')} in {holding}"
        f"; {audited:,} of {summary['repositories']:,} fully audited; reports in {directory}"
    )


def _line(secret: Object) -> str:
    first = secret["appearances"][0]
    where = count(secret["repositories"], "repository", "repositories")
    since = f", first on {secret['first_time'][:10]}" if secret["first_time"] else ", first"
    line = f"{secret['id']} {secret['rule']} ({secret['severity']}) in {where}{since}"
    line += f" in {visible(first['repository'].encode())}"
    if secret["in_head"]:
        return f"{line}, still in HEAD of {secret['in_head']:,}"
    return f"{line}, only in history"
