"""Completion for zsh. Its completion of git calls ``_git-secrets`` for ``git secrets``."""

from __future__ import annotations

from tools.manual import words
from tools.manual.words import Kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.options import Option, Verb
    from tools.manual.words import Value

_SCRIPT = r"""#compdef git-secrets-py
# zsh completion for git-secrets-py, git-secrets and "git secrets".
# Made by "python -m tools.manual".

_git_secrets_py_revisions() {
    local -a refs
    refs=(HEAD ${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"})
    compset -P '*..(.|)'
    compadd -a refs
}

_git-secrets-py() {
    local -a verbs
    local word verb
    verbs=(
@VERBS@
    )
    for word in "${(@)words[1,CURRENT-1]}"; do
        [[ -n ${(M)verbs:#$word:*} ]] && verb=$word
    done
    case $verb in
        '') _describe -o command verbs ;;
@CASES@
    esac
}

_git-secrets-py "$@"
"""

_ALIAS = """\
#compdef git-secrets
# zsh completion for git-secrets. Made by "python -m tools.manual".
_git-secrets-py "$@"
"""


def script() -> str:
    """Return the script."""
    verbs = "\n".join(f"        {_quoted(f'{verb.name}:{verb.help}')}" for verb in words.verbs())
    cases = "\n".join(map(_case, words.verbs()))
    return _SCRIPT.replace("@VERBS@", verbs).replace("@CASES@", cases)


def alias() -> str:
    """Return the script for the name git-secrets."""
    return _ALIAS


def _case(verb: Verb) -> str:
    specs = [_quoted(f"{verb.name}[{_escaped(verb.help)}]"), *map(_option, words.options(verb))]
    value = words.value_of_verb(verb)
    if value is not None:
        specs.append(_quoted(f"*:{_value(value)}"))
    arguments = "".join(f" \\\n                {spec}" for spec in specs)
    return f"        {verb.name})\n            _arguments -S{arguments} ;;"


def _option(option: Option) -> str:
    value = words.value_of_option(option)
    rest = f"[{_escaped(option.help)}]" + (f":{_value(value)}" if value is not None else "")
    long = option.long + ("=" if value is not None else "")
    if not option.short:
        return _quoted(long + rest)
    both = f"'({option.short} {option.long})'"
    return f"{both}{{{option.short},{long}}}{_quoted(rest)}"


def _value(value: Value) -> str:
    choices = " ".join(value.choices)
    action = {
        Kind.FILE: "_files",
        Kind.DIRECTORY: "_files -/",
        Kind.REVISION: "_git_secrets_py_revisions",
        Kind.COMMAND: "_command_names -e",
        Kind.ONE_OF: f"({choices})",
        Kind.LIST_OF: f"_sequence compadd - {choices}",
        Kind.TEXT: " ",
    }[value.kind]
    return f"{_escaped(value.name)}:{action}"


def _escaped(text: str) -> str:
    for special in "\\[]:":
        text = text.replace(special, "\\" + special)
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
