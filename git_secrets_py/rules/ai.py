"""Language models and machine learning: keys with a mark of their own."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_WANDB = "https://docs.wandb.ai/platform/hosting/iam/access-management/manage-api-keys"

RULES = {
    "openai": (
        Rule(
            "openai-api-key",
            # The mark in the middle is the Base64 form of "OpenAI".
            rb"sk-[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20,200}",
            "An OpenAI API key of a user, project, service account or administrator. Revoke it in "
            "the OpenAI platform settings under API keys or Admin keys.",
            "https://platform.openai.com/docs/api-reference/authentication",
        ),
    ),
    "anthropic": (
        Rule(
            "anthropic-api-key",
            rb"sk-ant-(?:api|admin|oat|ort|sid)[0-9]{2}-[A-Za-z0-9_-]{80,200}",
            "An Anthropic API key, Admin API key, OAuth token or session key. Delete the key in "
            "the Console under API keys, or log out of the session.",
            "https://platform.claude.com/docs/en/get-api-key",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "huggingface": (
        Rule(
            "huggingface-token",
            rb"(?:hf|api_org)_[A-Za-z0-9]{34}",
            "A Hugging Face access token of a user (hf) or an organization (api_org). Invalidate "
            "it in Settings → Access Tokens.",
            "https://huggingface.co/docs/hub/security-tokens",
            documented=True,
        ),
    ),
    "groq": (
        Rule(
            "groq-api-key",
            rb"gsk_[A-Za-z0-9]{52}",
            "A Groq API key. Delete it in GroqCloud under API Keys.",
            "https://console.groq.com/docs/quickstart",
        ),
    ),
    "xai": (
        Rule(
            "xai-api-key",
            rb"xai-[A-Za-z0-9_-]{80}",
            "An xAI API key. Delete it in the xAI Console under API Keys.",
            "https://docs.x.ai/docs/overview",
        ),
    ),
    "perplexity": (
        Rule(
            "perplexity-api-key",
            rb"pplx-[A-Za-z0-9]{48,56}",
            "A Perplexity API key. Delete it in the API settings of the account.",
            "https://docs.perplexity.ai/guides/getting-started",
            before=ANYTHING,
        ),
    ),
    "openrouter": (
        Rule(
            "openrouter-api-key",
            rb"sk-or-v1-[0-9a-f]{64}",
            "An OpenRouter API key. Delete it in the settings under Keys.",
            "https://openrouter.ai/docs/api-reference/authentication",
            before=ANYTHING,
        ),
    ),
    "replicate": (
        Rule(
            "replicate-api-token",
            rb"r8_[A-Za-z0-9]{37}",
            "A Replicate API token. Disable it in the account under API tokens.",
            "https://replicate.com/docs/topics/security/api-tokens",
            documented=True,
        ),
    ),
    "nvidia": (
        Rule(
            "nvidia-api-key",
            rb"nvapi-[A-Za-z0-9_-]{60,128}",
            "An NVIDIA NGC or NIM API key. Delete it in NGC under Setup → API Keys.",
            "https://github.com/langchain-ai/langchain-nvidia",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "together": (
        Rule(
            "together-api-key",
            rb"tgp_v1_[A-Za-z0-9_-]{43}",
            "A Together AI API key. Delete it in the settings under API keys.",
            "https://github.com/togethercomputer/together-python",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "fireworks": (
        Rule(
            "fireworks-api-key",
            # Its vendor documents no length.
            rb"fw_[A-Za-z0-9]{22,40}",
            "A Fireworks AI API key. Delete it in the settings under API Keys.",
            "https://pypi.org/project/fireworks-ai/",
            before=OUTSIDE_NAME,
            check="random",
            documented=True,
        ),
    ),
    "cerebras": (
        Rule(
            "cerebras-api-key",
            rb"csk[-_][A-Za-z0-9_-]{48}",
            "A Cerebras Inference API key. Delete it in Cerebras Cloud under API keys.",
            "https://inference-docs.cerebras.ai/quickstart",
        ),
    ),
    "pinecone": (
        Rule(
            "pinecone-api-key",
            rb"pcsk_[A-Za-z0-9]{4,7}_[A-Za-z0-9]{40,70}",
            "A Pinecone API key. Delete it in the Pinecone console under API keys.",
            "https://docs.pinecone.io/guides/projects/manage-api-keys",
            before=ANYTHING,
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
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
