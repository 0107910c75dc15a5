"""Identity providers and social networks."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_BASE64, named
from git_secrets_py.rules.rule import Rule

RULES = {
    "okta": (
        Rule(
            "okta-api-token",
            named(rb"okta[a-z0-9_.-]{0,24}(?:token|key|secret)|ssws", rb"00[A-Za-z0-9_-]{40}"),
            "An Okta API token. Revoke it in the Admin Console under Security → API → Tokens.",
            "https://developer.okta.com/docs/api/openapi/okta-management/guides/overview",
            before=ANYTHING,
            check="mixed",
            documented=True,
        ),
    ),
    "auth0": (
        Rule(
            "auth0-client-secret",
            named(rb"auth0", rb"[A-Za-z0-9_-]{64}"),
            "The client secret of an Auth0 application. Rotate it in the settings of the "
            "application.",
            "https://auth0.com/docs/get-started/applications/rotate-client-secret",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "facebook": (
        Rule(
            "facebook-app-token",
            rb"[0-9]{15,16}(?:\||%7C)(?P<secret>[0-9A-Za-z_-]{27,40})",
            "A Facebook app access token, which contains the app secret. Reset the app secret "
            "in the app settings.",
            "https://developers.facebook.com/docs/facebook-login/guides/access-tokens",
            check="mixed",
        ),
        Rule(
            "facebook-access-token",
            rb"EAA[A-Za-z0-9]{100,400}",
            "A Facebook access token of a user, page or app. Invalidate it in the app settings, "
            "or remove the app in the account.",
            "https://developers.facebook.com/docs/facebook-login/guides/access-tokens",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
        Rule(
            "facebook-app-secret",
            named(rb"facebook|\bfb[_-]|\bfb(?=app)|meta[_-]?app|instagram", rb"[0-9a-f]{32}"),
            "The app secret of a Facebook or Instagram app. Reset it in the App Dashboard under "
            "Settings → Basic.",
            "https://developers.facebook.com/docs/facebook-login/security",
            before=ANYTHING,
        ),
    ),
    "instagram": (
        Rule(
            "instagram-access-token",
            rb"IG(?:QV|QW|AA)[A-Za-z0-9_-]{50,300}",
            "An Instagram access token. Remove the app in the account settings.",
            "https://developers.facebook.com/docs/instagram-platform",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
    ),
    "twitter": (
        Rule(
            "twitter-bearer-token",
            rb"A{22}[A-Za-z0-9%]{60,110}",
            "A bearer token of an X (Twitter) app. Revoke it in the Developer Portal under Keys "
            "and tokens.",
            "https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/bearer-tokens",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
    ),
    "linkedin": (
        Rule(
            "linkedin-client-secret",
            named(
                rb"linked[_-]?in",
                rb"(?:WPL_AP1\.[A-Za-z0-9]{16}\.[A-Za-z0-9+/]{6}==|[A-Za-z0-9]{16})",
            ),
            "The client secret of a LinkedIn app. Generate a new one in the settings of the app.",
            "https://learn.microsoft.com/en-us/linkedin/shared/authentication/authentication",
            before=ANYTHING,
            check="random",
        ),
    ),
    "twitch": (
        Rule(
            "twitch-token",
            named(rb"twitch", rb"[a-z0-9]{30}"),
            "A Twitch client secret or access token. Generate a new secret in the developer "
            "console, or revoke the token.",
            "https://dev.twitch.tv/docs/authentication/",
            before=ANYTHING,
            check="random",
        ),
    ),
    "spotify": (
        Rule(
            "spotify-client-secret",
            named(rb"spotify", rb"[0-9a-f]{32}"),
            "A client secret (or client ID) of a Spotify app. Rotate the secret in the dashboard.",
            "https://developer.spotify.com/documentation/web-api/concepts/apps",
            before=ANYTHING,
        ),
    ),
    "reddit": (
        Rule(
            "reddit-client-secret",
            named(
                rb"reddit[a-z_.-]{0,24}(?:secret|token|key)",
                rb"[A-Za-z0-9_-]{27}|[A-Za-z0-9_-]{30}",
            ),
            "The client secret of a Reddit app. Change it in the preferences under apps.",
            "https://github.com/reddit-archive/reddit/wiki/OAuth2",
            before=ANYTHING,
            check="mixed",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
