"""The JSON report, against its schema and as a whole."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from report_factory import AWS, AWS_KEY, COMMIT, OWN, OWN_KEY, app, finding, history, report

from git_secrets_py import __version__
from git_secrets_py.content import NotScanned
from git_secrets_py.report.formats.json import render
from git_secrets_py.report.model import RenderOptions, Report

SCHEMA = (files("git_secrets_py.report") / "schema" / "report-1.json").read_bytes()


def document(what: Report, **options: bool) -> dict[str, object]:
    output = b"".join(render(what, RenderOptions(**options)))
    assert output.isascii()
    loaded: dict[str, object] = json.loads(output)
    Draft202012Validator(json.loads(SCHEMA)).validate(loaded)
    return loaded


def only_finding(what: Report, **options: bool) -> dict[str, object]:
    (found,) = document(what, **options)["findings"]  # type: ignore[misc]
    return found  # type: ignore[no-any-return]


def test_the_schema_is_valid_and_equals_the_documented_one() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA))
    published = Path(__file__).parents[2] / "docs" / "report-1.json"
    assert published.read_bytes() == SCHEMA


def test_a_staged_secret() -> None:
    found = app()
    also = finding(b"b.py", AWS_KEY, AWS_KEY)
    assert document(report(found, also)) == {
        "schema_version": 1,
        "tool": {"name": "git-secrets-py", "version": __version__},
        "summary": {
            "scope": "staged",
            "complete": True,
            "masked": True,
            "secrets": 1,
            "files_with_secrets": 2,
            "allowed": 0,
            "commits": None,
            "blobs": None,
            "bytes": None,
            "patterns": None,
            "binaries_skipped": None,
            "from_cache": None,
            "read_now": None,
            "seconds": None,
            "notes": [],
        },
        "findings": [
            {
                "id": "f36279c0",
                "fingerprint": found.fingerprint,
                "rule": "aws-access-key-id",
                "description": "An AWS access key ID, or the unique ID of an IAM user, group, "
                "role or policy. The secret access key is often nearby. Deactivate the key in "
                "IAM, then delete it.",
                "severity": "high",
                "encoding": None,
                "account": "0354" + "68117025",
                "origin": "git config .git/config",
                "pattern": AWS.source.decode(),
                "path": "config/app.py",
                "line": 12,
                "column": 12,
                "end": 32,
                "commit": None,
                "guessable": False,
                "secret": "AKIA**************QQ",
                "line_text": 'aws_key = "AKIA**************QQ"  # do not share',
                "line_text_offset": 0,
                "allowed": False,
                "allowed_by": None,
                "history": None,
                "further_count": 1,
                "further": [{"path": "b.py", "line": 1, "column": 1, "end": 21, "commit": None}],
            }
        ],
        "problems": [],
    }


def test_a_secret_in_history() -> None:
    found = only_finding(history(further_count=7, removed_by=COMMIT))
    assert found["commit"] == COMMIT.decode()
    assert found["further_count"] == 7
    assert found["history"] == {
        "author": "Ada Lovelace <ada@example.org>",
        "time": "2023-11-14T23:13:20+01:00",
        "summary": "Add the settings",
        "in_head": False,
        "on_remote": False,
        "reachable": True,
        "last_commit": COMMIT.decode(),
        "removed_by": COMMIT.decode(),
        "removed_time": None,
    }


def test_the_index_is_not_reported_as_a_commit() -> None:
    what = history(b"(index)", introduction=None, last_commit=b"(index)")
    found = only_finding(what)
    assert found["commit"] is None
    assert found["history"]["time"] is None  # type: ignore[index]


def test_invalid_utf_8_is_included_in_base64() -> None:
    found = only_finding(report(finding(b"caf\xe9", b"\xff " + AWS_KEY, AWS_KEY)))
    assert (found["path"], found["path_base64"]) == ("caf\N{REPLACEMENT CHARACTER}", "Y2Fm6Q==")
    assert found["line_text_base64"] == "/yBBS0lBKioqKioqKioqKioqKipRUQ=="
    assert "path_base64" not in only_finding(report(app()))


def test_a_long_line_is_cut_around_the_secret() -> None:
    line = b"x" * 5000 + AWS_KEY + b"y" * 5000
    found = only_finding(report(finding(b"a", line, AWS_KEY, offset=1_000_000)))
    assert (found["column"], found["line_text_offset"]) == (1_005_001, 1_004_880)
    assert len(str(found["line_text"])) == 480
    assert str(found["line_text"])[120:140] == "AKIA**************QQ"


def test_the_pattern_of_a_provider_is_not_included() -> None:
    found = only_finding(report(finding(b"a", OWN_KEY, OWN_KEY, pattern=OWN)))
    assert (found["rule"], found["origin"], found["pattern"]) == (
        "own-aws-key",
        "provider aws [prod]",
        None,
    )


def test_an_allowed_secret_is_included_on_request() -> None:
    what = report(allowed=app())
    assert document(what)["findings"] == []
    found = only_finding(what, show_allowed=True)
    assert found["allowed"] is True
    assert found["allowed_by"] == {"origin": ".gitallowed:2", "pattern": "^docs/"}


def test_a_secret_is_included_on_request() -> None:
    found = only_finding(report(app()), show_secrets=True)
    assert AWS_KEY.decode() in str(found["line_text"])


@pytest.mark.parametrize(
    ("severity", "complete"),
    [(NotScanned.ERROR, False), (NotScanned.WARNING, True), (NotScanned.BINARY, True)],
)
def test_a_problem_is_reported_with_its_severity(severity: str, complete: bool) -> None:
    what = document(report(NotScanned("a.py: odd", severity)))
    assert what["summary"]["complete"] is complete  # type: ignore[index]
    assert what["problems"] == [{"severity": severity, "message": "a.py: odd"}]
