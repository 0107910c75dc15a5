"""``git secrets --list-rules``, and ``--explain`` with the name of a rule."""

from __future__ import annotations

from support import Ran, Repo

from git_secrets_py import rules

JWT = b"jwt                                jwt                high    A signed JSON Web Token"


def test_every_rule_is_a_line_with_its_set_and_what_it_finds(repo: Repo) -> None:
    ran = repo.call("--list-rules")
    lines = ran.out.splitlines()
    assert (ran.status, ran.err) == (0, b"")
    assert [line.split()[0].decode() for line in lines] == [
        rule.name for rule in rules.load("all").rules
    ]
    assert any(line.startswith(JWT) for line in lines)


def test_the_rules_of_one_set_can_be_listed(repo: Repo) -> None:
    names = [line.split()[:2] for line in repo.call("--list-rules", "npm").out.splitlines()]
    assert names == [[b"npm-token", b"npm"], [b"npm-registry-credential", b"npm"]]
    recommended = repo.call("list-rules", "recommended").out.splitlines()
    assert len(recommended) == len(rules.load("recommended").rules)


def test_an_unknown_set_is_a_misuse_that_suggests_one(repo: Repo) -> None:
    ran = repo.call("--list-rules", "gihub")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: unknown rule set or rule: 'gihub'. Did you mean github?\n"
    )


def test_outside_of_a_repository_rules_are_listed_and_described(home) -> None:
    assert Repo(home).call("--list-rules", "pypi").status == 0
    assert Repo(home).call("--explain", "pypi-token").status == 0


def test_a_rule_is_described_without_its_boundaries(repo: Repo) -> None:
    assert repo.call("--explain", "fly-io-token").out.startswith(
        b"rule:      fly-io-token\n"
        b"finds:     A Fly.io access token\n"
        b"advice:    Revoke it with fly tokens revoke.\n"
        b"pattern:   "
        + next(one.pattern for one in rules.load("fly-io").rules)
        + b"\nseverity:  high\nsets:      fly-io, recommended\n"
    )


def test_every_rule_has_a_description(repo: Repo) -> None:
    from git_secrets_py.rules.describe import details

    for rule in rules.load("all").rules:
        assert details(rule).startswith(f"rule:      {rule.name}\nfinds:     ")
        assert "\nadvice:    " in details(rule)


def test_a_file_comes_before_a_rule_of_its_name(repo: Repo) -> None:
    repo.write("jwt", "nothing\n")
    assert b"rule:" not in repo.call("--explain", "jwt").out


def test_a_rule_set_cannot_be_explained_but_listed(repo: Repo) -> None:
    advice = b"To list the rules of this set: git secrets --list-rules github\n"
    assert repo.call("--explain", "github") == Ran(
        2, b"", b"git secrets: github: no such file or rule. " + advice
    )


def test_neither_a_file_nor_a_rule_is_an_error(repo: Repo) -> None:
    assert repo.call("--explain", "github-tokn") == Ran(
        2,
        b"",
        b"git secrets: github-tokn: no such file or rule. Did you mean github-token?\n",
    )
