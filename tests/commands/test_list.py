"""``git secrets --list`` and ``--register-aws``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import NO_LONGER_RECOMMENDED, Ran, Repo

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
LOCAL = b"# git config .git/config (local)\n"


def of_the_user(home: Path) -> bytes:
    return f"# git config {home.as_posix()}/.gitconfig (global)\n".encode()


# The status of git-config(1) if it finds no setting.
NOT_CONFIGURED = Ran(1, b"", b"")

RECOMMENDED = (
    b"# rule set recommended, since no prohibited pattern is configured\naws-access-key-id "
)


def test_if_nothing_is_configured_the_recommended_rules_are_listed(repo: Repo) -> None:
    ran = repo.call("--list")
    assert (ran.status, ran.err) == (1, b"")
    assert ran.out.startswith(RECOMMENDED)
    assert repo.call("--list", "--global") == NOT_CONFIGURED


def test_options_that_select_rules_are_listed_with_success(repo: Repo) -> None:
    assert repo.call("--list", "--rules", "github").status == 0


def test_the_keys_are_listed_below_their_files(repo: Repo, home: Path) -> None:
    repo.git("config", "--global", "secrets.patterns", "of the user")
    repo.git("config", "secrets.allowed", "one")
    repo.git("config", "secrets.providers", "two three")
    repo.git("config", "--add", "secrets.allowed", "four")
    assert repo.call("--list") == Ran(
        0,
        of_the_user(home) + b"secrets.patterns of the user\n" + LOCAL + b"secrets.allowed one\n"
        b"secrets.providers two three\n"
        b"secrets.allowed four\n",
        b"",
    )


def test_only_our_keys_are_listed(repo: Repo) -> None:
    repo.git("config", "secrets.token", "not to be shown")
    repo.git("config", "secrets.more.patterns", "not ours")
    repo.git("config", "secretsmore.patterns", "not ours")
    repo.git("config", "secrets.patterns", "ours")
    ran = repo.call("--list")
    assert (ran.status, ran.out) == (0, LOCAL + b"secrets.patterns ours\n")
    assert b"not" not in ran.err


def test_with_global_only_the_file_of_the_user_is_listed(repo: Repo, home: Path) -> None:
    repo.git("config", "--global", "secrets.patterns", "of the user")
    repo.git("config", "--global", "secrets.other", "not ours")
    repo.git("config", "secrets.patterns", "of the repository")
    repo.write(".gitallowed", "of the work tree\n")
    expected = Ran(0, b"secrets.patterns of the user\n", b"")
    assert repo.call("--list", "--global") == expected
    assert Repo(home).call("--list", "--global") == expected


def test_a_user_without_any_config_has_nothing_to_list(repo: Repo, home: Path) -> None:
    (home / ".gitconfig").unlink()
    assert repo.call("--list", "--global") == NOT_CONFIGURED


def test_what_is_included_is_active_and_so_is_listed(repo: Repo) -> None:
    repo.write(".git/included", "[secrets]\n\tpatterns = included\n")
    repo.git("config", "include.path", "included")
    assert repo.call("--list") == Ran(
        0, b"# git config .git/included (local)\nsecrets.patterns included\n", b""
    )


def test_a_key_without_a_value_is_listed_as_git_does(repo: Repo) -> None:
    with (repo.path / ".git/config").open("a") as config:
        config.write("[secrets]\n\tpatterns\n")
    assert repo.call("--list") == Ran(0, LOCAL + b"secrets.patterns\n", b"")


@pytest.mark.parametrize("scope", ["--local", "--global"])
def test_an_entry_is_listed_in_one_line(repo: Repo, scope: str) -> None:
    repo.git("config", scope, "secrets.patterns", "one\ntwo\x1b[31m")
    ran = repo.call("--list", *([scope] if scope == "--global" else []))
    assert ran.out.splitlines()[-1] == rb"secrets.patterns one\ntwo\x1b[31m"


def test_what_the_files_of_the_work_tree_add_is_listed_with_its_line(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", "configured")
    repo.write(".gitallowed", "# comment\n\n  \nan allowed one\r\n\t# comment\nlast")
    repo.write(".gitprohibited", b"caf\xc3\xa9\n")
    assert repo.call("--list") == Ran(
        0,
        LOCAL + b"secrets.patterns configured\n"
        b"# .gitallowed\n.gitallowed:4 an allowed one\n"
        b".gitallowed:6 last\n"
        b"# .gitprohibited\n.gitprohibited:1 caf\xc3\xa9\n",
        b"",
    )


def test_active_patterns_that_are_probably_unintended_are_listed_with_a_warning(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", r"x[\d]")
    repo.write(".gitallowed", ".+\nsha256:12\n")
    repo.write(".gitprohibited", "(\n")
    ran = repo.call("--list")
    assert ran == Ran(
        0,
        b"# git config .git/config (local)\nsecrets.patterns x[\\d]\n"
        b"# .gitallowed\n.gitallowed:1 .+\n.gitallowed:2 sha256:12\n"
        b"# .gitprohibited\n.gitprohibited:1 (\n",
        b"git secrets: warning: the pattern 'x[\\d]' from git config .git/config: in [\\d] the "
        b"backslash and the d are characters; write [[:digit:]]\n"
        b"git secrets: warning: the pattern '.+' from .gitallowed:1: it allows nearly every line; "
        b"match more of the text to allow\n",
    )


def test_unknown_keys_of_the_section_are_warned_of(repo: Repo) -> None:
    repo.git("config", "secrets.pattern", "x")
    repo.git("config", "--add", "secrets.pattern", "y")
    repo.git("config", "secrets.rulesFile", "rules.toml")
    repo.git("config", "secretsx.y", "z")
    repo.write("rules.toml", "")
    assert repo.call("--list").err == (
        b"git secrets: warning: unknown key secrets.pattern in .git/config has no effect; did you "
        b"mean secrets.patterns?\n"
    )


def test_the_files_are_those_at_the_top_of_the_work_tree(repo: Repo) -> None:
    repo.write(".gitallowed", "top\n")
    repo.write("below/.gitallowed", "not this one\n")
    assert Repo(repo.path / "below").call("--list", "--rules", "none") == Ran(
        0, b"# .gitallowed\n.gitallowed:1 top\n", b""
    )


def test_a_file_that_cannot_be_read_is_an_error(repo: Repo) -> None:
    (repo.path / ".gitallowed").mkdir()
    path = (repo.path / ".gitallowed").as_posix()
    ran = repo.call("--list")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(f"git secrets: cannot read {path}: ".encode())


def test_outside_a_repository_the_config_of_the_user_is_active(home: Path) -> None:
    Repo(home).git("config", "--global", "secrets.patterns", "of the user")
    assert Repo(home).call("--list") == Ran(
        0, of_the_user(home) + b"secrets.patterns of the user\n", b""
    )


def test_a_bare_repository_has_its_config_only(repo: Repo) -> None:
    repo.git("init", "--quiet", "--bare", "bare.git")
    bare = Repo(repo.path / "bare.git")
    bare.call("--add", "foo")
    listed = bare.call("--list")
    assert (listed.status, listed.err) == (0, b"")
    assert listed.out.endswith(b"config (local)\nsecrets.patterns foo\n")


def test_hostile_config_does_not_change_the_listing(repo: Repo, hostile: None) -> None:
    repo.call("--add", "foo")
    repo.write(".gitallowed", "bar\n")
    lines = repo.run("--list").out.splitlines()
    assert [line for line in lines if b"# " not in line] == [
        b"secrets.patterns foo",
        b".gitallowed:1 bar",
    ]


PYPI = (
    b"pypi-token                         A PyPI or TestPyPI API token, which can publish packages\n"
)


def test_the_rules_of_the_enabled_sets_are_listed(repo: Repo) -> None:
    repo.git("config", "secrets.rules", "pypi")
    assert repo.call("--list") == Ran(
        0,
        LOCAL
        + b"secrets.rules pypi\n# rule set pypi, enabled by secrets.rules in .git/config\n"
        + PYPI,
        b"",
    )


def test_a_rule_set_can_be_listed_without_configuration(repo: Repo) -> None:
    listed = b"# rule set pypi, enabled by --rules\n" + PYPI
    # The recommended rules are listed only if no other rules are named.
    assert repo.call("--list", "--rules", "pypi") == Ran(0, listed, b"")


def test_an_unknown_rule_set_is_an_error_with_its_origin(repo: Repo) -> None:
    repo.git("config", "secrets.rules", "gihub")
    assert repo.call("--list") == Ran(
        2,
        b"",
        b"git secrets: secrets.rules in .git/config: unknown rule set or rule: 'gihub'. "
        b"Did you mean github?\n",
    )


def test_a_provider_is_listed_and_not_run(repo: Repo) -> None:
    repo.write("provider", "#!/bin/sh\ntouch was-run\necho hidden\n").chmod(0o755)
    repo.git("config", "secrets.providers", "./provider")
    listed = repo.call("--list").out
    assert listed.startswith(LOCAL + b"secrets.providers ./provider\n" + RECOMMENDED)
    assert not (repo.path / "was-run").exists()


def test_only_headings_are_colored(repo: Repo) -> None:
    repo.call("--add", "foo")
    assert repo.call("--list", "--color", "always") == Ran(
        0, b"\x1b[1m# git config .git/config (local)\x1b[0m\nsecrets.patterns foo\n", b""
    )


@pytest.mark.parametrize("verb", ["--list", "--register-aws", "--version"])
def test_a_value_that_means_nothing_is_a_misuse(repo: Repo, verb: str) -> None:
    ran = repo.call(verb, "global")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        f"git secrets: unexpected argument: global\n\nusage: git secrets {verb}".encode()
    )


def test_register_aws_adds_the_patterns_and_the_provider(repo: Repo) -> None:
    assert repo.call("--register-aws") == Ran(
        0,
        b"OK\n",
        b"git secrets: added 5 prohibited patterns, 2 allowed patterns and 1 provider to the local "
        b"git config\n"
        + NO_LONGER_RECOMMENDED
        + b"git secrets: next, install the hooks: git secrets --install\n",
    )
    assert repo.git("config", "--local", "--get-regexp", "^secrets") == AWS


def test_registering_again_changes_nothing(repo: Repo) -> None:
    repo.call("--register-aws")
    assert repo.call("--register-aws") == Ran(
        0,
        b"OK\n",
        b"git secrets: all AWS patterns are already in the local git config\n"
        b"git secrets: next, install the hooks: git secrets --install\n",
    )
    assert repo.call("--list") == Ran(0, LOCAL + AWS, b"")


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["--register-aws"], []),
        (["--register-local"], []),
        (["--register-aws", "--global"], ["--global"]),
    ],
)
def test_registering_where_hooks_are_installed_suggests_none(
    repo: Repo, words: list[str], where: list[str]
) -> None:
    repo.call("--install", *where)
    ran = repo.call(*words)
    assert (ran.status, ran.out) == (0, b"OK\n")
    assert b"install" not in ran.err


def test_registering_adds_what_is_missing(repo: Repo) -> None:
    repo.call("--register-aws")
    repo.call("--remove", "-a", "AKIAIOSFODNN7EXAMPLE")
    repo.call("--remove-provider", "git secrets --aws-provider")
    assert repo.call("--register-aws").err.startswith(
        b"git secrets: added 0 prohibited patterns, 1 allowed pattern and 1 provider to the local"
    )
    listed = repo.call("--list").out.removeprefix(LOCAL)
    assert sorted(listed.splitlines()) == sorted(AWS.splitlines())


def test_registering_for_the_user(repo: Repo) -> None:
    ran = repo.call("--register-aws", "--global")
    assert (ran.status, ran.out) == (0, b"OK\n")
    assert ran.err.endswith(
        b" to the global git config\n"
        + NO_LONGER_RECOMMENDED.replace(b"git config ", b"git config --global ")
        + b"git secrets: next, install the hooks: git secrets --install --global\n"
    )
    assert repo.call("--list", "--global") == Ran(0, AWS, b"")
    assert repo.try_git("config", "--local", "--get-regexp", "^secrets").status == 1


def test_outside_a_repository_only_the_user_can_be_registered_for(home: Path) -> None:
    assert Repo(home).call("--register-aws") == Ran(
        2,
        b"",
        b"git secrets: not a git repository (or any of the parent directories); "
        b"--global selects the global git config\n",
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
