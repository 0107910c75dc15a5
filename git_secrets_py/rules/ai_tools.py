"""Tools around language models: sandboxes, gateways, background jobs, memory, data sets."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import NO_BASE64_AFTER, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_HELICONE_GROUPS = rb"(?:[a-z0-9]{7}-){3}[a-z0-9]{7}"

RULES = {
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
    "helicone": (
        Rule(
            "helicone-api-key",
            rb"(?:sk-helicone-proxy-"
            + _HELICONE_GROUPS
            + b"-"
            + _UUID
            + rb"|[ps]k-helicone-(?:eu-)?(?:rl-)?"
            + _HELICONE_GROUPS
            + rb")",
            "A Helicone API key (sk), or one that can only write (pk). Delete it in the settings "
            "under API Keys.",
            "https://docs.helicone.ai/helicone-headers/helicone-auth",
        ),
    ),
    "trigger-dev": (
        Rule(
            "trigger-dev-key",
            rb"tr_(?:(?:dev|stg|prod|preview)_(?:sk_)?[0-9A-Za-z]{20,24}|pat_[1-9a-km-z]{40})",
            "A secret key of a Trigger.dev environment, or a personal access token (pat). Delete "
            "it in the dashboard under API keys or Personal Access Tokens.",
            "https://trigger.dev/docs/management/authentication",
            before=OUTSIDE_NAME,
            check="random",
            documented=True,
        ),
    ),
    "convex": (
        Rule(
            "convex-deploy-key",
            rb"\|(?P<secret>eyJ2[A-Za-z0-9+/_-]{30,400}={0,2}|01[0-9a-f]{72,94})",
            "A Convex deploy key. Delete it in the settings of the deployment.",
            "https://docs.convex.dev/cli/deploy-key-types",
            # A deployment without an account has no kind before its name. As a part of the pattern
            # this would slow down every search.
            before=rb"(?<=(?:prod|dev|preview|project):[a-z0-9:-]{3,100}|"
            rb"[a-z]{2,16}-[a-z]{2,16}-[0-9]{1,4})",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
    "logfire": (
        Rule(
            "logfire-token",
            rb"pylf_v[0-9]{1,2}_[a-z]{2,12}_(?:" + _UUID + rb"_)?[A-Za-z0-9]{40,60}",
            "A token or API key of Pydantic Logfire, or a key of Pydantic AI Gateway. Revoke it in "
            "the settings of the project or organization.",
            "https://github.com/pydantic/logfire/blob/main/logfire/_internal/auth.py",
            documented=True,
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
    "zep": (
        Rule(
            "zep-api-key",
            # The Base64 form of a JSON object with the ID of the key, and its signature.
            rb"z_1dWlkIjoi[A-Za-z0-9]{40,64}In0\.[A-Za-z0-9_-]{80,90}",
            "A Zep API key. Delete it in the settings of the project.",
            "https://help.getzep.com/projects",
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
    "voiceflow": (
        Rule(
            "voiceflow-api-key",
            rb"VF\.(?:DM|WS)\.[0-9a-f]{24}\.[A-Za-z0-9]{16}",
            "A Voiceflow API key, of an agent (DM) or a workspace (WS). Delete it in the settings "
            "of the agent under API keys.",
            "https://docs.voiceflow.com/reference/authentication",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
