"""Sign-in and access management."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

RULES = {
    "okta": (
        Rule(
            "okta-api-token",
            named(rb"okta[a-z0-9_.-]{0,24}(?:token|key|secret)|ssws", rb"00[A-Za-z0-9_-]{40}"),
            "An Okta API token. Revoke it in the Admin Console under Security → API → Tokens.",
            "https://developer.okta.com/docs/api/openapi/okta-management/guides/overview",
            before=ANYTHING,
            check="mixed",
            documented=True,
        ),
    ),
    "auth0": (
        Rule(
            "auth0-client-secret",
            named(rb"auth0", rb"[A-Za-z0-9_-]{64}"),
            "The client secret of an Auth0 application. Rotate it in the settings of the "
            "application.",
            "https://auth0.com/docs/get-started/applications/rotate-client-secret",
            before=ANYTHING,
            check="mixed",
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
    "authress": (
        Rule(
            "authress-access-key",
            rb"(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][a-z0-9-"
            rb"]{10,32}\.[A-Za-z0-9+/_=-]{30,120}",
            "The access key of an Authress service client. Delete it in the management portal"
            " under Service Clients.",
            "https://authress.io/knowledge-base/docs/authorization/service-clients/",
            before=OUTSIDE_NAME,
            after=NO_BASE64_AFTER,
        ),
    ),
    "unkey": (
        Rule(
            "unkey-root-key",
            rb"unkey_[A-Za-z0-9]{20,32}",
            "An Unkey root key. Delete it in the dashboard under Settings → Root Keys.",
            "https://github.com/unkeyed/sdks",
            documented=True,
        ),
    ),
}
