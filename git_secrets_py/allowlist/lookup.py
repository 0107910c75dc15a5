"""Finding a secret by the first digits of its ID."""

from __future__ import annotations

import os
from dataclasses import dataclass

from git_secrets_py.audit.audit import run as audit
from git_secrets_py.audit.model import Options
from git_secrets_py.content import IN_MESSAGE, NotScanned
from git_secrets_py.findings.finding import Allowed
from git_secrets_py.git.lfs import LfsStore
from git_secrets_py.model import MatchedLine
from git_secrets_py.registry import Registry
from git_secrets_py.scan import scan
from git_secrets_py.sources import files, merge, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.content import Blob, Expand
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Origin


@dataclass(frozen=True, slots=True)
class FoundSecrets:
    """The secrets whose IDs begin with certain digits; most IDs are fingerprints.

    ``candidates`` has, by ID, the first occurrence of each that is not allowed.
    ``allowed`` has, by ID, the origin of the entry or pattern that allows each of the
    others; an allowed fingerprint need not be found. ``problems`` are errors of the search.
    """

    candidates: dict[str, Finding]
    allowed: dict[str, Origin]
    problems: list[NotScanned]


def find(
    prefix: str,
    repository: Repository,
    registry: Registry,
    matcher: Matcher,
    *,
    scan_binary: bool = False,
    expand: Expand | None = None,
) -> FoundSecrets:
    """Search the index, the last commit message, the work tree and history, in this order.

    Unreachable objects and ignored files, of which there may be many, come last. The search ends
    with the first of them that has a candidate. ``matcher`` has the prohibited patterns of
    ``registry``. Raises ``KeyboardInterrupt`` if an audit is interrupted.
    """
    search = _Search(prefix, registry)
    everything = Registry(
        registry.prohibited,
        path_rules=registry.path_rules,
        rule_files=registry.rule_files,
        excluded=registry.excluded,
    )
    stored = LfsStore(repository).content
    for sources in (_staged, _message, _work_tree):
        search.take(scan(sources(repository), matcher, everything, stored, expand))
        if search.candidates:
            return search.result()
    options = Options(scan_binary=scan_binary, decode=matcher.decodes, expand=expand)
    if not search.known():
        # The second audit, without allowed patterns, finds secrets that a pattern allows.
        everywhere = options._replace(unreachable=True)
        for audited, some in ((registry, options), (everything, options), (registry, everywhere)):
            search.take(_history(repository, audited, some))
            if search.candidates:
                return search.result()
        search.take(scan(tree.ignored(repository), matcher, everything, stored, expand))
    return search.result()


class _Search:
    """Collects the secrets whose IDs begin with ``prefix``."""

    def __init__(self, prefix: str, registry: Registry) -> None:
        self.candidates: dict[str, Finding] = {}
        self._allowed: dict[str, Origin] = {}
        self._problems: list[NotScanned] = []
        self._prefix = prefix
        self._allow = registry.allow

    def take(self, items: Iterable[Finding | Allowed | NotScanned]) -> None:
        """Record problems and findings, which may be allowed in the repository."""
        for item in items:
            if isinstance(item, Allowed):
                continue  # a pattern in its own file
            if isinstance(item, NotScanned):
                if item.severity == NotScanned.ERROR:
                    self._problems.append(item)
            else:
                self._take_finding(item)

    def _take_finding(self, found: Finding) -> None:
        if not found.id.startswith(self._prefix):
            return
        line = found.line
        alone = MatchedLine(line.number, line.content, [found.match], line.offset)
        for item in self._allow.judge(alone, found.path, found.commit):
            if isinstance(item, Allowed):
                self._allowed.setdefault(found.id, item.by.origin)
                return
        self.candidates.setdefault(found.id, found)

    def known(self) -> dict[str, Origin]:
        """Return the allowed fingerprints that begin with the prefix, found or not."""
        fingerprints = self._allow.fingerprints
        return {one: fingerprints[one] for one in fingerprints if one.startswith(self._prefix)}

    def result(self) -> FoundSecrets:
        """Return the secrets and problems found so far."""
        allowed = {**self._allowed, **self.known()}
        return FoundSecrets(self.candidates, allowed, self._problems)


def _staged(repository: Repository) -> Iterator[Blob | NotScanned]:
    return merge.incoming(repository, os.environ)


def _message(repository: Repository) -> Iterator[Blob | NotScanned]:
    """Yield the message of the last commit, which git keeps even if a hook stopped the commit."""
    path = repository.path_in_git_dir("COMMIT_EDITMSG")
    if os.path.exists(path):
        yield files.file(path, IN_MESSAGE)


def _work_tree(repository: Repository) -> Iterator[Blob | NotScanned]:
    return tree.tracked(repository, untracked=True)


def _history(
    repository: Repository, registry: Registry, options: Options
) -> Iterator[Finding | NotScanned]:
    result = audit(repository, registry, options)
    if not result.complete:
        raise KeyboardInterrupt
    yield from (one.finding for one in result.findings)
    yield from result.problems
