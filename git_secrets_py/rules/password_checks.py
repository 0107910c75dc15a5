"""Checks of passwords: not names, paths, dates, references or common words."""

from __future__ import annotations

from itertools import pairwise

from git_secrets_py.rules.bigrams import word_likeness
from git_secrets_py.rules.placeholders import VOCABULARY, is_placeholder
from git_secrets_py.rules.randomness import is_hexadecimal, is_random, kinds, mixed

# An English word in four bytes could be random.
_SHORT = 4
# Paths, dates, versions, options, and names of secrets.
_NAMES = (
    rb"(?i)\.{0,2}/[a-z]|[a-z0-9+]{2,9}:/|urn:[a-z]|--?[a-z]|[:#.@&?][a-z_]+(?:[/-]|\d?$)|\d{4}-\d\d-\d\d|[\^~<>=v]{0,3}\d+(?:\.\d+)+|"
    rb"[a-z_-]*(?:pass(?:word|wd|phrase)?|pwd|psk|secret|token|key)[a-z_-]{0,20}\d?$|"
    # Types; names of passwords with a digit; names that are joined.
    rb"(?:u?int|float)\d\d?\w*$|_[a-z]+\d?$|(?:string|number|boolean|object)\?$|"
    rb"[a-z]{2,}(?::[a-z-]{2,})+$|[a-z]{4,}#[a-z]+$|"
    rb"[a-z]{1,12}\d[a-z]{0,2}(?:pass(?:word|wd)?|secret|token|key)$|"
    rb"[a-z_]\w*(?:\.[a-z_]\w*)+(?:\(|$)|[a-z-]{2,20}/[a-z.+-]+$|"
    rb"(?:scram-)?(?:sha|aes|md|rfc|utf|iso|base|rsa|hs|es|rs|ps|pbkdf|oauth|sha-|utf-|aes-|iso-|x\.?)\d+(?:le|be)?(?:[-_]\w+)*$|"
    rb"[a-z0-9_]+_(?:sha|md|aes)_?\d+$|(?-i:[A-Z]{2,}(?:_[A-Z0-9]+)+)$|"
    # Classes of style sheets, encodings.
    rb"(?:svelte|css|jsx|astro|emotion|sc)-\w+$|(?:us-)?ascii$|latin-?1$|"
    rb"a\d{3}(?:cbc|gcm|kw)[-\w]*$|\d+(?:px|em|ms|%)$|0x[\da-f]+$|[\d.,:+/-]+$|"
    rb"\w+_(?:password|passwd|pwd|secret|token|key)(?:_\w+)?$|\w+=\w|[\da-f]{8}-(?:[\da-f]{4}-){3}"
)
_SHORTEST_MARKED = 6
_SHORTEST_HEXADECIMAL = 16
# 0.5% of 4,400 identifiers of 16 letters and more are as random as 95% of random text.
_SHORTEST_LETTERS = 16
_ETHEREUM_KEY = 66
_UUID = 36
_DATE = 8
# The steps between the digits of "123321" and "112233".
_FEWEST_STEPS = 2
_MOST_DOTS = 3
# In the unit of ``word_likeness``: 97 of 100 random texts of 8 to 12 letters are below 0.3, and 3
# words; of the shorter ones, 89 are below 0, and 5 words.
_LONG_WORD = 8
_LONG_WORD_LIKE, _SHORT_WORD_LIKE = 0.3, 0
_LONGEST_WORD = 11
# 95 of 100 random texts of 8 characters are below; few names of keys are.
_NAME_LIKE = -0.4
# 99.6 of 100 words of 8 letters and more are above.
_NO_NAME = -0.8
# As in "P@$$w0rd".
LETTERS_FOR_SIGNS = bytes.maketrans(b"@$013", b"asole")
_PASSWORD_WORDS = frozenset(
    b"pass passwd password passwort pswd pwd secret token test user username root admin none null "
    b"true false string changeit mypassword mypass yourpassword my-password my_password "
    # Defaults of servers and of their documentation.
    b"guest postgres tiger".split()
) | {b""}
_DIGITS = b"01234567890"
# With such digits, the passwords of tests and documentation.
_TEST_WORDS = frozenset(
    b"abc asdf bar demo example foo mypass pass passwd qwe sample secret test token user".split()
)
# Words in place of a password, or very common passwords.
_COMMON_WORDS = (
    VOCABULARY
    | _PASSWORD_WORDS
    | _TEST_WORDS
    | frozenset(
        b"basic bogus boolean bytes confirmed disabled elastic empty enabled encrypted error "
        b"field forgot hash hashed heslo incorrect input integer label lock mariadb masked minio "
        b"mongo mysql nope nullable number object optional plain plaintext prompt rabbitmq redis "
        b"required reset senha show strong text varchar visible weak word yes".split()
    )
)


def strong_password(secret: bytes) -> bool:
    """Check that ``secret``, a string, is a password: no name, path, date or word."""
    if secret.isdigit():
        return _is_pin(secret)
    if _is_reference(secret) or secret.lower() in _COMMON_WORDS or is_name(secret):
        return False
    if _is_test(secret) or secret.lower().translate(LETTERS_FOR_SIGNS) in _PASSWORD_WORDS:
        return False
    return _has_number(secret) or _is_marked(secret) or _is_no_word(secret)


def plain_password(secret: bytes) -> bool:
    """Check that ``secret``, which is not quoted, is a password and no expression of code."""
    return strong_password(secret) and b"." not in secret[:-1]


