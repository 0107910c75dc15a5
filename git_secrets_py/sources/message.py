"""The message of a commit, as git will record it (git-commit(1), ``--cleanup``).

A hook cannot see the options of ``git commit``, and ``--cleanup=verbatim`` keeps the comment lines
that git removes by default. So only those comment lines are ignored that git itself wrote.
"""

from __future__ import annotations

import os

from git_secrets_py.content import Blob
from git_secrets_py.errors import BlobError
from git_secrets_py.files import expanded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from git_secrets_py.git.config import Config
    from git_secrets_py.git.repository import Repository

_SCISSORS = b" ------------------------ >8 ------------------------"
# The candidates of ``core.commentChar=auto`` (builtin/commit.c, adjust_comment_line_char).
_AUTOMATIC = b"#;@!$%^&|:"
# In English; others are in git's catalogs.
_INTRODUCTION = b" Please enter the commit message for your changes. Lines starting"
_KEPT = b" will be kept; you may remove them"
# In the advice about a merge.
_COMMANDS = (b"git update-ref -d MERGE_HEAD", b"git update-ref -d CHERRY_PICK_HEAD")
_NO_HEAD = 128
# Before a path in the status, in any language.
_ENDS_OF_LABELS = (b": ", "\uff1a".encode(), b"  ", b" -> ")
_STARTS_OF_DIFF_LINES = b" +-@\\"


def message(path: bytes, repository: Repository, environ: Mapping[str, str]) -> Blob:
    """Return the message in the file at ``path``, shown under that path.

    Lines that git will not record are emptied, so that line numbers are those of the file. Lines of
    a list that names no file stay: a user typed them.
    """
    listed = _Listed(repository, os.fsencode(environ.get("GIT_PREFIX", "")))
    return Blob(path, lambda: [_recorded(_content(path), repository.config, environ, listed)])


def is_final(environ: Mapping[str, str]) -> bool:
    """Return whether no editor is used for the message: git sets this for hooks then."""
    return environ.get("GIT_EDITOR") == ":"


def patch_message(path: bytes) -> Blob:
    """Return the message of a patch in the file at ``path``: ``git am`` records all of it."""
    from git_secrets_py.sources import files

    return files.file(path, path)


def _content(path: bytes) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise BlobError(error.strerror) from error


def _recorded(content: bytes, config: Config, environ: Mapping[str, str], listed: _Listed) -> bytes:
    if is_final(environ):  # git writes no comment lines
        return content
    cleanup = (config.get(b"commit.cleanup") or b"default").lower()
    if cleanup == b"verbatim":
        return content
    comment = _comment_prefix(content, config)
    content = _above_scissors(content, comment)
    if cleanup == b"whitespace" or _are_comments_kept(content, comment):
        return content
    introductions: tuple[bytes, ...] = (_INTRODUCTION, _SCISSORS)
    has_comments = b"\n" + comment in content
    if has_comments and _INTRODUCTION not in content and _has_language(environ):
        from git_secrets_py.sources.translations import Introductions

        translated = Introductions(listed.git, environ, comment)
        if translated.say_kept(content, comment):
            return content
        introductions += translated.starts
    lines = content.split(b"\n")
    return b"\n".join(_without_comments_of_git(lines, comment, config, listed, introductions))


def _has_language(environ: Mapping[str, str]) -> bool:
    """Return whether git may print translated messages."""
    return any(environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))


def _are_comments_kept(content: bytes, comment: bytes) -> bool:
    """Return whether git says, in its introduction, that it records the comments."""
    _, introduction, below = content.rpartition(b"\n" + comment + _INTRODUCTION)
    return bool(introduction) and _KEPT in below.partition(b"\n" + comment + b"\n")[0]


def _without_comments_of_git(
    lines: list[bytes],
    comment: bytes,
    config: Config,
    listed: _Listed,
    introductions: tuple[bytes, ...],
) -> list[bytes]:
    """Empty the comments that git added at the end, and those of the configured template."""
    end = len(lines)
    is_introduced = False
    while end:
        start = end
        while start and lines[start - 1].startswith(comment):
            start -= 1
        own = _own(lines[start:end], comment, introductions, is_introduced=is_introduced)
        if own:
            part = slice(start + own.start, start + own.stop)
            # Git writes nothing above its scissors line.
            is_introduced = not lines[part.start].startswith(comment + _SCISSORS)
            indented = comment + b"\t"
            lines[part] = [
                line if line.startswith(indented) and not listed.names_file(line) else b""
                for line in lines[part]
            ]
        elif start < end or lines[start - 1].strip():
            break
        end = start if start < end else end - 1
    template = _template_comments(lines, comment, config)
    return [b"" if line in template else line for line in lines]


