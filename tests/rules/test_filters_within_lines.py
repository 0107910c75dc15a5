"""The hits of a filter depend on one line, even if a match spans several.

``engine.unseen_lines`` relies on it: it leaves out lines that had no hit among other lines. A rule
within one line may have a filter that reaches into the next one: that only over-reports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from git_secrets_py import rules
from git_secrets_py.engine.decoding import gate
from git_secrets_py.patterns.ere_tree import Bytes, Choice, Group, Repeat, Series
from git_secrets_py.patterns.native_parser import NativeParser

if TYPE_CHECKING:
    from git_secrets_py.patterns.ere_tree import Node

LINE_END = ord("\n")
# The form of text in which a line end is neither the first byte nor the last one.
BEYOND = "beyond"
FILTERS = [(one.name, one.filter) for one in rules.load("all").patterns if one.lines > 1]


def joined(ones: set[str], others: set[str]) -> set[str]:
    """Return the forms of two texts in sequence: an ``n`` is a line end, an ``x`` other bytes."""
    forms = (re.sub("x+", "x", one + other) for one in ones for other in others)
    return {form if re.fullmatch("n?x?n?", form) and form != "nn" else BEYOND for form in forms}


def forms_of(node: Node) -> set[str]:
    """Return the forms of the texts that ``node`` matches."""
    if isinstance(node, Bytes):
        others = node.members - {LINE_END}
        return {"n"[: LINE_END in node.members], "x"[: bool(others)]} - {""}
    if isinstance(node, Group):
        return forms_of(node.body)
    if isinstance(node, Choice):
        return set().union(*map(forms_of, node.branches))
    if isinstance(node, Series):
        forms = {""}
        for part in node.parts:
            forms = joined(forms, forms_of(part))
        return forms
    if isinstance(node, Repeat):
        return repeated(node)
    return {""}  # an assertion


def repeated(node: Repeat) -> set[str]:
    # Three more repetitions have no new form.
    most = node.least + 3 if node.most is None else min(node.most, node.least + 3)
    found: set[str] = set()
    forms = {""}
    for number in range(most + 1):
        if number >= node.least:
            found |= forms
        forms = joined(forms, forms_of(node.item))
    return found


def reaches_beyond_a_line(source: bytes) -> bool:
    parser = NativeParser(source)
    return BEYOND in forms_of(parser.pattern()) or parser.crosses_lines


@pytest.mark.parametrize(
    ("source", "reaches"),
    [
        (rb"a\nb", True),
        (rb"a[^b]c", True),
        (rb"a(?:b|\n)?c", True),
        (rb"a[^b]{2}", True),
        (rb"\n\n", True),
        (rb"[^b]ac[^b]", False),
        (rb"(?:^|\n)a[^\n]*(?:\n|$)", False),
        (rb"a\s*$", True),
    ],
)
def test_a_line_end_within_a_match_is_noticed(source: bytes, *, reaches: bool) -> None:
    assert reaches_beyond_a_line(source) is reaches


def test_the_filter_of_a_rule_over_several_lines_hits_within_one() -> None:
    assert len(FILTERS) > 100
    assert [name for name, source in FILTERS if source and reaches_beyond_a_line(source)] == []


def test_the_gate_of_encoded_text_hits_within_a_line() -> None:
    assert [one for one in gate.EXPRESSIONS if reaches_beyond_a_line(one)] == []
