"""Secrets built at run time from templates, so that no scanner reports the tests.

A field ``<alphabet:length>`` is random text; ``<uuid>``, ``<crc>``, ``<jwt>``, ``<basic>``,
``<discord>``, ``<nkey>``, ``<cflt>``, ``<macaroon>``, ``<glsa>`` (a checksum), ``<json>``,
``<header>``, ``<nl>``, ``<eq>`` and ``<dashes>`` are what their names describe. The same template
gives the same secret.
"""

from __future__ import annotations

import re
from base64 import b32encode, b64encode, urlsafe_b64encode
from binascii import crc_hqx
from hashlib import sha256
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple
from zlib import crc32

from marked_formats import MARKED
from named_formats import NAMED

ALPHABETS = {
    "d": digits[1:],
    "h": "0123456789abcdef",
    "L": ascii_uppercase + ascii_lowercase,
    "H": "0123456789ABCDEF",
    "36": ascii_lowercase + digits,
    "A36": ascii_uppercase + digits,
    "32": ascii_uppercase + "234567",
    "32l": ascii_lowercase + "234567",
    "62": ascii_uppercase + ascii_lowercase + digits,
    "u": ascii_uppercase + ascii_lowercase + digits + "_-",
    "64": ascii_uppercase + ascii_lowercase + digits + "+/",
    "58": "123456789abcdefghijkmnopqrstuvwxyz",
    "58all": digits[1:] + "ABCDEFGHJKLMNPQRSTUVWXYZ" + "abcdefghijkmnopqrstuvwxyz",
    "crockford": "0123456789abcdefghjkmnpqrstvwxyz",
    "rancher": "bcdfghjklmnpqrstvwxz2456789",
    "bech32": "ACDEFGHJKLMNPQRSTUVWXYZ023456789",
}
_BASE62 = digits + ascii_uppercase + ascii_lowercase
_BASE58 = ALPHABETS["58all"]
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
FIELD = re.compile(r"<([0-9a-zA-Z]+)(?::(\d+))?>")


class Format(NamedTuple):
    """A secret that a service issues: its kind, the rule that finds it, and its template."""

    name: str
    rule: str
    template: str


def formats(table: str) -> list[Format]:
    return [
        Format(*(cell.strip() for cell in line.split(" | ", 2)))
        for line in table.strip().split("\n")
    ]


FORMATS = formats(MARKED) + formats(NAMED)


def secret(template: str) -> str:
    """Return the text of ``template``."""
    random = Random(template)
    written = ""
    position = 0
    for field in FIELD.finditer(template):
        written += template[position : field.start()]
        written += _field(field[1], int(field[2] or 0), written, random)
        position = field.end()
    return written + template[position:]


def _field(kind: str, length: int, written: str, random: Random) -> str:
    if kind in ALPHABETS:
        # Both ends are no punctuation, which a boundary might take for the end.
        inner = "".join(random.choices(ALPHABETS[kind], k=length))
        ends = [one for one in ALPHABETS[kind] if one.isalnum()]
        return (random.choice(ends) + inner[1:-1] + random.choice(ends))[:length]
    return _KINDS[kind](written, random)


def _uuid(written: str, random: Random) -> str:
    return "-".join(_field("h", size, written, random) for size in (8, 4, 4, 4, 12))


def _crc(written: str, random: Random, size: int = 30) -> str:
    number, out = crc32(written[-size:].encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        out = _BASE62[digit] + out
    return out


def _jwt(written: str, random: Random) -> str:
    parts = ('{"alg":"HS256","typ":"JWT"}', f'{{"sub":"{random.randrange(10**9)}","iat":1}}')
    encoded = [urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, _field("u", 43, written, random)))


def _basic(written: str, random: Random) -> str:
    return b64encode(f"deploy:{_field('62', 20, written, random)}".encode()).decode()


def _discord(written: str, random: Random) -> str:
    return b64encode(_field("d", 18, written, random).encode()).decode()


def _nkey(written: str, random: Random) -> str:
    raw = bytes([18 << 3 | 20 >> 2, (20 & 3) << 6 | 0]) + random.randbytes(32)
    return b32encode(raw + crc_hqx(raw, 0).to_bytes(2, "little")).decode().rstrip("=")


def _crc_of_all(written: str, random: Random) -> str:
    """Return the checksum of all before it but the underscore."""
    return _crc(written.removesuffix("_"), random, len(written))


def _stellar(written: str, random: Random) -> str:
    raw = bytes([18 << 3]) + random.randbytes(32)
    return b32encode(raw + crc_hqx(raw, 0).to_bytes(2, "little")).decode()


def _xprv(written: str, random: Random) -> str:
    body = bytes.fromhex("0488ade4") + random.randbytes(74)
    number = int.from_bytes(body + sha256(sha256(body).digest()).digest()[:4], "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return text


def _nsec(written: str, random: Random) -> str:
    """Return a Nostr key; the checksum is the remainder that makes that of the whole 1."""
    values = [3, 3, 3, 3, 0, *(ord(letter) & 31 for letter in "nsec")]
    data = [*random.choices(range(32), k=51), random.choice((0, 16))]
    remainder = 1
    for value in (*values, *data, *[0] * 6):
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATORS):
            remainder ^= generator * (top >> bit & 1)
    checksum = [(remainder ^ 1) >> 5 * (5 - digit) & 31 for digit in range(6)]
    return "nsec1" + "".join(_BECH32[value] for value in data + checksum)


def _cflt(written: str, random: Random) -> str:
    body = _field("64", 54, written, random)
    return "cflt" + body + b64encode(crc32(body.encode()).to_bytes(4, "little")).decode()[:6]


def _glsa(written: str, random: Random) -> str:
    return crc32(written[written.rindex("glsa_") : -1].encode()).to_bytes(4, "little").hex()


def _json(written: str, random: Random) -> str:
    text = f'{{"org":"team","key":"{_field("62", 80, written, random)}"}}'
    return b64encode(text.encode()).decode()


def _macaroon(location: bytes, random: Random) -> str:
    """Return a macaroon with one caveat, in binary format 2."""

    def field(kind: int, content: bytes) -> bytes:
        return bytes([kind, len(content)]) + content

    caveat = field(2, b'[1,"user"]') + b"\0"
    body = field(1, location) + field(2, random.randbytes(36)) + b"\0" + caveat + b"\0"
    token = b"\x02" + body + field(6, random.randbytes(32))
    return urlsafe_b64encode(token).decode().rstrip("=")


def _header(written: str, random: Random) -> str:
    return b64encode(b"-----BEGIN " + b"PRIVATE KEY-----\n").decode()[:36]


_KINDS = {
    "dash": lambda written, random: "-",
    "eq": lambda written, random: "=",
    "nl": lambda written, random: "\n",
    "dashes": lambda written, random: "-" * 5,
    "header": _header,
    "uuid": _uuid,
    "crc": _crc,
    "crcall": _crc_of_all,
    "stellar": _stellar,
    "xprv": _xprv,
    "nsec": _nsec,
    "crc40": lambda written, random: f"{crc32(written[-40:].encode()):08x}",
    "crc37": lambda written, random: _crc(written, random, 37),
    "jwt": _jwt,
    "basic": _basic,
    "discord": _discord,
    "nkey": _nkey,
    "cflt": _cflt,
    "glsa": _glsa,
    "json": _json,
    "macaroon": lambda written, random: _macaroon(b"pypi.org", random),
    "testmacaroon": lambda written, random: _macaroon(b"test.pypi.org", random),
}
