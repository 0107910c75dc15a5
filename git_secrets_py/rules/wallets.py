"""Keys of wallets and one-time passwords, and secrets marked by a standard."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_BASE64, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "bitcoin": (
        Rule(
            "bitcoin-extended-private-key",
            rb"[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{107}",
            "The extended private key (BIP 32) of a wallet. Move what the wallet owns to another.",
            "https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki",
            before=OUTSIDE_NAME,
            check="base58check",
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
            "The secret seed of a Stellar account. Move what the account owns to another.",
            "https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="crc16",
            documented=True,
        ),
    ),
    "otpauth": (
        Rule(
            "otpauth-secret",
            rb"otpauth://[th]otp/[^\s\"'<>]{0,300}?[?&](?:amp;)?secret=(?P<secret>[A-Za-z2-7]"
            rb"{16,128})|otpauth-migration://offline\?data=(?P<secret>[A-Za-z0-9%+/_-]{40,2000})",
            "The secret of one-time passwords, as a QR code holds it. Set up two-factor "
            "authentication again.",
            "https://github.com/google/google-authenticator/wiki/Key-Uri-Format",
            before=ANYTHING,
            check="random",
            documented=True,
        ),
    ),
    "secret-token": (
        Rule(
            "secret-token-uri",
            rb"secret-token:(?!mercury_)(?P<secret>[A-Za-z0-9_.~%+-]{20,300})",
            "A secret that its issuer marked by the secret-token scheme. Revoke it at the service "
            "that issued it.",
            "https://www.rfc-editor.org/rfc/rfc8959",
            check="random",
            documented=True,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {
    # The secrets of the documentation of Google Authenticator and of one-time password libraries.
    "otpauth": (rb"(?i:JBSWY3DPEHPK3PXP|HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ)",),
    # The example of the standard.
    "secret-token": (rb"E92FB7EB-D882-[0-9A-F-]{22}",),
}
