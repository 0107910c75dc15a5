"""The report in the original's form."""

from __future__ import annotations

from report_factory import app, finding

from git_secrets_py.report.formats import text


def test_a_finding_is_path_line_and_content() -> None:
    assert text.finding_line(app()).startswith(b"config/app.py:12:aws_key = ")


def test_in_history_the_commit_comes_first() -> None:
    found = finding(b"a.txt", b"x secret", b"secret", commit=b"c0ffee")
    assert text.finding_line(found) == b"c0ffee:a.txt:1:x secret\n"


def test_once_is_no_verify() -> None:
    last = text.mitigations("staged").splitlines()[-1]
    assert last == b"- Go past a false positive once: --no-verify"


def test_in_a_merge_where_no_verify_does_not_help_once_is_no_hooks_at_all() -> None:
    last = text.mitigations("merge").splitlines()[-1]
    assert last == (b"- Go past a false positive once: git -c core.hooksPath=/dev/null merge ...")
