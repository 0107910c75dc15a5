"""Shops, marketing, telephony, devices and blockchains."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
RULES = {
    "ably": (
        Rule(
            "ably-api-key",
            named(rb"ably", rb"[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}"),
            "An Ably API key. Revoke it in the dashboard of the app under API Keys.",
            "https://ably.com/docs/auth/basic",
        ),
    ),
    "adafruit": (
        Rule(
            "adafruit-io-key",
            rb"aio_[A-Za-z0-9]{28}",
            "The key of an Adafruit IO account. Regenerate it on the page My Key.",
            "https://io.adafruit.com/api/docs/",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "alchemy": (
        Rule(
            "alchemy-api-key",
            rb"g\.alchemy\.com/(?:v2|nft/v3|(?:data|prices)/v1)/(?P<secret>[A-Za-z0-9_-]{32})",
            "An Alchemy API key, which a web page may show to its visitors. Delete the app in the "
            "dashboard.",
            "https://github.com/alchemyplatform/skills/blob/main/skills/alchemy-api/SKILL.md",
            before=ANYTHING,
            check="random",
            severity=MEDIUM,
            recommended=False,
            documented=True,
        ),
    ),
    "appwrite": (
        Rule(
            "appwrite-api-key",
            rb"standard_[0-9a-f]{256}",
            "An Appwrite API key. Delete it in the console under Overview → API keys.",
            "https://github.com/appwrite/appwrite",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "axiom": (
        Rule(
            "axiom-token",
            rb"xa[ap]t-" + _UUID,
            "An Axiom API token (xaat) or personal access token (xapt). Delete it in Settings.",
            "https://github.com/axiomhq/axiom-go/blob/main/internal/config/token.go",
            documented=True,
        ),
    ),
    "context7": (
        Rule(
            "context7-api-key",
            rb"ctx7sk-" + _UUID,
            "A Context7 API key. Delete it in the dashboard under API Keys.",
            "https://context7.com/docs/howto/api-keys",
        ),
    ),
    "ethereum": (
        Rule(
            "ethereum-private-key",
            named(
                rb"(?:private|wallet|deployer|signer|owner)[_-]?(?:private[_-]?)?key(?!s)",
                rb"(?:0x)?[0-9a-f]{64}",
            ),
            "The private key of an Ethereum account. Move what the account owns to another.",
            "https://ethereum.org/en/developers/docs/accounts/",
            before=ANYTHING,
            check="random",
            documented=True,
        ),
    ),
    "gc-notify": (
        Rule(
            "gc-notify-api-key",
            rb"gcntfy-[A-Za-z0-9_-]{1,128}?-" + _UUID + b"-" + _UUID,
            "A GC Notify API key. Revoke it in the settings of the service under API keys.",
            "https://github.com/cds-snc/notification-api/blob/main/app/config.py",
            documented=True,
        ),
    ),
    "imagekit": (
        Rule(
            "imagekit-private-key",
            rb"private_[A-Za-z0-9+/]{27}=",
            "A private ImageKit API key. Delete it in the dashboard under Developer options.",
            "https://imagekit.io/docs/api-keys",
            before=OUTSIDE_NAME,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
    ),
    "infura": (
        Rule(
            "infura-project-id",
            rb"infura\.io/(?:ws/)?v3/(?P<secret>[0-9a-f]{32})",
            "The API key (project ID) of an Infura project, which a web page may show to its "
            "visitors. Delete it in the dashboard.",
            "https://docs.metamask.io/developer-tools/dashboard/how-to/secure-an-api",
            before=ANYTHING,
            severity=MEDIUM,
            recommended=False,
            documented=True,
        ),
    ),
    "jina": (
        Rule(
            "jina-api-key",
            rb"jina_[0-9a-f]{32}[A-Za-z0-9_-]{28}",
            "A Jina AI API key. Delete it in the dashboard under API Key.",
            "https://github.com/jina-ai/MCP",
            documented=True,
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
    "mem0": (
        Rule(
            "mem0-api-key",
            rb"m0-[A-Za-z0-9]{40}",
            "A Mem0 API key. Delete it in the dashboard under API Keys.",
            "https://docs.mem0.ai/platform/quickstart",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "midtrans": (
        Rule(
            "midtrans-server-key",
            rb"(?:SB-)?Mid-server-[A-Za-z0-9_-]{24}",
            "A Midtrans server key, for production or the sandbox (SB). Change it in the "
            "dashboard under Access Keys.",
            "https://docs.midtrans.com/docs/midtrans-account",
            before=OUTSIDE_NAME,
            check="random",
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
    "rapidapi": (
        Rule(
            "rapidapi-key",
            rb"[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}jsn[0-9a-f]{12}",
            "A RapidAPI key, for every API to which the account is subscribed. Delete it in the "
            "settings of the app under Authorization.",
            "https://docs.rapidapi.com/docs/keys",
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
    "woocommerce": (
        Rule(
            "woocommerce-api-key",
            rb"c[ks]_[0-9a-f]{40}",
            "The key (ck) or secret (cs) of a WooCommerce shop's API. Revoke it in the shop under "
            "Settings → Advanced → REST API.",
            "https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-auth.php",
            documented=True,
        ),
    ),
    "zoho": (
        Rule(
            "zoho-token",
            rb"1000\.[0-9a-f]{32}\.[0-9a-f]{32}",
            "A Zoho access token, refresh token or grant token. Revoke it in the account under "
            "Sessions → Connected Apps.",
            "https://www.zoho.com/accounts/protocol/oauth.html",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {
    # The keys of the test accounts that Hardhat, Anvil and Ganache publish.
    "ethereum": (
        rb"(?:ac0974be|59c6995e|5de4111a|7c852118|47e179ec|8b3a350c|92db14e4|4bbbf85c|dbda1821|"
        rb"2a871d07|4f3edf98|6cbed15c|6370fd03|646f1ce2)[0-9a-f]{56}",
    ),
}
