"""Links to commits and lines on the web, by the address of a remote."""

from __future__ import annotations

import pytest

from git_secrets_py.page.forge import forge_of

COMMIT = "1" * 40


def addresses(remote: str) -> tuple[str, str]:
    forge = forge_of(remote)
    assert forge is not None
    return forge.commit(COMMIT), forge.line(COMMIT, b"a b/\xff#?.txt", 7)


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/acme/billing.git",
        "https://ann:token@github.com/acme/billing",
        "http://github.com/acme/billing.git/",
        "git@github.com:acme/billing.git",
        "github.com:acme/billing",
        "ssh://git@github.com:22/acme/billing.git",
        "git://GitHub.com/acme/billing.git",
    ],
)
def test_every_address_of_a_repository_on_github_gives_the_same_pages(remote: str) -> None:
    page = "https://github.com/acme/billing"
    assert addresses(remote) == (
        f"{page}/commit/{COMMIT}",
        f"{page}/blob/{COMMIT}/a%20b/%FF%23%3F.txt#L7",
    )


def test_the_pages_of_gitlab_have_a_dash_and_may_be_in_subgroups() -> None:
    page = "https://gitlab.example.com:8443/group/sub/billing/-"
    assert addresses("https://gitlab.example.com:8443/group/sub/billing.git") == (
        f"{page}/commit/{COMMIT}",
        f"{page}/blob/{COMMIT}/a%20b/%FF%23%3F.txt#L7",
    )


def test_the_pages_of_bitbucket_cloud() -> None:
    page = "https://bitbucket.org/acme/billing"
    assert addresses("git@bitbucket.org:acme/billing.git") == (
        f"{page}/commits/{COMMIT}",
        f"{page}/src/{COMMIT}/a%20b/%FF%23%3F.txt#lines-7",
    )


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "/srv/git/github.com/acme/billing.git",
        "../billing",
        "file:///srv/github.com/acme/billing",
        "https://example.com/acme/billing.git",
        "https://notgithub.com/acme/billing.git",
        "https://bitbucket.example.com/scm/acme/billing.git",
        "https://github.com/acme",
        "https://github.com:port/acme/billing",
        "https://[github.com/acme/billing",
        "javascript://github.com/acme/billing",
        "https://github.com\"onclick='x'/acme/billing",
        "ext::sh -c github.com/acme/billing",
    ],
)
def test_other_addresses_have_no_pages(remote: str) -> None:
    assert forge_of(remote) is None


def test_special_characters_of_a_repository_are_escaped() -> None:
    forge = forge_of("https://github.com/acme/<b>\"'.git")
    assert forge is not None
    assert forge.commit("1") == "https://github.com/acme/%3Cb%3E%22%27/commit/1"
