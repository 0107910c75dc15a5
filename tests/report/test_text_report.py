"""The text report."""

from __future__ import annotations

from report_factory import app, finding

from git_secrets_py.report.formats import text


def test_a_finding_is_path_line_and_content() -> None:
    assert text.finding_line(app()).startswith(b"config/app.py:12:aws_key = ")


def test_a_finding_in_history_begins_with_its_commit() -> None:
    found = finding(b"a.txt", b"x secret", b"secret", commit=b"c0ffee")
    assert text.finding_line(found) == b"c0ffee:a.txt:1:x secret\n"


def test_the_advice_is_to_skip_the_hook_with_no_verify() -> None:
    last = text.mitigations("staged").splitlines()[-1]
    assert last == b"- Skip the hook once for a false positive: --no-verify"


def test_the_advice_in_a_merge_is_to_disable_hooks() -> None:
    last = text.mitigations("merge").splitlines()[-1]
    assert last == (
        b"- Skip the hook once for a false positive: git -c core.hooksPath=/dev/null merge ..."
    )
