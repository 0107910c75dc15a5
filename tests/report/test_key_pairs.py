"""An AWS key ID and its secret key are one entry of a report, with two fingerprints."""

from __future__ import annotations

import json
from random import Random
from string import ascii_letters, digits

import pytest
from support import Repo, fake_key, fingerprint, short_id

KEY_ID = fake_key(1)
SECRET_KEY = "".join(Random(1).choices(ascii_letters + digits, k=40)).encode()


@pytest.fixture(params=["id = %b\nkey = %b\n", "%b:%b\n", "id: %b\n\n\nsecret_access_key: %b\n"])
def leak(repo: Repo, request: pytest.FixtureRequest) -> Repo:
    """A repository with a key pair in one file."""
    repo.git("config", "secrets.rules", "aws")
    repo.write("a", request.param.encode() % (KEY_ID, SECRET_KEY))
    repo.add()
    return repo


def findings(repo: Repo, verb: str = "--scan") -> list[dict[str, object]]:
    return list(json.loads(repo.call(verb, "--format", "json").out)["findings"])


@pytest.mark.parametrize("verb", ["--scan", "--scan-history", "--pre_commit_hook"])
def test_json_has_one_finding_with_a_partner(leak: Repo, verb: str) -> None:
    (found,) = findings(leak, verb)
    partner = found["partner"]
    assert isinstance(partner, dict)
    assert found["fingerprint"] == fingerprint(KEY_ID)
    assert partner["fingerprint"] == fingerprint(SECRET_KEY)


def test_sarif_has_one_result_with_two_fingerprints(leak: Repo) -> None:
    (run,) = json.loads(leak.call("--scan", "--format", "sarif").out)["runs"]
    (result,) = run["results"]
    assert result["partialFingerprints"]["secret/v1"] == fingerprint(KEY_ID)
    assert result["partialFingerprints"]["partner/v1"] == fingerprint(SECRET_KEY)
    assert len(result["relatedLocations"]) == 1


def test_pretty_gives_one_reason_for_both(leak: Repo) -> None:
    report = leak.call("--scan", "--format", "pretty").err.decode()
    assert report.count("  why    ") == 1
    assert f"--allow {short_id(KEY_ID)} {short_id(SECRET_KEY)} " in report


def test_text_has_the_id_of_each(leak: Repo) -> None:
    report = leak.call("--pre_commit_hook", "--redact").err.decode()
    assert f"    aws-access-key-id  {short_id(KEY_ID)}  high\n" in report
    assert f"  {short_id(SECRET_KEY)}  high\n" in report


@pytest.mark.parametrize(("allowed", "left"), [(KEY_ID, SECRET_KEY), (SECRET_KEY, KEY_ID)])
def test_each_is_allowed_by_itself(leak: Repo, allowed: bytes, left: bytes) -> None:
    assert leak.call("--allow", short_id(allowed)).status == 0
    (found,) = findings(leak)
    assert (found["fingerprint"], "partner" in found) == (fingerprint(left), False)
