"""Links to commits and files on the web, if the address of a remote reveals the service.

The addresses are those of GitHub's permanent links to files, GitLab's ``/-/`` routes, and the
source pages of Bitbucket Cloud.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes, unquote, urlsplit

# ``user@host:path``, where the path has no slash in front of the colon (git-clone(1)).
_SCP = re.compile(r"(?:[^/@]*@)?([^/:]+):(?!//)(.+)")
_SCHEMES = ("https", "http", "ssh", "git")
_HOST = re.compile(r"[a-z0-9.-]+(?::[0-9]+)?")
_UNESCAPED = "/-._~"


@dataclass(frozen=True, slots=True)
class _Service:
    """The paths of the pages of a service, after that of a repository."""

    commit: str
    file: str
    line: str


_GITHUB = _Service("commit", "blob", "#L{}")
_GITLAB = _Service("-/commit", "-/blob", "#L{}")
_BITBUCKET = _Service("commits", "src", "#lines-{}")


@dataclass(frozen=True, slots=True)
class Forge:
    """The pages of one repository, whose own page is ``address``."""

    address: str
    service: _Service

    def commit(self, oid: str) -> str:
        """Return the address of the page of the commit ``oid``."""
        return f"{self.address}/{self.service.commit}/{oid}"

    def line(self, oid: str, path: bytes, line: int) -> str:
        """Return the address of a line of the file ``path`` in the commit ``oid``."""
        file = quote_from_bytes(path, _UNESCAPED)
        return f"{self.address}/{self.service.file}/{oid}/{file}{self.service.line.format(line)}"


def forge_of(remote: str) -> Forge | None:
    """Return the pages of the repository with the address ``remote``; ``None`` if unknown.

    A host is known by a part of its name: ``github``, ``gitlab``, or as ``bitbucket.org``, since
    Bitbucket Data Center has other pages. User names and passwords are left out.
    """
    host, path = host_and_path(remote)
    service = _service(host)
    path = quote(unquote(path).strip("/").removesuffix(".git"), _UNESCAPED)
    if service is None or path.count("/") < 1 or not _HOST.fullmatch(host):
        return None
    return Forge(f"https://{host}/{path}", service)


def host_and_path(remote: str) -> tuple[str, str]:
    """Return the host and the path of ``remote``, empty for none.

    The port of a web server belongs to its host.
    """
    if "://" not in remote:
        match = _SCP.fullmatch(remote)
        return (match[1].lower(), match[2]) if match else ("", "")
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", ""
    if parts.scheme not in _SCHEMES:
        return "", ""
    return f"{host}:{port}" if port and parts.scheme == "https" else host, parts.path


def _service(host: str) -> _Service | None:
    name = host.partition(":")[0]
    labels = name.split(".")
    if name == "bitbucket.org":
        return _BITBUCKET
    if "github" in labels:
        return _GITHUB
    return _GITLAB if "gitlab" in labels else None
