"""Random patterns on random lines: the exact form finds what GNU grep finds.

Not compared, where GNU grep 3.8 is wrong or contradicts itself:

- matches after the first one of a line under ``-w``. ``EGexecute`` tries shorter matches with a
  length counted from the wrong place there: ``grep -Eow 'a[^a]*'`` misses the second ``a`` of
  ``a-a$a``. Whether the line matches, and where it first does, is not affected.
- a ``{`` at the start of a branch: ``{x`` is two bytes to one of its two engines and one to the
  other.
"""

from __future__ import annotations

import subprocess

import pytest
import regex
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pattern_strategies import lines, patterns
from support import gnu_grep

from git_secrets_py.errors import PatternError
from git_secrets_py.patterns import Expression, read

AS_WORD = b"(?<![A-Za-z0-9_])(?:%b)(?![A-Za-z0-9_])"
LINES = 60
EXAMPLES = 250


GREP = gnu_grep()
pytestmark = pytest.mark.skipif(GREP is None, reason="no GNU grep here to compare with")


def grep(pattern: bytes, data: bytes, *options: str) -> list[bytes]:
    """The lines that grep prints; some nested repetitions keep it busy for ever."""
    command = [str(GREP), "-a", "-E", "-n", *options, "-e", pattern]
    try:
        done = subprocess.run(
            command, input=data, env={"LC_ALL": "C"}, capture_output=True, timeout=5, check=False
        )
    except subprocess.TimeoutExpired:
        assume(False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.split(b"\n")[:-1]


def grep_spans(pattern: bytes, content: list[bytes], *options: str) -> dict[int, list[object]]:
    """By line number, the (start, end) of its matches."""
    found: dict[int, list[object]] = {}
    starts = [0]
    for line in content:
        starts.append(starts[-1] + len(line) + 1)
    for shown in grep(pattern, b"".join(line + b"\n" for line in content), "-o", "-b", *options):
        number, offset, text = shown.split(b":", 2)
        start = int(offset) - starts[int(number) - 1]
        found.setdefault(int(number), []).append((start, start + len(text)))
    return found


def grep_lines(pattern: bytes, content: list[bytes], *options: str) -> list[int]:
    shown = grep(pattern, b"".join(line + b"\n" for line in content), *options)
    return [int(line.split(b":")[0]) for line in shown]


def our_spans(expression: Expression, content: list[bytes], rule: bytes) -> dict[int, list[object]]:
    compiled = regex.compile(rule % expression.exact, regex.POSIX)
    spans = {
        number: [match.span() for match in compiled.finditer(line)]
        for number, line in enumerate(content, 1)
    }
    return {number: found for number, found in spans.items() if found}


def read_or_lengthen(pattern: bytes) -> tuple[bytes, Expression]:
    """Read ``pattern``, or, where it matches the empty string, something that does not."""
    try:
        return pattern, read(pattern)
    except PatternError as error:
        assert "empty string" in error.reason, error
        longer = b"a(%b)" % pattern if rb"\1" not in pattern else b"a" + pattern
        return longer, read(longer)


@pytest.mark.parametrize("word", [True, False], ids=["prohibited-as-words", "allowed-anywhere"])
def test_the_exact_form_matches_what_grep_matches(word: bool, capsys) -> None:
    options = ["-w"] if word else []
    count = {"cases": 0, "matches": 0}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(patterns, st.integers(0, 2**32))
    def agree(pattern: bytes, seed: int) -> None:
        pattern, expression = read_or_lengthen(pattern)
        content = lines(seed, LINES)
        ours = our_spans(expression, content, AS_WORD if word else b"%b")
        theirs = grep_spans(pattern, content, *options)
        assert list(ours) == grep_lines(pattern, content, *options)
        count["cases"] += LINES
        count["matches"] += len(ours)
        for number in ours | theirs:
            last = 1 if word else None
            assert ours.get(number, [])[:last] == theirs.get(number, [])[:last], content[number - 1]

    agree()
    with capsys.disabled():
        print(f"\n{count['cases']} lines compared with {GREP}, {count['matches']} of them match")
    assert count["cases"] >= 10_000
