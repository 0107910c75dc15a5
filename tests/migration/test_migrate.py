"""``--migrate``: the configuration of gitleaks, detect-secrets and the pre-commit framework."""

from __future__ import annotations

import json
from hashlib import sha1
from pathlib import Path

import pytest
from support import WINDOWS, Ran, Repo, fingerprint, run_unprivileged

RULES = "[[rules]]\nid = 'acme'\nregex = 'acme_([a-z0-9]{8})'\n"
VALUE = b"k3y5" * 2
SECRET = b"acme_" + VALUE


def allowed(repo: Repo) -> list[bytes]:
    """Return the fingerprints in ``.gitallowed``."""
    return [line for line in repo.gitallowed().splitlines() if line.startswith(b"sha256:")]


def entry(secret: bytes) -> bytes:
    return b"sha256:" + fingerprint(secret).encode()


def test_a_rule_file_is_copied_unchanged(repo: Repo) -> None:
    repo.write(".gitleaks.toml", RULES)
    expected = Ran(
        0,
        b"wrote .gitsecrets.toml, a copy of .gitleaks.toml with 1 rule\n"
        b"share it with: git add :/.gitsecrets.toml\n"
        b"or use it where it is: git config secrets.rulesFile .gitleaks.toml\n",
        b"",
    )
    assert repo.call("--migrate", ".gitleaks.toml") == expected
    assert (repo.path / ".gitsecrets.toml").read_text() == RULES
    assert repo.call("--migrate", ".gitleaks.toml") == expected


def test_another_rule_file_is_not_overwritten(repo: Repo) -> None:
    repo.write(".gitleaks.toml", RULES)
    repo.write(".gitsecrets.toml", "title = 'mine'\n")
    ran = repo.call("--migrate", ".gitleaks.toml")
    assert (ran.status, b"exists and differs; nothing was written" in ran.err) == (1, True)
    assert (repo.path / ".gitsecrets.toml").read_text() == "title = 'mine'\n"


def test_a_dry_run_writes_nothing(repo: Repo) -> None:
    repo.write(".gitleaks.toml", RULES)
    assert b"would write" in repo.call("--migrate", "--dry-run", ".gitleaks.toml").out
    assert not (repo.path / ".gitsecrets.toml").exists()


