"""Databases, queues and caches."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    named,
)
from git_secrets_py.rules.rule import Rule

_CONFLUENT = "https://docs.confluent.io/cloud/current/client-apps/api-keys.html"

RULES = {
    "aiven": (
        Rule(
            "aiven-service-password",
            # DigitalOcean's managed databases have such passwords, too.
            rb"AVNS_[A-Za-z0-9_-]{19}",
            "The password of an Aiven or DigitalOcean database. Reset it in the console under "
            "Users.",
            "https://aiven.io/docs/platform/howto/reset-password",
            check="random",
        ),
        Rule(
            "aiven-token",
            rb"aivenv1[ ]{1,3}(?P<secret>[A-Za-z0-9+/]{200,600}={0,2})",
            "An Aiven authentication token. Revoke it in the user information under Tokens.",
            "https://github.com/aiven/devportal/blob/main/docs/tools/api.rst",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
    "supabase": (
        Rule(
            "supabase-access-token",
            rb"sbp_(?:v0_|oauth_)?[0-9a-f]{40}",
            "A Supabase personal access token. Delete it in the account under Access Tokens.",
            "https://github.com/supabase/cli/blob/develop/internal/utils/access_token.go",
            documented=True,
        ),
        Rule(
            "supabase-secret-key",
            rb"sb_secret_[A-Za-z0-9_-]{20,48}",
            "A secret API key of a Supabase project. Delete it in the project settings under API "
            "Keys.",
            "https://supabase.com/docs/guides/getting-started/api-keys",
            before=ANYTHING,
            check="mixed",
            documented=True,
        ),
    ),
    "planetscale": (
        Rule(
            "planetscale-token",
            rb"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9=_.-]{32,64}",
            "A PlanetScale service token (tkn), OAuth token or password (pw). Delete it in the "
            "settings of the organization or branch.",
            "https://planetscale.com/docs/api/reference/service-tokens",
            before=ANYTHING,
        ),
    ),
    "neon": (
        Rule(
            "neon-password",
            rb"npg_[0-9A-Za-z]{12}",
            "The password of a Neon database role. Reset it in the console under Roles.",
            "https://neon.com/docs/manage/roles",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
        Rule(
            "neon-api-key",
            rb"napi_[0-9A-Za-z]{40,70}",
            "A Neon API key. Revoke it in Account settings → API keys.",
            "https://neon.com/docs/manage/api-keys",
        ),
    ),
    "mongodb": (
        Rule(
            "mongodb-atlas-service-account-secret",
            rb"mdb_sa_sk_[A-Za-z0-9_-]{36,48}",
            "The secret of a MongoDB Atlas service account. Revoke it in Atlas under Access "
            "Manager.",
            "https://www.mongodb.com/docs/atlas/api/service-accounts-overview/",
            before=ANYTHING,
        ),
    ),
    "cockroachdb": (
        Rule(
            "cockroachdb-api-key",
            rb"CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}",
            "A CockroachDB Cloud API key. Delete it in Access Management → Service Accounts.",
            "https://www.cockroachlabs.com/docs/cockroachcloud/managing-access",
            before=ANYTHING,
        ),
    ),
    "confluent": (
        Rule(
            "confluent-api-secret-2025",
            rb"cflt[A-Za-z0-9+/]{60}",
            "A Confluent Cloud API secret. Delete the key in Administration → API keys.",
            _CONFLUENT,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            checksum="confluent",
            documented=True,
        ),
        Rule(
            "confluent-api-secret",
            named(
                rb"confluent|kafka[a-z_.-]{0,12}secret|cluster_api_secret", rb"[A-Za-z0-9+/]{64}"
            ),
            "A Confluent Cloud API secret without the prefix cflt. Delete the key in "
            "Administration → API keys.",
            _CONFLUENT,
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="mixed",
            documented=True,
        ),
    ),
    "upstash": (
        Rule(
            "upstash-token",
            named(rb"upstash|\bqstash", rb"[A-Za-z0-9_+/-]{40,120}={0,2}"),
            "An Upstash token of a database or account. Reset it in the Upstash console.",
            "https://upstash.com/docs/redis/features/restapi",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
    ),
    "xata": (
        Rule(
            "xata-api-key",
            rb"xa[uo]_[0-9A-Za-z]{32,36}",
            "A Xata API key, of a user (xau) or an organization (xao). Delete it in the settings "
            "under API keys.",
            "https://github.com/xataio/xata/blob/main/internal/api/key/key.go",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "datastax": (
        Rule(
            "datastax-astra-token",
            rb"AstraCS:[A-Za-z]{24}:[0-9a-f]{64}",
            "A DataStax Astra application token. Delete it in the Astra portal under Tokens.",
            "https://docs.datastax.com/en/astra-cli/manage-cli.html",
            documented=True,
        ),
    ),
    "clickhouse": (
        Rule(
            "clickhouse-cloud-api-secret",
            rb"4b1d[A-Za-z0-9]{38}",
            "The secret of a ClickHouse Cloud API key. Delete the key in the console under "
            "API keys.",
            "https://clickhouse.com/docs/cloud/manage/openapi",
            check="mixed",
        ),
    ),
    "influxdb": (
        Rule(
            "influxdb-token",
            named(rb"influx", rb"[A-Za-z0-9_-]{86}=="),
            "An InfluxDB API token. Delete it under Load Data → API Tokens.",
            "https://docs.influxdata.com/influxdb/v2/admin/tokens/",
            before=ANYTHING,
        ),
    ),
}
