"""Payments, shops, monitoring and office tools: Stripe, Shopify, Grafana, Sentry and others."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "stripe": (
        Rule(
            "stripe-secret-key",
            rb"(sk|rk)(_org)?_live_[A-Za-z0-9]{16,247}",
            "A live-mode Stripe API key, secret (sk) or restricted (rk), which can move money. "
            "Roll it in the Stripe Dashboard under API keys. Test-mode keys are not reported.",
            "https://docs.stripe.com/keys",
        ),
        Rule(
            "stripe-webhook-secret",
            rb"whsec_[A-Za-z0-9+/]{32,}=*",
            "A webhook signing secret of Stripe or another service. Roll it in the settings of "
            "the webhook endpoint.",
            "https://docs.stripe.com/webhooks",
        ),
    ),
    "shopify": (
        Rule(
            "shopify-token",
            rb"shp(at|ca|pa|ss)_[0-9a-fA-F]{32}",
            "A Shopify access token (shpat, shpca, shppa) or shared secret (shpss). Rotate the "
            "credentials of the app, or uninstall it.",
        ),
    ),
    "grafana": (
        Rule(
            "grafana-service-account-token",
            rb"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}",
            "A Grafana service account token. Delete it in Administration → Users and access → "
            "Service accounts.",
        ),
        Rule(
            "grafana-cloud-token",
            rb"glc_eyJ[A-Za-z0-9+/]{30,400}={0,3}",
            "A Grafana Cloud access policy token. Delete it in the Cloud Portal under Access "
            "Policies.",
        ),
    ),
    "sentry": (
        Rule(
            "sentry-organization-token",
            rb"sntrys_eyJ[A-Za-z0-9+/=_-]{80,}",
            "A Sentry organization auth token. Revoke it in Settings → Developer Settings → "
            "Organization Tokens.",
        ),
        Rule(
            "sentry-user-token",
            rb"sntryu_[0-9a-f]{64}",
            "A Sentry user auth token. Revoke it in User Settings → Personal Tokens.",
        ),
    ),
    "new-relic": (
        Rule(
            "new-relic-user-key",
            rb"NRAK-[A-Z0-9]{27}",
            "A New Relic user key. Delete it on the API keys page.",
            "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
        ),
    ),
    "postman": (
        Rule(
            "postman-api-key",
            rb"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
            "A Postman API key. Revoke it in Settings → API keys.",
        ),
    ),
    "linear": (
        Rule(
            "linear-api-key",
            rb"lin_(api|oauth)_[A-Za-z0-9]{40,64}",
            "A Linear API key or OAuth token. Revoke it in Settings → Security & access.",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
