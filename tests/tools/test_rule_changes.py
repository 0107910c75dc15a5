"""The changes of rules between versions."""

from __future__ import annotations

from git_secrets_py.rules import describe
from tools.rule_changes import section


def test_the_section_names_each_rule_that_changed() -> None:
    old = {"a": "1", "b": "1", "c": "1"}
    assert section(old, {"b": "2", "c": "1", "e": "1", "d": "1"}) == (
        "### Rules\n\n- Added: `d`, `e`\n- Changed: `b`\n- Removed: `a`\n"
    )
    assert section(old, old) == "### Rules\n\n- No changes.\n"


def test_the_version_of_the_rules_is_that_of_their_digests(monkeypatch) -> None:
    version = describe.version()
    digests = describe.digests()
    assert version == describe.version()
    monkeypatch.setattr(describe, "digests", lambda: {**digests, "jwt": "other"})
    assert describe.version() != version
