"""Banking, market data and identity checks."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

RULES = {
    "plaid": (
        Rule(
            "plaid-access-token",
            rb"access-(?:production|development|sandbox)-" + UUID,
            "A Plaid access token for a bank account. Invalidate it with /item/access_token/"
            "invalidate.",
            "https://plaid.com/docs/quickstart/glossary/",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "wise": (
        Rule(
            "wise-api-token",
            named(rb"(?:\b|_|transfer)wise", UUID),
            "A Wise API token. Revoke it in Settings → Integrations and tools → API tokens.",
            "https://docs.wise.com/api-docs/features/authentication-access",
            before=rb"(?<![a-z])",
        ),
    ),
    "mercury": (
        Rule(
            "mercury-api-token",
            rb"mercury_(?:production|sandbox)_[a-z]{3,6}_[A-Za-z0-9]{40,50}_yrucrem",
            "A Mercury API token. Revoke it in the settings under API Tokens.",
            "https://docs.mercury.com/reference/getsendmoneyapprovalrequest",
            documented=True,
        ),
    ),
    "ramp": (
        Rule(
            "ramp-client-secret",
            rb"ramp_sec_[A-Za-z0-9]{48}",
            "The client secret of a Ramp developer app. Rotate it in the settings of the app.",
            "https://docs.ramp.com/developer-api/v1/authorization",
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
    "onfido": (
        Rule(
            "onfido-api-token",
            rb"api_live(?:_us|_ca)?\.[A-Za-z0-9_.-]{20,100}",
            "A live Onfido API token. Revoke it in the dashboard under Tokens.",
            "https://documentation.onfido.com/api/latest/",
        ),
    ),
    "persona": (
        Rule(
            "persona-api-key",
            rb"persona_production_[a-z0-9-]{20,80}",
            "A production Persona API key. Expire it in the dashboard under API Keys.",
            "https://docs.withpersona.com/api-keys",
        ),
    ),
}
