"""Checks of a secret that a pattern cannot express: checksums, structure, statistics.

Each is a pure function of the secret. They run only where a rule's pattern has matched.
"""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

from git_secrets_py.rules.bigrams import word_likeness
from git_secrets_py.rules.placeholders import VOCABULARY, is_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE32 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_HEXADECIMAL = b"0123456789abcdefABCDEF"
_CHECKSUM_DIGITS = 6
_FINE_GRAINED_ID = 22
# The type and size of the last field of a macaroon.
_MACAROON_SIGNATURE = (6, 32)

# The Base64 form of an OpenSSH key begins with its type: "openssh-key-v1", ciphers, "ssh-...".
_OPENSSH = b"b3BlbnNzaC1rZXktdjE"
_OPENSSH_COMMON = 100
# An English word in four bytes could be random.
_SHORT = 4
# A random text in Base62 of this length has a digit in 99 of 100 cases.
_SURE_OF_A_DIGIT = 24
# In the unit of ``word_likeness``: 99 of 100 random texts of 16 characters are below.
_WORD_LIKE = -0.4


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


def aws_secret_key(key: bytes) -> bool:
    """Check that 40 characters are random Base64, and no hash, path or identifier."""
    return is_random(key) and not is_hexadecimal(key) and _kinds(key) == 3 and key.count(b"/") < 6


def jwt(token: bytes) -> bool:
    """Check that header and claims of a JSON Web Token are JSON objects, and that it is signed."""
    header, _, rest = token.partition(b".")
    claims = rest.partition(b".")[0]
    decoded = _json_object(header)
    return decoded is not None and "alg" in decoded and _json_object(claims) is not None


def random(secret: bytes) -> bool:
    """Check that ``secret`` is random: neither words nor a repetition."""
    return is_random(secret)


def mixed(secret: bytes) -> bool:
    """Check that ``secret`` is random text of letters and digits, and no hash or identifier."""
    has_digit = len(secret) < _SURE_OF_A_DIGIT or any(byte in b"0123456789" for byte in secret)
    return is_random(secret) and has_digit and _kinds(secret) > 1 and not is_hexadecimal(secret)


def encoded_secret(text: bytes) -> bool:
    """Check that ``text`` is the Base64 form of a value, and not of a word for one."""
    from git_secrets_py.rules.notations import from_base64

    try:
        decoded = from_base64(text)
    except ValueError:
        return False
    return len(decoded) > _SHORT and password(decoded) and not is_placeholder(decoded)


def key_material(text: bytes) -> bool:
    """Check that ``text`` is Base64 of a key: no words, and more than what all keys begin with."""
    is_common = text.startswith(_OPENSSH) and len(text) < _OPENSSH_COMMON
    return is_random(text) and _kinds(text) > 1 and not is_common


def nats_seed(seed: bytes) -> bool:
    """Check the checksum of a NATS seed: CRC-16/XMODEM of the bytes before, little-endian."""
    from base64 import b32decode
    from binascii import crc_hqx

    try:
        decoded = b32decode(seed + b"=" * (-len(seed) % 8))
    except ValueError:
        return False
    return crc_hqx(decoded[:-2], 0) == int.from_bytes(decoded[-2:], "little")


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


def strong_password(secret: bytes) -> bool:
    """Check that ``secret``, a string, is a password: no name, path, date or word."""
    if secret.isdigit():
        return _is_pin(secret)
    if _is_reference(secret) or secret.lower() in _COMMON_WORDS or _is_name(secret):
        return False
    if _is_test(secret) or secret.lower().translate(_LETTERS_FOR_SIGNS) in _PASSWORD_WORDS:
        return False
    return _has_number(secret) or _is_marked(secret) or _is_no_word(secret)


def _is_no_word(text: bytes) -> bool:
    """Return whether ``text`` is random rather than a word."""
    return word_likeness(text) < (0 if len(text) >= _LONG_WORD else _SHORT_WORD_LIKE)


def _is_test(secret: bytes) -> bool:
    """Return whether ``secret`` is a word of tests, or a name, and digits in order or a row."""
    word = secret.rstrip(b"0123456789")
    digits = secret[len(word) :]
    is_row = len(set(digits)) == 1 or digits in _DIGITS
    return is_row and word.islower() and (word in _TEST_WORDS or _is_name(word))


def _is_pin(digits: bytes) -> bool:
    """Return whether ``digits`` are a chosen number: no sequence, date or round number."""
    steps = {(second - first) % 10 for first, second in pairwise(digits)}
    is_date = len(digits) == _DATE and digits.startswith((b"19", b"20"))
    is_varied = len(steps) > _FEWEST_STEPS and len(set(digits)) > _SHORT - 1
    return len(digits) > _SHORT + 1 and is_varied and not is_date


