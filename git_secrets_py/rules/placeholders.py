"""The filter of placeholders: texts that only show the form of a secret.

It applies to the secret of every rule, and to nothing else: patterns of users, and those that
``--register-aws`` stores, have no filter. Each kind of placeholder is so unlikely in random text
that fewer than one in 10,000 real tokens is taken for one.
"""

from __future__ import annotations

import re
from itertools import chain

from git_secrets_py.rules.bigrams import word_likeness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def _any_of(words: Iterable[bytes]) -> re.Pattern[bytes]:
    """Return the expression for any of ``words``: one search is faster than one for each word."""
    return re.compile(b"|".join(map(re.escape, words)))


# Anywhere, in lower case and without hyphens and underscores. Six letters are in one of 10
# million random texts.
_WORDS = _any_of(
    b"example changeme changethis changeit placeholder redacted notreal sample replaceme "
    b"replacewith replacethis insertyour inserttoken insertkey xxxxxx **** ... "
    b"\xe2\x80\xa6".split()  # an ellipsis
)
# In one case, in text that is not longer than ``_SHORT``.
_SHORT_WORDS = _any_of(b"your Your YOUR dummy Dummy DUMMY fake Fake FAKE xxxx XXXX".split())
_SHORT = 100

# One character again and again. Zero bytes are a row of A in Base64, as at the beginning of keys.
_RUN = re.compile(rb"([^A])\1{7,}|A{8,}", re.DOTALL)
# Random text of 16 characters has more different ones.
_FEWEST, _SURE = 3, 16

_DIGITS, _ALPHABET = b"01234567890", b"abcdefghijklmnopqrstuvwxyz"
_ROWS = (
    *(_DIGITS, _DIGITS[::-1], b"0123456789abcdef", _ALPHABET, _ALPHABET[::-1]),
    *b"qwertyuiop asdfghjkl zxcvbnm azertyuiop qwertzuiop 1qaz2wsx3edc 1q2w3e4r5t6y".split(),
)


def _parts(text: bytes, size: int) -> set[bytes]:
    """Return the parts of ``text`` of this length."""
    return {text[at : at + size] for at in range(len(text) - size + 1)}


_SEQUENCE, _SHORT_SEQUENCE = 8, 6
_QUARTER = 4
_QUARTERS = frozenset().union(*(_parts(row, _QUARTER) for row in _ROWS))
_SEQUENCES = frozenset().union(*(_parts(row, _SEQUENCE) for row in _ROWS))
# In text that consists of these.
_SHORT_SEQUENCES = frozenset().union(*(_parts(row, _SHORT_SEQUENCE) for row in _ROWS))

_REFERENCES = (
    b"process.env import.meta.env os.environ os.getenv getenv( ENV[ ENV.fetch Environment.Get "
    b"@Value( ENC[ ENC("
).split()
# Two characters that open a reference are in one of 100 random passwords: a name has to follow.
_OPENING = rb"(?:\$\{\{?|\{\{|#\{|\$\(|<%=?|\{%|%\()"
_TEMPLATE = re.compile(
    _OPENING + rb"(?:-?\s|[.$!]?\w[\w.-]*(?:[\s)}]|%[>}])|\w[\w.-]{2,}[:|?(\[,'\"])"
)
_PLAIN = rb"[^!@#^&*~<>{}\[\]]*"
_REFERENCE = re.compile(
    rb"%[sdrv](?![0-9A-Za-z])|" + _OPENING + rb"[.$!]?[\w.-]*\Z|"
    rb"(?:<{1,2}" + _PLAIN + rb">{1,2}|\{{1,2}" + _PLAIN + rb"\}{1,2}|"
    rb"\[{1,2}" + _PLAIN + rb"\]{1,2}|%[A-Za-z_]\w*%|\$[A-Z_][A-Z0-9_]+)\Z|"
    rb"(?:op|vault|ssm|sm|secretsmanager|keyvault|env|file|arn):/?/?[A-Za-z_/]",
)
# The beginnings of keys that vendors publish for all: of YouTube's clients, of the emulators
# of Azure Storage and Cosmos DB, of reCAPTCHA, of the documentation of Stripe, of Django REST
# framework and of Kubernetes, and of the public server of MinIO. The hashes of an empty text.
_PUBLISHED = tuple(
    b"AIzaSyAO_FJ2SlqU8Q4 AIzaSyA8eiZmM1FaDVj AIzaSyB-63vPrdThhKu AIzaSyC9XL3ZjWddXya "
    b"AIzaSyDCU8hByM-4DrU Eby8vdM02xNOcqFlqUw C2y6yDjf5/R+ob0N8A7 6LeIxAcTAAAAAGG-vFI "
    b"6LeIxAcTAAAAAJcZVRq 4eC39HqLyjWD BQokikJOvBiI 401f7ac837da42b 9944b09199c62bc "
    b"Q3AM3UQ867SPQQA zuf+tfteSlswRu7 d41d8cd98f00b2 da39a3ee5e6b4b e3b0c44298fc1c "
    b"1f2d1e2e67df MWYyZDFlMmU2N2Rm 39528$vdg7Jb Mzk1MjgkdmRnN0pi MzkyNTI4JHZkZzdKYg".split()
)
# A class of characters, in the pattern of a secret.
_CLASS = re.compile(rb"(?:a-z|A-Z|0-9|a-f|A-F){2}")
_HASH_NAME = rb"(?i)(?:sha-?(?:1|224|256|384|512)|md5|blake2[bs]?)[-:=]"
_HASH = re.compile(_HASH_NAME + rb"[0-9A-Za-z+/]{20}")
_BEFORE_HASH = re.compile(_HASH_NAME + rb"\Z")
# In hexadecimal, and in Base64 the sizes of MD5, SHA-1 and those of SHA-2.
_SHORTEST_DIGEST = 22
_DIGEST = re.compile(
    rb"(?:[0-9A-Fa-f]{32,}|"
    + b"|".join(b"[0-9A-Za-z+/]{%d}" % size for size in (22, 27, 38, 43, 64, 86))
    + rb")={0,2}\Z"
)
_HASH_ENDS = (b"-", b":", b"=")
# RFC 2606, 6761 and 5737.
_RESERVED = re.compile(
    rb"(?i)[a-z][a-z0-9+.-]*://(?:[^/@\s]*@)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|"
    rb"192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+|"
    rb"(?:[a-z0-9_-]+\.)*(?:test|invalid|localhost))(?![a-z0-9._-])"
)
_LEAST_SLASHES = 2

