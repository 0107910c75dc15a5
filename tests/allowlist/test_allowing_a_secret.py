"""``git secrets --allow``: one secret into ``.gitallowed``, by its short ID."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SILENCE, MakeRepo, Ran, Repo, fake_token, fingerprint, short_id

pytestmark = pytest.mark.usefixtures("aws_patterns")
HEADER = b"-----BEGIN RSA PRIVATE" + b" KEY-----"


def entry(secret: bytes, comment: str) -> bytes:
    return f"# aws-access-key-id in {comment}\nsha256:{fingerprint(secret)}\n".encode()


def allowed(secret: bytes, place: str, share: str = "git add .gitallowed") -> Ran:
    text = (
        f"allowed {short_id(secret)} (aws-access-key-id in {place}) in .gitallowed; "
        f"share it with: {share}\n"
    )
    return Ran(0, text.encode(), b"")


def refused(text: str) -> Ran:
    return Ran(1, b"", f"git secrets: {text}\n".encode())


def test_a_staged_secret_is_allowed_by_its_short_id(repo: Repo, staged: bytes) -> None:
    assert repo.call("--pre_commit_hook").status == 1
    assert repo.call("--allow", short_id(staged), "--reason", "an example") == allowed(
        staged, "src/a.py:2"
    )
    assert repo.gitallowed() == entry(staged, "src/a.py, DATE: an example")
    assert repo.call("--pre_commit_hook") == Ran(0, b"", b"")


def test_after_staging_gitallowed_the_commit_passes(repo: Repo, staged: bytes) -> None:
    repo.call("--allow", short_id(staged))
    repo.add(".gitallowed")
    assert repo.call("--pre_commit_hook") == Ran(0, b"", b"")


def test_without_a_reason_the_comment_has_none(repo: Repo, staged: bytes) -> None:
    repo.call("--allow", short_id(staged))
    assert repo.gitallowed() == entry(staged, "src/a.py, DATE")


def test_another_secret_is_still_found(repo: Repo, staged: bytes) -> None:
    repo.call("--allow", short_id(staged))
    repo.write("b", staged[:-1] + b"Z")
    repo.add()
    assert repo.call("--pre_commit_hook").status == 1


def test_a_staged_secret_is_found_after_the_file_has_changed(repo: Repo, staged: bytes) -> None:
    repo.write("src/a.py", "nothing\n")
    assert repo.call("--allow", short_id(staged)).status == 0
    assert repo.gitallowed() == entry(staged, "src/a.py, DATE")


def test_a_secret_of_a_tracked_file_is_found_in_the_work_tree(repo: Repo, key: bytes) -> None:
    repo.commit_file("a", "nothing\n")
    repo.write("a", key)
    assert repo.call("--allow", short_id(key)) == allowed(key, "a:1")


def test_a_secret_of_an_untracked_file_is_found_in_the_work_tree(repo: Repo, key: bytes) -> None:
    repo.write("a", key)
    assert repo.call("--allow", short_id(key)) == allowed(key, "a:1")


def test_a_secret_that_is_only_in_history_is_found(repo: Repo, key: bytes) -> None:
    repo.commit_file("old.txt", key)
    repo.git("rm", "--quiet", "old.txt")
    repo.commit()
    assert repo.call("--scan-history").status == 1
    assert repo.call("--allow", short_id(key)) == allowed(key, "old.txt:1")
    assert repo.gitallowed() == entry(key, "old.txt, DATE")
    assert repo.call("--scan-history").status == 0


def test_a_secret_that_is_only_in_an_unreachable_object_is_found(repo: Repo, key: bytes) -> None:
    repo.write("dropped", key)
    repo.add()
    repo.git("rm", "--quiet", "--cached", "dropped")
    (repo.path / "dropped").unlink()
    repo.commit_file("kept", "kept")
    assert repo.call("--scan-history", "--unreachable").status == 1
    assert repo.call("--allow", short_id(key)).status == 0
    assert repo.call("--scan-history", "--unreachable").status == 0


def test_a_secret_in_a_blocked_commit_message_is_found(repo: Repo, key: bytes) -> None:
    (repo.path / ".git" / "COMMIT_EDITMSG").write_bytes(b"Use it\n\nwith %b\n" % key)
    assert repo.call("--allow", short_id(key)) == allowed(key, "(commit message):3")


def test_a_secret_of_a_branch_that_is_being_merged_is_found(repo: Repo, key: bytes) -> None:
    repo.commit_file("a", "a")
    repo.git("checkout", "--quiet", "-b", "other")
    repo.commit_file("b", key)
    repo.commit_file("b", "b")
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--no-commit", "--no-ff", "other")
    assert repo.call("--allow", short_id(key)) == allowed(key, "b:1")


def test_a_rule_set_of_the_command_line_is_used(repo: Repo) -> None:
    token = fake_token("npm_", 36).encode()
    repo.write("a", token)
    assert repo.call("--allow", short_id(token)).status == 1
    assert repo.call("--allow", short_id(token), "--rules", "npm").status == 0
    assert repo.gitallowed() == b"# npm-token in a, DATE\nsha256:%b\n" % fingerprint(token).encode()


@pytest.mark.parametrize("length", [4, 8, 20, 64])
def test_an_id_may_have_4_to_64_digits(repo: Repo, staged: bytes, length: int) -> None:
    assert repo.call("--allow", fingerprint(staged)[:length].upper()).status == 0
    assert repo.gitallowed() == entry(staged, "src/a.py, DATE")


@pytest.mark.parametrize("value", ["abc", "0" * 65, "xyz12345", "", "AKIA"])
def test_an_invalid_id_is_a_usage_error(repo: Repo, staged: bytes, value: str) -> None:
    ran = repo.call("--allow", value)
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: an ID has 4 to 64 hexadecimal digits; to allow a pattern: "
        b"git secrets --add --allowed <pattern>\n\nusage: "
    )
    assert repo.gitallowed() == b""


def test_without_an_id_the_usage_is_shown(repo: Repo) -> None:
    ran = repo.call("--allow")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: --allow requires the ID of a secret, as reports show it\n\nusage: "
    )


def test_an_unknown_id_is_refused_and_nothing_written(repo: Repo, staged: bytes) -> None:
    assert repo.call("--allow", "00000000") == refused(
        "no secret with the ID 00000000 found in the index, the work tree or history; nothing was "
        "written (--allow requires the same --rules, --rules-file, --text and --archives as the "
        "scan that found it; to allow a secret outside of the repository, "
        "use a pattern: git secrets --add --allowed <pattern>)"
    )
    assert repo.gitallowed() == b""


def test_a_secret_in_an_ignored_file_is_allowed(repo: Repo, staged: bytes) -> None:
    ignored = b"AKIA" + b"R" * 16
    repo.write(".gitignore", "*.log\n")
    repo.write("logs/a.log", ignored)
    assert repo.call("--scan", "logs/a.log").status == 1
    ran = repo.call("--allow", fingerprint(ignored)[:8])
    assert (ran.status, ran.err) == (0, b"")
    assert repo.gitallowed() == entry(ignored, "logs/a.log, DATE")
    assert repo.call("--scan", "logs/a.log") == SILENCE


def test_an_unknown_id_after_an_incomplete_scan_ends_with_2(repo: Repo, staged: bytes) -> None:
    repo.commit()
    oid = repo.git("rev-parse", "HEAD:src/a.py").decode().strip()
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    ran = repo.call("--allow", "00000000")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.endswith(
        b"git secrets: no secret with the ID 00000000 found in the index, the work tree or "
        b"history, but not all content could be scanned; nothing was written\n"
    )


def alike() -> tuple[bytes, bytes]:
    """Two secrets whose fingerprints begin with the same four digits."""
    seen: dict[str, bytes] = {}
    for number in range(1 << 16):
        secret = b"AKIA" + b"%016X" % number
        first = seen.setdefault(fingerprint(secret)[:4], secret)
        if first != secret:
            return first, secret
    raise AssertionError


def test_an_ambiguous_id_is_refused_with_a_masked_list(repo: Repo) -> None:
    one, other = alike()
    repo.write("a", b"\n%b" % one)
    repo.write(b"b-%b" % other, other)
    repo.add()
    prefix = fingerprint(one)[:4]
    assert repo.call("--allow", prefix) == refused(
        f"the ID {prefix} is ambiguous; nothing was written. The candidates are:\n"
        f"    {short_id(one)} a:2\n"
        f"    {short_id(other)} b-{'*' * 20}:1"
    )
    assert repo.gitallowed() == b""


def test_a_secret_that_is_already_allowed_is_reported_as_such(repo: Repo, staged: bytes) -> None:
    repo.call("--allow", short_id(staged))
    before = repo.gitallowed()
    already = f"{short_id(staged)} is already allowed by .gitallowed:2\n".encode()
    assert repo.call("--allow", short_id(staged)) == Ran(0, already, b"")
    assert repo.gitallowed() == before


def test_an_allowed_fingerprint_need_not_be_found(repo: Repo, key: bytes) -> None:
    repo.write(".gitallowed", f"sha256:{fingerprint(key)}\n")
    already = f"{short_id(key)} is already allowed by .gitallowed:1\n".encode()
    assert repo.call("--allow", short_id(key)) == Ran(0, already, b"")


def test_a_secret_that_a_pattern_allows_is_reported_as_such(repo: Repo, staged: bytes) -> None:
    repo.write(".gitallowed", "^src/\n")
    already = f"{short_id(staged)} is already allowed by .gitallowed:1\n".encode()
    assert repo.call("--allow", short_id(staged)) == Ran(0, already, b"")
    assert repo.gitallowed() == b"^src/\n"


def test_a_secret_allowed_in_one_file_can_be_allowed_everywhere(repo: Repo, staged: bytes) -> None:
    repo.commit_file("old", staged)
    repo.git("rm", "--quiet", "old")
    repo.write(".gitallowed", "^src/\n")
    assert repo.call("--allow", short_id(staged)) == allowed(staged, "old:1")
    assert repo.gitallowed() == b"^src/\n" + entry(staged, "old, DATE")


BEDROCK = b"bedrock-api-key-" + b"YmVkcm9jay5hbWF6b25hd3MuY29t"

SHARED = [
    pytest.param("aws-bedrock-short-lived-key", BEDROCK, BEDROCK, id="the prefix of a key"),
]


@pytest.mark.parametrize(("rule", "content", "secret"), SHARED)
def test_text_that_many_secrets_share_is_refused(
    repo: Repo, rule: str, content: bytes, secret: bytes
) -> None:
    repo.write("keys/a.pem", content + b"\n")
    repo.add()
    assert repo.call("--allow", short_id(secret), "--rules", "private-key") == refused(
        f"the text that {rule} matches in keys/a.pem:1 is the same in every such secret, so its "
        "fingerprint would allow them all; nothing was written. To allow it in this file, add "
        "this line to .gitallowed:\n    ^keys/a\\.pem:"
    )
    assert repo.gitallowed() == b""


def test_the_advised_line_allows_the_file(repo: Repo) -> None:
    repo.git("config", "--add", "secrets.patterns", HEADER)
    repo.write("keys/a+.pem", HEADER + b"\n")
    repo.add()
    ran = repo.call("--allow", short_id(HEADER), "--rules", "private-key")
    repo.write(".gitallowed", ran.err.splitlines()[-1].strip() + b"\n")
    assert repo.call("--pre_commit_hook", "--rules", "private-key") == Ran(0, b"", b"")


def test_a_pattern_of_the_user_may_match_shared_text(repo: Repo) -> None:
    repo.call("--add", "[-]{5}BEGIN RSA PRIVATE.KEY-{5}")
    repo.write("a.pem", HEADER + b"\n")
    ran = repo.call("--allow", short_id(HEADER))
    assert (ran.status, ran.err.count(b"the text that private-key matches")) == (1, 1)


@pytest.mark.parametrize("line_end", [b"\n", b"\\n"], ids=["lines", "one line"])
def test_the_material_of_a_private_key_is_unique(repo: Repo, line_end: bytes) -> None:
    material = b"Ab9/x7Qm2kLpW+e" * 4
    repo.write("a", b'"' + HEADER + line_end + material + b'"\n')
    assert repo.call("--allow", short_id(material), "--rules", "private-key").status == 0
    repo.add()
    assert repo.call("--pre_commit_hook", "--rules", "private-key") == Ran(0, b"", b"")


def test_from_a_subdirectory_the_staging_command_names_the_top(repo: Repo, staged: bytes) -> None:
    below = Repo(repo.path / "src")
    ran = below.call("--allow", short_id(staged))
    assert (ran.status, ran.err) == (0, b"")
    assert ran.out.endswith(b"(aws-access-key-id in src/a.py:2) in .gitallowed; share it with: "
                            b"git add :/.gitallowed\n")  # fmt: skip
    below.git("add", ":/.gitallowed")
    assert repo.gitallowed() == entry(staged, "src/a.py, DATE")


def test_in_a_linked_worktree_its_own_gitallowed_is_written(repo: Repo, key: bytes) -> None:
    repo.commit_file("a", "a")
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.path.parent / "linked")
    linked.write("a", key)
    assert linked.call("--allow", short_id(key)) == allowed(key, "a:1")
    assert linked.gitallowed() == entry(key, "a, DATE")
    assert repo.gitallowed() == b""


def test_outside_of_a_configured_work_tree_its_gitallowed_is_written(
    repo: Repo, staged: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(repo.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.path))
    outside = Repo(tmp_path)
    ran = outside.call("--allow", short_id(staged))
    assert ran == allowed(staged, "src/a.py:2", "git add :/.gitallowed")
    assert repo.gitallowed() == entry(staged, "src/a.py, DATE")
    outside.git("add", ":/.gitallowed")
    assert outside.call("--pre_commit_hook").status == 0


def test_in_a_bare_repository_it_fails(make_repo: MakeRepo) -> None:
    bare = make_repo("bare", "--bare")
    assert bare.call("--allow", "12345678") == Ran(
        2,
        b"",
        b"git secrets: cannot write .gitallowed: this is not a work tree; run the command in one\n",
    )


def test_without_a_prohibited_pattern_it_is_refused(make_repo: MakeRepo) -> None:
    other = make_repo("other")
    other.git("config", "secrets.rules", "none")
    assert other.call("--allow", "12345678") == refused(
        "no prohibited pattern is active, so there is nothing to allow"
    )


def test_hostile_config_changes_nothing(repo: Repo, hostile: None, key: bytes) -> None:
    repo.write("src/a.py", key)
    repo.add()
    assert repo.call("--allow", short_id(key)) == allowed(key, "src/a.py:1")


def test_several_secrets_are_allowed_at_once(repo: Repo, two: list[bytes]) -> None:
    ran = repo.call("--allow", *map(short_id, two), short_id(two[0]), "--reason", "tests")
    assert ran == Ran(
        0,
        f"allowed {short_id(two[0])} (aws-access-key-id in a:1) in .gitallowed\n".encode()
        + allowed(two[1], "b:1").out,
        b"",
    )
    lines = [entry(secret, f"{name}, DATE: tests") for secret, name in zip(two, "ab", strict=True)]
    assert repo.gitallowed() == b"".join(lines)
    assert repo.call("--pre_commit_hook").status == 0


def test_if_one_id_is_unknown_nothing_is_written(repo: Repo, two: list[bytes]) -> None:
    assert repo.call("--allow", short_id(two[0]), "00000000").status == 1
    assert repo.gitallowed() == b""


def test_a_dry_run_lists_what_would_be_allowed(repo: Repo, two: list[bytes]) -> None:
    ran = repo.call("--allow", "--dry-run", *map(short_id, two))
    expected = [
        f"would allow {short_id(secret)} (aws-access-key-id in {name}:1)\n"
        for secret, name in zip(two, "ab", strict=True)
    ]
    assert ran == Ran(0, "".join(expected).encode(), b"")
    assert repo.gitallowed() == b""
