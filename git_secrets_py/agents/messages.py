"""The messages for the user and for the model about an event that is stopped."""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, FILE, PROMPT, RESULT, Messages
from git_secrets_py.model import FINGERPRINT_PREFIX
from git_secrets_py.report.escaping import visible
from git_secrets_py.report.masking import Masker, mask
from git_secrets_py.report.naming import remark, rule_name
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.findings.finding import Finding

_CARRIERS = {
    PROMPT: "the prompt",
    CALL: "the tool call",
    FILE: "the file",
    RESULT: "the result of the tool",
}
# A call may lead to files that show a secret.
_HOLDS = {CALL: "would reveal"}
_MOST = 10
_ALLOW = "git secrets --allow"
_INSTEAD = (
    "Do not try to get, print or write the value in another way. Use a reference to it, such as "
    "an environment variable or a secret store. Do not change .gitallowed, hooks or settings; if "
    "this seems to be a false positive, ask the user."
)
_FAILED = "git-secrets could not check {0}, so it was stopped. Ask the user to look into it."


def found(
    findings: Sequence[Finding], kind: str, *, in_repository: bool, are_all: bool
) -> Messages:
    """Return the messages about ``findings`` in an event of ``kind``; ``are_all`` its findings."""
    distinct = list({(one.id, one.path): one for one in findings}.values())
    carrier = _CARRIERS[kind]
    masker = Masker(secret for one in findings for secret in (one.secret, one.plaintext))
    shown = [_user_line(one, masker) for one in distinct[:_MOST]]
    if len(distinct) > _MOST:
        shown.append(f"and {len(distinct) - _MOST} more")
    what = f"{carrier} {_HOLDS.get(kind, 'contains')} {count(len(distinct), 'secret')}"
    user = [f"git secrets: stopped: {what}", *shown]
    user += _allowing(distinct, in_repository=in_repository)
    kinds = ", ".join(dict.fromkeys(_kind(one, masker) for one in distinct[:_MOST]))
    model = f"git-secrets stopped this: {what}: {kinds}. {_INSTEAD}"
    return Messages("\n".join(user), model, {one.secret for one in findings} if are_all else ())


def failed(reason: str, kind: str) -> Messages:
    """Return the messages about an event that could not be checked for ``reason``."""
    carrier = _CARRIERS.get(kind, "the event")
    user = f"git secrets: stopped: {carrier} could not be checked: {visible(reason.encode())}"
    return Messages(user, _FAILED.format(carrier))


def hidden(kind: str) -> Messages:
    """Return messages without any detail, for secrets that details would repeat."""
    text = f"git secrets: stopped: {_CARRIERS[kind]} {_HOLDS.get(kind, 'contains')} a secret"
    return Messages(text, f"{text}. {_INSTEAD}")


def _user_line(finding: Finding, masker: Masker) -> str:
    secret = visible(mask(finding.secret))
    about = remark(finding)
    name = rule_name(finding.match.pattern) + (f" ({about})" if about else "")
    return f"{_where(finding, masker)}: {name} {secret}, ID {finding.short_id}"


def _kind(finding: Finding, masker: Masker) -> str:
    name = rule_name(finding.match.pattern)
    return name if finding.path[:1] == b"(" else f"{name} in {_where(finding, masker)}"


def _where(finding: Finding, masker: Masker) -> str:
    return f"{visible(masker.path(finding.path))}:{finding.line.number}"


def _allowing(findings: Sequence[Finding], *, in_repository: bool) -> list[str]:
    """Return how to allow those of ``findings`` that may be false positives."""
    foreign = [one for one in findings if not one.match.pattern.confidential]
    if not foreign:
        return ["It is your own live secret, which nothing allows."]
    if not in_repository:
        literal = "git secrets --add --global --allowed --literal <text>"
        return [f"If it is a false positive: {literal}"]
    guessable = [one for one in foreign if one.match.pattern.guessable]
    entries = [one.fingerprint for one in foreign if not one.match.pattern.guessable]
    lines: list[str] = []
    if entries:
        lines.append("If it is a false positive, commit this in .gitallowed:")
        lines += [FINGERPRINT_PREFIX.decode() + one for one in dict.fromkeys(entries[:_MOST])]
    if guessable:  # its hash must not be shown
        ids = " ".join(dict.fromkeys(one.short_id for one in guessable[:_MOST]))
        lines.append(f"If it is a false positive, commit .gitallowed after: {_ALLOW} {ids}")
    return lines
