"""The files, and the objects of git, whose content a shell command would show."""

from __future__ import annotations

import os

from git_secrets_py.agents.shell_words import Operator, Reader, Word, braces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Programs that print the files they are given, or take their settings from them.
_SHOWING = {
    *("cat", "tac", "nl", "head", "tail", "less", "more", "most", "bat", "batcat", "view"),
    *("look", "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "sed", "awk", "gawk"),
    *("mawk", "nawk", "perl", "cut", "sort", "uniq", "paste", "join", "comm", "diff"),
    *("colordiff", "sdiff", "cmp", "wdiff", "delta", "od", "xxd", "hexdump", "hd", "strings"),
    *("base64", "base32", "basenc", "iconv", "recode", "jq", "yq", "xq", "tomlq", "dasel"),
    *("gron", "fold", "fmt", "column", "rev", "pr", "expand", "unexpand", "tr", "source", "."),
    *("dd", "curl", "wget", "http", "https", "scp", "rsync", "nc", "ncat", "envsubst", "gpg"),
    *("openssl", "zcat", "gzcat", "bzcat", "xzcat", "zstdcat", "zless", "tee", "split"),
    *("csplit", "pandoc", "glow", "tar", "zip", "gzip", "bzip2", "xz", "zstd", "cpio", "shuf"),
    *("uuencode", "mlr", "xmllint", "plutil", "lynx", "w3m", "vim", "vi", "nano", "ed", "ex"),
    *("export", "declare", "for"),
    # Of Windows.
    *("type", "get-content", "gc", "select-string", "sls", "findstr"),
}
# Subcommands of git that print content.
_SHOWING_GIT = ("diff", "show", "grep", "blame", "annotate", "log", "cat-file", "apply", "stash")
# Programs that run the command that follows their options.
_WRAPPERS = {
    *("sudo", "doas", "env", "command", "exec", "builtin", "time", "nice", "nohup", "ionice"),
    *("stdbuf", "setsid", "xargs", "timeout", "watch", "then", "do", "else", "if", "while"),
    *("until", "!", "{", "eval", "noglob", "busybox", "function", "find", "parallel"),
}
# What these print is a command, or its arguments, if another one takes it.
_NAMING = ("echo", "printf", "ls", "find")
# Programs whose arguments may be a script that opens files.
_INTERPRETERS = ("python", "pypy", "node", "deno", "bun", "ruby", "php", "perl", "lua")
_SHELLS = ("sh", "bash", "zsh", "dash", "ksh", "ash", "fish")
_KNOWN = {*_SHOWING, *_WRAPPERS, *_SHELLS, *_NAMING, "cp", "cd", "pushd", "git"}
_QUOTED = "([\"'])([^\"'\\n]+)\\1"
_DEEPEST = 8
_MOST_COMMANDS = 10_000
_MOST_ENTRIES = 10_000


class Committed:
    """What git shows of a revision: ``name``, such as ``HEAD:file``, for git in ``directory``."""

    __slots__ = ("directory", "name")

    def __init__(self, directory: str, name: str) -> None:
        self.directory = directory
        self.name = name


def shown_files(
    command: str, directory: str, environ: Mapping[str, str]
) -> Iterator[str | Committed]:
    """Yield what ``command`` in ``directory`` names and may show: absolute paths, and revisions.

    They need not exist. Variables of ``environ``, assignments, ``cd``, wildcards and braces are
    followed, and commands in substitutions and in ``sh -c``.
    """
    yield from _Commands(directory, {**environ}).shown(command, 0)


class _Commands:
    """Follows the commands of one line: the directory and the variables that they set."""

    def __init__(self, directory: str, variables: dict[str, str]) -> None:
        self._directory = directory
        self._variables = variables | {"PWD": directory}
        self._commands = 0

    def shown(self, text: str, depth: int) -> Iterator[str | Committed]:
        self._text = text
        self._is_naming = bool(depth) or "xargs" in text or "parallel" in text
        reader = Reader(text, self._variables)
        words: list[Word] = []
        redirected = ""
        for token in reader.tokens():
            if isinstance(token, Operator):
                redirected = str(token) if token[0] in "<>" else ""
                if not redirected:
                    yield from self._of(words, depth)
                    words = []
            elif redirected:
                # A heredoc has no file, and a file that is written to shows nothing.
                if redirected in ("<", "<>"):
                    yield from self._paths([token])
                redirected = ""
            else:
                words.append(token)
        yield from self._of(words, depth)
        if depth < _DEEPEST:
            for one in reader.nested:
                yield from self.shown(one, depth + 1)

    def _of(self, words: Sequence[Word], depth: int) -> Iterator[str | Committed]:
        """Yield what the simple command ``words`` shows."""
        self._commands += 1
        while words and self._is_passed_over(words[0]):
            words = words[1:]
        if not words or self._commands > _MOST_COMMANDS:
            return
        program = _program(words[0])
        if program in ("cd", "pushd"):
            self._change_directory(words[1:])
        elif program in _SHELLS and depth < _DEEPEST:
            yield from self._script(words[1:], depth)
        elif program.rstrip("0123456789.") in _INTERPRETERS:
            yield from self._of_interpreter(words[1:])
        elif program == "git":
            yield from self._of_git(words[1:])
        elif self._shows(program, words):
            for word in words[1:] if program in ("export", "declare") else ():
                self._is_passed_over(word)
            yield from self._paths(words[1:])
        if program in _WRAPPERS:
            yield from self._wrapped(words[1:], depth)

    def _expanded(self, path: str) -> str:
        if path.startswith("~/"):
            return self._variables.get("HOME", "~") + path[1:]
        return os.path.expanduser(path)

    def _of_interpreter(self, words: Sequence[Word]) -> Iterator[str]:
        """Yield what a script in the arguments, or in a here-document, opens or is given."""
        import re  # a hook without such a command does without

        if any(map(_is_script, words)) or "json.tool" in words:
            yield from self._paths(words)
        scripts = [*words, self._text] if "<<" in self._text else words
        quoted = (one[2] for script in scripts for one in re.finditer(_QUOTED, script))
        yield from self._paths(map(Word, quoted))

    def _shows(self, program: str, words: Sequence[Word]) -> bool:
        if program in ("find", "xargs", "parallel") or (self._is_naming and program in _NAMING):
            return True
        if program == "cp":
            return "/dev/stdout" in words or "/dev/stderr" in words
        return program in _SHOWING

    def _of_git(self, words: Sequence[Word]) -> Iterator[str | Committed]:
        """Yield the files, and the objects of revisions, that a subcommand shows."""
        if not any(word in _SHOWING_GIT for word in words):
            return
        directory = self._directory
        for place in [place for place, word in enumerate(words[:-1]) if word == "-C"]:
            directory = os.path.join(directory, self._expanded(words[place + 1]))
        named = [word for word in words if ":" in word and not word.startswith("-")]
        yield from (Committed(directory, word) for word in named)
        yield from self._paths([word for word in words if word not in named], directory)

    def _change_directory(self, words: Sequence[str]) -> None:
        """Follow ``cd``, which goes home without a directory."""
        named = [word for word in words if not word.startswith("-")]
        target = named[0] if named else self._variables.get("HOME", "")
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
        """Yield what the arguments of a shell lead to: those of ``-c``, or a script."""
        for place, word in enumerate(words):
            if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
                for script in words[place + 1 : place + 2]:
                    yield from self.shown(script, depth + 1)
                return

    def _wrapped(self, words: Sequence[Word], depth: int) -> Iterator[str | Committed]:
        """Yield what the command shows that begins at one of the first ``words``."""
        if len(words) == 1 and " " in words[0] and depth < _DEEPEST:  # eval "cat file"
            yield from self.shown(words[0], depth + 1)
            return
        # Its options may have values: the command begins with the first word of ``_KNOWN``.
        for place, word in enumerate(words):
            if _program(word) in _KNOWN:
                yield from self._of(words[place:], depth)
                return

    def _paths(self, words: Iterable[Word], directory: str = "") -> Iterator[str]:
        """Yield the absolute paths in ``words``, relative ones of ``directory``."""
        for word in words:
            for text in _candidates(word):
                for one in braces(text) if word.is_pattern else (text,):
                    path = os.path.join(directory or self._directory, self._expanded(one))
                    path = os.path.normpath(path)
                    yield from _matching(path) if word.is_pattern else (path,)


def _program(word: str) -> str:
    return word.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")


def _is_script(word: str) -> bool:
    """Return whether ``word`` is an option for a script on the command line: -c, -e, -ne, -p."""
    return word[:1] == "-" and word[1:].isalpha() and word[-1] in "cenp"


def _candidates(word: str) -> list[str]:
    """Return what may be a path in ``word``: also the value of an option, and after ``@``."""
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
