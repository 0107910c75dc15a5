"""Credentials within other texts: URLs, base64, JSON, private keys."""

from __future__ import annotations

from binascii import a2b_base64

from git_secrets_py.providers.stored_secret import StoredSecret, is_path, is_telling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

_HEX = frozenset(b"0123456789abcdefABCDEF")
_DEEPEST = 64
# A shorter line of a key may be the end of its last group.
_SHORTEST_LINE = 40
# In the last whole line of a longer key, all numbers belong to this key alone.
_FEW_LINES = 3
_MARK = b"PRIVATE KEY-----"


def of_url(url: bytes) -> Iterator[StoredSecret]:
    """Yield the credentials of a URL, with its host as their profile (RFC 3986, section 3.2).

    Parameters of its query that are named like a secret are credentials as well.
    """
    scheme, _, rest = url.strip().partition(b"://")
    authority = rest.partition(b"/")[0]
    userinfo, at, host = authority.rpartition(b"@")
    if not scheme:
        return
    host = host.partition(b"?")[0]
    if at:
        user, _, password = userinfo.partition(b":")
        # A token alone is a user without a password.
        yield StoredSecret(host.decode("utf-8", "replace"), unquoted(password or user))
    for value in parameters(url.partition(b"?")[2].partition(b"#")[0], b"&"):
        yield StoredSecret(host.decode("utf-8", "replace"), unquoted(value))


def parameters(text: bytes, sign: bytes) -> Iterator[bytes]:
    """Yield the values in ``text``, separated by ``sign``, that are named like a secret."""
    for part in text.split(sign):
        name, equals, value = part.partition(b"=")
        if equals and is_telling(name.decode("utf-8", "replace")) and not is_path(value):
            yield value.strip()


def of_value(profile: str, value: bytes, *, short_lived: bool = False) -> Iterator[StoredSecret]:
    """Yield ``value``, the credentials in a URL or connection string, or the lines of a key.

    The parts of a connection string are ``name=value``, separated by semicolons:
    https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-strings
    """
    parts = list(parameters(value, b";")) if b";" in value else []
    if _MARK in value:
        yield from of_private_key(profile, value)
    elif parts:
        for part in parts:
            yield StoredSecret(profile, part, short_lived=short_lived)
    elif b"://" in value:
        for secret in of_url(value):
            yield StoredSecret(profile, secret.value, short_lived=short_lived)
    else:
        yield StoredSecret(profile, value, short_lived=short_lived)


def unquoted(text: bytes) -> bytes:
    """Return ``text`` without percent-encoding."""
    first, *parts = text.split(b"%")
    for part in parts:
        is_hex = len(part) >= 2 and set(part[:2]) <= _HEX
        first += bytes([int(part[:2], 16)]) + part[2:] if is_hex else b"%" + part
    return first


def base64_text(text: bytes) -> bytes:
    """Return ``text``, decoded; nothing if it is not base64."""
    try:
        return a2b_base64(text + b"=" * (-len(text) % 4))
    except ValueError:
        return b""


def password_of(basic: bytes) -> bytes:
    """Return the password in the base64 of ``user:password`` (RFC 7617)."""
    return base64_text(basic).partition(b":")[2]


def json_strings(
    content: bytes, lists: Collection[str] | None = None
) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Yield each string of a JSON document with the keys above it, the outermost first.

    Also of one with comments, or that is cut off. ``lists`` are the keys of the lists to look
    into; ``None`` for all.
    """
    text = content.decode("utf-8-sig", "surrogateescape")
    try:
        yield from _strings(_json(text), (), lists)
    except (ValueError, RecursionError):
        from git_secrets_py.providers import loose_json  # rare

        for path, value in loose_json.strings(text):
            if _is_within(path, lists):
                yield path, value


def _is_within(path: tuple[str, ...], lists: Collection[str] | None) -> bool:
    """Return whether each list in ``path``, an item of which has no key, is one of ``lists``."""
    return lists is None or all(
        key or (at > 0 and path[at - 1] in lists) for at, key in enumerate(path)
    )


def _json(text: str) -> object:
    """Parse a JSON document with the C scanner alone: ``json`` costs a hook 3 ms to import."""
    try:
        from _json import make_scanner
    except ImportError:  # pragma: no cover
        import json

        return json.loads(text)
    try:
        scan: Any = make_scanner
        found, end = scan(_Options)(text, len(text) - len(text.lstrip()))
    except (StopIteration, SystemError):  # it takes its error from ``json``, if that is imported
        raise ValueError("no JSON") from None
    if text[end:].strip():
        raise ValueError("more than one document")
    return found


class _Options:
    strict = False
    object_hook = object_pairs_hook = None
    parse_float = parse_int = parse_constant = staticmethod(lambda text: None)


def _strings(
    node: object, path: tuple[str, ...], lists: Collection[str] | None
) -> Iterator[tuple[tuple[str, ...], bytes]]:
    if isinstance(node, str):
        yield path, node.encode("utf-8", "surrogatepass")
    elif len(path) < _DEEPEST and isinstance(node, dict):
        for key, value in node.items():
            yield from _strings(value, (*path, str(key)), lists)
    elif len(path) < _DEEPEST and isinstance(node, list) and _is_within((*path, ""), lists):
        for value in node:
            yield from _strings(value, (*path, ""), lists)


def of_json(
    content: bytes, keys: Collection[str], short_lived: Collection[str] = ()
) -> Iterator[StoredSecret]:
    """Yield the strings under ``keys``; those under ``short_lived`` as such.

    ``name/*`` is any key of the object ``name``. The profile is the key above, or ``""``.
    """
    for path, value in json_strings(content):
        key = next((name for name in reversed(path) if name), "")
        above = [name for name in path[:-1] if name and name != key]
        profile = above[-1] if above else ""
        is_named = key in keys or key in short_lived or f"{profile}/*" in keys
        if is_named and not key.startswith("//"):  # such a key is a comment
            yield StoredSecret(profile, value, short_lived=key in short_lived)


def of_private_key(profile: str, text: bytes) -> Iterator[StoredSecret]:
    """Yield lines of a private key in PEM (RFC 7468) that no other key has.

    The last whole line: the first ones of OpenSSH's format (PROTOCOL.key) hold the names of
    algorithms and the public key. A short key of another format is all its own.
    """
    if _MARK not in text:
        return
    kind, _, rest = text.partition(_MARK)
    body = rest.partition(b"-----END")[0].replace(b"\\n", b"\n")
    lines = [line.strip() for line in body.split(b"\n") if b":" not in line]
    whole = [line for line in lines if len(line) >= _SHORTEST_LINE]
    is_short = len(whole) <= _FEW_LINES and not kind.endswith(b"OPENSSH ")
    for line in whole if is_short else [max(whole[-2:], key=len)] if whole else []:
        yield StoredSecret(profile, line)
