"""Customer relations and support."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    named,
)
from git_secrets_py.rules.rule import Rule

RULES = {
    "hubspot": (
        Rule(
            "hubspot-token",
            rb"pat-(?:na|eu|ap)[0-9]{1,2}-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            "A HubSpot access token of a private app. Rotate it in Settings → Integrations → "
            "Private Apps.",
            "https://developers.hubspot.com/docs/guides/apps/private-apps/overview",
        ),
    ),
    "salesforce": (
        Rule(
            "salesforce-session-token",
            rb"00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{80,120}",
            "A Salesforce session ID or access token. Revoke it in Setup → Session Management.",
            "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_tokens_scopes.htm",
            before=OUTSIDE_BASE64,
        ),
    ),
    "close": (
        Rule(
            "close-api-key",
            rb"api_[A-Za-z0-9]{22}\.[A-Za-z0-9]{22}",
            "A Close API key. Delete it in the settings under Developer.",
            "https://developer.close.com/topics/authentication/",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "zoho": (
        Rule(
            "zoho-token",
            rb"1000\.[0-9a-f]{32}\.[0-9a-f]{32}",
            "A Zoho access token, refresh token or grant token. Revoke it in the account under "
            "Sessions → Connected Apps.",
            "https://www.zoho.com/accounts/protocol/oauth.html",
        ),
    ),
    "intercom": (
        Rule(
            "intercom-access-token",
            # The Base64 form of "tok:", before eight hexadecimal digits and "_".
            rb"dG9rO[A-Za-z0-9+/]{54}[A-Za-z0-9+/=]",
            "An Intercom access token. Regenerate it in the Developer Hub under Authentication.",
            "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
        ),
    ),
    "zendesk": (
        Rule(
            "zendesk-token",
            named(rb"zendesk", rb"[A-Za-z0-9]{40}"),
            "A Zendesk API token. Delete it in the Admin Center under Apps and integrations → "
            "APIs.",
            "https://developer.zendesk.com/api-reference/introduction/security-and-auth/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
}
