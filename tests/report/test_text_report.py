"""The text report."""

from __future__ import annotations

from report_factory import app, finding

from git_secrets_py.report.formats import text


def test_a_finding_is_path_line_and_content() -> None:
    assert text.finding_line(app()).startswith(b"config/app.py:12:aws_key = ")


def test_a_finding_in_history_begins_with_its_commit() -> None:
    found = finding(b"a.txt", b"x secret", b"secret", commit=b"c0ffee")
    assert text.finding_line(found) == b"c0ffee:a.txt:1:x secret\n"


def test_the_advice_in_a_hook_is_to_skip_it() -> None:
    last = text.mitigations(skip="--no-verify").splitlines()[-1]
    assert last == b"- Skip the hook once for a false positive: --no-verify"


def test_the_advice_of_a_scan_skips_no_hook() -> None:
    assert b"Skip" not in text.mitigations()


def test_the_advice_elsewhere_is_what_changes_all_clones() -> None:
    assert text.mitigations(is_own_clone=False).splitlines()[3:] == [
        b"What you can do:",
        b"- Remove the secret, and rotate it if it was ever shared",
        b"- Allow a false positive for everyone: add a pattern to .gitallowed at the top of the "
        b"work tree",
    ]
