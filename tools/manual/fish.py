"""Completion for fish. Its completion of git calls it for ``git secrets``."""

from __future__ import annotations

from git_secrets_py.cli.options import OPTIONS
from tools.manual import words
from tools.manual.words import Kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.cli.options import Option
    from tools.manual.words import Value

_HEAD = r"""# fish completion for git-secrets-py, git-secrets and "git secrets".
# Made by "python -m tools.manual".

function __git_secrets_py_verb -d "Print the verb on the command line"
    for word in (commandline -opc)
        if contains -- $word @VERBS@
            echo -- $word
            return 0
        end
    end
    return 1
end

function __git_secrets_py_is -d "Tell whether the verb is one of those given"
    set -l verb (__git_secrets_py_verb)
    and contains -- $verb $argv
end

function __git_secrets_py_list -d "Print what may follow in a list with commas"
    set -l head (string match -r '^(?:.*[,=])?' -- (commandline -ct))
    # Of --option=value, fish wants the value alone.
    set head (string replace -r '^-[^=]*=' '' -- $head)
    for choice in $argv
        echo -- $head$choice
    end
end

function __git_secrets_py_revisions -d "Print the refs, and ranges that end in them"
    set -l head (string match -r '^(?:.*\.\.\.?)?' -- (commandline -ct))
    for ref in HEAD (git for-each-ref --format='%(refname:short)' 2>/dev/null)
        echo -- $head$ref
    end
end

complete -c git-secrets-py -f
"""

_ALIAS = """\
# fish completion for git-secrets. Made by "python -m tools.manual".
complete -c git-secrets -w git-secrets-py
"""


def script() -> str:
    """Return the script."""
    names = " ".join(verb.name for verb in words.verbs())
    return _HEAD.replace("@VERBS@", names) + "".join(_lines())


def alias() -> str:
    """Return the script for the name git-secrets."""
    return _ALIAS


def _lines() -> Iterator[str]:
    for verb in words.verbs():
        yield _line(f"-n 'not __git_secrets_py_verb' -l {verb.name[2:]} -d {_quoted(verb.help)}")
    for option in OPTIONS:
        yield _line(_option(option))
    for verb in words.verbs():
        value = words.value_of_verb(verb)
        if value is not None and value.kind is not Kind.TEXT:
            yield _line(f"-n '__git_secrets_py_is {verb.name}' {_value(value)}")


def _option(option: Option) -> str:
    short = f" -s {option.short[1:]}" if option.short else ""
    value = words.value_of_option(option)
    wanted = f" -r {_value(value)}".rstrip() if value is not None else ""
    condition = f"-n '__git_secrets_py_is {' '.join(option.verbs)}'"
    return f"{condition} -l {option.long[2:]}{short}{wanted} -d {_quoted(option.help)}"


def _value(value: Value) -> str:
    choices = " ".join(value.choices)
    return {
        Kind.FILE: "-F",
        Kind.DIRECTORY: "-F",
        Kind.REVISION: "-a '(__git_secrets_py_revisions)'",
        Kind.COMMAND: "-a '(__fish_complete_command)'",
        Kind.ONE_OF: f"-a '{choices}'",
        Kind.LIST_OF: f"-a '(__git_secrets_py_list {choices})'",
        Kind.TEXT: "",
    }[value.kind]


def _line(rest: str) -> str:
    return f"complete -c git-secrets-py {rest}\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
