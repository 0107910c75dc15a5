"""The format of gitleaks: the matches of rules, and those that allowlists allow."""

from __future__ import annotations

import pytest
from rule_file_scans import found, items, rule

from git_secrets_py.content import NotScanned
from git_secrets_py.engine import whole_content
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.findings.finding import Allowed
from git_secrets_py.rule_files.loading import parse

ACME = rule("acme", "acme_([a-z0-9]{8})")
SECRET = b"acme_" + b"k3y5" * 2
VALUE = SECRET[5:]


def test_the_secret_is_the_first_group_that_is_not_empty() -> None:
    assert found(rule("x", "a(b)?(c)"), b"ac abc") == [("x", 1, b"c"), ("x", 1, b"b")]


def test_secret_group_chooses_the_group() -> None:
    assert found(rule("x", "(key)=(v+)", "secretGroup = 2"), b"key=vv") == [("x", 1, b"vv")]


def test_a_match_may_span_lines_and_is_in_the_line_of_its_secret() -> None:
    assert found(rule("x", r"key\s*=\s*(v+)"), b"a\nkey =\n\n  vvv\n") == [("x", 4, b"vvv")]


def test_a_secret_of_several_lines_has_a_fingerprint_of_all_of_them() -> None:
    toml = rule("x", r"BEGIN[\s\S]+?END")
    secrets = [one[2] for one in found(toml, b"BEGIN\na\nEND\nBEGIN\nb\nEND\n")]
    assert secrets == [b"BEGIN\na\nEND", b"BEGIN\nb\nEND"]


@pytest.mark.parametrize(
    ("entropy", "expected"), [("1.9", 1), ("2.0", 0)], ids=["above", "not above"]
)
def test_entropy_must_exceed_the_limit(entropy: str, expected: int) -> None:
    assert len(found(rule("x", "[a-z]{4}", f"entropy = {entropy}"), b"abcd")) == expected


def test_a_rule_needs_one_of_its_keywords_anywhere_in_the_content() -> None:
    toml = rule("x", "v{4}", "keywords = ['Acme', 'other']")
    assert found(toml, b"vvvv") == []
    assert found(toml, b"vvvv\n\nACME") == [("x", 1, b"vvvv")]


def test_a_path_restricts_a_rule() -> None:
    toml = rule("x", "v{4}", "path = '''\\.env$'''")
    assert found(toml, b"vvvv", b"a.py") == []
    assert found(toml, b"vvvv", b"b/.env") == [("x", 1, b"vvvv")]


def test_a_rule_that_does_not_apply_to_a_file_hides_no_other() -> None:
    toml = rule("a", "v{4}", "path = '''\\.env$'''") + rule("b", "v{4}")
    assert found(toml, b"vvvv", b"a.py") == [("b", 1, b"vvvv")]


def test_a_rule_for_paths_finds_files_whatever_they_contain() -> None:
    toml = "[[rules]]\nid = 'p12'\npath = '''(?i)\\.p12$'''"
    assert found(toml, b"\0\1", b"a/B.P12") == [("p12", 1, b"a/B.P12")]
    assert found(toml, b"\0\1", b"a/p12.txt") == []


@pytest.mark.parametrize("table", ["[[allowlists]]", "[[rules.allowlists]]"])
def test_an_allowlist_is_for_rules_for_paths_as_well(table: str) -> None:
    toml = f"[[rules]]\nid = 'p12'\npath = 'p12$'\n{table}\npaths = ['^a/']"
    assert found(toml, b"", b"a/b.p12") == []
    assert found(toml, b"", b"b/a.p12") == [("p12", 1, b"b/a.p12")]


@pytest.mark.parametrize("required", ["x", "y"])
def test_rules_may_require_one_another(required: str) -> None:
    needs = "[[rules.required]]\nid = '%s'"
    toml = rule("x", "x{4}", needs % required) + rule("y", "y{4}", needs % "x")
    assert [one[0] for one in found(toml, b"xxxx yyyy")] == ["x", "y"]


def test_many_matches_of_rules_that_require_one_another_take_little_time() -> None:
    needs = "[[rules.required]]\nid = '%s'\nwithinLines = 1"
    toml = rule("x", "x{4}", needs % "y") + rule("y", "y{4}", needs % "x")
    content = b"xxxx\nyyyy\n" * 4 + b"\n\n" + b"xxxx\n" * 5000 + b"\n\n" + b"yyyy\n" * 5000
    assert len(found(toml, content)) == 8


