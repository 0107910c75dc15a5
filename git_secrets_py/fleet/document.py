"""``fleet.json``: one document on all repositories, described by ``schema/fleet-1.json``."""

from __future__ import annotations

from itertools import islice

from git_secrets_py import __version__
from git_secrets_py.fleet.tasks import AUDITED, STATUSES
from git_secrets_py.report.escaping import visible_text
from git_secrets_py.report.json_document import Items, document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from git_secrets_py.fleet.merge import Merger
    from git_secrets_py.fleet.tasks import Outcome, Target

    Object = dict[str, Any]

SCHEMA_VERSION = 1


class FleetDocument:
    """The content of the document on ``entries``, whose reports ``merger`` has merged."""

    def __init__(
        self, entries: Sequence[tuple[Target, Outcome]], merger: Merger, generated: str
    ) -> None:
        self._entries = entries
        self._first: dict[str, str] = {}
        for target, outcome in entries:
            self._first.setdefault(outcome.repository, target.name)
        self._merger = merger
        self.generated = generated

    def written(self) -> Iterator[bytes]:
        """Yield the document, ASCII only."""
        yield from document(
            {
                **self._head(),
                "repositories": Items(self.repositories()),
                "secrets": Items(self._merger.secrets()),
                "summary": self.summary(),
            }
        )

    def beginning(self, secrets: int) -> Object:
        """Return the document with the first ``secrets`` only."""
        return {
            **self._head(),
            "repositories": list(self.repositories()),
            "secrets": list(islice(self.secrets(), secrets)),
            "summary": self.summary(),
        }

    def secrets(self) -> Iterator[Object]:
        """Yield the merged secrets, the most urgent ones first."""
        return self._merger.secrets()

    def _head(self) -> Object:
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "git-secrets-py", "version": __version__},
            "generated": self.generated,
        }

    def repositories(self) -> Iterator[Object]:
        """Yield the entry of each repository."""
        for target, outcome in self._entries:
            yield {
                "name": text(target.name),
                "address": text(target.address),
                "key": target.key,
                "status": outcome.status,
                "reasons": [text(reason) for reason in outcome.reasons],
                "size": outcome.size,
                "seconds": round(outcome.seconds, 3),
                "secrets": outcome.secrets,
                "web": outcome.web or None,
                "same_as": self._same_as(target, outcome),
            }

    def _same_as(self, target: Target, outcome: Outcome) -> str | None:
        """Return the name of the first clone of the same repository, unless it is this one."""
        first = self._first[outcome.repository]
        return text(first) if first != target.name else None

    def clones(self) -> Iterator[str]:
        """Yield a sentence about each repository that is a clone of another one."""
        for one in self.repositories():
            if one["same_as"]:
                name, first = (visible_text(one[key]) for key in ("name", "same_as"))
                yield f"{name}: has the same remote as {first}; both count as one repository"

    def summary(self) -> Object:
        """Return the totals."""
        totals = self._merger.totals
        statuses = dict.fromkeys(STATUSES, 0)
        for _, outcome in self._entries:
            statuses[outcome.status] += 1
        return {
            "complete": statuses[AUDITED] == len(self._entries),
            "repositories": len(self._entries),
            "statuses": statuses,
            "with_secrets": len({one.repository for _, one in self._entries if one.secrets}),
            "secrets": totals.secrets,
            "in_head": totals.in_head,
            "in_several_repositories": totals.shared,
            "severities": totals.severities,
            "bytes": sum(outcome.size for _, outcome in self._entries),
        }


def text(value: str) -> str:
    """Return ``value`` with U+FFFD for bytes that are not UTF-8."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
