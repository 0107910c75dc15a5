"""``--scan-fleet``: exit statuses, output, and the results of repositories at paths."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from fleets import RULES, report, repositories, scan, with_key, write_list
from jsonschema import Draft202012Validator
from support import Ran, fake_key, new_repo, run, short_id

import git_secrets_py.fleet.run

INSTALL = b"pip install 'dask[distributed]>=2024.8' 'cryptography>=42'"
SCHEMA = Path(git_secrets_py.fleet.run.__file__).parent / "schema" / "fleet-1.json"


def test_a_key_in_several_repositories_is_one_secret(tmp_path: Path) -> None:
    for name in ("billing", "web", "old"):
        with_key(tmp_path / name)
    (tmp_path / "old" / "settings.py").unlink()
    old = with_key(tmp_path / "other", 1)
    old.git("rm", "--quiet", "settings.py")
    old.git("commit", "--quiet", "-m", "remove it")
    ran = scan(tmp_path, write_list(tmp_path, "billing", "web", "old", "other"))
    key, other = short_id(fake_key()), short_id(fake_key(1))
    assert ran.status == 1
    assert ran.out.decode() == (
        f"{key} aws-access-key-id (high) in 3 repositories, first on 2024-05-06 in billing, "
        "still in HEAD of 3\n"
        f"{other} aws-access-key-id (high) in 1 repository, first on 2024-05-06 in other, "
        "only in history\n"
        "2 secrets in 4 repositories; 4 of 4 fully audited; reports in out\n"
    )
    found = report(tmp_path)["secrets"][0]
    assert (found["repositories"], found["in_head"], found["state"]) == (3, 3, "head")
    assert [one["repository"] for one in found["appearances"]] == ["billing", "web", "old"]
    assert fake_key() not in b"".join(
        path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()
    )


def test_clones_of_one_remote_count_as_one_repository(tmp_path: Path) -> None:
    origin = with_key(tmp_path / "origin")
    origin.git("clone", "--quiet", ".", "../copy")
    for name, remote in (("web", "https://h.example/web.git"), ("ssh", "git@h.example:web")):
        with_key(tmp_path / name).git("remote", "add", "origin", remote)
    ran = scan(tmp_path, write_list(tmp_path, "origin", "copy", "web", "ssh"))
    (found,) = report(tmp_path)["secrets"]
    assert (found["repositories"], found["in_head"], len(found["appearances"])) == (2, 2, 4)
    assert b"ssh: has the same remote as web; both count as one repository\n" in ran.out
    assert ran.out.endswith(b"1 secret in 2 repositories; 4 of 4 fully audited; reports in out\n")


def test_the_reports_are_valid(tmp_path: Path) -> None:
    repo = with_key(tmp_path / "a b'<>\"&")
    repo.commit_file(b'caf\xe9 "q".py', b'password = "' + b"sword" + b'fish-77"\n', "café\x1b")
    scan(tmp_path, "--rules", RULES, write_list(tmp_path, repo.path.name, "missing"))
    schema = json.loads(SCHEMA.read_bytes())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(report(tmp_path))
    documented = Path(__file__).parents[2] / "docs" / "fleet-1.json"
    assert documented.read_bytes() == SCHEMA.read_bytes()
    log = json.loads((tmp_path / "out" / "fleet.sarif").read_bytes())
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == [
        "aws-access-key-id",
        "password-assignment",
    ]
    assert not log["runs"][0]["invocations"][0]["executionSuccessful"]
    assert (tmp_path / "out" / "fleet.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_command_that_allows_a_secret_works_where_no_rules_are_configured(
    tmp_path: Path,
) -> None:
    repo = with_key(tmp_path / "one")
    scan(tmp_path, "--rules", RULES, write_list(tmp_path, "one"))
    (found,) = report(tmp_path)["secrets"]
    program, *words = shlex.split(found["allow"].removeprefix("git "))
    assert (program, words[:3]) == ("secrets", ["--allow", "--rules", RULES])
    assert repo.call(*words).status == 0
    assert b"sha256:" in repo.gitallowed()


def test_a_guessable_secret_has_no_fingerprint_and_is_not_merged_over_repositories(
    tmp_path: Path,
) -> None:
    line = b'password = "' + b"tr0ub4dor" + b'Xyzzy9"\n'
    for name in ("one", "two"):
        new_repo(tmp_path / name).commit_file("settings.py", line)
    scan(tmp_path, "--rules", RULES, write_list(tmp_path, "one", "two"))
    found = report(tmp_path)["secrets"]
    assert [(one["fingerprint"], one["repositories"]) for one in found] == [(None, 1), (None, 1)]


def test_each_repository_that_is_not_wholly_audited_is_named_with_its_reason(
    tmp_path: Path,
) -> None:
    with_key(tmp_path / "whole")
    with_key(tmp_path / "damaged")
    for path in (tmp_path / "damaged" / ".git" / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(path.read_bytes()[:8])
    (tmp_path / "whole" / "folder").mkdir()
    lines = ["whole", "damaged", "whole/folder", "missing", "ftp://example.com/a\tftp"]
    ran = scan(tmp_path, write_list(tmp_path, *lines))
    found = repositories(tmp_path)
    assert ran.status == 2
    assert {name: one["status"] for name, one in found.items()} == {
        "whole": "audited",
        "damaged": found["damaged"]["status"],
        "whole/folder": "failed",
        "missing": "failed",
        "ftp": "failed",
    }
    assert found["damaged"]["status"] in ("failed", "partial")
    assert found["whole/folder"]["reasons"] == [
        "not a git repository (or any of the parent directories)"
    ]
    assert found["missing"]["reasons"] == ["there is no file or directory with this path"]
    assert found["ftp"]["reasons"] == ["the protocol is not one of file, git, http, https, ssh"]
    assert b"4 of 5" not in ran.out
    assert b"1 of 5 fully audited" in ran.out


def test_what_cannot_begin_is_counted_among_all(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    ran = scan(tmp_path, "--rules", "aws", write_list(tmp_path, "{", "one"))
    assert [line.split(b"]")[0] for line in ran.err.splitlines()] == [
        b"git secrets: 2 repositories to audit",
        b"git secrets: [1/2",
        b"git secrets: this process",
        b"git secrets: [2/2",
    ]
    assert ran.status == 2


def test_a_name_stays_in_its_line(tmp_path: Path) -> None:
    new_repo(tmp_path / "one").commit_file("a", "a\n")
    line = json.dumps({"url": "one", "name": "a\n[9/9] b\x1b[2J"})
    ran = scan(tmp_path, "--rules", "aws", write_list(tmp_path, line))
    assert b"git secrets: [1/1] a\\n[9/9] b\\x1b[2J: no secrets" in ran.err


def test_clean_repositories_end_with_0(tmp_path: Path) -> None:
    new_repo(tmp_path / "empty")
    new_repo(tmp_path / "bare.git", "--bare")
    sha256 = new_repo(tmp_path / "sha256", "--object-format=sha256")
    sha256.commit_file("a", "a\n")
    ran = scan(tmp_path, "--quiet", "--rules", "aws", ".")
    assert ran == Ran(
        0, b"0 secrets in 0 repositories; 3 of 3 fully audited; reports in out\n", b""
    )


def test_a_repository_of_another_user_is_named_with_what_to_do(tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a repository away")
    repo = with_key(tmp_path / "theirs")
    os.chown(repo.path, 12345, 12345)
    os.chown(repo.path / ".git", 12345, 12345)
    scan(tmp_path, write_list(tmp_path, "theirs"))
    (reason,) = repositories(tmp_path)["theirs"]["reasons"]
    assert reason == (
        "another user owns this repository, so git refuses to read it; if you trust it, run: "
        f"git config --global --add safe.directory {shlex.quote(str(repo.path))}"
    )


def test_a_repository_at_a_path_is_only_read_unless_its_cache_is_to_be_used(
    tmp_path: Path,
) -> None:
    repo = with_key(tmp_path / "repo")
    before = sorted(path for path in (tmp_path / "repo").rglob("*"))
    scan(tmp_path, write_list(tmp_path, "repo"))
    assert sorted(path for path in (tmp_path / "repo").rglob("*")) == before
    assert list((tmp_path / "clones" / "caches").rglob("audit-*"))
    scan(tmp_path, "--use-repository-cache", "--output", "other", "list.txt")
    assert list((repo.path / ".git" / "git-secrets-py").glob("audit-*"))


def test_the_files_of_a_repository_and_the_settings_of_the_user_are_active(
    tmp_path: Path, home: Path
) -> None:
    with (home / ".gitconfig").open("a") as config:
        config.write('[secrets]\n\tpatterns = corp-[0-9]+\n\tproviders = printf "own-[0-9]+"\n')
    for name, allowed in (("one", "settings"), ("two", "nothing")):
        repo = new_repo(tmp_path / name)
        repo.commit_file("settings", "corp-123 own-456 local-789\n")
        repo.commit_file(".gitallowed", f"{allowed}:1:corp-123\n")
        repo.git("config", "secrets.patterns", "local-[0-9]+")
        repo.git("config", "secrets.providers", "touch started")
    scan(tmp_path, write_list(tmp_path, "one", "two"))
    rules = [(one["rule"], one["repositories"]) for one in report(tmp_path)["secrets"]]
    assert sorted(number for _, number in rules) == [1, 2, 2]
    assert ("provider-pattern", 2) in rules
    assert not list(tmp_path.rglob("started"))
    results = [json.loads(path.read_bytes()) for path in (tmp_path / "out/repositories").iterdir()]
    note = "the providers in the configuration of this repository were not run"
    assert all(note in one["summary"]["notes"] for one in results)


def test_variables_of_git_do_not_lead_to_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key(tmp_path / "repo")
    other = new_repo(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    assert scan(tmp_path, write_list(tmp_path, "repo")).status == 1


def test_a_minimum_severity_hides_findings(tmp_path: Path) -> None:
    line = b'password = "' + b"sword" + b'fish-77"\n'
    new_repo(tmp_path / "one").commit_file("settings.py", line)
    words = ("--rules", RULES, "--min-severity", "high", write_list(tmp_path, "one"))
    assert scan(tmp_path, *words).status == 0


def test_an_audit_ends_at_the_time_limit_with_what_it_has_found(tmp_path: Path) -> None:
    with_key(tmp_path / "repo")
    ran = scan(tmp_path, "--timeout", "0.000001", write_list(tmp_path, "repo"))
    (reason, *_) = repositories(tmp_path)["repo"]["reasons"]
    assert (ran.status, reason) == (2, "the audit did not end within 1e-06 s")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--workers", "none", "list.txt"], b"--workers requires a number above 0, not 'none'"),
        (["--timeout", "inf", "list.txt"], b"--timeout requires a number above 0, not 'inf'"),
        (["--format", "xml", "list.txt"], b"unknown format: 'xml'"),
        (["--rules", "nope", "list.txt"], b"unknown rule set or rule: 'nope'"),
        (["none.txt"], b"there is no file or directory 'none.txt'"),
    ],
)
def test_a_misuse_ends_with_1(words: list[str], message: bytes, tmp_path: Path) -> None:
    write_list(tmp_path, "repo")
    ran = scan(tmp_path, *words)
    assert (ran.status, message in ran.err) == (1, True)


def test_an_empty_list_ends_with_2(tmp_path: Path) -> None:
    ran = scan(tmp_path, write_list(tmp_path, "# nothing"))
    assert (ran.status, ran.err) == (2, b"git secrets: the sources list no repository\n")


def test_without_dask_nothing_is_written(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert repo.call("--scan-fleet", ".") == Ran(
        2,
        b"",
        b"git secrets: --scan-fleet needs the package distributed; install it with: %b\n" % INSTALL,
    )
    assert os.listdir(repo.path) == [".git"]


def test_the_verb_needs_a_source(repo: Any) -> None:
    assert repo.call("--scan-fleet").status == 1


@pytest.mark.parametrize("format", ["json", "sarif", "html"])
def test_a_document_goes_to_standard_output_on_request(format: str, tmp_path: Path) -> None:
    with_key(tmp_path / "repo")
    ran = scan(tmp_path, "--format", format, write_list(tmp_path, "repo"))
    assert ran.out == (tmp_path / "out" / f"fleet.{format}").read_bytes()


def test_without_the_extra_the_verb_says_what_to_install(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    write_list(tmp_path, "one")
    blocked = "import sys; sys.modules['distributed'] = None; sys.modules['dask'] = None\n"
    program = f"{blocked}from git_secrets_py.cli.main import main; sys.exit(main())"
    words = (sys.executable, "-c", program, "--scan-fleet", "list.txt")
    ran = run(*words, cwd=tmp_path)
    assert ran.status == 2
    assert ran.err.endswith(b"install it with: %b\n" % INSTALL)
    shutil.rmtree(tmp_path / "git-secrets-fleet", ignore_errors=True)


def test_the_named_packages_are_those_of_the_extra() -> None:
    settings = ConfigParser()
    settings.read(Path(__file__).parents[2] / "setup.cfg")
    extra = settings["options.extras_require"]["fleet"].split()
    assert INSTALL.decode() == " ".join(["pip install", *map(shlex.quote, extra)])


def test_the_largest_repositories_are_audited_first(tmp_path: Path) -> None:
    for name, size in (("small", 1), ("large", 100_000), ("medium", 30_000)):
        repo = new_repo(tmp_path / name)
        repo.commit_file("random", os.urandom(size))
        repo.git("repack", "-q", "-d")
    ran = scan(tmp_path, write_list(tmp_path, "small", "missing", "large", "medium"))
    order = [line.split(b"] ")[1].split(b":")[0] for line in ran.err.splitlines()[3:]]
    assert order == [b"missing", b"large", b"medium", b"small"]
