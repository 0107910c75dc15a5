"""``fleet.html``: the page about all repositories."""

from __future__ import annotations

from itertools import islice

from git_secrets_py import rules
from git_secrets_py.fleet.tasks import AUDITED
from git_secrets_py.page.contents import Facts, Kind, Location, Page, PageSecret, PageStep
from git_secrets_py.page.render import render
from git_secrets_py.report.escaping import visible_text
from git_secrets_py.report.fix_steps import AFTER_A_LEAK
from git_secrets_py.report.history import commit_text
from git_secrets_py.report.summary import size_text
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from git_secrets_py.fleet.document import FleetDocument

    Object = dict[str, Any]

# Places of a secret on the page, and characters of its line before and after it.
_PLACES = 20
_NOTES = 100
_BEFORE, _AFTER = 80, 200
_STEPS = (
    PageStep("Rotate it where it was issued: every clone contains it."),
    PageStep("For all steps after a leak, see:"),
    PageStep(AFTER_A_LEAK, is_command=True),
)


def page(document: FleetDocument) -> Iterator[bytes]:
    """Yield the page on ``document`` in UTF-8."""
    renderer = _Fleet()
    summary = document.summary()
    secrets = count(summary["secrets"], "secret")
    holding = count(summary["with_secrets"], "repository", "repositories")
    yield from render(
        Page(
            title="Secrets in the history of a fleet",
            headline=f"{secrets} in {holding}" if summary["secrets"] else "No secret found",
            generated=document.generated,
            is_complete=summary["complete"],
            total=summary["secrets"],
            facts=map(_facts, document.secrets()),
            secrets=map(renderer.secret, document.secrets()),
            counts=_counts(summary),
            problems=list(_problems(document.repositories())),
            notes=list(islice(document.clones(), _NOTES)),
        )
    )


def _counts(summary: Object) -> Sequence[tuple[str, str]]:
    numbers = {
        "Secrets": summary["secrets"],
        "Still in HEAD": summary["in_head"],
        "In several repositories": summary["in_several_repositories"],
        "Repositories": summary["repositories"],
        "Wholly audited": summary["statuses"][AUDITED],
        "With secrets": summary["with_secrets"],
    }
    counts = [(label, f"{number:,}") for label, number in numbers.items()]
    return [*counts, ("Size", size_text(summary["bytes"]))]


def _problems(repositories: Iterable[Object]) -> Iterator[str]:
    for one in repositories:
        if one["status"] != AUDITED:
            yield visible_text(f"{one['name']}: {'; '.join(one['reasons']) or one['status']}")


class _Fleet:
    """The renderer of secrets."""

    def __init__(self) -> None:
        self._references = {rule.name: rule.reference for rule in rules.by_source().values()}
        self._kinds: dict[tuple[str, str], Kind] = {}

    def secret(self, secret: Object) -> PageSecret:
        """Return the row of ``secret``."""
        appearances = secret["appearances"]
        first = appearances[0]
        places = [_location(one, place) for one in appearances for place in _places(one)]
        return PageSecret(
            id=secret["id"],
            facts=_facts(secret),
            kind=self._kind(secret["rule"], secret["description"]),
            excerpt=_excerpt(secret),
            locations=places[:_PLACES],
            places=secret["places"],
            author=visible_text(first["author"]),
            subject=visible_text(first["summary"]),
            remark=_remark(secret),
            steps=_STEPS,
            allow=_allow(secret),
        )

    def _kind(self, rule: str, reason: str) -> Kind:
        kind = self._kinds.get((rule, reason))
        if kind is None:
            kind = Kind(visible_text(reason), self._references.get(rule, ""))
            self._kinds[rule, reason] = kind
        return kind


def _location(appearance: Object, place: Object) -> Location:
    return Location(
        visible_text(place["path"]),
        place["line"],
        commit_text((place["commit"] or "").encode()),
        place["link"] or "",
        visible_text(appearance["repository"]),
    )


def _places(appearance: Object) -> Iterator[Object]:
    yield appearance
    yield from appearance["further"]


def _facts(secret: Object) -> Facts:
    appearances = secret["appearances"]
    removed = [one["removed_time"] or "" for one in appearances]
    return Facts(
        rule=visible_text(secret["rule"]),
        severity=secret["severity"],
        state=secret["state"],
        since=secret["first_time"] or "",
        until=max(removed) if all(removed) and not secret["in_head"] else "",
        repositories=list(dict.fromkeys(visible_text(one["repository"]) for one in appearances)),
    )


def _excerpt(secret: Object) -> tuple[str, str, str]:
    before, found, after = secret["line_text"].partition(secret["secret"])
    if not found:
        return "", visible_text(secret["secret"]), ""
    return visible_text(before[-_BEFORE:]), visible_text(found), visible_text(after[:_AFTER])


def _remark(secret: Object) -> str:
    number = secret["repositories"]
    parts = [secret["encoding"], secret["doubt"]]
    if number > 1:
        parts.append(f"in {number:,} repositories, still in HEAD of {secret['in_head']:,}")
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts if part)


def _allow(secret: Object) -> Sequence[PageStep]:
    if not secret["allow"]:
        return [PageStep("Never allow your own live key: deactivate it where it was issued.")]
    return [
        PageStep("In each repository that contains it:"),
        PageStep(secret["allow"], is_command=True),
        PageStep("git add .gitallowed", is_command=True),
    ]
