"""The text format: ``path:line:content``, as git-secrets by AWS Labs prints it, and advice."""

from __future__ import annotations

from functools import lru_cache

from git_secrets_py.model import short_id
from git_secrets_py.wording import ONLY_SERVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.findings.finding import Allowed, Finding
    from git_secrets_py.report.steps import Step

# Bytes that are not part of a control character.
_PLAIN = bytes((0x09, *range(0x20, 0x7F), *range(0xA0, 0x100)))
_MATCHED = "[ERROR] Matched one or more prohibited patterns"
_HEADING = "What you can do:"
_REMOVE = "- Remove the secret, and rotate it if it was ever shared\n"
_HERE = "- Allow a false positive in this clone: git secrets --add --allowed <pattern>\n"
_FOR_EVERYONE = (
    "- Allow a false positive for everyone: add a pattern to .gitallowed at the top of the work "
    "tree\n"
)
_LIST = "- List the prohibited and the allowed patterns: git secrets --list\n"
_IF_FALSE = "- If it is a false positive, allow it:"
_IF_USER_SAYS = "- If it is a false positive and the user confirms it, allow it:"
_FOR_AGENTS = (
    "- If you are a coding agent: use a reference to the secret, such as an environment variable. "
    "Do not allow it and do not skip this hook; ask the user.",
)
_ONCE = "- Skip the hook once for a false positive: %s"


def finding_line(finding: Finding) -> bytes:
    """Return ``finding`` as ``path:line:content``, in history as ``commit:path:line:content``."""
    line = finding.line
    prefix = finding.commit + b":" if finding.commit else b""
    path, content = _path(finding.path), _escaped(line.content)
    return b"%b%b:%d:%b\n" % (prefix, path, line.number, content)


def finding_lines(findings: Sequence[Finding]) -> list[bytes]:
    """Return the lines of ``findings``, as ``finding_line`` does: there may be millions."""
    if _is_risky(b"".join([finding.line.content for finding in findings])):
        return list(map(finding_line, findings))
    path_of = _path
    return [
        b"%b%b:%d:%b\n"
        % (
            finding.commit and finding.commit + b":",
            path_of(finding.path),
            finding.line.number,
            finding.line.content,
        )
        for finding in findings
    ]


@lru_cache(maxsize=1)
def _path(path: bytes) -> bytes:
    if not _is_risky(path) and path[:2] != b"::" and b"\t" not in path:
        return path
    from git_secrets_py.report.escaping import quoted_path

    return quoted_path(path)


def _escaped(text: bytes) -> bytes:
    if not _is_risky(text):
        return text
    from git_secrets_py.report.escaping import escaped  # most lines are plain

    return escaped(text)


def _is_risky(text: bytes) -> bool:
    return bool(text.translate(None, _PLAIN)) or b"##[" in text


def allowed_line(allowed: Allowed) -> bytes:
    """Return an allowed match like a finding, after the origin of the pattern that allows it."""
    origin = str(allowed.by.origin).encode("utf-8", "surrogateescape")
    return b"allowed by %b: %b" % (_escaped(origin), finding_line(allowed.finding))


def id_line(rule: str, fingerprint: str, severity: str, *remarks: str) -> bytes:
    """Return the line below a masked finding: the rule, the ID and the severity, and remarks."""
    fields = (rule, short_id(fingerprint), severity, *remarks)
    return f"    {'  '.join(fields)}\n".encode()


def mitigations(
    *, skip: str = "", is_own_clone: bool = True, only_server_allows: bool = False
) -> bytes:
    """Return the advice below the findings.

    ``skip`` is how to skip the hook that ran once, if that is possible. ``is_own_clone`` is false
    on a server and in CI, where users cannot change the git config. ``only_server_allows``: only
    the git config of the server allows anything.
    """
    everyone = f"- {ONLY_SERVER}\n" if only_server_allows else _FOR_EVERYONE
    here, listing = (_HERE, _LIST) if is_own_clone else ("", "")
    once = _ONCE % skip + "\n" if skip else ""
    heading = f"\n{_MATCHED}\n\n{_HEADING}\n"
    return "".join((heading, _REMOVE, here, everyone, listing, once)).encode()


def steps(fix: Sequence[Step], allow: Sequence[Step], *, in_hook: bool = False) -> str:
    """Return the advice below masked findings.

    Without a terminal, a coding agent may read the output of a hook, and must not be led to skip
    the hook or to allow anything. The advice therefore does not say how to skip it.
    """
    lines = [_MATCHED, "", _HEADING, *map(_step, fix), *(_FOR_AGENTS if in_hook else ())]
    if allow:
        heading = _IF_USER_SAYS if in_hook else _IF_FALSE
        lines += [heading] if allow[0].is_command else []
        lines += map(_step, allow)
    return "\n".join(["", *lines])


def _step(step: Step) -> str:
    return f"    {step.text}" if step.is_command else f"- {step.text}"
