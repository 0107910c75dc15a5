"""The report builder, the names of formats and rules, and the cost of rendering."""

from __future__ import annotations

import cProfile
import subprocess
import sys

import pytest
from report_factory import AWS, AWS_KEY, CUSTOM, OWN, PASSWORD, app, finding, report

from git_secrets_py.errors import UsageError
from git_secrets_py.findings.finding import Finding
from git_secrets_py.model import Match, MatchedLine, Origin, Pattern
from git_secrets_py.report.formats import names, renderer
from git_secrets_py.report.model import RenderOptions
from git_secrets_py.report.naming import rule_name
from git_secrets_py.report.times import timestamp


def test_all_occurrences_of_a_secret_are_one_entry() -> None:
    what = report(app(), finding(b"b", PASSWORD, PASSWORD), finding(b"c", AWS_KEY, AWS_KEY))
    assert [[place.path for place in secret.places] for secret in what.secrets] == [
        [b"config/app.py", b"c"],
        [b"b"],
    ]


def test_an_allowed_secret_is_an_entry_of_its_own() -> None:
    what = report(app(), allowed=app())
    assert (len(what.found), len(what.allowed)) == (1, 1)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        pytest.param(AWS, "aws-access-key-id", id="rule-set"),
        pytest.param(
            Pattern(AWS.source, Origin("file", ".gitprohibited:1")), "aws-access-key-id", id="copy"
        ),
        pytest.param(CUSTOM, "custom-pattern-01f8f8fc", id="own"),
        pytest.param(Pattern(b"x", CUSTOM.origin, "named"), "named", id="named"),
        pytest.param(OWN, "own-aws-key", id="aws-provider"),
        pytest.param(
            Pattern(b"x", Origin("provider", "cat patterns")), "provider-pattern", id="provider"
        ),
    ],
)
def test_a_pattern_has_a_name(pattern: Pattern, name: str) -> None:
    assert rule_name(pattern) == name


@pytest.mark.parametrize(
    ("seconds", "zone", "text"),
    [
        (0, b"+0000", "1970-01-01T00:00:00+00:00"),
        (0, b"-0330", "1969-12-31T20:30:00-03:30"),
        (0, b"+9999", "1970-01-01T00:00:00+00:00"),
        (0, b"", "1970-01-01T00:00:00+00:00"),
        (1 << 62, b"+0000", ""),
    ],
)
def test_a_commit_may_have_any_time(seconds: int, zone: bytes, text: str) -> None:
    assert timestamp(seconds, zone) == text


def test_an_unknown_format_is_rejected_with_the_list_of_formats() -> None:
    with pytest.raises(UsageError) as caught:
        renderer("xml")
    assert str(caught.value) == (
        "unknown format: 'xml'. The formats are: text, pretty, json, sarif, github, html"
    )


def test_the_text_format_imports_no_slow_module() -> None:
    code = "import sys; from git_secrets_py.report.formats import text; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, check=True)
    assert not {b"json", b"textwrap", b"re", b"datetime"} & set(done.stdout.split())


@pytest.mark.parametrize("name", names()[1:])
def test_the_work_is_linear_in_the_matches_of_one_long_line(name: str) -> None:
    def calls(count: int) -> int:
        content = b"".join(b"%020d " % number for number in range(count))
        matches = [Match(CUSTOM, 21 * number, 21 * number + 20) for number in range(count)]
        line = MatchedLine(1, content, matches)
        what = report(*(Finding(b"a", line, match) for match in matches))
        profile = cProfile.Profile()
        profile.runcall(lambda: list(renderer(name)(what, RenderOptions())))
        return sum(entry.callcount for entry in profile.getstats())

    calls(10)
    assert calls(200) < 12 * calls(20)
