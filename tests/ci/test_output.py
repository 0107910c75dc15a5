"""The output of a job: masked, and with annotations where the service shows them."""

from __future__ import annotations

import json

import pytest
from service import ci
from support import short_id

pytestmark = pytest.mark.usefixtures("as_by_default")


@pytest.fixture
def leaking(repo, key):
    repo.commit_file("leak", key)
    return repo


SCHEDULE = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "schedule"}


def test_a_job_masks_secrets(leaking, key):
    ran = ci(leaking, CI="true")
    assert ran.status == 1
    assert f"{leaking.head()}:leak:1:AKIA**************QQ\n".encode() in ran.err
    assert key not in ran.out + ran.err


@pytest.mark.parametrize("format", ["text", "pretty", "json", "github", "sarif"])
def test_a_job_masks_secrets_in_every_format(leaking, key, format):
    ran = ci(leaking, "--format", format)
    assert (ran.status, key in ran.out + ran.err) == (1, False)


def test_a_job_shows_secrets_on_request(leaking, key):
    assert key in ci(leaking, "--show-secrets", CI="true").err


def test_a_job_prints_the_command_that_allows_each_secret(leaking, key):
    leaking.commit_file("again", key)
    command = f"git secrets --allow --rules recommended {short_id(key)}"
    line = f'    {command} --reason "why it is harmless"'.encode()
    assert ci(leaking, CI="true").err.splitlines().count(line) == 1
    assert leaking.call(*command.split()[2:]).status == 0
    assert ci(leaking, CI="true").status == 0


def test_a_setting_shows_the_original_lines(leaking, key):
    leaking.git("config", "secrets.redact", "false")
    assert key in ci(leaking, CI="true").err


def test_a_job_of_github_prints_annotations(leaking, key):
    ran = ci(leaking, **SCHEDULE)
    assert ran.out.startswith(b"::error file=leak,line=1,")
    assert short_id(key).encode() in ran.out


def test_a_format_or_an_output_file_replaces_the_annotations(leaking):
    assert json.loads(ci(leaking, "--format", "json", **SCHEDULE).out)["findings"]
    assert ci(leaking, "--output", "report", **SCHEDULE).out == b""
    assert b":leak:1:AKIA***" in (leaking.path / "report").read_bytes()


@pytest.mark.parametrize("variable", ["GITEA_ACTIONS", "FORGEJO_ACTIONS"])
def test_services_that_ignore_annotations_get_text(leaking, variable):
    ran = ci(leaking, **SCHEDULE, **{variable: "true"})
    assert (ran.status, ran.out) == (1, b"")
    assert b":leak:1:AKIA***" in ran.err


@pytest.mark.parametrize("words", [["--scan"], ["--scan-history"]])
@pytest.mark.parametrize(("value", "masked"), [("true", True), ("", False), ("false", False)])
def test_scans_mask_secrets_in_a_job(leaking, key, words, value, masked):
    ran = leaking.call(*words, "--rules", "aws", env={"CI": value})
    assert (ran.status, key in ran.err) == (1, not masked)
