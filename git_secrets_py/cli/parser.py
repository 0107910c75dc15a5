"""The parser of the command line, driven by the table in ``options``.

Written by hand: ``argparse`` takes a hook 6 ms to import, and cannot pass unknown options on to
git.
"""

from __future__ import annotations

from git_secrets_py.cli.context import Arguments, Verb
from git_secrets_py.cli.options import OPTIONS, Option
from git_secrets_py.cli.verbs import VERBS
from git_secrets_py.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VERBS = {verb.name: verb for verb in VERBS}
_HELP = _VERBS["--help"]
_SUBCOMMANDS = {verb.name[2:]: verb for verb in VERBS if verb.help}
_OPTIONS = {option.long: option for option in OPTIONS}
_SHORT = {option.short: option for option in OPTIONS if option.short}
# After the first word of a provider's command, options belong to that command.
_COMMAND_VERBS = ("--add-provider", "--remove-provider")
_SIMILAR = 0.8
# Each option with those that contradict it.
_CONTRADICTORY = {
    "--recursive": ("--cached", "--no-index", "--untracked"),
    "--cached": ("--no-index", "--untracked"),
    "--no-index": ("--untracked",),
    "--force": ("--chain",),
    "--redact": ("--show-secrets",),
    "--allow-all": ("--format", "--output", "--show-allowed"),  # it prints no report
}
# An empty value of any other option comes from a variable that is not set.
_MAY_BE_EMPTY = ("--reason", "--rules")


def parse(words: Sequence[str]) -> Arguments:
    """Parse a command line without the program's name.

    For help, the only value is the name of the verb to explain, if there is one. Raises
    ``UsageError`` with the verb concerned.
    """
    parser = _Parser(words)
    try:
        parser.parse()
        if parser.wants_help:
            return Arguments(_HELP, {}, parser.help_topic())
        return _checked(parser)
    except UsageError as error:
        error.verb = parser.verb.name if parser.verb else ""
        raise


def understood(words: Sequence[str]) -> Arguments | None:
    """Return the verb and the options of a misused command line; ``None`` without a verb."""
    parser = _Parser(words)
    while True:
        try:
            parser.parse()
            break
        except UsageError:
            continue  # after the word that is not understood
    return Arguments(parser.verb, parser.options, parser.values) if parser.verb else None


def _checked(parser: _Parser) -> Arguments:
    verb = parser.verb or _verb_for(parser)
    for name in parser.options:
        if verb.name not in _verbs_of(name):
            raise UsageError(_misplaced(name))
    for name, others in _CONTRADICTORY.items():
        if name in parser.options and any(other in parser.options for other in others):
            raise UsageError(f"{_OPTIONS[name]} cannot be combined with {_either(others)}")
    return Arguments(verb, parser.options, parser.values, parser.repeated, parser.given)


def _verb_for(parser: _Parser) -> Verb:
    """Return the verb of a command line without one: help, if it is empty."""
    options, values = parser.options, parser.values
    if options and parser.begins_with_value:
        raise _unknown_command(values[0])
    if options:
        raise UsageError(_misplaced(next(iter(options))))
    if values and (values[0] in _VERBS or values[0] in _SUBCOMMANDS):
        raise UsageError(f"the command must precede '--': git secrets {values[0]}")
    if values:
        raise _unknown_command(values[0])
    return _HELP


def _unknown_command(word: str) -> UsageError:
    return UsageError(f"unknown command: {word}", unknown=word)


def _no_value(option: Option, verb: Verb | None) -> UsageError:
    name = verb.name if verb else ""
    own = (one for one in OPTIONS if one.long == option.long and name in one.verbs)
    value = next(own, option).value
    return UsageError(f"{option} requires a value: {option.long} {value}")


def _misplaced(name: str) -> str:
    verbs = _either([verb for verb in _verbs_of(name) if _VERBS[verb].help])
    return f"{_OPTIONS[name]} can only be used with {verbs}"


def _verbs_of(name: str) -> list[str]:
    """Return the verbs that accept the option with the long name ``name``."""
    return [verb for option in OPTIONS if option.long == name for verb in option.verbs]


