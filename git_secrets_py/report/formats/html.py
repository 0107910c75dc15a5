"""The HTML format: one page that needs no other file, for browsers and printers."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from git_secrets_py.content import IN_INDEX, IN_MESSAGE, IN_TAG, NotScanned
from git_secrets_py.page.contents import STATES, Facts, Kind, Location, Page, PageSecret, PageStep
from git_secrets_py.page.forge import forge_of
from git_secrets_py.page.render import render as render_page
from git_secrets_py.report.allow_steps import allow_steps
from git_secrets_py.report.escaping import visible, visible_line
from git_secrets_py.report.excerpt import excerpt
from git_secrets_py.report.fix_steps import fix_steps
from git_secrets_py.report.history import commit_text, is_commit, state_of
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.naming import remark, rule_name, rule_of, why
from git_secrets_py.report.steps import considered
from git_secrets_py.report.summary import headline, size_text
from git_secrets_py.report.times import timestamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.audit.model import Introduction
    from git_secrets_py.findings.place import Place
    from git_secrets_py.model import Pattern
    from git_secrets_py.page.forge import Forge
    from git_secrets_py.report.model import RenderOptions, Report, ReportedSecret, Summary
    from git_secrets_py.report.steps import Step

# Places of a secret on the page, and bytes of its line.
_PLACES = 20
_BEFORE, _LENGTH = 80, 320
_MESSAGES = (IN_MESSAGE, IN_TAG)
_TITLES = {
    "staged": "Staged changes",
    "message": "Commit message",
    "merge": "Merge",
    "push": "Push",
    "tree": "Files",
    "history": "History",
}


def render(report: Report, options: RenderOptions) -> Iterator[bytes]:
    """Yield the page."""
    renderer = _Page(report, options)
    title = _TITLES[report.situation.scope]
    line = headline(report)
    yield from render_page(
        Page(
            title=f"{title} of {options.repository}" if options.repository else title,
            headline=line[:1].upper() + line[1:],
            generated=datetime.now().astimezone().isoformat(timespec="seconds"),
            is_complete=report.is_complete,
            is_masked=not options.show_secrets,
            total=len(report.found),
            facts=renderer.facts(),
            secrets=renderer.secrets(),
            counts=_counts(report),
            problems=[
                renderer.masker.message(problem.message)
                for problem in report.problems
                if problem.severity != NotScanned.BINARY
            ],
            notes=[renderer.masker.message(note) for note in report.summary.notes],
        )
    )


def _counts(report: Report) -> list[tuple[str, str]]:
    summary: Summary = report.summary
    numbers = {
        "Secrets": len(report.found),
        "Files with secrets": len(report.totals.files),
        "Allowed": len(report.allowed) or None,
        "Commits": summary.commits,
        "Blobs": summary.blobs,
        "Binary blobs skipped": summary.binaries or None,
        "Patterns": summary.patterns,
    }
    counts = [(label, f"{number:,}") for label, number in numbers.items() if number is not None]
    if summary.size is not None:
        counts.append(("Size", size_text(summary.size)))
    return counts


class _Page:
    """The renderer of the secrets of one report."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self._report = report
        self.masker = Masker.of(report, options)
        self._forge: Forge | None = forge_of(options.remote)
        self._kinds: dict[tuple[Pattern, str], Kind] = {}

    def facts(self) -> Iterator[Facts]:
        """Yield the facts about each secret."""
        return map(_facts, self._report.found)

    def secrets(self) -> Iterator[PageSecret]:
        """Yield the secrets."""
        return map(self._secret, self._report.found)

    def _secret(self, secret: ReportedSecret) -> PageSecret:
        finding, found = secret.finding, secret.history
        part = excerpt(finding, self.masker, _BEFORE, _LENGTH)
        # Most secrets have one place.
        some = considered([secret]) if secret.further_count else [secret]
        situation, mask = self._report.situation, self.masker.path
        introduction = found.introduction if found else None
        return PageSecret(
            id=secret.short_id,
            facts=_facts(secret),
            kind=self._kind(secret.pattern, finding.match.form),
            excerpt=(
                visible_line(part.before),
                visible_line(part.secret),
                visible_line(part.after),
            ),
            locations=[self._location(place) for place in islice(secret.places, _PLACES)],
            places=1 + secret.further_count,
            author=self._text(introduction.author) if introduction else "",
            subject=self._text(introduction.summary) if introduction else "",
            remark=_remark(secret),
            steps=_steps(fix_steps(some, situation, mask)),
            allow=_steps(allow_steps(some, situation, mask)),
        )

    def _kind(self, pattern: Pattern, form: str) -> Kind:
        kind = self._kinds.get((pattern, form))
        if kind is None:
            rule = rule_of(pattern)
            kind = Kind(
                why(pattern, self.masker, form),
                rule.reference if rule is not None else "",
            )
            self._kinds[pattern, form] = kind
        return kind

    def _location(self, place: Place) -> Location:
        path = self.masker.path(place.path)
        in_history = is_commit(place.commit)
        # The address of the file would show a secret that is masked in its path.
        is_masked = path != place.path
        return Location(
            visible(path),
            place.line,
            commit_text(place.commit) if in_history else "",
            self._link(place, is_masked=is_masked) if in_history else "",
        )

    def _link(self, place: Place, *, is_masked: bool) -> str:
        if self._forge is None or place.path == IN_TAG:
            return ""
        commit = place.commit.decode()
        if is_masked or place.path == IN_MESSAGE:
            return self._forge.commit(commit)
        return self._forge.line(commit, place.path, place.line)

    def _text(self, text: bytes) -> str:
        return visible(self.masker.text(text))


def _facts(secret: ReportedSecret) -> Facts:
    found = secret.history
    return Facts(
        rule=rule_name(secret.pattern),
        severity=secret.finding.severity,
        state=_state(secret),
        since=_time(found.introduction if found else None),
        until=_time(found.removal if found else None),
    )


def _state(secret: ReportedSecret) -> str:
    """Return the state of ``secret``, one of ``page.contents.STATES``."""
    found = secret.history
    if found is None:
        return "message" if secret.place.path in _MESSAGES else "file"
    if found.in_head:
        return "head"
    if secret.place.commit == IN_INDEX:
        return "staged"
    if not found.reachable:
        return "unreachable"
    return "remote" if found.on_remote else "history"


def _time(introduction: Introduction | None) -> str:
    return timestamp(introduction.time, introduction.zone) if introduction else ""


def _remark(secret: ReportedSecret) -> str:
    """Return sentences that add to the name of its state."""
    state = state_of(secret)
    is_known = state.lower() == STATES[_state(secret)].lower()
    parts = [remark(secret.finding), "" if is_known else state]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts if part)


def _steps(steps: Sequence[Step]) -> list[PageStep]:
    return [PageStep(step.text, step.is_command) for step in steps]
