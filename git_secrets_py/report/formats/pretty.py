"""The pretty format, for a terminal: the secrets with their places, reasons and next commands."""

from __future__ import annotations

import textwrap
from array import array

from git_secrets_py.content import BLOCKING, NotScanned
from git_secrets_py.findings.place import cell_text
from git_secrets_py.model import Origin
from git_secrets_py.report.allow_steps import allow_steps
from git_secrets_py.report.escaping import cells, cut_end, visible, visible_line
from git_secrets_py.report.excerpt import fitted
from git_secrets_py.report.fix_steps import fix_steps
from git_secrets_py.report.history import commit_text, is_commit, state_of
from git_secrets_py.report.hyperlinks import file_uri, link, web_uri
from git_secrets_py.report.key_pairs import paired
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.naming import (
    account,
    origin_text,
    pattern_text,
    rule_name,
    rule_of,
    title,
    why,
)
from git_secrets_py.report.steps import Step, command, considered
from git_secrets_py.report.summary import headline, table
from git_secrets_py.report.times import day
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.audit.model import AuditFinding
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.findings.place import Place
    from git_secrets_py.model import Pattern
    from git_secrets_py.report.model import RenderOptions, Report, ReportedSecret

_INDENT = "  "
_LABEL = 7
_NARROWEST = 40
# The most further places that are shown, and those among which they are searched for.
_PLACES, _CONSIDERED = 3, 100
# With more secrets, the headline is repeated at the end, a table is added, or only that is shown.
_FEW, _TABLE, _MANY = 3, 10, 20

_BOLD, _RED, _YELLOW, _DIM = "1", "31", "33", "2"


def render(report: Report, options: RenderOptions) -> Iterator[bytes]:
    """Yield the report; nothing for a hook without findings, problems or notes."""
    if not _is_silent(report, options):
        for line in _Pretty(report, options).lines():
            yield line.encode("utf-8", "replace") + b"\n"


def _is_silent(report: Report, options: RenderOptions) -> bool:
    entries = [options.shown(report), report.problems, report.summary.notes]
    return not any(map(len, entries)) and report.is_complete and report.situation.scope in BLOCKING


def _by_rule(found: Iterable[ReportedSecret]) -> Iterable[array[int]]:
    """Return the entries by the name and origin of their pattern, and by their form.

    An entry is twice the number of a secret in ``found``, and one more for a key pair, of which
    the next secret is the other half.
    """
    groups: dict[tuple[str, ...], array[int]] = {}
    number = 0
    for secret, partner in paired(found):
        pattern = secret.pattern
        finding = secret.finding
        key = rule_name(pattern), str(pattern.origin), finding.match.form, finding.doubt
        with_partner = (rule_name(partner.pattern),) if partner else ()
        entry = number << 1 | (partner is not None)
        groups.setdefault((*key, *with_partner), array("Q")).append(entry)
        number += 2 if partner else 1
    return groups.values()


