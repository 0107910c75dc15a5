"""Stores of credentials for hosts of repositories: git, GitHub, GitLab, and netrc."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import of_url
from git_secrets_py.providers.settings_text import entries, words
from git_secrets_py.providers.stored_secret import StoredSecret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# The second is that of older programs, such as Perl's.
_NETRC_PASSWORD = ("password", "passwd")
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
        elif previous in _NETRC_PASSWORD:
            yield StoredSecret(machine, word)
        is_name = previous not in ("", "default")
        previous = "" if is_name else word.decode("utf-8", "replace")
        machine = "default" if previous == "default" else machine


def _netrc_words(content: bytes) -> Iterator[bytes]:
    in_macro = False
    for line in content.splitlines():
        in_macro = bool(line.strip()) and (in_macro or line.lstrip().startswith(b"macdef"))
        if not in_macro and not line.lstrip().startswith(b"#"):
            yield from words(line)


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
