"""Splitting a command into words like a POSIX shell, without starting a shell.

A backslash outside of quotes escapes only blanks, quotes, tildes and backslashes. Before other
characters it is part of the word, as in git-secrets by AWS Labs: ``printf %s\\n``.

Hand-written because ``shlex`` costs a hook an import, does not return which characters were
quoted (``'~/x'`` would be expanded) and keeps the backslash of ``"\\$"``. The characters of
variables, wildcards, pipes and comments have no special meaning.
"""

from __future__ import annotations

from git_secrets_py.files import expanded

_BLANK = b" \t\r\n"
_ESCAPABLE = _BLANK + b"'\"\\~"
_SPECIAL_IN_DOUBLE_QUOTES = b'$`"\\'
_QUOTES = (b"'", b'"', b"\\")
# Operators of a shell, which a number may precede, and a comment.
_OPERATORS = (b"|", b"&", b";", b"<", b">", b"#")
_BLANKS = (b" ", b"\t", b"\r", b"\n")
# The last letters of options that are followed by code: "-c" of shells, "-e" of perl and sed.
_OPTIONS_OF_CODE = (b"c", b"e")
_ESCAPABLE_SUBSTITUTIONS = (b"\\\\", b"\\$", b"\\`")
_DIGITS = b"0123456789"


def split(command: bytes) -> list[bytes]:
    """Return the words of ``command``. Raises ``ValueError`` for an unclosed quote.

    ``command = { blank } { word { blank } }``
    """
    words = []
    position = _after_blanks(command, 0)
    while position < len(command):
        word, position = _word(command, position)
        words.append(word)
        position = _after_blanks(command, position)
    return words


def of_a_shell(command: bytes) -> bytes:
    """Return the first word of ``command`` that a shell would not pass on as it is.

    It is an operator, a substitution, a wildcard, an assignment or a comment. Empty without one.
    """
    position = begin = _after_blanks(command, 0)
    previous = b""
    while position < len(command):
        start = position
        _, position = _word(command, start)
        word = command[start:position]
        if any(quote in word for quote in _QUOTES):
            # Programs that take code, such as "sh -c", interpret it themselves.
            is_code = previous.startswith(b"-") and previous.endswith(_OPTIONS_OF_CODE)
            is_of_a_shell = not is_code and _has_quoted_substitution(word)
        else:
            is_of_a_shell = _is_of_a_shell(word, is_first=start == begin)
        if is_of_a_shell:
            return word
        previous = word
        position = _after_blanks(command, position)
    return b""


def _has_quoted_substitution(word: bytes) -> bool:
    """Return whether a shell would substitute in ``word``, which has quotes.

    Text with blanks that does not begin with the substitution is code, as in ``awk "{print $NF}"``.
    """
    text = _without_literals(word)
    is_code = any(blank in text for blank in _BLANKS) and not text.startswith((b"$", b"`"))
    return not is_code and _has_substitution(text)


def _without_literals(word: bytes) -> bytes:
    """Return ``word`` without double quotes, single-quoted text and escaped characters."""
    parts, position = [], 0
    while position < len(word):
        start = position
        _, position = _part(word, start)
        part = word[start:position]
        if part.startswith(b'"'):
            part = part[1:-1]
            for special in _ESCAPABLE_SUBSTITUTIONS:
                part = part.replace(special, b"")
            parts.append(part)
        elif not part.startswith((b"'", b"\\")):
            parts.append(part)
    return b"".join(parts)


def _has_substitution(text: bytes) -> bool:
    variable = text.partition(b"$")[2][:1]
    return b"`" in text or variable.isalpha() or variable in (b"(", b"{")


def _is_of_a_shell(word: bytes, *, is_first: bool) -> bool:
    if word.lstrip(_DIGITS).startswith(_OPERATORS) or word.endswith(b";"):
        return True
    name, equals, _ = word.partition(b"=")
    is_assignment = is_first and bool(equals) and name.decode("latin-1").isidentifier()
    is_pattern = (b"*" in word or b"?" in word) and b"://" not in word
    return is_assignment or is_pattern or _has_substitution(word)


def _after_blanks(command: bytes, position: int) -> int:
    while position < len(command) and command[position] in _BLANK:
        position += 1
    return position


def _word(command: bytes, position: int) -> tuple[bytes, int]:
    """``word = [ tilde-prefix ] { single-quoted | double-quoted | escaped | bare }``."""
    part, position = _tilde_prefix(command, position)
    parts = [part]
    while position < len(command) and command[position] not in _BLANK:
        part, position = _part(command, position)
        parts.append(part)
    return b"".join(parts), position


def _tilde_prefix(command: bytes, position: int) -> tuple[bytes, int]:
    """``tilde-prefix = "~" [ user ]``, only before a slash or the end of the word."""
    end = position
    while end < len(command) and command[end] not in _BLANK + b"/'\"\\":
        end += 1
    bare = end == len(command) or command[end] in _BLANK + b"/"
    if command[position : position + 1] == b"~" and bare:
        return expanded(command[position:end]), end
    return b"", position


def _part(command: bytes, position: int) -> tuple[bytes, int]:
    opening = command[position : position + 1]
    if opening == b"'":
        return _single_quoted(command, position + 1)
    if opening == b'"':
        return _double_quoted(command, position + 1)
    if opening == b"\\":
        return _escaped(command, position + 1)
    return opening, position + 1


def _single_quoted(command: bytes, position: int) -> tuple[bytes, int]:
    """``single-quoted = "'" { any byte but "'" } "'"``."""
    end = command.find(b"'", position)
    if end < 0:
        raise ValueError("a single quote (') is not closed")
    return command[position:end], end + 1


def _double_quoted(command: bytes, position: int) -> tuple[bytes, int]:
    r"""``double-quoted = '"' { "\" special | any byte but '"' } '"'``."""
    parts = []
    while command[position : position + 1] != b'"':
        if position >= len(command):
            raise ValueError('a double quote (") is not closed')
        following = command[position + 1 : position + 2]
        if command[position] == ord("\\") and following and following in _SPECIAL_IN_DOUBLE_QUOTES:
            position += 1
        parts.append(command[position : position + 1])
        position += 1
    return b"".join(parts), position + 1


def _escaped(command: bytes, position: int) -> tuple[bytes, int]:
    r"""``escaped = "\" ( blank | "'" | '"' | "~" | "\" )``, otherwise a bare backslash."""
    if position >= len(command):
        raise ValueError("nothing follows the backslash (\\) at the end")
    if command[position] not in _ESCAPABLE:
        return b"\\", position
    return command[position : position + 1], position + 1