# The words that placeholders are made of, besides those above.
VOCABULARY = frozenset(
    b"access account admin and api app application auth authorization authentication aws azure bar "
    b"baz bearer bot bucket change client cloud code config connection consumer credential "
    b"credentials customer data database default demo developer development docs edit email "
    b"encryption endpoint enter fill for foo from generated get github gitlab goes google has hash "
    b"hello her here hidden host insert invalid ipsum its jwt key keys live local login lorem "
    b"masked mock must name never new none not null oauth obtain obviously only our paste "
    b"pass passphrase password passwd personal please private prod production project provide "
    b"public put qux random read real removed replace request sandbox secret secrets secure "
    b"server service session set should signing slack some something staging string stripe stub "
    b"supersecret temp temporary test testing text that the there thing this todo token tokens "
    b"twilio undefined unknown unset update use user username valid value very webhook will with "
    b"world write wrong you".split()
)
_LONGEST_WORD = max(map(len, VOCABULARY))
_SHORTEST_WORD = 3
_LEAST_LETTERS = 10
_LEAST_COVERED = 0.7
_LETTERS = re.compile(rb"[a-z]+")
_NO_LETTERS = bytes(byte for byte in range(256) if not 0x61 <= byte <= 0x7A)
_NO_VOWELS = bytes(byte for byte in range(256) if byte not in b"aeiou")
# The length of the longest word by its first letters.
_LONGEST = {word[:_SHORTEST_WORD]: len(word) for word in sorted(VOCABULARY, key=len)}


def _heads() -> bytes:
    """Return the expression for the first letters of any word, by the very first one."""
    tails: dict[bytes, list[bytes]] = {}
    for head in sorted(_LONGEST):
        tails.setdefault(head[:1], []).append(head[1:])
    return b"|".join(first + b"(?:" + b"|".join(rest) + b")" for first, rest in tails.items())


_HEADS = re.compile(_heads())


def is_placeholder(secret: bytes, before: bytes = b"") -> bool:
    """Return whether ``secret`` only shows the form of a secret, or refers to one.

    ``before`` is the text before it in its line: that of a hash ends with its name.
    """
    folded = secret.lower()
    bare = folded.translate(None, b"-_")
    return (
        _WORDS.search(bare) is not None
        or (before[-1:] in _HASH_ENDS and _is_hash(secret, before))
        # Fast path: most tokens have letters and digits only, besides an underscore.
        or (not bare.isalnum() and _is_reference(secret))
        or (secret[:2] == b"__" == secret[-2:])
        or (b"-" in secret and _CLASS.search(secret) is not None)
        or secret.removeprefix(b"sk_test_").startswith(_PUBLISHED)
        or _is_run(secret)
        or _HASH.match(secret) is not None
        or (len(secret) <= _SHORT and _is_short_placeholder(secret, folded))
    )


