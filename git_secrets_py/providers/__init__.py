"""Providers: commands in ``secrets.providers`` that print one prohibited pattern per line.

The public functions are ``patterns_of`` and ``patterns``. The AWS provider, the most common one,
runs in this process; ``subprocess`` is imported only to start other providers.

``local`` reads the user's own secrets from the credential stores in ``store_table``, with the
functions in ``store_parsers``. These use ``settings_text`` and ``loose_json`` for the formats of
files, and ``encoded_text`` and ``named_values`` for the credentials in values.
"""

from __future__ import annotations

from git_secrets_py.errors import ProviderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.model import Pattern

# Every command under which this program may have been registered.
_AWS_PROVIDER = (
    [b"git", b"secrets", b"--aws-provider"],
    [b"git", b"secrets-py", b"--aws-provider"],
    [b"git-secrets", b"--aws-provider"],
    [b"git-secrets-py", b"--aws-provider"],
)
# Quoting, and the white space at which ``bytes.split`` splits but a shell does not.
_SPECIAL = (b"'", b'"', b"\\", b"~", b"\v", b"\f")


def patterns(commands: Iterable[bytes]) -> list[Pattern]:
    """Run each of the provider ``commands`` once; return their patterns as ``patterns_of`` does."""
    return [pattern for one in dict.fromkeys(commands) for pattern in patterns_of(one)]


def patterns_of(command: bytes) -> list[Pattern]:
    """Run the provider ``command`` and return its patterns in the order of its output.

    A blank command has no patterns. Raises ``ProviderError``, whose message contains the command
    but never its output.
    """
    arguments = _words(command)
    if not arguments:
        return []
    own = _aws_arguments(arguments)
    if own is not None:
        from git_secrets_py.providers import aws

        return aws.patterns(own[0] if own else None)
    return _output(arguments, command.decode("utf-8", "backslashreplace"))


def _words(command: bytes) -> list[bytes]:
    if not any(special in command for special in _SPECIAL):
        return command.split()  # most commands: a hook then imports no parser
    from git_secrets_py.providers import command_words

    try:
        return command_words.split(command)
    except ValueError as error:
        name = command.decode("utf-8", "backslashreplace")
        raise ProviderError(
            f"provider '{name}': {error}. Fix secrets.providers in the git config."
        ) from None


def _aws_arguments(arguments: list[bytes]) -> list[bytes] | None:
    """Return the arguments of ``--aws-provider``, at most one; ``None`` for other commands."""
    for spelling in _AWS_PROVIDER:
        rest = arguments[len(spelling) :]
        if arguments[: len(spelling)] == spelling and len(rest) <= 1:
            return rest
    return None


def _output(arguments: list[bytes], name: str) -> list[Pattern]:
    from git_secrets_py.model import Origin, Pattern
    from git_secrets_py.providers import command

    origin = Origin(Origin.PROVIDER, name)
    return [Pattern(line, origin) for line in command.lines(arguments, name)]
