"""Stores of other services' command lines, private keys, and variables."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import json_strings, of_json, of_private_key, of_value
from git_secrets_py.providers.named_values import of_arguments, of_setting
from git_secrets_py.providers.settings_text import entries
from git_secrets_py.providers.stored_secret import StoredSecret, is_path, is_telling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RCLONE = (
    *("pass", "password", "password2", "secret_access_key", "client_secret", "key", "sas_url"),
    *("bearer_token", "api_key", "access_grant", "passphrase", "master_key"),
)
_CLAUDE_KEY = "primaryApiKey"
# OpenCode has other names for variables and arguments: https://opencode.ai/docs/mcp-servers/
_MCP_SETTINGS = ("env", "environment", "headers")
_MCP_ARGUMENTS = ("args", "command")
_MCP_MARKS = (
    *(f'"{name}"'.encode() for name in (*_MCP_SETTINGS, *_MCP_ARGUMENTS, "url")),
    _CLAUDE_KEY.encode(),
)
_MCP_ADDRESSES = ("url", "httpUrl", "serverUrl")


def token_file(content: bytes) -> Iterator[StoredSecret]:
    """Yield the content of a file that holds nothing but a token or a passphrase, on one line.

    https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables#hftokenpath
    """
    if len(content.strip().splitlines()) == 1:
        yield StoredSecret("", content.strip())


def fly(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens of ``~/.fly/config.yml``: a scheme, and tokens separated by commas.

    https://fly.io/docs/security/tokens/
    """
    for entry in entries(content):
        if entry.key == "access_token":
            for token in entry.value.rpartition(b" ")[2].split(b","):
                yield StoredSecret("", token)


def rclone(content: bytes) -> Iterator[StoredSecret]:
    """Yield the secrets of ``rclone.conf``, by remote. https://rclone.org/docs/#configure

    A password is obscured there, which is reversible without a key. A token is a JSON object.
    """
    for entry in entries(content):
        if entry.key == "token":
            for secret in of_json(entry.value, ("refresh_token",), ("access_token",)):
                yield StoredSecret(entry.section, secret.value, short_lived=secret.short_lived)
        elif entry.key in _RCLONE:
            yield StoredSecret(entry.section, entry.value)


def pgpass(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords of ``.pgpass``, by host.

    https://www.postgresql.org/docs/current/libpq-pgpass.html: five fields, separated by colons; a
    backslash precedes a colon or a backslash in one.
    """
    for line in content.splitlines():
        text = line.replace(b"\\\\", b"\0").replace(b"\\:", b"\1")
        fields = [field.replace(b"\1", b":").replace(b"\0", b"\\") for field in text.split(b":", 4)]
        if len(fields) == 5 and not line.startswith(b"#"):
            yield StoredSecret(fields[0].decode("utf-8", "replace"), fields[4])


def age(content: bytes) -> Iterator[StoredSecret]:
    """Yield the keys of an identity file of age, which SOPS reads as well.

    https://github.com/FiloSottile/age#usage
    """
    for word in content.split():
        if word.startswith(b"AGE-"):
            yield StoredSecret("", word)


def mcp(content: bytes) -> Iterator[StoredSecret]:
    """Yield the secrets of servers for coding agents: variables, headers, arguments, addresses.

    https://modelcontextprotocol.io/docs/develop/connect-local-servers. Also the key in
    ``~/.claude.json``.
    """
    if not any(mark in content for mark in _MCP_MARKS):
        return  # the settings of some agents are megabytes, with past prompts in lists
    arguments: dict[str, list[bytes]] = {}
    for path, value in json_strings(content, _MCP_ARGUMENTS):
        if path == (_CLAUDE_KEY,):
            yield StoredSecret("", value)
        elif path[-2:-1] and path[-2] in _MCP_ARGUMENTS and not path[-1]:
            arguments.setdefault(_server(path[:-2]), []).append(value)
        elif len(path) > 2 and path[-2] in _MCP_SETTINGS:
            yield from of_setting(path[-3], path[-1], value)
        elif path[-1:] and path[-1] in _MCP_ADDRESSES:
            yield from of_value(_server(path[:-1]), value)
    for server, words in arguments.items():
        yield from of_arguments(server, words)


def _server(path: tuple[str, ...]) -> str:
    """Return the name of the server with the settings at ``path``; Zed has one object more."""
    names = path[:-1] if path[-1:] == ("command",) else path
    return names[-1] if names else ""


def private_key(content: bytes) -> Iterator[StoredSecret]:
    """Yield lines of a private key. The format of OpenSSH: its file ``PROTOCOL.key``."""
    yield from of_private_key("", content)


def dotenv(content: bytes) -> Iterator[StoredSecret]:
    """Yield the values of a ``.env`` file that may be secrets, by name.

    https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
    """
    for entry in entries(content):
        yield from of_setting(entry.key, entry.key, entry.value)
    for line in content.splitlines():  # in properties, blanks may separate them
        name, *values = line.strip().removeprefix(b"setenv ").split() or (b"",)
        if len(values) == 1 and is_telling(name.decode("utf-8", "replace")):
            yield StoredSecret(name.decode("utf-8", "replace"), values[0])
    yield from of_private_key("", content)  # its lines may be those of the file


def environment(variables: Mapping[bytes, bytes]) -> Iterator[StoredSecret]:
    """Yield the values of variables that are named like a secret.

    Most are those of one shell and one session.
    """
    for name, value in variables.items():
        text = name.decode("utf-8", "replace")
        if is_telling(text) and not is_path(value):
            yield from of_value(text, value, short_lived=True)


def printed(content: bytes) -> Iterator[StoredSecret]:
    """Yield each line that the command of a vault prints."""
    for line in content.splitlines():
        yield StoredSecret("", line.strip())
