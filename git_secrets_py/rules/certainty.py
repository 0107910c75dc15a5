"""Checks of the set "recommended": surely random text, and no example, hash or public key."""

from __future__ import annotations

import re
from itertools import pairwise

from git_secrets_py.rules.bigrams import word_likeness
from git_secrets_py.rules.password_checks import (
    LETTERS_FOR_SIGNS,
    chosen_secret,
    is_name,
    no_word,
)
from git_secrets_py.rules.randomness import DIGITS, is_hexadecimal, is_random, kinds, mixed

_NO_DIGITS = bytes(byte for byte in range(256) if byte not in DIGITS)
# In the unit of ``word_likeness``: 95 of 100 random texts of 16 characters are below.
_NO_WORD, _SURELY_NO_WORD = -0.8, -1.2
# With letters for signs, where 0 and 3 are many vowels.
_LIKE = 0
_SHORTEST_KEY = 32
_PGP = 40
# With lower and upper case: one of 14 random texts in Base62 of this length has one digit or none.
_LONG = 24
_SHORTEST_PASSWORD, _SHORTEST_OF_TWO_KINDS = 8, 10
# In a password with signs for letters, as in "P4ssw0rd".
_PARTS_OF_WORDS = (b"pas", b"ssw")
# The prefixes of hashes in PostgreSQL, and of text that OpenSSL has encrypted.
_ENCODED = (b"md5", b"U2FsdGVk")
_LEAST_STEPS = 6
# Letters of one row only are typed at random, for example for a test.
_KEYBOARD = (b"qwertyuiop", b"asdfghjkl", b"zxcvbnm")
_SIGNS = bytes(byte for byte in range(256) if not bytes([byte]).isalnum())
_MARKS = re.compile(
    # The prefixes of services, whose rules decide.
    rb"AIza|A[A-Z0-9]{19,20}\Z|AC[0-9a-f]{32}|6L[A-Za-z0-9_-]{38}\Z|NRJS-|cf(?:ut|at|k)_|cflt|"
    rb"(?:gh[a-z]{1,3}|gl[a-z]{2,5}|github_pat|npm|polar|ph[cx]|pk|[rs]k_live|sntry[a-z]|tss|bot)"
    rb"[_-]|"
    rb"pypi-|pub|sb_pub|S[A-Z][A-Z2-7]{56}\Z|(?i:[a-z]{0,8}[_-]?test)[_-]|"
    # JSON, PEM, digits, keys in DER and addresses in Base64.
    rb"eyJ|ewog|LS0tLS1|MDEyMzQ1|MII|aHR0c|0x|"
    # Public keys: a point of P-256, as VAPID has it.
    rb"B[A-P][A-Za-z0-9_-]{85}\Z"
)
# The examples of RFC 5849, 6749 and 7009, of OAuth and of TOTP.
_IN_STANDARDS = frozenset(
    b"0685bd9184jfhq22 ad180jjd733klru7 kkk9d7dh3k39sjv7 hh5s93j4hdidpola hdhd0244k9j7ao03 "
    b"nnch734d00sl2jdk pfkkdhi9sl3r4s00 dpf43f3p2l4k3l03 kd94hf93k423kf44 2YotnFZFEjr1zCsicMWpAA "
    b"tGzv3JOkF0XG5Qx2TlKWIA 7Fjfp0ZBr1KtDRbnfVdmIw 45ghiukldjahdnhzdauz JBSWY3DPEHPK3PXP "
    b"gX1fBat3bV".split()
)


def surely_random(secret: bytes) -> bool:
    """Check that ``secret`` is random text with digits, and has no mark of a service."""
    if secret in _IN_STANDARDS or _is_row(secret) or _is_encoded_word(secret):
        return False
    if is_hexadecimal(secret):
        return _is_hexadecimal_key(secret)
    is_long = len(secret) >= _LONG and kinds(secret) > 2
    has_digits = len(_digits(secret)) > (0 if is_long else 1)
    is_likely = has_digits and mixed(secret) and word_likeness(secret) < _NO_WORD
    return is_likely and not _MARKS.match(secret) and not is_name(secret)


