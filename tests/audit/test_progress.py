"""The progress of an audit."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator

import pytest
from auditing import registry, secret
from rich.console import Console
from support import Repo

from git_secrets_py.audit.audit import run
from git_secrets_py.audit.model import Options, Progress
from git_secrets_py.git import Git
from git_secrets_py.git.repository import Repository
from git_secrets_py.git.trees import Change, read_changes
from git_secrets_py.report.progress import ProgressBar


def test_the_last_progress_report_counts_all_objects(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("git_secrets_py.audit.reading.TICK", 0.0)
    for number in range(5):
        repo.commit_file(f"{number}.txt", secret(number))
    seen: list[Progress] = []
    run(Repository(Git(str(repo.path))), registry(), Options(), seen.append)
    assert not seen[0].is_listed
    last = seen[-1]
    assert (last.done, last.total, last.matched, last.is_listed) == (10, 10, 5, True)
    assert [state.done for state in seen] == sorted(state.done for state in seen)


def test_the_bar_shows_objects_speed_and_matches() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=120)
    with ProgressBar(console, delay=0) as bar:
        bar.show(Progress(5, 10, 1 << 20, 0, is_listed=False))
        bar.show(Progress(1_234, 56_789, 50 << 20, 3, is_listed=True))
    shown = stream.getvalue()
    assert "1,234 of 56,789 objects" in shown
    assert "MB/s" in shown
    assert "3 with matches" in shown


def test_a_short_audit_shows_no_bar() -> None:
    stream = io.StringIO()
    with ProgressBar(Console(file=stream, force_terminal=True, width=120)) as bar:
        bar.show(Progress(10, 10, 1 << 20, 0, is_listed=True))
    assert stream.getvalue() == ""


def test_the_bar_appears_after_its_delay() -> None:
    stream = io.StringIO()
    with ProgressBar(Console(file=stream, force_terminal=True, width=120), delay=0.2) as bar:
        bar.show(Progress(1, 10, 1 << 20, 0, is_listed=True))
        assert stream.getvalue() == ""
        time.sleep(0.2)
        bar.show(Progress(2, 10, 1 << 20, 0, is_listed=True))
    assert "2 of 10 objects" in stream.getvalue()


def test_the_bar_shows_the_tracing_of_matches_as_a_phase_of_its_own() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=120)
    with ProgressBar(console, delay=0) as bar:
        bar.show(Progress(10, 10, 1 << 20, 3, is_listed=True))
        bar.show(Progress(40, 200, 0, 3, is_listed=True, is_tracing=True))
    assert "40 of 200 commits" in stream.getvalue()
    assert "20%" in stream.getvalue()
    assert "tracing 3 objects with matches" in stream.getvalue()


def test_tracing_reports_the_commits_that_git_has_read(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Progress] = []
    is_seen = threading.Event()

    def see(progress: Progress) -> None:
        seen.append(progress)
        if progress.is_tracing:
            is_seen.set()

    def read_when_seen(fields: Iterable[bytes]) -> Iterator[Change]:
        is_seen.wait(60)
        yield from read_changes(fields)

    monkeypatch.setattr("git_secrets_py.audit.commits.read_changes", read_when_seen)
    repo.commit_file("a.txt", secret(1))
    run(Repository(Git(str(repo.path))), registry(), Options(), see)
    traced = [one for one in seen if one.is_tracing]
    assert traced
    assert {(one.total, one.matched) for one in traced} == {(1, 1)}
    assert {one.done for one in traced} <= {0, 1}


def test_rich_is_imported_only_for_a_progress_bar(repo: Repo) -> None:
    repo.commit_file("a.txt", "clean")
    code = (
        "import sys; from git_secrets_py.cli.main import run; "
        "run(['--scan-history', '--rules=aws']); sys.exit('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repo.path, check=False)
    assert done.returncode == 0
