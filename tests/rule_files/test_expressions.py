"""The filter expressions of betterleaks: the matches that they discard, and unknown values."""

from __future__ import annotations

from typing import Any

import pytest
from rule_file_scans import found, items, rule

from git_secrets_py.errors import ConfigurationError
from git_secrets_py.findings.finding import Allowed
from git_secrets_py.rule_files.expression_parser import parse
from git_secrets_py.rule_files.expressions import FilterExpression
from git_secrets_py.rule_files.loading import parse as parse_file
from git_secrets_py.rule_files.rule_file import RuleFile
from git_secrets_py.selection.named_files import NamedFile

FINDING = {"secret": "Ab3d", "match": "key=Ab3d", "line": "key=Ab3d # x"}
UNKNOWN = 'attributes["git.author_name"] == "x"'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('entropy(finding["secret"]) < 3.0 || false', True),
        ("entropy(finding.secret) == 2.0", True),
        ('filter.matchesAny(attributes["path"], [`(?i)\\.MD$`, "^b"])', True),
        ('matchesAny(attributes[?"path"].orValue(""), [r"""\\.py$"""])', False),
        ('get(attributes, "path", "") contains "a.m" && !false', True),
        ('containsAny(finding["secret"], ["B3D", "zzz"]) and not false', True),
        ('finding.line startsWith "key" ? finding.match endsWith "=" : true', False),
        ('finding["match"] matches "^k\\\\w+=" and len(finding["match"]) == 8', True),
        ("// a comment\n'k' in split(finding.match, 'e') /* and */ && 2 + 3 * 2 == 8", True),
        ("finding.secret not in ['a', \"Ab3d\"]", False),
        (
            'let a = findMatch(finding["match"], `\\w+$`); let b = lower(a); b + "!" == "ab3d!"',
            True,
        ),
        ("max(1, 2 - 4) == 1 && finding.secret[1:3] == 'b3' && finding.secret[:-1] == 'Ab3'", True),
        ('let _ = setConfidence("low"); "\\x41\\u0062\\n" != upper("ab")', True),
        ("join(split('a,b', ',')[1:], '') == 'b' && nil ?? true", True),
        ("finding?.secret == 'Ab3d' && attributes?.['path'] contains 'a.m'", True),
        (UNKNOWN, None),
        (f"{UNKNOWN} || true", True),
        (f"!({UNKNOWN}) || false", None),
        (f"{UNKNOWN} && false", False),
        (f"{UNKNOWN} ? true : true", None),
        ("tokenRatio(finding.secret) >= 2.5 || entropy(finding.secret) > 3", None),
        ('failsTokenEfficiency("delivery_key_prefix")', True),
        ("finding.secret < 3", None),
        ("1 / 0 == 1", None),
        ("let a = finding.line * 2; true", True),
    ],
)
def test_an_expression_has_a_value_or_is_unknown(text: str, value: bool | None) -> None:
    assert FilterExpression(parse(text)).value(FINDING, {"path": "docs/a.md"}) is value


def test_a_text_that_grows_without_end_is_unknown() -> None:
    doubled = "".join(f"let a{n + 1} = a{n} + a{n}; " for n in range(60))
    text = f"let a0 = finding.line; {doubled} len(a60) > 0"
    assert FilterExpression(parse(text)).value(FINDING, {}) is None


def test_a_pattern_that_does_not_end_discards_nothing(monkeypatch) -> None:
    monkeypatch.setattr("git_secrets_py.rule_files.expressions._TIME_LIMIT", 0.01)
    toml = rule("x", "[a]{100,}", "filter = '''matchesAny(finding.secret, [`(a|aa)+(a|aa)+b`])'''")
    assert len(found(toml, b"a" * 3000)) == 1


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("any(finding, 1)", "unknown function 'any'"),
        ('finding["author"]', "unknown field 'author' of finding"),
        ("secret", "unknown name 'secret'"),
        ("entropy(1, 2)", "entropy has 2 arguments"),
        ("matchesAny(finding.secret, [`(?=a)`])", "matchesAny: (?= is a lookahead"),
        ("matchesAny(finding.secret, finding.line)", "requires constant strings"),
        ("true true", "unexpected 'true'"),
        ("(true", "expected ')' before 'the end'"),
        ("{a}", "cannot read '{a}'"),
        ("true ==", "it has no end"),
        ("true == ]", "unexpected ']'"),
        ("finding.'secret'", "'secret' is not a name"),
        ("true " + "|| true " * 20_000, "it is longer than 131072 characters"),
        ("(" * 9000 + "true", "nested more than 40 times"),
        ("1" * 5000, "an integer has 5000 digits"),
        ("!" * 9000 + "true", "nested more than 40 times"),
        ("true" + " == true" * 9000, "it has too many operators"),
    ],
)
def test_what_cannot_be_evaluated_is_an_error_that_names_the_rule(
    expression: str, message: str
) -> None:
    toml = rule("x", "a", f"filter = '''{expression}'''")
    with pytest.raises(ConfigurationError) as error:
        parse_file(toml.encode(), "rules.toml")
    assert str(error.value).startswith("rules.toml: rule 'x': filter: ")
    assert message in str(error.value)


