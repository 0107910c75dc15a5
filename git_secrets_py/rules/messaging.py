"""Messaging and mail: Slack, Discord, Telegram, Twilio, SendGrid, Mailgun."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

_SLACK = "https://api.slack.com/authentication/token-types"

RULES = {
    "slack": (
        Rule(
            "slack-token",
            rb"xox[abeoprs](\.xox[bp])?-[0-9]+-[A-Za-z0-9-]{20,}",
            "A Slack token: bot (xoxb), user (xoxp) or other. Revoke it with the auth.revoke "
            "method, or in the app settings under OAuth & Permissions.",
            _SLACK,
        ),
        Rule(
            "slack-app-token",
            rb"xapp-[0-9]-[A-Z0-9]+-[0-9]+-[0-9a-f]{64}",
            "An app-level Slack token. Revoke it in the app settings under Basic Information.",
            _SLACK,
        ),
        Rule(
            "slack-webhook",
            rb"hooks\.slack\.com/(services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24}|"
            rb"(workflows|triggers)/[A-Z0-9]{8,}/[A-Za-z0-9]+/[A-Za-z0-9/]{24,})",
            "A Slack webhook URL: anyone who has it can post messages. Remove it in the settings "
            "of the app or workflow.",
            "https://api.slack.com/messaging/webhooks",
        ),
    ),
    "discord": (
        Rule(
            "discord-bot-token",
            # The first part is the Base64 form of the bot's ID, 15 to 20 digits: three a group.
            rb"([MNO][DTjz][AEIMQUYcgk][wxyz0-5]){5,6}([MNO]([AQgw]|[DTjz][AEIMQUYcgk]))?"
            rb"\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}",
            "A Discord bot token. Reset it in the Developer Portal, on the Bot page of the "
            "application.",
            "https://discord.com/developers/docs/reference#authentication",
        ),
        Rule(
            "discord-webhook",
            rb"discord(app)?\.com/api/(v[0-9]+/)?webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,80}",
            "A Discord webhook URL: anyone who has it can post messages. Delete it in the channel "
            "settings under Integrations.",
            "https://discord.com/developers/docs/resources/webhook",
        ),
    ),
    "telegram": (
        Rule(
            "telegram-bot-token",
            rb"(bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{33}",
            "A Telegram bot token. Revoke it by sending /revoke to @BotFather.",
            "https://core.telegram.org/bots/api#authorizing-your-bot",
        ),
    ),
    "twilio": (
        Rule(
            "twilio-api-key",
            rb"SK[0-9a-f]{32}",
            "The SID of a Twilio API key; its secret is often nearby. Delete the key in the "
            "Twilio Console.",
            "https://www.twilio.com/docs/glossary/what-is-a-sid",
        ),
        Rule(
            "twilio-auth-token",
            rb"""(TWILIO|twilio|Twilio)_?(AUTH|auth|Auth)_?(TOKEN|token|Token)["']?"""
            rb"""[[:space:]]*(:|=>|=)[[:space:]]*["']?[0-9a-f]{32}["']?""",
            "An assignment of a Twilio auth token. Create a secondary auth token in the Twilio "
            "Console and promote it to primary.",
        ),
    ),
    "sendgrid": (
        Rule(
            "sendgrid-api-key",
            rb"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
            "A SendGrid API key, which can send mail in your name. Delete it in Settings → API "
            "Keys.",
        ),
    ),
    "mailgun": (
        # Requires the assignment: the key alone is three hexadecimal numbers, and a pattern
        # without fixed text halves the speed of the filter of all rule sets.
        Rule(
            "mailgun-api-key",
            rb"""(MAILGUN|mailgun|Mailgun)[A-Za-z_-]*["']?[[:space:]]*(:|=>|=)[[:space:]]*["']?"""
            rb"""(key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})["']?""",
            "An assignment of a Mailgun API key, which can send mail in your name. Delete it in "
            "the account settings under API security.",
        ),
    ),
}

ALLOWED = {
    # The placeholder in Slack's documentation.
    "slack": (rb"/services/T0+/B0+/X{24}",),
}
