"""Banking, billing and identity checks, beside those in ``payments``."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING
from git_secrets_py.rules.rule import Rule

RULES = {
    "asaas": (
        Rule(
            "asaas-api-key",
            rb"\$aact_(?:prod|hmlg)_[A-Za-z0-9_-]{20,200}",
            "An Asaas API key. Delete it in the account under Integrations.",
            "https://docs.asaas.com/docs/authentication",
            before=ANYTHING,
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
    "mercury": (
        Rule(
            "mercury-api-token",
            rb"mercury_(?:production|sandbox)_[a-z]{3,6}_[A-Za-z0-9]{40,50}_yrucrem",
            "A Mercury API token. Revoke it in the settings under API Tokens.",
            "https://docs.mercury.com/reference/getsendmoneyapprovalrequest",
            documented=True,
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
    "paddle": (
        Rule(
            "paddle-api-key",
            rb"pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}",
            "A Paddle API key. Revoke it in Paddle under Developer tools → Authentication.",
            "https://developer.paddle.com/api-reference/about/api-keys",
            documented=True,
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
    "ramp": (
        Rule(
            "ramp-client-secret",
            rb"ramp_sec_[A-Za-z0-9]{48}",
            "The client secret of a Ramp developer app. Rotate it in the settings of the app.",
            "https://docs.ramp.com/developer-api/v1/authorization",
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
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
