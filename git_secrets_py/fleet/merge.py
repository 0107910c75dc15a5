"""The reports of all repositories, merged by fingerprint, in bounded memory.

One secret has one entry, whatever the number of repositories that hold it. Guessable secrets have
no fingerprint, so each repository has its own entries for these.
"""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import datetime, timezone
from itertools import groupby, islice
from operator import itemgetter

from git_secrets_py.model import SEVERITIES, short_id
from git_secrets_py.page.forge import forge_of
from git_secrets_py.spill import Sorter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from git_secrets_py.fleet.tasks import Target
    from git_secrets_py.page.forge import Forge

    Object = dict[str, Any]

# The most places that are listed of one secret; all are counted.
MOST_APPEARANCES = 1_000
_MOST_PLACES = 20
_MOST_AUTHORS = 20
_WHY = "why it is harmless"
# Sorts after the times of commits.
_NO_TIME = "~"


class FleetTotals:
    """The numbers of secrets, and of those in a state; ``severities`` counts them by severity."""

    def __init__(self) -> None:
        self.secrets = self.in_head = self.shared = 0
        self.severities = dict.fromkeys(SEVERITIES, 0)

    def add(self, secret: Object) -> None:
        """Count a merged ``secret``."""
        self.secrets += 1
        self.in_head += secret["in_head"] > 0
        self.shared += secret["repositories"] > 1
        self.severities[secret["severity"]] += 1


class Merger:
    """Takes the reports of repositories one by one."""

    def __init__(self, options: str = "") -> None:
        """``options`` are those with which ``--allow`` finds the secrets, in words of a shell."""
        self._allow = f"git secrets --allow {options}".rstrip()
        self._found = Sorter()
        self._merged = Sorter()
        self._count = 0
        self.totals = FleetTotals()

    def add(self, target: Target, report: Object, web: str, repository: str) -> None:
        """Add the secrets in ``report``, the JSON document on ``target``.

        ``web`` is the address of the page of the repository, or empty. Clones of one repository
        have the same text ``repository``, and are counted as one.
        """
        forge = forge_of(web)
        for finding in report["findings"]:
            self._add(target, forge, finding, repository)
            if "partner" in finding:
                self._add(target, forge, finding["partner"], repository)

    def _add(self, target: Target, forge: Forge | None, finding: Object, repository: str) -> None:
        appearance = _appearance(target, forge, finding)
        fingerprint = finding["fingerprint"]
        # Another repository may have the same guessable line, and another value in it.
        group = f"{fingerprint} {target.key}" if finding.get("guessable") else fingerprint
        common = _common(finding)
        text = json.dumps([common, appearance, repository])
        self._found.add((group, _in_utc(appearance["time"]), self._count, text), len(text))
        self._count += 1

    def merge(self) -> None:
        """Merge all reports: then ``secrets`` and ``totals`` are complete."""
        for number, (_, group) in enumerate(groupby(self._found.sorted(), key=itemgetter(0))):
            secret = _merged((json.loads(one[3]) for one in group), self._allow)
            self.totals.add(secret)
            text = json.dumps(secret)
            self._merged.add((*_urgency(secret), number, text), len(text))
        self._found = Sorter()

    def secrets(self) -> Iterator[Object]:
        """Yield the merged secrets, the most urgent ones first."""
        for *_, text in self._merged.sorted():
            yield json.loads(text)


def _in_utc(time: str | None) -> str:
    """Return the ISO 8601 ``time`` in UTC, in which times sort."""
    try:
        return datetime.fromisoformat(time or "").astimezone(timezone.utc).isoformat()
    except (ValueError, OverflowError):
        return _NO_TIME


def _urgency(secret: Object) -> tuple[int, bool, int]:
    return SEVERITIES.index(secret["severity"]), not secret["in_head"], -secret["repositories"]


