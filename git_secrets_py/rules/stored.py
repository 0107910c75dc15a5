"""The patterns that ``--register-aws`` stores in the git config, and those of earlier versions.

They are the patterns of git-secrets by AWS Labs, byte for byte: registering them where the original
has registered them changes nothing, and the original can use them. Each has the name of the rule
that describes its matches. They have the same matches as in the original; only the secret in a
match is narrowed to the value of an assignment.
"""

from __future__ import annotations

import re

from git_secrets_py.model import HIGH, LOW

_BEFORE_KEY = rb"""("|')?(AWS|aws|Aws)?_?(SECRET|secret|Secret)?_?(ACCESS|access|Access)?_?"""
_BEFORE_ACCOUNT = rb"""("|')?(AWS|aws|Aws)?_?(ACCOUNT|account|Account)_?(ID|id|Id)?("|')?"""
_SECRET_KEY = rb"[A-Za-z0-9/\+=]{40}"
_ACCOUNT_ID = rb"[0-9]{4}\-?[0-9]{4}\-?[0-9]{4}"

REGISTERED = (
    (
        "aws-access-key-id",
        rb"(A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}",
    ),
    ("aws-bedrock-long-lived-key", rb"ABSK[A-Za-z0-9+/]{109,}=*"),
    (
        "aws-bedrock-short-lived-key",
        # In two parts: a scan would report it in one.
        rb"bedrock-api-key-" + rb"YmVkcm9jay5hbWF6b25hd3MuY29t",
    ),
    (
        "aws-secret-access-key",
        _BEFORE_KEY
        + rb"""(KEY|key|Key)("|')?\s*(:|=>|=)\s*("|')?"""
        + _SECRET_KEY
        + rb"""("|')?""",
    ),
    (
        "aws-account-id",
        _BEFORE_ACCOUNT + rb"""\s*(:|=>|=)\s*("|')?""" + _ACCOUNT_ID + rb"""("|')?""",
    ),
)

# The example keys in the AWS documentation, which it stores as allowed.
REGISTERED_ALLOWED = (
    b"AKIAIOSFODNN7EXAMPLE",
    b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)

# The patterns of earlier versions of the original; the others have never changed.
_EARLIER = (
    ("aws-access-key-id", rb"[A-Z0-9]{20}"),
    ("aws-access-key-id", rb"AKIA[A-Z0-9]{16}"),
)

# The end of a match, with the value that is assigned.
_VALUES = {
    "aws-secret-access-key": rb"(?P<secret>" + _SECRET_KEY + rb""")["']?\Z""",
    "aws-account-id": rb"(?P<secret>" + _ACCOUNT_ID + rb""")["']?\Z""",
}

# Those that differ from ``HIGH``, as their rules have them.
_SEVERITIES = {"aws-account-id": LOW}

# Configurations written by hand, or by other programs, have more or fewer of these.
_NEEDLESS_ESCAPE = re.compile(rb"""\\(["'/+=-])""")


def canonical(source: bytes) -> bytes:
    """Return ``source`` without backslashes that change nothing in a registered pattern."""
    return _NEEDLESS_ESCAPE.sub(rb"\1", source)


# By canonical source, the name of the rule.
NAMES = {canonical(source): name for name, source in (*REGISTERED, *_EARLIER)}


def is_example(source: bytes) -> bool:
    """Return whether the allowed pattern ``source`` is a stored example key."""
    return canonical(source) in REGISTERED_ALLOWED


def value_at_end(source: bytes) -> bytes | None:
    """Return the pattern of the end of a match of ``source``, with its group ``secret``.

    ``None`` if the whole match is the secret, and for a pattern that is not stored.
    """
    return _VALUES.get(NAMES.get(canonical(source), ""))


def severity(source: bytes) -> str:
    """Return the severity of a secret that ``source``, a stored pattern or another one, finds."""
    return _SEVERITIES.get(NAMES.get(canonical(source), ""), HIGH)