def plain_password(secret: bytes) -> bool:
    """Check that ``secret``, which is not quoted, is a password and no expression of code."""
    return strong_password(secret) and b"." not in secret[:-1]


def uncommon_word(secret: bytes) -> bool:
    """Check that ``secret``, a word, is a password, and neither a default nor a type."""
    words = secret.replace(b"_", b"-").split(b"-")
    common = (word.rstrip(b"0123456789") in _COMMON_WORDS for word in words)
    return not secret.isdigit() and not _is_name(secret) and not all(common)


def named_secret(secret: bytes) -> bool:
    """Check that ``secret`` is a UUID, or random in any alphabet and no name, version or file."""
    if secret.isalpha() and not is_hexadecimal(secret):
        return len(secret) >= _SHORTEST_LETTERS and is_random(secret)
    if len(secret) == _ETHEREUM_KEY and secret.startswith(b"0x"):
        return is_hexadecimal(secret[2:]) and is_random(secret[2:])
    if is_hexadecimal(secret) and (not _is_name(secret) or len(secret) == _UUID):
        return len(secret) >= _SHORTEST_HEXADECIMAL and is_random(secret) and _kinds(secret) > 1
    return mixed(secret) and not _is_name(secret) and secret.count(b".") < _MOST_DOTS


def bearer_token(secret: bytes) -> bool:
    """Check that ``secret`` is random in any alphabet."""
    return mixed(secret) or (is_hexadecimal(secret) and named_secret(secret))


def _has_number(text: bytes) -> bool:
    """Return whether ``text`` has letters, and digits that do not only number a name."""
    digits = sum(byte in b"0123456789" for byte in text)
    return 1 < digits < len(text) or (digits == 1 and not text[-1:].isdigit())


def _is_marked(text: bytes) -> bool:
    """Return whether ``text`` has punctuation that no name has."""
    return len(text) > _SHORTEST_MARKED and any(byte in b"!@#$^&*?~+" for byte in text[1:])


def _is_name(text: bytes) -> bool:
    """Return whether ``text`` is a path, a date, a version, an option, or a name of a secret."""
    import re

    return re.match(_NAMES, text) is not None


_NAMES = (
    rb"(?i)\.{0,2}/[a-z]|[a-z0-9+]{2,9}:/|--?[a-z]|[:#.@&?][a-z_]+(?:[/-]|\d?$)|\d{4}-\d\d-\d\d|[\^~<>=v]{0,3}\d+(?:\.\d+)+|"
    rb"[a-z_-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|key)[a-z_-]{0,20}\d?$|"
    # Types; names of passwords with a digit.
    rb"(?:u?int|float)\d\d?\w*$|_[a-z]+\d?$|"
    rb"[a-z]{1,12}\d[a-z]{0,2}(?:pass(?:word|wd)?|secret|token|key)$|"
    rb"[a-z_]\w*(?:\.[a-z_]\w*)+(?:\(|$)|[a-z-]{2,20}/[a-z.+-]+$|"
    rb"(?:sha|aes|md|utf|iso|base|rsa|hs|es|rs|ps|pbkdf|oauth|sha-|utf-|aes-|iso-|x\.?)\d+(?:[-_]\w+)*$|"
    # Classes of style sheets, encodings.
    rb"(?:svelte|css|jsx|astro|emotion|sc)-\w+$|(?:us-)?ascii$|latin-?1$|"
    rb"a\d{3}(?:cbc|gcm|kw)[-\w]*$|\d+(?:px|em|ms|%)$|0x[\da-f]+$|[\d.,:+/-]+$|"
    rb"\w+_(?:password|passwd|pwd|secret|token|key)(?:_\w+)?$|\w+=\w|[\da-f]{8}-(?:[\da-f]{4}-){3}"
)
_SHORTEST_MARKED = 6
_SHORTEST_HEXADECIMAL = 16
# Of 4,400 identifiers of 16 letters and more, 0.5 % are as random as 95 % of random text.
_SHORTEST_LETTERS = 16
_ETHEREUM_KEY = 66
_UUID = 36
_DATE = 8
# Of "123321" and "112233".
_FEWEST_STEPS = 2
_MOST_DOTS = 3
# 95 of 100 random texts of 10 letters are below 0, and one word in 100; of the shorter ones, 80 are
# below -0.45, and 3 words.
_LONG_WORD = 8
_SHORT_WORD_LIKE = -0.45


