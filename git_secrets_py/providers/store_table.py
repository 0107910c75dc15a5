"""The credential stores: where each keeps its files, and the function that reads them.

The modules of the functions cite the vendors' documentation.
"""

from __future__ import annotations

from git_secrets_py.providers import agent_stores, key_stores, tool_stores
from git_secrets_py.providers.store import Store

STORES = (
    *key_stores.STORES,
    *agent_stores.STORES,
    *tool_stores.STORES,
    Store(
        "aws",
        "AWS credentials file",
        "aws",
        "$AWS_SHARED_CREDENTIALS_FILE; ~/.aws/credentials; $AWS_CONFIG_FILE; ~/.aws/config",
    ),
    Store(
        "aws-session",
        "AWS session cache",
        "cloud:aws_cache",
        "~/.aws/sso/cache/*.json; ~/.aws/cli/cache/*.json",
    ),
    Store("netrc", "netrc file", "hosts:netrc", "$NETRC; ~/.netrc; ~/_netrc"),
    Store(
        "git",
        "git credentials file",
        "hosts:git_credentials",
        "~/.git-credentials; config/git/credentials",
    ),
    Store(
        "npm",
        "npm configuration",
        "packages:npm",
        "$NPM_CONFIG_USERCONFIG; $npm_config_userconfig; ~/.npmrc; config/pnpm/rc; "
        "config/pnpm/auth.ini; ~/Library/Preferences/pnpm/rc; ~/Library/Preferences/pnpm/auth.ini",
    ),
    Store("bun", "Bun configuration", "packages:bun", "~/.bunfig.toml; config/.bunfig.toml"),
    Store("yarn", "Yarn configuration", "packages:yarn", "~/.yarnrc.yml; ~/.yarnrc"),
    Store("pypi", "PyPI configuration", "packages:pypi", "~/.pypirc"),
    Store(
        "pip",
        "pip configuration",
        "packages:pip",
        "$PIP_CONFIG_FILE; config/pip/pip.conf; ~/.pip/pip.conf; config/pip/pip.ini; "
        "~/pip/pip.ini; config/uv/uv.toml; ~/Library/Application Support/pip/pip.conf",
    ),
    Store(
        "uv",
        "uv credentials",
        "packages:uv",
        "$UV_CREDENTIALS_DIR/credentials.toml; data/uv/credentials/credentials.toml; "
        "data/uv/data/credentials/credentials.toml",
    ),
    Store("maven", "Maven settings", "packages:maven", "~/.m2/settings.xml"),
    Store(
        "gradle",
        "Gradle properties",
        "services:dotenv",
        "$GRADLE_USER_HOME/gradle.properties; ~/.gradle/gradle.properties",
    ),
    Store("sbt", "sbt credentials", "packages:sbt", "~/.sbt/.credentials; ~/.ivy2/.credentials"),
    Store(
        "docker",
        "Docker configuration",
        "cloud:docker",
        "$DOCKER_CONFIG/config.json; ~/.docker/config.json; $REGISTRY_AUTH_FILE; "
        "$XDG_RUNTIME_DIR/containers/auth.json; config/containers/auth.json; "
        "config/helm/registry/config.json",
    ),
    Store("kube", "Kubernetes configuration", "cloud:kube", "$KUBECONFIG; ~/.kube/config"),
    Store(
        "gcloud",
        "gcloud credentials",
        "cloud:gcloud",
        "$GOOGLE_APPLICATION_CREDENTIALS; "
        "$CLOUDSDK_CONFIG/application_default_credentials.json; "
        "config/gcloud/application_default_credentials.json; "
        "$CLOUDSDK_CONFIG/legacy_credentials/*/adc.json; "
        "config/gcloud/legacy_credentials/*/adc.json",
    ),
    Store(
        "gcloud-login",
        "gcloud login",
        "cloud:gcloud_database",
        "$CLOUDSDK_CONFIG/credentials.db; config/gcloud/credentials.db",
    ),
    Store(
        "gcloud-login",
        "gcloud access tokens",
        "cloud:gcloud_tokens",
        "$CLOUDSDK_CONFIG/access_tokens.db; config/gcloud/access_tokens.db",
    ),
    Store(
        "azure",
        "Azure CLI",
        "cloud:azure",
        "$AZURE_CONFIG_DIR/msal_token_cache.json; "
        "$AZURE_CONFIG_DIR/service_principal_entries.json; $AZURE_CONFIG_DIR/accessTokens.json; "
        "~/.azure/msal_token_cache.json; ~/.azure/service_principal_entries.json; "
        "~/.azure/accessTokens.json",
    ),
    Store(
        "gitlab",
        "GitLab CLI",
        "hosts:gitlab",
        "$GLAB_CONFIG_DIR/config.yml; config/glab-cli/config.yml; "
        "~/Library/Application Support/glab-cli/config.yml",
    ),
    Store(
        "terraform",
        "Terraform credentials",
        "cloud:terraform",
        "~/.terraform.d/credentials.tfrc.json; $TF_CLI_CONFIG_FILE; ~/.terraformrc; "
        "config/terraform.d/credentials.tfrc.json; config/terraform.rc; ~/.tofurc; "
        "config/opentofu/tofurc; config/opentofu/credentials.tfrc.json",
    ),
    Store(
        "cargo",
        "Cargo credentials",
        "packages:cargo",
        "$CARGO_HOME/credentials.toml; $CARGO_HOME/credentials; ~/.cargo/credentials.toml; "
        "~/.cargo/credentials",
    ),
    Store(
        "gem",
        "RubyGems credentials",
        "packages:gem",
        "~/.gem/credentials; data/gem/credentials; $BUNDLE_USER_CONFIG; $BUNDLE_USER_HOME/config; "
        "~/.bundle/config",
    ),
    Store(
        "composer",
        "Composer credentials",
        "packages:composer",
        "$COMPOSER_HOME/auth.json; config/composer/auth.json; ~/.composer/auth.json",
    ),
    Store(
        "nuget",
        "NuGet configuration",
        "packages:nuget",
        "~/.nuget/NuGet/NuGet.Config; config/NuGet/NuGet.Config",
    ),
    Store(
        "huggingface",
        "Hugging Face token",
        "services:token_file",
        "$HF_TOKEN_PATH; $HF_HOME/token; $XDG_CACHE_HOME/huggingface/token; "
        "~/.cache/huggingface/token; ~/.huggingface/token",
    ),
    Store("flyio", "Fly.io", "services:fly", "$FLY_CONFIG_DIR/config.yml; ~/.fly/config.yml"),
    Store("supabase", "Supabase access token", "services:token_file", "~/.supabase/access-token"),
    Store("hashicorp-vault", "Vault token", "services:token_file", "~/.vault-token"),
    Store(
        "rclone",
        "rclone remotes",
        "services:rclone",
        "$RCLONE_CONFIG; config/rclone/rclone.conf; ~/.rclone.conf",
    ),
    Store(
        "postgresql",
        "PostgreSQL passwords",
        "services:pgpass",
        "$PGPASSFILE; ~/.pgpass; config/postgresql/pgpass.conf",
    ),
    Store(
        "age",
        "age identity",
        "services:age",
        "$SOPS_AGE_KEY_FILE; config/sops/age/keys.txt; config/age/keys.txt; "
        "~/Library/Application Support/sops/age/keys.txt",
    ),
    Store(
        "mcp",
        "server of a coding agent",
        "services:mcp",
        "~/.claude.json; config/Claude/claude_desktop_config.json; "
        "~/Library/Application Support/Claude/claude_desktop_config.json; ~/.cursor/mcp.json; "
        "~/.gemini/settings.json; ~/.codeium/windsurf/mcp_config.json; config/Code/User/mcp.json; "
        "~/Library/Application Support/Code/User/mcp.json; "
        "~/.copilot/mcp-config.json; config/zed/settings.json; config/opencode/opencode.json; "
        "config/opencode/opencode.jsonc",
    ),
    # https://developers.openai.com/codex/mcp
    Store(
        "mcp",
        "server of a coding agent",
        "services:dotenv",
        "$CODEX_HOME/config.toml; ~/.codex/config.toml",
    ),
    # https://stat.ethz.ch/R-manual/R-devel/library/base/html/Startup.html
    Store("r", "R environment", "services:dotenv", "$R_ENVIRON_USER; ~/.Renviron"),
    Store("oci", "Oracle Cloud key", "services:private_key", "~/.oci/*.pem"),
    Store("ssh", "SSH private key", "services:private_key", "~/.ssh/*"),
    Store("dotenv", "ignored file", "services:dotenv"),
    Store("env", "environment variable", "services:environment"),
    Store("vault", "vault", "services:printed"),
)
