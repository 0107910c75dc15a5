"""The credential helper that git runs: ``python -I <this file> <file> get``.

It imports nothing of ours, so that it can be started by its path. The protocol is that of
git-credential(1).
"""

from __future__ import annotations

import json
import os
import sys
from urllib.parse import urlsplit


def entries(path: str) -> dict[str, tuple[str, str | None]]:
    """Return the user name and the password, if there is one, of each address."""
    with open(path, encoding="ascii") as file:
        found = json.load(file)
    return {address: (username, password) for address, (username, password) in found.items()}


def answer(request: str, path: str) -> str:
    """Return the answer to ``request``, whose lines are ``key=value``; empty without one."""
    asked = dict(line.partition("=")[::2] for line in request.splitlines())
    for address, (username, password) in entries(path).items():
        url = urlsplit(address)
        is_same = (url.scheme, url.netloc) == (asked.get("protocol"), asked.get("host"))
        if is_same and url.path.strip("/") == asked.get("path", "").strip("/"):
            return f"username={username}\npassword={password or ''}\n"
    return ""


if __name__ == "__main__" and sys.argv[2:] == ["get"]:
    os.write(1, answer(sys.stdin.read(), sys.argv[1]).encode("utf-8", "surrogateescape"))
