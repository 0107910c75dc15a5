"""Shops, payments and the tools around a product: Stripe, Shopify, Grafana, Sentry and others."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "stripe": (
        Rule(
            "stripe-secret-key",
            rb"(sk|rk)(_org)?_live_[A-Za-z0-9]{16,247}",
            "A live Stripe key, secret (sk) or restricted (rk): with it money can be moved. Roll "
            "it in the Stripe dashboard. Keys of test mode are not reported.",
            "https://docs.stripe.com/keys",
        ),
        Rule(
            "stripe-webhook-secret",
            rb"whsec_[A-Za-z0-9+/]{32,}=*",
            "The secret that signs a webhook's events, Stripe's or another service's. Roll it in "
            "the settings of the endpoint.",
            "https://docs.stripe.com/webhooks",
        ),
    ),
    "shopify": (
        Rule(
            "shopify-token",
            rb"shp(at|ca|pa|ss)_[0-9a-fA-F]{32}",
            "A Shopify access token (shpat, shpca, shppa) or shared secret (shpss). Uninstall the "
            "app or rotate its credentials.",
        ),
    ),
    "grafana": (
        Rule(
            "grafana-service-account-token",
            rb"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}",
            "A token of a Grafana service account. Delete it on the page of the service account.",
        ),
        Rule(
            "grafana-cloud-token",
            rb"glc_eyJ[A-Za-z0-9+/]{30,400}={0,3}",
            "A Grafana Cloud access policy token. Delete it on the page of its access policy.",
        ),
    ),
    "sentry": (
        Rule(
            "sentry-organization-token",
            rb"sntrys_eyJ[A-Za-z0-9+/=_-]{80,}",
            "An organisation auth token of Sentry. Revoke it in the settings of the organisation.",
        ),
        Rule(
            "sentry-user-token",
            rb"sntryu_[0-9a-f]{64}",
            "A user auth token of Sentry. Revoke it in the settings of the account.",
        ),
    ),
    "new-relic": (
        Rule(
            "new-relic-user-key",
            rb"NRAK-[A-Z0-9]{27}",
            "A New Relic user key. Delete it on the page of API keys.",
            "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
        ),
    ),
    "postman": (
        Rule(
            "postman-api-key",
            rb"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
            "A Postman API key. Revoke it in the settings of the account.",
        ),
    ),
    "linear": (
        Rule(
            "linear-api-key",
            rb"lin_(api|oauth)_[A-Za-z0-9]{40,64}",
            "A Linear API key or OAuth token. Revoke it in the security settings of the account.",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
