"""The AWS account in an access key ID."""

from __future__ import annotations

import pytest

from git_secrets_py.rules.aws_account import account_of


@pytest.mark.parametrize(
    ("key_id", "account"),
    [
        # Published with their accounts.
        ("ASIA" + "Y34FZKBOKMUTVV7A", "609629065308"),
        ("ASIA" + "VJ2E6QGR2WZILJFM", "364679954851"),
        ("AKIA" + "SP2TPHJSQH3FJXYZ", "171436882533"),
        ("AKIA" + "Q" * 16, "035468117025"),
    ],
)
def test_a_key_id_holds_its_account(key_id: str, account: str) -> None:
    assert account_of(key_id.encode()) == account


@pytest.mark.parametrize(
    "text",
    [
        "AKIA" + "J" + "Q" * 15,  # of the format before 2019
        "AKIA" + "Q" * 15,
        "AKIA" + "Q" * 17,
        "AKIA" + "Q" * 15 + "1",  # no Base32
        "AKIA" + "QAAAAAAA" + "A" * 8,  # account 0
        "AKIA" + "7" * 16,  # more than 12 digits
        "AIDA" + "Q" * 16,
        "",
    ],
)
def test_other_texts_hold_none(text: str) -> None:
    assert account_of(text.encode()) == ""
