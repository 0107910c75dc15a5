"""``git-secrets-py.1``, in the man macros: the option table, and the prose beside it."""

from __future__ import annotations

from git_secrets_py._version import __version__
from git_secrets_py.cli.options import OPTIONS
from tools.manual import roff, words
from tools.manual.prose import NAME, SECTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.options import Option, Verb

PROGRAM = "git-secrets-py"


def page() -> str:
    """Return the man page."""
    comment = '.\\" Made by "python -m tools.manual".\n'
    title = f'.TH {PROGRAM.upper()} 1 "" "{PROGRAM} {__version__}" "Git Manual"\n'
    # Left-aligned and not hyphenated: nothing here may be torn apart.
    head = comment + title + ".ad l\n.nh\n"
    sections = {
        "NAME": f"{PROGRAM} \\- {roff.text(NAME)}\n",
        "SYNOPSIS": ".br\n".join(map(_form, words.verbs())),
        "DESCRIPTION": SECTIONS["DESCRIPTION"],
        "COMMANDS": "".join(map(_command, words.verbs())),
        "OPTIONS": "".join(map(_option, OPTIONS)),
    }
    sections.update((name, text) for name, text in SECTIONS.items() if name not in sections)
    return head + "".join(roff.section(name, text) for name, text in sections.items())


def alias() -> str:
    """Return the page by which ``git secrets --help`` finds the other."""
    return f".so man1/{PROGRAM}.1\n"


def _form(verb: Verb) -> str:
    command = roff.marked(f"`git secrets {verb.name}`")
    return f"{command} {roff.placeholders(verb.synopsis)}".rstrip() + "\n"


def _command(verb: Verb) -> str:
    term = f"{roff.marked(f'`{verb.name}`')} {roff.placeholders(verb.synopsis)}".rstrip()
    admitted = ", ".join(f"`{option.long}`" for option in words.options(verb))
    options = f" Options: {admitted}." if admitted else ""
    return roff.item(term, _sentence(verb.help) + options)


def _option(option: Option) -> str:
    names = ", ".join(f"`{name}`" for name in (option.short, option.long) if name)
    term = f"{roff.marked(names)} {roff.placeholders(option.value)}".rstrip()
    shown = {verb.name for verb in words.verbs()}
    verbs = ", ".join(f"`{name}`" for name in option.verbs if name in shown)
    with_verbs = f" With {verbs}." if verbs else ""
    return roff.item(term, _sentence(option.help) + with_verbs)


def _sentence(help: str) -> str:
    return help[:1].upper() + help[1:] + "."
