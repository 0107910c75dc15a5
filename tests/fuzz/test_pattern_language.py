"""Patterns put together at random from pieces of the syntax, valid or not.

Extended regular expressions are compared with GNU grep: whatever it takes is taken, with the same
lines, or rejected for a reason that is ours. Patterns in regex syntax are accepted or rejected
with ``PatternError``, and their filters report every line that they match.

The same seed each time; the soak draws from a new one.
"""

from __future__ import annotations

import os
import subprocess
import time
from random import Random

import pytest
import regex
from grep import GREP, needs_grep

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import Expression, read
from git_secrets_py.patterns.possible import MATCHES_NOTHING, NEVER_MATCHES

ATOMS = [*(b"a", b"b", b"A", b"1", b"_", b"-", b" ", b".", b"\xe9"), rb"\w", rb"\W", rb"\s", rb"\S"]
ATOMS += [rb"\.", rb"\_", rb"\-", b"[ab]", b"[^a]", b"[a-z]", b"[[:alpha:]]", b"[]a]", rb"\("]
QUANTIFIERS = [b"*", b"+", b"?", b"{2}", b"{1,2}", b"{0}", b"{,2}", b"{1,}", b"{0,1}"]
ANCHORS = [b"^", b"$", rb"\b", rb"\B", rb"\<", rb"\>", rb"\`", rb"\'"]
GROUPS = [b"(", b")", b"(", b")", b"|", b"()", b"(^", b"$)", rb"(\b|", b"x|"]
BROKEN = [b"{", b"}", b"{x", b"{2", b"[", b"]", b",", b"[a-", b"[[:", b"\\"]
POSIX = ATOMS + QUANTIFIERS + ANCHORS * 2 + GROUPS + BROKEN

EXTENSIONS = [b"(?:", b"(?=", b"(?!", b"(?<=", b"(?<!", b"(?>", b"(?i)", b"(?i:", b"(?-i:", b"(?x)"]
EXTENSIONS += [b"(?P<n>", b"(?<secret>", b"(?P=n)", b"(?#c)", b"(?^", b"(?R)", b"(?1)", b"(?", b")"]
ESCAPES = [
    rb"\d",
    rb"\x41",
    rb"\u0041",
    rb"\x{4",
    rb"\p{L}",
    rb"\Q",
    rb"\E",
    rb"\z",
    rb"\A",
    rb"\K",
]
ESCAPES += [rb"\k<n>", rb"\g{1}", rb"\1", rb"\12", rb"\N", rb"\R", rb"\h", rb"\0", rb"\n", b"[\\w-"]
ESCAPES += [
    b"[\\]a]",
    b"&&",
    b"--",
    b"[:^alpha:]",
    b"{e<=1}",
    b"*?",
    b"++",
    b" ",
    b"#",
    b"(*",
    b"(*F)",
]
NATIVE = POSIX + (EXTENSIONS + ESCAPES) * 2

# Two engines in GNU grep read a brace at the start of a branch, and anchors that the C library has
# to match, differently; the C library repeats the anchor in (^a){2} wrongly. ^$a$ matches a, but
# ^$a does not.
CONTRADICTORY = regex.compile(
    rb"(?:^|[(|^$]|\\[bB<>`'])[*+?]*\{(?!\d+,?\d*\}|,\d*\})|\[[.=:]|\\[1-9]|\([\^]|(?:\^|\\`)\$"
)

# POSIX leaves these undefined: lazy and possessive quantifiers, and escaped letters.
UNDEFINED = regex.compile(rb"[*+?}][?+]|\\[axA]")
# The reasons for which we reject a pattern that grep accepts.
OURS = (MATCHES_NOTHING, NEVER_MATCHES, "verbs such as (*UTF8) are not supported")
LINE = [b"a", b"b", b"A", b"1", b"_", b"-", b" ", b".", b"\xe9", b"(", b")", b"{", b"^", b"x"]
AS_WORD = b"(?<![A-Za-z0-9_])(?:%b)(?![A-Za-z0-9_])"
TIME_LIMIT = 5.0