def test_warnings_of_a_rule_file_are_printed(repo: Repo) -> None:
    repo.write(".gitleaks.toml", RULES + "[allowlist]\npaths = ['.*']\n")
    assert b"allows everything" in repo.call("--migrate", ".gitleaks.toml").err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], b"--migrate requires a file: "),
        (["absent.toml"], b"cannot read absent.toml: No such file or directory\n"),
        (["large.toml"], b"cannot read large.toml: larger than 0 MiB\n"),
    ],
    ids=["no file", "absent", "large"],
)
def test_a_file_that_cannot_be_migrated_is_an_error(
    repo: Repo, words: list[str], message: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.commands.migrate._LIMIT", 100)
    repo.write("large.toml", "#" * 101)
    ran = repo.call("--migrate", *words)
    assert (ran.status, ran.out) == (1 if not words else 2, b"")
    assert ran.err.startswith(b"git secrets: " + message)


def test_a_lock_that_a_killed_run_has_left_is_named(repo: Repo) -> None:
    repo.write("rules.toml", RULES)
    lock = repo.write(".gitsecrets.toml.lock", "")
    ran = repo.call("--migrate", "rules.toml")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.decode() == (
        f"git secrets: {lock} exists: another process may be writing .gitsecrets.toml; "
        "if none is, remove the file\n"
    )


@pytest.mark.skipif(WINDOWS, reason="Windows has other permissions")
def test_a_rule_file_that_cannot_be_written_is_an_error(repo: Repo) -> None:
    repo.write("rules.toml", RULES)
    repo.path.chmod(0o500)
    try:
        ran = run_unprivileged(repo, "--migrate", "rules.toml")
    finally:
        repo.path.chmod(0o700)
    assert (ran.status, ran.out) == (2, b"")
    assert b"cannot write " in ran.err
    assert b".gitsecrets.toml: Permission denied\n" in ran.err


def test_fingerprints_of_gitleaks_are_recomputed(repo: Repo) -> None:
    repo.write(".gitsecrets.toml", RULES)
    commit = repo.commit_file("old", b"\n" + SECRET + b"\n")
    repo.write("old", "gone\n")
    repo.write("new", b"acme_" + b"other123\n")
    repo.write(".gitleaksignore", f"# a comment\n{commit}:old:acme:2\nnew:acme:1\nnew:acme:7\n")
    ran = repo.call("--migrate", ".gitleaksignore")
    assert ran.out == (b"allowed 2 secrets in .gitallowed; share it with: git add :/.gitallowed\n")
    assert b"not converted: 'new:acme:7': no active rule finds a secret there" in ran.err
    assert allowed(repo) == [entry(VALUE), entry(b"other123")]


def test_listed_secrets_that_are_already_allowed_are_counted(repo: Repo) -> None:
    repo.write(".gitsecrets.toml", RULES)
    repo.write("new", SECRET + b"\nacme_" + b"other123\n")
    repo.write(".gitleaksignore", "new:acme:1\nnew:acme:2\n")
    repo.call("--migrate", ".gitleaksignore")
    before = repo.gitallowed()
    unchanged = b"nothing to allow; .gitallowed is unchanged\n"
    note = b"git secrets: 2 secrets of the file already allowed\n"
    ran = repo.call("--migrate", ".gitleaksignore")
    assert Ran(ran.status, ran.out, b"".join(ran.err.splitlines(keepends=True)[1:])) == Ran(
        0, unchanged, note
    )
    assert repo.gitallowed() == before


def baseline(path: str, *listed: tuple[bytes, int, bool | None]) -> str:
    results = [
        {
            "type": "Secret Keyword",
            "filename": path,
            "hashed_secret": sha1(secret).hexdigest(),
            "line_number": line,
            **({} if real is None else {"is_secret": real}),
        }
        for secret, line, real in listed
    ]
    plugins = [{"name": "AWSKeyDetector"}, {"name": "Base64HighEntropyString", "limit": 4.5}]
    return json.dumps({"version": "1.5.0", "plugins_used": plugins, "results": {path: results}})


def test_the_secrets_of_a_baseline_are_found_by_their_hashes(repo: Repo) -> None:
    repo.write(".gitsecrets.toml", RULES)
    repo.write("a", b"x = '" + SECRET + b"'\npass" + b"word = 'hunter2x'\nreal = 'r34lone'\n")
    listed = ((SECRET, 1, None), (b"hunter2x", 2, False), (b"r34lone", 3, True), (b"gone", 9, None))
    repo.write(".secrets.baseline", baseline("a", *listed))
    ran = repo.call("--migrate", ".secrets.baseline")
    assert allowed(repo) == [entry(VALUE), entry(b"hunter2x")]
    assert ran.err.splitlines()[1:] == [
        b"git secrets: not allowed: a:3 is marked as a real secret",
        b"git secrets: 1 secret of a not found in the work tree at the listed line",
        b"git secrets: rules for its plugins: git config secrets.rules recommended,aws",
        b"git secrets: plugins without a rule set here: Base64HighEntropyString",
    ]
    assert b"hunter2x" not in repo.gitallowed()


def test_a_baseline_can_be_migrated_again(repo: Repo) -> None:
    repo.write(".gitsecrets.toml", RULES)
    repo.write("a", b"x = '" + SECRET + b"'\ny = 'hunter2x'\n")
    repo.write(".secrets.baseline", baseline("a", (SECRET, 1, None), (b"hunter2x", 2, None)))
    repo.call("--migrate", ".secrets.baseline")
    before = repo.gitallowed()
    ran = repo.call("--migrate", ".secrets.baseline")
    assert (ran.status, ran.out) == (0, b"nothing to allow; .gitallowed is unchanged\n")
    assert repo.gitallowed() == before


def test_a_secret_in_a_very_long_line_is_found_by_its_hash(repo: Repo) -> None:
    repo.write("a.min.js", b"var a=1;" * 500 + b"k='hunt+er/2x'" + b";var b=1" * 500)
    repo.write(".secrets.baseline", baseline("a.min.js", (b"hunt+er/2x", 1, None)))
    assert repo.call("--migrate", "--dry-run", ".secrets.baseline").status == 0
    assert allowed(repo) == []
    repo.call("--migrate", ".secrets.baseline")
    assert allowed(repo) == [entry(b"hunt+er/2x")]


def test_a_line_of_gitleaks_that_names_no_file_is_not_converted(repo: Repo) -> None:
    repo.write(".gitleaksignore", b"a\0b:r:1\n../a:r:1\n")
    ran = repo.call("--migrate", ".gitleaksignore")
    assert (ran.status, ran.err.count(b"no active rule finds a secret there")) == (0, 2)


def test_a_file_without_hooks_of_scanners_is_noted(repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", "repos: []\n")
    ran = repo.call("--migrate", ".pre-commit-config.yaml")
    assert b"it has no hook of another scanner\n" in ran.out + ran.err


def test_an_own_secret_of_a_baseline_is_not_allowed(repo: Repo, home: Path) -> None:
    own = b"kX9+Qz-wE7rTyu8m"
    (home / ".git-credentials").write_bytes(b"https://me:" + own + b"@h.org\n")
    repo.git("config", "secrets.local", "git")
    repo.write("a", b"x = '" + own + b"'\n")
    repo.write(".secrets.baseline", baseline("a", (own, 1, None)))
    ran = repo.call("--migrate", ".secrets.baseline")
    assert b"in a:1 is your own secret (git credentials file, profile h.org)" in ran.err
    assert repo.gitallowed() == b""


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "link", "a\0b", "\udcff"])
def test_a_baseline_leads_to_no_file_outside_the_repository(repo: Repo, path: str) -> None:
    (repo.path.parent / "outside").write_bytes(b"secret1\n")
    (repo.path / "link").symlink_to("../outside")
    repo.write(".secrets.baseline", baseline(path, (b"secret1", 1, None)))
    ran = repo.call("--migrate", ".secrets.baseline")
    assert b"not found in the work tree" in ran.err
    assert allowed(repo) == []


