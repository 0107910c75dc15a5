"""Stores of credentials for package registries."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import (
    base64_text,
    json_strings,
    of_json,
    of_private_key,
    of_url,
    password_of,
)
from git_secrets_py.providers.named_values import of_setting
from git_secrets_py.providers.scalar_text import readings
from git_secrets_py.providers.settings_text import entries
from git_secrets_py.providers.stored_secret import StoredSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPOSER = (
    *("http-basic", "bearer", "github-oauth", "gitlab-oauth", "gitlab-token", "forgejo-token"),
    "custom-headers",
)
# Options for one gem: https://bundler.io/man/bundle-config.1.html
_BUNDLE_OPTIONS = ("BUNDLE_BUILD__", "BUNDLE_GEM__", "BUNDLE_LOCAL__", "BUNDLE_MIRROR__")
_MAVEN = b"password", b"passphrase"
_NUGET_KEYS = (b"cleartextpassword", b"password")


def npm(content: bytes) -> Iterator[StoredSecret]:
    """Yield the credentials of ``.npmrc``, by registry.

    https://docs.npmjs.com/cli/configuring-npm/npmrc: ``_auth`` is the base64 of the user and the
    password, ``_password`` that of the password.
    """
    for line in content.splitlines():
        name, equals, value = line.strip().partition(b"=")
        if not equals or name[:1] in b"#;":
            continue
        registry, _, key = name.strip(b" \t\"'").rpartition(b":")
        host = registry.strip(b"/:").decode("utf-8", "replace")
        for reading in readings(value.strip()):
            yield from _npm_value(host, key, reading)


def _npm_value(host: str, key: bytes, value: bytes) -> Iterator[StoredSecret]:
    if key == b"_authToken":
        yield StoredSecret(host, value)
    elif key == b"_auth":
        yield StoredSecret(host, password_of(value))
    elif key == b"_password":
        yield StoredSecret(host, base64_text(value))
    elif key == b"key":  # of a client certificate
        yield from of_private_key(host, value)
    elif b"://" in value:
        yield from of_url(value)


def yarn(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens of ``.yarnrc.yml`` and of ``.yarnrc``.

    https://yarnpkg.com/configuration/yarnrc#npmAuthToken. Yarn 1 separates by a blank:
    https://classic.yarnpkg.com/en/docs/yarnrc
    """
    for entry in entries(content):
        if entry.key == "npmAuthToken":
            yield StoredSecret(entry.section, entry.value)
        elif entry.key == "npmAuthIdent":
            ident = entry.value if b":" in entry.value else base64_text(entry.value)
            yield StoredSecret(entry.section, ident.partition(b":")[2])
    for line in content.splitlines():
        name, _, value = line.strip().partition(b" ")
        if name.strip(b'"').endswith(b"_authToken"):
            registry = name.strip(b'"').rpartition(b":")[0].strip(b"/")
            yield StoredSecret(registry.decode("utf-8", "replace"), value.strip(b" \"'"))


