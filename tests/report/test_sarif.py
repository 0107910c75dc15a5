"""The SARIF log, against the schema of SARIF 2.1.0 and as a whole."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from report_factory import AWS_KEY, COMMIT, CUSTOM, PASSWORD, app, finding, history, report

from git_secrets_py import __version__, rules
from git_secrets_py.content import NotScanned
from git_secrets_py.report.formats.sarif import render
from git_secrets_py.report.model import RenderOptions, Report

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0-rtm.5.json").read_bytes())


def run(what: Report, **options: bool) -> dict[str, Any]:
    output = b"".join(render(what, RenderOptions(**options)))
    assert output.isascii()
    log = json.loads(output)
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    assert (log["$schema"], log["version"]) == (
        "https://json.schemastore.org/sarif-2.1.0.json",
        "2.1.0",
    )
    (only,) = log["runs"]
    return only  # type: ignore[no-any-return]


def test_a_staged_secret() -> None:
    found = app()
    in_file = sha256(found.fingerprint.encode() + b"\0config/app.py").hexdigest()
    what = run(report(found))
    (rule,) = what["tool"]["driver"].pop("rules")
    assert what == {
        "tool": {"driver": {"name": "git-secrets-py", "semanticVersion": __version__}},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The top of the work tree."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": []}],
        "results": [
            {
                "ruleId": "aws-access-key-id",
                "ruleIndex": 0,
                "level": "error",
                "message": {"text": "aws-access-key-id: secret f36279c0 (account 035468117025)."},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {"uri": "config/app.py", "uriBaseId": "%SRCROOT%"},
                            "region": {
                                "startLine": 12,
                                "startColumn": 12,
                                "endColumn": 32,
                                "snippet": {"text": "AKIA**************QQ"},
                            },
                            "contextRegion": {
                                "startLine": 12,
                                "snippet": {
                                    "text": 'aws_key = "AKIA**************QQ"  # do not share'
                                },
                            },
                        }
                    }
                ],
                "partialFingerprints": {
                    "secret/v1": found.fingerprint,
                    "secretInFile/v1": in_file,
                },
                "properties": {"origin": "git config .git/config"},
            }
        ],
    }
    assert rule["id"] == "aws-access-key-id"
    assert rule["fullDescription"]["text"].startswith("An AWS access key ID")
    assert rule["help"]["text"] == (
        rule["fullDescription"]["text"]
        + " Rotate the secret where it was issued: removing it from history does not revoke it. "
        "Then remove it from the file. If it is a false positive: git secrets --allow ID --reason "
        '"...", with the short ID in the result, and with the --rules, --rules-file, --text and '
        "--archives of the scan."
    )
    assert rule["helpUri"].startswith("https://docs.aws.amazon.com/")


def test_every_built_in_rule_makes_a_valid_descriptor() -> None:
    found = [
        finding(b"a", b"secret%d" % number, b"secret%d" % number, pattern=pattern)
        for number, pattern in enumerate(rules.load("all").patterns)
    ]
    what = run(report(*found))
    names = [rule["id"] for rule in what["tool"]["driver"]["rules"]]
    assert names == [rule.name for rule in rules.load("all").rules]
    assert [names[result["ruleIndex"]] for result in what["results"]] == names


def test_each_occurrence_is_a_result() -> None:
    results = run(report(app(), finding(b"b.py", AWS_KEY, AWS_KEY)))["results"]
    locations = [result["locations"][0]["physicalLocation"] for result in results]
    assert [one["artifactLocation"]["uri"] for one in locations] == ["config/app.py", "b.py"]
    assert "snippet" not in locations[1]["region"]
    first, second = (result["partialFingerprints"] for result in results)
    assert first["secret/v1"] == second["secret/v1"]
    assert first["secretInFile/v1"] != second["secretInFile/v1"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        pytest.param("café ä.py".encode(), "caf%C3%A9%20%C3%A4.py", id="utf-8"),
        pytest.param(b"\xff.py", "%FF.py", id="not-utf-8"),
        pytest.param(b"a:b#c?d%e.py", "a%3Ab%23c%3Fd%25e.py", id="what-uris-are-made-of"),
        pytest.param(b"./a.py", "a.py", id="dot"),
        pytest.param(b"../a.py", "../a.py", id="above"),
        pytest.param(b"(commit message)", "%28commit%20message%29", id="no-file"),
        pytest.param(b"/tmp/a b.py", "file:///tmp/a%20b.py", id="absolute"),
    ],
)
def test_a_path_becomes_a_uri(path: bytes, uri: str) -> None:
    (result,) = run(report(finding(path, AWS_KEY, AWS_KEY)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_columns_are_utf_16_code_units() -> None:
    (result,) = run(report(finding(b"a", "é😀 ".encode() + AWS_KEY, AWS_KEY)))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (5, 25)


def test_a_secret_in_history_is_reported_with_its_commit() -> None:
    (result,) = run(history(in_head=True))["results"]
    assert result["message"]["text"] == (
        "aws-access-key-id: secret f36279c0 (account 035468117025), commit 1a2b3c4d1a2b, "
        "still in HEAD."
    )
    assert COMMIT.startswith(b"1a2b3c4d1a2b")


def test_an_allowed_secret_is_suppressed() -> None:
    what = report(allowed=app())
    assert run(what)["results"] == []
    (result,) = run(what, show_allowed=True)["results"]
    assert result["suppressions"] == [
        {"kind": "external", "justification": "allowed by .gitallowed:2"}
    ]


def test_an_incomplete_scan_is_not_successful() -> None:
    what = report(
        NotScanned("a.py: permission denied"),
        NotScanned("b.py: odd", NotScanned.WARNING),
        NotScanned("c: binary", NotScanned.BINARY),
        notes=["this clone is shallow"],
    )
    (invocation,) = run(what)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [
        (one["level"], one["message"]["text"]) for one in invocation["toolExecutionNotifications"]
    ] == [
        ("error", "a.py: permission denied"),
        ("warning", "b.py: odd"),
        ("note", "c: binary"),
        ("note", "this clone is shallow"),
    ]


def test_a_secret_is_shown_on_request() -> None:
    what = report(finding(b"a", PASSWORD, PASSWORD, pattern=CUSTOM))
    assert PASSWORD not in b"".join(render(what, RenderOptions()))
    assert PASSWORD in b"".join(render(what, RenderOptions(show_secrets=True)))
