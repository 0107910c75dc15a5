"""Random patterns on random lines: the exact form matches like GNU grep.

Three cases are not compared, because GNU grep 3.8 is wrong or contradicts itself:

- matches after the first one of a line under ``-w``. ``EGexecute`` tries shorter matches with a
  length counted from the wrong place there: ``grep -Eow 'a[^a]*'`` misses the second ``a`` of
  ``a-a$a``. Whether the line matches, and where it first does, is not affected.
- the spans of a quantified anchor such as ``\\<?``: it is optional to the engine that finds lines,
  and required to the C library, which finds spans, and lines too for the patterns that only it can
  match. We read it as optional.
- a ``{`` at the start of a branch: ``{x`` is two bytes to one of its two engines and one to the
  other.
"""

from __future__ import annotations

import re
import subprocess
from random import Random

import pytest
import regex
from grep import GREP, grep, grep_matches, needs_grep
from random_patterns import lines, pattern

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import Expression, read
from git_secrets_py.patterns.possible import NEVER_MATCHES

AS_WORD = b"(?<![A-Za-z0-9_])(?:%b)(?![A-Za-z0-9_])"
QUANTIFIED_ANCHOR = re.compile(rb"(?:(?<!\\)[\^$]|\\[bB<>`'])[*+?{]")
C_LIBRARY = re.compile(rb"\[[.=]|\\[1-9]")
LINES = 60
PATTERNS = 250

# Seconds. Some nested repetitions make grep exceed it; all others take a tenth of it.
TIME_LIMIT = 0.5

pytestmark = needs_grep


def grep_spans(pattern: bytes, content: list[bytes], *options: str) -> dict[int, list[object]]:
    """Return the (start, end) of the matches of each line, by line number."""
    found: dict[int, list[object]] = {}
    starts = [0]
    for line in content:
        starts.append(starts[-1] + len(line) + 1)
    data = b"".join(line + b"\n" for line in content)
    for number, offset, text in grep_matches(pattern, data, *options, timeout=TIME_LIMIT):
        start = offset - starts[number - 1]
        found.setdefault(number, []).append((start, start + len(text)))
    return found


def grep_lines(pattern: bytes, content: list[bytes], *options: str) -> list[int]:
    """Return the numbers of the lines that match."""
    data = b"".join(line + b"\n" for line in content)
    printed = grep(pattern, data, "-n", *options, timeout=TIME_LIMIT)
    return [int(line.split(b":")[0]) for line in printed.split(b"\n")[:-1]]


def our_spans(expression: Expression, content: list[bytes], rule: bytes) -> dict[int, list[object]]:
    compiled = regex.compile(rule % expression.exact, regex.POSIX)
    spans = {
        number: [match.span() for match in compiled.finditer(line)]
        for number, line in enumerate(content, 1)
    }
    return {number: found for number, found in spans.items() if found}


def read_or_lengthen(pattern: bytes) -> tuple[bytes, Expression]:
    """Read ``pattern``; if it matches the empty string, read a longer pattern instead.

    Raises ``PatternError`` if it can never match.
    """
    try:
        return pattern, read(pattern)
    except PatternError as error:
        if error.reason == NEVER_MATCHES:
            raise
        assert "empty string" in error.reason, error
        longer = b"a(x|%b)" % pattern if rb"\1" not in pattern else b"a" + pattern
        return longer, read(longer)


@pytest.mark.parametrize("word", [True, False], ids=["prohibited-as-words", "allowed-anywhere"])
def test_the_exact_form_matches_like_gnu_grep(word: bool, capsys) -> None:
    chance = Random(1)
    matches = compared = 0
    while compared < PATTERNS:
        drawn, content = pattern(chance), lines(chance, LINES)
        try:
            source, expression = read_or_lengthen(drawn)
            matches += agree(source, expression, content, word)
        except PatternError as error:
            assert grep_lines(error.source, content) == [], error.source
            continue
        except subprocess.TimeoutExpired:
            continue
        compared += 1
    with capsys.disabled():
        print(f"\n{compared * LINES} lines compared with {GREP}, {matches} of them match")
    assert matches > 2 * PATTERNS


def agree(source: bytes, expression: Expression, content: list[bytes], word: bool) -> int:
    """Compare both on each line of ``content``; return the number of lines that match."""
    options = ["-w"] if word else []
    ours = our_spans(expression, content, AS_WORD if word else b"%b")
    if QUANTIFIED_ANCHOR.search(source):
        theirs_lines = grep_lines(source, content, *options)
        if C_LIBRARY.search(source):
            assert set(ours) >= set(theirs_lines), (source, content)
            return 0
        assert list(ours) == theirs_lines, (source, content)
        return len(ours)
    theirs = grep_spans(source, content, *options)
    assert list(ours) == list(theirs), (source, content)
    last = 1 if word else None
    for number in ours | theirs:
        found = ours.get(number, [])[:last], theirs.get(number, [])[:last]
        assert found[0] == found[1], (source, content[number - 1])
    return len(ours)
