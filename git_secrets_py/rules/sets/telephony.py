"""Telephony, push and real-time messages."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, named
from git_secrets_py.rules.rule import Rule

_HEX_40 = rb"[0-9a-f]{40}"

RULES = {
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
    "telnyx": (
        Rule(
            "telnyx-api-key",
            rb"KEY[0-9A-F]{32}_[A-Za-z0-9]{22}",
            "A Telnyx API key. Delete it in the portal under API Keys.",
            "https://developers.telnyx.com/development/api-guide/authentication",
        ),
    ),
    "signalwire": (
        Rule(
            "signalwire-api-token",
            rb"PT[0-9a-f]{50}",
            "A SignalWire API token. Delete it in the space under API.",
            "https://developer.signalwire.com/",
        ),
    ),
    "sendbird": (
        Rule(
            "sendbird-api-token",
            named(rb"sendbird[a-z_.-]{0,16}(?:token|key|secret)", _HEX_40),
            "A Sendbird API token. Revoke it in the settings of the application.",
            "https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api",
            before=ANYTHING,
        ),
    ),
    "onesignal": (
        Rule(
            "onesignal-api-key",
            rb"os_v2_(?:app|org)_[a-z0-9]{20,120}",
            "A OneSignal API key, of an app or an organization. Delete it in the settings under "
            "Keys & IDs.",
            "https://github.com/OneSignal/onesignal-agent-plugin/blob/main/scripts/scan_secrets.py",
            documented=True,
        ),
    ),
    "courier": (
        Rule(
            "courier-api-key",
            rb"pk_(?:prod|test)_[A-Z0-9]{28}",
            "A Courier API key. Rotate it in the settings under API Keys.",
            "https://www.courier.com/docs/reference/authentication",
        ),
    ),
    "pubnub": (
        Rule(
            "pubnub-secret-key",
            # A UUID in Base64.
            rb"sec-c-[A-Za-z0-9]{48}",
            "The secret key of a PubNub keyset. Regenerate it in the Admin Portal.",
            "https://www.pubnub.com/docs/architecture/authentication/set-up-your-account",
        ),
    ),
    "pusher": (
        Rule(
            "pusher-app-secret",
            named(rb"pusher[a-z_-]{0,8}secret", rb"[0-9a-f]{20}"),
            "The secret of a Pusher Channels app. Create other keys in the dashboard under App "
            "Keys.",
            "https://pusher.com/docs/channels/library_auth_reference/rest-api/",
            before=ANYTHING,
        ),
    ),
    "ably": (
        Rule(
            "ably-api-key",
            named(rb"ably", rb"[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}"),
            "An Ably API key. Revoke it in the dashboard of the app under API Keys.",
            "https://ably.com/docs/auth/basic",
        ),
    ),
    "liveblocks": (
        Rule(
            "liveblocks-secret-key",
            rb"sk_(?:prod|dev)_[A-Za-z0-9_-]{64}",
            "A Liveblocks secret key. Roll it in the dashboard under API keys.",
            "https://liveblocks.io/docs/authentication",
        ),
    ),
}
