"""Language models and where they are kept: OpenAI, Anthropic, Hugging Face."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "openai": (
        Rule(
            "openai-api-key",
            # The mark in the middle is base64 of "OpenAI".
            rb"sk-[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}",
            "An OpenAI API key, of a user, project, service account or administrator. Delete it "
            "among the API keys of the account.",
        ),
    ),
    "anthropic": (
        Rule(
            "anthropic-api-key",
            rb"sk-ant-(api|admin|oat|ort|sid)[0-9]{2}-[A-Za-z0-9_-]{80,}",
            "An Anthropic API key, administration key or session token. Delete it in the console, "
            "or sign the session out.",
        ),
    ),
    "huggingface": (
        Rule(
            "huggingface-token",
            rb"(hf|api_org)_[A-Za-z0-9]{34}",
            "A Hugging Face access token of a user (hf) or an organisation (api_org). Invalidate "
            "it among the access tokens of the account.",
            "https://huggingface.co/docs/hub/security-tokens",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
