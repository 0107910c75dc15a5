"""The words of a shell command, as a POSIX shell reads them.

This is not a shell: text whose value depends on running the command stays as it is written.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SEPARATORS = ";&|\n()"
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_MOST_EXPANDED = 1000


class Word(str):
    """A word without its quotes. ``is_pattern``: it has a wildcard that was not quoted.

    ``is_expanded``: the value of a variable is in it.
    """

    is_pattern = False
    is_expanded = False


class Operator(str):
    """A separator of commands, or a redirection."""

    __slots__ = ()


class WordReader:
    """Reads one command line.

    ``nested`` collects the commands in substitutions; ``variables`` are those with a value.
    """

    def __init__(self, text: str, variables: Mapping[str, str]) -> None:
        self._text = text
        self._place = 0
        self._variables = variables
        self._has_expanded = False
        self.nested: list[str] = []

    def tokens(self) -> Iterator[Word | Operator]:
        """Yield the words and operators, until the end or an unfinished quotation."""
        text = self._text
        while self._place < len(text):
            character = text[self._place]
            if character in " \t\r":
                self._place += 1
            elif character == "#":
                end = text.find("\n", self._place)
                self._place = len(text) if end < 0 else end
            elif text.startswith("<(", self._place) or text.startswith(">(", self._place):
                self._place += 1
                self.nested.append(self._enclosed("(", ")"))
            elif character in "<>":
                yield self._redirection()
            elif character in _SEPARATORS:
                self._place += 1
                yield Operator(character)
            else:
                yield self._word()

    def _redirection(self) -> Operator:
        start = self._place
        while self._place < len(self._text) and self._text[self._place] in "<>&|":
            self._place += 1
        if self._text[start : self._place] == "<<" and self._text.startswith("-", self._place):
            self._place += 1
        return Operator(self._text[start : self._place])

    def _word(self) -> Word:
        parts: list[str] = []
        is_pattern = False
        self._has_expanded = False
        while self._place < len(self._text):
            character = self._text[self._place]
            if character in " \t\r<>" or character in _SEPARATORS:
                break
            self._place += 1
            if character == "'":
                parts.append(self._until("'"))
            elif character == '"':
                parts.append(self._double_quoted())
            elif character == "\\":
                parts.append(self._next())
            elif character == "`":
                parts.append(self._substituted(self._until("`")))
            elif character == "$":
                parts.append(self._expanded())
            else:
                is_pattern = is_pattern or character in "*?[{"
                parts.append(self._tilde(character, first=not parts or parts[-1] == "="))
        word = Word("".join(parts))
        word.is_pattern = is_pattern
        word.is_expanded = self._has_expanded
        return word

    def _tilde(self, character: str, *, first: bool) -> str:
        following = self._text[self._place : self._place + 1]
        if character == "~" and first and (not following or following in "/ \t\n;&|)"):
            return self._variables.get("HOME", "~")
        return character

    def _next(self) -> str:
        """Return the character after a backslash; a line end there joins two lines."""
        character = self._text[self._place : self._place + 1]
        self._place += 1
        return "" if character == "\n" else character

    def _until(self, mark: str) -> str:
        end = self._text.find(mark, self._place)
        end = len(self._text) if end < 0 else end
        start, self._place = self._place, end + 1
        return self._text[start:end]

    def _escaped(self) -> str:
        """Return the value of the rest of ``$'...'``. Python's escapes include those of Bash."""
        start = self._place
        while self._text[self._place : self._place + 1] not in ("", "'"):
            self._place += 2 if self._text[self._place] == "\\" else 1
        text = self._text[start : self._place]
        self._place += 1
        try:
            return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
        except UnicodeDecodeError:
            return text

    def _double_quoted(self) -> str:
        parts: list[str] = []
        while self._place < len(self._text):
            character = self._text[self._place]
            self._place += 1
            if character == '"':
                break
            if character == "\\" and self._text[self._place : self._place + 1] in '"\\$`\n':
                parts.append(self._next())
            elif character == "$":
                parts.append(self._expanded())
            elif character == "`":
                parts.append(self._substituted(self._until("`")))
            else:
                parts.append(character)
        return "".join(parts)

    def _expanded(self) -> str:
        """Return the value of the expansion after a dollar sign, or that text itself."""
        if self._text.startswith("'", self._place):  # $'...'
            self._place += 1
            return self._escaped()
        if self._text.startswith('"', self._place):  # $"..."
            return ""
        if self._text.startswith("(", self._place):
            return self._substituted(self._enclosed("(", ")"))
        if self._text.startswith("{", self._place):
            return self._in_braces(self._enclosed("{", "}"))
        start = self._place
        self._place += _name_length(self._text[start : start + 128])
        name = self._text[start : self._place]
        return self._value(name, "$" + name)

    def _in_braces(self, inside: str) -> str:
        """Return the value of ``${inside}``: of its variable, or the default after ``:-``.

        A part after ``%`` or ``#`` is removed from the end or the start.
        """
        name = inside[: _name_length(inside)]
        operator, part = inside[len(name) :][:1], inside[len(name) + 1 :]
        if name in self._variables and operator in ("%", "#"):
            value, part = self._value(name, ""), part.removeprefix(operator)
            return value.removesuffix(part) if operator == "%" else value.removeprefix(part)
        if name not in self._variables and "$(" in inside:  # ${x:=$(command)}
            self.nested.append(inside[inside.index("$(") + 2 :].partition(")")[0])
        default = inside[len(name) :].removeprefix(":")
        return self._value(name, default[1:] if default[:1] in ("-", "=") else f"${{{inside}}}")

    def _substituted(self, command: str) -> str:
        """Return the output of ``command`` if it prints the directory; note any other one."""
        if command.strip() == "pwd":
            return self._variables.get("PWD", "")
        self.nested.append(command)
        return ""

    def _value(self, name: str, text: str) -> str:
        """Return the value of the variable ``name``; ``text`` if it has none."""
        self._has_expanded = self._has_expanded or name in self._variables
        return self._variables.get(name, text)

    def _enclosed(self, opening: str, closing: str) -> str:
        """Return the text in the brackets that begin here; quotes have no meaning in it."""
        depth, start = 0, self._place + 1
        while self._place < len(self._text):
            character = self._text[self._place]
            self._place += 1
            depth += (character == opening) - (character == closing)
            if not depth:
                return self._text[start : self._place - 1]
        return self._text[start:]


def _name_length(text: str) -> int:
    return next((place for place, one in enumerate(text) if one not in _NAME), len(text))


def braces(text: str) -> list[str]:
    """Return the words that the shell makes of ``a{b,c}d`` and ``a{1..9}d``, at most a few."""
    words, done = [text], 0
    while done < len(words) < _MOST_EXPANDED:
        word = words[done]
        closing = word.find("}")
        opening = word.rfind("{", 0, closing)
        choices = _choices(word[opening + 1 : closing]) if 0 <= opening < closing else []
        if len(choices) < 2:
            done += 1
            continue
        words[done : done + 1] = [word[:opening] + one + word[closing + 1 :] for one in choices]
    return words


def _choices(inside: str) -> list[str]:
    first, dots, last = inside.partition("..")
    if dots and first.isdecimal() and last.isdecimal():
        start, stop = sorted((int(first), int(last)))
        return [str(one) for one in range(start, min(stop, start + _MOST_EXPANDED) + 1)]
    if dots and len(first) == len(last) == 1:
        start, stop = sorted((ord(first), ord(last)))
        return [chr(one) for one in range(start, min(stop, start + _MOST_EXPANDED) + 1)]
    return inside.split(",")
