"""Filter expressions put together at random: each has a value, is unknown, or is an error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from git_secrets_py.rule_files.expression_parser import FINDING, FUNCTIONS, SURROUNDINGS, parse
from git_secrets_py.rule_files.expression_tokens import ExpressionError
from git_secrets_py.rule_files.expressions import FilterExpression

VALUES = dict.fromkeys((*FINDING, *SURROUNDINGS), "key=Ab3d �")
VALUES |= {"entropy": 3.5, "match_start_idx": 7, "captures": {"a": "b", "c": None}}

LEAVES = st.sampled_from(
    [f"finding.{name}" for name in VALUES]
    + ["attributes", "attributes['path']", "finding", "nil", "true", "0", "-1", "2.5", "''", "[]"]
    + ["'a'", '"\\ud800\\x00"', "`(a+)+$`", "`[`", "['a', `\\w`]", "9" * 400, "9" * 5_000, "x"]
)
OPERATORS = ["||", "&&", "==", "!=", "<", ">=", "in", "not in", "contains", "startsWith", "??"]
OPERATORS += ["endsWith", "matches", "+", "-", "*", "/", "%"]


def above(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return the expressions whose operands are those of ``inner``."""
    listed = st.lists(inner, max_size=3).map(", ".join)
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(OPERATORS), inner),
        st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS)), listed),
        st.builds("[{}]".format, listed),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}[{}:{}]".format, inner, inner, inner),
        st.builds("(!{} ? {} : {})".format, inner, inner, inner),
        st.builds("(let x = {}; {})".format, inner, inner),
    )


@given(st.recursive(LEAVES, above, max_leaves=8))
def test_an_expression_has_a_value_or_is_an_error(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionError:
        return
    assert FilterExpression(tree).value(VALUES, {"path": "a/b"}) in (True, False, None)


@given(st.text(st.sampled_from("'\"`\\\n/*()[]{}!?:;,.=<>&|+-ax1é\0 "), max_size=30))
def test_any_text_is_an_expression_or_an_error(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert str(error)
