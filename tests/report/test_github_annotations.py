"""The annotations of GitHub Actions."""

from __future__ import annotations

from report_factory import AWS_KEY, app, finding, history, report

from git_secrets_py.content import NotScanned
from git_secrets_py.report.formats.github import render
from git_secrets_py.report.model import RenderOptions, Report


def lines(what: Report, **options: bool) -> list[str]:
    return b"".join(render(what, RenderOptions(**options))).decode().splitlines()


def test_each_occurrence_is_annotated() -> None:
    assert lines(report(app(), finding(b"b.py", AWS_KEY, AWS_KEY), scope="tree")) == [
        "::error file=config/app.py,line=12,endLine=12,col=12,endColumn=32,"
        "title=Secret%3A aws-access-key-id::AKIA**************QQ (f36279c0), "
        "prohibited by git config .git/config%0Aaccount 035468117025",
        "::error file=b.py,line=1,endLine=1,col=1,endColumn=21,"
        "title=Secret%3A aws-access-key-id::AKIA**************QQ (f36279c0), "
        "prohibited by git config .git/config%0Aaccount 035468117025",
        "1 secret in 2 files",
    ]


def test_special_characters_of_commands_are_escaped() -> None:
    first, _ = lines(report(finding(b"a:b,c%\n::d.py", AWS_KEY, AWS_KEY)))
    assert first.startswith("::error file=a%3Ab%2Cc%25\\n%3A%3Ad.py,line=1,")


def test_a_secret_in_history_is_reported_with_its_commit() -> None:
    first, last = lines(history())
    assert first.endswith(
        "prohibited by git config .git/config%0Aaccount 035468117025%0Acommit 1a2b3c4d1a2b%0A"
        "only in history: rotate it; rewriting history does not undo the leak"
    )
    assert last == "1 secret in history, no longer in HEAD"


def test_a_secret_outside_files_is_annotated_without_a_file() -> None:
    first, _ = lines(report(finding(b"(commit message)", AWS_KEY, AWS_KEY), scope="push"))
    assert first.startswith("::error title=Secret%3A aws-access-key-id::AKIA")


def test_an_allowed_secret_is_a_notice_on_request() -> None:
    what = report(allowed=app(), scope="tree")
    assert lines(what) == ["no secret found"]
    first, _ = lines(what, show_allowed=True)
    assert first.startswith("::notice file=config/app.py,")
    assert first.endswith("%0Aallowed by .gitallowed:2")


def test_problems_are_annotated() -> None:
    what = report(
        NotScanned("a.py: 100% odd"),
        NotScanned("b.py: odd", NotScanned.WARNING),
        NotScanned("c: binary", NotScanned.BINARY),
        notes=["this clone is shallow"],
    )
    assert lines(what) == [
        "::error title=Not scanned::a.py: 100%25 odd",
        "::warning title=Not scanned::b.py: odd",
        "::notice title=git-secrets::this clone is shallow",
        "not everything was scanned",
    ]
