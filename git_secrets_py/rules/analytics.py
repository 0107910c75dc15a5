"""Analytics, errors, search and feature flags."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_HEX_32 = rb"[0-9a-f]{32}"
_NEW_RELIC = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/"

RULES = {
    "launchdarkly": (
        Rule(
            "launchdarkly-sdk-key",
            rb"(?:sdk|mob|rel)-" + _UUID,
            "A LaunchDarkly SDK or mobile key. Reset it in the settings of the environment.",
            "https://launchdarkly.com/docs/home/account/environment/keys",
            before=OUTSIDE_NAME,
            documented=True,
        ),
        Rule(
            "launchdarkly-access-token",
            named(rb"launch[_-]?darkly|ld[_-](?:api|access)", rb"api-" + _UUID),
            "A LaunchDarkly API access token. Delete it in Account settings → Authorization.",
            "https://launchdarkly.com/docs/home/account/api",
            before=ANYTHING,
        ),
    ),
    "posthog": (
        Rule(
            "posthog-personal-api-key",
            rb"ph[xs]_[A-Za-z0-9]{32,64}",
            "A PostHog personal API key (phx) or feature flags secure key (phs). Roll it in the "
            "settings under Personal API keys.",
            "https://github.com/PostHog/posthog-js/tree/main/packages/node",
            documented=True,
        ),
    ),
    "segment": (
        Rule(
            "segment-token",
            rb"sgp_[A-Za-z0-9]{64}",
            "A Segment Public API token. Revoke it in Settings → Access Management → Tokens.",
            "https://segment.com/docs/api/public-api/",
        ),
    ),
    "mixpanel": (
        Rule(
            "mixpanel-secret",
            named(rb"mixpanel", _HEX_32),
            "A Mixpanel project token or API secret. Reset it in Project Settings.",
            "https://developer.mixpanel.com/reference/project-secret",
            before=ANYTHING,
            recommended=False,
        ),
    ),
    "amplitude": (
        Rule(
            "amplitude-key",
            named(rb"amplitude", _HEX_32),
            "An Amplitude API key or secret key. Regenerate it in the settings of the project.",
            "https://amplitude.com/docs/apis/authentication",
            before=ANYTHING,
            recommended=False,
        ),
    ),
    "rollbar": (
        Rule(
            "rollbar-access-token",
            named(rb"rollbar", _HEX_32),
            "A Rollbar access token. Disable it in the settings under Project Access Tokens.",
            "https://docs.rollbar.com/docs/access-tokens",
            before=ANYTHING,
        ),
    ),
    "bugsnag": (
        Rule(
            "bugsnag-api-key",
            named(rb"bugsnag", _HEX_32),
            "A BugSnag API key or personal auth token. Regenerate it in the project or user "
            "settings.",
            "https://docs.bugsnag.com/api/data-access/",
            before=ANYTHING,
            recommended=False,
        ),
    ),
    "algolia": (
        Rule(
            "algolia-api-key",
            named(rb"algolia", _HEX_32),
            "An Algolia API key. Revoke it in the dashboard under API Keys, unless it is a "
            "search-only key for web pages.",
            "https://www.algolia.com/doc/guides/security/api-keys/",
            before=ANYTHING,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
