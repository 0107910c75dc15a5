"""The comment above a pattern of ``.gitprohibited`` is its name and advice in reports."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from support import Repo

from git_secrets_py.pattern_files import commented_lines

PATTERN = b"corp-[0-9]{4}"
RULE = "custom-pattern-" + sha256(PATTERN).hexdigest()[:8]
FILE = b"# Corp token\n# Revoke it at https://corp.example.\n#  Ask Ann.\n" + PATTERN + b"\n"


@pytest.fixture
def leak(repo: Repo) -> Repo:
    """A repository with a secret that a commented pattern finds."""
    repo.git("config", "secrets.rules", "none")
    repo.write("a", "corp-1234\n")
    repo.write(".gitprohibited", FILE)
    repo.add()
    return repo


def finding(repo: Repo) -> dict[str, Any]:
    (found,) = json.loads(repo.call("--scan", "a", "--format", "json").out)["findings"]
    assert isinstance(found, dict)
    return found


def test_the_terminal_shows_the_name_and_the_advice(leak: Repo) -> None:
    err = leak.call("--scan", "a", "--format", "pretty").err.decode()
    assert "a:1:1  Corp token  " in err
    assert "Revoke it at https://corp.example. Ask Ann." in err
    assert ".gitprohibited:4" in err


def test_the_id_of_the_rule_does_not_depend_on_the_comment(leak: Repo) -> None:
    found = finding(leak)
    assert found["rule"] == RULE
    assert found["description"] == "Corp token. Revoke it at https://corp.example. Ask Ann."
    leak.write(".gitprohibited", PATTERN)
    assert (finding(leak)["rule"], finding(leak)["id"]) == (RULE, found["id"])
    assert finding(leak)["description"] == "It matches a prohibited pattern."


def test_documents_for_other_tools_have_both(leak: Repo) -> None:
    log = json.loads(leak.call("--scan", "a", "--format", "sarif").out)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == RULE
    assert rule["shortDescription"]["text"] == "Secret: Corp token"
    assert rule["fullDescription"]["text"].startswith("Corp token. Revoke it")
    assert b"title=Secret%3A Corp token::" in leak.call("--scan", "a", "--format", "github").out


def test_a_name_without_advice_keeps_the_usual_reason(leak: Repo) -> None:
    leak.write(".gitprohibited", b"# Corp token.\n" + PATTERN)
    assert finding(leak)["description"] == "Corp token. It matches a prohibited pattern."


def test_a_secret_and_control_bytes_in_a_comment_are_not_printed(leak: Repo) -> None:
    leak.write(".gitprohibited", b"# like corp-1234 \x1b[31m\n# \xff corp-1234 \x07\n" + PATTERN)
    for format in ("pretty", "json", "sarif", "github"):
        ran = leak.call("--scan", "a", "--format", format)
        output = ran.out + ran.err
        assert ran.status == 1
        assert b"\x1b[31m" not in output
        assert b"\x07" not in output
        assert b"corp-1234" not in output


@pytest.mark.parametrize(
    ("content", "comments"),
    [
        (b"# a\n\nb", [()]),
        (b"#\n# a\n##\nb", [(b"a",)]),
        (b"# a\nb\nc", [(b"a",), ()]),
        (b"\t## a #\r\nb\r\n", [(b"a",)]),
        (b"# " + b"x" * 1000 + b"\nb", [(b"x" * 200,)]),
        (b"# a\n" * 1000 + b"b", [(b"a",) * 10]),
    ],
)
def test_only_the_lines_directly_above_belong_to_a_pattern(
    content: bytes, comments: list[tuple[bytes, ...]]
) -> None:
    assert [tuple(comment) for _, _, comment in commented_lines(content)] == comments
