"""The lines of the pretty report: widths, columns, escapes, colors and links."""

from __future__ import annotations

import os
import re

import pytest
from report_factory import (
    AWS_KEY,
    COMMIT,
    app,
    finding,
    pretty,
    report,
)

from git_secrets_py import rules
from git_secrets_py.findings.finding import Finding
from git_secrets_py.report.escaping import cells


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("length", [8, 20, 500])
@pytest.mark.parametrize("filling", ["x", "п", "漢", "\x1b", "\u202e"], ids=ascii)
def test_a_long_line_is_cut_around_the_secret(width: int, length: int, filling: str) -> None:
    secret = b"S" * length
    around = filling.encode() * 300
    text = pretty(report(finding(b"a.py", around + secret + around, secret)), width=width)
    shown, underline = text.splitlines()[4:6]
    assert cells(underline) <= width
    assert cells(shown) <= width
    assert underline.count("^") >= min(length, width // 2)
    assert "…" in shown


def test_the_underline_is_below_the_secret_in_a_line_with_wide_characters() -> None:
    line = "漢e\N{COMBINING ACUTE ACCENT}\t".encode() + AWS_KEY
    shown, underline = pretty(report(finding(b"a.py", line, AWS_KEY))).splitlines()[4:6]
    assert shown == "  1 | 漢é AKIA**************QQ".replace("é", "e\N{COMBINING ACUTE ACCENT}")
    assert underline == "    |     ^^^^^^^^^^^^^^^^^^^^"


def test_control_bytes_are_escaped() -> None:
    found = finding(b"a\x1b[2J.py", b"\x1b[31m\xff\x9b\r\xe2\x80\xae " + AWS_KEY, AWS_KEY)
    text = pretty(report(found))
    assert "a\\x1b[2J.py:1:11" in text
    assert "\\x1b[31m\\xff\\x9b\\r\\u202e AKIA**************QQ" in text
    assert all(character.isprintable() for character in text.replace("\n", ""))


def test_color_is_added_only_on_request() -> None:
    plain, colored = pretty(report(app())), pretty(report(app()), color=True)
    assert "\x1b" not in plain
    assert colored != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert "\x1b[1;31mcommit blocked: 1 secret in 1 file\x1b[0m" in colored


@pytest.mark.parametrize(
    ("before", "column"),
    [("日本語=".encode(), 5), ("\U0001f511 ".encode(), 3), ("clé=".encode("latin-1"), 5)],
)
def test_a_place_counts_characters_as_editors_do(before: bytes, column: int) -> None:
    found = finding("日本語.txt".encode(), before + AWS_KEY, AWS_KEY)
    assert f"日本語.txt:1:{column}  " in pretty(report(found))


def test_files_and_references_are_links_on_a_terminal() -> None:
    path = b"a b/\x1b\\\x07\n\xff;x.py"
    text = pretty(report(finding(path, AWS_KEY, AWS_KEY)), top=b"/top")
    host = os.uname().nodename
    assert f"\x1b]8;;file://{host}/top/a%20b/%1B%5C%07%0A%FF%3Bx.py\x1b\\a b/" in text
    name = "aws-access-key-id"
    (reference,) = {rule.reference for rule in rules.load("aws").rules if rule.name == name}
    assert f"\x1b]8;;{reference}\x1b\\{name}\x1b]8;;\x1b\\" in text


@pytest.mark.parametrize(
    "found",
    [
        finding(b"(commit message)", AWS_KEY, AWS_KEY),
        finding(b"a", AWS_KEY, AWS_KEY, commit=COMMIT),
        finding(b"a" + AWS_KEY, AWS_KEY, AWS_KEY),
    ],
)
def test_a_place_that_is_not_a_file_or_holds_a_secret_is_not_a_link(found: Finding) -> None:
    assert "file://" not in pretty(report(found), top=b"/top")
