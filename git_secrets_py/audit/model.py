"""What an audit is asked, and what it answers."""

from __future__ import annotations

from git_secrets_py.model import IN_MESSAGE as IN_MESSAGE
from git_secrets_py.model import IN_TAG as IN_TAG
from git_secrets_py.model import TAGGED_BLOB as TAGGED_BLOB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.model import Allowed, Finding, NotScanned

# Shown where a finding has no commit, and where it has no path.
IN_INDEX = b"(index)"
UNREACHABLE = b"(unreachable)"
UNATTRIBUTED = b"(unattributed)"
IN_HEADER = b"(commit header)"
IN_TAG_HEADER = b"(tag header)"


class Options:
    """How an audit is to be done."""

    __slots__ = (
        "allow_missing",
        "keep_allowed",
        "revisions",
        "scan_binary",
        "threads",
        "unreachable",
        "use_cache",
    )

    def __init__(
        self,
        *,
        revisions: Sequence[bytes] = (),
        unreachable: bool = False,
        allow_missing: bool = False,
        use_cache: bool = True,
        scan_binary: bool = False,
        keep_allowed: bool = False,
        threads: int | None = None,
    ) -> None:
        """``revisions`` are arguments of ``git rev-list`` that narrow the audit.

        ``unreachable`` audits what no ref leads to as well. ``allow_missing`` makes a missing
        object a warning. ``keep_allowed`` keeps every allowed match in the result, not only those
        that comments allow. ``threads`` defaults to one for each core.
        """
        self.revisions = list(revisions)
        self.unreachable = unreachable
        self.allow_missing = allow_missing
        self.use_cache = use_cache
        self.scan_binary = scan_binary
        self.keep_allowed = keep_allowed
        self.threads = threads


class Introduction:
    """Who brought something in: of a commit the author, of a tag the tagger.

    ``time`` is in seconds since 1970, ``zone`` as git writes it (``+0100``), ``summary`` the
    first line of the message. Texts are UTF-8 where the commit says how it is encoded.
    """

    __slots__ = ("author", "summary", "time", "zone")

    def __init__(self, author: bytes, time: int, zone: bytes, summary: bytes) -> None:
        self.author = author
        self.time = time
        self.zone = zone
        self.summary = summary


class AuditFinding:
    """One secret: where it first appeared, and what became of it.

    ``finding`` is its first appearance: its ``commit`` is an object id, or one of the words in
    parentheses above. ``appearances`` counts further ones (distinct commit, path and line).
    ``last_commit`` is the newest commit known to hold it; ``removed_by`` the commit after which
    it was gone, or empty. ``in_head``: it stands in HEAD's tree. ``on_remote``: a commit that
    brought it in is reachable from a remote-tracking branch, so it has left this machine.
    ``reachable``: some ref, stashed state or index leads to it.
    """

    __slots__ = (
        "appearances",
        "finding",
        "in_head",
        "introduction",
        "last_commit",
        "on_remote",
        "reachable",
        "removed_by",
    )

    def __init__(self, finding: Finding, appearances: int) -> None:
        self.finding = finding
        self.appearances = appearances
        self.introduction: Introduction | None = None
        self.last_commit = b""
        self.removed_by = b""
        self.in_head = False
        self.on_remote = False
        self.reachable = True


class Summary:
    """What an audit read. ``size`` is in bytes, ``seconds`` of wall-clock time."""

    __slots__ = (
        "binaries",
        "blobs",
        "commits",
        "from_cache",
        "is_partial",
        "is_shallow",
        "missing",
        "patterns",
        "seconds",
        "size",
        "tags",
    )

    def __init__(self) -> None:
        self.commits = 0
        self.blobs = 0
        self.tags = 0
        self.size = 0
        self.patterns = 0
        self.binaries = 0
        self.from_cache = 0
        self.missing = 0
        self.seconds = 0.0
        self.is_shallow = False
        self.is_partial = False


class Progress:
    """How far an audit is: objects and bytes read, objects to read, objects with matches."""

    __slots__ = ("done", "is_listed", "matched", "size", "total")

    def __init__(self, done: int, total: int, size: int, matched: int, *, is_listed: bool) -> None:
        """``is_listed`` tells that ``total`` will not grow any more."""
        self.done = done
        self.total = total
        self.size = size
        self.matched = matched
        self.is_listed = is_listed


class AuditResult:
    """The findings in the order in which they came into history, and what was not scanned.

    ``allowed`` are matches that are allowed, by comments, and if asked for by patterns.
    ``binaries`` are the ids of binary blobs. ``complete`` is false for an audit that was
    interrupted.
    """

    __slots__ = ("allowed", "binaries", "complete", "findings", "problems", "summary")

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.findings: list[AuditFinding] = []
        self.allowed: list[Allowed] = []
        self.problems: list[NotScanned] = []
        self.binaries: list[bytes] = []
        self.complete = True


if TYPE_CHECKING:
    OnProgress = Callable[[Progress], None]
