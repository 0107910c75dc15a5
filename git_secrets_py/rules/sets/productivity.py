"""Office, design and automation."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_BASE64, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "linear": (
        Rule(
            "linear-api-key",
            rb"lin_(?:api|oauth|wh)_[A-Za-z0-9]{40,64}",
            "A Linear API key or OAuth token. Revoke it in Settings → Security & access.",
            "https://linear.app/developers/graphql",
            before=ANYTHING,
        ),
    ),
    "notion": (
        Rule(
            "notion-token",
            rb"ntn_[A-Za-z0-9]{46}",
            "A Notion integration token. Refresh it in the settings of the integration.",
            "https://developers.notion.com/page/notion-platform-roadmap",
            documented=True,
        ),
        Rule(
            "notion-token-legacy",
            rb"secret_[A-Za-z0-9]{43}",
            "A Notion integration token with the former prefix, secret. Refresh it in the "
            "settings of the integration.",
            "https://developers.notion.com/page/notion-platform-roadmap",
            check="mixed",
            documented=True,
        ),
    ),
    "figma": (
        Rule(
            "figma-token",
            rb"fig[duoh]r?h?_[A-Za-z0-9_-]{38,44}",
            "A Figma personal access token. Delete it in Settings → Security.",
            "https://www.figma.com/developers/api#access-tokens",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "airtable": (
        Rule(
            "airtable-token",
            rb"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}",
            "An Airtable personal access token. Revoke it in the Developer hub.",
            "https://airtable.com/developers/web/guides/personal-access-tokens",
        ),
    ),
    "asana": (
        Rule(
            "asana-token",
            rb"[12]/[0-9]{13,19}(?:/[0-9]{13,19})?:[0-9a-f]{32}",
            "An Asana personal access token. Revoke it in the developer console.",
            "https://developers.asana.com/docs/personal-access-token",
            before=OUTSIDE_BASE64,
        ),
    ),
    "clickup": (
        Rule(
            "clickup-token",
            rb"pk_[0-9]{5,10}_[A-Z0-9]{32}",
            "A ClickUp personal API token. Regenerate it in Settings → Apps.",
            "https://developer.clickup.com/docs/authentication",
        ),
    ),
    "trello": (
        Rule(
            "trello-token",
            rb"ATTA[0-9a-fA-F]{60,72}",
            "A Trello API token. Revoke it in the account settings, under Applications.",
            "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/",
        ),
    ),
    "typeform": (
        Rule(
            "typeform-token",
            rb"tfp_[A-Za-z0-9_.=-]{40,62}",
            "A Typeform personal access token. Delete it in the account under Personal tokens.",
            "https://www.typeform.com/developers/get-started/personal-access-token/",
        ),
    ),
    "miro": (
        Rule(
            "miro-access-token",
            rb"eyJtaXJv[A-Za-z0-9-]{10,64}_[A-Za-z0-9_-]{20,64}",
            "An access token of a Miro app. Uninstall the app, or rotate its client secret in"
            " the app's settings.",
            "https://developers.miro.com/docs/getting-started-with-oauth",
        ),
    ),
    "canva": (
        Rule(
            "canva-client-secret",
            rb"cnvca[A-Za-z0-9_-]{51}",
            "The client secret of a Canva integration. Generate a new one in the developer portal.",
            "https://www.canva.dev/docs/connect/authentication/",
        ),
    ),
    "adobe": (
        Rule(
            "adobe-client-secret",
            rb"p8e-[A-Za-z0-9_-]{32}",
            "The client secret of an Adobe project. Add a new one in the developer console, "
            "then delete this one.",
            "https://developer.adobe.com/developer-console/docs/guides/authentication/",
            before=OUTSIDE_NAME,
        ),
    ),
    "frame-io": (
        Rule(
            "frame-io-token",
            rb"fio-u-[A-Za-z0-9_=-]{64}",
            "A Frame.io developer token. Delete it in the developer portal under Tokens.",
            "https://developer.frame.io/docs/getting-started/authentication",
        ),
    ),
    "youtrack": (
        Rule(
            "youtrack-token",
            rb"perm[:-][A-Za-z0-9+/]{4,100}={0,2}\.[A-Za-z0-9+/]{4,100}={0,2}\.[A-Za-z0-9]{30}",
            "A permanent token of YouTrack or another JetBrains service. Delete it in the profile "
            "under Account Security.",
            "https://www.jetbrains.com/help/youtrack/devportal/"
            "authentication-with-permanent-token.html",
            documented=True,
        ),
    ),
    "cal-com": (
        Rule(
            "cal-com-api-key",
            rb"cal_(?:live_|test_)?[0-9a-f]{32}",
            "A Cal.com API key. Delete it in the settings under API keys.",
            "https://github.com/calcom/cal.com/blob/main/packages/features/ee/api-keys/lib/apiKeys.ts",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "workato": (
        Rule(
            "workato-api-token",
            rb"wrka(?:[a-z]{2})?-eyJ[A-Za-z0-9_-]{8,300}\.[A-Za-z0-9_-]{16,800}\.[A-Za-z0-9_-"
            rb"]{64,800}",
            "The token of a Workato API client. Refresh it in the workspace under API clients.",
            "https://docs.workato.com/workato-api.html",
            before=ANYTHING,
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
}
