"""The page about a fleet."""

from __future__ import annotations

import json
import re
from typing import Any

from git_secrets_py.fleet.document import FleetDocument
from git_secrets_py.fleet.merge import Merger
from git_secrets_py.fleet.page import page
from git_secrets_py.fleet.tasks import FAILED, Outcome, Target

BILLING = Target("billing", "https://github.com/acme/billing.git", is_path=False)
FORK = Target("billing-fork", "https://github.com/ann/billing.git", is_path=False)
GONE = Target("gone<script>", "https://github.com/acme/gone.git", is_path=False)
HERE = Target("here", "/srv/here", is_path=True)
COMMIT = "1" * 40


def finding(**history: Any) -> dict[str, Any]:
    masked = "AKIA" + "*" * 14 + "QQ"
    place = {"path": "a.txt", "line": 3, "column": 7, "end": 27, "commit": COMMIT}
    return {
        **place,
        "fingerprint": "ab" * 32,
        "rule": "aws-access-key-id",
        "description": "An AWS access key ID.",
        "severity": "high",
        "encoding": None,
        "secret": masked,
        "line_text": f"key = {masked}  # <b>",
        "further_count": 0,
        "further": [],
        "history": {
            "time": "2021-03-04T05:06:07+01:00",
            "author": "Ada <ada@example.org>",
            "summary": "Add it",
            "in_head": True,
            "on_remote": False,
            "reachable": True,
            "last_commit": COMMIT,
            "removed_by": None,
            "removed_time": None,
            **history,
        },
    }


def rendered(*reports: tuple[Target, dict[str, Any]], failed: str = "") -> tuple[str, Any]:
    """Return the page, and the values of its table."""
    merger = Merger()
    for target, found in reports:
        merger.add(target, {"findings": [found]}, target.address, target.key)
    merger.merge()
    entries = [
        (target, Outcome(key=target.key, status="audited", secrets=1, size=2048))
        for target, _ in reports
    ]
    if failed:
        entries.append((GONE, Outcome(key=GONE.key, status=FAILED, reasons=[failed])))
    document = FleetDocument(entries, merger, "2026-01-02T03:04:05+00:00")
    html = b"".join(page(document)).decode()
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert data is not None
    return html, json.loads(data[1])


def test_a_secret_in_two_repositories_is_one_row_with_both_places() -> None:
    removed = {"in_head": False, "removed_time": "2022-01-01T00:00:00+00:00"}
    html, data = rendered((BILLING, finding()), (FORK, finding(**removed)))
    (row,) = data["secrets"]
    assert [one[4] for one in row["locations"]] == ["billing", "billing-fork"]
    assert [one[3] for one in row["locations"]] == [
        f"https://github.com/acme/billing/blob/{COMMIT}/a.txt#L3",
        f"https://github.com/ann/billing/blob/{COMMIT}/a.txt#L3",
    ]
    assert row["repositories"] == ["billing", "billing-fork"]
    assert row["remark"] == "In 2 repositories, still in HEAD of 1."
    assert (row["state"], row["since"], row["until"]) == (
        "head",
        "2021-03-04T05:06:07+01:00",
        "",
    )
    assert row["excerpt"] == ["key = ", "AKIA" + "*" * 14 + "QQ", "  # <b>"]
    assert "1 secret in 2 repositories" in html


def test_a_repository_at_a_path_has_links_where_its_origin_says_which_service_it_is() -> None:
    web = "https://github.com/acme/here"
    merger = Merger()
    merger.add(HERE, {"findings": [finding()]}, web, HERE.key)
    merger.merge()
    here = Outcome(key=HERE.key, status="audited", secrets=1, web=web)
    html = b"".join(page(FleetDocument([(HERE, here)], merger, "2026-01-02T03:04:05+00:00")))
    assert f"{web}/blob/{COMMIT}/a.txt#L3".encode() in html


def test_a_link_to_a_path_with_a_masked_secret_in_it_leads_to_its_commit() -> None:
    masked = {**finding(), "path": "AKIA" + "*" * 14 + "QQ.txt"}
    _, data = rendered((BILLING, masked))
    (row,) = data["secrets"]
    assert row["locations"][0][3] == f"https://github.com/acme/billing/commit/{COMMIT}"


def test_a_secret_is_removed_when_the_last_repository_removed_it() -> None:
    first, last = "2022-01-01T00:00:00+00:00", "2023-01-01T00:00:00+00:00"
    _, data = rendered(
        (BILLING, finding(in_head=False, removed_time=last)),
        (FORK, finding(in_head=False, removed_time=first)),
    )
    (row,) = data["secrets"]
    assert row["until"] == last


def test_a_repository_that_was_not_audited_is_a_problem() -> None:
    html, _ = rendered((BILLING, finding()), failed="it does not exist")
    assert "Not everything was scanned" in html
    assert "<li>gone&lt;script&gt;: it does not exist</li>" in html


def test_the_own_key_of_the_user_is_never_to_be_allowed() -> None:
    own = {**finding(), "rule": "own-aws-key"}
    _, data = rendered((BILLING, own))
    (row,) = data["secrets"]
    assert row["allow"] == [
        ["Never allow your own live key: deactivate it where it was issued.", False]
    ]