def random_password(secret: bytes) -> bool:
    """Check that ``secret`` is a random password: no words with signs for letters, no hash."""
    different = kinds(secret)
    is_sure = different > 2 or word_likeness(secret) < _SURELY_NO_WORD
    is_long = len(secret) >= (_SHORTEST_PASSWORD if is_sure else _SHORTEST_OF_TWO_KINDS)
    if not (is_long and different > 1 and _digits(secret)) or is_hexadecimal(secret):
        return False
    return word_likeness(secret) < _NO_WORD and not _is_word_or_row(secret)


def random_value(secret: bytes) -> bool:
    """Check that ``secret`` is ``surely_random``, or a password that is ``random_word``."""
    return surely_random(secret) or (not is_hexadecimal(secret) and random_word(secret))


def random_word(secret: bytes) -> bool:
    """Check that ``secret`` is random letters, or a random password, without a mark."""
    if secret in _IN_STANDARDS or _MARKS.match(secret):
        return False
    return random_password(secret) or (
        len(secret.translate(None, _SIGNS)) >= _SHORTEST_PASSWORD
        and not _digits(secret)
        and word_likeness(secret) < _NO_WORD
        and not _is_word_or_row(secret)
        and all(secret.lower().translate(None, row) for row in _KEYBOARD)
    )


def chosen_key(secret: bytes) -> bool:
    """Check that ``secret`` is ``chosen_secret``, and neither a row nor an encoded word."""
    return chosen_secret(secret) and not (_is_row(secret) or _is_encoded_word(secret))


def basic_no_word(secret: bytes) -> bool:
    """Check that ``secret``, a password, is not a word, and not an example of a standard."""
    return secret not in _IN_STANDARDS and no_word(secret)


def random_text(secret: bytes) -> bool:
    """Check that ``secret``, a value of any kind, is ``random_value``, and no text with blanks."""
    is_word = secret.isascii() and secret.decode().isprintable() and b" " not in secret
    return is_word and random_value(secret)


def _is_word_or_row(text: bytes) -> bool:
    """Return whether ``text`` is words with signs for letters, a row, a name or encoded."""
    letters = text.lower().translate(LETTERS_FOR_SIGNS)
    has_word = any(part in letters for part in _PARTS_OF_WORDS) or word_likeness(letters) > _LIKE
    is_encoded = text.startswith(_ENCODED) or _is_encoded_word(text)
    return has_word or is_encoded or _is_row(text) or is_name(text)


def _digits(text: bytes) -> bytes:
    return text.translate(None, _NO_DIGITS)


def _is_hexadecimal_key(text: bytes) -> bool:
    """Return whether ``text`` is random, and neither a UUID nor the fingerprint of a PGP key."""
    is_pgp = len(text) == _PGP and text.isupper()
    is_long = len(text) >= _SHORTEST_KEY and b"-" not in text
    return is_long and not is_pgp and kinds(text) > 1 and is_random(text)


def _is_encoded_word(text: bytes) -> bool:
    """Return whether ``text`` is the Base64 form of words, such as ``user:password``."""
    from base64 import b64decode

    try:
        decoded = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        return False
    return (
        decoded.isascii() and decoded.decode().isprintable() and word_likeness(decoded) > _NO_WORD
    )


def _is_row(text: bytes) -> bool:
    """Return whether the digits of ``text`` are in order, as in ``a1b2c3``, or a part repeats."""
    digits = _digits(text)
    steps = {(second - first) % len(DIGITS) for first, second in pairwise(digits)}
    return _repeats(text.lower()) or (len(digits) >= _LEAST_STEPS and len(steps) == 1)


def _repeats(text: bytes) -> bool:
    """Return whether ``text`` is a part of at most half of it, again and again."""
    # Fast path: then the first half occurs once more.
    if text.find(text[: (len(text) + 1) // 2], 1) < 0:
        return False
    return any(text[size:] == text[:-size] for size in range(1, len(text) // 2 + 1))
