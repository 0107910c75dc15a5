"""The number of the AWS account in an access key ID.

https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489: the text after the prefix
is Base32, and the account is 40 bits of it, after the first bit. That bit is set in the IDs of this
format, which begin with Q to Z or 2 to 7. AWS does not document it, but its own ``sts
get-access-key-info`` agrees.
"""

from __future__ import annotations

_PREFIXES = b"AKIA", b"ASIA"
_LENGTH = 20
_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_FIRST = b"QRSTUVWXYZ234567"
# The digits as ``int`` reads those of base 32.
_AS_PYTHON = bytes.maketrans(_BASE32, b"0123456789abcdefghijklmnopqrstuv")
# Bits, of 80.
_AFTER = 39
_MOST = 10**12 - 1


def account_of(secret: bytes) -> str:
    """Return the 12 digits of the account of ``secret``, or ``""`` if it is no such key ID."""
    digits = secret[4:]
    if len(secret) != _LENGTH or secret[:4] not in _PREFIXES:
        return ""
    if digits[0] not in _FIRST or digits.strip(_BASE32):
        return ""
    number = int(digits.translate(_AS_PYTHON), 32) >> _AFTER & (1 << 40) - 1
    return f"{number:012}" if 0 < number <= _MOST else ""
