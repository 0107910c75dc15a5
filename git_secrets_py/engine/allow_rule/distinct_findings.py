"""One finding for each secret that several rules of files match."""

from __future__ import annotations

from git_secrets_py.engine.spans import Apart, Spans
from git_secrets_py.findings.finding import Allowed, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def without_repeated(judged: list[Finding | Allowed]) -> list[Finding | Allowed]:
    """Return ``judged`` without findings of rule files whose secret another one has, too.

    The finding of a built-in rule is kept, else that of a rule that is not generic, else the
    longest.
    """
    found = sorted((one for one in judged if isinstance(one, Finding)), key=_generality)
    own = [one for one in found if not one.match.pattern.is_whole]
    of_rules = Spans(one.match.secret for one in own if one.match.pattern.has_boundaries)
    kept, apart = set(own), Apart()
    for finding in found[len(own) :]:
        secret = finding.match.secret
        if not (of_rules.contain(*secret) or of_rules.have_within(*secret)) and apart.add(secret):
            kept.add(finding)
    return [one for one in judged if isinstance(one, Allowed) or one in kept]


def _generality(finding: Finding) -> tuple[float, ...]:
    pattern: Any = finding.match.pattern
    start, end = finding.match.secret
    return (*pattern.generality, start - end) if pattern.is_whole else ()
