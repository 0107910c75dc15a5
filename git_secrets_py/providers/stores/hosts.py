"""Stores of credentials for hosts of repositories: git, GitHub, GitLab, and netrc."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import of_url
from git_secrets_py.providers.settings_text import entries
from git_secrets_py.providers.stored_secret import StoredSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_GITLAB_KEYS = ("token", "job_token", "oauth2_refresh_token")


def netrc(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords of ``.netrc``, by machine; macros are skipped.

    https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html. The CLI of
    Heroku stores its token here as well.
    """
    machine = previous = ""
    for word in _netrc_words(content):
        if previous == "machine":
            machine = word.decode("utf-8", "replace")
        elif previous == "password":
            yield StoredSecret(machine, word)
        is_name = previous not in ("", "default")
        previous = "" if is_name else word.decode("utf-8", "replace")
        machine = "default" if previous == "default" else machine


def _netrc_words(content: bytes) -> Iterator[bytes]:
    in_macro = False
    for line in content.splitlines():
        in_macro = bool(line.strip()) and (in_macro or line.lstrip().startswith(b"macdef"))
        if not in_macro and not line.lstrip().startswith(b"#"):
            yield from _words(line.strip())


def _words(line: bytes) -> Iterator[bytes]:
    """Yield the words of ``line``; one in quotes may hold blanks, and escapes, as curl reads it."""
    while line:
        end = _end_of_quoted(line)
        if end:
            yield _unescaped(line[1:end])
            line = line[end + 1 :].lstrip()
        else:
            word, _, line = line.replace(b"\t", b" ").partition(b" ")
            yield word.strip(b'"')
            line = line.lstrip()


def _end_of_quoted(line: bytes) -> int:
    """Return the offset of the quote that ends the word in quotes at the start; 0 without one."""
    end = 1
    while line.startswith(b'"') and end < len(line):
        if line[end] == ord('"'):
            return end
        end += 2 if line[end] == ord("\\") else 1
    return 0


def _unescaped(word: bytes) -> bytes:
    first, *rest = word.split(b"\\")
    parts = iter(rest)
    text = first
    for part in parts:
        # Two backslashes are one.
        text += (_CONTROLS.get(part[:1], part[:1]) + part[1:]) if part else b"\\" + next(parts, b"")
    return text


def git_credentials(content: bytes) -> Iterator[StoredSecret]:
    """Yield the passwords of ``.git-credentials``, by host (git-credential-store(1))."""
    for line in content.splitlines():
        yield from of_url(line)


def gitlab(content: bytes) -> Iterator[StoredSecret]:
    """Yield the tokens of ``glab``, by host. https://docs.gitlab.com/cli/configuration/

    A YAML tag precedes some of them: ``token: !!null glpat-...``.
    """
    for entry in entries(content):
        if entry.key in _GITLAB_KEYS:
            value = entry.value.rpartition(b" ")[2] if entry.value[:2] == b"!!" else entry.value
            yield StoredSecret(entry.section, value, short_lived=entry.key != "token")
