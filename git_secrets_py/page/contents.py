"""The contents of a page, whatever it reports: a scan, an audit, or many repositories.

All texts are for people: control characters are escaped, and secrets masked if the page is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# The states of a secret and their labels, the most urgent one first.
STATES = {
    "head": "Still in HEAD",
    "remote": "In history, on a remote",
    "history": "In local history only",
    "unreachable": "Unreachable",
    "staged": "Staged",
    "message": "In a message",
    "file": "In a file",
}
SEVERITIES = ("high", "medium", "low")


class PageStep(NamedTuple):
    """One step: a sentence, or a command to copy."""

    text: str
    is_command: bool = False


class Location(NamedTuple):
    """A place of a secret: ``path`` and ``line``, in the commit with the abbreviated ``commit``.

    ``link`` is the address of that line on the web, or empty; so is ``commit`` outside history.
    ``repository`` is a name, empty on a page about one repository.
    """

    path: str
    line: int
    commit: str = ""
    link: str = ""
    repository: str = ""


class Kind(NamedTuple):
    """Why a secret is one, in a few sentences, and the address of a document about it."""

    reason: str
    reference: str = ""


class Facts(NamedTuple):
    """The facts about a secret by which it is counted, filtered and sorted.

    ``since`` and ``until`` are the ISO 8601 times of the commits that introduced and removed it,
    or empty. ``repositories`` are names; there are none on a page about one repository.
    """

    rule: str
    severity: str
    state: str
    since: str = ""
    until: str = ""
    repositories: Sequence[str] = ()


# Not frozen, which takes longer: there may be thousands.
@dataclass(slots=True, kw_only=True)
class PageSecret:
    """A secret. ``excerpt`` is the text before it, the secret, and the text after it.

    ``locations`` are the first of its ``places``. ``remark`` is a sentence on a peculiarity
    about this one.
    """

    id: str
    facts: Facts
    kind: Kind
    excerpt: tuple[str, str, str]
    locations: Sequence[Location]
    places: int
    author: str = ""
    subject: str = ""
    remark: str = ""
    steps: Sequence[PageStep] = ()
    allow: Sequence[PageStep] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page. ``facts`` yields those of every secret, ``secrets`` the rows of the table.

    ``total`` is the number of secrets, ``counts`` are labels and numbers to show beside it,
    ``problems`` are messages about unscanned content, ``notes`` are sentences.
    ``generated`` is an ISO 8601 time. ``is_masked`` is whether secrets are masked.
    """

    title: str
    headline: str
    generated: str
    is_complete: bool
    is_masked: bool = True
    total: int
    facts: Iterable[Facts]
    secrets: Iterable[PageSecret]
    counts: Sequence[tuple[str, str]] = ()
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
