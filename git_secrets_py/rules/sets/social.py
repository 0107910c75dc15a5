"""Social networks, media and games."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    UUID,
    named,
)
from git_secrets_py.rules.rule import Rule

RULES = {
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
    "pinterest": (
        Rule(
            "pinterest-access-token",
            rb"pina_[A-Za-z0-9_-]{30,250}",
            "A Pinterest access token. Reset the secret of the app, which revokes its tokens.",
            "https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/",
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
    "riot-games": (
        Rule(
            "riot-games-api-key",
            rb"RGAPI-" + UUID,
            "A Riot Games API key. Regenerate it in the developer portal.",
            "https://developer.riotgames.com/docs/portal",
        ),
    ),
    "roblox": (
        Rule(
            "roblox-session-cookie",
            rb"_\|WARNING:-DO-NOT-SHARE-THIS\.--[A-Za-z0-9-]{20,120}\.\|_"
            rb"(?P<secret>[A-Za-z0-9_.-]{100,2000})",
            "The cookie of a signed-in Roblox session. Sign out of all sessions in the settings "
            "under Security.",
            "https://en.help.roblox.com/hc/en-us/articles/203313380",
            before=ANYTHING,
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
}