def pypi(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords of ``.pypirc``, by index.

    https://packaging.python.org/en/latest/specifications/pypirc/
    """
    for entry in entries(content):
        if entry.key.lower() == "password":
            yield StoredSecret(entry.section, entry.value)
        elif entry.key.lower() == "repository":
            yield from of_url(entry.value)


def pip(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords in the indexes of ``pip.conf`` and ``uv.toml``, by host.

    https://pip.pypa.io/en/stable/topics/authentication/
    """
    for word in content.replace(b"=", b" ").replace(b'"', b" ").replace(b"'", b" ").split():
        if b"://" in word:
            yield from of_url(word)


def uv(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords and tokens of ``credentials.toml``, by service.

    https://docs.astral.sh/uv/concepts/authentication/http/#the-uv-credentials-store
    """
    service = ""
    for entry in entries(content):
        if entry.key == "service":
            service = entry.value.decode("utf-8", "replace")
        elif entry.key in ("password", "token"):
            yield StoredSecret(service, entry.value)


def bun(content: bytes) -> Iterator[StoredSecret]:
    """Yield the credentials of ``.bunfig.toml``, which are mostly in inline tables.

    https://bun.sh/docs/runtime/bunfig#install-scopes
    """
    for entry in entries(content):
        if entry.key in ("token", "password"):
            yield StoredSecret(entry.section, entry.value)
        elif b"://" in entry.value:
            yield from of_url(entry.value)


def maven(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords and headers of ``settings.xml``, by server; one in braces is encrypted.

    https://maven.apache.org/settings.html#servers,
    https://docs.gitlab.com/user/packages/maven_repository/
    """
    server = header = ""
    for element in _without_cdata(content).split(b"<"):
        tag, _, text = element.partition(b">")
        name, text = tag.split(b" ")[0].strip(), text.strip()
        if name == b"id":
            server = text.decode("utf-8", "replace")
        elif name == b"name":
            header = text.decode("utf-8", "replace")
        elif name in _MAVEN and not text.startswith(b"{"):
            yield StoredSecret(server, _without_entities(text))
        elif name == b"value":
            yield from of_setting(server, header, _without_entities(text))


def _without_cdata(content: bytes) -> bytes:
    """Return ``content`` with entities in place of the sections of characters."""
    before, *sections = content.split(b"<![CDATA[")
    parts = (section.partition(b"]]>") for section in sections)
    return before + b"".join(
        text.replace(b"&", b"&amp;").replace(b"<", b"&lt;") + after for text, _, after in parts
    )


def sbt(content: bytes) -> Iterator[StoredSecret]:
    """Yield the password of a file of credentials of sbt, by host.

    https://www.scala-sbt.org/1.x/docs/Publishing.html#Credentials
    """
    host = ""
    for entry in entries(content):
        host = entry.value.decode("utf-8", "replace") if entry.key == "host" else host
        if entry.key == "password":
            yield StoredSecret(host, entry.value)


def cargo(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens of ``credentials.toml``, by registry.

    https://doc.rust-lang.org/cargo/reference/config.html#credentials
    """
    for entry in entries(content):
        section, _, key = entry.key.rpartition(".")
        if key in ("token", "secret-key"):
            yield StoredSecret(entry.section or section, entry.value)


def gem(content: bytes) -> Iterator[StoredSecret]:
    """Yield the keys of ``.gem/credentials``, by name, and of Bundler's ``config``.

    https://guides.rubygems.org/api-key-scopes/, bundle-config(1): ``BUNDLE_<HOST>`` is
    ``user:password`` or a token.
    """
    for entry in entries(content):
        name = entry.key
        if b"://" in entry.value:
            yield from of_url(entry.value)
        elif not name.startswith("BUNDLE_"):  # any name of a key: gem push --key
            yield StoredSecret(name, entry.value)
        elif "__" in name and b"/" not in entry.value and not name.startswith(_BUNDLE_OPTIONS):
            yield StoredSecret(name, entry.value.rpartition(b":")[2])


def composer(content: bytes) -> Iterator[StoredSecret]:
    """Yield the credentials of ``auth.json``, by host.

    https://getcomposer.org/doc/articles/authentication-for-private-packages.md
    """
    for path, value in json_strings(content):
        if path[:1] and path[0] in _COMPOSER and path[-1] not in ("username", "expires-at"):
            host = path[1] if len(path) > 1 else path[0]
            is_header = path[0] == "custom-headers"
            yield StoredSecret(host, value.rpartition(b": ")[2] if is_header else value)
    yield from of_json(content, ("consumer-secret", "access-token", "passphrase"))


def nuget(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords and API keys of ``NuGet.Config``, by source.

    https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file: encrypted ones, of
    Windows only, are no secret on another machine.
    """
    source = ""
    in_keys = False
    for tag in content.split(b"<"):
        name = tag.partition(b">")[0].strip(b" /\r\n\t")
        key, value = _attribute(tag, b"key"), _attribute(tag, b"value")
        if name in (b"apikeys", b"apikeys/"):
            in_keys = not tag.startswith(b"/")
        elif key is None and name.isascii() and not tag.startswith(b"/"):
            source = name.partition(b" ")[0].decode("ascii", "replace")
        elif value is not None and key is not None and (in_keys or key.lower() in _NUGET_KEYS):
            yield StoredSecret(key.decode("utf-8", "replace") if in_keys else source, value)


def _attribute(tag: bytes, name: bytes) -> bytes | None:
    """Return the value of an attribute of an XML tag, without entities."""
    for text in tag.split(name)[1:]:
        sign, rest = text.lstrip()[:1], text.lstrip()[1:].lstrip()
        if sign == b"=" and rest[:1] in (b'"', b"'"):
            return _without_entities(rest[1:].partition(rest[:1])[0])
    return None


def _without_entities(text: bytes) -> bytes:
    """Return ``text`` of XML without entities."""
    for entity, character in ((b"lt", b"<"), (b"gt", b">"), (b"quot", b'"'), (b"apos", b"'")):
        text = text.replace(b"&" + entity + b";", character)
    first, *parts = text.split(b"&#")
    return (first + b"".join(map(_numbered, parts))).replace(b"&amp;", b"&")


def _numbered(part: bytes) -> bytes:
    """Return ``part``, the text after ``&#``, with the character whose number begins it."""
    digits, _, rest = part.partition(b";")
    try:
        number = int(digits[1:], 16) if digits[:1] in (b"x", b"X") else int(digits)
        return chr(number).encode() + rest
    except (ValueError, OverflowError):
        return b"&#" + part
