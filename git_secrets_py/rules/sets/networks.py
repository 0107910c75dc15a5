"""Networks, content delivery and gateways."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

RULES = {
    "cloudflare": (
        Rule(
            "cloudflare-token",
            rb"cf(?:ut|at|k)_[A-Za-z0-9_-]{40}[0-9a-f]{8}",
            "A Cloudflare credential: user API token (cfut), account API token (cfat) or Global "
            "API Key (cfk). Roll it in the dashboard under API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
            checksum="cloudflare",
            documented=True,
        ),
        Rule(
            "cloudflare-origin-ca-key",
            rb"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}",
            "A Cloudflare Origin CA key. Change it in My Profile → API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
            documented=True,
        ),
        Rule(
            "cloudflare-tunnel-token",
            # The Base64 form of {"a":", the account, the tunnel and its secret.
            rb"eyJhIjoi[A-Za-z0-9+/]{120,260}={0,2}",
            "The token of a Cloudflare tunnel: anyone who has it can run the tunnel. Rotate it in "
            "the dashboard under Networks → Tunnels.",
            "https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/"
            "configure-tunnels/remote-tunnel-permissions/",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "cloudflare-api-token",
            named(rb"cloudflare|cf[_-](?:api|token|dns)", rb"[A-Za-z0-9_-]{40}"),
            "A Cloudflare API token. Roll it in the dashboard under API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
            before=ANYTHING,
            check="mixed",
            documented=True,
        ),
        Rule(
            "cloudflare-global-api-key",
            named(rb"cloudflare|cf[_-](?:api|key)|x-auth-key", rb"[0-9a-f]{37,45}"),
            "The Global API Key of a Cloudflare account. Change it in My Profile → API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "fastly": (
        Rule(
            "fastly-api-token",
            named(rb"fastly", rb"[A-Za-z0-9_-]{32}"),
            "A Fastly API token. Delete it in the account under API tokens.",
            "https://www.fastly.com/documentation/reference/api/auth-tokens/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "akamai": (
        Rule(
            "akamai-edgegrid-token",
            # Not the host of the API client.
            rb"akab-[a-z0-9]{16,32}-[a-z0-9]{6,16}(?!\.[a-z-]{2,20}\.akamaiapis\.net)",
            "An Akamai EdgeGrid client token or access token; the client secret is often nearby. "
            "Delete the credential in the API client.",
            "https://techdocs.akamai.com/developer/docs/set-up-authentication-credentials",
            severity=MEDIUM,
            documented=True,
        ),
    ),
    "tailscale": (
        Rule(
            "tailscale-key",
            rb"tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{6,30}-[A-Za-z0-9]{16,64}",
            "A Tailscale auth key, API access token or OAuth client secret. Revoke it in the "
            "admin console under Settings → Keys.",
            "https://tailscale.com/kb/1277/key-prefixes",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "ngrok": (
        Rule(
            "ngrok-authtoken",
            named(rb"ngrok|authtoken", rb"[0-9][A-Za-z0-9]{24,26}_[0-9A-Za-z]{20,21}"),
            "An ngrok authtoken. Reset it in the ngrok dashboard under Your Authtoken.",
            "https://ngrok.com/docs/agent/",
            before=ANYTHING,
        ),
    ),
    "netbird": (
        Rule(
            "netbird-access-token",
            rb"nbp_[A-Za-z0-9]{36}",
            "A NetBird personal access token. Delete it in the settings of the user.",
            "https://github.com/netbirdio/netbird/blob/main/management/server/types/"
            "personal_access_token.go",
            checksum="github",
            documented=True,
        ),
    ),
    "defined-networking": (
        Rule(
            "defined-networking-api-key",
            rb"dnkey-[A-Za-z0-9]{26}-[A-Za-z0-9]{52}",
            "A Defined Networking API key. Delete it in the admin panel under API Keys.",
            "https://docs.defined.net/guides/automating-host-creation/",
        ),
    ),
    "kong": (
        Rule(
            "kong-access-token",
            rb"[ks]pat_[A-Za-z0-9]{40,60}",
            "A Kong Konnect access token, of a person (kpat) or a system account (spat). Revoke "
            "it under Personal access tokens or System accounts.",
            "https://developer.konghq.com/konnect-api",
            before=OUTSIDE_NAME,
            check="mixed",
            documented=True,
        ),
    ),
    "zuplo": (
        Rule(
            "zuplo-api-key",
            rb"zpka_[a-z0-9]{32}_[0-9a-f]{8}",
            "The API key of a Zuplo consumer. Delete it in the portal under API Key Consumers.",
            "https://zuplo.com/docs/articles/api-key-best-practices",
            documented=True,
        ),
    ),
}
