"""Finding a secret by the beginning of its fingerprint, wherever it may have been reported."""

from __future__ import annotations

import os

from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.model import NotScanned
from git_secrets_py.registry import Registry
from git_secrets_py.scan import scan
from git_secrets_py.sources import files, merge, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Blob, Finding, Origin, Pattern

    Found = Iterable[Finding | NotScanned]

MESSAGE = b"(commit message)"


class Search:
    """Looks for secrets of which the fingerprint begins with ``prefix``.

    ``candidates`` holds, by fingerprint, the first appearance of each that nothing excuses;
    ``excused`` those that are excused wherever they were seen, with what does it. ``problems``
    are what could not be looked at.
    """

    def __init__(self, prefix: str, registry: Registry, matcher: Matcher) -> None:
        """``matcher`` is for the prohibited patterns of ``registry``."""
        self.candidates: dict[str, Finding] = {}
        self.excused: dict[str, tuple[Finding, Pattern]] = {}
        self.problems: list[NotScanned] = []
        self._prefix = prefix
        self._registry = registry
        self._matcher = matcher

    def look(self, repository: Repository, audit: Callable[[Registry], Found]) -> None:
        """Look at what is staged and said in the last message, the work tree, and history.

        In this order, and no further than to where something is found. ``audit`` tells what
        history holds that a registry does not excuse.
        """
        for sources in (_staged, _message, _work_tree):
            self._take(scan(sources(repository), self._matcher, AllowRule()))
            if self.candidates:
                return
        if self.known():
            return
        # Nobody has to wait for the second audit but who asks for what is allowed by a pattern.
        for registry in (self._registry, Registry(self._registry.prohibited)):
            self._take(audit(registry))
            if self.candidates:
                return

    def known(self) -> dict[str, Origin]:
        """Return the allowed fingerprints with this beginning, found somewhere or not."""
        allowed = self._registry.allow.fingerprints
        return {one: allowed[one] for one in allowed if one.startswith(self._prefix)}

    def _take(self, found: Found) -> None:
        for item in found:
            if isinstance(item, NotScanned):
                if item.severity == NotScanned.ERROR:
                    self.problems.append(item)
            elif item.fingerprint.startswith(self._prefix):
                self._take_finding(item)

    def _take_finding(self, finding: Finding) -> None:
        line = finding.line
        excuses = self._registry.allow.excuses(line, finding.path, finding.commit)
        excuse = excuses[line.matches.index(finding.match)]
        if excuse is None:
            self.candidates.setdefault(finding.fingerprint, finding)
        else:
            self.excused.setdefault(finding.fingerprint, (finding, excuse))


def _staged(repository: Repository) -> Iterator[Blob | NotScanned]:
    return merge.incoming(repository, os.environ)


def _message(repository: Repository) -> Iterator[Blob | NotScanned]:
    """Yield the message that git keeps of the last commit, also of one that a hook stopped."""
    path = repository.path_in_git_dir("COMMIT_EDITMSG")
    if os.path.exists(path):
        yield files.file(path, MESSAGE)


def _work_tree(repository: Repository) -> Iterator[Blob | NotScanned]:
    return tree.tracked(repository, untracked=True)
