"""Chat and telephony: Slack, Discord, Telegram, Twilio and others."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
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
            "An app-level Slack token. Revoke it in the app settings under Basic Information.",
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
            after=NO_BASE64_AFTER,
            check="mixed",
            recommended=False,
            documented=True,
        ),
    ),
    "twilio": (
        Rule(
            "twilio-api-key",
            rb"SK[0-9a-fA-F]{32}",
            "The SID of a Twilio API key; its secret is often nearby. Delete the key in the "
            "Twilio Console.",
            "https://www.twilio.com/docs/iam/api-keys/key-resource-v1",
            documented=True,
        ),
        Rule(
            "twilio-account-sid",
            rb"AC[0-9a-fA-F]{32}",
            "The SID of a Twilio account. It grants no access, but the auth token is often "
            "nearby. Remove it if it does not have to be public.",
            "https://www.twilio.com/docs/glossary/what-is-a-sid",
            recommended=False,
            documented=True,
        ),
        Rule(
            "twilio-credentials",
            # The arguments of a call, or a user and password.
            rb"""AC[0-9a-f]{32}["'`]?[,:][ \t]{0,9}["'`]?(?P<secret>[0-9a-f]{32})""",
            "The auth token of a Twilio account, after its SID. Create a secondary auth token in "
            "the Twilio Console and promote it to primary.",
            "https://www.twilio.com/docs/iam/api/authtoken",
        ),
        Rule(
            "twilio-auth-token",
            named(rb"twilio[a-z_.-]{0,12}(?:token|secret)", rb"[0-9a-f]{32}"),
            "An assignment of a Twilio auth token. Create a secondary auth token in the Twilio "
            "Console and promote it to primary.",
            "https://www.twilio.com/docs/iam/api/authtoken",
            before=ANYTHING,
        ),
    ),
    "vonage": (
        Rule(
            "vonage-api-secret",
            named(rb"(?:vonage|nexmo)[a-z_.-]{0,12}secret", rb"[A-Za-z0-9]{16}"),
            "A Vonage (Nexmo) API secret. Revoke it in the dashboard under API Settings.",
            "https://developer.vonage.com/en/account/secret-management",
            before=ANYTHING,
            check="random",
        ),
    ),
    "messagebird": (
        Rule(
            "messagebird-access-key",
            named(rb"message[_-]?bird", rb"[A-Za-z0-9]{25}"),
            "A MessageBird (Bird) access key. Delete it in the dashboard under Developers.",
            "https://developers.messagebird.com/api/#authentication",
            before=ANYTHING,
            check="random",
        ),
    ),
    "intercom": (
        Rule(
            "intercom-access-token",
            # The Base64 form of "tok:", before eight hexadecimal digits and "_".
            rb"dG9rO[A-Za-z0-9+/]{54}[A-Za-z0-9+/=]",
            "An Intercom access token. Regenerate it in the Developer Hub under Authentication.",
            "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
        ),
    ),
    "zendesk": (
        Rule(
            "zendesk-token",
            named(rb"zendesk", rb"[A-Za-z0-9]{40}"),
            "A Zendesk API token. Delete it in the Admin Center under Apps and integrations → "
            "APIs.",
            "https://developer.zendesk.com/api-reference/introduction/security-and-auth/",
            before=ANYTHING,
            check="mixed",
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

# The placeholder in Slack's documentation is one for all rules: see ``checks``.
ALLOWED: dict[str, tuple[bytes, ...]] = {}
