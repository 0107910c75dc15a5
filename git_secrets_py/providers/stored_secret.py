"""A secret in a store, and which values are too short or too common to be searched for."""

from __future__ import annotations

SHORTEST = 8
# With fewer, a value of letters only, or of digits only, may be a word or a number.
_SHORTEST_WORD = 16
_FEWEST_DIFFERENT = 5
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
_PLACEHOLDERS = (b"your", b"changeme", b"placeholder", b"example", b"mysecret", b"mypassword")
# Parts of the names of secrets.
_TELLING = ("token", "secret", "password", "passwd", "passphrase", "key", "credential", "pwd")
# Names of these kinds that hold no secret, such as those of an agent or of a file.
_PUBLIC = (
    *(
        "public",
        "key_id",
        "keyid",
        "_file",
        "_path",
        "_dir",
        "_url",
        "_name",
        "keyname",
        "keymap",
        "keyboard",
    ),
    *("monkey", "keyring", "hotkey", "ssh_auth_sock", "gpg_agent", "primary_key", "foreign_key"),
)


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
    if b"\n" in value or value.lower() in _COMMON or _is_placeholder(value) or _is_name(value):
        return False
    return len(value) >= _SHORTEST_WORD or not (value.isalpha() or value.isdigit())


def _is_placeholder(value: bytes) -> bool:
    letters = value.lower().rstrip(b"0123456789!").translate(None, b"-_ ")
    return letters.isalpha() and any(part in letters for part in _PLACEHOLDERS)


def _is_name(value: bytes) -> bool:
    """Return whether ``value`` is the name of a variable, such as ``OPENAI_API_KEY``."""
    words = value.split(b"_")
    return len(words) > 1 and value.isupper() and all(map(bytes.isalpha, words))


def is_telling(name: str) -> bool:
    """Return whether ``name``, of a variable or a setting, is that of a secret."""
    lower = name.lower()
    return any(word in lower for word in _TELLING) and not any(word in lower for word in _PUBLIC)
