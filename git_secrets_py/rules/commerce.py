"""Shops, payments, games, maps and mail by post."""

from __future__ import annotations

from git_secrets_py.model import LOW, MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

RULES = {
    "mercado-pago": (
        Rule(
            "mercado-pago-access-token",
            rb"(?:APP_USR|TEST)-[0-9]{14,16}-[0-9]{6}-[0-9a-f]{32}(?:__[A-Z]{2}_[A-Z]{2}__)?"
            rb"-[0-9]{6,12}",
            "A Mercado Pago access token. Renew it in the credentials of the application.",
            "https://www.mercadopago.com.br/developers/en/docs/your-integrations/credentials",
        ),
    ),
    "omise": (
        Rule(
            "omise-secret-key",
            rb"skey_(?:test_)?[0-9a-z]{19}",
            "An Omise secret key. Roll it in the dashboard under Keys.",
            "https://docs.omise.co/api-authentication",
            check="mixed",
        ),
    ),
    "paystack": (
        Rule(
            "paystack-secret-key",
            rb"sk_live_[0-9a-f]{40}",
            "A Paystack secret key. Generate a new one in the settings under API Keys & Webhooks.",
            "https://paystack.com/docs/api/authentication/",
            before=ANYTHING,
        ),
        Rule(
            "paystack-test-key",
            rb"sk_test_[0-9a-f]{40}",
            "A Paystack secret key for test mode, which moves no money. Generate a new one in the "
            "settings under API Keys & Webhooks.",
            "https://paystack.com/docs/api/authentication/",
            before=ANYTHING,
            recommended=False,
            severity=LOW,
        ),
    ),
    "amazon-seller": (
        Rule(
            "amazon-lwa-client-secret",
            rb"amzn1\.oa2-cs\.v1\.[0-9a-f]{64}",
            "A Login with Amazon client secret, as for the Selling Partner API. Rotate it in the "
            "developer console.",
            "https://developer-docs.amazon.com/sp-api/docs/"
            "viewing-your-application-information-and-credentials",
            before=ANYTHING,
        ),
        Rule(
            "amazon-lwa-token",
            rb"Atz[ra]\|[A-Za-z0-9_-]{100,2043}",
            "A Login with Amazon refresh token (Atzr) or access token (Atza). Revoke the "
            "authorization of the application in Seller Central.",
            "https://developer.amazon.com/docs/login-with-amazon/access-token.html",
            documented=True,
        ),
    ),
    "riot-games": (
        Rule(
            "riot-games-api-key",
            rb"RGAPI-" + _UUID,
            "A Riot Games API key. Regenerate it in the developer portal.",
            "https://developer.riotgames.com/docs/portal",
        ),
    ),
    "roblox": (
        Rule(
            "roblox-session-cookie",
            rb"_\|WARNING:-DO-NOT-SHARE-THIS\.--[A-Za-z0-9-]{20,120}\.\|_"
            rb"(?P<secret>[A-Za-z0-9_.-]{100,2000})",
            "The cookie of a signed-in Roblox session. Sign out of all sessions in the settings "
            "under Security.",
            "https://en.help.roblox.com/hc/en-us/articles/203313380",
            before=ANYTHING,
        ),
    ),
    "arcgis": (
        Rule(
            "arcgis-api-key",
            rb"AAP(?:K[0-9a-f]{32}[A-Za-z0-9_-]{64}|Txy[0-9A-Za-z_-]{80,300}(?:\.{2}"
            rb"[A-Za-z0-9_-]{8,12})?)",
            "An ArcGIS API key, which a web page may show to its visitors. Regenerate it in the "
            "developer credentials.",
            "https://developers.arcgis.com/documentation/security-and-authentication/"
            "api-key-authentication/",
            severity=MEDIUM,
            recommended=False,
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
    "lob": (
        Rule(
            "lob-api-key",
            rb"(?:live|test)_[0-9a-f]{35}",
            "A secret Lob API key. Delete it in the dashboard under API Keys.",
            "https://docs.lob.com/#tag/Authentication/API-Keys",
            before=OUTSIDE_NAME,
        ),
    ),
    "databento": (
        Rule(
            "databento-api-key",
            rb"db-[A-Za-z0-9]{29}",
            "A Databento API key. Delete it in the portal under API keys.",
            "https://databento.com/docs/portal/api-keys",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
