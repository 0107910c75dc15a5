"""The alternates of a repository: the object directories that it borrows from."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.git import Git

_ALTERNATE = b"alternate: "


def alternates(git: Git, objects: bytes) -> list[bytes]:
    """Return the alternates of the object directory ``objects``, in quotes as git prints them."""
    # git counts all objects to print them, so it is only started if there may be any.
    if not _may_have_alternates(objects):
        return []
    lines = git.output("count-objects", "-v").split(b"\n")
    return [one.removeprefix(_ALTERNATE) for one in lines if one.startswith(_ALTERNATE)]


def _may_have_alternates(objects: bytes) -> bool:
    """Return whether git may read objects outside ``objects``; see gitrepository-layout(5)."""
    if "GIT_ALTERNATE_OBJECT_DIRECTORIES" in os.environ:
        return True
    try:
        os.stat(os.path.join(objects, b"info", b"alternates"))
    except FileNotFoundError:
        return False
    except OSError:
        return True  # git reports it
    return True
