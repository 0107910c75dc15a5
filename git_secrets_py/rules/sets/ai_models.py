"""Language models."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_HEX_32 = rb"[0-9a-f]{32}"

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
    "deepseek": (
        Rule(
            "deepseek-api-key",
            named(rb"deepseek", rb"sk-[0-9a-f]{32}"),
            "A DeepSeek API key. Delete it in the DeepSeek platform under API keys.",
            "https://api-docs.deepseek.com/",
            before=ANYTHING,
        ),
    ),
    "mistral": (
        Rule(
            "mistral-api-key",
            named(rb"mistral", rb"[A-Za-z0-9]{32}"),
            "A Mistral AI API key. Delete it in the console under API keys.",
            "https://docs.mistral.ai/getting-started/quickstart/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "cohere": (
        Rule(
            "cohere-api-key",
            named(rb"cohere|\bco[_-]api[_-]key", rb"[A-Za-z0-9]{40}"),
            "A Cohere API key. Delete it in the dashboard under API keys.",
            "https://docs.cohere.com/docs/rate-limits",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "voyage": (
        Rule(
            "voyage-api-key",
            rb"(?:pa|al)-[A-Za-z0-9_-]{43}",
            "A Voyage AI API key, of its own dashboard (pa) or of MongoDB Atlas (al). Delete it "
            "there under API Keys.",
            "https://docs.voyageai.com/docs/api-key-and-installation",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "moonshot": (
        Rule(
            "kimi-code-api-key",
            rb"sk-kimi-[A-Za-z0-9]{64}",
            "A Kimi Code (Moonshot AI) API key. Delete it in the console of Kimi Code.",
            "https://www.kimi.com/code/docs/en/",
        ),
    ),
    "novita": (
        Rule(
            "novita-api-key",
            named(rb"novita", rb"sk_[A-Za-z0-9_-]{43}"),
            "A Novita AI API key. Delete it in the settings under Key Management.",
            "https://novita.ai/docs/guides/quickstart",
            before=ANYTHING,
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
    "jina": (
        Rule(
            "jina-api-key",
            rb"jina_[0-9a-f]{32}[A-Za-z0-9_-]{28}",
            "A Jina AI API key. Delete it in the dashboard under API Key.",
            "https://github.com/jina-ai/MCP",
            documented=True,
        ),
    ),
    "zhipu": (
        Rule(
            "zhipu-api-key",
            named(
                rb"zhipu|bigmodel|(?:glm|\bz[_-]?ai)(?:client|[a-z0-9_.-]{0,16}(?:key|token))",
                _HEX_32 + rb"\.[A-Za-z0-9]{16}",
            ),
            "A Zhipu AI (Z.ai) API key. Delete it in the console under API keys.",
            "https://docs.z.ai/api-reference/introduction",
            before=ANYTHING,
        ),
    ),
    "baidu": (
        Rule(
            "baidu-qianfan-api-key",
            rb"bce-v3/ALTAK-[A-Za-z0-9]{21}/[0-9a-f]{40}",
            "A Baidu AI Cloud Qianfan API key. Delete it in the console under API Key.",
            "https://cloud.baidu.com/doc/qianfan-api/s/ym9chdsy5",
        ),
    ),
    "ollama": (
        Rule(
            "ollama-api-key",
            named(rb"ollama", _HEX_32 + rb"\.[A-Za-z0-9_-]{24}"),
            "An Ollama Cloud API key. Delete it in the settings under Keys.",
            "https://docs.ollama.com/api/authentication",
            before=ANYTHING,
        ),
    ),
}
