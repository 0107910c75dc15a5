"""Services whose secrets only a name beside them marks."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_HEX_32 = rb"[0-9a-f]{32}"
_HEX_40 = rb"[0-9a-f]{40}"

RULES = {
    "fastly": (
        Rule(
            "fastly-api-token",
            named(rb"fastly", rb"[A-Za-z0-9_-]{32}"),
            "A Fastly API token. Delete it in the account under API tokens.",
            "https://www.fastly.com/documentation/reference/api/auth-tokens/",
            before=ANYTHING,
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
    "virustotal": (
        Rule(
            "virustotal-api-key",
            named(rb"virus[_-]?total|\bvt[_-]api", rb"[0-9a-f]{64}"),
            "A VirusTotal API key. Replace it in the account under API key.",
            "https://docs.virustotal.com/docs/api-overview",
            before=ANYTHING,
        ),
    ),
    "opsgenie": (
        Rule(
            "opsgenie-api-key",
            named(rb"opsgenie|genie[_-]?key", _UUID),
            "An Opsgenie API key. Delete it under Settings → API key management.",
            "https://docs.opsgenie.com/docs/authentication",
            before=ANYTHING,
        ),
    ),
    "bitly": (
        Rule(
            "bitly-access-token",
            named(rb"bitly[a-z_.-]{0,12}(?:token|key|secret)", _HEX_40),
            "A Bitly access token. Regenerate it in the settings under API.",
            "https://dev.bitly.com/docs/getting-started/authentication/",
            before=ANYTHING,
        ),
    ),
    "vultr": (
        Rule(
            "vultr-api-key",
            named(rb"vultr", rb"[A-Z0-9]{36}"),
            "A Vultr API key. Regenerate it in the account under API.",
            "https://www.vultr.com/api/#section/Authentication",
            before=ANYTHING,
            check="random",
        ),
    ),
    "sendbird": (
        Rule(
            "sendbird-api-token",
            named(rb"sendbird[a-z_.-]{0,16}(?:token|key|secret)", _HEX_40),
            "A Sendbird API token. Revoke it in the settings of the application.",
            "https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api",
            before=ANYTHING,
        ),
    ),
    "browserstack": (
        Rule(
            "browserstack-access-key",
            named(rb"browserstack[a-z_.-]{0,12}key", rb"[A-Za-z0-9]{20}"),
            "A BrowserStack access key. Reset it in the account settings.",
            "https://www.browserstack.com/docs/iaam/security/access-keys",
            before=ANYTHING,
            check="random",
        ),
    ),
    "mattermost": (
        Rule(
            "mattermost-access-token",
            named(rb"mattermost[a-z_.-]{0,16}token", rb"[a-z0-9]{26}"),
            "A Mattermost access token, of a person or a bot. Delete it in the security settings "
            "or under Bot Accounts.",
            "https://developers.mattermost.com/integrate/reference/personal-access-token/",
            before=ANYTHING,
            check="random",
        ),
    ),
    "openweather": (
        Rule(
            "openweather-api-key",
            named(
                rb"open[_-]?weather(?:[_-]?map)?|\bowm[_-]|openweathermap\.org/[^\s\"'<>]{1,200}[?&]appid",
                _HEX_32,
            ),
            "An OpenWeather API key. Delete it in the account under API keys.",
            "https://openweathermap.org/appid",
            before=ANYTHING,
        ),
    ),
    "fal": (
        Rule(
            "fal-api-key",
            named(rb"\bfal[_.-]?(?:ai[_.-]?)?(?:api[_.-]?)?key", _UUID + b":" + _HEX_32),
            "A fal API key. Delete it in the dashboard under Keys.",
            "https://docs.fal.ai/model-apis/authentication",
            before=ANYTHING,
        ),
    ),
    "zhipu": (
        Rule(
            "zhipu-api-key",
            named(
                rb"zhipu|bigmodel|(?:glm|\bz[_-]?ai)(?:client|[a-z0-9_.-]{0,16}(?:key|token))",
                _HEX_32 + rb"\.[A-Za-z0-9]{16}",
            ),
            "A Zhipu AI (Z.ai) API key. Delete it in the console under API keys.",
            "https://docs.z.ai/api-reference/introduction",
            before=ANYTHING,
        ),
    ),
    "ollama": (
        Rule(
            "ollama-api-key",
            named(rb"ollama", _HEX_32 + rb"\.[A-Za-z0-9_-]{24}"),
            "An Ollama Cloud API key. Delete it in the settings under Keys.",
            "https://docs.ollama.com/api/authentication",
            before=ANYTHING,
        ),
    ),
    "shodan": (
        Rule(
            "shodan-api-key",
            named(rb"shodan", rb"[A-Za-z0-9]{32}"),
            "A Shodan API key. Reset it in the account.",
            "https://developer.shodan.io/api",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "ghost": (
        Rule(
            "ghost-admin-api-key",
            named(rb"ghost[a-z_.-]{0,16}key", rb"[0-9a-f]{24}:[0-9a-f]{64}"),
            "A Ghost Admin API key. Regenerate it in the settings under Integrations.",
            "https://docs.ghost.org/admin-api/",
            before=ANYTHING,
        ),
    ),
    "sidekiq": (
        Rule(
            "sidekiq-license",
            named(rb"(?:enterprise|gems)__contribsys__com", rb"[0-9a-f]{8}:[0-9a-f]{8}"),
            "The credentials of a Sidekiq Pro or Enterprise license. Ask Contributed Systems for "
            "new ones.",
            "https://github.com/sidekiq/sidekiq/wiki/Commercial-FAQ",
            before=ANYTHING,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
