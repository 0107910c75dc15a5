"""Chat and video meetings."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_BUT_SLASH_AFTER,
    OUTSIDE_NAME,
    UUID,
    named,
)
from git_secrets_py.rules.rule import Rule

_SLACK = "https://api.slack.com/authentication/token-types"
_TELEGRAM = "https://core.telegram.org/bots/api#authorizing-your-bot"

RULES = {
    "slack": (
        Rule(
            "slack-token",
            rb"(?:x(?:ox[bpe](?:\.xox[bp])?|wfp)-(?:[0-9]{1,20}-){1,4}[A-Za-z0-9]{20,400}|"
            # Types of legacy tokens, which may be shorter.
            rb"xox[aorst]-(?:[0-9]{1,20}-){1,4}[A-Za-z0-9]{8,400})",
            "A Slack token: bot (xoxb), user (xoxp), workflow (xwfp) or other. Revoke it "
            "with the auth.revoke method, or in the app settings under OAuth & Permissions.",
            "https://docs.slack.dev/authentication/tokens",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "slack-session-token",
            rb"(?:xoxc-[0-9]{9,13}-[0-9]{9,13}-[0-9]{9,13}-[0-9a-f]{64}|"
            rb"xoxd-[A-Za-z0-9%/+_-]{40,400}={0,2})",
            "A token (xoxc) or cookie (xoxd) of a signed-in Slack client. Sign out of all "
            "sessions in the account settings.",
            _SLACK,
            before=ANYTHING,
        ),
        Rule(
            "slack-app-token",
            rb"xapp-[0-9]-[A-Z0-9]{1,20}-[0-9]{1,20}-[0-9a-f]{64}",
            "A Slack app-level token. Revoke it in the app settings under Basic Information.",
            "https://docs.slack.dev/authentication/tokens",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "slack-webhook",
            rb"hooks\.slack\.com/(?:services/T[A-Z0-9]{8,20}/B[A-Z0-9]{8,20}/[A-Za-z0-9]{24}|"
            rb"(?:workflows|triggers)/[A-Z0-9]{8,20}/[A-Za-z0-9]{1,30}/[A-Za-z0-9/]{24,99})",
            "A Slack webhook URL: anyone who has it can post messages. Remove it in the settings "
            "of the app or workflow.",
            "https://slack.dev/python-slack-sdk/webhook/index.html",
            documented=True,
        ),
    ),
    "discord": (
        Rule(
            "discord-bot-token",
            # The first part is the Base64 form of the bot's ID, 15 to 20 digits: three a group.
            rb"(?:[MNO][DTjz][AEIMQUYcgk][wxyz0-5]){5,6}(?:[MNO](?:[AQgw]|[DTjz][AEIMQUYcgk]))?"
            rb"\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}",
            "A Discord bot token. Reset it in the Developer Portal, on the Bot page of the "
            "application.",
            "https://discord.com/developers/docs/reference#authentication",
            documented=True,
            anchor=rb"(?:[MNO][DTjz][AEIMQUYcgk][wxyz0-5]){3}",
        ),
        Rule(
            "discord-webhook",
            rb"discord(?:app)?\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/"
            rb"[A-Za-z0-9_-]{60,80}",
            "A Discord webhook URL: anyone who has it can post messages. Delete it in the channel "
            "settings under Integrations.",
            "https://discord.com/developers/docs/resources/webhook",
            documented=True,
        ),
        Rule(
            "discord-client-secret",
            named(rb"discord", rb"[A-Za-z0-9_-]{32}"),
            "The client secret of a Discord application. Reset it in the Developer Portal under "
            "OAuth2.",
            "https://discord.com/developers/docs/topics/oauth2",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "telegram": (
        Rule(
            "telegram-bot-token",
            rb"(?:bot)?[0-9]{8,11}:AA[A-Za-z0-9_-]{33}",
            "A Telegram bot token. Revoke it by sending /revoke to @BotFather.",
            _TELEGRAM,
            documented=True,
        ),
        Rule(
            "telegram-bot-token-unmarked",
            # All that its documentation shows: a number and 35 characters.
            rb"(?:bot)?[0-9]{6,11}:(?!AA)[A-Za-z0-9_-]{35}",
            "A Telegram bot token that lacks the usual AA after the colon. Revoke it by sending "
            "/revoke to @BotFather.",
            _TELEGRAM,
            before=OUTSIDE_NAME,
            after=NO_BASE64_BUT_SLASH_AFTER,
            check="mixed",
            recommended=False,
            documented=True,
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
    "matrix": (
        Rule(
            "matrix-access-token",
            rb"(?:sy[tr]_[A-Za-z0-9+/]{1,300}_[A-Za-z]{20}|m[ac][tr]_[A-Za-z0-9]{30})"
            rb"_[0-9A-Za-z]{6}",
            "An access token or refresh token of a Matrix account. Sign out of its session.",
            "https://github.com/element-hq/matrix-authentication-service/blob/main/crates/"
            "data-model/src/tokens.rs",
            before=OUTSIDE_NAME,
            checksum="matrix",
            documented=True,
        ),
    ),
    "webex": (
        Rule(
            "webex-access-token",
            rb"[A-Za-z0-9]{64}_[A-Z][A-Z0-9]{3}_" + UUID,
            "A Webex access token, of a person or a bot. Regenerate a bot's token in the settings "
            "of the app.",
            "https://developer.webex.com/docs/bots",
            anchor=rb"_[A-Z][A-Z0-9]{3}_[0-9a-f]{8}-",
        ),
    ),
    "zoom": (
        Rule(
            "zoom-client-secret",
            named(rb"zoom[a-z_.-]{0,20}secret", rb"[A-Za-z0-9]{32}"),
            "The client secret of a Zoom app. Regenerate it in the Zoom App Marketplace.",
            "https://developers.zoom.us/docs/internal-apps/s2s-oauth/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
}
