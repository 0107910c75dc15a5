"""Language models and agents: platforms of developers, beside those in ``ai``."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import NO_BASE64_AFTER, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "langfuse": (
        Rule(
            "langfuse-secret-key",
            rb"sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "A secret Langfuse API key. Delete it in the settings of the project under API Keys.",
            "https://github.com/langfuse/langfuse-python",
            documented=True,
        ),
    ),
    "llama-cloud": (
        Rule(
            "llama-cloud-api-key",
            rb"llx-[A-Za-z0-9]{44,52}",
            "A LlamaCloud API key. Revoke it in LlamaCloud under API Keys.",
            "https://github.com/run-llama/llama_cloud_services/blob/main/py/llama_parse/README.md",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "runpod": (
        Rule(
            "runpod-api-key",
            rb"rpa_[A-Za-z0-9]{31,128}",
            "A Runpod API key. Delete it in the settings under API Keys.",
            "https://github.com/runpod/runpod-mcp/blob/main/src/alp/scrub.ts",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "devin": (
        Rule(
            "devin-api-key",
            rb"(?:apk_(?:user_)?[A-Za-z0-9+/]{80,180}={0,2}|cog_[a-z2-7]{52})",
            "A Devin API key. Revoke it in the settings under API keys.",
            "https://docs.devin.ai/api-reference/overview",
            before=OUTSIDE_NAME,
            after=NO_BASE64_AFTER,
        ),
    ),
    "brave-search": (
        Rule(
            "brave-search-api-key",
            rb"BSA[A-Za-z0-9_-]{27,28}",
            "A Brave Search API key. Revoke it in the dashboard under API Keys.",
            "https://api-dashboard.search.brave.com/app/documentation",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "cartesia": (
        Rule(
            "cartesia-api-key",
            rb"sk_car_(?:admin_)?[A-Za-z0-9_]{20,40}(?:\.[A-Za-z0-9_-]{20,60})?",
            "A Cartesia API key. Delete it in the playground under API Keys.",
            "https://docs.cartesia.ai/get-started/authenticate-your-client-applications",
        ),
    ),
    "apify": (
        Rule(
            "apify-api-token",
            rb"apify_api_[A-Za-z0-9]{20,128}",
            "An Apify API token. Delete it in the console under Settings → API & Integrations.",
            "https://docs.apify.com/platform/integrations/api",
        ),
    ),
    "firecrawl": (
        Rule(
            "firecrawl-api-key",
            rb"fc-[0-9a-f]{32}",
            "A Firecrawl API key. Delete it in the dashboard under API Keys.",
            "https://github.com/mendableai/firecrawl",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "browserbase": (
        Rule(
            "browserbase-api-key",
            rb"bb_live_[A-Za-z0-9_-]{20,128}",
            "A Browserbase API key. Roll it in the dashboard under Settings.",
            "https://docs.browserbase.com/introduction/getting-started",
        ),
    ),
    "voyage": (
        Rule(
            "voyage-api-key",
            rb"pa-[A-Za-z0-9_-]{43}",
            "A Voyage AI API key. Delete it in the dashboard under API Keys.",
            "https://docs.voyageai.com/docs/api-key-and-installation",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "inngest": (
        Rule(
            "inngest-signing-key",
            rb"signkey-(?:prod|test|branch)-[0-9a-f]{32,64}",
            "An Inngest signing key. Rotate it in the dashboard under Manage → Signing Key.",
            "https://github.com/inngest/inngest-js",
            documented=True,
        ),
    ),
    "minimax": (
        Rule(
            "minimax-api-key",
            rb"sk-api-[A-Za-z0-9_-]{119}",
            "A MiniMax API key. Delete it in the platform under API Keys.",
            "https://platform.minimax.io/docs/guides/quickstart-preparation",
        ),
    ),
    "composio": (
        Rule(
            "composio-api-key",
            rb"(?:o?ak_[A-Za-z0-9_-]{20}|uak_[A-Za-z0-9_-]{43})",
            "A Composio API key. Delete it in the dashboard under API Keys.",
            "https://github.com/ComposioHQ/composio",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