def _either(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _options_of(verb: Verb) -> list[str]:
    return [option.long for option in OPTIONS if verb.name in option.verbs]


def _beginning_with(start: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(start)]


def _is_misspelled_global(word: str) -> bool:
    """Return whether an option of a provider's command is rather a misspelled one of ours."""
    if not word.startswith("--g") or word == "--global":
        return False
    from difflib import SequenceMatcher

    return SequenceMatcher(None, word, "--global").ratio() > _SIMILAR


class _Parser:
    """One pass over the words."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(reversed(words))
        self.begins_with_value = bool(words) and not words[0].startswith("-")
        # The first word if it is a verb without its dashes, as "scan" is.
        self._subcommand = ""
        self.verb: Verb | None = None
        self.wants_help = False
        self.options: dict[str, str] = {}
        self.repeated: list[str] = []
        self.given: list[tuple[str, str]] = []
        self.values: list[str] = []

    def parse(self) -> None:
        if self._words and self._words[-1] in _SUBCOMMANDS:
            self._subcommand = self._words.pop()
            self._set_verb(_SUBCOMMANDS[self._subcommand])
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

    def help_topic(self) -> list[str]:
        """Return the name of the verb that help was requested for, if there is one.

        Raises ``UsageError`` for an unknown verb.
        """
        if self.verb:
            return [self.verb.name]
        if not self.values:
            return []
        if self.values[0] not in _SUBCOMMANDS:
            raise _unknown_command(self.values[0])
        return [_SUBCOMMANDS[self.values[0]].name]

    def _belongs_to_command(self, word: str) -> bool:
        if self.verb is None or self.verb.name not in _COMMAND_VERBS or not self.values:
            return False
        if _is_misspelled_global(word):
            raise UsageError(
                f"did you mean --global? If {word} belongs to the command, write '--' before it"
            )
        return word != "--global"

    def _long(self, word: str) -> None:
        name, equals, value = word.partition("=")
        full = self._full_name(name)
        if full in _VERBS and not equals:
            if full != _HELP.name:
                self._make_subcommand_a_value()
            self._set_verb(_VERBS[full])
        elif full in _OPTIONS and bool(_OPTIONS[full].value) >= bool(equals):
            option = _OPTIONS[full]
            self._set(full, value if equals else self._value_of(option))
        elif equals and self._is_flag(full):
            raise UsageError(f"{full} takes no value")
        else:
            self._unknown(word)

    def _is_flag(self, name: str) -> bool:
        """Return whether ``name`` is a verb or an option of ours, and not one passed on to git."""
        if self.verb and self.verb.passes_on:
            return name in _options_of(self.verb)
        return name in _VERBS or name in _OPTIONS

    def _full_name(self, name: str) -> str:
        """Return the verb or option that ``name`` is, or is an unambiguous prefix of.

        The options of the verb come first. Raises ``UsageError`` for an ambiguous prefix, unless
        it may be an option of git.
        """
        if name in _OPTIONS:
            return name
        verb = self.verb or self._verb_that_follows()
        found = _beginning_with(name, _options_of(verb)) if verb else []
        # "--add --allow" means "--allowed", as in the original.
        if len(found) == 1 or name in _VERBS:
            return found[0] if len(found) == 1 else name
        if verb and verb.passes_on:
            return name
        is_own = bool(found) or verb is None
        found = found or _beginning_with(name, (*_VERBS, *_OPTIONS))
        if len(found) > 1 and is_own:
            raise UsageError(f"ambiguous option: {name} (could be {_either(found)})")
        return found[0] if len(found) == 1 else name

    def _verb_that_follows(self) -> Verb | None:
        names = (word for word in reversed(self._words) if word in _VERBS)
        return _VERBS.get(next(names, ""))

    def _short(self, word: str) -> None:
        if word == "-h":
            self.wants_help = True
            return
        letters = ["-" + letter for letter in word[1:]]
        if all(letter in _SHORT for letter in letters):
            for letter in letters:
                self._set(_SHORT[letter].long, "")
        else:
            self._unknown(word)

    def _set(self, option: str, value: str) -> None:
        if not value and _OPTIONS[option].value and option not in _MAY_BE_EMPTY:
            raise _no_value(_OPTIONS[option], self.verb)
        if option in self.options:
            self.repeated.append(option)
        self.options[option] = value
        self.given.append((option, value))

    def _make_subcommand_a_value(self) -> None:
        """Treat ``scan`` in ``scan --add`` as a value, as the original spelling does."""
        if self._subcommand:
            self.values.insert(0, self._subcommand)
            self.verb, self.wants_help, self._subcommand = None, False, ""

    def _set_verb(self, verb: Verb) -> None:
        if verb is _HELP:
            self.wants_help = True
        elif self.verb not in (None, verb) and not self.wants_help:
            raise UsageError(f"{self.verb.name} and {verb.name} cannot be combined")
        elif self.verb is None:
            self.verb = verb

    def _value_of(self, option: Option) -> str:
        if not option.value:
            return ""
        # A misspelled or misplaced option must not become a value.
        if not self._words or (self._words[-1].startswith("-") and self._words[-1] != "-"):
            raise _no_value(option, self.verb)
        return self._words.pop()

    def _unknown(self, word: str) -> None:
        if self.verb is None or not self.verb.passes_on:
            raise UsageError(f"unknown option: {word}", unknown=word.partition("=")[0])
        self.values.append(word)
