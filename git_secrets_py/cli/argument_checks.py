"""Checks on the values of a command line."""

from __future__ import annotations

from git_secrets_py.errors import UsageError
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Context


def nothing(context: Context) -> None:
    """Raise ``UsageError`` if there are values, for a verb that takes none."""
    at_most_one(context, of=0)


def at_most_one(context: Context, *, of: int = 1) -> bytes | None:
    """Return the only value, or ``None``; raise ``UsageError`` if there are more than ``of``."""
    values = context.values
    if len(values) > of:
        raise UsageError(f"unexpected argument: {in_one_line(values[of])}")
    return values[0] if values else None


def pattern(context: Context) -> bytes:
    """Return the pattern, escaped if it is literal.

    Several values are one pattern whose blanks were not quoted. Raises ``UsageError`` if there is
    none.
    """
    if not context.values:
        raise UsageError(f"{context.arguments.verb.name} requires a pattern")
    joined = b" ".join(context.values)
    if not context.arguments.has("--literal"):
        return joined
    from git_secrets_py.patterns.literal import escape

    return escape(joined)


def hooks(context: Context, default: Sequence[str]) -> list[str]:
    """Return the hooks that ``--hooks`` names; raises ``UsageError`` for an unknown one."""
    if not context.arguments.has("--hooks"):
        return list(default)
    from git_secrets_py.hook_install import scripts

    return scripts.parse_hook_names(context.arguments.options["--hooks"])


def provider(context: Context) -> bytes:
    """Return the command line of the provider.

    One value is a whole command line, as in ``--add-provider 'cat secrets.txt'``; several values
    are its words. Raises ``UsageError`` if there is none, or if quotes are not closed.
    """
    from git_secrets_py.providers.command_words import split

    values = context.values
    if not b"".join(values).strip():
        raise UsageError(f"{context.arguments.verb.name} requires a command")
    command = values[0] if len(values) == 1 else b" ".join(map(quote, values))
    try:
        split(command)
    except ValueError as error:
        raise UsageError(f"{context.arguments.verb.name}: {error}") from None
    return command


def quote(word: bytes) -> bytes:
    """Return ``word`` quoted so that a shell, and ``command_words``, read it as one word."""
    # shlex quotes more than command_words needs, and the original does not read quotes.
    if word and not set(word) & set(b" \t\r\n\x0b\x0c'\"\\~"):
        return word
    import shlex

    return shlex.quote(text(word)).encode("utf-8", "surrogateescape")


def text(value: bytes) -> str:
    """Return ``value`` as text for a message, which the command line encodes again."""
    return value.decode("utf-8", "surrogateescape")
