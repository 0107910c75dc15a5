"""Data platforms and analytics."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_BASE64, named
from git_secrets_py.rules.rule import Rule

_HEX_32 = rb"[0-9a-f]{32}"

RULES = {
    "databricks": (
        Rule(
            "databricks-token",
            rb"dapi[0-9a-f]{32}(?:-[0-9])?",
            "A Databricks personal access token. Revoke it in Settings → Developer → Access "
            "tokens.",
            "https://github.com/microsoft/security-utilities",
            documented=True,
        ),
        Rule(
            "databricks-oauth-secret",
            rb"dose[0-9a-f]{32}",
            "An OAuth secret of a Databricks service principal. Delete it in the settings of the "
            "service principal under Secrets.",
            "https://docs.databricks.com/en/dev-tools/auth/oauth-m2m.html",
        ),
    ),
    "snowflake": (
        Rule(
            "snowflake-password",
            named(
                rb"snowflake[a-z_.-]{0,20}(?:password|passwd|pwd)|snowsql_pwd",
                # Neither a call, an argument of one, nor a type.
                rb"""(?![A-Za-z_][0-9A-Za-z_.]{0,40}[(=\[])[^\s"'`<>{}$%&;,\\]{6,80}""",
            ),
            "The password of a Snowflake user. Change it with ALTER USER, and prefer key-pair "
            "authentication.",
            "https://docs.snowflake.com/en/user-guide/admin-user-management",
            before=ANYTHING,
            after=b"",
            check="password",
            recommended=False,
        ),
    ),
    "dbt": (
        Rule(
            "dbt-cloud-token",
            rb"dbt[cu]_[A-Za-z0-9_-]{30,60}={0,2}",
            "A dbt Cloud token of a service (dbtc) or user (dbtu). Revoke it in Account settings "
            "→ API tokens.",
            "https://github.com/dbt-labs/dbt/blob/main/crates/dbt-platform-auth/src/credential.rs",
            documented=True,
        ),
    ),
    "tinybird": (
        Rule(
            "tinybird-token",
            # The Base64 form of '{"u": "', and the signature.
            rb"p\.eyJ1IjogI[A-Za-z0-9_-]{60,240}\.[A-Za-z0-9_-]{43}",
            "A Tinybird token, which may be limited to the data of a web page. Refresh it in the "
            "workspace under Tokens.",
            "https://www.tinybird.co/docs/classic/administration/auth-tokens",
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
    "tableau": (
        Rule(
            "tableau-access-token",
            rb"[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}",
            "The secret of a Tableau personal access token. Revoke it in the settings of the "
            "account.",
            "https://help.tableau.com/current/server/en-us/security_personal_access_tokens.htm",
            before=OUTSIDE_BASE64,
        ),
    ),
    "segment": (
        Rule(
            "segment-token",
            rb"sgp_[A-Za-z0-9]{64}",
            "A Segment Public API token. Revoke it in Settings → Access Management → Tokens.",
            "https://segment.com/docs/api/public-api/",
        ),
    ),
    "posthog": (
        Rule(
            "posthog-personal-api-key",
            rb"ph[xs]_[A-Za-z0-9]{32,64}",
            "A PostHog personal API key (phx) or feature flags secure key (phs). Roll it in the "
            "settings under Personal API keys.",
            "https://github.com/PostHog/posthog-js/tree/main/packages/node",
            documented=True,
        ),
    ),
    "mixpanel": (
        Rule(
            "mixpanel-secret",
            named(rb"mixpanel", _HEX_32),
            "A Mixpanel project token or API secret. Reset it in Project Settings.",
            "https://developer.mixpanel.com/reference/project-secret",
            before=ANYTHING,
            recommended=False,
        ),
    ),
    "amplitude": (
        Rule(
            "amplitude-key",
            named(rb"amplitude", _HEX_32),
            "An Amplitude API key or secret key. Regenerate it in the settings of the project.",
            "https://amplitude.com/docs/apis/authentication",
            before=ANYTHING,
            recommended=False,
        ),
    ),
    "algolia": (
        Rule(
            "algolia-api-key",
            named(rb"algolia", _HEX_32),
            "An Algolia API key. Revoke it in the dashboard under API Keys, unless it is a "
            "search-only key for web pages.",
            "https://www.algolia.com/doc/guides/security/api-keys/",
            before=ANYTHING,
        ),
    ),
}
