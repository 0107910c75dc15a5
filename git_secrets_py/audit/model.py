"""The values of an audit: its options, its progress and its result.

Named tuples rather than dataclasses, here and in the other modules of an audit: importing
``dataclasses`` and decorating with it takes a tenth of the time of a second audit.
"""

from __future__ import annotations

import os
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.content import Expand, NotScanned
    from git_secrets_py.findings.finding import Allowed, Finding
    from git_secrets_py.findings.place import Place
    from git_secrets_py.git.process_group import ProcessGroup
    from git_secrets_py.git.repository import Repository


class Options(NamedTuple):
    """The options of an audit.

    ``revisions`` are arguments of ``git rev-list`` that limit the audit. ``unreachable`` includes
    unreachable objects. ``allow_missing`` makes a missing object a warning, ``allow_partial`` one
    that a partial clone left on its remote; ``require_lfs`` makes it an error that the content of
    a Git LFS file is not in this clone. ``decode`` looks into encoded text, ``expand``
    yields the members of an archive. ``keep_allowed`` keeps every
    allowed match in the result, not only those that comments allow. ``threads`` defaults to the
    number of cores. ``cache_folder`` holds the cache, by default the git directory.
    """

    revisions: Sequence[bytes] = ()
    unreachable: bool = False
    allow_missing: bool = False
    allow_partial: bool = False
    require_lfs: bool = False
    use_cache: bool = True
    scan_binary: bool = False
    decode: bool = True
    expand: Expand | None = None
    keep_allowed: bool = False
    threads: int | None = None
    cache_folder: bytes | None = None


class Workspace(NamedTuple):
    """The resources of an audit: the repository, its git processes, a temporary folder, threads.

    ``on_progress`` is called in the thread of the audit.
    """

    repository: Repository
    children: ProcessGroup
    folder: str
    threads: int
    on_progress: OnProgress = lambda _: None

    def file(self, name: str) -> str:
        """Return the path of the temporary file ``name``."""
        return os.path.join(self.folder, name)


class Introduction(NamedTuple):
    """The author, date and subject of a commit, or the tagger, date and subject of a tag.

    ``author`` is ``Name <email>``. ``time`` is in seconds since 1970, ``zone`` as git writes it
    (``+0100``). ``summary`` is the subject line as ``git log`` prints it. Texts are UTF-8 if git
    can decode the commit.
    """

    author: bytes
    time: int
    zone: bytes
    summary: bytes


class AuditFinding(NamedTuple):
    """A secret in history.

    ``finding`` is its first occurrence; ``finding.commit`` is an object ID, or one of the
    placeholders in ``git_secrets_py.content``. ``further_count`` counts further occurrences
    (distinct commit, path and line), ``further`` are their places. ``introduction`` is ``None`` if
    the commit is damaged or unknown.
    ``last_commit`` is the newest commit known to hold the secret, ``removed_by`` the commit that
    removed it, or empty, and ``removal`` the author and date of that commit. ``in_head``: HEAD's
    tree holds it. ``on_remote``: a commit that introduced it is reachable from a remote-tracking
    branch. ``reachable``: it is reachable from a ref, a stash or an index.
    """

    finding: Finding
    further_count: int
    introduction: Introduction | None = None
    last_commit: bytes = b""
    removed_by: bytes = b""
    removal: Introduction | None = None
    in_head: bool = False
    on_remote: bool = False
    reachable: bool = True
    further: Sequence[Place] = ()


class ObjectCounts(NamedTuple):
    """The numbers of objects that can hold a secret, and their size in bytes."""

    commits: int = 0
    blobs: int = 0
    tags: int = 0
    size: int = 0

    def plus(self, other: ObjectCounts) -> ObjectCounts:
        """Return the numbers of both."""
        return ObjectCounts(
            self.commits + other.commits,
            self.blobs + other.blobs,
            self.tags + other.tags,
            self.size + other.size,
        )


class AuditCounts(NamedTuple):
    """The numbers of objects that an audit covers, skipped and missed.

    ``covered`` are all objects whose content is known to the audit, ``read`` those of them that
    it read itself. ``from_cache`` counts the others, with trees. ``seconds`` is wall-clock time.
    ``unreachable`` is the number of objects that match and were left out because they are
    unreachable.
    """

    covered: ObjectCounts
    read: ObjectCounts
    patterns: int = 0
    binaries: int = 0
    from_cache: int = 0
    missing: int = 0
    unreachable: int = 0
    seconds: float = 0.0
    is_shallow: bool = False
    is_partial: bool = False


class Progress(NamedTuple):
    """The progress of an audit: objects read, objects to read, bytes read, objects with matches.

    ``is_listed``: the list of objects is complete, so ``total`` is final. ``is_tracing``: the
    objects with matches are traced to their commits; ``done`` and ``total`` count commits.
    """

    done: int
    total: int
    size: int
    matched: int
    is_listed: bool
    is_tracing: bool = False


class AuditResult(NamedTuple):
    """The findings, oldest first, and the unscanned content.

    ``allowed`` are matches that comments allow and, on request, that patterns allow. ``binaries``
    are the IDs of binary blobs. ``complete`` is false if the audit was interrupted.
    """

    counts: AuditCounts
    findings: Sequence[AuditFinding]
    allowed: Sequence[Allowed]
    problems: Sequence[NotScanned]
    binaries: Sequence[bytes]
    complete: bool


if TYPE_CHECKING:
    OnProgress = Callable[[Progress], None]
