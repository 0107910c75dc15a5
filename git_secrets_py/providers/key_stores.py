"""The credential stores in which the names of keys identify the secrets.

``files`` and ``keys`` are as in ``Store`` and in ``store_parsers.keys``. Where no address is given,
the format is that of the files which the program writes.
"""

from __future__ import annotations

from git_secrets_py.providers.store import Store

_JSON, _SETTINGS = "keys:json", "keys:settings"

STORES = (
    # https://cli.github.com/manual/gh_auth_login, https://hub.github.com/hub.1.html
    Store(
        "github",
        "GitHub CLI",
        _SETTINGS,
        "$GH_CONFIG_DIR/hosts.yml; config/gh/hosts.yml; config/GitHub CLI/hosts.yml; config/hub",
        "oauth_token",
    ),
    Store(
        "github",
        "GitHub Copilot",
        _JSON,
        "config/github-copilot/apps.json; config/github-copilot/hosts.json",
        "oauth_token",
    ),
    # https://gitea.com/gitea/tea
    Store("gitea", "Gitea CLI", _SETTINGS, "config/tea/config.yml", "token"),
    # https://circleci.com/docs/local-cli/
    Store("circleci", "CircleCI CLI", _SETTINGS, "~/.circleci/cli.yml", "token"),
    # https://docs.sentry.io/cli/configuration/
    Store("sentry", "Sentry CLI", _SETTINGS, "~/.sentryclirc", "token api_key"),
    # https://docs.doppler.com/docs/cli
    Store(
        "doppler",
        "Doppler CLI",
        _SETTINGS,
        "$DOPPLER_CONFIG_DIR/.doppler.yaml; ~/.doppler/.doppler.yaml",
        "token",
    ),
    # https://docs.stripe.com/cli/login
    Store(
        "stripe",
        "Stripe CLI",
        _SETTINGS,
        "config/stripe/config.toml",
        "live_mode_api_key test_mode_api_key api_key",
    ),
    # https://vercel.com/docs/project-configuration/global-configuration
    Store(
        "vercel",
        "Vercel CLI",
        _JSON,
        "data/com.vercel.cli/auth.json; data/xdg.data/com.vercel.cli/auth.json; "
        "~/Library/Application Support/com.vercel.cli/auth.json",
        "token",
        "refreshToken",
    ),
    # https://docs.netlify.com/cli/get-started/
    Store(
        "netlify",
        "Netlify CLI",
        _JSON,
        "config/netlify/config.json; config/netlify/Config/config.json; "
        "~/.netlify/config.json; "
        "~/Library/Preferences/netlify/config.json",
        "token",
    ),
    # https://docs.railway.com/guides/cli
    Store("railway", "Railway CLI", _JSON, "~/.railway/config.json", "token accessToken"),
    # https://developers.cloudflare.com/workers/wrangler/commands/#login
    Store(
        "cloudflare",
        "Wrangler",
        _SETTINGS,
        "config/.wrangler/config/default.toml; "
        "config/xdg.config/.wrangler/config/default.toml; ~/.wrangler/config/default.toml; "
        "~/Library/Preferences/.wrangler/config/default.toml",
        "api_token",
        "oauth_token refresh_token",
    ),
    # https://firebase.google.com/docs/cli
    Store(
        "firebase",
        "Firebase CLI",
        _JSON,
        "config/configstore/firebase-tools.json",
        "refresh_token",
        "access_token id_token",
    ),
    # https://docs.digitalocean.com/reference/doctl/reference/auth/
    Store(
        "digitalocean",
        "doctl",
        _SETTINGS,
        "config/doctl/config.yaml; ~/Library/Application Support/doctl/config.yaml",
        "access-token auth-contexts/*",
    ),
    # https://github.com/hetznercloud/cli/blob/main/internal/state/config/context.go
    Store("hetzner", "hcloud", _SETTINGS, "$HCLOUD_CONFIG; config/hcloud/cli.toml", "token"),
    # https://github.com/scaleway/scaleway-cli/blob/master/docs/commands/config.md
    Store(
        "scaleway",
        "Scaleway CLI",
        _SETTINGS,
        "$SCW_CONFIG_PATH; config/scw/config.yaml",
        "secret_key",
    ),
    # https://techdocs.akamai.com/cloud-computing/docs/getting-started-with-the-linode-cli
    Store("linode", "Linode CLI", _SETTINGS, "config/linode-cli", "token"),
    # https://www.alibabacloud.com/help/en/cli/configure-credentials
    Store(
        "alibaba",
        "Alibaba Cloud CLI",
        _JSON,
        "~/.aliyun/config.json",
        "access_key_secret",
        "sts_token",
    ),
    # https://ngrok.com/docs/agent/config/
    Store(
        "ngrok",
        "ngrok",
        _SETTINGS,
        "config/ngrok/ngrok.yml; $LOCALAPPDATA/ngrok/ngrok.yml; ~/.ngrok2/ngrok.yml; "
        "~/Library/Application Support/ngrok/ngrok.yml",
        "authtoken api_key",
    ),
    # https://www.pulumi.com/docs/iac/concepts/state-and-backends/
    Store(
        "pulumi",
        "Pulumi",
        _JSON,
        "$PULUMI_CREDENTIALS_PATH/credentials.json; $PULUMI_HOME/credentials.json; "
        "~/.pulumi/credentials.json",
        "accessTokens/* accessToken",
    ),
    # https://s3tools.org/kb/item14.htm
    Store("s3cmd", "s3cmd", _SETTINGS, "~/.s3cfg", "secret_key", "access_token"),
    # https://docs.cloud.google.com/storage/docs/boto-gsutil
    Store(
        "boto",
        "boto configuration",
        _SETTINGS,
        "$BOTO_CONFIG; ~/.boto",
        "aws_secret_access_key gs_secret_access_key gs_oauth2_refresh_token",
    ),
    # https://min.io/docs/minio/linux/reference/minio-mc.html
    Store(
        "minio",
        "MinIO client",
        _JSON,
        "$MC_CONFIG_DIR/config.json; ~/.mc/config.json",
        "secretKey",
        "sessionToken",
    ),
    # https://docs.databricks.com/aws/en/dev-tools/auth/config-profiles
    Store(
        "databricks",
        "Databricks profiles",
        _SETTINGS,
        "$DATABRICKS_CONFIG_FILE; ~/.databrickscfg",
        "token client_secret password",
    ),
    # https://docs.snowflake.com/en/developer-guide/snowflake-cli/connecting/configure-connections
    Store(
        "snowflake",
        "Snowflake connections",
        _SETTINGS,
        "$SNOWFLAKE_HOME/connections.toml; $SNOWFLAKE_HOME/config.toml; "
        "~/.snowflake/connections.toml; ~/.snowflake/config.toml; "
        "~/Library/Application Support/snowflake/connections.toml; "
        "~/Library/Application Support/snowflake/config.toml; "
        "config/snowflake/connections.toml; config/snowflake/config.toml; ~/.snowsql/config",
        "password token private_key_passphrase",
    ),
    # https://docs.getdbt.com/docs/core/connect-data-platform/profiles.yml
    Store(
        "dbt",
        "dbt profiles",
        _SETTINGS,
        "$DBT_PROFILES_DIR/profiles.yml; ~/.dbt/profiles.yml",
        "password pass token client_secret private_key private_key_passphrase",
    ),
    # https://dev.mysql.com/doc/refman/8.4/en/option-files.html
    Store("mysql", "MySQL options", _SETTINGS, "~/.my.cnf", "password"),
    # https://www.postgresql.org/docs/current/libpq-pgservice.html
    Store(
        "postgresql",
        "PostgreSQL services",
        _SETTINGS,
        "$PGSERVICEFILE; ~/.pg_service.conf",
        "password",
    ),
    # https://docs.datadoghq.com/developers/guide/dogwrap/
    Store("datadog", "Datadog client", _SETTINGS, "~/.dogrc", "apikey appkey"),
    # https://docs.jfrog-applications.jfrog.io/jfrog-applications/jfrog-cli
    Store(
        "jfrog",
        "JFrog CLI",
        _JSON,
        "~/.jfrog/jfrog-cli.conf.v6; ~/.jfrog/jfrog-cli.conf.v5",
        "password accessToken refreshToken",
    ),
    # https://dart.dev/tools/pub/cmd/pub-token
    Store(
        "dart",
        "Dart pub tokens",
        _JSON,
        "config/dart/pub-tokens.json; ~/Library/Application Support/dart/pub-tokens.json",
        "token",
    ),
    # https://python-poetry.org/docs/repositories/#configuring-credentials
    Store(
        "poetry",
        "Poetry",
        _SETTINGS,
        "$POETRY_CONFIG_DIR/auth.toml; config/pypoetry/auth.toml; "
        "~/Library/Application Support/pypoetry/auth.toml",
        "password pypi-token/*",
    ),
)
