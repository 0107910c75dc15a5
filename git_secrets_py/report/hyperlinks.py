"""Hyperlinks for terminals (OSC 8): of files, and of the reference of a rule.

https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
"""

from __future__ import annotations

import os
from urllib.parse import quote_from_bytes, urlsplit

from git_secrets_py.content import IN_INDEX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.findings.place import Place

# The smallest limit of a terminal emulator on the length of a URI.
_LONGEST = 2_000
_NOT_ESCAPED = "/"


def link(text: str, uri: str) -> str:
    """Return ``text`` as a link to ``uri``; without a usable one, ``text`` itself."""
    if not uri or len(uri) > _LONGEST or not (uri.isascii() and uri.isprintable()):
        return text
    return f"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\"


def file_uri(place: Place, top: bytes) -> str:
    """Return the URI of the file of ``place`` below ``top``; empty if it is in no work tree.

    Whatever could end the escape sequence is percent-encoded.
    """
    is_file = place.commit in (b"", IN_INDEX) and not place.path.startswith(b"(")
    if not is_file:
        return ""
    # A file elsewhere is named from the current directory, as it was given.
    base = os.getcwdb() if place.path.startswith(b"../") else top
    path = os.path.normpath(os.path.join(base, place.path)).replace(os.fsencode(os.sep), b"/")
    host = os.uname().nodename.encode() if hasattr(os, "uname") else b""
    return f"file://{quote_from_bytes(host)}/{quote_from_bytes(path.lstrip(b'/'), _NOT_ESCAPED)}"


def web_uri(reference: str) -> str:
    """Return ``reference`` if it is the address of a page, else nothing."""
    return reference if urlsplit(reference).scheme == "https" else ""
