"""Reading the syntax of RE2, as Go's ``regexp`` does (golang.org/s/re2syntax).

Lookarounds, back-references and possessive quantifiers are errors, as they are in Go.
"""

from __future__ import annotations

from git_secrets_py.rule_files.re2_characters import CharacterReader, TranslationError
from git_secrets_py.rule_files.re2_tree import (
    Assertion,
    Chars,
    Choice,
    Concatenation,
    Group,
    Node,
    Repeat,
)

_MOST_REPEATS = 1000
_DEEPEST = 100
_LONGEST = 64 << 10
_ASSERTIONS = {"A": "A", "z": "z", "b": "b", "B": "B"}
_LOOKAROUNDS = {"=": "lookahead", "!": "lookahead", "<=": "lookbehind", "<!": "lookbehind"}


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


class _Parser(CharacterReader):
    """Recursive descent: alternatives, sequences, quantifiers and groups."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.groups = 0

    def choice(self, depth: int) -> Node:
        """Parse alternatives up to a closing parenthesis or the end."""
        if depth > _DEEPEST:
            raise TranslationError(f"groups are nested more than {_DEEPEST} times")
        outer = self.flags
        branches = [self._sequence(depth)]
        while self.takes("|"):
            branches.append(self._sequence(depth))
        self.flags = outer
        return branches[0] if len(branches) == 1 else Choice(branches)

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            if self.takes("\\Q"):
                items += self._quoted()
                continue
            atom = self._atom(depth)
            if atom is not None:
                items.append(self._repeated(atom))
        return items[0] if len(items) == 1 else Concatenation(items)

    def _quoted(self) -> list[Node]:
        """Parse the text after ``\\Q``; a quantifier applies to the last character."""
        end = self.text.find("\\E", self.at)
        quoted = self.text[self.at :] if end < 0 else self.text[self.at : end]
        self.at = len(self.text) if end < 0 else end + 2
        items = [self.literal(ord(one)) for one in quoted]
        return [*items[:-1], self._repeated(items[-1])] if items else []

    def _atom(self, depth: int) -> Node | None:
        """Parse one item without its quantifier; ``None`` for a change of flags."""
        start = self.at
        one = self.text[self.at]
        self.at += 1
        if one == "(":
            return self._group(depth)
        if one == "[":
            return self.brackets(start)
        if one == ".":
            return Chars([] if "s" in self.flags else [(10, 10)], negated=True)
        if one == "^":
            return Assertion("^" if "m" in self.flags else "A")
        if one == "$":
            return Assertion("$" if "m" in self.flags else "z")
        if one == "\\":
            return self._escape()
        if one in "*+?" or (one == "{" and self._bounds_at(start)):
            raise TranslationError(f"nothing to repeat before {self.text[start : start + 8]!r}")
        return self.literal(ord(one))

    def _group(self, depth: int) -> Node | None:
        if not self.takes("?"):
            self.groups += 1
            return Group(self._inside(depth))
        rest = self.text[self.at : self.at + 2]
        for mark, name in _LOOKAROUNDS.items():
            if rest.startswith(mark):
                raise TranslationError(f"(?{mark} is a {name}, which RE2 does not have")
        for mark in ("P<", "<"):
            if self.takes(mark):
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
        flags, is_set = set(self.flags), True
        while self.at < len(self.text):
            one = self.text[self.at]
            self.at += 1
            if one in "imsU":
                flags.add(one) if is_set else flags.discard(one)
            elif one == "-" and is_set:
                is_set = False
            elif one == ")":
                self.flags = frozenset(flags)
                return None
            elif one == ":":
                outer, self.flags = self.flags, frozenset(flags)
                inner = self._inside(depth)
                self.flags = outer
                return inner
            else:
                break
        construct = self.text[start - 2 : self.at]
        raise TranslationError(f"{construct} is not a group of RE2")

    def _inside(self, depth: int) -> Node:
        item = self.choice(depth + 1)
        if not self.takes(")"):
            raise TranslationError("a closing ) is missing")
        return item

    def _repeated(self, atom: Node) -> Node:
        """Parse the quantifier after ``atom``, if there is one."""
        start = self.at
        bounds = self._quantifier()
        if bounds is None:
            return atom
        lazy = self.takes("?")
        rest = self.text[self.at : self.at + 1]
        if rest and (rest in "*+?" or (rest == "{" and self._bounds_at(self.at))):
            construct = self.text[start : self.at + 1]
            raise TranslationError(f"{construct} repeats a repetition, which RE2 does not have")
        return Repeat(atom, *bounds, greedy=lazy == ("U" in self.flags))

    def _quantifier(self) -> tuple[int, int | None] | None:
        for mark, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.takes(mark):
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
        special = self.class_escape()
        return special if special is not None else self.literal(self.code())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5
