"""Addresses of repositories, and the credentials in them.

The forms of addresses are those of git-clone(1), "GIT URLS". Only the protocols that git itself
implements are accepted: a remote helper such as ``ext::`` runs commands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from git_secrets_py.errors import ConfigurationError

PROTOCOLS = ("file", "git", "http", "https", "ssh")
_WEB = ("http", "https")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_HELPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
# ``user@host:path``: no slash before the colon. One letter is a drive of Windows.
_SCP = re.compile(r"(?:[^/:@]+@)?(?:\[[^/\]]*\]|[^/:]{2,}):(?!//).*", re.DOTALL)
# ``user:password@host``, a web address without its protocol, is in this form as well.
_PASSWORD = re.compile(r"[^/:@]+:[^/@]*@")

# The characters that end the host.
_HOST = re.compile(r"[/?#]")


@dataclass(frozen=True, slots=True)
class Credential:
    """The part of an address before its ``@``; ``password`` is ``None`` without one."""

    username: str = field(repr=False)
    password: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a repository without its ``credential``; ``is_path`` if it is a path."""

    text: str
    is_path: bool
    credential: Credential | None = None


def parse(text: str) -> Address:
    """Return the address in ``text``.

    Raises ``ConfigurationError``, which has no part of ``text``, for one that is not accepted.
    """
    if any(character < " " or character == "\x7f" for character in text):
        raise ConfigurationError("the address has control characters")
    if _HELPER.match(text):
        raise ConfigurationError(f"the protocol is not one of {', '.join(PROTOCOLS)}")
    url = _URL.fullmatch(text)
    if url is None and _PASSWORD.match(text):
        raise ConfigurationError(
            "there may be a password before the @; begin a web address with https://, "
            "and a path with ./"
        )
    if url is None:
        return Address(text, is_path=not _SCP.fullmatch(text))
    return _parse_url(url[1].lower(), url[2])


def _parse_url(protocol: str, rest: str) -> Address:
    if protocol not in PROTOCOLS:
        raise ConfigurationError(f"the protocol is not one of {', '.join(PROTOCOLS)}")
    host = _HOST.split(rest, maxsplit=1)[0]
    path = rest[len(host) :]
    user, at, host = host.rpartition("@")
    if protocol != "file":  # one repository has one spelling
        host, path = host.lower(), path.rstrip("/")
        rest = f"{user}{at}{host}{path}"
    if protocol in _WEB and ("?" in path or "#" in path):
        raise ConfigurationError("the address has a query, which may hold a credential; remove it")
    if protocol != "file" and not host:
        raise ConfigurationError("the address names no host")
    if not at:
        return Address(f"{protocol}://{rest}", is_path=False)
    name, colon, password = user.partition(":")
    if protocol == "ssh":
        if colon:
            raise ConfigurationError(
                "ssh takes no password from an address; remove it and use a key"
            )
        return Address(f"ssh://{rest}", is_path=False)
    credential = Credential(unquote(name), unquote(password) if colon else None)
    known = credential if protocol in _WEB else None
    return Address(f"{protocol}://{host}{path}", is_path=False, credential=known)


def name_of(address: Address) -> str:
    """Return a name for people: the path on the host, or the path itself."""
    if address.is_path:
        return address.text
    _, scheme, rest = address.text.partition("://")
    path = rest.partition("/")[2] if scheme else address.text.partition(":")[2]
    return path.strip("/").removesuffix(".git") or address.text
