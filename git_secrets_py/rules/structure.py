"""Checks of the structure of a secret: checksums, alphabets, encoded fields."""

from __future__ import annotations

from zlib import crc32

_BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE32 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_CHECKSUM_DIGITS = 6
_FINE_GRAINED_ID = 22
# The type and size of the last field of a macaroon.
_MACAROON_SIGNATURE = (6, 32)


def github(token: bytes) -> bool:
    """Check the checksum of a classic token of GitHub, npm or Thunderstore.

    https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    """
    body = token.partition(b"_")[2]
    # Else it is a token of another format.
    return len(body) != 30 + _CHECKSUM_DIGITS or _ends_with_checksum(body)


def polar(token: bytes) -> bool:
    """Check the checksum of a Polar token.

    https://github.com/polarsource/polar/blob/main/server/polar/kit/crypto.py
    """
    return _ends_with_checksum(token.rpartition(b"_")[2])


def matrix(token: bytes) -> bool:
    """Check the checksum of a Matrix token: the CRC-32 of the rest, with its prefix, in Base62.

    https://github.com/element-hq/matrix-authentication-service/blob/main/crates/data-model/src/tokens.rs
    """
    rest, _, checksum = token.rpartition(b"_")
    return _ends_with_checksum(rest + checksum)


def _ends_with_checksum(body: bytes) -> bool:
    """Return whether ``body`` ends with its CRC-32 in Base62."""
    number = crc32(body[:-_CHECKSUM_DIGITS])
    return _digits(number, _BASE62).rjust(_CHECKSUM_DIGITS, b"0") == body[-_CHECKSUM_DIGITS:]


def fine_grained(token: bytes) -> bool:
    """Check that a fine-grained token of GitHub has an ID of 22 characters, then its secret."""
    number, _, secret = token.removeprefix(b"github_pat_").partition(b"_")
    return len(number) == _FINE_GRAINED_ID and secret.isalnum()


def cloudflare(token: bytes) -> bool:
    """Check the checksum of a Cloudflare token: the CRC-32 of the 40 characters before it.

    https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
    """
    body = token.partition(b"_")[2]
    return b"%08x" % crc32(body[:-8]) == body[-8:]


def sanctum(token: bytes) -> bool:
    """Check the checksum of a Laravel Sanctum token: the CRC-32 of the 40 characters before it.

    https://github.com/laravel/sanctum/blob/4.x/src/HasApiTokens.php
    """
    return cloudflare(token.replace(b"|", b"_"))


def confluent(secret: bytes) -> bool:
    """Check the checksum of a Confluent API secret: Base64 of the CRC-32 of the 54 before it.

    https://docs.confluent.io/cloud/current/client-apps/api-keys.html
    """
    from base64 import b64encode

    body, checksum = secret[4:-_CHECKSUM_DIGITS], secret[-_CHECKSUM_DIGITS:]
    return b64encode(crc32(body).to_bytes(4, "little")).rstrip(b"=") == checksum


def grafana(token: bytes) -> bool:
    """Check the checksum of a Grafana service account token: the CRC-32 of the rest, little-endian.

    https://github.com/grafana/grafana/tree/main/pkg/components/satokengen
    """
    rest, _, checksum = token.rpartition(b"_")
    return crc32(rest).to_bytes(4, "little").hex().encode() == checksum.lower()


def macaroon(token: bytes) -> bool:
    """Check that a PyPI token is a macaroon in binary format 2: fields, then a signature.

    https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt
    """
    data = _decoded(token.partition(b"-")[2]) or b""
    at, last = 1, (0, 0)
    while at < len(data):
        kind, size, at = data[at], 0, at + 1
        shift = 0
        while kind and at < len(data):
            size |= (data[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if data[at - 1] < 0x80:
                break
        last, at = (kind, size), at + size
    return data[:1] == b"\x02" and at == len(data) and last == _MACAROON_SIGNATURE


def payload(token: bytes) -> bool:
    """Check that the part of ``token`` after its prefix, up to an underscore, is a JSON object."""
    return _json_object(token.partition(b"_")[2].partition(b"_")[0]) is not None


def aws_key_id(key: bytes) -> bool:
    """Check that an AWS ID is in Base32 after its prefix of four characters."""
    return _BASE32.issuperset(key[4:])


def jwt(token: bytes) -> bool:
    """Check that header and claims of a JSON Web Token are JSON objects, and that it is signed."""
    header, _, rest = token.partition(b".")
    claims = rest.partition(b".")[0]
    decoded = _json_object(header)
    return decoded is not None and "alg" in decoded and _json_object(claims) is not None


def _json_object(text: bytes) -> dict[str, object] | None:
    """Return the JSON object of which ``text`` is the Base64 form, or ``None``."""
    from json import loads

    try:
        decoded = loads(_decoded(text) or b"")
    except (ValueError, RecursionError):
        return None
    return decoded if isinstance(decoded, dict) else None


def _decoded(text: bytes) -> bytes | None:
    """Return ``text``, decoded from Base64 in either alphabet, or ``None``."""
    from base64 import b64decode

    standard = text.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return b64decode(standard + b"=" * (-len(standard) % 4))
    except ValueError:
        return None


def _digits(number: int, alphabet: bytes) -> bytes:
    """Return ``number`` in the digits of ``alphabet``."""
    digits = bytearray()
    while number:
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return bytes(reversed(digits))
