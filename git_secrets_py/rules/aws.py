"""Amazon Web Services: exactly the patterns that ``--register-aws`` of awslabs/git-secrets stores.

Byte for byte, so that registering in a repository that the original registered changes nothing,
and so that the original can read what this program stored.
"""

from __future__ import annotations

from git_secrets_py.rules.rule import NEVER, Rule

_IDENTIFIERS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"
_BEDROCK = "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"
_ORIGINAL = "https://github.com/awslabs/git-secrets"

RULES = {
    "aws": (
        Rule(
            "aws-access-key-id",
            rb"(A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}",
            "An AWS access key id, or the unique id of an IAM user, group, role or policy. The "
            "secret access key is often close by: deactivate the key in IAM, then delete it.",
            _IDENTIFIERS,
        ),
        Rule(
            "aws-bedrock-long-lived-key",
            rb"ABSK[A-Za-z0-9+/]{109,}=*",
            "A long-lived Amazon Bedrock API key. Delete it among the API keys of its IAM user.",
            _BEDROCK,
        ),
        Rule(
            "aws-bedrock-short-lived-key",
            # In two pieces, or this line would be a finding.
            rb"bedrock-api-key-" + rb"YmVkcm9jay5hbWF6b25hd3MuY29t",
            "A short-lived Amazon Bedrock API key. It lasts no longer than the session that made "
            "it, twelve hours at most: end that session, or deny its older tokens in IAM.",
            _BEDROCK,
            unique_from=NEVER,
        ),
        Rule(
            "aws-secret-access-key",
            rb"""("|')?(AWS|aws|Aws)?_?(SECRET|secret|Secret)?_?(ACCESS|access|Access)?_?"""
            rb"""(KEY|key|Key)("|')?\s*(:|=>|=)\s*("|')?[A-Za-z0-9/\+=]{40}("|')?""",
            "The assignment of an AWS secret access key. Deactivate the key in IAM, then delete "
            "it.",
            _ORIGINAL,
        ),
        Rule(
            "aws-account-id",
            rb"""("|')?(AWS|aws|Aws)?_?(ACCOUNT|account|Account)_?(ID|id|Id)?("|')?\s*(:|=>|=)"""
            rb"""\s*("|')?[0-9]{4}\-?[0-9]{4}\-?[0-9]{4}("|')?""",
            "The assignment of an AWS account id. It gives no access, but tells an attacker "
            "where to try: consider whether it has to be here.",
            _ORIGINAL,
        ),
    ),
}

# The keys of Amazon's own documentation.
ALLOWED = {
    "aws": (
        b"AKIAIOSFODNN7EXAMPLE",
        b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
}