def hints() -> list[bytes]:
    """Return literal texts, in lower case and without hyphens and underscores.

    A text in which none of them is, in this form, is a placeholder only by its form.
    """
    words = (one.pattern.replace(b"\\", b"").lower().split(b"|") for one in (_WORDS, _SHORT_WORDS))
    beginnings = (one.lower().translate(None, b"-_") for one in _PUBLISHED)
    runs = (bytes([byte]) * _SEQUENCE for byte in _ALPHABET + _DIGITS)
    return sorted({*chain(*words), *beginnings, *runs, *_QUARTERS, *_LONGEST})


def are_sure(texts: Sequence[bytes], hinted: Collection[int]) -> list[bool]:
    """Return of each of ``texts`` whether it is surely no placeholder, whatever is before it.

    ``hinted`` are the numbers of those that hold one of ``hints``.
    """
    return [
        number not in hinted
        and text.replace(b"_", b"", _SEQUENCE - 1).isalnum()
        and text[:2] != b"__"
        and len(set(text)) > _FEWEST
        and not (len(text) >= _SHORTEST_DIGEST and _DIGEST.match(text))
        for number, text in enumerate(texts)
    ]


def _is_hash(secret: bytes, before: bytes) -> bool:
    """Return whether ``secret`` has the form of a hash, whose name is before it."""
    return _BEFORE_HASH.search(before) is not None and _DIGEST.match(secret) is not None


def _is_reference(text: bytes) -> bool:
    return (
        any(reference in text for reference in _REFERENCES)
        or _TEMPLATE.search(text) is not None
        or _REFERENCE.match(text) is not None
        or (b"://" in text and _RESERVED.match(text) is not None)
    )


def _is_short_placeholder(secret: bytes, folded: bytes) -> bool:
    """Return whether ``secret`` is one by a mark that longer text may hold by chance."""
    return (
        _SHORT_WORDS.search(secret) is not None
        or _has_sequence(folded)
        or _is_short_sequence(folded)
        or _is_path(secret)
        or _is_prose(folded)
    )


def _has_sequence(text: bytes) -> bool:
    # Fast path: of a sequence of 8 characters, 4 begin at a multiple of 4.
    for start in range(0, len(text) - _QUARTER + 1, _QUARTER):
        if text[start : start + _QUARTER] in _QUARTERS:
            return not _SEQUENCES.isdisjoint(_parts(text, _SEQUENCE))
    return False


def _is_short_sequence(text: bytes) -> bool:
    """Return whether ``text`` is a sequence, and after it nothing or another one."""
    rest = text[_SHORT_SEQUENCE:]
    return text[:_SHORT_SEQUENCE] in _SHORT_SEQUENCES and any(rest in row for row in _ROWS)


def _is_run(text: bytes) -> bool:
    """Return whether one character, or a few, make up ``text`` or a part that shows it."""
    size = len(text)
    different = len(set(text))
    if different <= _FEWEST and size >= _SEQUENCE and (different < _FEWEST or size >= _SURE):
        return True
    # Fast path: a row in a text of which most characters differ would be long.
    if size - different < _SEQUENCE - 1:
        return False
    run = _RUN.search(text)
    if run is None:
        return False
    if run[0][:1] != b"A" and size <= _SHORT:
        return True
    return any(2 * len(run[0]) >= size for run in _RUN.finditer(text))


def _is_path(text: bytes) -> bool:
    """Return whether ``text`` is a path: words between slashes."""
    if text.count(b"/") < _LEAST_SLASHES or b"://" in text or b"+" in text:
        return False
    return 2 * sum(map(len, _LETTERS.findall(text.lower()))) > len(text) and word_likeness(text) > 0


def _is_prose(text: bytes) -> bool:
    """Return whether most letters of ``text`` are of words that placeholders are made of."""
    # Fast paths: random text rarely contains one of the words, and has few vowels.
    if not _HEADS.search(text):
        return False
    if 4 * len(text.translate(None, _NO_VOWELS)) < len(text.translate(None, _NO_LETTERS)):
        return False
    possible = sum(_LONGEST.get(head, 0) for head in _parts(text, _SHORTEST_WORD))
    parts = _LETTERS.findall(text) if possible >= _LEAST_LETTERS * _LEAST_COVERED else ()
    letters = sum(map(len, parts))
    if letters < max(_LEAST_LETTERS, len(text) / 2):
        return False
    return sum(map(_covered, parts)) >= _LEAST_COVERED * letters


def _covered(letters: bytes) -> int:
    """Return how many of ``letters`` words can cover that do not overlap."""
    best = [0] * (len(letters) + 1)
    for end in range(1, len(letters) + 1):
        best[end] = best[end - 1]
        for size in range(_SHORTEST_WORD, min(end, _LONGEST_WORD) + 1):
            if letters[end - size : end] in VOCABULARY:
                best[end] = max(best[end], best[end - size] + size)
    return best[-1]
