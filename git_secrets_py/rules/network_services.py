"""Networks, gateways and machines of developers."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

RULES = {
    "defined-networking": (
        Rule(
            "defined-networking-api-key",
            rb"dnkey-[A-Za-z0-9]{26}-[A-Za-z0-9]{52}",
            "A Defined Networking API key. Delete it in the admin panel under API Keys.",
            "https://docs.defined.net/guides/automating-host-creation/",
        ),
    ),
    "endor-labs": (
        Rule(
            "endor-labs-api-key",
            rb"endr\+[A-Za-z0-9-]{16}",
            "An Endor Labs API key, or its secret. Delete it in the settings under API Keys.",
            "https://docs.endorlabs.com/administration/api-keys/",
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
    "volcengine": (
        Rule(
            "volcengine-access-key-id",
            rb"AKLT[A-Za-z0-9]{43,44}",
            "The ID of a Volcano Engine access key; its secret is often nearby. Delete the key in "
            "the console under Key management.",
            "https://www.volcengine.com/docs/6291/65568",
            check="mixed",
        ),
    ),
    "codesandbox": (
        Rule(
            "codesandbox-api-key",
            rb"csb_v1_[A-Za-z0-9_-]{30,60}",
            "A CodeSandbox API key. Delete it in the workspace under API keys.",
            "https://codesandbox.io/docs/sdk",
        ),
    ),
    "gitpod": (
        Rule(
            "gitpod-access-token",
            rb"gitpod_pat_[A-Za-z0-9_-]{20,100}\.[A-Za-z0-9_-]{20,100}",
            "A Gitpod personal access token. Delete it in the user settings under Access Tokens.",
            "https://github.com/gitpod-io/gitpod/blob/main/components/public-api-server/pkg/auth/"
            "personal_access_token.go",
        ),
    ),
    "boundary": (
        Rule(
            "boundary-auth-token",
            rb"at_[A-Za-z0-9]{10}_s1[1-9A-HJ-NP-Za-km-z]{40,300}",
            "A HashiCorp Boundary auth token. Delete it with boundary auth-tokens delete.",
            "https://developer.hashicorp.com/boundary/docs/domain-model/auth-tokens",
        ),
    ),
    "consul": (
        Rule(
            "consul-nomad-token",
            named(rb"(?:consul|nomad)[a-z_.-]{0,16}token", _UUID),
            "A HashiCorp Consul or Nomad ACL token. Delete it with consul acl token delete or "
            "nomad acl token delete.",
            "https://github.com/hashicorp/consul/blob/main/website/content/docs/security/acl/tokens/"
            "index.mdx",
            before=ANYTHING,
            documented=True,
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

ALLOWED: dict[str, tuple[bytes, ...]] = {}
