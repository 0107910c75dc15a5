"""Content management, files and images."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_HEX_40 = rb"[0-9a-f]{40}"

RULES = {
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
    "builder-io": (
        Rule(
            "builder-io-private-key",
            rb"bpk-[0-9a-f]{32}",
            "A Builder.io private key. Delete it in the settings of the space.",
            "https://www.builder.io/c/docs/using-your-api-key",
        ),
    ),
    "ghost": (
        Rule(
            "ghost-admin-api-key",
            named(rb"ghost[a-z_.-]{0,16}key", rb"[0-9a-f]{24}:[0-9a-f]{64}"),
            "A Ghost Admin API key. Regenerate it in the settings under Integrations.",
            "https://docs.ghost.org/admin-api/",
            before=ANYTHING,
        ),
    ),
    "readme": (
        Rule(
            "readme-api-key",
            rb"rdme_[a-z0-9]{70}",
            "A ReadMe API key. Delete it in the dashboard under API Keys.",
            "https://docs.readme.com/main/reference/intro/authentication",
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
    "imagekit": (
        Rule(
            "imagekit-private-key",
            rb"private_[A-Za-z0-9+/]{27}=",
            "A private ImageKit API key. Delete it in the dashboard under Developer options.",
            "https://imagekit.io/docs/api-keys",
            before=OUTSIDE_NAME,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
    ),
    "bannerbear": (
        Rule(
            "bannerbear-api-key",
            rb"bb_(?:pr|ma)_[0-9a-f]{30}",
            "A Bannerbear API key, of a project (pr) or of all projects (ma). Reset it in the "
            "settings.",
            "https://developers.bannerbear.com/#authentication",
        ),
    ),
    "bitly": (
        Rule(
            "bitly-access-token",
            named(rb"bitly[a-z_.-]{0,12}(?:token|key|secret)", _HEX_40),
            "A Bitly access token. Regenerate it in the settings under API.",
            "https://dev.bitly.com/docs/getting-started/authentication/",
            before=ANYTHING,
        ),
    ),
}
