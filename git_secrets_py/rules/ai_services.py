"""Language models and agents: more services of inference, browsers, memory, voice and video."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import NO_BASE64_AFTER, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "chutes": (
        Rule(
            "chutes-api-key",
            rb"cpk_[0-9a-f]{32}\.[0-9a-f]{32}\.[A-Za-z0-9]{32}",
            "A Chutes API key. Delete it in the dashboard under API Keys.",
            "https://chutes.ai/docs/getting-started/authentication",
        ),
    ),
    "nomic": (
        Rule(
            "nomic-api-key",
            rb"nk-[A-Za-z0-9_-]{43}",
            "A Nomic Atlas API key. Delete it in the dashboard under API keys.",
            "https://docs.nomic.ai/atlas/account/authentication",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "letta": (
        Rule(
            "letta-api-key",
            rb"sk-let-[A-Za-z0-9+/]{40,140}={0,2}",
            "A Letta API key. Delete it in the dashboard under API keys.",
            "https://docs.letta.com/guides/cloud/overview",
            after=NO_BASE64_AFTER,
        ),
    ),
    "browser-use": (
        Rule(
            "browser-use-api-key",
            rb"bu_[A-Za-z0-9_-]{43}",
            "A Browser Use API key. Delete it in the settings under API keys.",
            "https://docs.browser-use.com/cloud/quickstart",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "hyperbrowser": (
        Rule(
            "hyperbrowser-api-key",
            rb"hb_[0-9a-f]{28}",
            "A Hyperbrowser API key. Delete it in the dashboard under API keys.",
            "https://docs.hyperbrowser.ai/",
            before=OUTSIDE_NAME,
        ),
    ),
    "steel": (
        Rule(
            "steel-api-key",
            rb"ste-[A-Za-z0-9]{60,80}",
            "A Steel API key. Delete it in the settings under API keys.",
            "https://docs.steel.dev/",
            before=OUTSIDE_NAME,
        ),
    ),
    "supermemory": (
        Rule(
            "supermemory-api-key",
            rb"sm_[A-Za-z0-9]{22}_[A-Za-z0-9]{40,70}",
            "A Supermemory API key. Delete it in the console under API keys.",
            "https://supermemory.ai/docs/quickstart",
            before=OUTSIDE_NAME,
        ),
    ),
    "lambda-cloud": (
        Rule(
            "lambda-cloud-api-key",
            rb"secret_[A-Za-z0-9_-]{2,60}_[0-9a-f]{32}\.[A-Za-z0-9]{32}",
            "A Lambda Cloud API key. Delete it in the dashboard under API keys.",
            "https://docs.lambda.ai/public-cloud/cloud-api/",
        ),
    ),
    "runway": (
        Rule(
            "runway-api-key",
            rb"key_[0-9a-f]{128}",
            "A Runway API key. Disable it in the developer portal under API Keys.",
            "https://docs.dev.runwayml.com/guides/setup/",
            before=OUTSIDE_NAME,
        ),
    ),
    "retell": (
        Rule(
            "retell-api-key",
            rb"key_[0-9a-f]{28}",
            "A Retell AI API key. Delete it in the dashboard under API Keys.",
            "https://docs.retellai.com/accounts/manage-api-keys",
            before=OUTSIDE_NAME,
        ),
    ),
    "upstage": (
        Rule(
            "upstage-api-key",
            rb"up_[A-Za-z0-9]{29}",
            "An Upstage API key. Delete it in the console under API Keys.",
            "https://console.upstage.ai/docs/getting-started",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "turbopuffer": (
        Rule(
            "turbopuffer-api-key",
            rb"tpuf_[A-Za-z0-9_-]{30,60}",
            "A turbopuffer API key. Delete it in the dashboard under API keys.",
            "https://turbopuffer.com/docs/quickstart",
            check="mixed",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
