"""Payments and shops: Stripe, Square, Shopify, PayPal and others."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    named,
)
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SQUARE = "https://developer.squareup.com/docs/build-basics/access-tokens"

RULES = {
    "stripe": (
        Rule(
            "stripe-secret-key",
            rb"(?:sk|rk)(?:_org)?_(?:live|prod)_[A-Za-z0-9]{16,247}",
            "A live-mode API key of Stripe, secret (sk) or restricted (rk), or of another service "
            "that uses this format. Roll it in the Stripe Dashboard under API keys.",
            "https://docs.stripe.com/keys",
            documented=True,
        ),
        Rule(
            "stripe-test-key",
            rb"(?:sk|rk)_test_[A-Za-z0-9]{16,247}",
            "A test-mode API key of Stripe or another service. It moves no money, but shows the "
            "test data. Roll it in the Stripe Dashboard under API keys.",
            "https://docs.stripe.com/keys",
            check="random",
            recommended=False,
            documented=True,
        ),
        Rule(
            "stripe-webhook-secret",
            rb"whsec_[A-Za-z0-9+/]{32,200}={0,2}",
            "A webhook signing secret of Stripe or another service. Roll it in the settings of "
            "the webhook endpoint.",
            "https://github.com/stripe/stripe-cli/wiki/listen-command",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "square": (
        Rule(
            "square-access-token",
            rb"EAAA[A-Za-z0-9_-]{60}",
            "A Square access token. Replace it in the Developer Console under Credentials.",
            _SQUARE,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
        Rule(
            "square-token",
            rb"sq0(?:atp|idp)-[A-Za-z0-9_-]{22}",
            "A Square access token (sq0atp) or application ID (sq0idp). Replace the token in the "
            "Developer Console under Credentials.",
            "https://github.com/square/square-nodejs-sdk/blob/master/reference.md",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "square-application-secret",
            rb"sq0csp-[A-Za-z0-9_-]{43}",
            "A Square application secret. Replace it in the Developer Console under OAuth.",
            "https://github.com/square/square-nodejs-sdk/blob/master/reference.md",
            before=ANYTHING,
            documented=True,
        ),
    ),
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
    "paypal": (
        Rule(
            "paypal-braintree-access-token",
            rb"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}",
            "A PayPal Braintree access token. Revoke it in the Braintree Control Panel under API.",
            "https://developer.paypal.com/braintree/docs/guides/authorization/overview",
        ),
        Rule(
            "paypal-client-secret",
            named(rb"paypal", rb"E[A-Za-z0-9_-]{79}"),
            "The client secret of a PayPal app. Generate a new one in the Developer Dashboard, "
            "then disable this one.",
            "https://developer.paypal.com/api/rest/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "adyen": (
        Rule(
            "adyen-api-key",
            named(rb"adyen", rb"AQE[^\s\"'`<>]{40,400}"),
            "An Adyen API key. Generate a new one in the Customer Area under Developers → API "
            "credentials.",
            "https://docs.adyen.com/development-resources/api-credentials/",
            before=ANYTHING,
            after=b"",
        ),
    ),
    "razorpay": (
        Rule(
            "razorpay-key-id",
            rb"rzp_live_[A-Za-z0-9]{14}",
            "The ID of a live Razorpay API key; its secret is often nearby. Regenerate the key in "
            "the Dashboard under Account & Settings → API Keys.",
            "https://razorpay.com/docs/api/authentication/",
            before=ANYTHING,
        ),
        Rule(
            "razorpay-key-secret",
            named(rb"razorpay[a-z_-]{0,8}secret", rb"[A-Za-z0-9]{24}"),
            "The secret of a Razorpay API key. Regenerate the key in the Dashboard under Account "
            "& Settings → API Keys.",
            "https://razorpay.com/docs/api/authentication/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "plaid": (
        Rule(
            "plaid-access-token",
            rb"access-(?:production|development|sandbox)-" + _UUID,
            "A Plaid access token for a bank account. Invalidate it with /item/access_token/"
            "invalidate.",
            "https://plaid.com/docs/quickstart/glossary/",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "flutterwave": (
        Rule(
            "flutterwave-secret-key",
            rb"FLWSECK(?:_TEST)?-[0-9a-zA-Z]{32}(?:-[0-9a-z]{10,16})?-X",
            "A Flutterwave secret key. Regenerate it in the dashboard under Settings → API Keys.",
            "https://github.com/Flutterwave/Flutterwave-node-v3",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "coinbase": (
        Rule(
            "coinbase-token",
            named(rb"coinbase", rb"[A-Za-z0-9_-]{64}"),
            "A Coinbase access token or API secret. Delete the key in the settings under API.",
            "https://docs.cdp.coinbase.com/get-started/authentication/overview",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "checkout-com": (
        Rule(
            "checkout-com-secret-key",
            rb"sk_(?:(?:sbox|test)_)?(?:"
            + _UUID
            + rb"|(?=[a-z]{0,25}[2-7])[a-z2-7]{26}[a-z2-7*#$=]?)",
            "A Checkout.com secret key. Replace it in the Dashboard under Developers → Keys.",
            "https://www.checkout.com/docs/developer-resources/api/manage-api-keys",
            before=OUTSIDE_NAME,
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
    "gocardless": (
        Rule(
            "gocardless-access-token",
            named(rb"go[_-]?cardless", rb"live_[A-Za-z0-9_-]{40}"),
            "A live GoCardless access token. Delete it in the dashboard under Developers.",
            "https://developer.gocardless.com/getting-started/api/making-your-first-request/",
            before=ANYTHING,
        ),
    ),
    "mollie": (
        Rule(
            "mollie-api-key",
            named(rb"mollie", rb"live_[A-Za-z0-9]{30,38}"),
            "A live Mollie API key. Reset it in the Dashboard under Developers → API keys.",
            "https://github.com/mollie/mollie-api-node",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "wise": (
        Rule(
            "wise-api-token",
            named(rb"(?:\b|_|transfer)wise", _UUID),
            "A Wise API token. Revoke it in Settings → Integrations and tools → API tokens.",
            "https://docs.wise.com/api-docs/features/authentication-access",
            before=rb"(?<![a-z])",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
