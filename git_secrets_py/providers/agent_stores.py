"""The credential stores of coding agents and of tools around language models.

``files`` and ``keys`` are as in ``key_stores``.
"""

from __future__ import annotations

from git_secrets_py.providers.store import Store

_JSON, _SETTINGS, _DOTENV = "keys:json", "keys:settings", "services:dotenv"

STORES = (
    # https://developers.openai.com/codex/auth
    Store(
        "openai",
        "Codex CLI",
        _JSON,
        "$CODEX_HOME/auth.json; ~/.codex/auth.json",
        "OPENAI_API_KEY",
        "access_token refresh_token id_token",
    ),
    # https://code.claude.com/docs/en/iam#credential-management
    Store(
        "claude",
        "Claude Code",
        _JSON,
        "$CLAUDE_CONFIG_DIR/.credentials.json; ~/.claude/.credentials.json",
        "",
        "accessToken refreshToken",
    ),
    # https://google-gemini.github.io/gemini-cli/docs/get-started/authentication.html
    Store(
        "gemini",
        "Gemini CLI",
        _JSON,
        "~/.gemini/oauth_creds.json",
        "refresh_token",
        "access_token id_token",
    ),
    Store("gemini", "Gemini CLI", _DOTENV, "~/.gemini/.env"),
    # https://github.com/QwenLM/qwen-code
    Store(
        "qwen",
        "Qwen Code",
        _JSON,
        "~/.qwen/oauth_creds.json",
        "",
        "access_token refresh_token",
    ),
    Store("qwen", "Qwen Code", _DOTENV, "~/.qwen/.env"),
    # https://cursor.com/docs/cli/reference/authentication
    Store(
        "cursor",
        "Cursor CLI",
        _JSON,
        "config/cursor/auth.json; ~/.cursor/auth.json",
        "apiKey",
        "accessToken refreshToken",
    ),
    # https://opencode.ai/docs/providers/
    Store("opencode", "OpenCode", _JSON, "data/opencode/auth.json", "key", "access refresh"),
    # https://github.com/charmbracelet/crush
    Store("crush", "Crush", _JSON, "config/crush/crush.json; data/crush/crush.json", "api_key", ""),
    # https://ampcode.com/manual
    Store("amp", "Amp", _JSON, "data/amp/secrets.json", "/*"),
    # https://block.github.io/goose/docs/guides/config-files
    Store(
        "goose",
        "goose",
        _SETTINGS,
        "config/goose/secrets.yaml; config/Block/goose/config/secrets.yaml",
        "/*",
    ),
    # https://docs.continue.dev/reference
    Store("continue", "Continue", _SETTINGS, "~/.continue/config.yaml", "apiKey"),
    Store("continue", "Continue", _JSON, "~/.continue/config.json", "apiKey"),
    Store("continue", "Continue", _DOTENV, "~/.continue/.env"),
    # https://aider.chat/docs/config/aider_conf.html
    Store(
        "aider",
        "aider",
        _SETTINGS,
        "~/.aider.conf.yml",
        "openai-api-key anthropic-api-key api-key/*",
    ),
    # https://github.com/danielmiessler/fabric
    Store("fabric", "Fabric", _DOTENV, "config/fabric/.env"),
    # https://github.com/TheR1D/shell_gpt
    Store("shell-gpt", "ShellGPT", _DOTENV, "config/shell_gpt/.sgptrc"),
    # https://llm.datasette.io/en/stable/setup.html
    Store(
        "llm",
        "keys of LLM",
        _JSON,
        "$LLM_USER_PATH/keys.json; config/io.datasette.llm/keys.json; "
        "~/Library/Application Support/io.datasette.llm/keys.json",
        "/*",
    ),
    # ``huggingface_hub`` 0.27 and later.
    Store(
        "huggingface",
        "Hugging Face tokens",
        _SETTINGS,
        "$HF_HOME/stored_tokens; $XDG_CACHE_HOME/huggingface/stored_tokens; "
        "~/.cache/huggingface/stored_tokens",
        "hf_token",
    ),
    # https://modal.com/docs/reference/modal.config
    Store("modal", "Modal", _SETTINGS, "$MODAL_CONFIG_PATH; ~/.modal.toml", "token_secret"),
    # https://docs.runpod.io/runpodctl/overview
    Store(
        "runpod",
        "Runpod",
        _SETTINGS,
        "~/.runpod/config.toml; ~/.runpod.yaml",
        "apikey apiKey api_key",
    ),
    # https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/
    Store(
        "mlflow",
        "MLflow",
        _SETTINGS,
        "~/.mlflow/credentials",
        "mlflow_tracking_password mlflow_tracking_token",
    ),
    # https://www.comet.com/docs/v2/guides/experiment-management/configure-sdk/
    Store("comet", "Comet", _SETTINGS, "$COMET_CONFIG; ~/.comet.config", "api_key"),
    # https://www.kaggle.com/docs/api
    Store(
        "kaggle",
        "Kaggle",
        _JSON,
        "$KAGGLE_CONFIG_DIR/kaggle.json; config/kaggle/kaggle.json; ~/.kaggle/kaggle.json",
        "key",
    ),
    Store(
        "kaggle",
        "Kaggle access token",
        "services:token_file",
        "config/kaggle/access_token; ~/.kaggle/access_token",
    ),
)
