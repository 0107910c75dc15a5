"""Stores of the command lines of cloud services, containers and infrastructure."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import (
    base64_text,
    json_strings,
    of_json,
    of_private_key,
    of_url,
    password_of,
)
from git_secrets_py.providers.named_values import of_arguments, of_setting
from git_secrets_py.providers.settings_text import entries
from git_secrets_py.providers.stored_secret import StoredSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_AWS_SESSION = ("accessToken", "SecretAccessKey", "SessionToken", "AccessKeyId")
_AWS_SIGN_ON = ("refreshToken", "clientSecret")
_AZURE = ("client_secret", "accessToken", "refreshToken", "_clientSecret", "servicePrincipalKey")
_KUBE = ("token", "password", "access-token", "refresh-token", "id-token", "client-secret")
# In the row, the time at which a token expires follows it at once: its date and a blank.
_DATE = len("2026-05-04")
_GOOGLE_TOKEN = b"ya29."
_LONGEST_TOKEN = 4096
_LONGEST_OBJECT = 1 << 14
_TOKEN_CHARACTERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-"
_DOCKER = ("identitytoken", "registrytoken", "password")


def aws_cache(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens in a file of ``~/.aws/sso/cache`` and ``~/.aws/cli/cache``.

    https://docs.aws.amazon.com/sdkref/latest/guide/understanding-sso.html
    """
    yield from of_json(content, (), (*_AWS_SESSION, *_AWS_SIGN_ON))


def docker(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords and tokens of Docker's ``config.json``, by registry; of Podman, too.

    https://docs.docker.com/reference/cli/docker/login/#default-behavior: ``auth`` is the base64 of
    the user and the password.
    """
    for path, value in json_strings(content):
        if b"://" in value:
            yield from of_url(value)  # a proxy
        elif path[:1] == ("HttpHeaders",):
            yield from of_setting(path[0], path[-1], value)
        elif path[:1] == ("auths",) and len(path) == 3:
            if path[2] == "auth":
                yield StoredSecret(path[1], password_of(value))
            elif path[2] in _DOCKER:
                yield StoredSecret(path[1], value)


def kube(content: bytes) -> Iterator[StoredSecret]:
    """Yield the credentials of the users in a kubeconfig, by name.

    https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/. Tokens of ``auth-provider`` and
    ``exec`` are short-lived, those of ``user`` are not.
    """
    name = ""
    words: list[bytes] = []
    for section, key, value in _settings(content):
        if key == "name":
            name = value.decode("utf-8", "replace")
        elif key == "args":
            words.append(value)
        elif section == "args":
            words.append(key.encode() + b"=" + value)
        elif key == "value":  # a variable of an exec plugin
            yield from of_setting(name, name, value)
        yield from _kube_value(name, key, section, value)
    yield from of_arguments(name, words)


def _settings(content: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield each setting of a document in YAML or JSON, with the key above it."""
    if content.lstrip()[:1] == b"{":
        for path, value in json_strings(content):
            *_, section, key = ("", "", *(name for name in path if name))
            yield section, key, value
    else:
        for entry in entries(content):
            yield entry.section, entry.key, entry.value


def _kube_value(name: str, key: str, section: str, value: bytes) -> Iterator[StoredSecret]:
    if key == "client-key-data":
        yield from of_private_key(name, base64_text(value))
    elif key in _KUBE:
        yield StoredSecret(name, value, short_lived=key.endswith("-token") or section == "config")


def gcloud(content: bytes) -> Iterator[StoredSecret]:
    """Yield the refresh token or the private key of a credential in JSON.

    https://cloud.google.com/docs/authentication/application-default-credentials. The
    ``client_secret`` beside a refresh token is that of the command line itself, and public.
    """
    account = ""
    for path, value in json_strings(content):
        if path[-1:] in (("client_email",), ("account",)):
            account = value.decode("utf-8", "replace")
    for path, value in json_strings(content):
        if path[-1:] == ("refresh_token",):
            yield StoredSecret(account, value)
        elif path[-1:] == ("private_key",):
            yield from of_private_key(account, value)


def gcloud_database(content: bytes) -> Iterator[StoredSecret]:
    """Yield the credentials in ``credentials.db``, by account.

    A table ``credentials`` of SQLite holds each as JSON. Its rows are whole in the file, or its
    pages hold the JSON text as it is: the documents are found by their braces, which costs a hook
    less than ``sqlite3``. Deleted rows may be found as well.
    """
    start = content.find(b"{")
    while start >= 0:
        end = _end_of_object(content, start)
        if end > start:
            yield from gcloud(content[start:end])
        start = content.find(b"{", max(end, start + 1))


def gcloud_tokens(content: bytes) -> Iterator[StoredSecret]:
    """Yield the access tokens in ``access_tokens.db``, a table of SQLite with the text of each."""
    start = content.find(_GOOGLE_TOKEN)
    while start >= 0:
        rest = content[start : start + _LONGEST_TOKEN]
        run = rest[: len(rest) - len(rest.lstrip(_TOKEN_CHARACTERS))]
        yield StoredSecret("", run[:-_DATE], short_lived=True)
        start = content.find(_GOOGLE_TOKEN, start + 1)


def _end_of_object(content: bytes, start: int) -> int:
    """Return the offset after the flat JSON object at ``start``; 0 if it is none."""
    end = content.find(b"}", start, start + _LONGEST_OBJECT)
    return end + 1 if end > 0 and b"\0" not in content[start:end] else 0


def azure(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens and secrets of ``~/.azure``.

    https://learn.microsoft.com/en-us/cli/azure/msal-based-azure-cli: plain text on Linux and
    macOS. In the token cache of MSAL, ``secret`` is an access token, valid for an hour, or a
    refresh token, which is replaced at each use.
    """
    yield from of_json(content, _AZURE)
    for path, value in json_strings(content):
        if path[-1:] == ("secret",) and len(path) == 3:
            yield StoredSecret(path[0], value, short_lived=True)


def terraform(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens of ``credentials.tfrc.json`` and ``.terraformrc``, by host.

    https://developer.hashicorp.com/terraform/cli/config/config-file#credentials
    """
    if content.lstrip()[:1] == b"{":
        yield from of_json(content, ("token",))
        return
    for entry in entries(content):
        if entry.key == "token":
            yield StoredSecret(entry.section, entry.value)
