"""Platforms for developers: runtimes, databases, feature flags and tools."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    NO_WORD_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
)
from git_secrets_py.rules.rule import Rule

RULES = {
    "deno": (
        Rule(
            "deno-access-token",
            rb"dd[op]_[A-Za-z0-9]{36}",
            "A Deno Deploy access token, of a user or an organization. Revoke it in the dashboard "
            "under Access Tokens.",
            "https://docs.deno.com/deploy/api/",
        ),
    ),
    "aikido": (
        Rule(
            "aikido-token",
            rb"AIK_(?:CI_[A-Za-z0-9]{20,44}|SECRET_[A-Za-z0-9]{64})",
            "An Aikido CI token or client secret. Delete it in the settings under Integrations.",
            "https://apidocs.aikido.dev/reference/authorization",
        ),
    ),
    "authress": (
        Rule(
            "authress-access-key",
            rb"(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][a-z0-9-"
            rb"]{10,32}\.[A-Za-z0-9+/_=-]{30,120}",
            "The access key of an Authress service client. Delete it in the management portal"
            " under Service Clients.",
            "https://authress.io/knowledge-base/docs/authorization/service-clients/",
            before=OUTSIDE_NAME,
            after=NO_BASE64_AFTER,
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
    "configcat": (
        Rule(
            "configcat-sdk-key",
            rb"configcat-sdk-[0-9]/[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22}",
            "A ConfigCat SDK key, which reads feature flags. Replace it in the dashboard under "
            "SDK Key.",
            "https://github.com/configcat/common-js",
            documented=True,
        ),
    ),
    "devcycle": (
        Rule(
            "devcycle-server-sdk-key",
            rb"dvc_server_[A-Za-z0-9]{8,32}(?:_[A-Za-z0-9]{8,32})?(?:_[0-9a-f]{7})?",
            "A DevCycle server SDK key. Rotate it in the settings of the environment.",
            "https://github.com/DevCycleHQ/js-sdks/blob/main/sdk/js-cloud-server/src/utils/"
            "paramUtils.ts",
            documented=True,
        ),
    ),
    "ionic": (
        Rule(
            "ionic-personal-access-token",
            rb"ion_[A-Za-z0-9]{42}",
            "An Ionic personal access token. Revoke it in the settings of the account.",
            "https://ionic.io/docs/appflow/personal-access-tokens",
            before=OUTSIDE_NAME,
        ),
    ),
    "lichess": (
        Rule(
            "lichess-token",
            rb"li[po]_(?:[A-Za-z0-9]{32}|[A-Za-z0-9]{20})",
            "A Lichess API access token. Revoke it in the preferences under API access tokens.",
            "https://github.com/lichess-org/lila/blob/master/modules/oauth/src/main/AccessToken.scala",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "maxmind": (
        Rule(
            "maxmind-license-key",
            rb"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk",
            "A MaxMind license key. Delete it in the account under Manage License Keys.",
            "https://dev.maxmind.com/license-key-validation-api/",
        ),
    ),
    "mergify": (
        Rule(
            "mergify-application-key",
            rb"mergify_application_key_[A-Za-z0-9_-]{40,200}",
            "A Mergify application key. Delete it in the dashboard under Application Keys.",
            "https://docs.mergify.com/api/usage/",
        ),
    ),
    "miro": (
        Rule(
            "miro-access-token",
            rb"eyJtaXJv[A-Za-z0-9-]{10,64}_[A-Za-z0-9_-]{20,64}",
            "An access token of a Miro app. Uninstall the app, or rotate its client secret in"
            " the app's settings.",
            "https://developers.miro.com/docs/getting-started-with-oauth",
        ),
    ),
    "nylas": (
        Rule(
            "nylas-api-key",
            rb"nyk_(?:v0_)?[A-Za-z0-9]{64,67}",
            "A Nylas API key. Delete it in the dashboard under API Keys.",
            "https://developer.nylas.com/docs/v3/auth/",
        ),
    ),
    "onesignal": (
        Rule(
            "onesignal-api-key",
            rb"os_v2_(?:app|org)_[a-z0-9]{20,120}",
            "A OneSignal API key, of an app or an organization. Delete it in the settings under "
            "Keys & IDs.",
            "https://github.com/OneSignal/onesignal-agent-plugin/blob/main/scripts/scan_secrets.py",
            documented=True,
        ),
    ),
    "polar": (
        Rule(
            "polar-access-token",
            rb"polar_(?:oat|pat|us|cst|msel|[ar]t(?:_[a-z])?)_[A-Za-z0-9]{43}",
            "A Polar token: of an organization (oat), a person (pat), a session (us, cst) or "
            "other. Delete it in the settings.",
            "https://github.com/polarsource/polar/blob/main/server/polar/kit/crypto.py",
            checksum="polar",
            documented=True,
        ),
    ),
    "readme": (
        Rule(
            "readme-api-key",
            rb"rdme_[a-z0-9]{70}",
            "A ReadMe API key. Delete it in the dashboard under API Keys.",
            "https://docs.readme.com/main/reference/intro/authentication",
        ),
    ),
    "rootly": (
        Rule(
            "rootly-api-key",
            rb"rootly_[0-9a-f]{64}",
            "A Rootly API key. Revoke it in the organization's API keys.",
            "https://docs.rootly.com/api-reference/overview",
        ),
    ),
    "samsara": (
        Rule(
            "samsara-api-token",
            rb"samsara_api_[A-Za-z0-9]{26,32}",
            "A Samsara API token. Delete it in the dashboard under API Tokens.",
            "https://developers.samsara.com/docs/authentication",
        ),
    ),
    "scalingo": (
        Rule(
            "scalingo-api-token",
            rb"tk-[a-z]{2,8}-[A-Za-z0-9_-]{48}",
            "A Scalingo API token. Revoke it in the dashboard under API Tokens.",
            "https://developers.scalingo.com/#authentication",
            before=OUTSIDE_NAME,
        ),
    ),
    "settlemint": (
        Rule(
            "settlemint-access-token",
            rb"sm_[aps]at_[A-Za-z0-9]{16}",
            "A SettleMint access token. Delete it in the platform under Access Tokens.",
            "https://console.settlemint.com/documentation/",
            before=OUTSIDE_NAME,
        ),
    ),
    "thunderstore": (
        Rule(
            "thunderstore-api-token",
            rb"tss_[A-Za-z0-9]{36}",
            "The API token of a Thunderstore service account. Delete the service account in "
            "the settings of the team.",
            "https://github.com/thunderstore-io/Thunderstore/blob/master/django/thunderstore/"
            "account/tokens.py",
            before=OUTSIDE_NAME,
            checksum="github",
            documented=True,
        ),
    ),
    "unkey": (
        Rule(
            "unkey-root-key",
            rb"unkey_[A-Za-z0-9]{20,32}",
            "An Unkey root key. Delete it in the dashboard under Settings → Root Keys.",
            "https://github.com/unkeyed/sdks",
            documented=True,
        ),
    ),
    "upcloud": (
        Rule(
            "upcloud-api-token",
            rb"ucat_[0-9A-Z]{26}",
            "An UpCloud API token. Delete it in the control panel under API tokens.",
            "https://developers.upcloud.com/1.3/3-accounts/",
        ),
    ),
    "val-town": (
        Rule(
            "val-town-api-token",
            rb"vtwn_[A-Za-z0-9_-]{20,80}",
            "A Val Town API token. Delete it in the settings under API tokens.",
            "https://docs.val.town/reference/api/",
        ),
    ),
    "wakatime": (
        Rule(
            "wakatime-api-key",
            rb"waka_(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-z]{36,64})",
            "The API key of a WakaTime account. Regenerate it in the settings of the account.",
            "https://wakatime.com/developers",
        ),
    ),
    "workato": (
        Rule(
            "workato-api-token",
            rb"wrka(?:[a-z]{2})?-eyJ[A-Za-z0-9_-]{8,300}\.[A-Za-z0-9_-]{16,800}\.[A-Za-z0-9_-"
            rb"]{64,800}",
            "The token of a Workato API client. Refresh it in the workspace under API clients.",
            "https://docs.workato.com/workato-api.html",
            before=ANYTHING,
        ),
    ),
    "zuplo": (
        Rule(
            "zuplo-api-key",
            rb"zpka_[a-z0-9]{32}_[0-9a-f]{8}",
            "The API key of a Zuplo consumer. Delete it in the portal under API Key Consumers.",
            "https://zuplo.com/docs/articles/api-key-best-practices",
            documented=True,
        ),
    ),
    "truenas": (
        Rule(
            "truenas-api-key",
            rb"[0-9]{1,4}-[A-Za-z0-9]{64}",
            "A TrueNAS API key. Delete it in the web interface under API Keys.",
            "https://www.truenas.com/docs/scale/scaletutorials/toptoolbar/managingapikeys/",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "frame-io": (
        Rule(
            "frame-io-token",
            rb"fio-u-[A-Za-z0-9_=-]{64}",
            "A Frame.io developer token. Delete it in the developer portal under Tokens.",
            "https://developer.frame.io/docs/getting-started/authentication",
        ),
    ),
    "canva": (
        Rule(
            "canva-client-secret",
            rb"cnvca[A-Za-z0-9_-]{51}",
            "The client secret of a Canva integration. Generate a new one in the developer portal.",
            "https://www.canva.dev/docs/connect/authentication/",
        ),
    ),
    "adobe": (
        Rule(
            "adobe-client-secret",
            rb"p8e-[A-Za-z0-9_-]{32}",
            "The client secret of an Adobe project. Add a new one in the developer console, "
            "then delete this one.",
            "https://developer.adobe.com/developer-console/docs/guides/authentication/",
            before=OUTSIDE_NAME,
        ),
    ),
    "intra42": (
        Rule(
            "intra42-client-secret",
            rb"s-s4t2(?:ud|af)-[0-9a-f]{64}",
            "The client secret of a 42 Intra application. Generate a new one in the settings of "
            "the application.",
            "https://api.intra.42.fr/apidoc/guides/getting_started",
            before=OUTSIDE_NAME,
        ),
    ),
    "pinterest": (
        Rule(
            "pinterest-access-token",
            rb"pina_[A-Za-z0-9_-]{30,250}",
            "A Pinterest access token. Reset the secret of the app, which revokes its tokens.",
            "https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/",
        ),
    ),
    "cloudsmith": (
        Rule(
            "cloudsmith-api-key",
            rb"csa_[0-9a-f]{30}[A-Za-z0-9]{6}",
            "A Cloudsmith API key. Refresh it in the settings under API Key.",
            "https://help.cloudsmith.io/docs/api-key",
            before=OUTSIDE_NAME,
        ),
    ),
    "tableau": (
        Rule(
            "tableau-access-token",
            rb"[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}",
            "The secret of a Tableau personal access token. Revoke it in the settings of the "
            "account.",
            "https://help.tableau.com/current/server/en-us/security_personal_access_tokens.htm",
            before=OUTSIDE_BASE64,
        ),
    ),
    "paseto": (
        Rule(
            "paseto-token",
            rb"v[1-4]\.(?:local|public)\.[A-Za-z0-9_-]{64,2000}(?:\.[A-Za-z0-9_-]{4,400})?",
            "A PASETO token, which grants access until it expires. Rotate the key that signs "
            "it if it does not expire soon.",
            "https://github.com/paseto-standard/paseto-spec",
            before=OUTSIDE_NAME,
            after=NO_WORD_AFTER,
            documented=True,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