class _Pretty:
    """The renderer of one report."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self._report = report
        self._masker = Masker.of(report, options)
        self._color = options.color
        self._top = options.top
        self._show_allowed = options.show_allowed
        self._verbose = options.verbose
        self._width = max(options.width, _NARROWEST)

    def lines(self) -> Iterable[str]:
        """Yield the lines of the report."""
        found = self._report.found
        title = self._paint(headline(self._report), _BOLD, _RED if len(found) else "")
        yield title
        if len(found):
            yield from self._found(found)
        if self._show_allowed and len(self._report.allowed):
            yield ""
            for secret in self._report.allowed:
                yield from self._allowed(secret)
        yield from self._remarks()
        if len(found) > _FEW:
            yield from ("", title)

    def _found(self, found: Sequence[ReportedSecret]) -> Iterable[str]:
        if len(found) <= _MANY or self._verbose:
            for entries in _by_rule(found):
                yield from self._group(found, entries)
        if len(found) > _TABLE:
            yield ""
            yield from (_INDENT + line for line in table(self._report))
        if len(found) > 1:
            yield ""
        yield from self._advice(found)

    def _group(self, found: Sequence[ReportedSecret], entries: Sequence[int]) -> Iterable[str]:
        """Yield the secrets that one pattern finds, and why it is prohibited."""
        for entry in entries:
            yield ""
            if entry & 1:
                yield from self._half(found[entry >> 1])
            yield from self._secret(found[(entry >> 1) + (entry & 1)])
        last = found[(entries[0] >> 1) + (entries[0] & 1)]
        yield from self._labeled("why", self._why(last.finding))

    def _half(self, secret: ReportedSecret) -> Iterable[str]:
        """Yield the first half of a key pair."""
        yield self._title(secret)
        yield ""
        yield from self._line(secret.finding)
        yield ""
        yield from self._further(secret)

    def _secret(self, secret: ReportedSecret) -> Iterable[str]:
        yield self._title(secret)
        yield ""
        yield from self._line(secret.finding)
        yield ""
        yield from self._further(secret)
        if secret.history is not None:
            yield from self._labeled("in", self._history(secret, secret.history))

    def _advice(self, found: Sequence[ReportedSecret]) -> Iterable[str]:
        situation, mask = self._report.situation, self._masker.path
        some = considered(found)
        yield from self._labeled("fix", fix_steps(some, situation, mask))
        is_part = len(some) < len(found)
        yield from self._labeled("allow", allow_steps(some, situation, mask, is_part=is_part))
        are_listed = self._verbose or situation.in_framework
        if situation.listing and len(found) > _MANY and not are_listed:
            listing = mask(situation.listing.encode()).decode()
            yield from self._labeled("list", [command(listing)])

    def _title(self, secret: ReportedSecret) -> str:
        where = self._paint(self._linked_place(secret.place), _BOLD)
        name = self._linked_title(secret.pattern)
        short_id = self._paint(secret.short_id, _YELLOW)
        fields = (where, name, short_id, secret.finding.severity, account(secret.finding))
        return "  ".join(filter(None, fields))

    def _linked_place(self, place: Place) -> str:
        text = self._place(place)
        # The address would show a secret that is masked in the path.
        if self._top is None or self._masker.path(place.path) != place.path:
            return text
        return link(text, file_uri(place, self._top))

    def _linked_title(self, pattern: Pattern) -> str:
        name, rule = title(pattern, self._masker), rule_of(pattern)
        if self._top is None or rule is None:
            return name
        return link(name, web_uri(rule.reference))

    def _place(self, place: Place) -> str:
        text = f"{visible(self._masker.path(place.path))}:{place.line}:{place.character}"
        cell = cell_text(place.cell)
        return f"{text} ({cell})" if cell else text

    def _line(self, finding: Finding) -> Iterable[str]:
        """Yield the line, cut around the match, and the underline of the match below it."""
        number = str(finding.line.number)
        room = self._width - len(_INDENT) - len(number) - 3
        before, match, after = fitted(finding, self._masker, room)
        shown = before + self._paint(match, _BOLD, _RED) + after
        yield f"{_INDENT}{self._paint(f'{number} |', _DIM)} {shown}".rstrip()
        underline = self._paint("^" * cells(match), _BOLD, _RED)
        gutter = self._paint(" " * len(number) + " |", _DIM)
        yield f"{_INDENT}{gutter} {' ' * cells(before)}{underline}"

    def _why(self, finding: Finding) -> Iterable[Step]:
        pattern, form = finding.match.pattern, finding.match.form
        origin = visible(origin_text(pattern, self._masker))
        text = pattern_text(pattern, self._masker)
        yield Step(why(pattern, self._masker, form))
        if text is not None and rule_of(pattern) is None:
            yield Step(cut_end(visible_line(text), self._room(4)), is_command=True)
        if finding.doubt:
            yield Step(f"Of {finding.severity} severity, since {finding.doubt}.")
        yield Step(f"{'Set in' if pattern.origin.kind == Origin.CONFIG else 'From'} {origin}.")

    def _history(self, secret: ReportedSecret, found: AuditFinding) -> Iterable[Step]:
        commit = secret.place.commit
        text = commit_text(commit)
        parts = [f"commit {text}" if is_commit(commit) else text.strip("()")]
        summary = ""
        if found.introduction is not None:
            author = visible(self._masker.text(found.introduction.author))
            if author:
                date = day(found.introduction.time, found.introduction.zone)
                parts.append(f"{author}, {date}")
            summary = visible(self._masker.text(found.introduction.summary))
        if summary:
            yield Step(f"{', '.join(parts)}:")
            yield Step(cut_end(summary, self._room(4)), is_command=True)
        else:
            yield Step(", ".join(parts))
        yield Step(state_of(secret))

    def _further(self, secret: ReportedSecret) -> Iterable[str]:
        """Yield one line for all further occurrences."""
        if not secret.further_count:
            return
        if self._verbose and len(secret.further):
            steps = (Step(self._place(place)) for place in secret.further)
            yield from self._labeled("also", steps)
            return
        places = self._other_places(secret)
        text = _counted(places, secret.further_count)
        # The number is not cut off, but a single place is.
        while places and secret.further_count > 1 and cells(text) > self._room(0):
            places.pop()
            text = _counted(places, secret.further_count)
        yield f"{self._label('also')}{cut_end(text, self._room(0))}"

    def _other_places(self, secret: ReportedSecret) -> list[str]:
        """Return the first further places; those in other versions of a file are one."""
        places = dict.fromkeys(map(self._place, secret.further[:_CONSIDERED]))
        places.pop(self._place(secret.place), None)
        return list(places)[:_PLACES]

    def _allowed(self, secret: ReportedSecret) -> Iterable[str]:
        pattern = secret.allowed_by
        if pattern is None:
            return
        source = pattern_text(pattern, self._masker) or b""
        origin = visible(origin_text(pattern, self._masker))
        yield self._paint("allowed ", _DIM) + self._title(secret)
        yield f"{_INDENT}by {cut_end(visible_line(source), self._room(0))} from {origin}"

    def _remarks(self) -> Iterable[str]:
        """Yield the problems and the notes."""
        problems = [one for one in self._report.problems if one.severity != NotScanned.BINARY]
        if problems or self._report.summary.notes:
            yield ""
        for problem in problems:
            prefix = "not scanned: " if problem.severity == NotScanned.ERROR else "warning: "
            yield from self._wrapped(prefix + self._masker.message(problem.message), "")
        for note in self._report.summary.notes:
            yield from self._wrapped("note: " + self._masker.message(note), "")

    def _labeled(self, label: str, steps: Iterable[Step]) -> Iterable[str]:
        """Yield ``steps`` beside ``label``; commands are not wrapped, to be copied."""
        prefix = self._label(label)
        blank = _INDENT + " " * _LABEL
        indent = ""
        for step in steps:
            if step.is_command:
                yield prefix + indent + step.text
            else:
                indent = _INDENT
                yield from self._wrapped(step.text, blank, prefix)
            prefix = blank

    def _label(self, label: str) -> str:
        return f"{_INDENT}{self._paint(label, _BOLD)}{' ' * (_LABEL - len(label))}"

    def _room(self, indent: int) -> int:
        return self._width - len(_INDENT) - _LABEL - indent

    def _wrapped(self, text: str, indent: str, prefix: str | None = None) -> Sequence[str]:
        """Return ``text`` in lines, the first after ``prefix``, as wide as ``indent``."""
        lines = textwrap.wrap(
            text, self._width - len(indent), break_long_words=False, break_on_hyphens=False
        )
        first = indent if prefix is None else prefix
        return [(indent if number else first) + line for number, line in enumerate(lines)]

    def _paint(self, text: str, *codes: str) -> str:
        if not self._color:
            return text
        return f"\x1b[{';'.join(filter(None, codes))}m{text}\x1b[0m"


def _counted(places: Sequence[str], total: int) -> str:
    """Return ``places`` and, if they are not all, the number of the others in ``total``."""
    rest = total - len(places)
    others = [count(rest, "more place" if places else "further place")] if rest else []
    return ", ".join((*places, *others))
