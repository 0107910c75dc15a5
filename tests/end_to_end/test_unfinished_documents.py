"""A run in a format for programs ends with a valid document, however it ends."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import Repo, fake_key, restore_signals

from git_secrets_py.engine.blocks import BLOCK_SIZE

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
FORMATS = ["json", "sarif"]


def problems_of(document: bytes) -> list[str]:
    """Return the problems in an incomplete document, which has to be valid."""
    parsed = json.loads(document)
    if "runs" not in parsed:
        assert parsed["summary"]["complete"] is False
        return [problem["message"] for problem in parsed["problems"]]
    invocation = parsed["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    return [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]


def findings_of(document: bytes) -> int:
    parsed = json.loads(document)
    return len(parsed["runs"][0]["results"] if "runs" in parsed else parsed["findings"])


FAILURES = {
    "a bad revision": ([], ["--scan-history", "no-such"], "no-such"),
    "a misused option of git": ([], ["--scan-history", "--quiet-not"], "quiet-not"),
    "options that choose no commits": (
        [],
        ["--scan-history", "HEAD", "--reverse"],
        "choose commits",
    ),
    "an invalid pattern": (["secrets.patterns", "(bad"], ["--scan"], "invalid pattern"),
    "an invalid pattern in an audit": (
        ["secrets.patterns", "(bad"],
        ["--scan-history"],
        "invalid pattern",
    ),
    "an invalid allowed pattern": (["secrets.allowed", "(bad"], ["--scan"], "invalid pattern"),
    "a failing provider": (["secrets.providers", "false"], ["--scan"], "false"),
    "an unknown rule set": ([], ["--scan", "--rules", "none-such"], "none-such"),
    "a missing file": ([], ["--scan", "missing"], "missing: No such file"),
    "an unknown option": ([], ["--scan", "--no-such"], "--no-such"),
    "an option of another command": ([], ["--scan-history", "--chain"], "--chain"),
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("output", [True, False], ids=["to a file", "to standard output"])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_a_document(
    with_pattern: Repo, format: str, output: bool, failure: str
) -> None:
    setting, words, expected = FAILURES[failure]
    if setting:
        with_pattern.git("config", "--add", *setting)
    options = ["--format", format, *(["--output", "report"] if output else [])]
    ran = with_pattern.call(words[0], *options, *words[1:])
    assert ran.status in (1, 2)
    assert expected in ran.err.decode()
    document = (with_pattern.path / "report").read_bytes() if output else ran.out
    assert [expected in problem for problem in problems_of(document)] == [True]


def test_the_format_may_follow_a_misused_option(with_pattern: Repo) -> None:
    ran = with_pattern.call("--scan", "--no-such", "--cached=1", "--format", "json")
    assert problems_of(ran.out) == ["unknown option: --no-such"]


@pytest.mark.parametrize("format", FORMATS)
def test_findings_before_a_failure_are_in_the_document(
    with_pattern: Repo, key: bytes, format: str
) -> None:
    with_pattern.write("a", key)
    with_pattern.add()
    oid = with_pattern.git("rev-parse", ":a").decode().strip()
    with_pattern.write("b", "another\n")
    with_pattern.add()
    lost = with_pattern.git("rev-parse", ":b").decode().strip()
    (with_pattern.path / ".git/objects" / lost[:2] / lost[2:]).unlink()
    ran = with_pattern.call("--scan", "--cached", "--format", format)
    assert oid != lost
    assert ran.status == 2
    assert problems_of(ran.out) == [f"b: object {lost} is missing or damaged; run 'git fsck'"]
    assert findings_of(ran.out) == 1


@posix
@pytest.mark.parametrize(
    ("name", "format"),
    [("SIGINT", "json"), ("SIGINT", "sarif"), ("SIGTERM", "json"), ("SIGHUP", "sarif")],
)
def test_a_scan_that_is_interrupted_leaves_a_document(
    with_pattern: Repo, key: bytes, tmp_path: Path, name: str, format: str
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with_pattern.write("a", key)
    command = [sys.executable, "-m", "git_secrets_py", "--scan", "--format", format]
    with (
        subprocess.Popen(
            [*command, "--output", "report", "a", str(fifo)],
            cwd=with_pattern.path,
            stderr=subprocess.PIPE,
            preexec_fn=restore_signals,
        ) as ours,
        fifo.open("wb") as pipe,
    ):  # waits until it is read
        pipe.write(fake_key(1) + b"\n" * 3 * BLOCK_SIZE)
        ours.send_signal(getattr(signal, name))
        _, err = ours.communicate()
    document = (with_pattern.path / "report").read_bytes()
    assert ours.returncode == 130
    assert b"git secrets: interrupted" in err
    assert problems_of(document) == ["interrupted: not everything was scanned"]
    assert findings_of(document) == 2


@posix
def test_a_report_to_a_full_device_is_an_error(with_pattern: Repo, key: bytes) -> None:
    with_pattern.write("a", key)
    for format in ("text", "json", "sarif", "pretty", "github"):
        ran = with_pattern.run("--scan", "--format", format, "--output", "/dev/full", "a")
        assert ran.status == 2
        assert ran.err == (
            b"git secrets: cannot write the report to /dev/full: No space left on device\n"
        )


@posix
@pytest.mark.parametrize("closed", [">&-", ">/dev/full"])
def test_standard_output_that_cannot_be_written_is_an_error(
    with_pattern: Repo, key: bytes, closed: str
) -> None:
    with_pattern.write("a", key)
    reason = {">&-": "it is closed", ">/dev/full": "No space left on device"}[closed]
    for words in ("--scan --format json a", "--list"):
        ran = shell(with_pattern, f"{words} {closed}")
        assert ran.returncode == 2
        assert ran.stderr == f"git secrets: cannot write to standard output: {reason}\n".encode()


@posix
@pytest.mark.parametrize(
    "words", ["--scan -", "--explain -", "--pre_push_hook a b", "--pre_receive_hook"]
)
def test_standard_input_that_is_closed_is_an_error(with_pattern: Repo, words: str) -> None:
    ran = shell(with_pattern, f"{words} <&-")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"git secrets: cannot read standard input: it is closed\n"


@posix
@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full", "2>/dev/full >/dev/full", "2>&- >&-"])
def test_findings_that_cannot_be_printed_do_not_pass(
    with_pattern: Repo, key: bytes, closed: str
) -> None:
    with_pattern.write("a", key)
    for words in ("--scan --format json missing", "--scan-history x", "--no-such"):
        assert shell(with_pattern, f"{words} {closed}").returncode in (1, 2)
    assert shell(with_pattern, f"--scan a {closed}").returncode == 2


def shell(repo: Repo, command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        f"exec {shlex.quote(sys.executable)} -m git_secrets_py {command}",
        shell=True,
        cwd=repo.path,
        capture_output=True,
        check=False,
    )
