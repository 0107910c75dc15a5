"""Speech, image and video models."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

_HEX_32 = rb"[0-9a-f]{32}"

RULES = {
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
    "deepgram": (
        Rule(
            "deepgram-api-key",
            named(rb"deepgram|\bdg[_-](?:api|key)", rb"[0-9a-f]{40}"),
            "A Deepgram API key. Delete it in the console under API Keys.",
            "https://developers.deepgram.com/docs/create-additional-api-keys",
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
    "cartesia": (
        Rule(
            "cartesia-api-key",
            rb"sk_car_(?:admin_)?[A-Za-z0-9_]{20,40}(?:\.[A-Za-z0-9_-]{20,60})?",
            "A Cartesia API key. Delete it in the playground under API Keys.",
            "https://docs.cartesia.ai/get-started/authenticate-your-client-applications",
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
    "voiceflow": (
        Rule(
            "voiceflow-api-key",
            rb"VF\.(?:DM|WS)\.[0-9a-f]{24}\.[A-Za-z0-9]{16}",
            "A Voiceflow API key, of an agent (DM) or a workspace (WS). Delete it in the settings "
            "of the agent under API keys.",
            "https://docs.voiceflow.com/reference/authentication",
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
    "fal": (
        Rule(
            "fal-api-key",
            named(rb"\bfal[_.-]?(?:ai[_.-]?)?(?:api[_.-]?)?key", UUID + b":" + _HEX_32),
            "A fal API key. Delete it in the dashboard under Keys.",
            "https://docs.fal.ai/model-apis/authentication",
            before=ANYTHING,
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
    "luma": (
        Rule(
            "luma-api-key",
            rb"luma-" + UUID + rb"-" + UUID,
            "A Luma AI API key. Delete it in the dashboard under API Keys.",
            "https://docs.lumalabs.ai/docs/api",
        ),
    ),
}
