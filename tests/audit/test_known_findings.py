"""The next audit of an unchanged repository repeats the findings without a scan."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

import pytest
from auditing import SECRET, audit, patterns, registry, secret
from support import Repo
from test_known_places import shown

from git_secrets_py.audit.findings import Gatherer
from git_secrets_py.audit.model import Options
from git_secrets_py.registry import Registry

NOTEBOOK = {"cells": [{"cell_type": "code", "source": ["x = 1\n", "SECRET-1\n"]}], "nbformat": 4}


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The scans of matched objects."""
    counted: list[int] = []
    original = Gatherer.gather

    def count(self: Gatherer, *arguments: object) -> object:
        counted.append(1)
        return original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Gatherer, "gather", count)
    return counted


@pytest.mark.parametrize(
    "content",
    [
        b"clean\na SECRET-1 and SECRET-22 = SECRET-1\r\nSECRET-3",
        json.dumps(NOTEBOOK, indent=1).encode(),
        b"SECRET-4 " + b"x" * 20_000 + b" SECRET-5\n",
    ],
)
def test_the_findings_of_the_next_audit_are_the_same_without_a_scan(
    repo: Repo, scans: list[int], content: bytes
) -> None:
    repo.commit_file("a.txt", content)
    repo.commit_file("copy of a.txt", content)
    repo.commit_file("a.txt", "clean")
    first, second = audit(repo.path), audit(repo.path)
    assert shown(first) == shown(second) != []
    assert len(scans) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (base64.b64encode(b"the text SECRET-1 is encoded here"), "encoded"),
        ("SECRET-1\n".encode("utf-16"), "UTF-16"),
        (b"SECRET-1 " + b"x" * (2 << 20), "several chunks"),
        (b"SECRET-1", "SECRET-2 in a message"),
    ],
)
def test_what_numbers_cannot_repeat_is_scanned_again(
    repo: Repo, scans: list[int], content: bytes, message: str
) -> None:
    repo.commit_file("a.txt", content, message=message)
    first, second = audit(repo.path), audit(repo.path)
    assert shown(first) == shown(second) != []
    assert len(scans) == 2


def changed_rules() -> Sequence[Registry]:
    """Return registries of the same prohibited texts, which allow or name something else."""
    return (
        registry(allowed=(b"SECRET-1$",)),
        Registry(patterns((SECRET,)), inline=True),
        Registry(patterns((SECRET,), "file")),
    )


@pytest.mark.parametrize("number", range(3))
def test_a_change_of_what_is_allowed_repeats_the_scan(
    repo: Repo, scans: list[int], number: int
) -> None:
    repo.commit_file("a.txt", b"SECRET-1\nSECRET-2 # git-secrets: allow\n")
    other = changed_rules()[number]
    assert len(audit(repo.path).findings) == 2
    changed = audit(repo.path, patterns=other)
    assert shown(changed) == shown(audit(repo.path, Options(use_cache=False), patterns=other))
    assert len(scans) == 3
    assert shown(audit(repo.path)) != shown(changed)


def test_a_change_of_a_rule_file_repeats_the_scan(repo: Repo) -> None:
    rule = "[[rules]]\nid = 'a'\nregex = 'SECRET-[0-9]+'\n"
    repo.commit_file("a.txt", secret(1))
    repo.git("config", "secrets.rulesFile", "rules.toml")
    repo.write("rules.toml", rule)
    assert [repo.call("--scan-history").status for _ in range(2)] == [1, 1]
    repo.write("rules.toml", rule + "[allowlist]\nregexes = ['SECRET-1']\n")
    assert repo.call("--scan-history").status == 0


def test_patterns_in_another_order_do_not_take_over_each_others_findings(repo: Repo) -> None:
    repo.commit_file("a.txt", b"SECRET-1\nTOKEN-2\n")
    sources = SECRET, rb"TOKEN-[0-9]+"
    for ordered in (sources, sources[::-1]):
        findings = audit(repo.path, patterns=registry(*ordered)).findings
        assert [one.finding.match.pattern.source for one in findings] == [*sources]


def test_allowed_matches_are_shown_by_the_next_audit_too(repo: Repo) -> None:
    repo.commit_file("a.txt", secret(1))
    rules = registry(allowed=(b"SECRET-1$",))
    assert not audit(repo.path, patterns=rules).findings
    shown = [audit(repo.path, Options(keep_allowed=True), patterns=rules) for _ in range(2)]
    assert [len(one.allowed) for one in shown] == [1, 1]
