"""Reading the syntax of RE2, as Go's ``regexp`` does (golang.org/s/re2syntax).

Lookarounds, back-references and possessive quantifiers are errors, as they are in Go.
"""

from __future__ import annotations

from git_secrets_py.rule_files.re2_tree import (
    LAST,
    Assertion,
    Chars,
    Choice,
    Concatenation,
    Group,
    Node,
    Repeat,
    folded,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.rule_files.re2_tree import Ranges

_MOST_REPEATS = 1000
_DEEPEST = 100
_LONGEST = 64 << 10
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
_ASSERTIONS = {"A": "A", "z": "z", "b": "b", "B": "B"}
_LOOKAROUNDS = {"=": "lookahead", "!": "lookahead", "<=": "lookbehind", "<!": "lookbehind"}


class TranslationError(ValueError):
    """A construct that the syntax of RE2 does not have, or that cannot be translated."""


def parse(text: str) -> tuple[Node, int]:
    """Return the tree of the pattern ``text``, and the number of its capturing groups.

    Raises ``TranslationError``, which names the construct.
    """
    if len(text) > _LONGEST:
        raise TranslationError(f"the pattern is longer than {_LONGEST} characters")
    parser = _Parser(text)
    tree = parser.choice(0)
    if parser.at < len(text):
        raise TranslationError(f"unmatched ) at character {parser.at + 1}")
    return tree, parser.groups


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.groups = 0
        self._flags: frozenset[str] = frozenset()

    def choice(self, depth: int) -> Node:
        """Parse alternatives up to a closing parenthesis or the end."""
        if depth > _DEEPEST:
            raise TranslationError(f"groups are nested more than {_DEEPEST} times")
        outer = self._flags
        branches = [self._sequence(depth)]
        while self._takes("|"):
            branches.append(self._sequence(depth))
        self._flags = outer
        return branches[0] if len(branches) == 1 else Choice(branches)

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            if self._takes("\\Q"):
                items += self._quoted()
                continue
            atom = self._atom(depth)
            if atom is not None:
                items.append(self._repeated(atom))
        return items[0] if len(items) == 1 else Concatenation(items)

    def _quoted(self) -> list[Node]:
        """Parse what follows ``\\Q``; a quantifier applies to the last character."""
        end = self.text.find("\\E", self.at)
        quoted = self.text[self.at :] if end < 0 else self.text[self.at : end]
        self.at = len(self.text) if end < 0 else end + 2
        items = [self._literal(ord(one)) for one in quoted]
        return [*items[:-1], self._repeated(items[-1])] if items else []

    def _atom(self, depth: int) -> Node | None:
        """Parse one item without its quantifier; ``None`` for a change of flags."""
        start = self.at
        one = self.text[self.at]
        self.at += 1
        if one == "(":
            return self._group(depth)
        if one == "[":
            return self._brackets(start)
        if one == ".":
            return Chars([] if "s" in self._flags else [(10, 10)], negated=True)
        if one == "^":
            return Assertion("^" if "m" in self._flags else "A")
        if one == "$":
            return Assertion("$" if "m" in self._flags else "z")
        if one == "\\":
            return self._escape()
        if one in "*+?" or (one == "{" and self._bounds_at(start)):
            raise TranslationError(f"nothing to repeat before {self.text[start : start + 8]!r}")
        return self._literal(ord(one))

    def _group(self, depth: int) -> Node | None:
        if not self._takes("?"):
            self.groups += 1
            return Group(self._inside(depth))
        rest = self.text[self.at : self.at + 2]
        for mark, name in _LOOKAROUNDS.items():
            if rest.startswith(mark):
                raise TranslationError(f"(?{mark} is a {name}, which RE2 does not have")
        for mark in ("P<", "<"):
            if self._takes(mark):
                return self._named(depth)
        return self._flagged(depth)

    def _named(self, depth: int) -> Node:
        end = self.text.find(">", self.at)
        name = self.text[self.at : end]
        if end < 0 or not name.replace("_", "a").isalnum():
            raise TranslationError("a named group has no valid name")
        self.at = end + 1
        self.groups += 1
        return Group(self._inside(depth))

    def _flagged(self, depth: int) -> Node | None:
        """Parse the flags after ``(?``, and the group if it is one."""
        start = self.at
        flags, is_set = set(self._flags), True
        while self.at < len(self.text):
            one = self.text[self.at]
            self.at += 1
            if one in "imsU":
                flags.add(one) if is_set else flags.discard(one)
            elif one == "-" and is_set:
                is_set = False
            elif one == ")":
                self._flags = frozenset(flags)
                return None
            elif one == ":":
                outer, self._flags = self._flags, frozenset(flags)
                inner = self._inside(depth)
                self._flags = outer
                return inner
            else:
                break
        construct = self.text[start - 2 : self.at]
        raise TranslationError(f"{construct} is not a group of RE2")

    def _inside(self, depth: int) -> Node:
        item = self.choice(depth + 1)
        if not self._takes(")"):
            raise TranslationError("a closing ) is missing")
        return item

    def _repeated(self, atom: Node) -> Node:
        """Parse the quantifier after ``atom``, if there is one."""
        start = self.at
        bounds = self._quantifier()
        if bounds is None:
            return atom
        lazy = self._takes("?")
        rest = self.text[self.at : self.at + 1]
        if rest and (rest in "*+?" or (rest == "{" and self._bounds_at(self.at))):
            construct = self.text[start : self.at + 1]
            raise TranslationError(f"{construct} repeats a repetition, which RE2 does not have")
        return Repeat(atom, *bounds, greedy=lazy == ("U" in self._flags))

    def _quantifier(self) -> tuple[int, int | None] | None:
        for mark, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._takes(mark):
                return bounds
        found = self._bounds_at(self.at)
        if found is None:
            return None
        least, most, self.at = found
        if max(least, most or 0) > _MOST_REPEATS or (most is not None and most < least):
            raise TranslationError(f"{{{least},{most}}} is not a valid number of repeats")
        return least, most

    def _bounds_at(self, at: int) -> tuple[int, int | None, int] | None:
        """Return the bounds in braces at ``at`` and the offset after them; or ``None``."""
        end = self.text.find("}", at)
        if self.text[at : at + 1] != "{" or end < 0:
            return None
        first, comma, last = self.text[at + 1 : end].partition(",")
        if not _is_number(first) or (last and not _is_number(last)):
            return None
        least = int(first)
        return least, (int(last) if last else None) if comma else least, end + 1

    def _escape(self) -> Node:
        one = self.text[self.at : self.at + 1]
        if one in _ASSERTIONS and one:
            self.at += 1
            return Assertion(_ASSERTIONS[one])
        special = self._class_escape()
        return special if special is not None else self._literal(self._code())

    def _class_escape(self) -> Chars | None:
        """Parse ``\\d``, ``\\pL`` and their like, after the backslash."""
        one = self.text[self.at : self.at + 1]
        if one.lower() in _PERL and one:
            self.at += 1
            return self._chars(list(_PERL[one.lower()]), negated=one.isupper())
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

    def _code(self) -> int:
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

    def _brackets(self, start: int) -> Node:
        negated = self._takes("^")
        ranges: Ranges = []
        properties: list[str] = []
        is_first = True
        while is_first or self.text[self.at : self.at + 1] != "]":
            if self.at >= len(self.text):
                raise TranslationError(f"the bracket expression {self.text[start:]!r} has no end")
            is_first = False
            self._bracket_item(ranges, properties)
        self.at += 1
        return self._chars(ranges, properties, negated=negated)

    def _bracket_item(self, ranges: Ranges, properties: list[str]) -> None:
        """Parse one item of a bracket expression into ``ranges`` and ``properties``."""
        if self.text.startswith("[:", self.at) and ":]" in self.text[self.at + 2 :]:
            end = self.text.index(":]", self.at + 2)
            ranges += self._posix(self.text[self.at + 2 : end])
            self.at = end + 2
            return
        if self._takes("\\"):
            special = self._class_escape()
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
        if self._takes("\\"):
            return self._code()
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

    def _literal(self, code: int) -> Chars:
        return self._chars([(code, code)])

    def _chars(
        self, ranges: Ranges, properties: list[str] | None = None, *, negated: bool = False
    ) -> Chars:
        if "i" in self._flags:
            ranges = folded(ranges)
        return Chars(ranges, properties or (), negated=negated)

    def _takes(self, text: str) -> bool:
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
    """Add what ``\\d`` or ``\\pL`` means in a bracket expression."""
    if special.properties:
        name = special.properties[0]
        flipped = name[1:] if name.startswith("^") else "^" + name
        properties.append(flipped if special.negated else name)
    else:
        ranges += complement(special.ranges) if special.negated else special.ranges


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5
