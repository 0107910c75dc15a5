"""Checks that a secret is random: its entropy, and that it is not like words."""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat

from git_secrets_py.rules.bigrams import word_likeness

_HEXADECIMAL = b"0123456789abcdefABCDEF"
# The Base64 form of an OpenSSH key begins with its type: "openssh-key-v1", ciphers, "ssh-...".
_OPENSSH = b"b3BlbnNzaC1rZXktdjE"
_OPENSSH_COMMON = 100
# A random text in Base62 of this length has a digit in 99 of 100 cases.
_SURE_OF_A_DIGIT = 24
# In the unit of ``word_likeness``: 99 of 100 random texts of 16 characters are below.
_WORD_LIKE = -0.4
# The signs of Django's generator that words are not joined with: 999 of 1,000 keys have more.
_DJANGO_SIGNS = b"!@#$%^&*(=+)"
_FEWEST_SIGNS = 3
DIGITS = b"0123456789"
# The beginnings of public keys in DER (RFC 5280, section 4.1.2.7), in Base64: of P-256, secp256k1,
# P-384, P-521 and Ed25519, and of RSA with 1024 to 4096 bits.
PUBLIC_KEYS = tuple(
    b"MFkwEwYHKo MFYwEAYHKo MHYwEAYHKo MIGbMBAGBy MCowBQYDK2V MIGfMA0GCS MIIBIjANBg MIIBojANBg "
    b"MIICIjANBg".split()
)


def is_random(secret: bytes) -> bool:
    """Check that ``secret`` is random: neither words nor a repetition."""
    hexadecimal = is_hexadecimal(secret)
    if _entropy(secret) < _least_entropy(len(secret), hexadecimal=hexadecimal):
        return False
    return hexadecimal or word_likeness(secret) <= _WORD_LIKE


def is_hexadecimal(secret: bytes) -> bool:
    """Return whether ``secret`` consists of hexadecimal digits, hyphens aside."""
    return not secret.strip(_HEXADECIMAL + b"-")


def mixed(secret: bytes) -> bool:
    """Check that ``secret`` is random text of letters and digits: no hash, name or public key."""
    if secret.startswith(PUBLIC_KEYS):
        return False
    has_digit = len(secret) < _SURE_OF_A_DIGIT or any(byte in b"0123456789" for byte in secret)
    return is_random(secret) and has_digit and kinds(secret) > 1 and not is_hexadecimal(secret)


def django_key(key: bytes) -> bool:
    """Check that the secret key of a Django site is random: it has many signs, or is ``mixed``."""
    return sum(byte in _DJANGO_SIGNS for byte in key) > _FEWEST_SIGNS or mixed(key)


def aws_secret_key(key: bytes) -> bool:
    """Check that 40 characters are random Base64, and no hash, path or identifier."""
    return is_random(key) and not is_hexadecimal(key) and kinds(key) == 3 and key.count(b"/") < 6


def key_material(text: bytes) -> bool:
    """Check that ``text`` is Base64 of a key: no words, and more than the beginning of all keys."""
    is_common = text.startswith(_OPENSSH) and len(text) < _OPENSSH_COMMON
    return is_random(text) and kinds(text) > 1 and not is_common


def _least_entropy(length: int, *, hexadecimal: bool) -> float:
    """Return the entropy that nearly every random text of this length exceeds."""
    from math import log2

    return min(log2(length or 1) - 1.1, 2.8 if hexadecimal else 3.7)


def _entropy(text: bytes) -> float:
    """Return the Shannon entropy of the bytes of ``text``, in bits each."""
    size = len(text) or 1
    return -sum(map(_information, map(text.count, set(text)), repeat(size)))


@lru_cache(maxsize=1024)  # most texts are short, and few of their bytes recur
def _information(count: int, size: int) -> float:
    """Return the loss of entropy of ``size`` bytes by one of them that occurs ``count`` times."""
    from math import log2

    return count / size * log2(count / size)


def kinds(text: bytes) -> int:
    """Return how many of lower case, upper case and digits ``text`` contains."""
    has_digit = len(text.translate(None, DIGITS)) < len(text)
    return (text.upper() != text) + (text.lower() != text) + has_digit
