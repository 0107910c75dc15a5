"""Providers: commands that print one prohibited pattern a line, named in ``secrets.providers``.

``patterns_of`` is the way in. The AWS provider, which nearly every repository names, runs in this
process; any other is started, so that ``subprocess`` is imported only for those.
"""

from __future__ import annotations

from git_secrets_py.errors import ProviderError
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.providers import words

# However this program was called when the provider was stored, it is this program.
_AWS_PROVIDER = (
    [b"git", b"secrets", b"--aws-provider"],
    [b"git", b"secrets-py", b"--aws-provider"],
    [b"git-secrets", b"--aws-provider"],
    [b"git-secrets-py", b"--aws-provider"],
)


def patterns_of(command: bytes) -> list[Pattern]:
    """Run the provider ``command`` and return its patterns, in its order.

    A blank command gives none. Raises ``ProviderError``, which names the command and never what
    it printed.
    """
    arguments = _words(command)
    if not arguments:
        return []
    own = _aws_arguments(arguments)
    if own is not None:
        from git_secrets_py.providers import aws

        return aws.patterns(own[0] if own else None)
    return _printed(arguments, command.decode("utf-8", "backslashreplace"))


def _words(command: bytes) -> list[bytes]:
    try:
        return words.split(command)
    except ValueError as error:
        shown = command.decode("utf-8", "backslashreplace")
        raise ProviderError(
            f"provider '{shown}': {error}. Mend it in git config under secrets.providers."
        ) from None


def _aws_arguments(arguments: list[bytes]) -> list[bytes] | None:
    """Return what follows ``--aws-provider``: nothing or a file; ``None`` for another command."""
    for spelling in _AWS_PROVIDER:
        rest = arguments[len(spelling) :]
        if arguments[: len(spelling)] == spelling and len(rest) <= 1:
            return rest
    return None


def _printed(arguments: list[bytes], shown: str) -> list[Pattern]:
    from git_secrets_py.providers import command

    origin = Origin("provider", shown)
    return [Pattern(line, origin) for line in command.lines(arguments, shown)]
