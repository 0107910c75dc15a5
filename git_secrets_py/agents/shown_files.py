"""The files, and the objects of git, whose content a shell command would show."""

from __future__ import annotations

import os

from git_secrets_py.agents.shell_programs import (
    COPYING,
    ENVIRONMENT,
    INTERPRETERS,
    KNOWN,
    NAMING,
    SHELLS,
    SHOWING,
    SHOWING_GIT,
    STORES,
    WRAPPERS,
)
from git_secrets_py.agents.shell_words import Operator, Word, WordReader, braces
from git_secrets_py.files import expanded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_QUOTED = "([\"'])([^\"'\\n]+)\\1"
# Builtins that take words from their input.
_READING = {"read", "mapfile", "readarray"}
# The current directory, as Linux names it.
_CURRENT = "/proc/self/cwd/"
_CLASSES = {
    "[:alnum:]": "0-9A-Za-z",
    "[:alpha:]": "A-Za-z",
    "[:digit:]": "0-9",
    "[:lower:]": "a-z",
    "[:upper:]": "A-Z",
}
_DEEPEST = 8
_MOST_COMMANDS = 10_000
_MOST_ENTRIES = 10_000


class Committed:
    """An object that git shows: ``name``, such as ``HEAD:file``, for git in ``directory``."""

    __slots__ = ("directory", "name")

    def __init__(self, directory: str, name: str) -> None:
        self.directory = directory
        self.name = name


class Printed(str):
    """A text that a command prints by itself, such as a variable of the environment."""

    is_printed = True


def shown_files(
    command: str, directory: str, environ: Mapping[str, str]
) -> Iterator[str | Committed]:
    """Yield the files, revisions and texts that ``command``, run in ``directory``, may show.

    Paths are absolute, and need not exist; texts are ``Printed``. Variables of ``environ``,
    assignments, ``cd``, copies, wildcards and braces are followed, and commands in substitutions
    and in ``sh -c``.
    """
    yield from _Commands(directory, {**environ}).shown(command, 0)


