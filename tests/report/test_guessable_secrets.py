"""Secrets that can be guessed, such as passwords: reports have no digest of their values."""

from __future__ import annotations

import json

import pytest
from support import Repo, fingerprint

PASSWORD = b"hunter2" + b"isverysecret"


@pytest.fixture
def with_password(repo: Repo) -> Repo:
    """A repository with a staged password."""
    repo.git("config", "secrets.rules", "all")
    repo.write("settings.py", b'password = "%b"\n' % PASSWORD)
    repo.add("settings.py")
    return repo


@pytest.mark.parametrize("format", ["text", "pretty", "json", "sarif", "github"])
@pytest.mark.parametrize("command", [["--pre_commit_hook"], ["--scan-history"]])
@pytest.mark.usefixtures("as_by_default")
def test_no_report_has_a_digest_of_a_password(
    with_password: Repo, command: list[str], format: str
) -> None:
    ran = with_password.call(*command, "--format", format, "--redact")
    assert ran.status == 1
    assert fingerprint(PASSWORD)[:8].encode() not in ran.out + ran.err
    assert b"isverysecret" not in ran.out + ran.err


def test_a_password_is_allowed_by_the_id_of_the_report(with_password: Repo) -> None:
    document = json.loads(with_password.call("--scan", "--format", "json").out)
    (found,) = document["findings"]
    assert found["id"] == found["fingerprint"][:8] != fingerprint(PASSWORD)[:8]
    assert with_password.call("--allow", found["id"]).status == 0
    allowed = (with_password.path / ".gitallowed").read_text()
    assert f"sha256:{fingerprint(PASSWORD)}\n" in allowed
    assert with_password.call("--scan").status == 0


def test_the_id_of_a_password_is_that_of_its_place(with_password: Repo) -> None:
    with_password.write("other.py", b'password = "%b"\n' % PASSWORD)
    with_password.add("other.py")
    document = json.loads(with_password.call("--scan", "--format", "json").out)
    assert len({one["id"] for one in document["findings"]}) == 2


def test_the_id_of_a_password_in_a_long_line_is_the_same_in_an_audit(repo: Repo) -> None:
    line = b"x = 1;" * 4_000 + b'password = "%b";' % PASSWORD + b"y = 2;" * 4_000
    repo.write("min.js", line + b'password = "other%b"\n' % PASSWORD)
    repo.add("min.js")
    repo.commit("a long line")
    ids = [
        {one["id"] for one in json.loads(repo.call(*command, "--format", "json").out)["findings"]}
        for command in (["--scan", "--rules=all"], ["--scan-history", "--rules=all", "--quiet"])
    ]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2
    first = min(ids[0])
    assert repo.call("--allow", first, "--rules=all").status == 0
    assert (
        len(json.loads(repo.call("--scan", "--rules=all", "--format", "json").out)["findings"]) == 1
    )
