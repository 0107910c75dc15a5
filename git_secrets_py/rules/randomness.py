"""Checks that a secret is random: its entropy, and that it is not like words."""

from __future__ import annotations

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
_KINDS = (bytes.islower, bytes.isupper, bytes.isdigit)


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
    """Check that ``secret`` is random text of letters and digits, and no hash or identifier."""
    has_digit = len(secret) < _SURE_OF_A_DIGIT or any(byte in b"0123456789" for byte in secret)
    return is_random(secret) and has_digit and kinds(secret) > 1 and not is_hexadecimal(secret)


def django_key(key: bytes) -> bool:
    """Check that the secret key of a Django site is random: it has many signs, or is ``mixed``."""
    return sum(byte in _DJANGO_SIGNS for byte in key) > _FEWEST_SIGNS or mixed(key)


def aws_secret_key(key: bytes) -> bool:
    """Check that 40 characters are random Base64, and no hash, path or identifier."""
    return is_random(key) and not is_hexadecimal(key) and kinds(key) == 3 and key.count(b"/") < 6


def key_material(text: bytes) -> bool:
    """Check that ``text`` is Base64 of a key: no words, and more than what all keys begin with."""
    is_common = text.startswith(_OPENSSH) and len(text) < _OPENSSH_COMMON
    return is_random(text) and kinds(text) > 1 and not is_common


def _least_entropy(length: int, *, hexadecimal: bool) -> float:
    """Return the entropy that nearly every random text of this length exceeds."""
    from math import log2

    return min(log2(length or 1) - 1.1, 2.8 if hexadecimal else 3.7)


def _entropy(text: bytes) -> float:
    """Return the Shannon entropy of the bytes of ``text``, in bits each."""
    from math import log2

    size = len(text) or 1
    shares = [text.count(byte) / size for byte in set(text)]
    return -sum(share * log2(share) for share in shares)


def kinds(text: bytes) -> int:
    """Return how many of lower case, upper case and digits ``text`` contains."""
    return sum(any(test(text[i : i + 1]) for i in range(len(text))) for test in _KINDS)