class _Commands:
    """Follows the commands of one line: the directory and the variables that they set."""

    def __init__(self, directory: str, variables: dict[str, str]) -> None:
        self._directory = directory
        self._environment = variables
        self._variables = variables | {"PWD": directory}
        self._commands = 0
        # The original of each copy.
        self._originals: dict[str, str] = {}
        # The text of the last ``echo`` or ``printf``, which a shell may get as commands.
        self._echoed = ""
        # Whether no other command, and no file, takes the output of the current one.
        self._is_seen = False

    def shown(self, text: str, depth: int, *, is_seen: bool = True) -> Iterator[str | Committed]:
        """Yield the content that ``text`` shows. ``is_seen``: nothing else takes its output."""
        self._text = text
        self._is_naming = bool(depth) or _takes_names(text)
        reader = WordReader(text, self._variables)
        words: list[Word] = []
        redirected, is_taken = "", False
        for token in reader.tokens():
            if isinstance(token, Operator):
                redirected = str(token) if token[0] in "<>" else ""
                if redirected and words[-1:] == ["2"]:  # standard error
                    words.pop()
                elif redirected:
                    is_taken = is_taken or token[0] == ">"
                else:
                    self._is_seen = is_seen and not (is_taken or token == "|")
                    yield from self._of(words, depth)
                    words, is_taken = [], False
            elif redirected:
                # A heredoc has no file, and a file that is written to shows nothing.
                if redirected in ("<", "<>") or (redirected == "<<<" and self._is_naming):
                    yield from self._paths([token])
                redirected = ""
            else:
                words.append(token)
        self._is_seen = is_seen and not is_taken
        yield from self._of(words, depth)
        if depth < _DEEPEST:
            for one in reader.nested:
                yield from self.shown(one, depth + 1, is_seen=False)

    def _of(self, words: Sequence[Word], depth: int) -> Iterator[str | Committed]:
        """Yield the content that the simple command ``words`` shows."""
        self._commands += 1
        while words and self._is_passed_over(words[0]):
            words = words[1:]
        if not words or self._commands > _MOST_COMMANDS:
            return
        if words[0].is_expanded:  # c="cat file"; $c
            words = [*map(Word, words[0].split()), *words[1:]] or words
        program = _program(words[0])
        if self._is_seen:
            yield from self._printed(program, words[1:])
        yield from self._read(program, words, depth)
        if program in WRAPPERS:
            yield from self._wrapped(words[1:], depth)
        elif program in COPYING:
            self._copy(words[1:])
        elif program in ("echo", "printf"):
            self._echoed = " ".join(words[1:])
        elif program == "set":
            arguments = [word for word in words[1:] if not word.startswith("-")]
            self._variables |= {str(number): one for number, one in enumerate(arguments, 1)}
        self._variables["_"] = words[-1]

    def _read(self, program: str, words: Sequence[Word], depth: int) -> Iterator[str | Committed]:
        """Yield the content that ``program``, the first of ``words``, reads."""
        if program in ("cd", "pushd", "popd"):
            self._change_directory(["-"] if program == "popd" else words[1:])
        elif program in SHELLS and depth < _DEEPEST:
            yield from self._script(words[1:], depth)
        elif program.rstrip("0123456789.") in INTERPRETERS:
            yield from self._of_interpreter(words[1:])
        elif program == "git":
            yield from self._of_git(words[1:])
        elif self._shows(program, words):
            for word in words[1:] if program in ("export", "declare") else ():
                self._is_passed_over(word)
            yield from self._paths(words[1:])
        if program == "find":
            yield from self._found(words[1:])

    def _printed(self, program: str, words: Sequence[Word]) -> Iterator[str]:
        """Yield the variables that a command prints, and the file of a store that it reads."""
        if program in NAMING:
            yield from (Printed(word) for word in words if word.is_expanded)
        elif program in ENVIRONMENT:
            names = [word for word in words if not word.startswith("-")]
            every = self._environment
            if program == "printenv" or not (names or (words and program == "set")):
                shown = {name: every[name] for name in names or every if name in every}
                yield Printed("\n".join(f"{name}={value}" for name, value in shown.items()))
        command = " ".join((program, *words[:2]))
        for name, path in STORES.items():
            if f"{command} ".startswith(f"{name} "):
                yield from self._paths([Word(f"~/{path}")])

    def _copy(self, words: Sequence[Word]) -> None:
        """Record the original of a copy: the last of ``words``, or that of ``-t``, is the copy."""
        folders = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "-t"]
        folders += [Word(word.partition("=")[2]) for word in words if word.startswith("--target")]
        named = [word for word in words if word[:1] != "-" and word not in folders]
        paths = [path for word in [*named, *folders] for path in self._paths([word])]
        for path in paths[:-1]:
            name = os.path.basename(path)
            self._originals |= {paths[-1]: path, os.path.join(paths[-1], name): path}

    def _expanded(self, path: str) -> str:
        if path.startswith(_CURRENT):
            return path.removeprefix(_CURRENT)
        if path.startswith("~/"):
            return self._variables.get("HOME", "~") + path[1:]
        return expanded(path)

    def _of_interpreter(self, words: Sequence[Word]) -> Iterator[str]:
        """Yield the files that a script opens or gets: in the arguments, or in a here-document."""
        import re  # few commands need it

        if any(map(_is_script, words)) or "json.tool" in words:
            yield from self._paths(words)
        scripts = [*words, self._text] if "<<" in self._text else words
        quoted = (one[2] for script in scripts for one in re.finditer(_QUOTED, script))
        yield from self._paths(map(Word, quoted))

    def _shows(self, program: str, words: Sequence[Word]) -> bool:
        if program in ("find", "xargs", "parallel") or (self._is_naming and program in NAMING):
            return True
        if program in COPYING:
            return "/dev/stdout" in words or "/dev/stderr" in words
        return program in SHOWING

    def _of_git(self, words: Sequence[Word]) -> Iterator[str | Committed]:
        """Yield the files, and the objects of revisions, that a subcommand shows."""
        if not any(word in SHOWING_GIT for word in words):
            return
        directory = self._directory
        for place in [place for place, word in enumerate(words[:-1]) if word == "-C"]:
            directory = os.path.join(directory, self._expanded(words[place + 1]))
        named = [word for word in words if ":" in word and not word.startswith("-")]
        yield from (Committed(directory, word) for word in named)
        yield from self._paths([word for word in words if word not in named], directory)

    def _found(self, words: Sequence[Word]) -> Iterator[str]:
        """Yield the files that ``find`` finds by their names, if a command gets them."""
        if not ("-exec" in words or "-execdir" in words or self._is_naming):
            return
        folders = [word for word in words if os.path.isdir(self._absolute(word))]
        for place, word in enumerate(words[:-1]):
            if word in ("-name", "-iname"):
                folder = self._absolute(folders[0] if folders else ".")
                yield from _found_in(folder, words[place + 1])

    def _absolute(self, path: str) -> str:
        return os.path.normpath(os.path.join(self._directory, self._expanded(path)))

    def _change_directory(self, words: Sequence[str]) -> None:
        """Follow ``cd`` to the first of ``words``, without one to home, and after ``-`` back."""
        named = [word for word in words if not word.startswith("-")]
        unnamed = self._variables.get("OLDPWD" if "-" in words else "HOME", "")
        target = named[0] if named else unnamed
        self._variables["OLDPWD"] = self._directory
        self._directory = os.path.normpath(os.path.join(self._directory, target))
        self._variables["PWD"] = self._directory

    def _is_passed_over(self, word: str) -> bool:
        """Return whether ``word`` is an assignment, which is remembered."""
        name, equals, value = word.partition("=")
        if not (equals and name.isidentifier()):
            return False
        self._variables[name] = value
        return True

    def _script(self, words: Sequence[Word], depth: int) -> Iterator[str | Committed]:
        """Yield the content that a shell shows: its commands follow ``-c``, or are its input."""
        if all(word.startswith("-") for word in words):
            yield from self._quoted(depth)
        for place, word in enumerate(words):
            if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
                for script in words[place + 1 : place + 2]:
                    yield from self.shown(script, depth + 1, is_seen=self._is_seen)
                    if "$" in script:  # of its arguments
                        yield from self._paths(words[place + 2 :])
                return

    def _quoted(self, depth: int) -> Iterator[str | Committed]:
        """Yield the content that texts show as commands, as in ``echo '...' | sh``."""
        import re

        text = self._text
        for one in re.findall(_QUOTED, text):
            yield from self.shown(one[1], depth + 1)
        yield from self.shown(self._echoed, depth + 1)
        self._text = text

    def _wrapped(self, words: Sequence[Word], depth: int) -> Iterator[str | Committed]:
        """Yield the content shown by the command that begins at one of the first ``words``."""
        if len(words) == 1 and " " in words[0] and depth < _DEEPEST:  # eval "cat file"
            yield from self.shown(words[0], depth + 1, is_seen=self._is_seen)
            return
        # Its options may have values: the command begins with the first word of ``KNOWN``.
        for place, word in enumerate(words):
            if _program(word) in KNOWN:
                yield from self._of(words[place:], depth)
                return
            if _program(word.partition(" ")[0]) in KNOWN and depth < _DEEPEST:  # trap 'cat file'
                yield from self.shown(word, depth + 1, is_seen=self._is_seen)

    def _paths(self, words: Iterable[Word], directory: str = "") -> Iterator[str]:
        """Yield the absolute paths in ``words``, relative ones of ``directory``."""
        for word in words:
            for text in _candidates(word):
                for one in braces(text) if word.is_pattern else (text,):
                    path = os.path.join(directory or self._directory, self._expanded(one))
                    path = os.path.normpath(path)
                    yield from _matching(path) if word.is_pattern else (path,)
                    if path in self._originals:
                        yield self._originals[path]


