"""Amazon Web Services."""

from __future__ import annotations

from git_secrets_py.model import LOW
from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    NO_BASE64_BUT_SLASH_AFTER,
    OUTSIDE_BASE64,
    named,
)
from git_secrets_py.rules.rule import Rule

_IDENTIFIERS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"
_BEDROCK = "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html"
_SECRET = rb"[A-Za-z0-9/+]{40}"
_KEY_ID = rb"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9+/=])"
# On one line or on the next three.
_NEAR = rb"[^\n]{0,120}?(?:\n[^\n]{0,120}?){0,3}?"
_SECRET_NAME = (
    rb"(?:aws|s3|amazon|minio|dynamodb|ses|sqs|sns|cognito|ecr)"
    rb"[_.-]?(?:[a-z0-9]{1,9}[_.-])?(?:secret|key|password)|"
    rb"secret[_ -]?access[_ -]?key|secret[_-]?key|access[_-]?secret"
)
# The second argument of a constructor, or the last one of the MinIO client.
_ARGUMENT = (
    rb"(?:(?i:credentials)[A-Za-z.:]{0,12}\([^()\n]{1,80},[ \t]{0,9}[\"']|"
    rb"\bmc (?:alias|config host) (?:set|add) [^ \n]{1,40} [^ \n]{1,120} [^ \n]{1,40} [\"']?)"
)
# A value and then its name, in a list of both.
_VALUE_FIRST = rb"""["']?[Vv]alue["']?[ \t]{0,9}[:=]>?[ \t]{0,9}["']?"""
_NAME_AFTER = (
    rb"""["']?[ \t\r]{0,9},?[ \t\r]{0,9}(?:\n[ \t]{0,40})?["']?(?:[Nn]ame|[Kk]ey)["']?"""
    rb"""[ \t]{0,9}[:=]>?[ \t]{0,9}["']?[0-9A-Za-z_.-]{0,40}(?i:""" + _SECRET_NAME + rb")"
)

RULES = {
    "aws": (
        Rule(
            "aws-access-key-id",
            rb"(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",
            "An AWS access key ID, or the unique ID of an IAM user, group, role or policy. The "
            "secret access key is often nearby. Deactivate the key in IAM, then delete it.",
            _IDENTIFIERS,
            after=NO_BASE64_BUT_SLASH_AFTER,
            checksum="aws-key-id",
            documented=True,
        ),
        Rule(
            "aws-unique-id",
            rb"(?:AGPA|AIDA|AROA|AIPA|ANPA|ANVA|APKA|ASCA)[A-Z0-9]{16,17}",
            "The unique ID of an IAM user, group, role or policy. It grants no access, but shows "
            "an attacker which account to target. Remove it if it does not have to be public.",
            _IDENTIFIERS,
            after=NO_BASE64_AFTER,
            check="aws-key-id",
            recommended=False,
            severity=LOW,
            documented=True,
        ),
        Rule(
            "aws-secret-access-key",
            _ARGUMENT
            + rb"(?P<secret>"
            + _SECRET
            + rb")|"
            + _VALUE_FIRST
            + rb"(?P<secret>"
            + _SECRET
            + rb")"
            + _NAME_AFTER
            + rb"|"
            + named(_SECRET_NAME, _SECRET),
            "An assignment of an AWS secret access key. Deactivate the key in IAM, then delete it.",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="aws-secret-key",
            # The name after a value may be in the next line.
            anchor=rb"(?:"
            + _ARGUMENT
            + rb"|"
            + _VALUE_FIRST
            + rb")"
            + _SECRET
            + rb"|"
            + named(_SECRET_NAME, _SECRET),
            documented=True,
        ),
        Rule(
            "aws-key-pair",
            _KEY_ID
            + _NEAR
            + rb"(?<![A-Za-z0-9/+=])(?P<secret>"
            + _SECRET
            + rb")(?![A-Za-z0-9/+=])|(?<![A-Za-z0-9/+=])(?P<secret>"
            + _SECRET
            + rb")(?![A-Za-z0-9/+=])"
            + _NEAR
            + _KEY_ID,
            "An AWS access key ID with its secret access key. Deactivate the key in IAM, then "
            "delete it.",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
            before=ANYTHING,
            after=b"",
            check="aws-secret-key",
            lines=4,
            reach=600,
            anchor=_KEY_ID,
            companion=_SECRET,
            documented=True,
        ),
        Rule(
            "aws-bedrock-long-lived-key",
            rb"ABSK[A-Za-z0-9+/]{109,300}={0,2}",
            "A long-term Amazon Bedrock API key. Delete it in IAM, in the security credentials of "
            "its user.",
            _BEDROCK,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
        ),
        Rule(
            "aws-bedrock-short-lived-key",
            # In two parts: a scan would report it in one. The Base64 form of a presigned URL.
            rb"bedrock-api-key-"
            + rb"YmVkcm9jay5hbWF6b25hd3MuY29t"
            + rb"[A-Za-z0-9+/]{20,4000}={0,2}",
            "A short-term Amazon Bedrock API key. It expires with the session that generated it, "
            "after twelve hours at most. Revoke that session in IAM: Roles → Revoke sessions.",
            _BEDROCK,
            before=ANYTHING,
            after=b"",
            # The stored pattern finds the prefix alone.
            unique_length=64,
        ),
        Rule(
            "aws-appsync-api-key",
            rb"da2-[a-z0-9]{26}",
            "An AWS AppSync API key. Delete it in the AppSync console under Settings → API keys.",
            "https://docs.aws.amazon.com/appsync/latest/APIReference/API_ApiKey.html",
            documented=True,
        ),
        Rule(
            "aws-mws-auth-token",
            rb"amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "An Amazon Marketplace Web Service auth token. Revoke it in Seller Central under User "
            "Permissions.",
            "https://developer-docs.amazon.com/sp-api/docs",
        ),
        Rule(
            "aws-account-id",
            rb"""["']?(?i:aws)?_?(?i:account)[_-]?(?i:id)?["']?[ \t]{0,9}(?:=>|:|=)[ \t]{0,9}"""
            rb"""["']?"""
            rb"""(?P<secret>[0-9]{4}-?[0-9]{4}-?[0-9]{4})""",
            "An assignment of an AWS account ID. It grants no access, but shows an attacker which "
            "account to target. Remove it if it does not have to be public.",
            "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
            recommended=False,
            severity=LOW,
            documented=True,
        ),
    ),
}
