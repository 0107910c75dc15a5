"""The GitHub format: annotations in a workflow, one ``::error`` line for each place.

GitHub shows the first ten of a step beside the code and all of them in the log.
https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from git_secrets_py.content import NotScanned
from git_secrets_py.findings.place import cell_text
from git_secrets_py.model import HIGH, LOW, MEDIUM
from git_secrets_py.report.escaping import visible
from git_secrets_py.report.excerpt import excerpt
from git_secrets_py.report.history import commit_text, is_commit, state_of
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.naming import origin_text, remark, title
from git_secrets_py.report.summary import headline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from git_secrets_py.findings.place import Place
    from git_secrets_py.report.model import RenderOptions, Report, ReportedSecret

_SHOWN = 80
_SEVERITY_LEVELS = {HIGH: "error", MEDIUM: "warning", LOW: "notice"}
_LEVELS = {NotScanned.ERROR: "error", NotScanned.WARNING: "warning"}


def render(report: Report, options: RenderOptions) -> Iterator[bytes]:
    """Yield the annotations, and the headline below them."""
    masker = Masker.of(report, options)
    for secret in options.shown(report):
        yield _lines(_secret(secret, masker))
    yield _lines([*_remarks(report, masker), headline(report)])


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(line + "\n" for line in lines).encode("utf-8", "replace")


def _secret(secret: ReportedSecret, masker: Masker) -> Iterable[str]:
    level = "notice" if secret.allowed_by else _SEVERITY_LEVELS[secret.finding.severity]
    name = title(secret.pattern, masker)
    for place in secret.places:
        properties = {**_location(place, masker), "title": f"Secret: {name}"}
        yield _command(level, properties, _message(secret, place, masker))


def _location(place: Place, masker: Masker) -> Mapping[str, str]:
    """Return the place of an annotation; columns as editors count them."""
    if place.path.startswith(b"("):  # a placeholder for content that is not a file
        return {}
    return {
        "file": visible(masker.path(place.path.removeprefix(b"./"))),
        "line": str(place.line),
        "endLine": str(place.line),
        "col": str(place.unit),
        "endColumn": str(place.unit_end),
    }


def _message(secret: ReportedSecret, place: Place, masker: Masker) -> str:
    shown = visible(excerpt(secret.finding, masker).secret[:_SHOWN])
    origin = visible(origin_text(secret.pattern, masker))
    parts = [f"{shown} ({secret.short_id}), prohibited by {origin}"]
    parts += filter(None, [remark(secret.finding), cell_text(place.cell)])
    if place.commit:
        word = "commit " if is_commit(place.commit) else ""
        parts.append(word + commit_text(place.commit))
    if secret.history is not None:
        parts.append(state_of(secret))
    if secret.allowed_by is not None:
        parts.append(f"allowed by {visible(origin_text(secret.allowed_by, masker))}")
    return "\n".join(parts)


def _remarks(report: Report, masker: Masker) -> Iterable[str]:
    for problem in report.problems:
        if problem.severity in _LEVELS:
            properties = {"title": "Not scanned"}
            yield _command(_LEVELS[problem.severity], properties, masker.message(problem.message))
    for note in report.summary.notes:
        yield _command("notice", {"title": "git-secrets"}, masker.message(note))


def _command(level: str, properties: Mapping[str, str], message: str) -> str:
    words = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {words}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