def _common(finding: Object) -> Object:
    """Return the members that a secret has in all repositories."""
    guessable = bool(finding.get("guessable"))
    return {
        "id": short_id(finding["fingerprint"]),
        "fingerprint": None if guessable else finding["fingerprint"],
        "rule": finding["rule"],
        "description": finding["description"],
        "severity": finding["severity"],
        "encoding": finding["encoding"],
        "doubt": finding.get("doubt"),
        "secret": finding["secret"],
        "line_text": finding["line_text"],
    }


def _appearance(target: Target, forge: Forge | None, finding: Object) -> Object:
    history = finding["history"] or {}
    reachable = bool(history.get("reachable", True))
    return {
        "repository": target.name.encode("utf-8", "replace").decode(),
        **_place(finding, forge),
        "time": history.get("time"),
        "author": history.get("author", ""),
        "summary": history.get("summary", ""),
        "in_head": bool(history.get("in_head")),
        # Everything in a mirror comes from a remote.
        "on_remote": bool(history.get("on_remote")) or (reachable and not target.is_path),
        "reachable": reachable,
        "last_commit": history.get("last_commit"),
        "removed_by": history.get("removed_by"),
        "removed_time": history.get("removed_time"),
        "places": 1 + finding["further_count"],
        "further": [_place(one, forge) for one in finding["further"][:_MOST_PLACES]],
    }


def _place(place: Object, forge: Forge | None) -> Object:
    shown = {key: place[key] for key in ("path", "line", "column", "end", "commit")}
    return {**shown, "link": _link(place, forge) if forge and place["commit"] else None}


def _link(place: Object, forge: Forge) -> str:
    # A placeholder, such as that of a message; or a path with a masked secret in it.
    if place["path"].startswith("(") or "*" in place["path"]:
        return forge.commit(place["commit"])
    exact = place.get("path_base64")
    path = b64decode(exact) if exact else place["path"].encode()
    return forge.line(place["commit"], path, place["line"])


def _merged(group: Iterable[tuple[Object, Object, str]], allow: str) -> Object:
    """Return the entry of one secret; ``group`` is in order of the first commits.

    ``allow`` is the command that allows a secret, without its ID.
    """
    every = iter(group)
    common, first, repository = next(every)
    counted = _Counted()
    counted.add(first, repository)
    appearances = [first]
    for _, appearance, repository in every:
        counted.add(appearance, repository)
        if len(appearances) < MOST_APPEARANCES:
            appearances.append(appearance)
    return {
        **common,
        **counted.values(),
        "allow": None if _is_live(common) else f'{allow} {common["id"]} --reason "{_WHY}"',
        "appearances": appearances,
    }


def _is_live(common: Object) -> bool:
    """Return whether the secret is one that a provider or a credential store named."""
    rule: str = common["rule"]
    return rule == "provider-pattern" or rule.startswith("own-")


class _Counted:
    """The counts over the appearances of a secret."""

    def __init__(self) -> None:
        self._repositories: set[str] = set()
        self._in_head: set[str] = set()
        self._on_remote: set[str] = set()
        self._authors: dict[str, None] = {}
        self._places = 0
        self._reachable = False
        self._first: str | None = None
        self._last: str | None = None

    def add(self, appearance: Object, repository: str) -> None:
        time = appearance["time"]
        self._repositories.add(repository)
        if appearance["in_head"]:
            self._in_head.add(repository)
        if appearance["on_remote"]:
            self._on_remote.add(repository)
        if appearance["author"]:
            self._authors.setdefault(appearance["author"])
        self._places += appearance["places"]
        self._reachable = self._reachable or appearance["reachable"]
        self._first = self._first or time
        self._last = time or self._last

    def values(self) -> Object:
        return {
            "state": self._state(),
            "repositories": len(self._repositories),
            "in_head": len(self._in_head),
            "on_remote": len(self._on_remote),
            "places": self._places,
            "first_time": self._first,
            "last_time": self._last,
            "authors": list(islice(self._authors, _MOST_AUTHORS)),
            "author_count": len(self._authors),
        }

    def _state(self) -> str:
        if self._in_head:
            return "head"
        if self._on_remote:
            return "remote"
        return "history" if self._reachable else "unreachable"
