"""Binary data in base64: a match in it by chance is no secret."""

from __future__ import annotations

from base64 import b64encode
from random import Random

import pytest
from matching import scanner, spans

from git_secrets_py import rules
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner

KEY = b"AKIA" + b"QZ7LM2VXW3RT5KPN"
IMAGE = b64encode(Random(1).randbytes(300))


@pytest.fixture(scope="module")
def aws():
    return Scanner(Matcher(rules.load("aws").patterns))


@pytest.mark.parametrize(
    "line",
    [
        b'"image/png": "' + IMAGE + b"/" + KEY + b"+" + IMAGE + b'"',
        b"url(data:font/woff;base64," + IMAGE[:60] + b"/" + KEY + b"/)",
        # Folded.
        IMAGE[:20] + b"+" + KEY + b"/" + IMAGE[:34],
    ],
)
def test_a_match_in_the_midst_of_it_is_ignored(aws, line):
    assert spans(aws, line) == []


@pytest.mark.parametrize(
    "line",
    [
        IMAGE + b" " + KEY,
        b"https://a.example/2023/Uploads/Invoices/Customers/Archive/" + KEY,
        b"/objects/" + b"0123456789abcdef" * 4 + b"/" + KEY,
        IMAGE[:40] + b"/" + KEY,
        b"https://a.example/" + IMAGE[:60] + b"/" + KEY,
    ],
)
def test_a_match_beside_other_text_is_found(aws, line):
    assert [secret for _, _, secret in spans(aws, line)] == [KEY]


def test_a_pattern_of_the_user_finds_everything():
    assert spans(scanner(b"AKIA[A-Z2-7]{16}"), IMAGE + b"/" + KEY + b"/" + IMAGE)
