"""``--scan-history --allow-all``: a baseline, so that only new secrets are reported."""

from __future__ import annotations

import pytest
from support import MakeRepo, Ran, Repo, fake_token, fingerprint, short_id

from git_secrets_py.allowlist.file import append
from git_secrets_py.errors import RefusedError
from git_secrets_py.git import Git
from git_secrets_py.git.repository import Repository

pytestmark = pytest.mark.usefixtures("aws_patterns")
WRITTEN = b"allowed %b in .gitallowed; share it with: git add .gitallowed\n"
HEADER = b"-----BEGIN PRIVATE " + b"KEY-----"


def other(key: bytes) -> bytes:
    return key[:-1] + b"Z"


def line(secret: bytes) -> bytes:
    return b"sha256:%b\n" % fingerprint(secret).encode()


def audit(repo: Repo, *words: str) -> int:
    return repo.call("--scan-history", *words).status


@pytest.fixture
def old(repo: Repo, key: bytes) -> bytes:
    """A secret in the first commit, and another in the second that was removed later."""
    repo.commit_file("a.txt", b"%b\n" % key)
    repo.commit_file("b/c.txt", b"%b\n%b\n" % (other(key), key))
    repo.git("rm", "--quiet", "b/c.txt")
    repo.commit()
    return key


def test_every_secret_found_is_allowed_once(repo: Repo, old: bytes) -> None:
    assert audit(repo) == 1
    ran = repo.call("--scan-history", "--allow-all", "--reason", "before\nwe scanned")
    assert ran == Ran(0, WRITTEN % b"2 secrets", b"")
    assert repo.gitallowed() == (
        b"# baseline of DATE, 2 secrets: before we scanned\n"
        b"# aws-access-key-id in a.txt\n" + line(old) + b"# aws-access-key-id in b/c.txt\n"
    ) + line(other(old))
    assert audit(repo) == 0


def test_after_a_baseline_only_new_secrets_are_found(repo: Repo, old: bytes) -> None:
    repo.call("--scan-history", "--allow-all")
    repo.add()
    assert repo.commit("the baseline").status == 0
    assert audit(repo) == 0
    repo.commit_file("new.txt", old[:-1] + b"X")
    ran = repo.call("--scan-history")
    assert ran.status == 1
    assert b"new.txt:1:" in ran.err
    assert b"a.txt" not in ran.err


def test_a_second_baseline_adds_only_new_secrets(repo: Repo, old: bytes) -> None:
    repo.call("--scan-history", "--allow-all")
    first = repo.gitallowed()
    new = old[:-1] + b"X"
    repo.commit_file("new.txt", new)
    assert repo.call("--scan-history", "--allow-all") == Ran(0, WRITTEN % b"1 secret", b"")
    assert repo.gitallowed() == first + (
        b"# baseline of DATE, 1 secret\n# aws-access-key-id in new.txt\n" + line(new)
    )


def test_without_a_new_secret_nothing_is_written(repo: Repo, old: bytes) -> None:
    repo.call("--scan-history", "--allow-all")
    before = repo.gitallowed()
    nothing = Ran(0, b"nothing to allow; .gitallowed is unchanged\n", b"")
    assert repo.call("--scan-history", "--allow-all") == nothing
    assert repo.gitallowed() == before


def test_a_baseline_survives_a_move(repo: Repo, old: bytes) -> None:
    repo.call("--scan-history", "--allow-all")
    repo.git("mv", "a.txt", "moved.txt")
    repo.write("moved.txt", b"above\n\nkey = '%b'\n" % old)
    repo.add()
    repo.commit("move it")
    assert audit(repo) == 0
    assert repo.call("--scan") == Ran(0, b"", b"")


def test_a_baseline_survives_a_rebase(repo: Repo, old: bytes) -> None:
    repo.call("--scan-history", "--allow-all")
    before = repo.head()
    repo.git("rebase", "--quiet", "--root", "--force-rebase", "--exec", "git commit --quiet "
             "--amend --allow-empty --no-edit --author='B <b@example.com>'")  # fmt: skip
    assert repo.head() != before
    assert audit(repo) == 0


def test_a_baseline_survives_a_squash(repo: Repo, old: bytes) -> None:
    repo.call("--scan-history", "--allow-all")
    repo.git("checkout", "--quiet", "--orphan", "squashed")
    repo.git("commit", "--quiet", "-m", "all in one")
    repo.git("branch", "--quiet", "-D", "main")
    assert audit(repo, "--unreachable") == 0
    assert audit(repo) == 0


def test_a_baseline_holds_in_every_clone(repo: Repo, old: bytes, make_repo: MakeRepo) -> None:
    repo.call("--scan-history", "--allow-all")
    repo.commit_file(".gitallowed", (repo.path / ".gitallowed").read_bytes())
    repo.git("clone", "--quiet", ".", "../clone")
    clone = Repo(repo.path.parent / "clone")
    clone.register_aws()
    assert audit(clone) == 0


def test_no_part_of_a_secret_is_written_or_printed(repo: Repo, key: bytes) -> None:
    repo.commit_file(key, b"%b %b\n" % (key, other(key)))
    ran = repo.call("--scan-history", "--allow-all", "--reason", f"not {other(key).decode()}")
    assert ran == Ran(0, WRITTEN % b"2 secrets", b"")
    assert key not in repo.gitallowed()
    assert other(key) not in repo.gitallowed()
    assert repo.gitallowed().startswith(b"# baseline of DATE, 2 secrets: not %b\n" % (b"*" * 20))


