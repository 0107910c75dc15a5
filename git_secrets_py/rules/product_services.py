"""Services in products: feature flags, content, mail, telephony, licenses, devices, media."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

RULES = {
    "statsig": (
        Rule(
            "statsig-secret-key",
            # Not the ID of a commit after the name of an image.
            rb"(?:secret|console)-(?![0-9a-f]{40,48}(?![A-Za-z0-9]))[A-Za-z0-9]{40,48}",
            "A Statsig server secret key, or a Statsig Console API key. Delete it in the settings "
            "of the project under Keys & Environments.",
            "https://docs.statsig.com/sdk-keys/api-keys",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "growthbook": (
        Rule(
            "growthbook-secret-key",
            rb"secret_(?:admin|readonly|user|noaccess)_[A-Za-z0-9+/]{40,46}={0,2}",
            "A GrowthBook secret key. Delete it in the settings under API Keys.",
            "https://docs.growthbook.io/api/",
            check="mixed",
        ),
    ),
    "cal-com": (
        Rule(
            "cal-com-api-key",
            rb"cal_(?:live_|test_)?[0-9a-f]{32}",
            "A Cal.com API key. Delete it in the settings under API keys.",
            "https://github.com/calcom/cal.com/blob/main/packages/features/ee/api-keys/lib/apiKeys.ts",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "unleash": (
        Rule(
            "unleash-api-token",
            rb":(?:\*|dev|development|prod|production|stage|staging|test)\.(?P<secret>[0-9a-f]{56})",
            "An Unleash API token. Delete it in the admin settings under API access.",
            "https://github.com/Unleash/unleash/blob/main/src/lib/services/api-token-service.ts",
            # The project. As a part of the pattern it would take Hyperscan a third of its time.
            before=rb"(?<=[A-Za-z0-9_*-]|\[\])",
            documented=True,
        ),
    ),
    "flagsmith": (
        Rule(
            "flagsmith-server-key",
            rb"ser\.[A-Za-z0-9]{22}",
            "A Flagsmith server-side key. Delete it in the settings of the environment.",
            "https://docs.flagsmith.com/clients/server-side",
            check="mixed",
        ),
    ),
    "keygen": (
        Rule(
            "keygen-token",
            rb"(?:admin?|prod|user|env|activ|licn)-[0-9a-f]{64,100}v[0-9]",
            "A Keygen token. Revoke it in the dashboard.",
            "https://keygen.sh/docs/api/authentication/",
        ),
    ),
    "builder-io": (
        Rule(
            "builder-io-private-key",
            rb"bpk-[0-9a-f]{32}",
            "A Builder.io private key. Delete it in the settings of the space.",
            "https://www.builder.io/c/docs/using-your-api-key",
        ),
    ),
    "bannerbear": (
        Rule(
            "bannerbear-api-key",
            rb"bb_(?:pr|ma)_[0-9a-f]{30}",
            "A Bannerbear API key, of a project (pr) or of all projects (ma). Reset it in the "
            "settings.",
            "https://developers.bannerbear.com/#authentication",
        ),
    ),
    "courier": (
        Rule(
            "courier-api-key",
            rb"pk_(?:prod|test)_[A-Z0-9]{28}",
            "A Courier API key. Rotate it in the settings under API Keys.",
            "https://www.courier.com/docs/reference/authentication",
        ),
    ),
    "kit": (
        Rule(
            "kit-api-key",
            rb"kit_[0-9a-f]{32}",
            "A Kit API key. Delete it in the settings under Developer.",
            "https://developers.kit.com/api-reference/authentication",
            before=OUTSIDE_NAME,
        ),
    ),
    "mandrill": (
        Rule(
            "mandrill-api-key",
            rb"md-[A-Za-z0-9_-]{22}",
            "A Mailchimp Transactional (Mandrill) API key. Disable it in the settings under SMTP "
            "& API Info.",
            "https://mailchimp.com/developer/transactional/guides/quick-start/",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "smtp2go": (
        Rule(
            "smtp2go-api-key",
            rb"api-[0-9A-F]{32}",
            "An SMTP2GO API key. Delete it under Sending → API Keys.",
            "https://developers.smtp2go.com/docs/getting-started",
            before=OUTSIDE_NAME,
        ),
    ),
    "signalwire": (
        Rule(
            "signalwire-api-token",
            rb"PT[0-9a-f]{50}",
            "A SignalWire API token. Delete it in the space under API.",
            "https://developer.signalwire.com/",
        ),
    ),
    "webex": (
        Rule(
            "webex-access-token",
            rb"[A-Za-z0-9]{64}_[A-Z][A-Z0-9]{3}_" + _UUID,
            "A Webex access token, of a person or a bot. Regenerate a bot's token in the settings "
            "of the app.",
            "https://developer.webex.com/docs/bots",
        ),
    ),
    "nightfall": (
        Rule(
            "nightfall-api-key",
            rb"NF-(?![0-9a-f]{32}(?![A-Za-z0-9]))[A-Za-z0-9]{32}",
            "A Nightfall API key. Delete it in the dashboard under Manage API Keys.",
            "https://docs.nightfall.ai/docs/creating-api-key",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "ubidots": (
        Rule(
            "ubidots-token",
            rb"BB(?:FF|US)-[A-Za-z0-9]{30}",
            "A Ubidots token. Delete it in the account under API Credentials.",
            "https://docs.ubidots.com/reference/authentication",
        ),
    ),
    "uptimerobot": (
        Rule(
            "uptimerobot-api-key",
            named(rb"uptime[_-]?robot", rb"ur?[0-9]{6,10}-[0-9a-f]{24}"),
            "The main API key of an UptimeRobot account. Reset it under Integrations & API.",
            "https://uptimerobot.com/api/",
            before=ANYTHING,
        ),
    ),
    "stackhawk": (
        Rule(
            "stackhawk-api-key",
            rb"hawk\.[A-Za-z0-9_-]{20}\.[A-Za-z0-9_-]{20}",
            "A StackHawk API key. Delete it in the settings under API Keys.",
            "https://docs.stackhawk.com/web-app/",
        ),
    ),
    "plex": (
        Rule(
            "plex-token",
            rb"""X-Plex-Token["']?[=:][ \t]{0,9}["']?(?P<secret>[A-Za-z0-9_-]{20})""",
            "A Plex access token. Sign out the device that it belongs to.",
            "https://support.plex.tv/articles/204059436-finding-an-authentication-token-x-plex-token/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "tatum": (
        Rule(
            "tatum-api-key",
            rb"t-[0-9a-f]{24}-[0-9a-f]{24}",
            "A Tatum API key. Delete it in the dashboard.",
            "https://docs.tatum.io/docs/authentication",
            before=OUTSIDE_NAME,
        ),
    ),
    "quicknode": (
        Rule(
            "quicknode-endpoint",
            rb"\.quiknode\.pro/(?P<secret>[0-9a-f]{40})",
            "The token in the address of a QuickNode endpoint, which a web page may show to its "
            "visitors. Replace it in the security settings of the endpoint.",
            "https://www.quicknode.com/docs/platform/security/token-auth",
            before=ANYTHING,
            severity=MEDIUM,
            recommended=False,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
