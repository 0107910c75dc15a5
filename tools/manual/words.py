"""The kinds of values on the command line, for completion in shells.

The placeholder of a value in the option table, such as ``<file>``, determines its kind. Values
with other placeholders are not completed.
"""

from __future__ import annotations

import re
from enum import Enum

from git_secrets_py import rules
from git_secrets_py.cli.options import HOOK_VERBS
from git_secrets_py.cli.verbs import VERBS
from git_secrets_py.report import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Verb
    from git_secrets_py.cli.options import Option

_PLACEHOLDER = re.compile(r"(?P<before>\S*)\s+\[?<(?P<name>[^>]+)>|^\[?<(?P<first>[^>]+)>")
_CHOICES = re.compile(r"^<?([a-z0-9-]+(?:\|[a-z0-9-]+)+)>?$")


class Kind(Enum):
    """A kind of value that shells can complete."""

    FILE = "file"
    DIRECTORY = "directory"
    REVISION = "revision"
    COMMAND = "command"
    ONE_OF = "one of"
    LIST_OF = "list of"
    STORED_PATTERN = "pattern"
    FOUND_ID = "found"
    ALLOWED_ID = "allowed"
    TEXT = "text"


class Value:
    """The value of a verb or an option. ``choices`` is empty for values of free form."""

    __slots__ = ("choices", "kind", "name")

    def __init__(self, name: str, kind: Kind, choices: tuple[str, ...] = ()) -> None:
        self.name = name
        self.kind = kind
        self.choices = choices


def verbs() -> list[Verb]:
    """Return the verbs for users, without those for hooks."""
    return [verb for verb in VERBS if verb.help]


def value_of_verb(verb: Verb) -> Value | None:
    """Return the first value in the synopsis of ``verb`` that does not belong to an option."""
    if verb.name in _OF_VERBS:
        return Value(*_OF_VERBS[verb.name])
    for found in _PLACEHOLDER.finditer(verb.synopsis):
        if found["first"]:
            return value(found["first"])
        # "[--reason <text>]" is an option with its value, "[--force] [<directory>]" is not.
        before = found["before"]
        if before.endswith("]") or not before.lstrip("[").startswith("-"):
            return value(found["name"])
    return None


def value_of_option(option: Option) -> Value | None:
    """Return the value of ``option``; ``None`` for a flag."""
    return value(option.value.strip("<>")) if option.value else None


def value(name: str) -> Value:
    """Return the value with the placeholder ``name``."""
    written_out = _CHOICES.match(name)
    if written_out:
        return Value(name, Kind.ONE_OF, tuple(written_out[1].split("|")))
    if name in _LISTS:
        return Value(name, Kind.LIST_OF, _LISTS[name])
    if name in _CHOSEN:
        return Value(name, Kind.ONE_OF, _CHOSEN[name])
    for ending, kind in _ENDINGS:
        if name.endswith(ending):
            return Value(name, kind)
    return Value(name, Kind.TEXT)


def _hook_name(verb: str) -> str:
    return verb.strip("-").removesuffix("_hook").replace("_", "-")


_LISTS = {
    "sets": (rules.ALL, rules.RECOMMENDED, *rules.names()),
    "hooks": tuple(_hook_name(verb) for verb in HOOK_VERBS),
}
_CHOSEN = {"format": formats.names(), "rule-set": _LISTS["sets"]}
# Commands print these: values that are stored here, or found in the staged changes.
_OF_VERBS = {
    "--remove": ("pattern", Kind.STORED_PATTERN),
    "--allow": ("id", Kind.FOUND_ID),
    "--disallow": ("id", Kind.ALLOWED_ID),
}
# The IDs that the pre-commit hook prints; no provider is started while the user types.
FOUND_IDS = (
    "GIT_SECRETS_NO_PROVIDERS=1 git-secrets-py --pre_commit_hook --redact --format text 2>&1 "
    r"| sed -n 's/^    [A-Za-z0-9._-]*  \([0-9a-f]\{8\}\)  .*/\1/p' | sort -u"
)
ALLOWED_IDS = (
    r"sed -n 's/^sha256:\([0-9a-f]\{8\}\)[0-9a-f]\{56\}.*/\1/p' "
    '"$(git rev-parse --show-toplevel)/.gitallowed"'
)
_ENDINGS = (
    ("file", Kind.FILE),
    ("files", Kind.FILE),
    ("directory", Kind.DIRECTORY),
    ("revision-range", Kind.REVISION),
    ("command", Kind.COMMAND),
)