def allowlist(*lines: str) -> str:
    return ACME + "\n".join(("[[rules.allowlists]]", *lines))


@pytest.mark.parametrize(
    "lines",
    [
        ["regexes = ['^k3']"],
        ["regexes = ['^acme_']", "regexTarget = 'match'"],
        ["regexes = ['# test$']", "regexTarget = 'line'"],
        ["stopwords = ['Y5K3']"],
        ["paths = ['^tests/']"],
        ["commits = ['ABCD']"],
        ["condition = 'AND'", "paths = ['^tests/']", "stopwords = ['k3y']"],
        ["paths = ['never']", "stopwords = ['k3y']"],
    ],
)
def test_an_allowlist_allows_a_match(lines: list[str]) -> None:
    line = SECRET + b" # test\n"
    found_ = items(allowlist(*lines), line, b"tests/a", b"abcd")
    assert [type(one) for one in found_] == [Allowed]


@pytest.mark.parametrize(
    "lines",
    [
        ["regexes = ['^acme_']"],
        ["regexes = ['# test$']", "regexTarget = 'match'"],
        ["condition = 'AND'", "paths = ['never']", "stopwords = ['k3y']"],
        ["commits = ['abc']"],
        ["stopwords = ['k3z', 'y5k4']"],
    ],
)
def test_another_allowlist_does_not(lines: list[str]) -> None:
    line = SECRET + b" # test\n"
    assert found(allowlist(*lines), line, b"tests/a", b"abcd") == [("acme", 1, VALUE)]


def test_an_allowlist_is_for_its_rule_and_a_global_one_for_target_rules() -> None:
    toml = ACME + rule("other", "other_([a-z]{4})") + "[[allowlists]]\npaths = ['a']\n"
    content = SECRET + b" other_abcd"
    assert found(toml, content) == []
    assert found(toml + "targetRules = ['other']", content) == [("acme", 1, VALUE)]


def test_without_allowances_nothing_is_allowed() -> None:
    toml = allowlist("paths = ['a']")
    assert found(toml, SECRET, with_allowances=False) == [("acme", 1, VALUE)]


REQUIRED = rule("id", "id=(i+)", "skipReport = true") + rule(
    "key", "key=(k+)", "[[rules.required]]", "id = 'id'"
)


def test_a_required_rule_must_match_and_is_not_reported() -> None:
    assert found(REQUIRED, b"key=kk") == []
    assert found(REQUIRED, b"id=ii\n" * 9 + b"key=kk") == [("key", 10, b"kk")]


def test_a_required_rule_may_match_without_its_keywords() -> None:
    toml = REQUIRED.replace("skipReport", "keywords = ['nowhere']\nskipReport")
    assert found(toml, b"id=ii\nkey=kk") == [("key", 2, b"kk")]


@pytest.mark.parametrize(("lines", "expected"), [(2, 1), (1, 0)])
def test_a_required_rule_matches_within_lines(lines: int, expected: int) -> None:
    toml = REQUIRED + f"withinLines = {lines}"
    assert len(found(toml, b"id=ii\n\nkey=kk")) == expected


@pytest.mark.parametrize(("columns", "expected"), [(10, 1), (5, 0)])
def test_a_required_rule_matches_within_columns(columns: int, expected: int) -> None:
    toml = REQUIRED + f"withinColumns = {columns}"
    assert len(found(toml, b"id=ii    key=kk")) == expected