def drawn(chance: Random, pieces: list[bytes], most: int) -> bytes:
    return b"".join(chance.choice(pieces) for _ in range(chance.randint(1, most)))


def lines(chance: Random, count: int) -> list[bytes]:
    return [b"", *(drawn(chance, LINE, 8) for _ in range(count))]


def grep(source: bytes, data: bytes, *options: str) -> set[int] | None:
    """Return the numbers of the lines that grep prints, or ``None`` if it rejects ``source``."""
    command = [str(GREP), "-aEn", *options, "-e", source]
    done = subprocess.run(
        command, input=data, env={"LC_ALL": "C"}, capture_output=True, timeout=TIME_LIMIT
    )
    if done.returncode > 1:
        return None
    return {int(line.split(b":")[0]) for line in done.stdout.split(b"\n")[:-1]}


def has_stray_parenthesis(source: bytes) -> bool:
    """Return whether a ``)`` closes nothing; brackets and escapes are left out."""
    depth = 0
    for byte in regex.sub(rb"\\.|\[\^?\]?[^\]]*\]", b"", source):
        depth += (byte == 0x28) - (byte == 0x29)
        if depth < 0:
            return True
    return False


def our_lines(expression: Expression, content: list[bytes], rule: bytes) -> set[int]:
    compiled = regex.compile(rule % expression.exact, regex.POSIX if expression.posix else 0)
    return {
        number
        for number, line in enumerate(content, 1)
        if compiled.search(line, timeout=TIME_LIMIT)
    }


def compare_with_grep(chance: Random) -> bool:
    """Compare one pattern with grep; return whether it matched a line."""
    source, content = drawn(chance, POSIX, 8), lines(chance, 30)
    if b"(?" in source or UNDEFINED.search(source) or CONTRADICTORY.search(source):
        return False
    data = b"".join(line + b"\n" for line in content)
    theirs = grep(source, data)
    try:
        expression = read(source)
    except PatternError as error:
        if theirs is not None:
            assert error.reason in OURS, (source, error.reason)
            assert error.reason != NEVER_MATCHES or not theirs, source
        return False
    if theirs is None:
        return False
    assert our_lines(expression, content, b"%b") == theirs, source
    if not has_stray_parenthesis(source):
        assert our_lines(expression, content, AS_WORD) == grep(source, data, "-w"), source
    return bool(theirs)


def check_native(chance: Random) -> bool:
    """Read one pattern in regex syntax; return whether it matched a line."""
    source, content = drawn(chance, NATIVE, 10), lines(chance, 30)
    try:
        expression = read(source)
    except PatternError as error:
        assert 0 <= error.start < error.end, source
        assert error.reason, source
        return False
    try:
        matched = our_lines(expression, content, b"(?:%b)")
    except TimeoutError:
        return False
    if expression.filter is not None:
        found = regex.compile(b"(?:%b)" % expression.filter, regex.MULTILINE)
        missed = [number for number in matched if not found.search(content[number - 1])]
        assert not missed, (source, [content[number - 1] for number in missed])
    return bool(matched)


def run(check, chance: Random, *, count: int = 0, seconds: float = 0) -> int:
    """Run ``check`` ``count`` times, or for some seconds; return how often it matched."""
    end = time.monotonic() + seconds
    matched = tried = 0
    while tried < count or time.monotonic() < end:
        tried += 1
        try:
            matched += check(chance)
        except subprocess.TimeoutExpired:
            continue
    return matched


@needs_grep
def test_random_extended_expressions_are_read_as_gnu_grep_reads_them() -> None:
    assert run(compare_with_grep, Random(1), count=500) > 50


def test_random_text_in_regex_syntax_is_read_or_rejected() -> None:
    assert run(check_native, Random(1), count=1500) > 50


@needs_grep
@pytest.mark.soak
@pytest.mark.parametrize("check", [compare_with_grep, check_native])
def test_the_same_for_a_long_time(check) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    print("seed", seed)
    seconds = float(os.environ.get("GIT_SECRETS_SOAK_SECONDS", "300"))
    assert run(check, Random(seed), seconds=seconds)
