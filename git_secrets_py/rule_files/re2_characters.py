"""Reading characters in the syntax of RE2: escapes, classes and bracket expressions."""

from __future__ import annotations

from git_secrets_py.rule_files.re2_tree import LAST, Chars, Node, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.rule_files.re2_tree import Ranges

_DIGITS: Ranges = [(0x30, 0x39)]
_WORD: Ranges = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]
_SPACE: Ranges = [(9, 10), (12, 13), (32, 32)]
_PERL = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_POSIX: dict[str, Ranges] = {
    "alnum": [(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
    "alpha": [(0x41, 0x5A), (0x61, 0x7A)],
    "ascii": [(0, 0x7F)],
    "blank": [(9, 9), (32, 32)],
    "cntrl": [(0, 0x1F), (0x7F, 0x7F)],
    "digit": _DIGITS,
    "graph": [(0x21, 0x7E)],
    "lower": [(0x61, 0x7A)],
    "print": [(0x20, 0x7E)],
    "punct": [(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
    "space": [(9, 13), (32, 32)],
    "upper": [(0x41, 0x5A)],
    "word": _WORD,
    "xdigit": [(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
}
_CONTROLS = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}


class TranslationError(ValueError):
    """A construct that the syntax of RE2 does not have, or that cannot be translated."""


class CharacterReader:
    """Reads characters from ``at`` on in the pattern ``text``, with the active ``flags``.

    The methods that parse raise ``TranslationError``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.flags: frozenset[str] = frozenset()

    def class_escape(self) -> Chars | None:
        """Parse ``\\d``, ``\\pL`` and their like, after the backslash."""
        one = self.text[self.at : self.at + 1]
        if one.lower() in _PERL and one:
            self.at += 1
            return self.chars(list(_PERL[one.lower()]), negated=one.isupper())
        if one in ("p", "P"):
            self.at += 1
            name = self._property()
            return Chars([], [name], negated=one == "P")
        return None

    def _property(self) -> str:
        name = self.text[self.at : self.at + 1]
        if name == "{":
            end = self.text.find("}", self.at)
            name = self.text[self.at + 1 : end] if end > 0 else ""
            self.at = end
        self.at += 1
        if not name.removeprefix("^").replace("_", "a").isalpha():
            raise TranslationError("\\p has no valid name of a property")
        return name

    def code(self) -> int:
        """Parse the escape of one character, after the backslash."""
        one = self.text[self.at : self.at + 1]
        self.at += 1
        if one in _CONTROLS and one:
            return _CONTROLS[one]
        if one == "x":
            return self._hexadecimal()
        if one in tuple("01234567"):
            return self._octal(one)
        if not one or ord(one) >= 0x80 or one.isalnum():
            raise TranslationError(f"\\{one} is not an escape of RE2")
        return ord(one)

    def _octal(self, digits: str) -> int:
        while len(digits) < 3 and self.text[self.at : self.at + 1] in tuple("01234567"):
            digits += self.text[self.at]
            self.at += 1
        if len(digits) == 1 and digits != "0":
            raise TranslationError(f"\\{digits} is a back-reference, which RE2 does not have")
        return int(digits, 8)

    def _hexadecimal(self) -> int:
        end = self.at + 2
        digits = self.text[self.at : end]
        if digits.startswith("{"):
            end = self.text.find("}", self.at) + 1
            digits = self.text[self.at + 1 : end - 1]
        try:
            code = int(digits, 16) if digits.isalnum() else -1
        except ValueError:
            code = -1
        if not 0 <= code <= LAST or (end - self.at == 2 and len(digits) < 2):
            raise TranslationError(f"\\x{digits} is not a character")
        self.at = end
        return code

    def brackets(self, start: int) -> Node:
        """Parse a bracket expression that begins at ``start``, after its opening bracket."""
        negated = self.takes("^")
        ranges: Ranges = []
        properties: list[str] = []
        is_first = True
        while is_first or self.text[self.at : self.at + 1] != "]":
            if self.at >= len(self.text):
                raise TranslationError(f"the bracket expression {self.text[start:]!r} has no end")
            is_first = False
            self._bracket_item(ranges, properties)
        self.at += 1
        return self.chars(ranges, properties, negated=negated)

    def _bracket_item(self, ranges: Ranges, properties: list[str]) -> None:
        """Parse one item of a bracket expression into ``ranges`` and ``properties``."""
        if self.text.startswith("[:", self.at) and ":]" in self.text[self.at + 2 :]:
            end = self.text.index(":]", self.at + 2)
            ranges += self._posix(self.text[self.at + 2 : end])
            self.at = end + 2
            return
        if self.takes("\\"):
            special = self.class_escape()
            if special is not None:
                _add(special, ranges, properties)
                return
            self.at -= 1
        first = last = self._bracket_char()
        if self.text[self.at : self.at + 1] == "-" and self.text[self.at + 1 : self.at + 2] != "]":
            self.at += 1
            last = self._bracket_char()
        if last < first:
            raise TranslationError(f"{chr(first)}-{chr(last)} is not a range")
        ranges.append((first, last))

    def _bracket_char(self) -> int:
        if self.takes("\\"):
            return self.code()
        one = self.text[self.at : self.at + 1]
        if not one:
            raise TranslationError("a bracket expression has no end")
        self.at += 1
        return ord(one)

    def _posix(self, name: str) -> Ranges:
        inner = name.removeprefix("^")
        if inner not in _POSIX:
            raise TranslationError(f"[:{name}:] is not a class of RE2")
        return list(_POSIX[inner]) if inner == name else complement(_POSIX[inner])

    def literal(self, code: int) -> Chars:
        """Return the character with the code point ``code``."""
        return self.chars([(code, code)])

    def chars(
        self, ranges: Ranges, properties: list[str] | None = None, *, negated: bool = False
    ) -> Chars:
        """Return the characters of ``ranges`` and ``properties``; the flag ``i`` folds case."""
        if "i" in self.flags:
            ranges = folded(ranges)
        return Chars(ranges, properties or (), negated=negated)

    def takes(self, text: str) -> bool:
        """Read ``text`` if it is next; return whether it was."""
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False


def complement(ranges: Ranges) -> Ranges:
    """Return all characters that are not in ``ranges``, which are in order."""
    rest, first = [], 0
    for start, end in ranges:
        if first < start:
            rest.append((first, start - 1))
        first = end + 1
    return [*rest, (first, LAST)] if first <= LAST else rest


def _add(special: Chars, ranges: Ranges, properties: list[str]) -> None:
    """Add the characters of ``\\d`` or ``\\pL`` in a bracket expression."""
    if special.properties:
        name = special.properties[0]
        flipped = name[1:] if name.startswith("^") else "^" + name
        properties.append(flipped if special.negated else name)
    else:
        ranges += complement(special.ranges) if special.negated else special.ranges
