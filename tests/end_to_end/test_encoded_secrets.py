"""Secrets in base64: hooks, reports, allowances and audits."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from support import Repo, short_id


@pytest.fixture
def run(key: bytes) -> bytes:
    return b64encode(b64encode(b"key = " + key))


@pytest.mark.usefixtures("as_by_default")
def test_a_commit_is_blocked_and_the_form_is_reported(
    with_hooks: Repo, key: bytes, run: bytes
) -> None:
    with_hooks.write("a.yml", b"data: " + run + b"\n")
    with_hooks.add()
    ran = with_hooks.commit()
    lines = ran.err.split(b"\n")
    assert ran.status == 1
    assert lines[0].startswith(b"a.yml:1:data: " + run[:4] + b"***")
    assert short_id(key).encode() in lines[1]
    assert lines[1].endswith(b"  in base64 in base64")
    assert run not in ran.err
    with_hooks.git("config", "secrets.decode", "false")
    assert with_hooks.commit().status == 0


def test_json_has_the_place_of_the_run_and_the_fingerprint_of_the_secret(
    with_pattern: Repo, key: bytes, run: bytes
) -> None:
    with_pattern.write("a.yml", b"data: " + run + b"\n")
    with_pattern.add()
    document = json.loads(with_pattern.call("--scan", "--format", "json").out)
    (found,) = document["findings"]
    assert found["id"] == short_id(key)
    assert (found["encoding"], found["column"], found["end"]) == (
        "in base64 in base64",
        7,
        7 + len(run),
    )


def test_an_audit_finds_it_and_its_id_allows_it_in_every_form(
    with_pattern: Repo, key: bytes, run: bytes
) -> None:
    with_pattern.commit_file("a.yml", b"data: " + run + b"\n")
    with_pattern.commit_file("a.yml", b"key: " + key.hex().encode() + b"\n")
    audit = with_pattern.call("--scan-history")
    assert (audit.status, audit.err.count(b"a.yml:1:")) == (1, 1)
    assert with_pattern.call("--scan-history", "--no-decode").status == 0
    assert with_pattern.call("--scan-history").status == 1
    assert with_pattern.call("--allow", short_id(key)).status == 0
    assert with_pattern.call("--scan-history").status == 0


def test_an_encoded_secret_is_explained(with_pattern: Repo, run: bytes) -> None:
    with_pattern.write("a.yml", b"data: " + run + b"\n")
    ran = with_pattern.call("--explain", "a.yml:1")
    assert (ran.status, b", in base64 in base64\n" in ran.out) == (0, True)


@pytest.mark.usefixtures("as_by_default")
def test_a_masked_line_of_a_bundle_is_cut_and_has_a_column(with_hooks: Repo, key: bytes) -> None:
    with_hooks.write("bundle.js", b"x=1;" * 300_000 + b"k='" + key + b"';" + b"y=2;" * 1000)
    with_hooks.add()
    ran = with_hooks.commit()
    assert ran.status == 1
    assert len(ran.err) < 2000
    assert b"  column 1200004\n" in ran.err
