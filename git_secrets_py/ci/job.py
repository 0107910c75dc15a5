"""The job of a CI service: the event that started it, and the commits that the event names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from git_secrets_py.errors import GitSecretsError

_HEXADECIMAL = "0123456789abcdef"
# From the shortest abbreviation of a service to a whole ID of SHA-256.
_ID_LENGTHS = range(7, 65)
_SHOWN = 80


class Event(Enum):
    """The kind of event that started a job."""

    REQUEST = "request"
    PUSH = "push"
    TAG = "tag"
    DELETION = "deletion"
    # A schedule or a manual start, which adds no commits.
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job, as its environment describes it.

    ``head`` is the ID of the built commit or tag; HEAD, if it is empty. ``bases`` are the IDs of
    commits that the target of a request contains, or that a pushed branch contained before.
    ``merge`` is the ID of a test merge of the head into the target. ``target`` is the branch that
    a request is for, or the default branch. It is empty if it is unknown, or if ``origin`` is
    another repository. ``branch`` is the pushed branch, ``tag`` the name of a pushed tag.
    ``is_new``: the push created the branch. ``fetch_all`` is the setting of the service that
    fetches all history.
    """

    event: Event
    head: str = ""
    bases: tuple[str, ...] = ()
    merge: str = ""
    target: str = ""
    branch: str = ""
    tag: str = ""
    is_new: bool = False
    fetch_all: str = "run 'git fetch --unshallow'"


def commit_id(text: str) -> str:
    """Return ``text`` if it is an object ID, or an abbreviated one; empty if it is all zeros.

    Raises ``GitSecretsError`` for any other text: it must not become an option of git.
    """
    if text and (len(text) not in _ID_LENGTHS or text.strip(_HEXADECIMAL)):
        raise GitSecretsError(f"{quoted(text)} is not a commit ID")
    return text if text.strip("0") else ""


def branch_name(ref: str) -> str:
    """Return the name of the branch ``ref``, given with or without ``refs/heads/``."""
    return ref.removeprefix("refs/heads/")


def quoted(text: str) -> str:
    """Return untrusted ``text`` for a message: short, and without control characters."""
    return ascii(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