def password(secret: bytes) -> bool:
    """Check that ``secret`` is neither a reference to a variable nor a word for a password."""
    bare = secret.strip(b"\"'`").lower()
    if _is_reference(bare):
        return False
    if bare.isdigit():
        return _is_pin(bare)
    return bare.strip(b"0123456789!_-.") not in _PASSWORD_WORDS


def uncommon_word(secret: bytes) -> bool:
    """Check that ``secret``, a word, is a password, and neither a default nor a type."""
    words = secret.lower().replace(b"_", b"-").split(b"-")
    common = (word.rstrip(b"0123456789") in _COMMON_WORDS for word in words)
    return not secret.isdigit() and not is_name(secret) and not all(common)


def chosen_secret(secret: bytes) -> bool:
    """Check that ``secret`` is a password in place of a key, and not the name of one."""
    likeness = word_likeness(secret.translate(LETTERS_FOR_SIGNS))
    return strong_password(secret) and (likeness < _NAME_LIKE or _is_marked(secret))


def no_word(secret: bytes) -> bool:
    """Check that ``secret`` is more than one word with a number, as documentation has it."""
    letters = secret.lower().translate(LETTERS_FOR_SIGNS)
    is_named = letters.endswith((b"password", b"passwd")) or is_name(secret)
    if is_placeholder(letters) or _PASSWORD_WORDS.issuperset(letters.split()[-1:]):
        return False
    is_long = len(secret) > _LONGEST_WORD or word_likeness(secret) < _NO_NAME
    return not is_named and (is_long or not _is_simple(secret))


def basic(secret: bytes) -> bool:
    """Check that ``secret`` is the Base64 form of a user and a password."""
    from base64 import b64decode

    try:
        decoded = b64decode(secret, validate=True)
    except ValueError:
        return False
    user, colon, word = decoded.partition(b":")
    readable = decoded.isascii() and decoded.decode("ascii").isprintable()
    return bool(user and colon) and readable and password(word)


def encoded_secret(text: bytes) -> bool:
    """Check that ``text`` is the Base64 form of a value, and not of a word for one."""
    from git_secrets_py.rules.notations import from_base64

    try:
        decoded = from_base64(text)
    except ValueError:
        return False
    return len(decoded) > _SHORT and password(decoded) and not is_placeholder(decoded)


def named_secret(secret: bytes) -> bool:
    """Check that ``secret`` is a UUID, or random in any alphabet and no name, version or file."""
    if secret.isalpha() and not is_hexadecimal(secret):
        return len(secret) >= _SHORTEST_LETTERS and is_random(secret)
    if len(secret) == _ETHEREUM_KEY and secret.startswith(b"0x"):
        return is_hexadecimal(secret[2:]) and is_random(secret[2:])
    if is_hexadecimal(secret) and (not is_name(secret) or len(secret) == _UUID):
        return len(secret) >= _SHORTEST_HEXADECIMAL and is_random(secret) and kinds(secret) > 1
    return mixed(secret) and not is_name(secret) and secret.count(b".") < _MOST_DOTS


def bearer_token(secret: bytes) -> bool:
    """Check that ``secret`` is random in any alphabet."""
    return mixed(secret) or (is_hexadecimal(secret) and named_secret(secret))


def _is_no_word(text: bytes) -> bool:
    """Return whether ``text`` is random rather than a word."""
    return word_likeness(text) < (_LONG_WORD_LIKE if len(text) >= _LONG_WORD else _SHORT_WORD_LIKE)


def _is_test(secret: bytes) -> bool:
    """Return whether ``secret`` is a word of tests, or a name, and digits in order or a row."""
    word = secret.rstrip(b"0123456789")
    digits = secret[len(word) :]
    is_row = len(set(digits)) == 1 or digits in _DIGITS
    return is_row and word.islower() and (word in _TEST_WORDS or is_name(word))


def _is_pin(digits: bytes) -> bool:
    """Return whether ``digits`` are a chosen number: no sequence, date or round number."""
    steps = {(second - first) % 10 for first, second in pairwise(digits)}
    is_date = len(digits) == _DATE and digits.startswith((b"19", b"20"))
    is_varied = len(steps) > _FEWEST_STEPS and len(set(digits)) > _SHORT - 1
    return len(digits) > _SHORT + 1 and is_varied and not is_date


def _has_number(text: bytes) -> bool:
    """Return whether ``text`` has letters, and digits that do not only number a name."""
    digits = sum(byte in b"0123456789" for byte in text)
    return 1 < digits < len(text) or (digits == 1 and not text[-1:].isdigit())


def _is_marked(text: bytes) -> bool:
    """Return whether ``text`` has punctuation that no name has."""
    return len(text) > _SHORTEST_MARKED and any(byte in b"!@#$^&*?~+" for byte in text[1:])


def is_name(text: bytes) -> bool:
    """Return whether ``text`` is a path, a date, a version, an option, or a name of a secret."""
    import re

    return re.match(_NAMES, text) is not None


def _is_simple(text: bytes) -> bool:
    """Return whether ``text`` is letters of one case, and then a number."""
    letters = text.rstrip(b"0123456789").strip(b"_-!.")
    return len(text) - len(letters) <= _SHORT + 1 and letters.isalpha() and letters[1:].islower()


def _is_reference(text: bytes) -> bool:
    """Return whether ``text`` is a reference to a variable, or a row of few characters."""
    return text.startswith((b"$", b"{", b"<", b"%", b"[", b"*")) or len(set(text)) < _SHORT