def test_a_filter_discards_what_it_is_true_for_and_reports_the_rest() -> None:
    toml = rule("x", "v([a-z]{3})", "filter = '''finding.secret == \"abc\" && true'''")
    every = items(toml, b"vabc vxyz")
    assert [type(one) is Allowed for one in every] == [True, False]
    assert isinstance(every[0], Allowed)
    assert every[0].by.source == b"the filter of the rule x"


@pytest.mark.parametrize(("path", "count"), [(b"a.py", 1), (b"docs/a.md", 0)])
def test_a_prefilter_is_for_the_paths_of_all_rules(path: bytes, count: int) -> None:
    toml = "prefilter = '''matchesAny(attributes[\"path\"], [`^docs/`])'''\n" + rule("x", "v{4}")
    assert len(found(toml, b"vvvv", path)) == count


SURROUNDINGS = """filter = '''
let line = finding["fragment_raw"][finding["match_line_start_idx"]:finding["match_line_end_idx"]];
line contains "test" && (attributes["path"] startsWith "tests/" || line contains "really")
'''"""


def test_a_filter_may_look_around_a_match() -> None:
    toml = rule("x", "v{4}", SURROUNDINGS)
    content = b"test\nvvvv\nvvvv a test\nvvvv really test\n"
    assert [line for _, line, _ in found(toml, content)] == [2, 3]
    assert [line for _, line, _ in found(toml, content, b"tests/a.py")] == [2]


def test_surroundings_are_kept_for_a_bounded_number_of_matches() -> None:
    toml = rule("x", "v{4}", SURROUNDINGS)
    content = b"vvvv a test\n" * 1500
    assert len(found(toml, content, b"tests/a.py")) == 500


def test_allowances_that_are_ignored_include_filters() -> None:
    toml = "filter = 'true'\n" + rule("x", "v{4}", "filter = 'true'")
    assert len(found(toml, b"vvvv")) == 0
    assert len(found(toml, b"vvvv", with_allowances=False)) == 1


def warnings(toml: str) -> list[str]:
    return RuleFile(NamedFile("r.toml", toml.encode(), b"")).warnings


def test_a_note_names_what_is_not_computed() -> None:
    toml = rule("x", "v{4}", "filter = '''tokenRatio(finding.secret) > 2'''")
    assert warnings(toml) == [
        "r.toml: filters keep each match that depends on tokenRatio, which cannot be computed here"
    ]


@pytest.mark.parametrize(
    "expression", ["true", 'matchesAny(attributes["path"], [".*"])', "len(finding.secret) > 0"]
)
def test_a_filter_that_discards_everything_is_warned_of(expression: str) -> None:
    toml = f"filter = '''{expression}'''\n" + rule("x", "v{4}")
    assert warnings(toml) == [
        f"warning: r.toml: the allowlist entry '{expression}' allows everything"
    ]


COMPONENTS = rule("a", r"aa\d", "components = [{ id = 'b', %s }]") + rule(
    "b", r"bb\d", "skipReport = true"
)


@pytest.mark.parametrize(
    ("component", "content", "count"),
    [
        ("within = '2L'", b"aa1\nbb1", 1),
        ("within = '2L'", b"bb1\n\naa1", 0),
        ("within = '-2L'", b"aa1 bb1\n", 1),
        ("within = '-2L'", b"aa1\nbb1\n", 0),
        ("within = '5C'", b"aa1----bb1", 1),
        ("within = '5C'", b"aa1-----bb1", 0),
        ("within = '+5C'", b"bb1 aa1", 0),
        ("within = '-2L,+4C'", b"bb1\naa1", 1),
        ("within = '-2L,+4C'", b"aa1\n\n\nbb1", 1),
        ("within = '-2L,+4C'", b"aa1\n\n\n\nbb1", 0),
        ("within = '1L', optional = true", b"aa1", 1),
    ],
)
def test_a_component_must_be_within_its_distance(
    component: str, content: bytes, count: int
) -> None:
    assert len(found(COMPONENTS % component, content)) == count


def test_confidence_is_the_severity_and_specificity_orders_the_rules() -> None:
    low = rule("low", "key=(v{4})", "confidence = 'low'", "specificity = -5", "valueGroup = 1")
    toml = low + rule("mid", "key=(v{4})", "confidence = 'medium'")
    (finding,) = (one for one in items(toml, b"key=vvvv"))
    severity: Any = getattr(finding, "severity", None)
    assert severity == "medium"


def test_of_rules_for_the_same_secret_the_longest_secret_is_reported() -> None:
    toml = rule("short", "vv-w{4}") + rule("long", r"vv-w{8}\.x")
    assert found(toml, b"vv-wwwwwwww.x") == [("long", 1, b"vv-wwwwwwww.x")]
