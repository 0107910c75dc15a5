"""Feature flags and experiments."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

RULES = {
    "launchdarkly": (
        Rule(
            "launchdarkly-sdk-key",
            rb"(?:sdk|mob|rel)-" + UUID,
            "A LaunchDarkly SDK or mobile key. Reset it in the settings of the environment.",
            "https://launchdarkly.com/docs/home/account/environment/keys",
            before=OUTSIDE_NAME,
            documented=True,
        ),
        Rule(
            "launchdarkly-access-token",
            named(rb"launch[_-]?darkly|ld[_-](?:api|access)", rb"api-" + UUID),
            "A LaunchDarkly API access token. Delete it in Account settings → Authorization.",
            "https://launchdarkly.com/docs/home/account/api",
            before=ANYTHING,
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
}
