"""Blockchains and wallets."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    named,
)
from git_secrets_py.rules.rule import Rule

RULES = {
    "bitcoin": (
        Rule(
            "bitcoin-extended-private-key",
            rb"[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{107}",
            "The extended private key (BIP 32) of a wallet. Transfer its funds to another wallet.",
            "https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki",
            before=OUTSIDE_NAME,
            check="base58check",
            documented=True,
        ),
    ),
    "ethereum": (
        Rule(
            "ethereum-private-key",
            named(
                rb"(?:private|wallet|deployer|signer|owner)[_-]?(?:private[_-]?)?key(?!s)",
                rb"(?:0x)?[0-9a-f]{64}",
            ),
            "The private key of an Ethereum account. Transfer its funds to another account.",
            "https://ethereum.org/en/developers/docs/accounts/",
            before=ANYTHING,
            check="random",
            documented=True,
        ),
    ),
    "nostr": (
        Rule(
            "nostr-private-key",
            rb"nsec1[02-9ac-hj-np-z]{58}",
            "The private key of a Nostr account. Move to another key.",
            "https://github.com/nostr-protocol/nips/blob/master/19.md",
            checksum="bech32",
            documented=True,
        ),
    ),
    "stellar": (
        Rule(
            "stellar-secret-key",
            rb"S[A-D][A-Z2-7]{54}",
            "The secret seed of a Stellar account. Transfer its funds to another account.",
            "https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="crc16",
            documented=True,
            anchor=rb"S[A-D][A-Z2-7]{20}",
        ),
    ),
    "alchemy": (
        Rule(
            "alchemy-api-key",
            rb"g\.alchemy\.com/(?:v2|nft/v3|(?:data|prices)/v1)/(?P<secret>[A-Za-z0-9_-]{32})",
            "An Alchemy API key, which may be public in a web page. Delete the app in the "
            "dashboard.",
            "https://github.com/alchemyplatform/skills/blob/main/skills/alchemy-api/SKILL.md",
            before=ANYTHING,
            check="random",
            severity=MEDIUM,
            recommended=False,
            documented=True,
        ),
    ),
    "infura": (
        Rule(
            "infura-project-id",
            rb"infura\.io/(?:ws/)?v3/(?P<secret>[0-9a-f]{32})",
            "The API key (project ID) of an Infura project, which may be public in a web page. "
            "Delete it in the dashboard.",
            "https://docs.metamask.io/developer-tools/dashboard/how-to/secure-an-api",
            before=ANYTHING,
            severity=MEDIUM,
            recommended=False,
            documented=True,
        ),
    ),
    "quicknode": (
        Rule(
            "quicknode-endpoint",
            rb"\.quiknode\.pro/(?P<secret>[0-9a-f]{40})",
            "The token in the address of a QuickNode endpoint, which may be public in a web page. "
            "Replace it in the security settings of the endpoint.",
            "https://www.quicknode.com/docs/platform/security/token-auth",
            before=ANYTHING,
            severity=MEDIUM,
            recommended=False,
        ),
    ),
    "tatum": (
        Rule(
            "tatum-api-key",
            rb"t-[0-9a-f]{24}-[0-9a-f]{24}",
            "A Tatum API key. Delete it in the dashboard.",
            "https://docs.tatum.io/docs/authentication",
            before=OUTSIDE_NAME,
        ),
    ),
    "settlemint": (
        Rule(
            "settlemint-access-token",
            rb"sm_[aps]at_[A-Za-z0-9]{16}",
            "A SettleMint access token. Delete it in the platform under Access Tokens.",
            "https://console.settlemint.com/documentation/",
            before=OUTSIDE_NAME,
        ),
    ),
    "crossmint": (
        Rule(
            "crossmint-api-key",
            rb"sk_(?:production|staging)_[1-9A-HJ-NP-Za-km-z]{60,400}",
            "A server-side Crossmint API key, for production or staging. Delete it in the console "
            "under API Keys.",
            "https://docs.crossmint.com/introduction/platform/api-keys/server-side",
            check="random",
        ),
    ),
}

ALLOWED = {
    # The keys of the test accounts that Hardhat, Anvil and Ganache publish.
    "ethereum": (
        rb"(?:ac0974be|59c6995e|5de4111a|7c852118|47e179ec|8b3a350c|92db14e4|4bbbf85c|dbda1821|"
        rb"2a871d07|4f3edf98|6cbed15c|6370fd03|646f1ce2)[0-9a-f]{56}",
    ),
}