def test_after_an_incomplete_scan_the_baseline_is_incomplete(repo: Repo, old: bytes) -> None:
    oid = repo.git("rev-parse", "HEAD~1:b/c.txt").decode().strip()
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    ran = repo.call("--scan-history", "--allow-all")
    assert (ran.status, ran.out) == (2, WRITTEN % b"1 secret")
    assert ran.err.endswith(
        b"git secrets: the baseline is incomplete: unscanned content may hold more secrets\n"
    )
    assert repo.gitallowed().endswith(line(old))


def test_text_that_many_secrets_share_is_left_out(repo: Repo, old: bytes) -> None:
    repo.git("config", "--add", "secrets.patterns", HEADER)
    repo.commit_file("key.pem", HEADER + b"\n")
    short = short_id(HEADER)
    ran = repo.call("--scan-history", "--allow-all", "--rules", "private-key")
    left_out = (
        "git secrets: not allowed: the text that a pattern from the git config matches in "
        "key.pem:1 is the same in every such secret, so its fingerprint would allow them all; "
        "for a way to allow it, "
        f"run: git secrets --allow --rules private-key {short}\n"
    )
    assert ran == Ran(1, WRITTEN % b"2 secrets", left_out.encode())
    assert line(HEADER) not in repo.gitallowed()


def test_a_revision_range_limits_the_baseline(repo: Repo, old: bytes) -> None:
    ran = repo.call("--scan-history", "--allow-all", "HEAD~1..HEAD")
    assert ran.out == b"nothing to allow; .gitallowed is unchanged\n"
    assert repo.call("--scan-history", "--allow-all", "HEAD~2..").out == WRITTEN % b"2 secrets"


def test_a_reason_without_a_baseline_is_a_usage_error(repo: Repo) -> None:
    ran = repo.call("--scan-history", "--reason", "because")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(
        b"git secrets: --scan-history takes --reason only with --allow-all\n\nusage: "
    )


def test_in_a_bare_repository_it_fails(repo: Repo, old: bytes) -> None:
    repo.git("clone", "--quiet", "--bare", ".", "../bare")
    assert Repo(repo.path.parent / "bare").call("--scan-history", "--allow-all") == Ran(
        2,
        b"",
        b"git secrets: cannot write .gitallowed: this is not a work tree; run the command in one\n",
    )


def test_a_dry_run_lists_the_baseline(repo: Repo, old: bytes) -> None:
    ran = repo.call("--scan-history", "--allow-all", "--dry-run")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        f"would allow {short_id(old)} (aws-access-key-id in a.txt:1)".encode(),
        f"would allow {short_id(other(old))} (aws-access-key-id in b/c.txt:1)".encode(),
    ]
    assert repo.gitallowed() == b""


def test_a_staged_secret_is_left_out(repo: Repo, old: bytes) -> None:
    staged = other(old)[:-1] + b"S"
    repo.write("new.py", staged)
    repo.add()
    ran = repo.call("--scan-history", "--allow-all")
    assert (ran.status, ran.out) == (1, WRITTEN % b"2 secrets")
    assert ran.err.decode() == (
        f"git secrets: not allowed: {short_id(staged)} in new.py:1 is staged, not committed yet; "
        f"if it is a false positive, run: git secrets --allow {short_id(staged)}\n"
    )


def test_the_advice_for_a_staged_secret_repeats_the_options(repo: Repo) -> None:
    token = fake_token("glpat-", 20)
    repo.write("new.py", token)
    repo.add()
    ran = repo.call("--scan-history", "--allow-all", "--rules", "gitlab", "--text")
    command = ran.err.decode().strip().rpartition("run: git secrets ")[-1]
    assert repo.call(*command.split()).status == 0


def test_a_secret_of_a_provider_is_left_out(repo: Repo, old: bytes) -> None:
    live = b"corporate" + b"-1234"
    repo.call("--add-provider", "echo", live.decode())
    repo.commit_file("live.py", live)
    ran = repo.call("--scan-history", "--allow-all")
    assert ran.status == 1
    assert ran.out == WRITTEN % b"2 secrets"
    assert (
        ran.err
        == (
            f"git secrets: not allowed: {short_id(live)} in live.py:1 is a secret from a provider; "
            "deactivate it\n"
        ).encode()
    )


def test_a_file_that_would_be_too_large_to_be_read_is_not_written(
    repo: Repo, old: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.allowlist.file.PATTERNS_LIMIT", 100)
    with pytest.raises(RefusedError, match="nothing was written"):
        append(Repository(Git(str(repo.path))), [line(old)] * 2)
    assert repo.git("status", "--porcelain", "--ignored") == b""


def test_a_baseline_of_a_tag_allows_the_secret_in_its_message(repo: Repo, key: bytes) -> None:
    repo.commit_file("a.txt", b"clean\n")
    repo.git("tag", "--annotate", "-m", key, "v1")
    assert repo.call("--scan-history", "--allow-all", "v1").status == 0
    assert line(key) in repo.gitallowed()
    assert audit(repo, "v1") == 0
