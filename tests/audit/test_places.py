"""Secrets anywhere in history are reported once, at the commit that introduced them."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditing import audit, places, problems, registry, secret
from support import MakeRepo, Repo

from git_secrets_py.audit.model import Options
from git_secrets_py.report.summary import summary_line

MESSAGE = "(commit message)"


def head(repo: Repo, revision: str = "HEAD") -> str:
    return repo.git("rev-parse", revision).decode().strip()


def test_a_secret_is_reported_at_the_commit_that_introduced_it(repo: Repo) -> None:
    repo.commit_file("a.txt", "nothing\n")
    guilty = repo.commit_file("a.txt", b"nothing\n" + secret(1) + b"\n")
    repo.commit_file("b.txt", "later\n")
    assert places(audit(repo.path)) == [(guilty, "a.txt", 2, "SECRET-1")]


def test_a_secret_in_several_lines_files_and_commits_is_reported_once(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("b.txt", b"again " + secret(1) + b"\nand again " + secret(1))
    repo.commit_file("a.txt", b"changed\n" + secret(1))
    result = audit(repo.path)
    assert places(result) == [(guilty, "a.txt", 1, "SECRET-1")]
    assert result.findings[0].further_count == 3


def test_two_secrets_in_one_line_are_two_findings(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1) + b" " + secret(2))
    assert places(audit(repo.path)) == [
        (guilty, "a.txt", 1, "SECRET-1"),
        (guilty, "a.txt", 1, "SECRET-2"),
    ]


def test_findings_are_ordered_by_their_introduction(repo: Repo) -> None:
    first = repo.commit_file("z.txt", secret(9))
    second = repo.commit_file("a.txt", secret(1))
    third = repo.commit_file("m.txt", secret(5), message="with SECRET-4")
    assert places(audit(repo.path)) == [
        (first, "z.txt", 1, "SECRET-9"),
        (second, "a.txt", 1, "SECRET-1"),
        (third, MESSAGE, 1, "SECRET-4"),
        (third, "m.txt", 1, "SECRET-5"),
    ]


def test_a_secret_of_an_evil_merge_is_reported_at_the_merge(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit_file("b.txt", "side\n")
    repo.git("checkout", "-q", "main")
    repo.commit_file("c.txt", "main\n")
    repo.git("merge", "-q", "--no-commit", "side")
    repo.write("evil.txt", secret(1))
    repo.write("b.txt", b"side\n" + secret(2))
    repo.add()
    repo.commit("a merge")
    assert places(audit(repo.path)) == [
        (head(repo), "b.txt", 2, "SECRET-2"),
        (head(repo), "evil.txt", 1, "SECRET-1"),
    ]


def test_secrets_of_an_octopus_merge_are_reported_at_the_merge_and_its_parents(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    guilty = {}
    for number, name in enumerate(("one", "two", "three")):
        repo.git("checkout", "-q", "-b", name, "main")
        guilty[name] = repo.commit_file(f"{name}.txt", secret(number))
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-commit", "--no-ff", "one", "two", "three")
    repo.write("evil.txt", secret(4))
    repo.add()
    repo.commit("an octopus")
    assert repo.git("rev-list", "--parents", "-1", "HEAD").count(b" ") >= 3
    assert sorted(places(audit(repo.path))) == sorted(
        [
            (guilty["one"], "one.txt", 1, "SECRET-0"),
            (guilty["two"], "two.txt", 1, "SECRET-1"),
            (guilty["three"], "three.txt", 1, "SECRET-2"),
            (head(repo), "evil.txt", 1, "SECRET-4"),
        ]
    )


def test_all_parts_of_all_stashed_states_are_history(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    repo.write("a.txt", secret(1))
    repo.add("a.txt")
    repo.write("a.txt", secret(2))
    repo.write("untracked.txt", secret(3))
    repo.git("stash", "--include-untracked", "--quiet")
    older = [head(repo, f"stash@{{0}}{part}") for part in ("^2", "", "^3")]
    repo.write("a.txt", secret(4))
    repo.git("stash", "--quiet")
    staged, worked, untracked = older
    assert sorted(places(audit(repo.path))) == sorted(
        [
            (staged, "a.txt", 1, "SECRET-1"),
            (worked, "a.txt", 1, "SECRET-2"),
            (untracked, "untracked.txt", 1, "SECRET-3"),
            (head(repo, "stash@{0}"), "a.txt", 1, "SECRET-4"),
        ]
    )


def test_a_stash_that_a_branch_names_is_read_with_its_reflog(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    for number in (1, 2):
        repo.write("a.txt", secret(number))
        repo.git("stash", "--quiet")
    repo.git("branch", "a-name-before-stash", "refs/stash")
    assert {place[3] for place in places(audit(repo.path))} == {"SECRET-1", "SECRET-2"}


def test_a_mirror_has_stashed_states_without_a_reflog(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", "base\n")
    repo.write("a.txt", secret(1))
    repo.git("stash", "--quiet")
    repo.git("clone", "-q", "--mirror", str(repo.path), str(tmp_path / "mirror.git"))
    result = audit(tmp_path / "mirror.git")
    assert ([place[3] for place in places(result)], problems(result)) == (["SECRET-1"], [])


def test_messages_of_tags_and_nested_tags_are_read(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    repo.git("tag", "-a", "inner", "-m", "a tag\n\nSECRET-1")
    inner = head(repo, "inner")
    repo.git("tag", "-a", "outer", "-m", "of a tag: SECRET-2", "inner")
    repo.git("tag", "-d", "inner")
    assert sorted(places(audit(repo.path))) == sorted(
        [
            (inner, "(tag message)", 3, "SECRET-1"),
            (head(repo, "outer"), "(tag message)", 1, "SECRET-2"),
        ]
    )


def test_tags_of_blobs_and_trees_are_history(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    blob = repo.git("hash-object", "-w", "--stdin", input=secret(1)).decode().strip()
    repo.git("tag", "blob", blob)
    repo.git("tag", "-a", "annotated", "-m", "of a blob", blob)
    repo.write("dir/in-tree.txt", secret(2))
    repo.add()
    tree = repo.git("write-tree").decode().strip()
    repo.git("tag", "tree", tree)
    repo.git("reset", "--quiet", "--hard")
    found = places(audit(repo.path))
    assert (tree, "dir/in-tree.txt", 1, "SECRET-2") in found
    assert [place[1:] for place in found if place[0] != tree] == [("(tagged blob)", 1, "SECRET-1")]


def test_notes_are_history(repo: Repo) -> None:
    annotated = repo.commit_file("a.txt", "base\n")
    repo.git("notes", "add", "-m", "a note with SECRET-1")
    note = head(repo, "refs/notes/commits")
    assert places(audit(repo.path)) == [(note, annotated, 1, "SECRET-1")]


def test_headers_of_commits_are_read(repo: Repo) -> None:
    repo.write("a.txt", "base\n")
    repo.add()
    repo.git("commit", "-q", "-m", "x", env={"GIT_AUTHOR_NAME": "SECRET-1"})
    assert places(audit(repo.path)) == [(head(repo), "(commit header)", 2, "SECRET-1")]


def test_lines_of_a_message_are_counted_from_its_first(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", "base\n", message="one\n\nthree SECRET-1")
    assert places(audit(repo.path)) == [(guilty, MESSAGE, 3, "SECRET-1")]


def test_a_secret_in_a_renamed_file_is_reported_under_the_first_name(repo: Repo) -> None:
    guilty = repo.commit_file("old.txt", secret(1))
    repo.git("mv", "old.txt", "new.txt")
    repo.commit("rename")
    result = audit(repo.path)
    assert places(result) == [(guilty, "old.txt", 1, "SECRET-1")]
    assert result.findings[0].further_count == 1


@pytest.mark.parametrize(
    "name", ["two\nlines", ":a.txt", "-x", 'a"b.txt', "café.txt", " space ", "tab\tname"]
)
def test_a_path_may_contain_any_character(repo: Repo, name: str) -> None:
    guilty = repo.commit_file(name, secret(1))
    assert places(audit(repo.path)) == [(guilty, name, 1, "SECRET-1")]


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_wide_text_is_read_with_and_without_a_byte_order_mark(repo: Repo, encoding: str) -> None:
    text = "a line\nand the SECRET-1 here\n" * 2
    guilty = repo.commit_file("wide.txt", text.encode(encoding))
    assert places(audit(repo.path)) == [(guilty, "wide.txt", 2, "SECRET-1")]


def test_the_last_line_is_read_without_a_line_end(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", b"text\n" + secret(1))
    assert places(audit(repo.path)) == [(guilty, "a.txt", 2, "SECRET-1")]


def test_neighbors_in_the_object_list_are_not_joined(repo: Repo) -> None:
    for number in range(20):
        repo.write(f"{number}.txt", f"{number} ends with SECRET-")
        repo.write(f"{number}b.txt", f"{number} begins a line")
    repo.add()
    repo.commit("many")
    assert places(audit(repo.path)) == []


def test_the_target_of_a_symbolic_link_is_read(repo: Repo) -> None:
    (repo.path / "link").symlink_to("/etc/SECRET-1")
    repo.add()
    repo.commit("link")
    assert places(audit(repo.path)) == [(head(repo), "link", 1, "SECRET-1")]


def test_a_submodule_is_not_followed_but_its_url_is_read(repo: Repo, make_repo: MakeRepo) -> None:
    other = make_repo("other")
    other.commit_file("a.txt", secret(2))
    repo.git("submodule", "--quiet", "add", "--name", "SECRET-1", str(other.path), "sub")
    repo.commit("with a submodule")
    assert places(audit(repo.path)) == [(head(repo), ".gitmodules", 1, "SECRET-1")]


def test_a_detached_head_of_a_linked_worktree_is_history(repo: Repo, tmp_path: Path) -> None:
    repo.commit_file("a.txt", "base\n")
    linked = tmp_path / "linked"
    repo.git("worktree", "add", "-q", "--detach", str(linked))
    guilty = Repo(linked).commit_file("b.txt", secret(1))
    assert places(audit(repo.path)) == [(guilty, "b.txt", 1, "SECRET-1")]


@pytest.mark.parametrize("here", ["main", "linked"])
def test_the_index_of_every_worktree_is_read(repo: Repo, tmp_path: Path, here: str) -> None:
    repo.commit_file("a.txt", "base\n")
    linked = Repo(tmp_path / "linked")
    repo.git("worktree", "add", "-q", "--detach", str(linked.path))
    repo.write("new.txt", secret(1))
    repo.add()
    linked.write("other.txt", secret(2))
    linked.add()
    found = places(audit({"main": repo, "linked": linked}[here].path))
    assert found == [("(index)", "new.txt", 1, "SECRET-1"), ("(index)", "other.txt", 1, "SECRET-2")]


def test_blobs_staged_on_an_unborn_branch_are_read(repo: Repo) -> None:
    repo.write("a.txt", secret(1))
    repo.add()
    result = audit(repo.path)
    assert places(result) == [("(index)", "a.txt", 1, "SECRET-1")]
    assert problems(result) == []


def test_intent_to_add_is_not_a_missing_object(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    repo.write("b.txt", secret(1))
    repo.git("add", "--intent-to-add", "b.txt")
    result = audit(repo.path)
    assert (places(result), problems(result)) == ([], [])


def test_an_empty_repository_is_clean(repo: Repo) -> None:
    result = audit(repo.path)
    assert (places(result), problems(result), result.complete) == ([], [], True)


def test_a_bare_repository_is_read(repo: Repo, tmp_path: Path) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    repo.git("clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare.git"))
    assert places(audit(tmp_path / "bare.git")) == [(guilty, "a.txt", 1, "SECRET-1")]


def test_a_repository_with_sha256_is_read(make_repo: MakeRepo) -> None:
    repo = make_repo("longer", "--object-format=sha256")
    guilty = repo.commit_file("a.txt", secret(1))
    repo.commit_file("a.txt", secret(2))
    repo.git("tag", "-a", "v1", "-m", "SECRET-3")
    found = places(audit(repo.path))
    assert found[0] == (guilty, "a.txt", 1, "SECRET-1")
    assert {place[3] for place in found} == {"SECRET-1", "SECRET-2", "SECRET-3"}


def test_replacing_an_object_does_not_hide_it(repo: Repo) -> None:
    guilty = repo.commit_file("a.txt", secret(1))
    clean = repo.git("hash-object", "-w", "--stdin", input=b"clean").decode().strip()
    repo.git("replace", head(repo, "HEAD:a.txt"), clean)
    assert places(audit(repo.path)) == [(guilty, "a.txt", 1, "SECRET-1")]


def test_attributes_do_not_hide_content(repo: Repo) -> None:
    repo.write(".gitattributes", "* binary -diff\n")
    guilty = repo.commit_file("a.txt", secret(1))
    assert (guilty, "a.txt", 1, "SECRET-1") in places(audit(repo.path))


def test_unreachable_objects_are_read_only_on_request(repo: Repo) -> None:
    repo.commit_file("a.txt", "base\n")
    left = repo.commit_file("b.txt", secret(1))
    later = {"GIT_COMMITTER_DATE": "2025-01-01T00:00:00+00:00"}
    repo.git("commit", "-q", "--amend", "-m", "SECRET-2", env=later)
    repo.write("b.txt", "clean\n")
    repo.add()
    repo.git("commit", "-q", "--amend", "-m", "clean")
    repo.git("hash-object", "-w", "--stdin", input=secret(3))
    for _ in range(2):
        result = audit(repo.path)
        assert (places(result), result.counts.unreachable) == ([], 3)
    assert "; 3 unreachable objects with matches left out (--unreach" in summary_line(result, 0)
    result = audit(repo.path, Options(unreachable=True))
    assert result.counts.unreachable == 0
    found = places(result)
    assert (left, "b.txt", 1, "SECRET-1") in found
    assert [place[0] for place in found if place[3] == "SECRET-3"] == ["(unreachable)"]
    assert sorted(place[3] for place in found) == ["SECRET-1", "SECRET-2", "SECRET-3"]
    assert not any(one.reachable for one in result.findings)


def test_binary_blobs_are_counted_and_read_on_request(repo: Repo) -> None:
    guilty = repo.commit_file("a.bin", b"\0\1\2\3" * 10 + b"\n" + secret(1) + b"\n")
    result = audit(repo.path)
    assert (places(result), result.counts.binaries) == ([], 1)
    assert audit(repo.path).counts.binaries == 1
    result = audit(repo.path, Options(scan_binary=True))
    assert places(result) == [(guilty, "a.bin", 2, "SECRET-1")]
    assert result.counts.binaries == 0


def test_an_allowed_path_allows_one_occurrence_but_not_the_other(repo: Repo) -> None:
    repo.commit_file("docs/a.txt", secret(1))
    guilty = repo.commit_file("src/a.txt", secret(1))
    result = audit(repo.path, patterns=registry(allowed=(b"^docs/.*",)))
    assert places(result) == [(guilty, "src/a.txt", 1, "SECRET-1")]
    assert result.findings[0].further_count == 0


def test_a_commit_can_be_allowed(repo: Repo) -> None:
    allowed = repo.commit_file("a.txt", secret(1))
    guilty = repo.commit_file("b.txt", secret(2))
    result = audit(repo.path, patterns=registry(allowed=(b"^%b:" % allowed.encode(),)))
    assert places(result) == [(guilty, "b.txt", 1, "SECRET-2")]


def test_the_engine_without_hyperscan_finds_the_same(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        repo.commit_file(f"{number}.txt", secret(number) + b" \xff\n", message=f"SECRET-1{number}")
    repo.commit_file("wide.txt", "SECRET-77".encode("utf-16"))
    repo.commit_file("a.bin", b"\0\1\2" + secret(1))
    expected = places(audit(repo.path, Options(use_cache=False)))
    assert len(expected) == 21
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "regex")
    assert places(audit(repo.path, Options(use_cache=False))) == expected


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_number_of_threads_does_not_matter(repo: Repo, threads: int) -> None:
    commits = [repo.commit_file(f"{number}.txt", secret(number)) for number in range(7)]
    assert places(audit(repo.path, Options(threads=threads))) == [
        (commit, f"{number}.txt", 1, f"SECRET-{number}") for number, commit in enumerate(commits)
    ]


@pytest.mark.usefixtures("hostile")
def test_settings_of_the_user_do_not_change_the_findings(repo: Repo) -> None:
    first = repo.commit_file("z é.txt", secret(1))
    second = repo.commit_file("a.txt", secret(2))
    repo.git("-c", "core.abbrev=40", "tag", "-a", "v1", "-m", "SECRET-3")
    found = places(audit(repo.path))
    assert found[:2] == [(first, "z é.txt", 1, "SECRET-1"), (second, "a.txt", 1, "SECRET-2")]
    assert len(found) == 3
