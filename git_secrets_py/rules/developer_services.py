"""Services for developers: vaults, identity, databases, reports, code analysis."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import NO_BASE64_AFTER, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

RULES = {
    "bitwarden": (
        Rule(
            "bitwarden-access-token",
            rb"0\." + _UUID + rb"\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}={0,2}",
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
            rb"st\.(?:[0-9a-f]{24}|" + _UUID + rb")\.[0-9a-f]{32}\.[0-9a-f]{31,32}",
            "An Infisical service token. Delete it in the access control of the project.",
            "https://infisical.com/docs/documentation/platform/token",
        ),
    ),
    "ory": (
        Rule(
            "ory-token",
            rb"ory_(?:st_[A-Za-z0-9]{32}|[ar]t_[A-Za-z0-9_-]{43,86}\.[A-Za-z0-9_-]{43}|"
            rb"(?:pat|apikey|wak)_[A-Za-z0-9]{20,64})",
            "An Ory API key, or a token of a session (st) or of OAuth (at, rt). Delete the key in "
            "the Ory Console, or revoke the token with the API.",
            "https://www.ory.com/docs/security-compliance/token-formats",
            documented=True,
        ),
    ),
    "xata": (
        Rule(
            "xata-api-key",
            rb"xa[uo]_[0-9A-Za-z]{32,36}",
            "A Xata API key, of a user (xau) or an organization (xao). Delete it in the settings "
            "under API keys.",
            "https://github.com/xataio/xata/blob/main/internal/api/key/key.go",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "socket": (
        Rule(
            "socket-api-token",
            rb"sktsec_[A-Za-z0-9_-]{24,80}",
            "A Socket API token. Delete it in the settings of the organization.",
            "https://github.com/SocketDev/socket-cli",
            check="random",
        ),
    ),
    "chromatic": (
        Rule(
            "chromatic-project-token",
            rb"chpt_[0-9a-f]{12,16}",
            "A Chromatic project token, which can publish builds. Reset it in the settings of the "
            "project under Configure.",
            "https://www.chromatic.com/docs/setup/",
        ),
    ),
    "tinybird": (
        Rule(
            "tinybird-token",
            # The Base64 form of '{"u": "', and the signature.
            rb"p\.eyJ1IjogI[A-Za-z0-9_-]{60,240}\.[A-Za-z0-9_-]{43}",
            "A Tinybird token, which may only read what a web page shows. Refresh it in the "
            "workspace under Tokens.",
            "https://www.tinybird.co/docs/classic/administration/auth-tokens",
        ),
    ),
    "retool": (
        Rule(
            "retool-api-token",
            # A ULID.
            rb"retool_01[0-9a-hjkmnp-tv-z]{24}",
            "A Retool API token. Revoke it in the settings of the organization under API.",
            "https://docs.retool.com/org-users/guides/retool-api/authentication",
        ),
    ),
    "lightdash": (
        Rule(
            "lightdash-access-token",
            rb"ldpat_[0-9a-f]{32}",
            "A Lightdash personal access token. Delete it in the settings under Personal access "
            "tokens.",
            "https://docs.lightdash.com/references/personal_tokens",
        ),
    ),
    "clerk": (
        Rule(
            "clerk-secret-key",
            named(rb"clerk", rb"sk_(?:live|test)_[A-Za-z0-9]{32,50}"),
            "The secret key of a Clerk application. Delete it in the dashboard under API keys.",
            "https://clerk.com/docs/guides/development/clerk-environment-variables",
        ),
    ),
    "workos": (
        Rule(
            "workos-api-key",
            # The Base64 form of "key_".
            rb"sk_(?:(?:live|test)_)?a2V5X[A-Za-z0-9+/]{60,80}={0,2}",
            "A WorkOS API key. Delete it in the dashboard under API Keys.",
            "https://workos.com/docs/reference/api-keys",
            after=NO_BASE64_AFTER,
        ),
    ),
    "stytch": (
        Rule(
            "stytch-secret",
            rb"secret-(?:live|test)-[A-Za-z0-9_-]{35}=",
            "The secret of a Stytch project. Rotate it in the dashboard under API keys.",
            "https://github.com/stytchauth/stytch-node",
            check="random",
        ),
    ),
    "laravel": (
        Rule(
            "laravel-sanctum-token",
            # The ID of the token, 40 random characters and their CRC-32.
            rb"[0-9]{1,10}\|[A-Za-z0-9]{40}[0-9a-f]{8}",
            "An API token of a Laravel application. Revoke it in the application that issued it.",
            "https://github.com/laravel/sanctum/blob/4.x/src/HasApiTokens.php",
            check="sanctum",
            documented=True,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {
    # The public token that Socket's own clients use.
    "socket": (rb"sktsec_t_--RAN5U4ivau[A-Za-z0-9_-]{10,40}",),
}
