"""What the values of a command line mean to the verbs that change the registry."""

from __future__ import annotations

from git_secrets_py.errors import UsageError
from git_secrets_py.git.config_file import ALLOWED, PATTERNS
from git_secrets_py.providers.words import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context


def nothing(context: Context) -> None:
    """Raise ``UsageError`` if there are values, for a verb that takes none."""
    at_most_one(context, of=0)


def at_most_one(context: Context, *, of: int = 1) -> bytes | None:
    """Return the only value, or ``None``; raises ``UsageError`` if there are more than ``of``."""
    values = context.values
    if len(values) > of:
        surplus = values[of].decode("utf-8", "surrogateescape")
        raise UsageError(f"{context.arguments.verb.name} does not know what to do with '{surplus}'")
    return values[0] if values else None


def key(context: Context) -> str:
    """Return the key of the patterns that the command line speaks of."""
    return ALLOWED if context.arguments.has("--allowed") else PATTERNS


def pattern(context: Context) -> bytes:
    """Return the pattern that was given, escaped if it is literal.

    Several values are one pattern, as the original has it: a user forgot to quote its spaces.
    Raises ``UsageError`` if there is none.
    """
    if not context.values:
        raise UsageError(f"{context.arguments.verb.name} needs a pattern")
    text = b" ".join(context.values)
    if not context.arguments.has("--literal"):
        return text
    from git_secrets_py.patterns.literal import escape

    return escape(text)


def provider(context: Context) -> bytes:
    """Return the command line of the provider that was given.

    One value is a command line already, as in ``--add-provider 'cat secrets.txt'``; several are
    its words, quoted where they have to be. Raises ``UsageError`` if there is none, or if its
    quotes do not match.
    """
    values = context.values
    if not b"".join(values).strip():
        raise UsageError(f"{context.arguments.verb.name} needs a command")
    command = values[0] if len(values) == 1 else b" ".join(map(quote, values))
    try:
        split(command)
    except ValueError as error:
        raise UsageError(f"{context.arguments.verb.name}: {error}") from None
    return command


def quote(word: bytes) -> bytes:
    """Return ``word`` so that a shell, and ``providers.words``, read it as this one word.

    A word that needs no quotes stays as it is.
    """
    plain = word and not set(word) & set(b" \t\r\n'\"\\~")
    return word if plain else b"'" + word.replace(b"'", b"'\\''") + b"'"


def shown(value: bytes) -> str:
    """Return ``value`` as a message shows it."""
    return value.decode("utf-8", "surrogateescape")
