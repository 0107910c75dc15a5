"""The text format: ``path:line:content``, as git-secrets by AWS Labs prints it, and advice."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.model import Finding

_MITIGATIONS = b"""
[ERROR] Matched one or more prohibited patterns

What you can do:
- Remove the secret, and rotate it if it was ever shared
- Allow a false positive in this clone: git secrets --add --allowed <pattern>
- Allow a false positive for everyone: add a pattern to .gitallowed at the top of the work tree
- List the prohibited and the allowed patterns: git secrets --list
- Skip the hook once for a false positive: %b
"""
_ONCE = b"--no-verify"
# --no-verify does not skip prepare-commit-msg (githooks(5)).
_ONCE_IN_A_MERGE = b"git -c core.hooksPath=/dev/null merge ..."


def finding_line(finding: Finding) -> bytes:
    """Return ``finding`` as ``path:line:content``, in history as ``commit:path:line:content``."""
    line = finding.line
    prefix = finding.commit + b":" if finding.commit else b""
    return b"%b%b:%d:%b\n" % (prefix, finding.path, line.number, line.content)


def mitigations(scope: str = "") -> bytes:
    """Return the advice below the findings; ``scope`` is one of ``report.model.SCOPES``."""
    return _MITIGATIONS % (_ONCE_IN_A_MERGE if scope == "merge" else _ONCE)