def _found_in(folder: str, pattern: str) -> Iterator[str]:
    """Yield the paths of files below ``folder`` whose names match ``pattern``."""
    from fnmatch import fnmatch

    seen = 0
    for base, _, names in os.walk(folder):
        yield from (os.path.join(base, name) for name in names if fnmatch(name, pattern))
        seen += len(names) + 1
        if seen > _MOST_ENTRIES:
            return


def _takes_names(text: str) -> bool:
    """Return whether a command in ``text`` may take the names of files from its input."""
    return "xargs" in text or "parallel" in text or not _READING.isdisjoint(text.split())


def _program(word: str) -> str:
    return word.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")


def _is_script(word: str) -> bool:
    """Return whether ``word`` is an option for a script on the command line: -c, -e, -ne, -p."""
    return word[:1] == "-" and word[1:].isalpha() and word[-1] in "cenp"


def _candidates(word: str) -> list[str]:
    """Return the possible paths in ``word``: it, the value of an option, the text after ``@``."""
    found = [word]
    if word.startswith("-"):
        found = [word.partition("=")[2]] if "=" in word else [word[2:]]
    elif "=" in word:  # dd if=file
        found.append(word.partition("=")[2])
    plain = [one.removeprefix("@").removeprefix("file://") for one in found]
    if ":" in word:  # scp host:file
        plain.append(word.rpartition(":")[2])
    return [one for one in plain if one and "\0" not in one]


def _matching(pattern: str) -> Iterator[str]:
    """Yield the paths that ``pattern``, absolute, matches; itself without a wildcard."""
    pattern = pattern.replace("[^", "[!")  # of Bash
    for name, members in _CLASSES.items():
        pattern = pattern.replace(name, members)
    first = min((place for one in "*?[" if (place := pattern.find(one)) >= 0), default=-1)
    if first < 0:
        yield pattern
        return
    from fnmatch import fnmatchcase

    folder, _, _ = pattern[:first].rpartition("/")
    name, _, rest = pattern[len(folder) + 1 :].partition("/")
    for number, entry in enumerate(_names(folder or "/")):
        if number == _MOST_ENTRIES:
            return
        if fnmatchcase(entry, name) and entry.startswith(".") == name.startswith("."):
            path = f"{folder}/{entry}"
            yield from _matching(f"{path}/{rest}") if rest else (path,)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
