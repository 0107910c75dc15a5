"""For each built-in rule: texts that it must match, and near misses that it must not.

They are built at run time, so that no scanner reports this file.
"""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple


class Sample(NamedTuple):
    """Lines that match the rule (``hits``) and lines that do not (``misses``)."""

    hits: list[str]
    misses: list[str]


_DASHES = "-" * 5


def _pem(kind: str) -> str:
    return f"{_DASHES}BEGIN {kind}PRIVATE KEY{_DASHES}"


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


_GOOGLE = '"private_key"' + f': "{_pem("")}'
_SLACK_HOOK = "https://hooks.slack." + "com/services/"
_DISCORD_HOOK = "https://discord." + "com/api/webhooks/"
_URL = "postgres://" + "app:{}" + "@{}"

SAMPLES = {
    "aws-access-key-id": Sample(
        ["AKIA" + "Z" * 16, "key=" + "ASIA" + "9" * 16, "A3TX" + "Q" * 16],
        ["AKIA" + "Z" * 15, "AKIA" + "Z" * 17, "AKIB" + "Z" * 16, "AKIA" + "z" * 16],
    ),
    "aws-bedrock-long-lived-key": Sample(
        ["ABSK" + "a/" * 55, "ABSK" + "b" * 128 + "=="], ["ABSK" + "a" * 108, "ABSJ" + "a" * 109]
    ),
    "aws-bedrock-short-lived-key": Sample(
        ["bedrock-api-key-" + _base64("bedrock.amazonaws.com").rstrip("=")],
        ["bedrock-api-key-" + "a" * 28],
    ),
    "aws-secret-access-key": Sample(
        [
            "aws_secret_access_key" + " = " + "a" * 40,
            '"SecretKey"'.replace("Sec", "AWS_Sec") + " => '" + "b+/=" * 10 + "'",
        ],
        ["aws_secret_access_key" + " = " + "a" * 39, "aws_secret_access_key" + " " + "a" * 40],
    ),
    "aws-account-id": Sample(
        ["aws_account_id" + ": 1234" + "-5678-9012", "AWS_Account" + '="' + "1" * 12 + '"'],
        ["aws_account_id" + ": " + "1" * 11, "account" + " " + "1" * 12],
    ),
    "private-key": Sample(
        [
            _pem(""),
            _pem("RSA "),
            _pem("OPENSSH "),
            f"{_DASHES}BEGIN PGP PRIVATE KEY BLOCK{_DASHES}",
            "-" * 4 + " BEGIN SSH2 ENCRYPTED PRIVATE KEY " + "-" * 4,
            "key: ca\\n" + _pem("EC ") + "\\nabc\\ndef=\\n",
            _pem("") + "abc",
        ],
        [
            f"{_DASHES}BEGIN PUBLIC KEY{_DASHES}",
            f"{_DASHES}END PRIVATE KEY{_DASHES}",
            "BEGIN PRIVATE KEY",
        ],
    ),
    "private-key-base64": Sample(
        [
            _base64(_pem(kind) + "\n" + "x" * 20)
            for kind in ("", "RSA ", "DSA ", "EC ", "OPENSSH ", "ENCRYPTED ")
        ]
        + [_base64(f"{_DASHES}BEGIN PGP PRIVATE KEY BLOCK{_DASHES}")],
        [_base64(f"{_DASHES}BEGIN CERTIFICATE{_DASHES}\n" + "x" * 20)],
    ),
    "private-key-putty": Sample(
        ["PuTTY-User-Key-File-" + "3: ssh-ed25519"], ["PuTTY-User-Key-File" + ": ssh-ed25519"]
    ),
    "private-key-age": Sample(
        ["AGE-SECRET-KEY-" + "1" + "Q" * 58],
        ["AGE-SECRET-KEY-" + "1" + "Q" * 57, "AGE-SECRET-KEY-" + "1" + "B" * 58],
    ),
    "jwt": Sample(
        [".".join(("eyJ" + "a" * 17, "eyJ" + "b" * 30, "c" * 43))],
        [".".join(("eyJ" + "a" * 17, "b" * 33, "c" * 43)), "eyJ" + "a" * 17 + ".eyJ" + "b" * 30],
    ),
    "basic-auth-url": Sample(
        [
            _URL.format("hunter22", "db.internal:5432/app"),
            _URL.format("p%40ssw0rd!", "10.0.0.1/"),
            _URL.format("p@ssw0rd", "[fe80::1]:80"),
        ],
        [
            _URL.format("${DB_PASSWORD}", "db.internal"),
            _URL.format("%s", "db.internal"),
            _URL.format("<password>", "db.internal"),
            "https://db.internal:5432/app",
            "ssh://git" + "@git.internal:team/app",
        ],
    ),
    "github-token": Sample(
        [f"gh{kind}_" + "a1B2" * 9 for kind in "pousr"],
        ["ghp_" + "a" * 35, "ghx_" + "a" * 36, "aghp_" + "a" * 36],
    ),
    "github-fine-grained-token": Sample(
        ["github_pat_" + "a" * 22 + "_" + "b" * 59], ["github_pat_" + "a" * 22 + "_" + "b" * 58]
    ),
    "gitlab-token": Sample(
        [
            "glpat-" + "a" * 20,
            "glrt-" + "a-_Z" * 5,
            "glpat-" + "a" * 27 + ".01." + "0" * 9,
        ],
        ["glpat-" + "a" * 19, "glxyz-" + "a" * 20],
    ),
    "gitlab-runner-registration-token": Sample(
        ["GR1348941" + "a" * 20], ["GR1348941" + "a" * 19, "GR1348942" + "a" * 20]
    ),
    "atlassian-api-token": Sample(["ATATT3" + "x" * 180 + "=" + "A" * 8], ["ATATT3" + "x" * 50]),
    "npm-token": Sample(["npm_" + "a" * 36], ["npm_" + "a" * 35, "npm_" + "a" * 37]),
    "npm-registry-credential": Sample(
        [
            "//npm.internal/:_authToken" + "=" + "a1-" * 12,
            "//npm.internal/:_auth" + ' = "' + "YWJj" * 5,
        ],
        ["//npm.internal/:_authToken" + "=${NPM_TOKEN}", "self._password" + " = " + "a" * 20],
    ),
    "pypi-token": Sample(
        [
            "pypi-Ag" + "EIcHlwaS5vcmc" + "a" * 60,
            "pypi-Ag" + "ENdGVzdC5weXBpLm9yZw" + "a" * 60,
        ],
        ["pypi-Ag" + "EIcHlwaS5vcmc" + "a" * 10, "pypi-Ag" + "a" * 80],
    ),
    "rubygems-api-key": Sample(["rubygems_" + "0" * 48], ["rubygems_" + "0" * 47]),
    "docker-access-token": Sample(
        ["dckr_pat_" + "a" * 27, "dckr_oat_" + "a" * 32], ["dckr_pat_" + "a" * 26]
    ),
    "google-api-key": Sample(["AIza" + "a_-Z" * 8 + "abc"], ["AIza" + "a" * 34, "AIza" + "a" * 36]),
    "google-oauth-client-secret": Sample(["GOCSPX-" + "a" * 28], ["GOCSPX-" + "a" * 27]),
    "google-oauth-access-token": Sample(["ya29." + "a" * 100], ["ya29." + "a" * 10]),
    "google-service-account-key": Sample(
        [_GOOGLE + "\\nabc\\ndef=\\n", (_GOOGLE + "\\nabc").replace('"', '\\"')],
        ['"private_key"' + ': ""', '"private_key_id"' + f': "{_DASHES}"'],
    ),
    "azure-storage-account-key": Sample(
        ["AccountKey" + "=" + "a" * 86 + "==;"], ["AccountKey" + "=" + "a" * 85 + "==;"]
    ),
    "azure-shared-access-key": Sample(
        ["SharedAccessKey" + "=" + "a" * 43 + "="], ["SharedAccessKey" + "=" + "a" * 42 + "="]
    ),
    "azure-client-secret": Sample(
        ["abc8" + "Q~" + "a" * 34, "x-~8" + "Q~" + "a" * 31], ["abcd" + "Q~" + "a" * 34]
    ),
    "azure-devops-token": Sample(
        ["a" * 76 + "AZDO" + "1234"], ["a" * 75 + "AZDO" + "1234", "a" * 84]
    ),
    "digitalocean-token": Sample(
        ["dop_v1_" + "a" * 64], ["dop_v1_" + "a" * 63, "dox_v1_" + "a" * 64]
    ),
    "heroku-api-key": Sample(["HRKU-AA" + "a" * 58], ["HRKU-AA" + "a" * 57]),
    "vault-token": Sample(["hvs." + "a" * 24, "hvb." + "a-_" * 30], ["hvs." + "a" * 23]),
    "terraform-cloud-token": Sample(
        ["a" * 14 + ".atlasv1." + "b" * 67], ["a" * 13 + ".atlasv1." + "b" * 67]
    ),
    "pulumi-access-token": Sample(["pul-" + "0a" * 20], ["pul-" + "0a" * 19, "pul-" + "0z" * 20]),
    "databricks-token": Sample(
        ["dapi" + "0a" * 16, "dapi" + "0a" * 16 + "-2"], ["dapi" + "0" * 31]
    ),
    "slack-token": Sample(
        ["xoxb-" + "1" * 12 + "-" + "2" * 12 + "-" + "a" * 24, "xoxe." + "xoxp-1-" + "A" * 60],
        ["xoxb-your-bot-token-goes-in-here", "xoxq-" + "1" * 12 + "-" + "a" * 24],
    ),
    "slack-app-token": Sample(
        ["xapp-" + "1-A012-345-" + "0a" * 32], ["xapp-" + "1-A012-345-" + "0a" * 31]
    ),
    "slack-webhook": Sample(
        [
            _SLACK_HOOK + "T0123ABCD/B0123ABCD/" + "a" * 24,
            _SLACK_HOOK.replace("services", "triggers") + "T0123ABCD/123/" + "a" * 32,
        ],
        [_SLACK_HOOK + "T0123ABCD/B0123ABCD/" + "a" * 23, _SLACK_HOOK + "your/web/hook"],
    ),
    "discord-bot-token": Sample(
        [
            _base64(("9876543210" * 2)[:digits]).rstrip("=") + "." + "a" * 6 + "." + "b" * 38
            for digits in (17, 18, 19, 20)
        ],
        [
            _base64("987654321" * 2) + "." + "a" * 5 + "." + "b" * 38,
            _base64("not digits at all!") + "." + "a" * 6 + "." + "b" * 38,
        ],
    ),
    "discord-webhook": Sample(
        [_DISCORD_HOOK + "1" * 18 + "/" + "a" * 68], [_DISCORD_HOOK + "1" * 18 + "/" + "a" * 20]
    ),
    "telegram-bot-token": Sample(
        ["1" * 10 + ":AA" + "a" * 33, "https://api.telegram.org/bot" + "1" * 9 + ":AA" + "b" * 33],
        ["1" * 10 + ":AB" + "a" * 33, "1" * 10 + ":AA" + "a" * 32],
    ),
    "twilio-api-key": Sample(["SK" + "0a" * 16], ["SK" + "0a" * 15, "SK" + "0G" * 16]),
    "twilio-auth-token": Sample(
        ["TWILIO_AUTH_TOKEN" + "='" + "0a" * 16 + "'"],
        ["TWILIO_AUTH_TOKEN" + "='" + "0" * 31 + "'"],
    ),
    "sendgrid-api-key": Sample(
        ["SG." + "a" * 22 + "." + "b" * 43], ["SG." + "a" * 22 + "." + "b" * 42]
    ),
    "mailgun-api-key": Sample(
        [
            "MAILGUN_API_KEY" + "=key-" + "0a" * 16,
            "mailgun: '" + "0a" * 16 + "-" + "1" * 8 + "-" + "2" * 8 + "'",
        ],
        ["cache-key-" + "0a" * 16, "0a" * 16 + "-" + "1" * 8 + "-" + "2" * 8],
    ),
    "openai-api-key": Sample(
        [
            "sk-" + "a" * 20 + "T3Blbk" + "FJ" + "b" * 20,
            "sk-proj-" + "a-_" * 24 + "T3Blbk" + "FJ" + "b" * 74,
        ],
        ["sk-" + "a" * 48, "sk-" + "a" * 19 + "T3Blbk" + "FJ" + "b" * 20],
    ),
    "anthropic-api-key": Sample(
        ["sk-ant-" + "api03-" + "a" * 93 + "AA"], ["sk-ant-" + "api03-" + "a" * 20]
    ),
    "huggingface-token": Sample(["hf_" + "a" * 34, "api_org_" + "b" * 34], ["hf_" + "a" * 33]),
    "stripe-secret-key": Sample(
        ["sk_live_" + "a" * 24, "rk_live_" + "a" * 99, "sk_org_live_" + "a" * 40],
        ["sk_test_" + "a" * 24, "pk_live_" + "a" * 24, "sk_live_" + "a" * 15],
    ),
    "stripe-webhook-secret": Sample(["whsec_" + "a" * 32], ["whsec_" + "a" * 31]),
    "shopify-token": Sample(["shpat_" + "0a" * 16], ["shpat_" + "0a" * 15, "shpxx_" + "0a" * 16]),
    "grafana-service-account-token": Sample(
        ["glsa_" + "a" * 32 + "_" + "0" * 8], ["glsa_" + "a" * 32 + "_" + "0" * 7]
    ),
    "grafana-cloud-token": Sample(["glc_eyJ" + "a" * 80 + "="], ["glc_eyJ" + "a" * 10]),
    "sentry-organization-token": Sample(["sntrys_eyJ" + "a" * 120], ["sntrys_eyJ" + "a" * 20]),
    "sentry-user-token": Sample(["sntryu_" + "0a" * 32], ["sntryu_" + "0a" * 31]),
    "new-relic-user-key": Sample(["NRAK-" + "A" * 27], ["NRAK-" + "A" * 26]),
    "postman-api-key": Sample(
        ["PMAK-" + "0" * 24 + "-" + "a" * 34], ["PMAK-" + "0" * 24 + "-" + "a" * 33]
    ),
    "linear-api-key": Sample(["lin_api_" + "a" * 40], ["lin_api_" + "a" * 39]),
}

