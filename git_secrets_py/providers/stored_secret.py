"""A secret in a store, and the values that are too short or too common to be searched for."""

from __future__ import annotations

SHORTEST = 8
# With fewer, a value of letters only, or of digits only, may be a word or a number.
_SHORTEST_WORD = 16
_FEWEST_DIFFERENT = 5
# The most characters of a number in the name of a variable, such as ``V2``.
_LONGEST_NUMBER = 3
# References to secrets that are elsewhere, by their beginning, and those that end as well.
_REFERENCES = b"{env:", b"{file:", b"op://", b"vault:", b"env:", b"keyring:"
_ENCLOSED = (
    *((b"${", b"}"), (b"$(", b")"), (b"{{", b"}}"), (b"<", b">"), (b"`", b"`")),
    (b"%(", b")s"),
)
# Schemes of the header ``Authorization`` (RFC 9110) that some stores keep with the token.
_SCHEMES = (b"bearer ", b"basic ", b"token ")
# Values that many configurations share.
_COMMON = (
    *(b"p@ssw0rd", b"password", b"passwort", b"changeit", b"change-me", b"changeme"),
    *(b"undefined", b"disabled", b"localhost", b"127.0.0.1", b"username", b"administrator"),
    *(b"x-oauth-basic", b"x-access-token", b"x-token-auth", b"postgres", b"minioadmin"),
    *(b"development", b"production", b"00000000-0000-0000-0000-000000000000", b"password123"),
)
# Parts of texts in place of a secret, which are nothing but words.
_PLACEHOLDERS = (
    *(b"your", b"changeme", b"placeholder", b"example", b"mysecret", b"mypassword"),
    *(b"replaceme", b"replacewith", b"replacethis", b"inserttoken", b"insertkey"),
)
# The beginnings of keys that are the same for all: of the emulators of Azure Storage and Cosmos DB.
_PUBLISHED = (b"Eby8vdM02xNOcqFlqUwJPLlmEtl", b"C2y6yDjf5/R+ob0N8A7Cgv30VRD")
# Rows in place of the random part of a token, such as in ``sk-ant-xxxxxxxx``.
_ROWS = (b"xxxxxx", b"****")
# Parts of the names of secrets.
_TELLING = ("token", "secret", "password", "passwd", "passphrase", "key", "credential", "pwd")
# Words that contain one of these and have nothing to do with secrets.
_OTHER_WORDS = (
    *("keymap", "keyboard", "monkey", "keyring", "keychain", "keycloak", "hotkey"),
    *("tokenizer", "tokenization", "secretary"),
)
# Names of these kinds that hold no secret, such as those of an agent or of a file.
_PUBLIC = (
    *("public", "key_id", "keyid", "_file", "_path", "_dir", "_url", "_name", "keyname"),
    *("ssh_auth_sock", "gpg_agent", "primary_key", "foreign_key"),
)
# The last word of a name is the kind of the value, as in ``keyAlias`` and ``--key-file``.
_PUBLIC_ENDS = (
    *("file", "path", "dir", "url", "uri", "name", "alias", "arn", "host", "endpoint", "type"),
    *("algorithm", "issuer", "audience", "prefix", "length", "size", "version", "region"),
)
_FILES = (
    *(b".pem", b".key", b".p8", b".p12", b".pfx", b".jks", b".keystore", b".crt", b".cer"),
    *(b".json", b".txt", b".yml", b".yaml"),
)
_SHORTEST_KEY = 32
_DIGITS = frozenset(b"0123456789")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


class StoredSecret:
    """A value in a store and its ``profile``, by which the store names it.

    A ``short_lived`` one is a token that its vendor issued a few hours ago.
    """

    __slots__ = ("profile", "short_lived", "value")

    def __init__(self, profile: str, value: bytes, *, short_lived: bool = False) -> None:
        self.profile = profile
        self.value = value
        self.short_lived = short_lived

    def __repr__(self) -> str:
        return f"StoredSecret({self.profile!r})"


def without_scheme(value: bytes) -> bytes:
    """Return ``value`` without white space around it, and without a scheme before a token."""
    text = value.strip()
    is_token = text.lower().startswith(_SCHEMES) and text.count(b" ") == 1
    return text.partition(b" ")[2] if is_token else text


def is_reference(value: bytes) -> bool:
    """Return whether ``value`` is empty or refers to a secret that is elsewhere."""
    is_variable = value[:1] == b"$" and value[1:].replace(b"_", b"").isalnum()
    is_enclosed = any(value.startswith(start) and value.endswith(end) for start, end in _ENCLOSED)
    return not value or value.startswith(_REFERENCES) or is_variable or is_enclosed


def is_distinctive(value: bytes) -> bool:
    """Return whether ``value`` is long and rare enough to be nothing but this secret."""
    if len(value) < SHORTEST or len(set(value)) < _FEWEST_DIFFERENT:
        return False
    if b"\n" in value or is_stand_in(value) or _is_name(value):
        return False
    return len(value) >= _SHORTEST_WORD or not (value.isalpha() or value.isdigit())


def is_stand_in(value: bytes) -> bool:
    """Return whether ``value`` is in place of a secret, or many configurations share it."""
    folded = value.lower()
    return (
        is_reference(value)
        or folded in _COMMON
        or value.startswith(_PUBLISHED)
        or any(row in folded for row in _ROWS)
        or _is_placeholder(folded)
    )


def _is_placeholder(folded: bytes) -> bool:
    words = folded.rstrip(b"0123456789!").replace(b"-", b" ").replace(b"_", b" ").split()
    are_words = all(word.isalpha() or word.isdigit() for word in words)
    return are_words and any(part in b"".join(words) for part in _PLACEHOLDERS)


def is_path(value: bytes) -> bool:
    """Return whether ``value`` is a path; a long key in base64 may begin with a slash as well."""
    has_kinds = not (value.isupper() or value.islower()) and not _DIGITS.isdisjoint(value)
    is_key = len(value) >= _SHORTEST_KEY and has_kinds and not value.strip(_BASE64)
    is_of_windows = value[:1].isalpha() and value[1:3] in (b":\\", b":/") and value[3:4] != b"/"
    is_file = value.lower().endswith(_FILES) or is_of_windows
    return is_file or (value.startswith((b"/", b"~/", b"./", b"../")) and not is_key)


def _is_name(value: bytes) -> bool:
    """Return whether ``value`` is the name of a variable, such as ``OPENAI_API_KEY_2``."""
    first, *words = value.split(b"_")
    is_name = bool(words) and value.isupper() and first.isalpha()
    return is_name and all(
        word.isalpha() or (word.isalnum() and len(word) <= _LONGEST_NUMBER) for word in words
    )


def is_telling(name: str) -> bool:
    """Return whether ``name``, of a variable or a setting, is that of a secret."""
    lower = name.lower()
    for word in _OTHER_WORDS:
        lower = lower.replace(word, "")
    is_public = lower.endswith(_PUBLIC_ENDS) or any(word in lower for word in _PUBLIC)
    return not is_public and any(word in lower for word in _TELLING)
