"""Mail and newsletters."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

_MAILGUN = "https://documentation.mailgun.net/api-intro.html"

RULES = {
    "sendgrid": (
        Rule(
            "sendgrid-api-key",
            rb"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
            "A SendGrid API key, which can send mail in your name. Delete it in Settings → API "
            "Keys.",
            "https://github.com/sendgrid/sendgrid-nodejs/tree/main/packages/client",
            documented=True,
        ),
    ),
    "mailgun": (
        # Requires the assignment: the key alone is three hexadecimal numbers, and a pattern
        # without fixed text halves the speed of the filter of all rule sets.
        Rule(
            "mailgun-api-key",
            named(
                rb"mailgun|\bmg[_-]api", rb"key-[0-9a-z]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"
            ),
            "An assignment of a Mailgun API key, which can send mail in your name. Delete it in "
            "the account settings under API security.",
            _MAILGUN,
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "mailgun-api-key-unnamed",
            # Not the value that "mailgun-api-key" finds.
            rb"(?<!(?i:mailgun|mg_api)[^\n]{0,60})key-[0-9a-z]{32}",
            "A Mailgun API key, which can send mail in your name. Delete it in the account "
            "settings under API security.",
            _MAILGUN,
            before=OUTSIDE_NAME,
            check="random",
            documented=True,
        ),
    ),
    "mailchimp": (
        Rule(
            "mailchimp-api-key",
            rb"[0-9a-f]{32}-us[0-9]{1,2}",
            "A Mailchimp API key. Revoke it in Account & billing → Extras → API keys.",
            "https://mailchimp.com/developer/marketing/guides/quick-start/",
        ),
    ),
    "mandrill": (
        Rule(
            "mandrill-api-key",
            rb"md-[A-Za-z0-9_-]{22}",
            "A Mailchimp Transactional (Mandrill) API key. Disable it in the settings under SMTP "
            "& API Info.",
            "https://mailchimp.com/developer/transactional/guides/quick-start/",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "brevo": (
        Rule(
            "brevo-api-key",
            rb"x(?:keysib|smtpsib)-[0-9a-f]{64}-[A-Za-z0-9]{16}",
            "A Brevo (Sendinblue) key for the API (xkeysib) or SMTP (xsmtpsib). Delete it in "
            "SMTP & API.",
            "https://github.com/getbrevo/brevo-node",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "postmark": (
        Rule(
            "postmark-token",
            named(rb"postmark", UUID),
            "A Postmark server or account token. Replace it in the API Tokens tab of the server.",
            "https://postmarkapp.com/developer/api/overview",
            before=ANYTHING,
        ),
    ),
    "resend": (
        Rule(
            "resend-api-key",
            rb"re_(?:[A-Za-z0-9]{6,10}_[A-Za-z0-9]{20,30}|[A-Za-z0-9]{32,36})",
            "A Resend API key. Delete it in the dashboard under API Keys.",
            "https://github.com/resend/resend-node",
            before=OUTSIDE_NAME,
            check="mixed",
            documented=True,
        ),
    ),
    "mailersend": (
        Rule(
            "mailersend-token",
            rb"mlsn\.[0-9A-Za-z]{60,80}",
            "A MailerSend API token. Delete it in Integrations → API tokens.",
            "https://github.com/mailersend/mailersend-nodejs/blob/main/lefthook.yml",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "smtp2go": (
        Rule(
            "smtp2go-api-key",
            rb"api-[0-9A-F]{32}",
            "An SMTP2GO API key. Delete it under Sending → API Keys.",
            "https://developers.smtp2go.com/docs/getting-started",
            before=OUTSIDE_NAME,
        ),
    ),
    "kit": (
        Rule(
            "kit-api-key",
            rb"kit_[0-9a-f]{32}",
            "A Kit API key. Delete it in the settings under Developer.",
            "https://developers.kit.com/api-reference/authentication",
            before=OUTSIDE_NAME,
        ),
    ),
    "klaviyo": (
        Rule(
            "klaviyo-api-key",
            named(rb"klaviyo", rb"pk_[0-9a-f]{34}"),
            "A private Klaviyo API key. Delete it in the account settings under API keys.",
            "https://developers.klaviyo.com/en/docs/authenticate_",
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
    "gc-notify": (
        Rule(
            "gc-notify-api-key",
            rb"gcntfy-[A-Za-z0-9_-]{1,128}?-" + UUID + b"-" + UUID,
            "A GC Notify API key. Revoke it in the settings of the service under API keys.",
            "https://github.com/cds-snc/notification-api/blob/main/app/config.py",
            documented=True,
        ),
    ),
}
