"""Tools around language models: agents, search, memory and evaluation."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

_WANDB = "https://docs.wandb.ai/platform/hosting/iam/access-management/manage-api-keys"
_HELICONE_GROUPS = rb"(?:[a-z0-9]{7}-){3}[a-z0-9]{7}"

RULES = {
    "pinecone": (
        Rule(
            "pinecone-api-key",
            rb"pcsk_[A-Za-z0-9]{4,7}_[A-Za-z0-9]{40,70}",
            "A Pinecone API key. Delete it in the Pinecone console under API keys.",
            "https://docs.pinecone.io/guides/projects/manage-api-keys",
            before=ANYTHING,
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
    "chroma": (
        Rule(
            "chroma-api-key",
            # 32 bytes in Base58.
            rb"ck-[1-9A-HJ-NP-Za-km-z]{43,44}",
            "A Chroma Cloud API key. Delete it in the settings of the account or team.",
            "https://docs.trychroma.com/cloud/getting-started",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "langsmith": (
        Rule(
            "langsmith-api-key",
            rb"lsv2_(?:pt|sk)_[0-9a-fA-F]{32}_[0-9a-fA-F]{10}",
            "A LangSmith API key, personal (pt) or of a service (sk). Delete it in Settings → API "
            "Keys.",
            "https://github.com/langchain-ai/langsmith-sdk/blob/main/python/langsmith/anonymizer.py",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "langfuse": (
        Rule(
            "langfuse-secret-key",
            rb"sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "A secret Langfuse API key. Delete it in the settings of the project under API Keys.",
            "https://github.com/langfuse/langfuse-python",
            documented=True,
        ),
    ),
    "wandb": (
        Rule(
            "wandb-api-key",
            rb"wandb_v1_[A-Za-z0-9_]{70,90}",
            "A Weights & Biases API key. Revoke it in User Settings → API Keys.",
            "https://docs.wandb.ai/support/models/articles/"
            "why-does-my-api-key-fail-with-must-be-40-characters",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "wandb-api-key-legacy",
            named(rb"wandb", rb"[0-9a-f]{40}"),
            "A Weights & Biases API key without a prefix. Revoke it in User Settings → API Keys.",
            _WANDB,
        ),
    ),
    "logfire": (
        Rule(
            "logfire-token",
            rb"pylf_v[0-9]{1,2}_[a-z]{2,12}_(?:" + UUID + rb"_)?[A-Za-z0-9]{40,60}",
            "A token or API key of Pydantic Logfire, or a key of Pydantic AI Gateway. Revoke it in "
            "the settings of the project or organization.",
            "https://github.com/pydantic/logfire/blob/main/logfire/_internal/auth.py",
            documented=True,
        ),
    ),
    "helicone": (
        Rule(
            "helicone-api-key",
            rb"(?:sk-helicone-proxy-"
            + _HELICONE_GROUPS
            + b"-"
            + UUID
            + rb"|[ps]k-helicone-(?:eu-)?(?:rl-)?"
            + _HELICONE_GROUPS
            + rb")",
            "A Helicone API key (sk), or one that can only write (pk). Delete it in the settings "
            "under API Keys.",
            "https://docs.helicone.ai/helicone-headers/helicone-auth",
        ),
    ),
    "kaggle": (
        Rule(
            "kaggle-api-token",
            rb"KGAT_[0-9a-f]{32}",
            "A Kaggle API token. Delete it in the settings of the account under API.",
            "https://github.com/Kaggle/kaggle-skills",
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
    "tavily": (
        Rule(
            "tavily-api-key",
            rb"tvly-(?:dev-|prod-)?[A-Za-z0-9-]{20,80}",
            "A Tavily API key. Delete it in the Tavily dashboard.",
            "https://github.com/tavily-ai/tavily-python",
            before=ANYTHING,
            check="random",
            documented=True,
        ),
    ),
    "you-com": (
        Rule(
            "you-com-api-key",
            rb"ydc-sk-[0-9a-f]{16}-[A-Za-z0-9]{32}-[0-9a-f]{8}",
            "A You.com API key. Delete it in the settings of the platform under API Keys.",
            "https://documentation.you.com/quickstart",
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
    "apify": (
        Rule(
            "apify-api-token",
            rb"apify_api_[A-Za-z0-9]{20,128}",
            "An Apify API token. Delete it in the console under Settings → API & Integrations.",
            "https://docs.apify.com/platform/integrations/api",
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
    "e2b": (
        Rule(
            "e2b-key",
            rb"(?:sk_)?e2b_[0-9a-f]{40}",
            "An E2B API key or access token (sk). Delete it in the dashboard under API Keys.",
            "https://github.com/e2b-dev/infra/blob/main/packages/shared/pkg/keys/key.go",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "daytona": (
        Rule(
            "daytona-api-key",
            rb"dtn_[0-9a-f]{64}",
            "A Daytona API key. Revoke it in the dashboard under API Keys.",
            "https://github.com/daytonaio/daytona/blob/main/apps/api/src/api-key/"
            "api-key.service.ts",
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
    "cursor": (
        Rule(
            "cursor-api-key",
            named(rb"cursor[a-z_.-]{0,24}(?:key|token)", rb"key_[0-9a-f]{64}"),
            "A Cursor API key. Revoke it in the dashboard.",
            "https://docs.cursor.com/account/teams/admin-api",
            before=ANYTHING,
        ),
        Rule(
            "cursor-token",
            rb"crsr_[0-9a-f]{64}",
            "The key of a Cursor user, team or service account. Revoke it in the dashboard.",
            "https://cursor.com/docs/security/api-keys",
        ),
    ),
    "windsurf": (
        Rule(
            "windsurf-api-key",
            rb"sk-ws-01-[A-Za-z0-9_-]{80,110}",
            "The key of a user who is signed in to Windsurf. Sign out of all sessions.",
            "https://docs.windsurf.com/",
            check="random",
        ),
    ),
    "amp": (
        Rule(
            "amp-access-token",
            rb"sgamp_user_[0-9A-Z]{26}_[0-9a-f]{64}",
            "An Amp access token. Regenerate it in the settings.",
            "https://ampcode.com/manual",
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
    "letta": (
        Rule(
            "letta-api-key",
            rb"sk-let-[A-Za-z0-9+/]{40,140}={0,2}",
            "A Letta API key. Delete it in the dashboard under API keys.",
            "https://docs.letta.com/guides/cloud/overview",
            after=NO_BASE64_AFTER,
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
    "mem0": (
        Rule(
            "mem0-api-key",
            rb"m0-[A-Za-z0-9]{40}",
            "A Mem0 API key. Delete it in the dashboard under API Keys.",
            "https://docs.mem0.ai/platform/quickstart",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "zep": (
        Rule(
            "zep-api-key",
            # The Base64 form of a JSON object with the ID of the key, and its signature.
            rb"z_1dWlkIjoi[A-Za-z0-9]{40,64}In0\.[A-Za-z0-9_-]{80,90}",
            "A Zep API key. Delete it in the settings of the project.",
            "https://help.getzep.com/projects",
        ),
    ),
    "context7": (
        Rule(
            "context7-api-key",
            rb"ctx7sk-" + UUID,
            "A Context7 API key. Delete it in the dashboard under API Keys.",
            "https://context7.com/docs/howto/api-keys",
        ),
    ),
}