def test_the_more_specific_of_two_rules_reports_a_secret() -> None:
    toml = rule("generic-key", "token=(acme_[a-z0-9]+)") + ACME
    assert found(toml, b"token=" + SECRET) == [("acme", 1, VALUE)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_text_is_decoded(encoding: str) -> None:
    content = f"first\nx {SECRET.decode()}\n".encode(encoding)
    assert found(ACME, content) == [("acme", 2, VALUE)]


def test_binary_content_is_skipped() -> None:
    (problem,) = items(ACME, b"\0\1\2\3" * 99 + SECRET)
    assert isinstance(problem, NotScanned)


def test_characters_before_a_match_do_not_move_it() -> None:
    (finding,) = items(ACME, "é\u20ac ".encode() + b"\xff " + SECRET)
    assert finding.secret == VALUE


def test_large_content_is_searched_in_windows_and_reported(monkeypatch) -> None:
    monkeypatch.setattr(whole_content.WholeContents.__init__, "__defaults__", (1 << 12, 1 << 10))
    secrets = [b"acme_%08d" % number for number in range(2000)]
    every = items(ACME, b"\n".join(secrets))
    findings = [one for one in every if not isinstance(one, NotScanned)]
    assert [one.secret for one in findings] == [secret[5:] for secret in secrets]
    assert [one.line.number for one in findings] == list(range(1, 2001))
    (problem,) = [one for one in every if isinstance(one, NotScanned)]
    assert problem.severity == NotScanned.ERROR
    assert "not fully scanned for the rules of rule files" in problem.message


def test_a_pattern_that_does_not_end_is_reported(monkeypatch) -> None:
    monkeypatch.setattr("git_secrets_py.engine.matcher.TIME_LIMIT", 0.01)
    every = items(rule("slow", "(a|aa)+(a|aa)+(a|aa)+(a|aa)+b"), b"a" * 3000)
    assert all(isinstance(one, NotScanned) for one in every)


ENDLESS = "(a|aa)+(a|aa)+b"


@pytest.mark.parametrize(
    ("lines", "limit"),
    [
        ([f"path = '{ENDLESS}'"], "pattern"),
        (["[[rules.allowlists]]", f"regexes = ['{ENDLESS}']"], "allowances"),
        (["[[rules.allowlists]]", f"paths = ['{ENDLESS}']"], "allowances"),
    ],
)
def test_a_condition_that_does_not_end_hides_nothing(
    monkeypatch: pytest.MonkeyPatch, lines: list[str], limit: str
) -> None:
    monkeypatch.setattr(f"git_secrets_py.rule_files.{limit}._TIME_LIMIT", 0.01)
    endless = b"b" + b"a" * 3000
    assert len(found(rule("x", "[a]{100,}", *lines), endless, path=endless)) == 1


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[rules]]\nregex = 'a'", "rules.toml: rule 1: it has no id"),
        (rule("x", "(?=a)b"), "rules.toml: rule 'x': regex: (?= is a lookahead"),
        (rule("x", "a", "path = '*'"), "rules.toml: rule 'x': path: nothing to repeat"),
        (rule("x", "a*"), "rule 'x': regex matches the empty string"),
        (rule("x", "a", "secretGroup = 1"), "secretGroup is 1, but regex has 0 groups"),
        (rule("x", "a", "confidence = 'sure'"), "confidence must be one of high, medium, low"),
        (rule("x", "a", "keyword = ['a']"), "unknown key 'keyword'. Did you mean keywords?"),
        (rule("x", "a", "entropy = 'high'"), "entropy must be a number"),
        (rule("x", "a", "secretGroup = -1"), "secretGroup must not be negative"),
        (rule("x", "a", "keywords = ['a', 1]"), "keywords must be an array of strings"),
        (rule("x", "a", "allowlists = ['a']"), "allowlists must be an array of tables"),
        (
            rule("x", "a", "[rules.allowlist]", "paths = ['a']", "[[rules.allowlists]]"),
            "allowlist and allowlists cannot be combined",
        ),
        (rule("x", "a", "[rules.allowlist]", "condition = 'NOT'"), "condition must be 'AND' or"),
        (rule("x", "a", "[rules.allowlist]", "regexTarget = 'file'"), "regexTarget must be"),
        (rule("x", "a", "[[rules.components]]"), "rule 'x': components: it has no id"),
        (
            rule("x", "a", "[[rules.components]]", "id = 'y'", "within = '5'"),
            "within must be like '5L', '100C' or '-2L,+4C', not '5'",
        ),
        (rule("x", "a") * 2, "there are several rules 'x'"),
        (rule("x", "a", "[rules.allowlist]"), "it contains no commits, paths, regexes or"),
        ("[extend]\nurl = 'https://example.com'", "url is not supported"),
        ("[extend]\nuseDefault = true\npath = 'a'", "useDefault and path cannot be combined"),
        ("filter = 'x'", "rules.toml: filter: unknown name 'x'"),
        ("rules = 1", "rules must be an array"),
        ("a = ", "invalid TOML"),
    ],
)
def test_what_cannot_be_honored_is_an_error(toml: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        parse(toml.encode(), "rules.toml")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[rules]]\nid = 'x'", "rule 'x' has neither regex nor path"),
        (rule("x", "a", "[[rules.required]]", "id = 'y'"), "requires 'y', which is not a rule"),
        (
            ACME + "[[allowlists]]\ntargetRules = ['y']\npaths = ['a']",
            "targetRules contains 'y', which is not a rule",
        ),
    ],
)
def test_ids_must_be_those_of_rules(toml: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        items(toml, b"")
