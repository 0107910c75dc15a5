"""The report that the original prints: ``path:line:content``, and what can be done."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.model import Finding

_MITIGATIONS = b"""
[ERROR] Matched one or more prohibited patterns

What you can do:
- Take the secret out, and change it where it has been shared already
- Allow a false positive in this clone: git secrets --add --allowed <pattern>
- Allow a false positive for everybody: a line with a pattern in .gitallowed at the top
- See which patterns are prohibited and which are allowed: git secrets --list
- Go past a false positive once: %b
"""
_ONCE = b"--no-verify"
# --no-verify does not skip prepare-commit-msg (githooks(5)).
_ONCE_IN_A_MERGE = b"git -c core.hooksPath=/dev/null merge ..."


def finding_line(finding: Finding) -> bytes:
    """Return the line with the finding as ``path:line:content``, in history after ``commit:``."""
    line = finding.line
    prefix = finding.commit + b":" if finding.commit else b""
    return b"%b%b:%d:%b\n" % (prefix, finding.path, line.number, line.content)


def mitigations(scope: str = "") -> bytes:
    """Return what stands below the findings; ``scope`` is one of ``values.SCOPES``."""
    return _MITIGATIONS % (_ONCE_IN_A_MERGE if scope == "merge" else _ONCE)
