"""Help: the overview, the help of each verb, and the text that follows a usage error."""

from __future__ import annotations

import re
import textwrap

from git_secrets_py.cli.help_texts import DESCRIPTIONS, EXAMPLES, GROUPS
from git_secrets_py.cli.options import OPTIONS
from git_secrets_py.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Verb
    from git_secrets_py.cli.options import Option
    from git_secrets_py.errors import UsageError

WEBSITE = "https://github.com/git-secrets-py/git-secrets-py"
MANUAL = f"man git-secrets-py, {WEBSITE}"
_WIDTH = 80
_VERB_COLUMN = 19
_OPTION_COLUMN = 24

_BRACKETS = re.compile(r"\[[^]]*\]")
_USAGE = "usage: git secrets <command> [<options>] [<arguments>...]"

# Options of git and of other scanners, whose counterparts here have names that are not close.
_COUNTERPARTS = {
    "--staged": "--cached",
    "--json": "--format json",
    "--sarif": "--format sarif",
    "--html": "--format html",
    "-o": "--output",
}

_OVERVIEW_END = f"""\
Start with 'git secrets --install' and 'git secrets --register-local'. For the
options of a command, type 'git secrets --scan -h'. The dashes of a command that
comes first are optional: 'git secrets scan'.

Read more: {MANUAL}
"""


def overview() -> str:
    """Return the output of ``git secrets -h``: all verbs, grouped by task."""
    verbs = {verb.name: verb for verb in VERBS}
    parts = [f"{_USAGE}\n\nPrevent secrets from entering a git repository."]
    for title, names in GROUPS.items():
        rows = (f"  {name:<{_VERB_COLUMN}}{verbs[name].help}" for name in names)
        parts.append("\n".join((title, *rows)))
    return f"{parts[0]}\n\n" + "\n".join(parts[1:]) + f"\n\n{_OVERVIEW_END}"


def verb_help(verb: Verb) -> str:
    """Return the help of ``verb``, such as the output of ``git secrets --scan -h``."""
    parts = [
        usage_line(verb),
        textwrap.fill(DESCRIPTIONS[verb.name], _WIDTH, break_on_hyphens=False),
        "\n".join(("Options:", *map(_option_rows, options_of(verb)), _HELP_ROW)),
    ]
    if verb.name in EXAMPLES:
        parts.append("\n".join(("Examples:", *(f"  {line}" for line in EXAMPLES[verb.name]))))
    return "\n\n".join((*parts, f"Read more: {MANUAL}\n"))


def usage_line(verb: Verb) -> str:
    """Return the usage of ``verb``; continuation lines are indented."""
    start = f"usage: git secrets {verb.name} "
    # "[--hooks <hooks>]" is one word.
    form = _BRACKETS.sub(lambda found: found[0].replace(" ", "\0"), verb.synopsis)
    lines = textwrap.wrap(
        start + form,
        _WIDTH,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return "\n".join(lines).replace("\0", " ")


def misuse(error: UsageError) -> str:
    """Return the lines for standard error: the reason, the usage, and where to read more."""
    suggestion = _suggestion(error)
    concerned = error.verb or (suggestion if suggestion.startswith("--") else f"--{suggestion}")
    verb = next((verb for verb in VERBS if verb.name == concerned and verb.help), None)
    reason = f"git secrets: {error}\n"
    if suggestion:
        reason += f"Did you mean {suggestion}?\n"
    elif error.unknown.startswith("-") and not (verb and verb.passes_on):
        reason += "A value that begins with '-' must follow '--'.\n"
    usage = usage_line(verb) if verb else _USAGE
    command = f"git secrets {verb.name} -h" if verb else "git secrets -h"
    return f"{reason}\n{usage}\nSee '{command}'.\n"


def options_of(verb: Verb) -> list[Option]:
    """Return the options that ``verb`` accepts."""
    return [option for option in OPTIONS if verb.name in option.verbs]


def _suggestion(error: UsageError) -> str:
    """Return the verb or option whose name is close to the unknown word; empty if none is."""
    if not error.unknown:
        return ""
    options = [option.long for option in OPTIONS if error.verb in ("", *option.verbs)]
    counterpart = _COUNTERPARTS.get(error.unknown, "")
    if counterpart.partition(" ")[0] in options:
        return counterpart
    from difflib import get_close_matches

    dashes = "--" if error.unknown.startswith("--") else ""
    names = [verb.name for verb in VERBS if verb.help and not error.verb]
    if dashes:
        names += options
    # Without dashes, which would make all names similar.
    plain = [name.removeprefix("--") for name in names]
    matches = get_close_matches(error.unknown.removeprefix("--"), plain, n=1)
    return dashes + matches[0] if matches else ""


def _option_rows(option: Option) -> str:
    names = f"{option.short}, {option.long}" if option.short else option.long
    return _row(f"{names} {option.value}".rstrip(), option.help)


def _row(names: str, help: str) -> str:
    indent = " " * _OPTION_COLUMN
    text = textwrap.fill(
        help, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    first = f"  {names:<{_OPTION_COLUMN - 3}} "
    if len(first) > _OPTION_COLUMN:  # a long name has a line of its own
        return f"{first.rstrip()}\n{text}"
    return first + text.removeprefix(indent)


_HELP_ROW = _row("-h, --help", "Print this help")
