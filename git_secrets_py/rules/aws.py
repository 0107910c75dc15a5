"""Amazon Web Services: the patterns that ``--register-aws`` of git-secrets by AWS Labs stores.

They are the same byte for byte: registering them in a repository in which the original has
registered them changes nothing, and the original can use those that this program has stored.
"""

from __future__ import annotations

from git_secrets_py.rules.rule import NEVER_UNIQUE, Rule

_IDENTIFIERS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"
_BEDROCK = "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"
_ORIGINAL = "https://github.com/awslabs/git-secrets"

RULES = {
    "aws": (
        Rule(
            "aws-access-key-id",
            rb"(A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}",
            "An AWS access key ID, or the unique ID of an IAM user, group, role or policy. The "
            "secret access key is often nearby. Deactivate the key in IAM, then delete it.",
            _IDENTIFIERS,
        ),
        Rule(
            "aws-bedrock-long-lived-key",
            rb"ABSK[A-Za-z0-9+/]{109,}=*",
            "A long-term Amazon Bedrock API key. Delete it in IAM, in the security credentials of "
            "its user.",
            _BEDROCK,
        ),
        Rule(
            "aws-bedrock-short-lived-key",
            # In two parts: a scan would report it in one.
            rb"bedrock-api-key-" + rb"YmVkcm9jay5hbWF6b25hd3MuY29t",
            "A short-term Amazon Bedrock API key. It expires with the session that generated it, "
            "after twelve hours at most. Revoke that session in IAM: Roles → Revoke sessions.",
            _BEDROCK,
            unique_length=NEVER_UNIQUE,
        ),
        Rule(
            "aws-secret-access-key",
            rb"""("|')?(AWS|aws|Aws)?_?(SECRET|secret|Secret)?_?(ACCESS|access|Access)?_?"""
            rb"""(KEY|key|Key)("|')?\s*(:|=>|=)\s*("|')?[A-Za-z0-9/\+=]{40}("|')?""",
            "An assignment of an AWS secret access key. Deactivate the key in IAM, then delete it.",
            _ORIGINAL,
        ),
        Rule(
            "aws-account-id",
            rb"""("|')?(AWS|aws|Aws)?_?(ACCOUNT|account|Account)_?(ID|id|Id)?("|')?\s*(:|=>|=)"""
            rb"""\s*("|')?[0-9]{4}\-?[0-9]{4}\-?[0-9]{4}("|')?""",
            "An assignment of an AWS account ID. It grants no access, but shows an attacker which "
            "account to target. Remove it if it does not have to be public.",
            _ORIGINAL,
        ),
    ),
}

# The example keys in the AWS documentation.
ALLOWED = {
    "aws": (
        b"AKIAIOSFODNN7EXAMPLE",
        b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
}
