"""The SARIF 2.1.0 format, which code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
One result for each place, since a host shows only the first location of a result.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from itertools import repeat, zip_longest
from urllib.parse import quote

from git_secrets_py import __version__
from git_secrets_py.content import NotScanned
from git_secrets_py.findings.place import cell_text
from git_secrets_py.model import HIGH, LOW, MEDIUM
from git_secrets_py.report.excerpt import excerpt
from git_secrets_py.report.history import commit_text, is_commit, state_of
from git_secrets_py.report.json_document import VARIES, Filled, Form, Items, Later, document
from git_secrets_py.report.key_pairs import paired
from git_secrets_py.report.masking import Masker
from git_secrets_py.report.naming import (
    account,
    description,
    origin_text,
    rule_name,
    rule_of,
    title,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from git_secrets_py.findings.place import Place
    from git_secrets_py.model import Pattern
    from git_secrets_py.report.model import RenderOptions, Report, ReportedSecret

    Object = dict[str, object]
    _Shape = tuple[bool, bool, bool]
    # The pattern, the level, the pattern that allows the secret, and the shape of the location.
    _Kind = tuple[Pattern, str, Pattern | None, _Shape]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"
_LEVELS = {NotScanned.ERROR: "error", NotScanned.WARNING: "warning", NotScanned.BINARY: "note"}
SEVERITY_LEVELS = {HIGH: "error", MEDIUM: "warning", LOW: "note"}
# GitHub sorts alerts by these; 7.0 and more is "high".
_SCORES = {HIGH: "8.0", MEDIUM: "5.0", LOW: "2.0"}
# Paths whose URIs are remembered: one may have a million secrets.
_REMEMBERED = 256
_HELP = (
    "Rotate the secret where it was issued: removing it from history does not revoke it. Then "
    "remove it from the file. If it is a false positive: "
    'git secrets --allow ID --reason "...", with the short ID in the result, and with the --rules, '
    "--rules-file, --text and --archives of the scan."
)


def render(report: Report, options: RenderOptions) -> Iterator[bytes]:
    """Yield the log, ASCII only, so that a terminal interprets none of it.

    The invocation is at the end: the run may be interrupted meanwhile.
    """
    masker = Masker.of(report, options)
    secrets = options.shown(report)
    rules = {name: totals.pattern for name, totals in report.totals.rules.items()}
    if options.show_allowed:
        rules |= {rule_name(secret.pattern): secret.pattern for secret in report.allowed}
    indices = {name: index for index, name in enumerate(rules)}
    run = {
        "tool": {"driver": driver([_rule(*item, masker) for item in rules.items()])},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The top of the work tree."}}},
        "results": Items(_Results(indices, masker).of(secrets)),
        "invocations": Later(lambda: [_invocation(report, masker)]),
    }
    yield from document({"$schema": SCHEMA, "version": "2.1.0", "runs": Items([run])})


def driver(rules: Sequence[Object]) -> Object:
    """Return the tool, with the descriptors of its ``rules``."""
    return {"name": "git-secrets-py", "semanticVersion": __version__, "rules": rules}


def _rule(name: str, pattern: Pattern, masker: Masker) -> Object:
    rule = rule_of(pattern)
    severity = rule.severity if rule is not None else pattern.severity_of(b"")
    text = description(pattern, masker)
    descriptor = rule_descriptor(name, title(pattern, masker), text, severity)
    if rule is not None and rule.reference:
        descriptor["helpUri"] = rule.reference
    return descriptor


def rule_descriptor(name: str, title: str, text: str, severity: str) -> Object:
    """Return a SARIF reporting descriptor; ``text`` describes the secret."""
    return {
        "id": name,
        "shortDescription": {"text": f"Secret: {title}"},
        "fullDescription": {"text": text},
        "help": {"text": f"{text} {_HELP}"},
        "defaultConfiguration": {"level": SEVERITY_LEVELS[severity]},
        "properties": {"tags": ["security", "secret"], "security-severity": _SCORES[severity]},
    }


class _Results:
    """The results of a report, whose rules have ``indices``."""

    def __init__(self, indices: Mapping[str, int], masker: Masker) -> None:
        self._indices = indices
        self._masker = masker

    def of(self, secrets: Iterable[ReportedSecret]) -> Iterator[Object | Filled]:
        """Yield a result for each place of ``secrets``.

        With that of the other half of a key pair, if there is one.
        """
        for secret, partner in paired(secrets):
            others = partner.places if partner else ()
            level, about = _about(secret)
            for place, other in zip_longest(secret.places, others):
                kind = secret.pattern, level, secret.allowed_by, self._shape(secret, place)
                values = self._values(secret, place, about)
                if partner is None or other is None:
                    yield Filled(self._masker.once(kind, self._form), values)
                    continue
                result = self._result(kind, iter(values))
                result["relatedLocations"] = [self._related(partner, other)]
                result["partialFingerprints"] = {
                    **_fingerprints(secret, place),
                    "partner/v1": partner.fingerprint,
                }
                yield result

    def _form(self, kind: _Kind, _: Masker) -> Form:
        return Form(self._result(kind, repeat(VARIES)))

    def _result(self, kind: _Kind, values: Iterator[object]) -> Object:
        """Return a result of ``kind`` with ``values``, as ``_values`` returns them."""
        pattern, level, allowed_by, shape = kind
        name = rule_name(pattern)
        result: Object = {
            "ruleId": name,
            "ruleIndex": self._indices[name],
            "level": level,
            "message": {"text": next(values)},
            "locations": [_location(shape, values)],
            "partialFingerprints": {"secret/v1": next(values), "secretInFile/v1": next(values)},
            "properties": {"origin": _text(origin_text(pattern, self._masker))},
        }
        if allowed_by is not None:
            by = _text(origin_text(allowed_by, self._masker))
            result["suppressions"] = [{"kind": "external", "justification": f"allowed by {by}"}]
        return result

    def _values(self, secret: ReportedSecret, place: Place, about: str) -> list[object]:
        """Return the values of a result that vary, in order."""
        return [
            _message(secret, place, about),
            *self._located(secret, place),
            *_fingerprints(secret, place).values(),
        ]

    def _shape(self, secret: ReportedSecret, place: Place) -> _Shape:
        """Return whether a location is absolute, has the text of the line, and is in a cell."""
        is_absolute = self._masker.path(place.path).startswith(b"/")
        return is_absolute, place is secret.place, place.cell != (0, 0)

    def _located(self, secret: ReportedSecret, place: Place) -> list[object]:
        """Return the values of a location that vary, in order."""
        path = self._masker.path(place.path)
        values: list[object] = [_uri(path), place.line, place.unit, place.unit_end]
        if place is secret.place:
            part = excerpt(secret.finding, self._masker)
            values += _text(part.secret), place.line, _text(part.text)
        cell = cell_text(place.cell)
        return [*values, cell] if cell else values

    def _related(self, partner: ReportedSecret, place: Place) -> Object:
        values = iter(self._located(partner, place))
        message = _message(partner, place, _about(partner)[1])
        return {**_location(self._shape(partner, place), values), "message": {"text": message}}


@lru_cache(maxsize=_REMEMBERED)
def _uri(path: bytes) -> str:
    """Return a path as a URI: relative to the top of the work tree unless it is absolute."""
    uri = quote(path.removeprefix(b"./"))
    return f"file://{uri}" if path.startswith(b"/") else uri


def _location(shape: _Shape, values: Iterator[object]) -> Object:
    """Return a location with ``values``, as ``_located`` returns them."""
    is_absolute, has_text, has_cell = shape
    artifact: Object = {"uri": next(values), **({} if is_absolute else {"uriBaseId": _BASE})}
    region: Object = {
        "startLine": next(values),
        "startColumn": next(values),
        "endColumn": next(values),
    }
    physical: Object = {"artifactLocation": artifact, "region": region}
    if has_text:
        region["snippet"] = {"text": next(values)}
        physical["contextRegion"] = {
            "startLine": next(values),
            "snippet": {"text": next(values)},
        }
    location: Object = {"physicalLocation": physical}
    if has_cell:
        location["logicalLocations"] = [{"name": next(values)}]
    return location


def _about(secret: ReportedSecret) -> tuple[str, str]:
    """Return the level of ``secret``, and its form and a remark for the message."""
    finding = secret.finding
    severity, doubt = secret.pattern.rating(finding.plaintext)
    form, remark = finding.match.form, doubt or account(finding)
    return SEVERITY_LEVELS[severity], f"{form and f' {form}'}{remark and f' ({remark})'}"


def _message(secret: ReportedSecret, place: Place, about: str) -> str:
    """Return the message. It has no text from files, since braces are special in SARIF."""
    text = f"{rule_name(secret.pattern)}: secret {secret.short_id}{about}"
    if place.commit:
        text += f", {'commit ' if is_commit(place.commit) else ''}{commit_text(place.commit)}"
    return text + (f", {state_of(secret)}." if secret.history else ".")


def _fingerprints(secret: ReportedSecret, place: Place) -> dict[str, str]:
    """Return the identity of this result, which does not depend on its line."""
    here = sha256(secret.fingerprint.encode() + b"\0" + place.path).hexdigest()
    return {"secret/v1": secret.fingerprint, "secretInFile/v1": here}


def _invocation(report: Report, masker: Masker) -> Object:
    problems = [(_LEVELS[one.severity], one.message) for one in report.problems]
    notes = [("note", note) for note in report.summary.notes]
    return {
        "executionSuccessful": report.is_complete,
        "toolExecutionNotifications": [
            {
                "level": level,
                "message": {"text": _text(masker.text(text.encode("utf-8", "surrogateescape")))},
            }
            for level, text in problems + notes
        ],
    }


def _text(text: bytes) -> str:
    return text.decode("utf-8", "replace")