def test_the_hooks_of_other_scanners_are_named(repo: Repo) -> None:
    config = (
        "repos:  # ours\n"
        "  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8\n"
        "  - repo: 'https://github.com/Yelp/detect-secrets'  # old\n"
        "  - repo: https://github.com/psf/black\n"
    )
    repo.write(".pre-commit-config.yaml", config)
    ran = repo.call("--migrate", ".pre-commit-config.yaml")
    assert (ran.status, ran.out) == (0, b"")
    lines = ran.err.splitlines()
    assert lines[:2] == [
        b"git secrets: remove the entry of https://github.com/gitleaks/gitleaks in line 2",
        b"git secrets: remove the entry of https://github.com/Yelp/detect-secrets in line 4",
    ]
    assert lines[2:] == [
        b"git secrets: then add this, and run 'pre-commit install':",
        b"default_install_hook_types: [pre-commit, commit-msg, prepare-commit-msg]",
        b"repos:",
        b"  - repo: https://github.com/git-secrets-py/git-secrets-py",
        b"    # v1.0.0 exists from the first release on. Until then, write the commit ID that",
        b"    # git ls-remote https://github.com/git-secrets-py/git-secrets-py.git HEAD",
        b"    # prints.",
        b"    rev: v1.0.0",
        b"    hooks:",
        b"      - id: git-secrets-py",
        b"      - id: git-secrets-py-commit-msg",
        b"      - id: git-secrets-py-prepare-commit-msg",
    ]
    assert (repo.path / ".pre-commit-config.yaml").read_text() == config


@pytest.mark.parametrize(
    ("name", "content", "status", "message"),
    [
        ("a.txt", "", 1, b"cannot migrate 'a.txt': it must be named like .gitleaks.toml"),
        (".secrets.baseline", "[]", 2, b"this is not a detect-secrets baseline"),
        (".secrets.baseline", '{"results": {"a": ["x"]}}', 2, b"this is not a detect-secrets"),
        (".secrets.baseline", '{"results": {"\\ud800": []}}', 2, b"this is not a detect-secrets"),
        (".secrets.baseline", '{"results": {}, "plugins_used": 1}', 2, b"this is not a detect-"),
        ("report.json", '[{"Fingerprint": "\\ud800"}]', 2, b"this is not a gitleaks report"),
        (".gitleaks.toml", "filter = 'x'", 2, b"unknown name 'x'"),
    ],
)
def test_another_file_is_an_error(
    repo: Repo, name: str, content: str, status: int, message: bytes
) -> None:
    repo.write(name, content)
    ran = repo.call("--migrate", name)
    assert (ran.status, message in ran.err) == (status, True)


def test_a_report_of_gitleaks_is_a_list_of_fingerprints(repo: Repo) -> None:
    repo.write(".gitsecrets.toml", RULES)
    repo.write("new", SECRET)
    repo.write("report.json", json.dumps([{"File": "new", "Fingerprint": "new:acme:1"}]))
    assert repo.call("--migrate", "report.json").status == 0
    assert allowed(repo) == [entry(VALUE)]
    repo.write("report.json", '[{"File": "new"}]')
    ran = repo.call("--migrate", "report.json")
    assert (ran.status, b"this is not a gitleaks report" in ran.err) == (2, True)


def test_hooks_in_inline_tables_are_found(repo: Repo) -> None:
    repo.write("a.yaml", "repos:\n- {repo: https://example.com/gitleaks.git, rev: v8} # x\n")
    ran = repo.call("--migrate", "a.yaml")
    assert b"remove the entry of https://example.com/gitleaks in line 2" in ran.err + ran.out
