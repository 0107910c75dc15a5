"""Completion for bash: of the programs themselves, and of ``git secrets`` by git's completion."""

from __future__ import annotations

from git_secrets_py.cli.options import OPTIONS
from tools.manual import words
from tools.manual.words import Kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tools.manual.words import Value

_SCRIPT = r"""# bash completion for git-secrets-py, git-secrets and "git secrets".
# Made by "python -m tools.manual".

# Print the options of a verb.
__git_secrets_py_options() {
    case $1 in
@OPTIONS@
    esac
}

# Print how the value of a verb or an option is completed: its kind, and what there is to choose.
__git_secrets_py_value() {
    case $1 in
@VALUES@
    esac
}

# Set COMPREPLY for the value $2 of the verb or option $1.
__git_secrets_py_complete_value() {
    local kind choices head=
    read -r kind choices <<<"$(__git_secrets_py_value "$1")"
    case $kind in
        one) COMPREPLY=($(compgen -W "$choices" -- "$2")) ;;
        list)
            [[ $2 == *,* ]] && head=${2%,*},
            COMPREPLY=($(compgen -P "$head" -W "$choices" -- "${2#"$head"}")) ;;
        revision)
            [[ $2 == *..* ]] && head=${2%"${2##*..}"}
            choices=$(git for-each-ref --format='%(refname:short)' 2>/dev/null)
            COMPREPLY=($(compgen -P "$head" -W "HEAD $choices" -- "${2#"$head"}")) ;;
        command) COMPREPLY=($(compgen -c -- "$2")) ;;
        # Left to readline, which knows about names with spaces.
        file | directory) ;;
        *) compopt +o default +o bashdefault 2>/dev/null ;;
    esac
}

# Set COMPREPLY for the word $1 behind the words from $2 on.
__git_secrets_py_complete() {
    local current=$1 word verb= option= given=" "
    shift
    COMPREPLY=()
    for word; do
        case $word in
            @VERBS@) verb=$word ;;
        esac
        given+="$word "
    done
    # "=" is a word of its own, unless git's completion has put the words together again.
    [[ $current == "=" ]] && current= && set -- "$@" =
    [[ ${@: -1} == "=" ]] && set -- "${@:1:$#-1}"
    if [[ $current == --*=* ]]; then
        option=${current%%=*}
        current=${current#*=}
    else
        case ${@: -1} in
            @VALUED@) option=${@: -1} ;;
        esac
    fi
    if [[ -n $option ]]; then
        __git_secrets_py_complete_value "$option" "$current"
    elif [[ -z $verb ]]; then
        COMPREPLY=($(compgen -W "@VERB_WORDS@" -- "$current"))
    elif [[ $current == -* ]]; then
        for word in $(compgen -W "$(__git_secrets_py_options "$verb")" -- "$current"); do
            [[ $given == *" $word "* ]] || COMPREPLY+=("$word")
        done
    else
        __git_secrets_py_complete_value "$verb" "$current"
    fi
}

_git_secrets_py_program() {
    __git_secrets_py_complete "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[@]:0:COMP_CWORD}"
}

# What git's completion calls, with the words in "words" and the place in "cword".
_git_secrets() {
    __git_secrets_py_complete "${words[cword]}" "${words[@]:0:cword}"
    # git's completion leaves it to us to put a space behind a word.
    COMPREPLY=("${COMPREPLY[@]/%/ }")
    [[ ${COMPREPLY[*]} == " " ]] && COMPREPLY=()
    return 0
}

_git_secrets_py() {
    _git_secrets
}

complete -o bashdefault -o default -F _git_secrets_py_program git-secrets-py git-secrets
"""

_ALIAS = """\
# bash completion for git-secrets. Made by "python -m tools.manual".
. "${BASH_SOURCE[0]%/*}/git-secrets-py"
"""

_KINDS = {Kind.ONE_OF: "one", Kind.LIST_OF: "list"}


def script() -> str:
    """Return the script."""
    verbs = [verb.name for verb in words.verbs()]
    valued = [name for o in OPTIONS if o.value for name in (o.short, o.long) if name]
    parts = {
        "@OPTIONS@": "\n".join(_options()),
        "@VALUES@": "\n".join(_values()),
        "@VERBS@": " | ".join(verbs),
        "@VERB_WORDS@": " ".join(verbs),
        "@VALUED@": " | ".join(valued),
    }
    text = _SCRIPT
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


def alias() -> str:
    """Return the script by which bash-completion finds the other under the name git-secrets."""
    return _ALIAS


def _options() -> list[str]:
    return [
        f'        {verb.name}) echo "{" ".join(option.long for option in words.options(verb))}" ;;'
        for verb in words.verbs()
        if words.options(verb)
    ]


def _values() -> list[str]:
    pairs = [(verb.name, words.value_of_verb(verb)) for verb in words.verbs()]
    for option in OPTIONS:
        names = " | ".join(name for name in (option.short, option.long) if name)
        pairs.append((names, words.value_of_option(option)))
    return [
        f'        {name}) echo "{_value(value)}" ;;'
        for name, value in pairs
        if value is not None and value.kind is not Kind.TEXT
    ]


def _value(value: Value) -> str:
    return " ".join((_KINDS.get(value.kind, value.kind.value), *value.choices))
