"""The rule sets: names, loading, imports, and the patterns of git-secrets by AWS Labs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from templates import secret

import git_secrets_py
from git_secrets_py import rules
from git_secrets_py.doctor.patterns import rule_sets
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import UsageError
from git_secrets_py.model import MatchedLine, Origin, Pattern
from git_secrets_py.registry.collector import Collector

ORIGINAL = Path("/usr/bin/git-secrets")

# Added to the original after the release that Debian packages.
ADDED_SINCE = [b"ABSK[A-Za-z0-9+/]{109,}=*", b"bedrock-api-key-" + b"YmVkcm9jay5hbWF6b25hd3MuY29t"]


@pytest.fixture(scope="module")
def recommended() -> Scanner:
    return Scanner(Matcher(rules.load("recommended").patterns))


def is_original(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(b"#!/usr/bin/env bash")


def stored(home: Path, key: str) -> list[bytes]:
    done = subprocess.run(
        ["git", "config", "--file", home / ".gitconfig", "-z", "--get-all", key],
        capture_output=True,
        check=True,
    )
    return done.stdout.split(b"\0")[:-1]


def loaded_modules(code: str) -> set[str]:
    """Return the modules that ``code`` imports in a new interpreter without ``site``."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", code + "; import sys; print(*sys.modules)"],
        cwd=Path(git_secrets_py.__file__).parent.parent,
        capture_output=True,
        check=True,
        text=True,
    )
    return set(done.stdout.split())


def test_the_names_of_the_sets_are_unique_and_all_is_reserved() -> None:
    assert len(set(rules.names())) == len(rules.names())
    assert "all" not in rules.names()


def test_the_names_of_the_rules_are_unique_across_sets() -> None:
    names = [rule.name for rule in rules.load("all").rules]
    assert len(set(names)) == len(names)


@pytest.mark.skipif(not is_original(ORIGINAL), reason="the original is not installed")
def test_the_patterns_to_register_are_those_of_the_original(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["bash", ORIGINAL, "--register-aws", "--global"]
    subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True)
    prohibited, allowed = rules.registered()
    ours = list(prohibited)
    assert [source for source in ours if source not in ADDED_SINCE] == stored(
        tmp_path, "secrets.patterns"
    )
    assert set(ADDED_SINCE) < set(ours)
    assert list(allowed) == stored(tmp_path, "secrets.allowed")


def test_a_pattern_has_the_names_of_its_set_and_rule() -> None:
    pattern = rules.load("github").patterns[0]
    assert (str(pattern.origin), pattern.name) == ("rule set github", "github-token")


def test_all_joins_every_set_and_keeps_their_names() -> None:
    joined = rules.load("all")
    assert {pattern.origin.place for pattern in joined.patterns} == set(rules.names())
    assert len(joined.rules) == len(joined.patterns)
    assert joined.allowed


def test_every_pattern_to_register_has_the_rule_that_describes_it() -> None:
    names = [rules.by_source()[source].name for source in rules.registered()[0]]
    assert len(set(names)) == len(names)
    assert set(names) < {rule.name for rule in rules.load("aws").rules}


def test_recommended_has_the_recommended_rules_of_every_set() -> None:
    recommended = {rule.name for rule in rules.load("recommended").rules}
    assert recommended == {rule.name for rule in rules.load("all").rules if rule.recommended}
    assert "aws-access-key-id" in recommended
    assert not recommended & {"aws-account-id", "password-assignment", "stripe-test-key"}


