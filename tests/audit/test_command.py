"""The output and exit status of ``git secrets --scan-history``."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from auditing import secret, without_times
from support import Ran, Repo, restore_signals

from git_secrets_py.report.formats.text import mitigations


@pytest.fixture
def configured(repo: Repo) -> Repo:
    """A repository with a prohibited pattern."""
    repo.git("config", "--add", "secrets.patterns", "SECRET-[0-9]+")
    return repo


def outcome(ran: Ran) -> tuple[int, str, bytes]:
    return ran.status, without_times(ran.err), ran.out


def test_a_clean_history_exits_with_0(configured: Repo) -> None:
    configured.commit_file("a.txt", "clean")
    assert outcome(configured.call("--scan-history")) == (
        0,
        "git secrets: audited 1 commit, 1 blob (170 bytes in total) with 1 pattern in 0.0 s; "
        "0 secrets found\n",
        b"",
    )
    assert outcome(configured.call("--scan-history")) == (
        0,
        "git secrets: audited 1 commit, 1 blob (170 bytes in total; all read by an earlier audit) "
        "with 1 pattern in 0.0 s; 0 secrets found\n",
        b"",
    )


def test_an_invalid_pattern_does_not_replace_the_text_of_an_earlier_audit(
    configured: Repo,
) -> None:
    configured.write("report", "earlier")
    configured.git("config", "--add", "secrets.patterns", "(beta")
    ran = configured.run("--scan-history", "--format", "text", "--output", "report")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.startswith(b"git secrets: invalid pattern (from git config .git/config): ")
    assert (configured.path / "report").read_text() == "earlier"


def story(number: int) -> str:
    return f"{hashlib.sha256(secret(number)).hexdigest()[:8]}  custom-pattern-b120feda"


def test_findings_advice_and_summary_are_printed_in_this_order(configured: Repo) -> None:
    first = configured.commit_file("a.txt", b"text\r\n" + secret(1) + b" " + secret(2) + b"\r\n")
    second = configured.commit_file("b\nc.txt", secret(3), message="one\n\nof SECRET-4")
    configured.commit_file("a.bin", b"\0\1\2\3")
    ran = configured.call("--scan-history")
    assert ran.status == 1
    assert without_times(ran.err) == (
        f"{first}:a.txt:2:SECRET-1 SECRET-2\n"
        f"{second}:(commit message):3:of SECRET-4\n"
        f'{second}:"b\\nc.txt":1:SECRET-3\n'
        f"{mitigations().decode()}\n"
        "The secrets in history:\n"
        f"    {story(1)}  a.txt:2  A Tester <tester@example.com>, 2024-05-06; still in HEAD\n"
        f"    {story(2)}  a.txt:2  A Tester <tester@example.com>, 2024-05-06; still in HEAD\n"
        f"    {story(4)}  (commit message):3  A Tester <tester@example.com>, 2024-05-06; only in "
        "history: rotate it; rewriting history does not undo the leak\n"
        f'    {story(3)}  "b\\nc.txt":1  A Tester <tester@example.com>, 2024-05-06; still in HEAD\n'
        "git secrets: audited 3 commits, 3 blobs (638 bytes in total) with 1 pattern in 0.0 s; "
        "1 binary blob skipped; 4 secrets found\n"
    )


def test_a_damaged_repository_exits_with_2_and_prints_its_findings(configured: Repo) -> None:
    guilty = configured.commit_file("a.txt", secret(1))
    configured.commit_file("b.txt", "lost")
    configured.commit_file("b.txt", "kept")
    oid = configured.git("rev-parse", "HEAD^:b.txt").decode().strip()
    (configured.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    ran = configured.call("--scan-history")
    missing = f"not scanned: 1 object missing, such as {oid}; run 'git fsck'"
    assert ran.status == 2
    assert f"git secrets: {missing}\n" in ran.err.decode()
    assert f"{guilty}:a.txt:1:SECRET-1\n" in ran.err.decode()
    assert "; 1 object missing; 1 secret found\n" in ran.err.decode()
    ran = configured.call("--scan-history", "--allow-missing")
    assert ran.status == 1
    assert f"git secrets: warning: {missing}\n" in ran.err.decode()


@pytest.fixture
def shallow(configured: Repo, tmp_path: Path) -> Repo:
    """A shallow clone with the last of two commits, and a prohibited pattern."""
    configured.commit_file("a.txt", "one")
    configured.commit_file("a.txt", "two")
    clone = Repo(tmp_path / "shallow")
    configured.git("clone", "-q", "--depth=1", f"file://{configured.path}", str(clone.path))
    clone.git("config", "--add", "secrets.patterns", "SECRET-[0-9]+")
    return clone


@pytest.mark.parametrize("words", [[], ["HEAD"], ["--since=2000-01-01"]])
def test_a_shallow_clone_is_not_scanned_in_full(shallow: Repo, words: list[str]) -> None:
    ran = shallow.call("--scan-history", *words)
    problem = (
        "not scanned: this clone is shallow and lacks the parents of 1 commit, such as "
        f"{shallow.head()}"
    )
    assert ran.status == 2
    advice = "; run 'git fetch --unshallow', or pass --allow-shallow"
    assert f"git secrets: {problem}{advice}\n" in ran.err.decode()
    assert "; shallow clone: older history is missing; 0 secrets found\n" in ran.err.decode()
    allowed = shallow.call("--scan-history", "--allow-shallow", *words)
    assert allowed.status == 0
    assert f"git secrets: warning: {problem}\n" in allowed.err.decode()


def test_an_audit_notices_a_boundary_that_was_removed_since_the_last_one(shallow: Repo) -> None:
    assert shallow.call("--scan-history", "--allow-shallow").status == 0
    (shallow.path / ".git/shallow").unlink()
    first = shallow.call("--scan-history", "--no-cache")
    again = shallow.call("--scan-history")
    assert (first.status, again.status) == (2, 2)
    damage = "git secrets: history is damaged: git rev-list failed"
    assert [one.err.decode().startswith(damage) for one in (first, again)] == [True, True]


def test_the_findings_in_a_shallow_clone_are_reported(shallow: Repo) -> None:
    shallow.commit_file("b.txt", "SECRET-1")
    assert shallow.call("--scan-history").status == 2
    ran = shallow.call("--scan-history", "--allow-shallow")
    assert (ran.status, b":b.txt:1:SECRET-1\n" in ran.err) == (1, True)


def test_the_json_report_of_a_shallow_clone_is_incomplete(shallow: Repo) -> None:
    for options, severity in ([], "error"), (["--allow-shallow"], "warning"):
        ran = shallow.call("--scan-history", "--format", "json", *options)
        document = json.loads(ran.out)
        assert document["summary"]["complete"] is (severity == "warning")
        assert [problem["severity"] for problem in document["problems"]] == [severity]


def test_a_shallow_clone_has_no_complete_baseline(shallow: Repo) -> None:
    assert shallow.call("--scan-history", "--allow-all").status == 2
    assert shallow.call("--scan-history", "--allow-all", "--allow-shallow").status == 0


def test_revisions_are_passed_to_git(configured: Repo) -> None:
    configured.commit_file("a.txt", secret(1))
    second = configured.commit_file("b.txt", secret(2))
    ran = configured.call("--scan-history", "--max-count=1", "HEAD")
    assert ran.err.startswith(f"{second}:b.txt:1:SECRET-2\n\n[ERROR]".encode())
    assert configured.call("--scan-history", "HEAD..HEAD").status == 0
    bad = configured.call("--scan-history", "no-such")
    assert bad.status == 2
    assert b"no-such" in bad.err


def test_without_any_pattern_an_audit_exits_with_2(repo: Repo) -> None:
    repo.git("config", "secrets.rules", "none")
    ran = repo.call("--scan-history")
    assert (ran.status, b"nothing was scanned" in ran.err) == (2, True)


def test_outside_of_a_repository_the_audit_exits_with_2(tmp_path: Path) -> None:
    ran = Repo(tmp_path).call("--scan-history")
    assert (ran.status, b"not a git repository" in ran.err) == (2, True)


def test_verbose_names_binary_blobs(configured: Repo) -> None:
    configured.commit_file("a.bin", b"\0\1\2\3")
    oid = configured.git("rev-parse", "HEAD:a.bin").decode().strip()
    for _ in range(2):
        ran = configured.call("--scan-history", "--verbose")
        assert f"git secrets: blob {oid}: binary, skipped\n" in ran.err.decode()


def wait_until_it_has_read(process: subprocess.Popen[bytes], size: int) -> None:
    """Wait until ``process`` has read ``size`` bytes; except on Linux, wait long enough for it."""
    counters = Path(f"/proc/{process.pid}/io")
    if not counters.exists():
        time.sleep(2)
        return
    while process.poll() is None and int(counters.read_text().split()[1]) < size:
        time.sleep(0.05)


def slowness(process: subprocess.Popen[bytes], seconds: float) -> float:
    """Return how many times as long a busy machine took for what ``process`` did in ``seconds``."""
    status = Path(f"/proc/{process.pid}/stat")
    if not status.exists():
        return 1
    ticks = sum(map(int, status.read_text().rpartition(")")[2].split()[11:15]))
    return max(1, seconds * os.sysconf("SC_CLK_TCK") / ticks)


@pytest.mark.skipif(os.name == "nt", reason="no POSIX signals")
@pytest.mark.parametrize("to_all", [True, False], ids=["as a terminal does", "to us alone"])
def test_ctrl_c_stops_at_once_and_prints_the_findings_so_far(
    configured: Repo, to_all: bool
) -> None:
    guilty = configured.git("hash-object", "-w", "--stdin", input=secret(1)).decode().strip()
    configured.commit_file("a.txt", secret(1))
    large = configured.path / "large.txt"
    with large.open("wb") as file:
        for _ in range(20):
            file.write(b"nothing of interest in here\n" * 40_000)
    configured.git("-c", "core.compression=1", "add", "large.txt")
    environment = {**os.environ, "GIT_SECRETS_ENGINE": "regex"}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "git_secrets_py", "--scan-history", "--rules=aws"],
        cwd=configured.path,
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A parent that ignores SIGINT, such as nohup, passes this on.
        preexec_fn=restore_signals,
    )
    # More than its modules and one block, so that it is in the middle of the large blob.
    wait_until_it_has_read(process, 8 << 20)
    assert process.poll() is None
    signalled = time.monotonic()
    slow = slowness(process, signalled - began)
    if to_all:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    taken = time.monotonic() - signalled
    assert process.returncode == 130
    assert f"(unattributed):(object {guilty}):1:SECRET-1\n" in err.decode()
    assert "incomplete, the audit was interrupted" in err.decode().splitlines()[-1]
    assert taken < 3 * slow, "less than a second on an idle machine"
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.parametrize(("seconds", "found"), [(60, 1), (-1, 0)])
def test_an_interruption_while_matches_are_traced_reports_them_or_their_number(
    configured: Repo, monkeypatch: pytest.MonkeyPatch, seconds: float, found: int
) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    configured.commit_file("a.txt", secret(1))
    monkeypatch.setattr("git_secrets_py.audit.attribution.places_in_history", interrupt)
    monkeypatch.setattr("git_secrets_py.audit.audit._LAST_MOMENT", seconds)
    ran = configured.call("--scan-history", "--format", "json")
    report = json.loads(ran.out)
    messages = [problem["message"] for problem in report["problems"]]
    assert (ran.status, report["summary"]["complete"]) == (130, False)
    assert [one["history"] for one in report["findings"]] == [None] * found
    assert ("interrupted: 1 object with matches not reported" in messages) is not bool(found)
    assert report["summary"]["commits"] == 1


@pytest.mark.parametrize("revisions", [["v1"], ["--tags"], ["--all"], ["HEAD..v1"]])
def test_an_annotated_tag_that_the_revisions_name_is_scanned(
    configured: Repo, revisions: list[str]
) -> None:
    configured.commit_file("a.txt", "clean")
    configured.git("tag", "--annotate", "-m", secret(1), "v0")
    configured.git("tag", "--annotate", "-m", "outer", "v1", "v0")
    configured.git("tag", "--delete", "v0")
    ran = configured.call("--scan-history", *revisions)
    assert ran.status == 1
    assert b":(tag message):1:" + secret(1) in ran.err
    assert b"nothing was scanned" not in ran.err


@pytest.mark.parametrize("revisions", [["HEAD"], ["v1..HEAD^{commit}"], ["^v1", "HEAD"]])
def test_a_tag_that_the_revisions_do_not_include_is_not_scanned(
    configured: Repo, revisions: list[str]
) -> None:
    configured.commit_file("a.txt", "clean")
    configured.git("tag", "--annotate", "-m", secret(1), "v1")
    assert configured.call("--scan-history", *revisions).status == 0


def test_the_number_of_commits_to_audit_names_no_tag(configured: Repo) -> None:
    configured.commit_file("a.txt", "clean")
    number = b""
    while not number.isdigit():
        configured.git("tag", "--force", "--annotate", "-m", secret(1) + b" " + number, "v1")
        number = configured.git("rev-parse", "v1")[:4]
    assert configured.call("--scan-history", "-n", number.decode(), "HEAD").status == 0


def test_staged_secrets_are_not_in_history(configured: Repo) -> None:
    configured.write("a.txt", secret(1))
    configured.add()
    ran = configured.call("--scan-history", "--format", "github")
    assert ran.out.splitlines()[-1] == b"1 secret staged, not committed yet"
    configured.commit_file("b.txt", secret(2))
    configured.git("rm", "-q", "--cached", "a.txt")
    configured.write("c.txt", secret(3))
    configured.add("c.txt")
    ran = configured.call("--scan-history", "--format", "github")
    last = b"3 secrets in history, 2 of them still in HEAD, 1 staged"
    assert ran.out.splitlines()[-1] == last


def test_the_json_document_lists_every_place_of_a_secret(with_pattern: Repo, key: bytes) -> None:
    first = with_pattern.commit_file("a.txt", b"clean\n" + key)
    second = with_pattern.commit_file("a.txt", b"clean\nclean\n" + key)
    third = with_pattern.commit_file("b.txt", key + b" " + key)
    ran = with_pattern.call("--scan-history", "--format", "json")
    (found,) = json.loads(ran.out)["findings"]
    assert (found["commit"], found["path"], found["line"]) == (first, "a.txt", 2)
    assert found["further_count"] == 2
    assert [(one["commit"], one["path"], one["line"]) for one in found["further"]] == [
        (second, "a.txt", 3),
        (third, "b.txt", 1),
    ]
