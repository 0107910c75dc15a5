"""git processes: their pipes, their errors, and ending several of them at once."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading

import pytest
from support import WINDOWS, restore_signals, wait_for

from git_secrets_py.errors import GitError, NotARepositoryError
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup, StoppedError
from git_secrets_py.git.spawn import CAN_BIND, PIPE

OPEN_FILES = 1_200  # beyond the 1,024 descriptors of select(2)


@pytest.fixture
def git(repo):
    return Git(str(repo.path))


@pytest.fixture
def many_open_files():
    """Open more files than ``select`` can wait for."""
    resource = pytest.importorskip("resource")
    before = soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES + 100
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            pytest.skip(f"only {soft} files can be open at once")
    files = [os.open(os.devnull, os.O_RDONLY) for _ in range(OPEN_FILES)]
    yield
    for file in files:
        os.close(file)
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("many_open_files")
def test_input_and_output_pass_beside_more_than_a_thousand_open_files(git):
    assert git.output("hash-object", "--stdin", input=b"1").startswith(b"56a6051c")


def test_input_and_output_larger_than_a_pipe_do_not_block(git):
    # git looks for a reference of each name, so long lines take less time than many.
    name, lines = b"n" * 200, 2_000
    output = git.output("cat-file", "--batch-check", input=(name + b"\n") * lines)
    assert output == (name + b" missing\n") * lines


def test_input_that_git_does_not_read_is_discarded(git):
    assert git.output("version", input=b"x" * 1_000_000).startswith(b"git version")


def test_a_failure_shows_the_command_the_status_and_the_message_of_git(git):
    with pytest.raises(GitError, match=r"^git rev-parse failed with status 128: fatal: .*nowhere"):
        git.output("rev-parse", "nowhere")


def test_a_git_that_is_not_on_path_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match=r"^cannot start git: .*; is it on PATH\?$"):
        Git(str(tmp_path)).output("version")


@pytest.mark.skipif(WINDOWS, reason="no such limit")
def test_the_limit_on_open_files_is_named_if_it_keeps_git_from_starting(git):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
    try:
        with pytest.raises(GitError, match=r"^cannot start git: too many open files; raise the"):
            git.output("version")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_a_failure_in_a_group_shows_the_message_of_git(git):
    with ProcessGroup(git).start("rev-parse", "nowhere") as process:
        assert process.read(100) == b"nowhere\n"
        with pytest.raises(
            GitError, match=r"^git rev-parse failed with status 128: fatal: .*nowhere"
        ):
            process.finish()


def test_reading_returns_fewer_bytes_at_the_end(git):
    with ProcessGroup(git).start("version") as process:
        assert process.read(4) == b"git "
        assert process.read(1_000).startswith(b"version ")
        assert process.read(1_000) == b""
        process.finish()


@pytest.mark.skipif(WINDOWS, reason="Windows has no signals")
def test_stopping_a_group_ends_a_process_that_a_thread_waits_for(git):
    group = ProcessGroup(git)
    statuses = []
    with group.start("cat-file", "--batch", stdin=PIPE) as process:
        thread = threading.Thread(target=lambda: statuses.append(process.wait()))
        thread.start()
        group.stop()
        thread.join()
    assert statuses == [-9]


def test_a_process_that_ends_while_its_group_is_stopped_has_one_status(git):
    """Two threads may not collect the exit status of one process."""
    for _ in range(30):
        group = ProcessGroup(git)
        statuses = []
        with group.start("version") as process:
            thread = threading.Thread(
                target=lambda process=process, statuses=statuses: statuses.append(process.wait())
            )
            thread.start()
            group.stop()
            thread.join()
            assert statuses == [process.wait()]


def test_a_stopped_group_starts_no_process(git):
    group = ProcessGroup(git)
    group.stop()
    with pytest.raises(StoppedError), group.start("version"):
        pass


def test_a_failure_shows_neither_hints_nor_the_usage_of_git(git, repo):
    repo.git("commit", "--quiet", "--allow-empty", "-m", "a commit")
    with pytest.raises(GitError) as unknown:
        git.output("rev-list", "nowhere")
    assert str(unknown.value) == (
        "git rev-list failed with status 128: fatal: ambiguous argument 'nowhere': "
        "unknown revision or path not in the working tree."
    )
    with pytest.raises(GitError, match=r"^git rev-list failed with status 129$"):
        git.output("rev-list", "--bogus")


def test_a_command_to_paste_is_indented_by_blanks(git, repo, monkeypatch):
    """git indents it with a tab, which the report would escape."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitError, match=r"\n {8}git config --global --add safe\.directory '?/"):
        Git(os.fsencode(repo.path)).output("rev-parse", "HEAD")


def test_a_git_directory_that_is_none_is_named(tmp_path):
    with pytest.raises(NotARepositoryError) as caught:
        Git(None, {"GIT_DIR": str(tmp_path)}).output("rev-parse", "--git-dir")
    assert str(caught.value) == f"not a git repository: '{tmp_path}'"


STARTS_AND_WAITS = """
import os, sys, threading, time
from git_secrets_py.git import Git
from git_secrets_py.git.process_group import ProcessGroup

def start():
    group = ProcessGroup(Git())
    stdin = os.open(sys.argv[1], os.O_RDWR)  # never at its end
    with group.start("hash-object", "--stdin", stdin=stdin) as process:
        print("started", flush=True)
        process.wait()

thread = threading.Thread(target=start, daemon=True)
thread.start()
while thread.is_alive():
    thread.join(0.1)  # a signal just before it waits does not end a wait without a limit
"""


@pytest.mark.skipif(WINDOWS, reason="Windows has no signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("can_bind", [True, False], ids=["bound", "watched"])
def test_no_process_of_a_group_outlives_us(repo, tmp_path, name, can_bind):
    if can_bind and not CAN_BIND:
        pytest.skip("Linux only")
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    forced = f"import git_secrets_py.git.spawn as spawn; spawn.CAN_BIND = {can_bind}\n"
    command = [sys.executable, "-c", forced + STARTS_AND_WAITS, str(fifo)]
    with subprocess.Popen(
        command,
        cwd=repo.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=restore_signals,
    ) as ours:
        assert ours.stdout.readline() == b"started\n"
        ours.send_signal(getattr(signal, name))
    wait_for(lambda: not is_read(fifo))


# Waits for git as a hook does, which runs git without a group.
STARTS_AND_READS = """
import os, sys
from git_secrets_py.git import Git
stdin = os.open(sys.argv[1], os.O_RDWR)  # never at its end
process = Git().start("hash-object", "--stdin", stdin=stdin)
print("started", flush=True)
process.output()
"""


@pytest.mark.skipif(not CAN_BIND, reason="Linux only")
def test_no_process_outlives_a_killed_hook(repo, tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    command = [sys.executable, "-c", STARTS_AND_READS, str(fifo)]
    with subprocess.Popen(command, cwd=repo.path, stdout=subprocess.PIPE) as ours:
        assert ours.stdout.readline() == b"started\n"
        ours.kill()
    wait_for(lambda: not is_read(fifo))


def is_read(fifo):
    """Return whether a process reads ``fifo``; PID 1 may collect the status of one much later."""
    try:
        os.close(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
    except OSError as error:
        assert error.errno == errno.ENXIO
        return False
    return True
