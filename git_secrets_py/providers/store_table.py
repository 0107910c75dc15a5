"""The credential stores: where each keeps its files, and the function that reads them.

The modules of the functions cite the vendors' documentation.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.providers.stored_secret import StoredSecret


class Store:
    """A kind of store: its ``name`` in the configuration and its ``title`` in reports."""

    __slots__ = ("files", "name", "parser", "title")

    def __init__(self, name: str, title: str, parser: str, files: str = "") -> None:
        """``parser`` names a module of ``stores`` and its function.

        ``files`` are separated by ``; ``. They begin with ``~``, with ``config`` or ``data``, the
        directory of XDG_CONFIG_HOME or XDG_DATA_HOME, on Windows APPDATA as well, or with
        ``$NAME``, a variable with one or more paths. ``*`` is any name.
        """
        self.name = name
        self.title = title
        self.parser = parser
        self.files = files.split("; ") if files else []

    def parse(self, path: str, content: bytes) -> Iterable[StoredSecret]:
        """Return the secrets in the file ``path``."""
        if self.parser == "aws":
            return _aws(path)
        module, _, function = self.parser.partition(":")
        parse = getattr(import_module(f"git_secrets_py.providers.stores.{module}"), function)
        found: Iterable[StoredSecret] = parse(content)
        return found


def _aws(path: str) -> Iterable[StoredSecret]:
    from git_secrets_py.providers import aws
    from git_secrets_py.providers.stored_secret import StoredSecret

    return [StoredSecret(profile, value) for profile, value in aws.credentials(path)]


STORES = (
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
        "$NPM_CONFIG_USERCONFIG; $npm_config_userconfig; ~/.npmrc",
    ),
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
        "docker",
        "Docker configuration",
        "cloud:docker",
        "$DOCKER_CONFIG/config.json; ~/.docker/config.json; $REGISTRY_AUTH_FILE; "
        "$XDG_RUNTIME_DIR/containers/auth.json; config/containers/auth.json",
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
        "azure",
        "Azure CLI",
        "cloud:azure",
        "$AZURE_CONFIG_DIR/msal_token_cache.json; "
        "$AZURE_CONFIG_DIR/service_principal_entries.json; $AZURE_CONFIG_DIR/accessTokens.json; "
        "~/.azure/msal_token_cache.json; ~/.azure/service_principal_entries.json; "
        "~/.azure/accessTokens.json",
    ),
    Store(
        "github",
        "GitHub CLI",
        "hosts:github",
        "$GH_CONFIG_DIR/hosts.yml; config/gh/hosts.yml; config/GitHub CLI/hosts.yml; config/hub",
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
        "config/terraform.d/credentials.tfrc.json; config/terraform.rc",
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
        "vercel",
        "Vercel CLI",
        "services:vercel",
        "data/com.vercel.cli/auth.json; ~/Library/Application Support/com.vercel.cli/auth.json",
    ),
    Store(
        "netlify",
        "Netlify CLI",
        "services:netlify",
        "config/netlify/config.json; ~/.netlify/config.json; "
        "~/Library/Preferences/netlify/config.json",
    ),
    Store("stripe", "Stripe CLI", "services:stripe", "config/stripe/config.toml"),
    Store(
        "huggingface",
        "Hugging Face token",
        "services:token_file",
        "$HF_TOKEN_PATH; $HF_HOME/token; $XDG_CACHE_HOME/huggingface/token; "
        "~/.cache/huggingface/token; ~/.huggingface/token",
    ),
    Store(
        "huggingface",
        "Hugging Face tokens",
        "services:huggingface",
        "$HF_HOME/stored_tokens; $XDG_CACHE_HOME/huggingface/stored_tokens; "
        "~/.cache/huggingface/stored_tokens",
    ),
    Store("openai", "Codex CLI", "services:openai", "$CODEX_HOME/auth.json; ~/.codex/auth.json"),
    Store("ssh", "SSH private key", "services:private_key", "~/.ssh/*"),
    Store("dotenv", "ignored file", "services:dotenv"),
    Store("env", "environment variable", "services:environment"),
    Store("vault", "vault", "services:printed"),
)
