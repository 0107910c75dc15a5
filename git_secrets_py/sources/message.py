"""The message of a commit, as git will record it (git-commit(1), ``--cleanup``)."""

from __future__ import annotations

from git_secrets_py.model import Blob
from git_secrets_py.sources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from git_secrets_py.git.repository import Config

_SCISSORS = b" ------------------------ >8 ------------------------"
# The candidates of ``core.commentChar=auto`` (builtin/commit.c, adjust_comment_line_char).
_AUTOMATIC = b"#;@!$%^&|:"
_KEEPS_COMMENTS = (b"verbatim", b"whitespace", b"scissors")


def message(path: bytes, config: Config, environ: Mapping[str, str]) -> Blob:
    """Return the message in the file at ``path``, shown under that path.

    Lines that git will not record are emptied, so that line numbers are those of the file.
    """
    return Blob(path, lambda: [_recorded(_content(path), config, environ)])


def _content(path: bytes) -> bytes:
    return b"".join(files.file(path, path).chunks())


def _recorded(content: bytes, config: Config, environ: Mapping[str, str]) -> bytes:
    # If no editor is used, git sets GIT_EDITOR to ":" for hooks and keeps comment lines.
    edited = environ.get("GIT_EDITOR") != ":"
    cleanup = (config.get(b"commit.cleanup") or b"default").lower()
    if cleanup == b"verbatim" or not (edited or cleanup == b"strip"):
        return content
    comment = _comment_prefix(content, config)
    content = _above_scissors(content, comment)
    if cleanup in _KEEPS_COMMENTS:
        return content
    return b"\n".join(b"" if line.startswith(comment) else line for line in content.split(b"\n"))


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
    """Return the part above git's scissors line.

    A line counts as git's if only a diff or comments follow it. A scissors line that a user
    typed into a message is recorded, with the text below it.
    """
    above, scissors, below = (b"\n" + content).partition(b"\n" + comment + _SCISSORS + b"\n")
    if scissors and _is_diff_or_comments(below, comment):
        return above[1:]
    return content


def _is_diff_or_comments(below: bytes, comment: bytes) -> bool:
    for line in below.split(b"\n"):
        if line.strip() and not line.startswith(comment):
            return line.startswith((b"diff --", b"Submodule "))
    return True
