"""Stores of other services' command lines, private keys, and variables."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import of_json, of_private_key, of_url
from git_secrets_py.providers.settings_text import entries
from git_secrets_py.providers.stored_secret import StoredSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STRIPE = ("live_mode_api_key", "test_mode_api_key", "api_key")
_TELLING = ("token", "secret", "password", "passwd", "passphrase", "key", "credential", "pwd")
# Names of these kinds that hold no secret, such as those of an agent or of a file.
_PUBLIC = (
    *("public", "key_id", "keyid", "_file", "_path", "_dir", "_url", "_name", "keymap", "keyboard"),
    *("monkey", "keyring", "hotkey", "ssh_auth_sock", "gpg_agent", "primary_key", "foreign_key"),
)
_SHORTEST_VALUE = 12


def token_file(content: bytes) -> Iterator[StoredSecret]:
    """Yield the content of a file that holds nothing but a token.

    https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables#hftokenpath
    """
    if len(content.split()) == 1:
        yield StoredSecret("", content.strip())


def huggingface(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens of ``stored_tokens``, by name (``huggingface_hub`` 0.27 and later)."""
    for entry in entries(content):
        if entry.key == "hf_token":
            yield StoredSecret(entry.section, entry.value)


def vercel(content: bytes) -> Iterator[StoredSecret]:
    """Yield the token of ``auth.json``.

    https://vercel.com/docs/project-configuration/global-configuration
    """
    yield from of_json(content, ("token",), ("refreshToken",))


def netlify(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens of ``config.json``, by user. https://docs.netlify.com/cli/get-started/"""
    yield from of_json(content, ("token",))


def stripe(content: bytes) -> Iterator[StoredSecret]:
    """Yield the keys of ``config.toml``, by project. https://docs.stripe.com/cli/login"""
    for entry in entries(content):
        if entry.key in _STRIPE:
            yield StoredSecret(entry.section, entry.value)


def openai(content: bytes) -> Iterator[StoredSecret]:
    """Yield the key and the tokens of ``~/.codex/auth.json``.

    https://developers.openai.com/codex/auth
    """
    yield from of_json(content, ("OPENAI_API_KEY",), ("access_token", "refresh_token", "id_token"))


def private_key(content: bytes) -> Iterator[StoredSecret]:
    """Yield lines of a private key. The format of OpenSSH: its file ``PROTOCOL.key``."""
    yield from of_private_key("", content)


def dotenv(content: bytes) -> Iterator[StoredSecret]:
    """Yield the values of a ``.env`` file that may be secrets, by name.

    https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
    """
    for entry in entries(content):
        if b"://" in entry.value:
            for secret in of_url(entry.value):
                yield StoredSecret(entry.key, secret.value)
        elif _is_telling(entry.key) or _looks_secret(entry.value):
            yield StoredSecret(entry.key, entry.value)


def environment(variables: Mapping[bytes, bytes]) -> Iterator[StoredSecret]:
    """Yield the values of variables that are named like a secret.

    Most are those of one shell and one session.
    """
    for name, value in variables.items():
        text = name.decode("utf-8", "replace")
        if _is_telling(text) and not value.startswith((b"/", b"~", b"./")):
            yield StoredSecret(text, value, short_lived=True)


def printed(content: bytes) -> Iterator[StoredSecret]:
    """Yield each line that the command of a vault prints."""
    for line in content.splitlines():
        yield StoredSecret("", line.strip())


def _is_telling(name: str) -> bool:
    lower = name.lower()
    return any(word in lower for word in _TELLING) and not any(word in lower for word in _PUBLIC)


def _looks_secret(value: bytes) -> bool:
    """Return whether ``value`` is neither a word nor a path, a number, an address or a list."""
    if len(value) < _SHORTEST_VALUE or not set(b" ,;/\\@").isdisjoint(value):
        return False
    kinds = (bytes.isupper, bytes.islower)
    has_digits = any(48 <= byte < 58 for byte in value)
    is_mixed = not any(kind(value) for kind in kinds) or len(value) >= 2 * _SHORTEST_VALUE
    is_number = not value.strip(b"0123456789.:-+eTZ")
    return has_digits and is_mixed and not is_number and value.count(b".") < 3
