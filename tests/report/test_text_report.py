"""The text report."""

from __future__ import annotations

import pytest
from report_factory import AWS_KEY, app, finding

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


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        (b"a.txt", b"caf\xc3\xa9\tx\xff", b"a.txt:1:caf\xc3\xa9\tx\xff\n"),
        (b"a\x1b[2J", b"x\x1b[31m\x07\r\x7f", b'"a\\033[2J":1:x\\033[31m\\a\\r\\177\n'),
        (b'a\n"b\\', b"x", b'"a\\n\\"b\\\\":1:x\n'),
        (b"a\tb", b"x", b'"a\\tb":1:x\n'),
        (b"a", b"\xc2\x9b1m \x9b1m", b"a:1:\\302\\2331m \\2331m\n"),
        (
            "a\u202eb".encode(),
            "\u2028x\u2010".encode(),
            b'"a\\342\\200\\256b":1:\\342\\200\\250x\xe2\x80\x90\n',
        ),
        (b"::error::a", b"##[error]", b"./::error::a:1:#\\043[error]\n"),
        (b'a"b', b"x", b'a"b:1:x\n'),
    ],
)
def test_control_characters_are_escaped_as_git_does(
    path: bytes, content: bytes, line: bytes
) -> None:
    assert text.finding_line(finding(path, content, content)) == line


def test_the_representation_of_a_finding_hides_the_secret() -> None:
    found = finding(b"x" + AWS_KEY, AWS_KEY, AWS_KEY)
    assert AWS_KEY.decode() not in repr(found)
    assert "f36279c0" in repr(found)
