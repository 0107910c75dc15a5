"""The text format: ``path:line:content``, as git-secrets by AWS Labs prints it, and advice."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.model import Allowed, Finding

_MITIGATIONS = b"""
[ERROR] Matched one or more prohibited patterns

What you can do:
- Remove the secret, and rotate it if it was ever shared
"""
_HERE = b"- Allow a false positive in this clone: git secrets --add --allowed <pattern>\n"
_FOR_EVERYONE = (
    b"- Allow a false positive for everyone: add a pattern to .gitallowed at the top of the work "
    b"tree\n"
)
_LIST = b"- List the prohibited and the allowed patterns: git secrets --list\n"
_ONCE = b"- Skip the hook once for a false positive: %b\n"


def finding_line(finding: Finding) -> bytes:
    """Return ``finding`` as ``path:line:content``, in history as ``commit:path:line:content``."""
    line = finding.line
    prefix = finding.commit + b":" if finding.commit else b""
    return b"%b%b:%d:%b\n" % (prefix, finding.path, line.number, line.content)


def allowed_line(allowed: Allowed) -> bytes:
    """Return an allowed match like a finding, after the origin of the pattern that allows it."""
    origin = str(allowed.by.origin).encode("utf-8", "surrogateescape")
    return b"allowed by %b: %b" % (origin, finding_line(allowed.finding))


def mitigations(*, skip: str = "", is_own_clone: bool = True) -> bytes:
    """Return the advice below the findings.

    ``skip`` is how to skip the hook that ran once, if that is possible. ``is_own_clone`` is false
    on a server and in CI, where nobody can change the git config.
    """
    here, listing = (_HERE, _LIST) if is_own_clone else (b"", b"")
    once = _ONCE % skip.encode() if skip else b""
    return b"".join((_MITIGATIONS, here, _FOR_EVERYONE, listing, once))
