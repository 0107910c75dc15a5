"""Payments and billing."""

from __future__ import annotations

from git_secrets_py.model import LOW
from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    UUID,
    named,
)
from git_secrets_py.rules.rule import Rule

_SQUARE = "https://developer.squareup.com/docs/build-basics/access-tokens"

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
    "cashfree": (
        Rule(
            "cashfree-client-secret",
            rb"cfsk_ma_(?:prod|test)_[0-9a-f]{32}_[0-9a-f]{8}",
            "A Cashfree client secret, for production or the sandbox (test). Delete it in the "
            "dashboard under Developers → API Keys.",
            "https://www.cashfree.com/docs/api-reference/authentication",
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
    "checkout-com": (
        Rule(
            "checkout-com-secret-key",
            rb"sk_(?:(?:sbox|test)_)?(?:"
            + UUID
            + rb"|(?=[a-z]{0,25}[2-7])[a-z2-7]{26}[a-z2-7*#$=]?)",
            "A Checkout.com secret key. Replace it in the Dashboard under Developers → Keys.",
            "https://www.checkout.com/docs/developer-resources/api/manage-api-keys",
            before=OUTSIDE_NAME,
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
    "midtrans": (
        Rule(
            "midtrans-server-key",
            rb"(?:SB-)?Mid-server-[A-Za-z0-9_-]{24}",
            "A Midtrans server key, for production or the sandbox (SB). Change it in the "
            "dashboard under Access Keys.",
            "https://docs.midtrans.com/docs/midtrans-account",
            before=OUTSIDE_NAME,
            check="random",
        ),
    ),
    "xendit": (
        Rule(
            "xendit-secret-key",
            rb"xnd_production_[A-Za-z0-9]{56,72}",
            "A live Xendit secret key. Delete it in the dashboard under API Keys.",
            "https://github.com/xendit/xendit-node",
            documented=True,
        ),
    ),
    "asaas": (
        Rule(
            "asaas-api-key",
            rb"\$aact_(?:prod|hmlg)_[A-Za-z0-9_-]{20,200}",
            "An Asaas API key. Delete it in the account under Integrations.",
            "https://docs.asaas.com/docs/authentication",
            before=ANYTHING,
        ),
    ),
    "paddle": (
        Rule(
            "paddle-api-key",
            rb"pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}",
            "A Paddle API key. Revoke it in Paddle under Developer tools → Authentication.",
            "https://developer.paddle.com/api-reference/about/api-keys",
            documented=True,
        ),
    ),
    "polar": (
        Rule(
            "polar-access-token",
            rb"polar_(?:oat|pat|us|cst|msel|[ar]t(?:_[a-z])?)_[A-Za-z0-9]{43}",
            "A Polar token: of an organization (oat), a person (pat), a session (us, cst) or "
            "other. Delete it in the settings.",
            "https://github.com/polarsource/polar/blob/main/server/polar/kit/crypto.py",
            checksum="polar",
            documented=True,
        ),
    ),
}