def test_a_wrong_checksum_matches_in_the_set_of_its_vendor_only() -> None:
    token = b"ghp_" + b"a1B2" * 9
    (github,) = (one for one in rules.load("github").patterns if one.name == "github-token")
    strict = next(one for one in rules.load("recommended").patterns if one.name == "github-token")
    assert github.accepts(token)
    assert not strict.accepts(token)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ('api_key = "<62:32>"', True),
        ("client_secret: <62:24>", True),
        ('"access_token": "<h:40>"', True),
        ('db_password = "<62:16>"', True),
        ("Authorization: Bearer <62:40>", True),
        ("curl -u deploy:<62:12> https://git.internal/", True),
        # Their own rules leave them out of this set.
        ('api_key = "AIza<u:35>",\n  authDomain: "x.firebaseapp.com"', False),
        ('token = "ghp_<62:36>"', False),
        ('api_key = "sk_test_<62:24>"', False),
        ("AMPLITUDE_API_KEY=<h:32>", False),
        # Values that are not secrets.
        ("GPG_KEY=" + "7D4C6A1B0E9F8A2C3B5D" * 2, False),
        ('csrf_token = "<62:32>"', False),
        ("token = " + "a0b1c2d3e4f5a6b7" + "c8d9e0f1a2b3c4d5", False),
        ('secret = "' + "ABC123abc123" * 3 + '"', False),
        ("oauth_token=" + "kkk9d7dh" + "3k39sjv7", False),
        ('password = "' + "S0meP4ssw0rd" + '2024"', False),
        ("curl -u deploy:" + "hunter2 https://git.internal/", False),
    ],
)
def test_recommended_has_random_values_of_names_that_only_secrets_have(
    recommended: Scanner, text: str, is_found: bool
) -> None:
    lines = recommended.scan([secret(text).encode() + b"\n"])
    assert any(isinstance(line, MatchedLine) for line in lines) == is_found


def test_select_returns_each_set_once_in_the_given_order() -> None:
    chosen = [rule_set.name for rule_set in rules.select(["slack", "all", "aws"])]
    assert chosen == ["slack", *(name for name in rules.names() if name != "slack")]


def test_an_unknown_name_is_rejected_with_the_list_of_names() -> None:
    with pytest.raises(UsageError) as caught:
        rules.load("unheard-of")
    assert str(caught.value) == "unknown rule set: 'unheard-of'. The rule sets are: " + ", ".join(
        ("all", "recommended", *rules.names())
    )


def test_a_close_name_is_suggested_instead_of_the_list() -> None:
    with pytest.raises(UsageError) as caught:
        rules.load("gihub")
    assert str(caught.value) == "unknown rule set: 'gihub'. Did you mean github?"


def test_every_rule_has_a_description_of_its_own_and_a_reference() -> None:
    every = rules.load("all").rules
    assert [one.name for one in every if not one.description.endswith(".")] == []
    assert len({one.description for one in every}) == len(every)
    assert [one.name for one in every if not has_reference(one)] == []
    assert [one.name for one in every if one.name != one.name.lower()] == []


def has_reference(rule: rules.Rule) -> bool:
    return rule.reference == "" or rule.reference.startswith("https://")


def test_loading_a_set_imports_its_own_module_only() -> None:
    loaded = loaded_modules("from git_secrets_py import rules; rules.load('aws')")
    package = "git_secrets_py.rules"
    assert {name for name in loaded if name.startswith(f"{package}.")} == {
        f"{package}.boundaries",
        f"{package}.rule",
        f"{package}.sets",
        f"{package}.sets.aws",
    }
    assert not loaded & {"dataclasses", "typing", "re", "regex", "importlib.util"}


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (["recommended"], ["recommended"]),
        (["recommended", "aws"], ["recommended", "aws"]),
        (["aws"], ["aws"]),
        (["github", "pypi"], ["github", "pypi"]),
    ],
)
def test_the_doctor_names_the_sets_that_are_active(wanted: list[str], named: list[str]) -> None:
    collector = Collector()
    collector.add_rules(wanted)
    assert rule_sets(collector) == named


def test_the_doctor_names_the_set_of_registered_patterns() -> None:
    collector = Collector()
    collector.prohibited = [Pattern(one, Origin("config", "x")) for one in rules.registered()[0]]
    assert rule_sets(collector) == ["aws"]
