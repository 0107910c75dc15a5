"""Errors, uptime and incidents."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, UUID, named
from git_secrets_py.rules.rule import Rule

_HEX_32 = rb"[0-9a-f]{32}"

RULES = {
    "sentry": (
        Rule(
            "sentry-organization-token",
            rb"sntrys_eyJ[A-Za-z0-9+/]{40,600}={0,2}_[A-Za-z0-9+/]{43}",
            "A Sentry organization auth token. Revoke it in Settings → Developer Settings → "
            "Organization Tokens.",
            "https://github.com/getsentry/sentry/blob/master/src/sentry/types/token.py",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            checksum="payload",
            documented=True,
        ),
        Rule(
            "sentry-user-token",
            rb"sntry[uai]_[0-9a-f]{64}",
            "A Sentry auth token of a user (sntryu) or integration (sntrya, sntryi). Revoke it in "
            "User Settings → Personal Tokens.",
            "https://github.com/getsentry/sentry/blob/master/src/sentry/types/token.py",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "sentry-token-legacy",
            named(rb"sentry", rb"[0-9a-f]{64}"),
            "A Sentry auth token without a prefix. Revoke it in User Settings → Personal Tokens.",
            "https://docs.sentry.io/account/auth-tokens/",
            before=ANYTHING,
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
    "pagerduty": (
        Rule(
            "pagerduty-api-key",
            named(rb"pager[_-]?duty|pd[_-](?:api|token)", rb"(?:u\+|y_)[A-Za-z0-9+_-]{18}"),
            "A PagerDuty API key. Delete it in Integrations → API Access Keys, or in the user's "
            "settings.",
            "https://support.pagerduty.com/main/docs/api-access-keys",
            before=ANYTHING,
        ),
        Rule(
            "pagerduty-oauth-token",
            rb"pd(?:us|eu)\+_[A-Za-z0-9_+-]{30,120}",
            "A PagerDuty OAuth token. Revoke it in the settings of the app.",
            "https://developer.pagerduty.com/docs/app-oauth-token",
        ),
    ),
    "opsgenie": (
        Rule(
            "opsgenie-api-key",
            named(rb"opsgenie|genie[_-]?key", UUID),
            "An Opsgenie API key. Delete it under Settings → API key management.",
            "https://docs.opsgenie.com/docs/authentication",
            before=ANYTHING,
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
    "uptimerobot": (
        Rule(
            "uptimerobot-api-key",
            named(rb"uptime[_-]?robot", rb"ur?[0-9]{6,10}-[0-9a-f]{24}"),
            "The main API key of an UptimeRobot account. Reset it under Integrations & API.",
            "https://uptimerobot.com/api/",
            before=ANYTHING,
        ),
    ),
}
