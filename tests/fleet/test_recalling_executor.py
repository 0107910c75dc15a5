"""Clones that have not changed: no worker starts for them, whatever their servers do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fleets import SequentialExecutor, git_before, report, scan, with_key, write_list
from support import is_running, wait_for

from git_secrets_py.fleet import recalling_executor
from git_secrets_py.fleet.recalling_executor import RecallingExecutor
from git_secrets_py.fleet.tasks import Setup, Target
from git_secrets_py.fleet.worker import Worker


class Started:
    """Makes sequential executors, and counts them."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, context: Any, setup: Any, on_step: Any) -> SequentialExecutor:
        self.number += 1
        self.setup = setup
        return SequentialExecutor(setup, on_step)


class Fleet(NamedTuple):
    """The addresses of two repositories that were audited, and how."""

    addresses: list[str]
    setup: Setup


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    addresses = [f"file://{with_key(tmp_path / name).path}" for name in ("one", "two")]
    started = Started()
    ran = scan(tmp_path, write_list(tmp_path, *addresses), make_executor=started)
    assert (ran.status, started.number) == (1, 1)
    return Fleet(addresses, started.setup)


def test_a_fleet_that_has_not_changed_needs_no_worker(fleet: Fleet, tmp_path: Path) -> None:
    before, started = report(tmp_path)["secrets"], Started()
    ran = scan(tmp_path, "list.txt", make_executor=started)
    assert (ran.status, started.number) == (1, 0)
    assert report(tmp_path)["secrets"] == before


@pytest.mark.parametrize("rules", [["--rules", "aws"], []])
def test_one_change_starts_the_workers_for_it(
    rules: list[str], fleet: Fleet, tmp_path: Path
) -> None:
    if not rules:
        with_key(tmp_path / "three").git(
            "push", "--quiet", fleet.addresses[0], "HEAD:refs/heads/three"
        )
    started = Started()
    assert scan(tmp_path, *rules, "list.txt", make_executor=started).status == 1
    assert started.number == 1


def test_a_server_that_does_not_answer_is_left_to_the_workers(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalling_executor, "_PATIENCE", 0.3)
    first = f'mkdir "{tmp_path}/once" 2>/dev/null'
    once = f'case "$*" in *ls-remote*one*) {first} && sleep 60 ;; esac'
    git_before(monkeypatch, tmp_path, once)
    started = Started()
    assert scan(tmp_path, "list.txt", make_executor=started).status == 1
    assert started.number == 1


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_an_interruption_ends_git_at_once(
    end: str, fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = f'echo $$ > "{tmp_path}/pid"; sleep 60'
    git_before(monkeypatch, tmp_path, f'case "$*" in *ls-remote*) {wait}; esac')
    executor = RecallingExecutor(Worker(fleet.setup), pytest.fail)
    executor.submit(Target("one", fleet.addresses[0], is_path=False))
    wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    pid = int((tmp_path / "pid").read_text())
    getattr(executor, end)()
    wait_for(lambda: not is_running(pid), 30)
    if end == "cancel":
        wait_for(lambda: [one.status for one in executor.completed(1)] == ["stopped"], 30)
    executor.close()
