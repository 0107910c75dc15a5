"""Messages and mail: Slack, Discord, Telegram, Twilio, SendGrid, Mailgun."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

_SLACK = "https://api.slack.com/authentication/token-types"

RULES = {
    "slack": (
        Rule(
            "slack-token",
            rb"xox[abeoprs](\.xox[bp])?-[0-9]+-[A-Za-z0-9-]{20,}",
            "A Slack token: bot (xoxb), user (xoxp) or other. Revoke it with the auth.revoke "
            "method or in the settings of the app.",
            _SLACK,
        ),
        Rule(
            "slack-app-token",
            rb"xapp-[0-9]-[A-Z0-9]+-[0-9]+-[0-9a-f]{64}",
            "An app-level Slack token. Revoke it in the basic information of the app.",
            _SLACK,
        ),
        Rule(
            "slack-webhook",
            rb"hooks\.slack\.com/(services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24}|"
            rb"(workflows|triggers)/[A-Z0-9]{8,}/[A-Za-z0-9]+/[A-Za-z0-9/]{24,})",
            "A Slack webhook: whoever has the address can post. Remove it in the settings of the "
            "app or workflow.",
            "https://api.slack.com/messaging/webhooks",
        ),
    ),
    "discord": (
        Rule(
            "discord-bot-token",
            # The first part is base64 of the bot's id, 15 to 20 decimal digits: three a group.
            rb"([MNO][DTjz][AEIMQUYcgk][wxyz0-5]){5,6}([MNO]([AQgw]|[DTjz][AEIMQUYcgk]))?"
            rb"\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}",
            "The token of a Discord bot. Reset it on the bot's page in the developer portal.",
            "https://discord.com/developers/docs/reference#authentication",
        ),
        Rule(
            "discord-webhook",
            rb"discord(app)?\.com/api/(v[0-9]+/)?webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,80}",
            "A Discord webhook: whoever has the address can post. Delete it in the settings of "
            "the channel.",
            "https://discord.com/developers/docs/resources/webhook",
        ),
    ),
    "telegram": (
        Rule(
            "telegram-bot-token",
            rb"(bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{33}",
            "The token of a Telegram bot. Revoke it by sending /revoke to @BotFather.",
            "https://core.telegram.org/bots/api#authorizing-your-bot",
        ),
    ),
    "twilio": (
        Rule(
            "twilio-api-key",
            rb"SK[0-9a-f]{32}",
            "The identifier of a Twilio API key; its secret is often close by. Delete the key in "
            "the Twilio console.",
            "https://www.twilio.com/docs/glossary/what-is-a-sid",
        ),
        Rule(
            "twilio-auth-token",
            rb"""(TWILIO|twilio|Twilio)_?(AUTH|auth|Auth)_?(TOKEN|token|Token)["']?"""
            rb"""[[:space:]]*(:|=>|=)[[:space:]]*["']?[0-9a-f]{32}["']?""",
            "The assignment of the auth token of a Twilio account. Promote a secondary token in "
            "the Twilio console.",
        ),
    ),
    "sendgrid": (
        Rule(
            "sendgrid-api-key",
            rb"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
            "A SendGrid API key: with it mail can be sent in your name. Delete it among the API "
            "keys of the account.",
        ),
    ),
    "mailgun": (
        # By the assignment: without it, three hexadecimal numbers are all there is to see, and
        # a pattern without any fixed text halves the speed at which all sets together filter.
        Rule(
            "mailgun-api-key",
            rb"""(MAILGUN|mailgun|Mailgun)[A-Za-z_-]*["']?[[:space:]]*(:|=>|=)[[:space:]]*["']?"""
            rb"""(key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})["']?""",
            "The assignment of a Mailgun API key: with it mail can be sent in your name. Delete it "
            "in the security settings of the account.",
        ),
    ),
}

ALLOWED = {
    # The placeholder of Slack's own documentation.
    "slack": (rb"/services/T0+/B0+/X{24}",),
}
