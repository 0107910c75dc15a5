"""Runs over a fleet, one after the other: what is done is kept, in the output directory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from fleets import SequentialExecutor, repositories, scan, with_key, write_list
from support import new_repo


def test_a_run_that_was_cut_off_goes_on_and_a_finished_one_begins_anew(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        with_key(tmp_path / name)
    write_list(tmp_path, "one", "two", "three")

    class CutOff(SequentialExecutor):
        """Is cut off in the third repository, as by a signal that ends the process."""

        def completed(self, seconds: float) -> Any:
            if len(list((tmp_path / "out" / "repositories").iterdir())) == 2:
                raise KeyboardInterrupt
            return super().completed(seconds)

    def cut_off(context: Any, setup: Any, on_step: Any) -> CutOff:
        return CutOff(setup, on_step)

    with pytest.raises(KeyboardInterrupt):
        scan(tmp_path, "list.txt", make_executor=cut_off)
    ran = scan(tmp_path, "list.txt")
    assert b"3 repositories to audit; 2 finished by the last run\n" in ran.err
    assert (b"one:" in ran.err, b"three:" in ran.err, ran.status) == (False, True, 1)
    again = scan(tmp_path, "list.txt")
    assert b"3 repositories to audit\n" in again.err


def test_other_options_begin_a_new_run(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    write_list(tmp_path, "one")
    scan(tmp_path, "list.txt")
    journal = tmp_path / "out" / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]) + b'{"cut')
    assert b"1 finished" in scan(tmp_path, "list.txt").err
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    assert b"finished" not in scan(tmp_path, "--rules", "aws", "list.txt").err


def test_other_patterns_of_providers_begin_a_new_run(tmp_path: Path, home: Path) -> None:
    new_repo(tmp_path / "one").commit_file("a", "printed-secret\n")
    write_list(tmp_path, "one")
    with (home / ".gitconfig").open("a") as config:
        config.write("[secrets]\n\tproviders = echo printed-secret\n")
    assert scan(tmp_path, "--no-providers", "--rules", "aws", "list.txt").status == 0
    journal = tmp_path / "out" / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    assert scan(tmp_path, "--rules", "aws", "list.txt").status == 1


@pytest.mark.parametrize(
    "line", [b'{"key": "a"}', b'{"key": "a", "status": []}', b"[" * 200_000, b"5", b"\xff\0"]
)
def test_a_journal_with_garbage_in_it_counts_up_to_there(line: bytes, tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    scan(tmp_path, write_list(tmp_path, "one"))
    journal = tmp_path / "out" / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:-1], line + b"\n"]))
    assert b"1 finished" in scan(tmp_path, "list.txt").err
    journal.write_bytes(b"".join([lines[0], line + b"\n"]))
    assert scan(tmp_path, "list.txt").status == 1


@pytest.mark.parametrize("content", [b"{", b'{"findings": []}', b"5"])
def test_a_result_that_is_damaged_is_named(content: bytes, tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    with_key(tmp_path / "two", 1)
    scan(tmp_path, write_list(tmp_path, "one", "two"))
    journal = tmp_path / "out" / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    key = repositories(tmp_path)["one"]["key"]
    (tmp_path / "out" / "repositories" / f"{key}.json").write_bytes(content)
    ran = scan(tmp_path, "list.txt")
    assert ran.status == 2
    assert b"one: not audited: its result file is missing or damaged; run the command again" in (
        ran.out
    )


def test_results_of_other_repositories_are_removed_and_other_files_kept(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    with_key(tmp_path / "two")
    scan(tmp_path, write_list(tmp_path, "one", "two"))
    (tmp_path / "out" / "repositories" / "notes.json").write_text("mine")
    scan(tmp_path, write_list(tmp_path, "two"))
    assert sorted(path.name for path in (tmp_path / "out" / "repositories").iterdir()) == sorted(
        [f"{repositories(tmp_path)['two']['key']}.json", "notes.json"]
    )


def test_an_output_that_cannot_be_written_ends_with_2(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    (tmp_path / "out").write_text("a file")
    ran = scan(tmp_path, write_list(tmp_path, "one"))
    assert (ran.status, ran.err.endswith(b"cannot write to out: Not a directory\n")) == (2, True)


def test_a_fifo_in_the_output_directory_is_not_waited_for(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    scan(tmp_path, write_list(tmp_path, "one"))
    journal = tmp_path / "out" / "journal.jsonl"
    unfinished = b"".join(journal.read_bytes().splitlines(keepends=True)[:-1])
    journal.unlink()
    os.mkfifo(journal)
    ran = scan(tmp_path, "list.txt")
    assert (ran.status, ran.err.endswith(b"cannot write to out: not a regular file\n")) == (2, True)
    journal.unlink()
    journal.write_bytes(unfinished)
    (result,) = (tmp_path / "out" / "repositories").iterdir()
    result.unlink()
    os.mkfifo(result)
    assert b"its result file is missing or damaged" in scan(tmp_path, "list.txt").out


def test_two_runs_do_not_write_to_one_directory(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    write_list(tmp_path, "one")

    class Other(SequentialExecutor):
        """Starts the same command meanwhile."""

        def completed(self, seconds: float) -> Any:
            ran = scan(tmp_path, "list.txt")
            assert ran.err.endswith(b"git secrets: another run writes to out\n")
            assert ran.status == 2
            return super().completed(seconds)

    def other(context: Any, setup: Any, on_step: Any) -> Other:
        return Other(setup, on_step)

    assert scan(tmp_path, "list.txt", make_executor=other).status == 1
