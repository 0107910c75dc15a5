"""The notations in which rules find encoded secrets: each has a form for reports and a decoder.

A secret has one fingerprint in every notation, so that is taken over the decoded value.
"""

from __future__ import annotations

from base64 import b64decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_IN_BASE64 = "in base64"
BASIC = "basic"
# The checks of a rule take the decoded value in this one, and the text in the others.
PERCENT = "percent"


def from_base64(text: bytes) -> bytes:
    """Return the value of ``text`` in Base64, without blanks around it.

    Raises ``ValueError``. A line end, as ``echo`` adds it, is rarely part of a secret.
    """
    return b64decode(text, validate=True).strip()


def _of_basic(text: bytes) -> bytes:
    """Return the password of ``text``, the Base64 form of ``user:password`` (RFC 7617)."""
    return b64decode(text, validate=True).partition(b":")[2]


def _of_npmrc(text: bytes) -> bytes:
    """Return the password that ``_auth`` or ``_password`` of an .npmrc file holds, or a token."""
    value = from_base64(text)
    is_password = value.isascii() and value.decode().isprintable()
    return value.partition(b":")[2] or value if is_password else text


def _unquoted(text: bytes) -> bytes:
    """Return ``text`` with percent-encoding decoded (RFC 3986, section 2.1)."""
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(text)


NOTATIONS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "base64": (_IN_BASE64, from_base64),
    BASIC: (_IN_BASE64, _of_basic),
    "npmrc": (_IN_BASE64, _of_npmrc),
    PERCENT: ("percent-encoded", _unquoted),
}


def decoded(notation: str, text: bytes) -> tuple[bytes | None, str]:
    """Return the secret that ``text`` holds in ``notation``, and its form.

    ``None`` if ``text`` is not in it, or is the same in plain text.
    """
    form, decode = NOTATIONS[notation]
    try:
        value = decode(text)
    except ValueError:
        return None, ""
    return (None, "") if value == text or not value else (value, form)