# Rules that also match a sample of another rule, because a text can be two kinds of secret.
OVERLAPS = {"google-service-account-key": {"private-key"}}

# A text that the set allows, and a similar one that it must not allow.
ALLOWED = {
    "aws": [
        ("AKIAIOSFODNN7EXAMPLE", "AKIA" + "Z" * 16),
        (
            "aws_secret_access_key" + " = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws_secret_access_key" + " = " + "w" * 40,
        ),
    ],
    "slack": [
        (
            _SLACK_HOOK + "T" + "0" * 8 + "/B" + "0" * 8 + "/" + "X" * 24,
            _SLACK_HOOK + "T" + "0" * 8 + "/B" + "0" * 8 + "/" + "Y" * 24,
        )
    ],
    "jwt": [
        (
            ".".join(
                (
                    "eyJ" + "a" * 17,
                    "eyJ" + "b" * 30,
                    "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
                )
            ),
            ".".join(("eyJ" + "a" * 17, "eyJ" + "b" * 30, "c" * 43)),
        )
    ],
    "basic-auth-url": [
        (_URL.format("password", "db.internal"), _URL.format("password1", "db.internal")),
        (_URL.format("hunter22", "localhost:5432"), _URL.format("hunter22", "localhost.io:5432")),
        (_URL.format("hunter22", "db.example.com"), _URL.format("hunter22", "db.example.co")),
    ],
}
