"""Checksums of the keys of wallets: Base58Check, Bech32 and CRC-16."""

from __future__ import annotations

_BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CHECKSUM_SIZE = 4
# Version, depth, parent, number, chain code and key (BIP 32), and the checksum.
_EXTENDED_KEY_SIZE = 78 + _CHECKSUM_SIZE
_KEYS = 1 << 8 * _EXTENDED_KEY_SIZE
_BECH32 = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def base58check(key: bytes) -> bool:
    """Check that an extended key ends with the first bytes of its double SHA-256.

    https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki
    """
    from hashlib import sha256

    number = 0
    for digit in key:
        number = number * 58 + _BASE58.find(digit)
    decoded = (number % _KEYS).to_bytes(_EXTENDED_KEY_SIZE, "big")
    body, checksum = decoded[:-_CHECKSUM_SIZE], decoded[-_CHECKSUM_SIZE:]
    return sha256(sha256(body).digest()).digest()[:_CHECKSUM_SIZE] == checksum


def bech32(key: bytes) -> bool:
    """Check the checksum of a key in Bech32: the remainder of a polynomial is 1.

    https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
    """
    prefix, _, data = key.partition(b"1")
    high = [byte >> 5 for byte in prefix]
    low = [byte & 31 for byte in prefix]
    remainder = 1
    for value in (*high, 0, *low, *map(_BECH32.find, data)):
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATORS):
            remainder ^= generator if top >> bit & 1 else 0
    return remainder == 1


def crc16(seed: bytes) -> bool:
    """Check that the Base32 of a seed ends with the CRC-16/XMODEM of the rest, little-endian.

    https://github.com/nats-io/nkeys
    https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md
    """
    from base64 import b32decode
    from binascii import crc_hqx

    try:
        decoded = b32decode(seed + b"=" * (-len(seed) % 8))
    except ValueError:
        return False
    return crc_hqx(decoded[:-2], 0) == int.from_bytes(decoded[-2:], "little")
