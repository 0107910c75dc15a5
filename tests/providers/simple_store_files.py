"""Files of credential stores with one secret each, in place of the word SECRET."""

from __future__ import annotations

# For each: the store, the path below the home directory, the profile of the secret, the content.
SIMPLE = (
    (
        "github",
        ".config/github-copilot/apps.json",
        "github.com:Iv1",
        '{"github.com:Iv1": {"user": "me", "oauth_token": "SECRET"}}',
    ),
    (
        "gitea",
        ".config/tea/config.yml",
        "logins",
        """
        logins:
          - name: mine
            url: https://gitea.example.org
            token: SECRET
        """,
    ),
    ("circleci", ".circleci/cli.yml", "", "host: https://circleci.com\ntoken: SECRET\n"),
    ("sentry", ".sentryclirc", "auth", "[auth]\ntoken=SECRET\n"),
    (
        "doppler",
        ".doppler/.doppler.yaml",
        "/",
        """
        scoped:
            /:
                token: SECRET
                enclave.project: x
        """,
    ),
    ("railway", ".railway/config.json", "user", '{"user": {"token": "SECRET"}}'),
    (
        "cloudflare",
        ".config/.wrangler/config/default.toml",
        "",
        'oauth_token = "SECRET"\nexpiration_time = "2026-01-01T00:00:00.000Z"\n',
    ),
    (
        "firebase",
        ".config/configstore/firebase-tools.json",
        "tokens",
        '{"user": {"email": "me@example.org"}, "tokens": {"refresh_token": "SECRET"}}',
    ),
    (
        "digitalocean",
        ".config/doctl/config.yaml",
        "auth-contexts",
        """
        access-token: ""
        auth-contexts:
          work: SECRET
        context: work
        """,
    ),
    (
        "hetzner",
        ".config/hcloud/cli.toml",
        "contexts",
        'active_context = "x"\n[[contexts]]\nname = "x"\ntoken = "SECRET"\n',
    ),
    ("scaleway", ".config/scw/config.yaml", "", "access_key: SCWX\nsecret_key: SECRET\n"),
    ("linode", ".config/linode-cli", "me", "[DEFAULT]\ndefault-user = me\n[me]\ntoken = SECRET\n"),
    (
        "alibaba",
        ".aliyun/config.json",
        "profiles",
        '{"profiles": [{"name": "x", "access_key_secret": "SECRET"}]}',
    ),
    (
        "ngrok",
        ".config/ngrok/ngrok.yml",
        "agent",
        """
        version: 3
        agent:
          authtoken: SECRET
        """,
    ),
    (
        "pulumi",
        ".pulumi/credentials.json",
        "accessTokens",
        '{"current": "https://p.example", "accessTokens": {"https://p.example": "SECRET"}}',
    ),
    ("s3cmd", ".s3cfg", "default", "[default]\naccess_key = X\nsecret_key = SECRET\n"),
    ("boto", ".boto", "Credentials", "[Credentials]\ngs_oauth2_refresh_token = SECRET\n"),
    (
        "minio",
        ".mc/config.json",
        "mine",
        '{"version": "10", "aliases": {"mine": {"secretKey": "SECRET"}}}',
    ),
    (
        "databricks",
        ".databrickscfg",
        "DEFAULT",
        "[DEFAULT]\nhost = https://d.example\ntoken = SECRET\n",
    ),
    (
        "snowflake",
        ".snowflake/connections.toml",
        "mine",
        '[mine]\nuser = "me"\npassword = "SECRET"\n',
    ),
    (
        "dbt",
        ".dbt/profiles.yml",
        "dev",
        """
        mine:
          outputs:
            dev:
              type: postgres
              password: SECRET
            prod:
              password: "{{ env_var('DBT_PASSWORD') }}"
        """,
    ),
    ("mysql", ".my.cnf", "client", '[client]\nuser = me\npassword = "SECRET"\n'),
    (
        "postgresql",
        ".pg_service.conf",
        "mine",
        "[mine]\nhost=db.example.org\npassword=SECRET\n",
    ),
    (
        "postgresql",
        ".pgpass",
        "db.example.org",
        "# host:port:database:user:password\ndb.example.org:5432:*:me:SECRET\n",
    ),
    ("datadog", ".dogrc", "Connection", "[Connection]\napikey = SECRET\n"),
    ("kaggle", ".kaggle/kaggle.json", "", '{"username": "me", "key": "SECRET"}'),
    (
        "jfrog",
        ".jfrog/jfrog-cli.conf.v6",
        "servers",
        '{"servers": [{"url": "https://j.example", "accessToken": "SECRET"}]}',
    ),
    (
        "dart",
        ".config/dart/pub-tokens.json",
        "hosted",
        '{"version": 1, "hosted": [{"url": "https://h.example", "token": "SECRET"}]}',
    ),
    (
        "poetry",
        ".config/pypoetry/auth.toml",
        "http-basic.mine",
        '[http-basic]\n[http-basic.mine]\nusername = "me"\npassword = "SECRET"\n',
    ),
    ("poetry", ".config/pypoetry/auth.toml", "pypi-token", '[pypi-token]\npypi = "SECRET"\n'),
    (
        "uv",
        ".local/share/uv/credentials/credentials.toml",
        "https://u.example",
        """
        [[credential]]
        service = "https://u.example"
        username = "me"
        scheme = "basic"
        password = "SECRET"
        """,
    ),
    (
        "bun",
        ".bunfig.toml",
        "mine",
        '[install.scopes]\nmine = { token = "SECRET", url = "https://b.example" }\n',
    ),
    ("npm", ".config/pnpm/rc", "p.example.org", "//p.example.org/:_authToken=SECRET\n"),
    (
        "maven",
        ".m2/settings.xml",
        "mine",
        """
        <settings><servers><server>
          <id>mine</id>
          <username>me</username>
          <password>SECRET</password>
        </server></servers></settings>
        """,
    ),
    (
        "gradle",
        ".gradle/gradle.properties",
        "mavenPassword",
        "org.gradle.jvmargs=-Xmx2g\nmavenPassword=SECRET\n",
    ),
    (
        "sbt",
        ".sbt/.credentials",
        "s.example.org",
        "realm=Mine\nhost=s.example.org\nuser=me\npassword=SECRET\n",
    ),
    ("terraform", ".tofurc", "t.example", 'credentials "t.example" {\n  token = "SECRET"\n}\n'),
    ("flyio", ".fly/config.yml", "", "access_token: FlyV1 fm2_x,SECRET\n"),
    ("supabase", ".supabase/access-token", "", "SECRET\n"),
    ("hashicorp-vault", ".vault-token", "", "SECRET"),
    (
        "rclone",
        ".config/rclone/rclone.conf",
        "mine",
        '[mine]\ntype = drive\ntoken = {"access_token":"x","refresh_token":"SECRET"}\n',
    ),
    ("claude", ".claude/.credentials.json", "oauth", '{"oauth": {"accessToken": "SECRET"}}'),
    ("gemini", ".gemini/oauth_creds.json", "", '{"refresh_token": "SECRET"}'),
    (
        "opencode",
        ".local/share/opencode/auth.json",
        "anthropic",
        '{"anthropic": {"type": "api", "key": "SECRET"}}',
    ),
    (
        "llm",
        ".config/io.datasette.llm/keys.json",
        "",
        '{"// Note": "This file stores API keys", "openai": "SECRET"}',
    ),
    (
        "mcp",
        ".cursor/mcp.json",
        "mine",
        '{"mcpServers": {"mine": {"env": {"MINE_API_KEY": "SECRET"}}}}',
    ),
    (
        "mcp",
        ".codex/config.toml",
        "MINE_TOKEN",
        """
        [model_providers.mine]
        env_key = "MINE_API_KEY_NAME"

        [mcp_servers.mine]
        command = "npx"
        env = { "MINE_TOKEN" = "SECRET" }
        """,
    ),
    (
        "mcp",
        ".config/zed/settings.json",
        "mine",
        """
        {
          // Servers of the agent.
          "context_servers": {"mine": {"command": "npx", "args": ["--token", "SECRET"],}},
        }
        """,
    ),
    ("r", ".Renviron", "GITHUB_PAT_TOKEN", "GITHUB_PAT_TOKEN=SECRET\n"),
    ("wakatime", ".wakatime.cfg", "settings", "[settings]\ndebug = false\napi_key = SECRET\n"),
    ("gemini", ".gemini/.env", "GEMINI_API_KEY", "GEMINI_API_KEY=SECRET\n"),
    ("qwen", ".qwen/oauth_creds.json", "", '{"refresh_token": "SECRET", "expiry_date": 1}'),
    ("cursor", ".config/cursor/auth.json", "", '{"accessToken": "SECRET"}'),
    (
        "crush",
        ".config/crush/crush.json",
        "mine",
        '{"providers": {"mine": {"base_url": "https://m.example", "api_key": "SECRET"}}}',
    ),
    ("amp", ".local/share/amp/secrets.json", "", '{"apiKey@https://ampcode.com/": "SECRET"}'),
    ("goose", ".config/goose/secrets.yaml", "", "OPENAI_API_KEY: SECRET\n"),
    (
        "continue",
        ".continue/config.yaml",
        "models",
        """
        models:
          - name: Mine
            provider: openai
            apiKey: SECRET
        """,
    ),
    ("aider", ".aider.conf.yml", "", "anthropic-api-key: SECRET\n"),
    ("modal", ".modal.toml", "me", '[me]\ntoken_id = "ak-x"\ntoken_secret = "SECRET"\n'),
    ("runpod", ".runpod/config.toml", "default", '[default]\napi_key = "SECRET"\n'),
    (
        "mlflow",
        ".mlflow/credentials",
        "mlflow",
        "[mlflow]\nmlflow_tracking_username = me\nmlflow_tracking_password = SECRET\n",
    ),
    ("comet", ".comet.config", "comet", "[comet]\napi_key=SECRET\n"),
    ("kaggle", ".kaggle/access_token", "", "SECRET\n"),
    (
        "openstack",
        ".config/openstack/clouds.yaml",
        "auth",
        """
        clouds:
          mine:
            auth:
              auth_url: https://o.example
              application_credential_secret: SECRET
        """,
    ),
    ("akamai", ".edgerc", "default", "[default]\nclient_secret = SECRET\nhost = a.example\n"),
    ("ovh", ".ovh.conf", "ovh-eu", "[ovh-eu]\napplication_key=x\napplication_secret=SECRET\n"),
    (
        "exoscale",
        ".config/exoscale/exoscale.toml",
        "accounts",
        '[[accounts]]\nkey = "EXOx"\nsecret = "SECRET"\n',
    ),
    ("vultr", ".vultr-cli.yaml", "", "api-key: SECRET\n"),
    ("civo", ".civo.json", "apikeys", '{"apikeys": {"mine": "SECRET"}, "meta": {}}'),
    ("upcloud", ".config/upctl.yaml", "", "username: me\npassword: SECRET\n"),
    (
        "yandex",
        ".config/yandex-cloud/config.yaml",
        "default",
        """
        current: default
        profiles:
          default:
            token: SECRET
        """,
    ),
    ("tencent", ".tccli/default.credential", "", '{"secretId": "AKIDx", "secretKey": "SECRET"}'),
    ("ibm-cloud", ".bluemix/config.json", "", '{"IAMRefreshToken": "SECRET"}'),
    (
        "cloudflare",
        ".cloudflared/6ff42ae2.json",
        "",
        '{"AccountTag": "a", "TunnelSecret": "SECRET", "TunnelID": "6ff42ae2"}',
    ),
    (
        "argo-cd",
        ".config/argocd/config",
        "users",
        """
        users:
        - auth-token: x
          name: a.example
          refresh-token: SECRET
        """,
    ),
    ("rancher", ".rancher/cli2.json", "mine", '{"Servers": {"mine": {"tokenKey": "SECRET"}}}'),
    (
        "helm",
        ".config/helm/repositories.yaml",
        "repositories",
        """
        repositories:
        - name: mine
          password: SECRET
        """,
    ),
    ("ansible", ".ansible/galaxy_token", "", "token: SECRET\n"),
    ("okta", ".okta/okta.yaml", "client", "okta:\n  client:\n    token: SECRET\n"),
    ("new-relic", ".newrelic/credentials.json", "mine", '{"mine": {"apiKey": "SECRET"}}'),
    (
        "buildkite",
        ".config/bk.yaml",
        "mine",
        "organizations:\n    mine:\n        api_token: SECRET\n",
    ),
    (
        "travis-ci",
        ".travis/config.yml",
        "https://api.travis-ci.com/",
        """
        endpoints:
          https://api.travis-ci.com/:
            access_token: SECRET
        """,
    ),
    ("snyk", ".config/configstore/snyk.json", "", '{"api": "SECRET"}'),
    ("render", ".render/cli.yaml", "api", "api:\n  refreshtoken: SECRET\n"),
    ("expo", ".expo/state.json", "auth", '{"auth": {"sessionSecret": "SECRET"}}'),
    ("clever-cloud", ".config/clever-cloud/clever-tools.json", "", '{"secret": "SECRET"}'),
    ("contentful", ".contentfulrc.json", "", '{"managementToken": "SECRET"}'),
    (
        "hubspot",
        ".hscli/config.yml",
        "accounts",
        """
        accounts:
          - name: mine
            personalAccessKey: SECRET
        """,
    ),
    (
        "twilio",
        ".twilio-cli/config.json",
        "mine",
        '{"profiles": {"mine": {"apiSecret": "SECRET"}}}',
    ),
    (
        "mongodb",
        ".config/atlascli/config.toml",
        "default",
        "[default]\npublic_api_key = 'x'\nprivate_api_key = 'SECRET'\n",
    ),
    ("planetscale", ".config/planetscale/access-token", "", "SECRET"),
    ("turso", ".config/turso/settings.json", "", '{"token": "SECRET"}'),
    ("neon", ".config/neonctl/credentials.json", "", '{"refresh_token": "SECRET"}'),
    ("convex", ".convex/config.json", "", '{"accessToken": "SECRET"}'),
    ("influxdb", ".influxdbv2/configs", "default", '[default]\n  token = "SECRET"\n'),
    ("confluent", ".confluent/config.json", "c", '{"api_keys": {"c": {"api_secret": "SECRET"}}}'),
    (
        "cassandra",
        ".cassandra/credentials",
        "PlainTextAuthProvider",
        "[PlainTextAuthProvider]\nusername = me\npassword = SECRET\n",
    ),
    ("s3fs", ".passwd-s3fs", "bucket", "bucket:AKIAx:SECRET\n"),
    ("davfs", ".davfs2/secrets", "https://d.example", "# of mine\nhttps://d.example me SECRET\n"),
    (
        "subversion",
        ".subversion/auth/svn.simple/5b9c",
        "<https://s.example:443> Mine",
        "K 8\npassword\nV 24\nSECRET\nK 15\nsvn:realmstring\nV 28\n<https://s.example:443> Mine\n"
        "END\n",
    ),
    (
        "vscode",
        ".vsce",
        "publishers",
        '{"publishers": [{"name": "me", "pat": "SECRET"}]}',
    ),
    (
        "pdm",
        ".config/pdm/config.toml",
        "repository.pypi",
        '[repository.pypi]\npassword = "SECRET"\n',
    ),
    ("anaconda", ".config/binstar/x.token", "", "SECRET"),
    ("hackage", ".cabal/config", "", "username: me\npassword: SECRET\n"),
    ("cpan", ".pause", "", "user ME\npassword SECRET\n"),
    (
        "julia",
        ".julia/servers/pkg.example/auth.toml",
        "",
        'refresh_token = "SECRET"\nexpires = 1\n',
    ),
    ("mail", ".msmtprc", "", "account mine\nhost m.example\npassword SECRET\n"),
    ("mail", ".muttrc", "", 'set imap_pass = "SECRET"\n'),
    ("mail", ".mbsyncrc", "", "IMAPAccount mine\nUser me\nPass SECRET\n"),
    ("mail", ".fetchmailrc", "", 'poll m.example user "me" password "SECRET"\n'),
    ("mail", ".offlineimaprc", "Repository R", "[Repository R]\nremotepass = SECRET\n"),
    ("wget", ".wgetrc", "", "http_password = SECRET\n"),
)