def no_word(secret: bytes) -> bool:
    """Check that ``secret`` is more than one word with a number, as documentation has it."""
    letters = secret.lower().translate(_LETTERS_FOR_SIGNS)
    is_named = letters.endswith((b"password", b"passwd")) or _is_name(secret)
    if is_placeholder(letters) or _PASSWORD_WORDS.issuperset(letters.split()[-1:]):
        return False
    return not is_named and (len(secret) > _LONGEST_WORD or not _is_simple(secret))


def password(secret: bytes) -> bool:
    """Check that ``secret`` is no reference to a variable and no word for a password."""
    bare = secret.strip(b"\"'`").lower()
    if _is_reference(bare):
        return False
    if bare.isdigit():
        return _is_pin(bare)
    return bare.strip(b"0123456789!_-.") not in _PASSWORD_WORDS


_LONGEST_WORD = 11
# As in "P@$$w0rd".
_LETTERS_FOR_SIGNS = bytes.maketrans(b"@$013", b"asole")


def _is_simple(text: bytes) -> bool:
    """Return whether ``text`` is letters of one case, and then a number."""
    letters = text.rstrip(b"0123456789").strip(b"_-!.")
    return len(text) - len(letters) <= _SHORT + 1 and letters.isalpha() and letters[1:].islower()


def _is_reference(text: bytes) -> bool:
    """Return whether ``text`` is a reference to a variable, or a row of few characters."""
    return text.startswith((b"$", b"{", b"<", b"%", b"[", b"*")) or len(set(text)) < _SHORT


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
# What stands in place of a password, or is one that everybody uses.
_COMMON_WORDS = (
    VOCABULARY
    | _PASSWORD_WORDS
    | _TEST_WORDS
    | frozenset(
        b"boolean bytes disabled elastic empty enabled integer mariadb minio mongo mysql "
        b"number object optional prompt rabbitmq redis required text yes".split()
    )
)


def is_random(secret: bytes) -> bool:
    """Return whether ``secret`` is random: neither words nor a repetition."""
    hexadecimal = is_hexadecimal(secret)
    if _entropy(secret) < _least_entropy(len(secret), hexadecimal=hexadecimal):
        return False
    return hexadecimal or word_likeness(secret) <= _WORD_LIKE


def is_hexadecimal(secret: bytes) -> bool:
    """Return whether ``secret`` consists of hexadecimal digits, hyphens aside."""
    return not secret.strip(_HEXADECIMAL + b"-")


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


def _kinds(text: bytes) -> int:
    """Return how many of lower case, upper case and digits ``text`` contains."""
    return sum(any(test(text[i : i + 1]) for i in range(len(text))) for test in _TESTS)


_TESTS = (bytes.islower, bytes.isupper, bytes.isdigit)


def _json_object(text: bytes) -> dict[str, object] | None:
    """Return the JSON object of which ``text`` is the Base64 form, or ``None``."""
    from json import loads

    try:
        decoded = loads(_decoded(text) or b"")
    except (ValueError, RecursionError):
        return None
    return decoded if isinstance(decoded, dict) else None


def _decoded(text: bytes) -> bytes | None:
    """Return what ``text`` is the Base64 form of, in either alphabet, or ``None``."""
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


# Of those that a rule may use as its ``checksum``: what is wrong with a secret that they reject.
DOUBTS = {
    "aws-key-id": "its characters are not those of AWS",
    "cloudflare": "its checksum is wrong",
    "confluent": "its checksum is wrong",
    "fine-grained": "its structure is wrong",
    "github": "its checksum is wrong",
    "grafana": "its checksum is wrong",
    "jwt": "its header and its claims are not JSON",
    "macaroon": "it is no macaroon",
    "nats-seed": "its checksum is wrong",
    "no-word": "it is a single word",
    "payload": "its payload is not JSON",
    "polar": "its checksum is wrong",
}

CHECKS: dict[str, Callable[[bytes], bool]] = {
    "aws-key-id": aws_key_id,
    "aws-secret-key": aws_secret_key,
    "basic": basic,
    "bearer-token": bearer_token,
    "cloudflare": cloudflare,
    "confluent": confluent,
    "encoded-secret": encoded_secret,
    "fine-grained": fine_grained,
    "github": github,
    "grafana": grafana,
    "jwt": jwt,
    "key-material": key_material,
    "macaroon": macaroon,
    "mixed": mixed,
    "named-secret": named_secret,
    "no-word": no_word,
    "nats-seed": nats_seed,
    "password": password,
    "payload": payload,
    "plain-password": plain_password,
    "polar": polar,
    "random": random,
    "strong-password": strong_password,
    "uncommon-word": uncommon_word,
}
