"""The lists of repositories, and the credentials in addresses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fleets import write_list
from support import Repo, new_repo, working_in

from git_secrets_py.errors import ConfigurationError, UsageError
from git_secrets_py.fleet import addresses, sources
from git_secrets_py.fleet.addresses import Credential
from git_secrets_py.fleet.tasks import Listed

# A password that no message may show.
PASSWORD = "hunt" + "er22"


def read(directory: Path, *lines: str) -> list[Listed]:
    write_list(directory, *lines)
    with working_in(directory):
        return sources.read(["list.txt"], "clones")


def names(directory: Path, *lines: str) -> list[str]:
    return [one.target.name for one in read(directory, *lines)]


def test_a_list_has_paths_addresses_names_and_comments(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "# a comment",
        "",
        "here",
        "https://example.com/org/billing.git\tBilling",
        "git@example.com:org/web.git",
        '{"url": "ssh://git@example.com/org/api", "name": "The API", "stars": 5}',
        '{"url": "https://example.com/org/plain"}',
    )
    assert [(one.target.name, one.target.address, one.target.is_path) for one in found] == [
        ("here", str(tmp_path / "here"), True),
        ("Billing", "https://example.com/org/billing.git", False),
        ("org/web", "git@example.com:org/web.git", False),
        ("The API", "ssh://git@example.com/org/api", False),
        ("org/plain", "https://example.com/org/plain", False),
    ]


def test_a_list_is_read_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\tsecond\r\n")
    with working_in(tmp_path):
        assert [one.target.name for one in sources.read(["list.txt"], "clones")] == [
            "one",
            "second",
        ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_list_that_powershell_has_written_is_read(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes("one\r\ntwo\tsecond\r\n".encode(encoding))
    with working_in(tmp_path):
        assert [one.target.name for one in sources.read(["list.txt"], "clones")] == [
            "one",
            "second",
        ]


def test_a_source_that_is_not_a_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for source in (str(tmp_path / "fifo"), os.devnull):
        with pytest.raises(ConfigurationError, match="not a regular file"):
            sources.read([source], "clones")


def test_the_pipe_of_a_process_substitution_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"one\n")
    os.close(writing)
    with open(reading):
        assert len(sources.read([f"/dev/fd/{reading}"], "clones")) == 1


def test_what_cannot_be_read_in_a_directory_is_named(tmp_path: Path) -> None:
    new_repo(tmp_path / "one")
    (tmp_path / "fifo").mkdir()
    os.mkfifo(tmp_path / "fifo" / ".git")
    (tmp_path / "locked").mkdir(mode=0)
    found = sources.read([str(tmp_path)], "clones")
    problems = {os.path.relpath(one.target.address, tmp_path): one.problem for one in found}
    denied = {"locked": "cannot read it: Permission denied"} if os.geteuid() else {}
    assert problems == {"one": "", "fifo/.git": "cannot read it: not a regular file", **denied}


def test_equal_names_in_two_directories_are_two_problems(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder / "c").mkdir(parents=True)
        os.mkfifo(tmp_path / folder / "c" / ".git")
    found = sources.read([str(tmp_path / "a"), str(tmp_path / "b")], "clones")
    assert len([one for one in found if one.problem]) == 2


def test_the_clones_of_runs_are_no_repositories_of_a_directory(tmp_path: Path) -> None:
    new_repo(tmp_path / "one")
    new_repo(tmp_path / "cache" / "clones" / "mirror.git", "--bare")
    found = sources.read([str(tmp_path)], str(tmp_path / "cache"))
    assert [one.target.name for one in found] == ["one"]


def test_each_address_counts_once_and_a_taken_name_is_replaced_by_the_address(
    tmp_path: Path,
) -> None:
    assert names(
        tmp_path,
        "https://one.example/org/web",
        "https://two.example/org/web",
        "https://one.example/org/web\tagain",
        "HTTPS://One.example/org/web/",
    ) == ["org/web", "https://two.example/org/web"]


def test_addresses_of_one_place_count_once(tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "web")
    repo.commit_file("a", "a\n")
    repo.git("worktree", "add", "--quiet", "../linked")
    paths = ["web", "web/", "./web/.git", "linked", f"file://{tmp_path}/web", f"{tmp_path}/web"]
    assert names(tmp_path, *paths) == ["web"]
    addresses = [
        "git@github.com:org/web.git",
        "https://github.com/Org/web",
        "ssh://git@github.com/org/web/",
    ]
    assert names(tmp_path, *addresses) == ["org/web"]
    # Elsewhere these may be two repositories.
    assert len(names(tmp_path, "https://h.example/web", "https://h.example/web.git")) == 2


def test_no_two_repositories_have_one_name(tmp_path: Path) -> None:
    address = "https://one.example/org/web"
    lines = [f"https://two.example/a\t{address}", "https://two.example/b\tweb", f"{address}\tweb"]
    assert names(tmp_path, *lines) == [address, "web", f"{address} (2)"]


@pytest.mark.parametrize(
    ("text", "address", "credential"),
    [
        ("https://ann:p%40ss@h.example/a", "https://h.example/a", Credential("ann", "p@ss")),
        ("HTTPS://token@h.example/a", "https://h.example/a", Credential("token", None)),
        ("http://a@b:c@h.example:8080/a", "http://h.example:8080/a", Credential("a@b", "c")),
        ("https://:token@h.example/a", "https://h.example/a", Credential("", "token")),
        ("git://ann:pw@h.example/a", "git://h.example/a", None),
        ("ssh://git@h.example/a@b", "ssh://git@h.example/a@b", None),
        ("git@h.example:a:b", "git@h.example:a:b", None),
        ("git@h.example:a@b/c", "git@h.example:a@b/c", None),
        ("git@[::1]:a", "git@[::1]:a", None),
        ("[::1]:a", "[::1]:a", None),
        ("https://[::1]:8443/a", "https://[::1]:8443/a", None),
        ("ssh://Ann@H.example/A/", "ssh://Ann@h.example/A", None),
        ("file:///srv/a@b:c", "file:///srv/a@b:c", None),
    ],
)
def test_credentials_are_taken_out_of_an_address(
    text: str, address: str, credential: Credential | None
) -> None:
    found = addresses.parse(text)
    assert (found.text, found.credential, found.is_path) == (address, credential, False)
    assert "p@ss" not in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        f"ext::sh -c {PASSWORD}",
        f"ftp://h.example/{PASSWORD}",
        f"https://h.example/a?private_token={PASSWORD}",
        f"https://u:{PASSWORD}@",
        f"ssh://git:{PASSWORD}@h.example/a",
        f"https://h.example/a\x1b{PASSWORD}",
        f"ann:{PASSWORD}@h.example/a",
        f"ann:{PASSWORD}@h.example:a",
        f"web,https://ann:{PASSWORD}@h.example/a",
        f"token = {PASSWORD}",
        f"'{PASSWORD}'",
    ],
)
def test_an_address_that_is_not_accepted_is_listed_with_the_reason_and_not_quoted(
    text: str, tmp_path: Path
) -> None:
    (one,) = read(tmp_path, "# first", text)
    assert one.problem
    assert PASSWORD not in repr(one)
    assert one.target.address == "list.txt:2"


@pytest.mark.parametrize(
    "line",
    [
        '{"url": 5, "x": "' + PASSWORD + '"}',
        '{"url": "' + PASSWORD,
        '{"url": "a", "name": "\\ud800' + PASSWORD + '"}',
        '{"url": "' + PASSWORD + '", "x": ' + "[" * 200_000,
        '[{"url": "' + PASSWORD + '"}]',
    ],
    ids=("number", "cut off", "surrogate", "nested", "array"),
)
def test_an_invalid_json_line_is_named_without_its_text_and_the_rest_read(
    line: str, tmp_path: Path
) -> None:
    before, invalid, after = read(tmp_path, "before", line, "after")
    assert (before.problem, after.problem) == ("", "")
    assert (invalid.target.name, "JSON" in invalid.problem) == ("list.txt:2", True)
    assert PASSWORD not in repr(invalid)


def test_a_line_ends_at_a_line_feed_only(tmp_path: Path) -> None:
    assert names(tmp_path, "a\u2028b", "c\x85d") == ["a\u2028b", "c\x85d"]


def test_a_source_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file or directory 'none'"):
        sources.read(["none"], "clones")


def test_a_directory_is_searched_for_repositories_of_every_kind(tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "org" / "web")
    repo.commit_file("a", "a\n")
    repo.git("worktree", "add", "--quiet", "../web-linked")
    (tmp_path / "org" / "web" / "vendored").mkdir()
    new_repo(tmp_path / "org" / "web" / "vendored" / "nested")
    Repo(tmp_path).git("clone", "--quiet", "--bare", "org/web", "bare.git")
    elsewhere = new_repo(tmp_path.parent / f"{tmp_path.name}-elsewhere")
    elsewhere.commit_file("a", "a\n")
    elsewhere.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    (tmp_path / "not-a-repository" / "refs").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "org")
    with working_in(tmp_path):
        found = sources.read(["."], "clones")
    assert [one.target.name for one in found] == [
        "bare.git",
        "org/web",
        "org/web/vendored/nested",
        "linked",
    ]


def test_a_submodule_is_a_repository_of_its_own(tmp_path: Path) -> None:
    inner = new_repo(tmp_path / "inner")
    inner.commit_file("a", "a\n")
    outer = new_repo(tmp_path / "top" / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path))
    found = sources.read([str(tmp_path / "top")], "clones")
    assert [one.target.name for one in found] == ["outer", "outer/inner"]


def test_a_directory_that_is_a_repository_has_its_own_name(tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "web")
    assert [one.target.name for one in sources.read([str(repo.path)], "clones")] == ["web"]