def _own(
    comments: list[bytes], comment: bytes, introductions: tuple[bytes, ...], *, is_introduced: bool
) -> range:
    """Return the lines of a block of comments that git wrote; anything else was typed by the user.

    The status that git appends has an empty comment after its introduction, and ends with
    another one if there are changes, else with the name of the branch. Git's other blocks list
    paths or commands, each after a tab, below a heading, and are above its introduction
    (``is_introduced``). With ``--cleanup=scissors``, the introduction is a scissors line.
    """
    stripped = _headed([line[len(comment) :] for line in comments])
    empty = [number for number, line in enumerate(stripped) if not line]
    listed = [number for number, line in enumerate(stripped) if line.startswith(b"\t")]
    starts = [n for n, line in enumerate(stripped) if line.startswith(introductions)]
    if not (empty or listed) or not (starts or is_introduced):
        return range(0)
    last = max(empty[-1:] + listed[-1:])
    if last in listed or len(empty) == 1:
        last += 1
    first = starts[0] if starts else 0
    if first in listed:
        return range(0)
    return range(first, min(last + 1, len(stripped)))


class _Listed:
    """The files that git's status may list."""

    def __init__(self, repository: Repository, prefix: bytes) -> None:
        """The status lists paths from ``prefix``, the directory in which git was started."""
        self.git = repository.git
        self._prefix = prefix
        self._committed: set[bytes] = set()

    def names_file(self, line: bytes) -> bool:
        """Return whether an indented ``line`` names a file on disk or in HEAD, or is a command.

        The path follows a label such as ``modified:``, or the old path of a renamed file.
        """
        text = line.partition(b"\t")[2]
        named = [text, *(text.rpartition(end)[2].lstrip() for end in _ENDS_OF_LABELS)]
        # With status.relativePaths=false, they are paths from the top.
        paths = [os.path.normpath(self._prefix + one) for one in named if one]
        paths += filter(None, named)
        if text in _COMMANDS or any(map(os.path.lexists, paths)):
            return True
        if not self._committed:  # a deleted file
            words = ("ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD")
            listing = self.git.output(*words, accept=(0, _NO_HEAD))
            self._committed.update(listing.split(b"\0"))
        return not self._committed.isdisjoint(paths)


def _headed(comments: list[bytes]) -> list[bytes]:
    """Return the ``comments`` above the first list without a heading, which git did not write."""
    for number, line in enumerate(comments):
        if number and line.startswith(b"\t") and not comments[number - 1]:
            return comments[:number]
    return comments


def _template_comments(lines: list[bytes], comment: bytes, config: Config) -> set[bytes]:
    path = config.get(b"commit.template")
    if not path or not any(line.startswith(comment) for line in lines):
        return set()
    try:
        with open(expanded(path), "rb") as file:
            template = file.read().split(b"\n")
    except OSError:
        return set()
    return {line for line in template if line.startswith(comment)}


def _comment_prefix(content: bytes, config: Config) -> bytes:
    """Return the prefix of comment lines, one or more bytes."""
    configured = [
        setting.value
        for setting in config.settings
        if setting.key in (b"core.commentchar", b"core.commentstring") and setting.value
    ]
    prefix = configured[-1] if configured else b"#"
    return _chosen_by_git(content) if prefix.lower() == b"auto" else prefix


def _chosen_by_git(content: bytes) -> bytes:
    """Return the comment character that git chose: the first character of its own lines.

    These are at the end, or above the diff of ``git commit -v``.
    """
    for character in _AUTOMATIC:
        prefix = bytes([character])
        if _above_scissors(content, prefix) is not content:
            return prefix
    for line in reversed(content.split(b"\n")):
        if line and line[0] in _AUTOMATIC and line[1:2] in (b"", b" ", b"\t"):
            return line[:1]
        if line.strip():
            break
    return b"#"


def _above_scissors(content: bytes, comment: bytes) -> bytes:
    """Return the part above git's scissors line, if the diff of ``git commit -v`` is below it.

    A line counts as git's if a comment precedes it and only a diff follows. A scissors line that
    a user typed into a message is recorded, with the text below it.
    """
    above, scissors, below = (b"\n" + content).rpartition(b"\n" + comment + _SCISSORS + b"\n")
    if scissors and _is_above_diff(above, below, comment):
        return above[1:]
    return content


def _is_above_diff(above: bytes, below: bytes, comment: bytes) -> bool:
    lines = iter(below.split(b"\n"))
    for line in lines:
        if line.strip() and not line.startswith(comment):
            is_diff = line.startswith((b"diff --", b"Submodule "))
            follows_status = above.rpartition(b"\n")[2].startswith(comment)
            return is_diff and follows_status and not _has_comment(lines, comment)
    return False


def _has_comment(diff: Iterable[bytes], comment: bytes) -> bool:
    """Return whether comments follow the lines of a diff: git's status, so the diff is typed."""
    if comment[:1] in _STARTS_OF_DIFF_LINES:
        return False
    return any(line.startswith(comment) for line in diff)
