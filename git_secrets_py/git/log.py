"""The log: authors, dates and subjects of commits and tags, decoded by git."""

from __future__ import annotations

from typing import NamedTuple

from git_secrets_py.errors import BlobError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.git.process_group import requests
from git_secrets_py.git.spawn import DEVNULL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.git import Git

# No field holds a NUL or a newline.
_FIELDS = ("%H", "%P", "%an <%ae>", "%ad", "%s")
# git-log(1) fails for an invalid setting of diffs or colors, which this command does not read.
_LOG = (
    "rev-list",
    "--stdin",
    "--no-walk=unsorted",
    "--encoding=UTF-8",
    "--date=raw",
    "--format=" + "%x00".join(_FIELDS),
)


class LogEntry(NamedTuple):
    """The author, date and subject of a commit, or the tagger, date and subject of a tag.

    ``author`` is ``Name <email>``. ``date`` is in git's raw format: seconds since 1970, a space,
    the zone. ``parents`` are the IDs of a commit's parents.
    """

    author: bytes
    date: bytes
    subject: bytes
    parents: Sequence[bytes] = ()


def of_commits(git: Git, oids: Iterable[bytes]) -> dict[bytes, LogEntry]:
    """Return the entries of the commits ``oids``, by ID; damaged commits are left out."""
    unique = list(dict.fromkeys(oids))
    return dict(_read_commits(git, unique)) if unique else {}


def of_tags(git: Git, oids: Iterable[bytes]) -> dict[bytes, LogEntry]:
    """Return the entries of the annotated tags among ``oids``, by ID.

    Parsed here, because git formats a tag only if a ref names it. Tags have no encoding.
    """
    unique = list(dict.fromkeys(oids))
    found = {}
    for answer in read_objects(git, unique) if unique else ():
        if isinstance(answer, ObjectContent) and answer.kind == b"tag":
            try:
                found[answer.oid] = _parse_tag(b"".join(answer.chunks()))
            except BlobError:
                continue
    return found


def _read_commits(git: Git, oids: Sequence[bytes]) -> Iterator[tuple[bytes, LogEntry]]:
    """Yield the commits ``oids``, with their IDs, without those that git cannot read."""
    with requests(oids) as stdin:
        process = git.start(*_LOG, stdin=stdin, stderr=DEVNULL)
        with process.stdout as stdout:
            output = stdout.read()
    if process.wait() == 0:
        yield from _parse_log(output)
    elif len(oids) > 1:
        # git exits at a damaged commit: read each half, down to single commits.
        middle = len(oids) // 2
        yield from _read_commits(git, oids[:middle])
        yield from _read_commits(git, oids[middle:])


def _parse_log(output: bytes) -> Iterator[tuple[bytes, LogEntry]]:
    for line in output.split(b"\n"):
        fields = line.split(b"\0")
        if len(fields) == len(_FIELDS):  # the other lines are "commit <ID>"
            oid, parents, author, date, subject = fields
            yield oid, LogEntry(author, date, subject, parents.split())


def _parse_tag(content: bytes) -> LogEntry:
    header, _, message = content.partition(b"\n\n")
    taggers = [line[7:] for line in header.split(b"\n") if line.startswith(b"tagger ")]
    tagger, end, date = taggers[0].rpartition(b"> ") if taggers else (b"", b"", b"")
    subject = message.lstrip(b"\n").partition(b"\n\n")[0].rstrip(b"\n")
    return LogEntry(tagger + end.strip(), date, subject.replace(b"\n", b" "))
