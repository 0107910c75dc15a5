"""The identity of repositories: two addresses of one, and clones of one remote."""

from __future__ import annotations

import os
from hashlib import sha256
from urllib.parse import unquote

from git_secrets_py.errors import ConfigurationError
from git_secrets_py.fleet import addresses
from git_secrets_py.git.git_dirs import common_dir, git_dir_at
from git_secrets_py.page.forge import forge_of, host_and_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.fleet.addresses import Address

_FILE = "file://"
_LENGTH = 32


def repository_of(address: Address) -> str:
    """Return a text that addresses have in common only if they are of one repository.

    It is the page on the web where the service is known, the git directory of a path, or else the
    address itself.
    """
    path = _path_of(address)
    if path:
        return common_dir(git_dir_at(path))
    forge = forge_of(address.text)
    return forge.address.lower() if forge else address.text


def origin_of(remote: str, directory: str) -> str:
    """Return a digest that is the same for clones of one repository.

    ``remote`` is the address of a remote of the repository in ``directory``, or empty. Where the
    service is unknown, addresses with the same host and path are of one repository.
    """
    try:
        address = addresses.parse(remote or directory)
    except ConfigurationError:
        return ""
    if address.is_path:
        address = addresses.Address(os.path.join(directory, address.text), is_path=True)
    place = repository_of(address)
    host, path = host_and_path(place)
    if host:
        place = f"{host}/{path.strip('/').removesuffix('.git')}"
    return sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]


def _path_of(address: Address) -> str:
    if address.is_path:
        return address.text
    if address.text.startswith(_FILE):
        return unquote(address.text.removeprefix(_FILE))
    return ""
