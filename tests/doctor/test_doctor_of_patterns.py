"""``git secrets --doctor``: the problems of patterns, providers and pattern files."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import KEY_PATTERN, Repo
from test_doctor import examine, problems


@pytest.mark.usefixtures("without_live_test")
def test_a_pattern_that_cannot_be_read_is_named_with_its_origin(with_hooks: Repo) -> None:
    with_hooks.git("config", "--add", "secrets.patterns", "a(b")
    about, problem, remedy = problems(with_hooks)[0]
    assert about == "patterns"
    assert problem.startswith("cannot read the pattern 'a(b' from git config .git/config: ")
    assert remedy == "correct it there, or remove it with git secrets --remove"


@pytest.mark.usefixtures("without_live_test")
@pytest.mark.parametrize(
    ("key", "shown", "meant"),
    [
        ("secrets.ruls", "secrets.ruls", "secrets.rules"),
        ("secrets.pattern", "secrets.pattern", "secrets.patterns"),
        ("secrets.Rules-File", "secrets.rules-file", "secrets.rulesFile"),
        ("secrets.serverAllow", "secrets.serverallow", "secrets.serverAllowOnly"),
        ("secrets.caf\u00e9.patterns", "secrets.caf\u00e9.patterns", "secrets.patterns"),
    ],
)
def test_a_misspelled_key_is_a_problem(with_hooks: Repo, key: str, shown: str, meant: str) -> None:
    with_hooks.git("config", key, "x")
    assert problems(with_hooks) == [
        (
            "settings",
            f"unknown key {shown} in .git/config has no effect; did you mean {meant}?",
            "correct it there",
        )
    ]


@pytest.mark.usefixtures("without_live_test")
def test_a_key_unlike_every_known_one_is_noted(with_hooks: Repo) -> None:
    with_hooks.git("config", "secrets.color", "x")
    assert examine(with_hooks, 0)["notes"][0] == {
        "about": "settings",
        "problem": "unknown key secrets.color in .git/config has no effect",
        "remedy": "remove it there",
    }


@pytest.mark.usefixtures("without_live_test")
def test_providers_are_run_and_counted_and_never_shown(with_hooks: Repo) -> None:
    secret = "from-" + "a-provider"
    with_hooks.write("provider", f"{secret}\nanother\n")
    with_hooks.git("config", "--add", "secrets.providers", "cat provider")
    ran = with_hooks.call("--doctor")
    assert ran.status == 0
    assert b"providers      1\n  cat provider: 2 patterns\n" in ran.out
    assert secret.encode() not in ran.out + with_hooks.call("--doctor", "--format", "json").out


@pytest.mark.usefixtures("without_live_test")
def test_a_provider_that_fails_is_named(with_hooks: Repo) -> None:
    with_hooks.git("config", "--add", "secrets.providers", "false")
    assert problems(with_hooks)[0] == (
        "providers",
        "the provider 'false' fails",
        "run it by hand to see why, or remove it",
    )


@pytest.mark.usefixtures("without_live_test")
def test_patterns_stores_and_rule_files_that_cannot_be_read_are_named(
    with_hooks: Repo, home: Path
) -> None:
    with_hooks.write("printed", "(\n")
    with_hooks.git("config", "--add", "secrets.providers", "cat printed")
    (home / ".npmrc").mkdir()
    with_hooks.git("config", "--global", "secrets.local", "npm")
    with_hooks.git("config", "secrets.rulesFile", "missing.toml")
    found = problems(with_hooks)
    invalid = "the provider 'cat printed' prints an invalid pattern"
    assert ("providers", invalid, "correct or remove it") in found
    assert any(problem == "the store 'npm' fails" for _, problem, _ in found)
    remedy = "correct it, or unset secrets.rulesFile"
    assert [about for about, _, remedy_ in found if remedy_ == remedy] == ["rule files"]


@pytest.mark.usefixtures("one_live_test")
def test_with_patterns_of_providers_only_hooks_are_tested_with_a_temporary_pattern(
    with_hooks: Repo,
) -> None:
    with_hooks.call("--remove", KEY_PATTERN)
    with_hooks.git("config", "secrets.rules", "none")
    with_hooks.write("provider", "from-" + "a-provider\n")
    with_hooks.git("config", "--add", "secrets.providers", "cat provider")
    facts = examine(with_hooks, 0)
    assert {one["secret_for"] for one in facts["live_test"]} == {"temporary pattern"}
    assert (
        b"live test      with a fake secret for a temporary pattern\n"
        in with_hooks.call("--doctor").out
    )


# Lines, and why each is invalid.
INVALID_LINES = {
    "a(b": "is not a valid pattern: ",
    ".*": "is not a valid pattern: it matches the empty string",
    ".+": "allows every line",
    ":": "allows every line",  # every rendered line has one
    "sha256:12ab": "is not a fingerprint: ",
    "sha256:" + "g" * 64: "is not a fingerprint: ",
    "SHA-256:" + "a" * 64: "is not a fingerprint: ",
}
VALID_LINES = ["^docs/", "EXAMPLE", "SHA256: " + "a" * 64 + " # x", "a:1", "[0-9]{12}"]
TOO_BROAD = [".+", r"[^ ]+", r"\w+"]


@pytest.mark.usefixtures("without_live_test")
def test_every_invalid_line_of_gitallowed_is_a_problem(with_hooks: Repo) -> None:
    with_hooks.commit_file(".gitallowed", "# first\n\n" + "\n".join(INVALID_LINES) + "\n")
    named = [problem for about, problem, _ in problems(with_hooks) if about == ".gitallowed"]
    for number, (problem, reason) in enumerate(zip(named, INVALID_LINES.values(), strict=True), 3):
        assert problem.startswith(f".gitallowed:{number} {reason}")


@pytest.mark.usefixtures("without_live_test")
def test_valid_lines_of_gitallowed_are_not_a_problem(with_hooks: Repo) -> None:
    with_hooks.commit_file(".gitallowed", "\n".join(VALID_LINES) + "\n")
    assert examine(with_hooks, 0)["patterns"]["allowed"] == len(VALID_LINES)


@pytest.mark.usefixtures("without_live_test")
def test_every_line_of_gitprohibited_that_matches_everything_is_a_problem(with_hooks: Repo) -> None:
    with_hooks.commit_file(".gitprohibited", "\n".join(TOO_BROAD) + "\n")
    assert [problem for _, problem, _ in problems(with_hooks)][: len(TOO_BROAD)] == [
        f".gitprohibited:{number} prohibits nearly every line"
        for number in range(1, len(TOO_BROAD) + 1)
    ]


@pytest.mark.usefixtures("without_live_test")
def test_an_untracked_gitallowed_is_noted(with_hooks: Repo) -> None:
    with_hooks.write(".gitallowed", "EXAMPLE\n")
    assert examine(with_hooks, 0)["notes"][0] == {
        "about": ".gitallowed",
        "problem": ".gitallowed is not tracked by git, so nobody else has it",
        "remedy": "git add .gitallowed",
    }


@pytest.mark.usefixtures("without_live_test")
@pytest.mark.parametrize(
    ("setting", "which"),
    [
        (("secrets.local", "netrc"), "your own secrets"),
        (("secrets.providers", "echo prohibited"), "those of providers"),
    ],
)
def test_the_note_on_recommended_rules_excepts_confidential_patterns(
    repo: Repo, home: Path, setting: tuple[str, str], which: str
) -> None:
    password = "-".join(("correct", "horse", "battery"))
    (home / ".netrc").write_text(f"machine example.org login me password {password}\n")
    repo.install_hooks()
    repo.git("config", *setting)
    assert [note["problem"] for note in examine(repo, 0)["notes"]] == [
        f"no prohibited pattern is configured except {which}; the rule set 'recommended' is active"
    ]
