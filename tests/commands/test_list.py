"""``git secrets --list`` and ``--register-aws``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import SILENCE, Ran, Repo

# In pieces, or these lines would be findings.
AWS = (
    b"""\
secrets.providers git secrets --aws-provider
secrets.patterns (A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}
secrets.patterns ABSK[A-Za-z0-9+/]{109,}=*
secrets.patterns bedrock-api-key-"""
    + b"""YmVkcm9jay5hbWF6b25hd3MuY29t
secrets.patterns ("|')?(AWS|aws|Aws)?_?(SECRET|secret|Secret)?_?(ACCESS|access|Access)?_?\
(KEY|key|Key)("|')?\\s*(:|=>|=)\\s*("|')?[A-Za-z0-9/\\+=]{40}("|')?
secrets.patterns ("|')?(AWS|aws|Aws)?_?(ACCOUNT|account|Account)_?(ID|id|Id)?("|')?\\s*(:|=>|=)\
\\s*("|')?[0-9]{4}\\-?[0-9]{4}\\-?[0-9]{4}("|')?
secrets.allowed AKIAIOSFODNN7EXAMPLE
secrets.allowed wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
"""
)


def test_nothing_to_list_is_no_error(repo: Repo) -> None:
    assert repo.call("--list") == SILENCE
    assert repo.call("--list", "--global") == SILENCE


def test_the_keys_are_listed_in_the_order_of_the_files(repo: Repo) -> None:
    repo.git("config", "--global", "secrets.patterns", "of the user")
    repo.git("config", "secrets.allowed", "one")
    repo.git("config", "secrets.providers", "two three")
    repo.git("config", "--add", "secrets.allowed", "four")
    assert repo.call("--list") == Ran(
        0,
        b"secrets.patterns of the user\n"
        b"secrets.allowed one\n"
        b"secrets.providers two three\n"
        b"secrets.allowed four\n",
        b"",
    )


def test_only_our_keys_are_listed(repo: Repo) -> None:
    repo.git("config", "secrets.token", "not to be shown")
    repo.git("config", "secrets.more.patterns", "not ours")
    repo.git("config", "secretsmore.patterns", "not ours")
    repo.git("config", "secrets.patterns", "ours")
    assert repo.call("--list") == Ran(0, b"secrets.patterns ours\n", b"")


def test_with_global_only_the_file_of_the_user_is_listed(repo: Repo, home: Path) -> None:
    repo.git("config", "--global", "secrets.patterns", "of the user")
    repo.git("config", "--global", "secrets.other", "not ours")
    repo.git("config", "secrets.patterns", "of the repository")
    repo.write(".gitallowed", "of the work tree\n")
    of_the_user = Ran(0, b"secrets.patterns of the user\n", b"")
    assert repo.call("--list", "--global") == of_the_user
    assert Repo(home).call("--list", "--global") == of_the_user


def test_a_user_without_any_config_has_nothing_to_list(repo: Repo, home: Path) -> None:
    (home / ".gitconfig").unlink()
    assert repo.call("--list", "--global") == SILENCE


def test_what_is_included_is_in_force_and_so_is_listed(repo: Repo) -> None:
    repo.write(".git/included", "[secrets]\n\tpatterns = included\n")
    repo.git("config", "include.path", "included")
    assert repo.call("--list") == Ran(0, b"secrets.patterns included\n", b"")


def test_a_key_without_a_value_is_listed_as_git_does(repo: Repo) -> None:
    with (repo.path / ".git/config").open("a") as config:
        config.write("[secrets]\n\tpatterns\n")
    assert repo.call("--list") == Ran(0, b"secrets.patterns\n", b"")


def test_what_the_files_of_the_work_tree_add_is_listed_with_its_line(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", "configured")
    repo.write(".gitallowed", "# comment\n\n  \nan allowed one\r\n\t# comment\nlast")
    repo.write(".gitprohibited", b"caf\xc3\xa9\n")
    assert repo.call("--list") == Ran(
        0,
        b"secrets.patterns configured\n"
        b".gitallowed:4 an allowed one\n"
        b".gitallowed:6 last\n"
        b".gitprohibited:1 caf\xc3\xa9\n",
        b"",
    )


def test_the_files_are_those_at_the_top_of_the_work_tree(repo: Repo) -> None:
    repo.write(".gitallowed", "top\n")
    repo.write("below/.gitallowed", "not this one\n")
    assert Repo(repo.path / "below").call("--list") == Ran(0, b".gitallowed:1 top\n", b"")


def test_a_file_that_cannot_be_read_is_an_error(repo: Repo) -> None:
    (repo.path / ".gitallowed").mkdir()
    path = (repo.path / ".gitallowed").as_posix()
    ran = repo.call("--list")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(f"git secrets: cannot read {path}: ".encode())


def test_outside_a_repository_the_config_of_the_user_is_in_force(home: Path) -> None:
    Repo(home).git("config", "--global", "secrets.patterns", "of the user")
    assert Repo(home).call("--list") == Ran(0, b"secrets.patterns of the user\n", b"")


def test_a_bare_repository_has_its_config_only(repo: Repo) -> None:
    repo.git("init", "--quiet", "--bare", "bare.git")
    bare = Repo(repo.path / "bare.git")
    bare.call("--add", "foo")
    assert bare.call("--list") == Ran(0, b"secrets.patterns foo\n", b"")


def test_hostile_config_does_not_change_the_listing(repo: Repo, hostile: None) -> None:
    repo.call("--add", "foo")
    repo.write(".gitallowed", "bar\n")
    assert repo.call("--list") == Ran(0, b"secrets.patterns foo\n.gitallowed:1 bar\n", b"")


@pytest.mark.parametrize("verb", ["--list", "--register-aws"])
def test_a_value_that_means_nothing_is_a_misuse(repo: Repo, verb: str) -> None:
    ran = repo.call(verb, "global")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        f"git secrets: unexpected argument: global\n\nusage: git secrets {verb}".encode()
    )


def test_register_aws_adds_the_patterns_and_the_provider(repo: Repo) -> None:
    assert repo.call("--register-aws") == Ran(0, b"OK\n", b"")
    assert repo.git("config", "--local", "--get-regexp", "^secrets") == AWS


def test_registering_again_changes_nothing(repo: Repo) -> None:
    repo.call("--register-aws")
    assert repo.call("--register-aws") == Ran(0, b"OK\n", b"")
    assert repo.call("--list") == Ran(0, AWS, b"")


def test_registering_adds_what_is_missing(repo: Repo) -> None:
    repo.call("--register-aws")
    repo.call("--remove", "-a", "AKIAIOSFODNN7EXAMPLE")
    repo.call("--remove-provider", "git secrets --aws-provider")
    assert repo.call("--register-aws") == Ran(0, b"OK\n", b"")
    listed = repo.call("--list").out
    assert sorted(listed.splitlines()) == sorted(AWS.splitlines())


def test_registering_for_the_user(repo: Repo) -> None:
    assert repo.call("--register-aws", "--global") == Ran(0, b"OK\n", b"")
    assert repo.call("--list", "--global") == Ran(0, AWS, b"")
    assert repo.try_git("config", "--local", "--get-regexp", "^secrets").status == 1


def test_outside_a_repository_only_the_user_can_be_registered_for(home: Path) -> None:
    assert Repo(home).call("--register-aws") == Ran(
        2, b"", b"git secrets: not a git repository (or any of the parent directories)\n"
    )


@pytest.mark.skipif(not shutil.which("/usr/bin/git-secrets"), reason="needs awslabs/git-secrets")
def test_the_original_finds_what_we_registered(repo: Repo, key: bytes) -> None:
    repo.call("--register-aws")
    repo.call("--remove-provider", "git secrets --aws-provider")
    repo.write("leak", key)
    ran = repo.try_git("-c", "core.pager=cat", "secrets", "--scan", "leak", env=original_first())
    assert ran.status == 1
    assert ran.err.startswith(b"leak:1:" + key + b"\n\n[ERROR] Matched one or more prohibited")


def original_first() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin"}
