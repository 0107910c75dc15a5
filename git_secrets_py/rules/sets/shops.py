"""Shops, shipping and travel."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_BASE64, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "shopify": (
        Rule(
            "shopify-token",
            rb"(?:shp(?:at|ca|pa|ss|tka|ua)|prtapi)_[0-9a-fA-F]{32}",
            "A Shopify access token (shpat, shpca, shppa, shpua, shptka) or shared secret "
            "(shpss). Rotate the credentials of the app, or uninstall it.",
            "https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "woocommerce": (
        Rule(
            "woocommerce-api-key",
            rb"c[ks]_[0-9a-f]{40}",
            "The key (ck) or secret (cs) of a WooCommerce shop's API. Revoke it in the shop under "
            "Settings → Advanced → REST API.",
            "https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-auth.php",
            documented=True,
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
    "shippo": (
        Rule(
            "shippo-token",
            rb"shippo_(?:live|test)_(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{32})",
            "A Shippo API token. Regenerate it in Settings → API.",
            "https://github.com/goshippo/shippo-javascript-sdk",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "easypost": (
        Rule(
            "easypost-api-key",
            rb"EZ[AT]K[A-Za-z0-9]{54}",
            "An EasyPost API key, for production (EZAK) or tests (EZTK). Disable it in the account "
            "under API Keys.",
            "https://docs.easypost.com/docs/authentication",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
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
    "duffel": (
        Rule(
            "duffel-access-token",
            rb"duffel_(?:test|live)_[A-Za-z0-9_=-]{43}",
            "A Duffel access token. Revoke it in the dashboard under Access tokens.",
            "https://duffel.com/docs/api/overview/test-mode",
            documented=True,
        ),
    ),
}
