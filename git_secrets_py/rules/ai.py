"""Language models: OpenAI, Anthropic, Hugging Face."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "openai": (
        Rule(
            "openai-api-key",
            # The mark in the middle is the Base64 form of "OpenAI".
            rb"sk-[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}",
            "An OpenAI API key of a user, project, service account or administrator. Revoke it in "
            "the OpenAI platform settings under API keys or Admin keys.",
        ),
    ),
    "anthropic": (
        Rule(
            "anthropic-api-key",
            rb"sk-ant-(api|admin|oat|ort|sid)[0-9]{2}-[A-Za-z0-9_-]{80,}",
            "An Anthropic API key, Admin API key, OAuth token or session key. Delete the key in "
            "the Console under API keys, or log out of the session.",
        ),
    ),
    "huggingface": (
        Rule(
            "huggingface-token",
            rb"(hf|api_org)_[A-Za-z0-9]{34}",
            "A Hugging Face access token of a user (hf) or an organization (api_org). Invalidate "
            "it in Settings → Access Tokens.",
            "https://huggingface.co/docs/hub/security-tokens",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
