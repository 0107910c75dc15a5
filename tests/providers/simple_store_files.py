"""Files of credential stores with one secret each, in place of the word SECRET."""

from __future__ import annotations

# Of each: the store, the path below the home directory, the profile of the secret, the content.
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
)
