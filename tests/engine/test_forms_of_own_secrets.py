"""Secrets of all classes of characters are found in each form in which they may be written."""

from __future__ import annotations

import html
import json
import quopri
import shlex
from base64 import b64encode, encodebytes, urlsafe_b64encode
from collections.abc import Callable
from html.entities import html5
from urllib.parse import quote

import pytest

from git_secrets_py.engine.own_secrets import OwnSecrets, OwnSecretsFilter

TOKENS = (
    "u8jz" + "Pde0IgxL" + "d6Gn" * 6,
    "ghp_" + "W56eCuNGMGmSx0Qz" * 2,
    "sk-proj-1p" + "Y4-OjE2_k9" * 6,
    "5729fae923d5a4fd" * 2,
    "81u33" + "xtp" * 4,
    "Kw7_Tz" + "4-qP9x",
)
PASSWORDS = (
    "p@ss" + "/w0rd" + "+Q9z",
    "pa ss word" + " 12 xy",
    "q\"uo'te" + "\\back9",
    "a&b<c>" + 'd"e1',
    "100%sure" + "%41q",
    "x=y&z=1" + ";q#2",
    "$dollar" + "{x}9z",
    "üñïçödé" + "-9x",
    "密码パスワード" + "12",
    "🔑emoji" + "-key9",
)
ADDRESS = "somebody@example.org:"
LONG = "text around a secret that is long enough to be folded; "


def characters(text: str, form: str) -> bytes:
    return "".join(form % ord(one) for one in text).encode()


def named(character: str) -> str:
    """Return the shortest entity of HTML for a sign of ASCII, and other characters as they are."""
    names = [name for name, text in html5.items() if text == character and name.endswith(";")]
    is_sign = character.isascii() and names
    return f"&{min(names, key=lambda name: (len(name), name.isupper()))}" if is_sign else character


def folded(text: str, width: int) -> bytes:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width)).encode()


def halves(text: str) -> tuple[bytes, bytes]:
    """Return the halves of ``text``, without the quotes of strings."""
    middle = len(text) // 2
    first, second = (
        part.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"')
        for part in (text[:middle], text[middle:])
    )
    return first.encode(), second.encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    **{
        f"Base64 after {size} bytes": lambda text, size=size: b64encode(
            b"ab"[:size] + text.encode() + b"c"
        )
        for size in range(3)
    },
    "URL-safe Base64": lambda text: urlsafe_b64encode(text.encode()).rstrip(b"="),
    "Base64 in lines of 76": lambda text: encodebytes((LONG + text + LONG).encode()),
    "Basic authentication": lambda text: b"Basic " + b64encode((ADDRESS + text).encode()),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "hexadecimal in lines of 32": lambda text: folded((LONG[:14] + text).encode().hex(), 32),
    "HEXADECIMAL": lambda text: text.encode().hex().upper().encode(),
    "percent": lambda text: quote(text, safe="").encode(),
    "percent, in part": lambda text: quote(text, safe="/+=&@;").encode(),
    "percent, all": lambda text: b"".join(b"%%%02x" % byte for byte in text.encode()),
    "percent, twice": lambda text: quote(quote(text, safe=""), safe="").encode(),
    "JSON": lambda text: json.dumps(text).encode(),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)).encode(),
    "JSON, slashes": lambda text: json.dumps(text).replace("/", "\\/").encode(),
    "shell": lambda text: shlex.quote(text).encode(),
    "bytes of Python": lambda text: repr(text.encode()).encode(),
    "octal": lambda text: b"".join(b"\\%03o" % byte for byte in text.encode()),
    "hexadecimal escapes": lambda text: b"".join(b"\\x%02X" % byte for byte in text.encode()),
    "hexadecimal escapes of signs": lambda text: b"".join(
        one.encode() if one.isalnum() else b"".join(b"\\x%02x" % byte for byte in one.encode())
        for one in text
    ),
    "braces": lambda text: characters(text, "\\u{%x}"),
    "HTML": lambda text: html.escape(text).encode(),
    "HTML, decimal": lambda text: characters(text, "&#%d;"),
    "HTML, hexadecimal": lambda text: characters(text, "&#x%04X;"),
    "HTML, by name": lambda text: "".join(map(named, text)).encode(),
    "quoted-printable": lambda text: quopri.encodestring((LONG + text + LONG).encode()),
    "a string that continues": lambda text: b'"%b\\\n%b"' % halves(text),
    "two strings": lambda text: b"'%b' +\n    '%b'" % halves(text),
    "two strings in a line": lambda text: b'"%b" + "%b"' % halves(text),
    **{
        f"strings with {joint!r}": lambda text, joint=joint: joint.join(
            b"'%b'" % half for half in halves(text)
        )
        for joint in (b" . ", b".", b" .. ", b" || ", b"||", b" & ", b" & _\r\n    ")
    },
    "adjacent strings": lambda text: b'("%b"\n "%b")' % halves(text),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_found_in_each_form(form: str) -> None:
    missed = []
    for text in (*TOKENS, *PASSWORDS):
        secrets = OwnSecrets([(0, text.encode())])
        if not secrets.find(b"x = " + FORMS[form](text) + b"\ny = 1\n"):
            missed.append(text)
    assert missed == []


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_found_in_each_form_in_large_content(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.engine.own_secrets._SMALL", -1)
    missed = []
    for text in (*TOKENS, *PASSWORDS):
        secrets = OwnSecretsFilter(OwnSecrets([(0, text.encode())]))
        if not secrets.hits(b"y = 2\n" * 3000 + FORMS[form](text) + b"\ny = 1\n"):
            missed.append(text)
    assert missed == []
