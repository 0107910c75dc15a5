"""Reading the command line by the table in ``options``."""

from __future__ import annotations

from git_secrets_py.cli.options import OPTIONS, VERBS, Option, Verb
from git_secrets_py.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_VERBS = {verb.name: verb for verb in VERBS}
_HELP = _VERBS["--help"]
_OPTIONS = {option.long: option for option in OPTIONS}
_SHORT = {option.short: option for option in OPTIONS if option.short}
# Everything after the first word of a command belongs to that command.
_COMMAND_VERBS = ("--add-provider", "--remove-provider")
_NOT_WITH_RECURSIVE = ("--cached", "--no-index", "--untracked")


class Arguments:
    """A command line that has been read: the verb, its options and its values."""

    def __init__(self, verb: Verb, options: dict[str, str], values: Sequence[str]) -> None:
        """``options`` maps long names to their values, or to an empty text for a flag."""
        self.verb = verb
        self.options = options
        self.values = list(values)

    def has(self, option: str) -> bool:
        """Tell whether ``option``, by its long name, was given."""
        return option in self.options


def parse(words: Sequence[str]) -> Arguments:
    """Read a command line without the program's name; raises ``UsageError``."""
    parser = _Parser(words)
    parser.parse()
    if parser.verb is _HELP:
        return Arguments(_HELP, {}, ())
    verb = parser.verb or _verb_for(parser.options, parser.values)
    for name in parser.options:
        if verb.name not in _OPTIONS[name].verbs:
            raise UsageError(_misplaced(_OPTIONS[name]))
    if "--recursive" in parser.options and any(
        name in parser.options for name in _NOT_WITH_RECURSIVE
    ):
        raise UsageError(
            "-r|--recursive cannot be supplied with --cached, --no-index, or --untracked"
        )
    return Arguments(verb, parser.options, parser.values)


def _verb_for(options: dict[str, str], values: Sequence[str]) -> Verb:
    """Return what a command line without a verb asks for: help, unless there is more to it."""
    if options:
        raise UsageError(_misplaced(_OPTIONS[next(iter(options))]))
    if values:
        raise UsageError(f"'{values[0]}' is no command; one begins with two dashes, as --scan does")
    return _HELP


def _misplaced(option: Option) -> str:
    verbs = [verb for verb in option.verbs if _VERBS[verb].help]
    return f"{option} can only be supplied with {' or '.join(verbs)}"


class _Parser:
    """Goes through the words once."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(reversed(words))
        self.verb: Verb | None = None
        self.options: dict[str, str] = {}
        self.values: list[str] = []

    def parse(self) -> None:
        while self._words:
            word = self._words.pop()
            if word == "--":
                self.values += reversed(self._words)
                return
            if word == "-" or not word.startswith("-") or self._belongs_to_command(word):
                self.values.append(word)
            elif word.startswith("--"):
                self._long(word)
            else:
                self._short(word)

    def _belongs_to_command(self, word: str) -> bool:
        in_command = self.verb is not None and self.verb.name in _COMMAND_VERBS
        return in_command and bool(self.values) and word != "--global"

    def _long(self, word: str) -> None:
        name, equals, value = word.partition("=")
        full = self._full_name(name)
        if full in _VERBS and not equals:
            self._set_verb(_VERBS[full])
        elif full in _OPTIONS and bool(_OPTIONS[full].value) >= bool(equals):
            option = _OPTIONS[full]
            self.options[full] = value if equals else self._value_of(option)
        else:
            self._unknown(word)

    def _full_name(self, name: str) -> str:
        """Return the verb or option that ``name`` is, or is the only beginning of."""
        if name in _VERBS or name in _OPTIONS or (self.verb and self.verb.passes_on):
            return name
        full = [known for known in (*_VERBS, *_OPTIONS) if known.startswith(name)]
        return full[0] if len(full) == 1 else name

    def _short(self, word: str) -> None:
        if word == "-h":
            self._set_verb(_HELP)
            return
        letters = ["-" + letter for letter in word[1:]]
        if all(letter in _SHORT for letter in letters):
            self.options.update((_SHORT[letter].long, "") for letter in letters)
        else:
            self._unknown(word)

    def _set_verb(self, verb: Verb) -> None:
        """Keep the verb; whoever asks for help anywhere gets it."""
        if self.verb not in (None, verb, _HELP) and verb is not _HELP:
            raise UsageError(f"{self.verb.name} and {verb.name} cannot be combined")
        if self.verb is not _HELP:
            self.verb = verb

    def _value_of(self, option: Option) -> str:
        if not option.value:
            return ""
        if not self._words:
            raise UsageError(f"{option} needs a value: {option.long} {option.value}")
        return self._words.pop()

    def _unknown(self, word: str) -> None:
        if self.verb is None or not self.verb.passes_on:
            raise UsageError(
                f"Unknown option: {word} (a value that begins with '-' comes after '--')"
            )
        self.values.append(word)
