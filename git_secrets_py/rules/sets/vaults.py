"""Secret managers."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import NO_BASE64_AFTER, OUTSIDE_NAME, UUID
from git_secrets_py.rules.rule import Rule

RULES = {
    "doppler": (
        Rule(
            "doppler-token",
            rb"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}",
            "A Doppler token: personal (pt), service (st), CLI (ct) or other. Revoke it in the "
            "Doppler dashboard under Tokens or Access.",
            "https://github.com/DopplerHQ/node-sdk",
            documented=True,
        ),
    ),
    "1password": (
        Rule(
            "1password-service-account-token",
            rb"ops_eyJ[A-Za-z0-9+/_-]{100,1200}={0,3}",
            "A 1Password service account token. Rotate or revoke it on 1Password.com under "
            "Developer → Service Accounts.",
            "https://developer.1password.com/docs/service-accounts/",
        ),
        Rule(
            "1password-secret-key",
            rb"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",
            "The Secret Key of a 1Password account. Regenerate it in the account on 1Password.com.",
            "https://support.1password.com/secret-key-security/",
            before=OUTSIDE_NAME,
            check="random",
        ),
    ),
    "bitwarden": (
        Rule(
            "bitwarden-access-token",
            rb"0\." + UUID + rb"\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}={0,2}",
            "The access token of a Bitwarden Secrets Manager machine account. Revoke it in the "
            "machine account.",
            "https://github.com/bitwarden/sdk-internal/blob/main/crates/bitwarden-core/src/auth/"
            "access_token.rs",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
    "infisical": (
        Rule(
            "infisical-service-token",
            rb"st\.(?:[0-9a-f]{24}|" + UUID + rb")\.[0-9a-f]{32}\.[0-9a-f]{31,32}",
            "An Infisical service token. Delete it in the access control of the project.",
            "https://infisical.com/docs/documentation/platform/token",
        ),
    ),
}
