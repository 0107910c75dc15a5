"""Office, design and content tools."""

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
    "postman": (
        Rule(
            "postman-api-key",
            rb"PMA(?:K-[0-9a-f]{24}-[0-9a-f]{34}|T-[0-9A-Z]{26})",
            "A Postman API key. Revoke it in Settings → API keys.",
            "https://learning.postman.com/docs/developer/postman-api/authentication/",
            before=ANYTHING,
        ),
    ),
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
            before=OUTSIDE_BASE64,
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
    "contentful": (
        Rule(
            "contentful-token",
            rb"CFPAT-[A-Za-z0-9_-]{43}",
            "A Contentful personal access token for the Management API. Revoke it in Account "
            "settings → CMA tokens.",
            "https://www.contentful.com/developers/docs/tutorials/general/audit-logs/",
            before=ANYTHING,
        ),
    ),
    "dropbox": (
        Rule(
            "dropbox-access-token",
            rb"sl\.(?:u\.)?[A-Za-z0-9_-]{120,1500}",
            "A short-lived Dropbox access token. Revoke it with /auth/token/revoke, or disconnect "
            "the app.",
            "https://developers.dropbox.com/oauth-guide",
        ),
    ),
    "box": (
        Rule(
            "box-client-secret",
            named(
                rb"(?:\b|_)box[_.-]?(?:client|app|dev|api|access|secret|token|key)",
                rb"[A-Za-z0-9]{32}",
            ),
            "A client secret or developer token of a Box application. Reset it in the Developer "
            "Console.",
            "https://developer.box.com/guides/authentication/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "mapbox": (
        Rule(
            "mapbox-secret-token",
            rb"sk\.eyJ[A-Za-z0-9_-]{40,300}\.[A-Za-z0-9_-]{20,24}",
            "A secret Mapbox access token. Delete it in the account under Tokens.",
            "https://docs.mapbox.com/help/dive-deeper/access-tokens/",
            documented=True,
        ),
    ),
    "cloudinary": (
        Rule(
            "cloudinary-url",
            rb"cloudinary://[0-9]{12,18}:(?P<secret>[A-Za-z0-9_-]{20,40})@[A-Za-z0-9_-]{1,60}",
            "A Cloudinary URL with the API secret. Regenerate it in Settings → API Keys.",
            "https://github.com/cloudinary/cloudinary_npm",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
