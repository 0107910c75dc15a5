"""Language models and machine learning: keys that only a name beside them marks."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, named
from git_secrets_py.rules.rule import Rule

RULES = {
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
    "elevenlabs": (
        Rule(
            "elevenlabs-api-key",
            named(
                rb"eleven[_-]?labs|xi[_-]api[_-]key",
                rb"sk_[0-9a-f]{48}(?:_residency_[a-z0-9]{2,8})?|[0-9a-f]{32}",
            ),
            "An ElevenLabs API key. Delete it in the settings under API Keys.",
            "https://elevenlabs.io/docs/api-reference/authentication",
            before=ANYTHING,
        ),
    ),
    "cursor": (
        Rule(
            "cursor-api-key",
            named(rb"cursor[a-z_.-]{0,24}(?:key|token)", rb"(?:key|crsr)_[0-9a-f]{64}"),
            "A Cursor API key. Revoke it in the dashboard.",
            "https://docs.cursor.com/account/teams/admin-api",
            before=ANYTHING,
        ),
    ),
    "deepgram": (
        Rule(
            "deepgram-api-key",
            named(rb"deepgram|\bdg[_-](?:api|key)", rb"[0-9a-f]{40}"),
            "A Deepgram API key. Delete it in the console under API Keys.",
            "https://developers.deepgram.com/docs/create-additional-api-keys",
            before=ANYTHING,
        ),
    ),
    "stability": (
        Rule(
            "stability-api-key",
            named(rb"stability|dreamstudio|stable[_-]?diffusion", rb"sk-[A-Za-z0-9]{48}"),
            "A Stability AI API key. Delete it in the account under API Keys.",
            "https://platform.stability.ai/docs/getting-started/authentication",
            before=ANYTHING,
        ),
    ),
    "assemblyai": (
        Rule(
            "assemblyai-api-key",
            named(rb"assembly[_-]?ai|\baai[_-](?:api|key)", rb"[0-9a-f]{32}"),
            "An AssemblyAI API key. Delete it in the dashboard under API Keys.",
            "https://www.assemblyai.com/docs/api-reference/overview",
            before=ANYTHING,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
