"""Reading the files of a work tree on all cores."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import Repo

from git_secrets_py.content import Blob, NotScanned
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.registry import Registry, collector
from git_secrets_py.scan import BlobScanner
from git_secrets_py.sources import parallel_scan, scan_processes

Sweeper = Callable[["Trusting", int], parallel_scan._Sweeper]

pytestmark = pytest.mark.skipif(not hasattr(os, "preadv"), reason="files are read one by one")


@pytest.fixture
def mixed(with_pattern: Repo, key: bytes) -> Repo:
    """Return a repository with files of every kind, some with secrets."""
    repo = with_pattern
    for number in range(100):
        repo.write(f"clean/{number:03}.txt", b"nothing here\n" * number)
    for number in range(0, 100, 7):
        repo.write(f"found/{number:03}.txt", b"a = 1\nkey = " + key)
    repo.write("allowed.txt", key + b" # git-secrets: allow\n")
    repo.write("large.txt", b"line\n" * 20_000 + key)
    repo.write("largest-small.txt", b"x" * ((64 << 10) - len(key) - 1) + b"\n" + key)
    repo.write("larger-than-the-buffer.txt", b"line\n" * 500_000 + key)
    repo.write("encoded.txt", b"key: " + b64encode(b"the key is " + key))
    repo.write("wide.txt", ("key = " + key.decode()).encode("utf-16"))
    for number in range(3):  # no filter finds it with the NUL
        repo.write(f"nuls/{number}.txt", b"text\n" * 9 + key[:9] + b"\0" + key[9:] + b"\n")
    repo.write("pointer.txt", b"version 1\noid sha256:" + b"a" * 64 + b"\nsize 1\n")
    for name in ("deleted.txt", "pipe", "link"):
        repo.write(name, b"key = " + key)
    repo.add()
    (repo.path / "deleted.txt").unlink()
    (repo.path / "pipe").unlink()
    os.mkfifo(repo.path / "pipe")
    (repo.path / "link").unlink()
    (repo.path / "link").symlink_to(key.decode())
    return repo


def one_by_one(paths: object, directory: object, names: list[bytes]) -> list[bool]:
    return [False] * len(names)


@pytest.mark.parametrize(
    ("patience", "cores"),
    [(-1, 2), (1e9, 2), (1e9, 1)],
    ids=["in processes", "in two threads", "in one thread"],
)
@pytest.mark.parametrize("options", [(), ("--archives", "--no-decode", "--format", "json")])
def test_the_result_is_that_of_reading_one_by_one(
    mixed: Repo,
    monkeypatch: pytest.MonkeyPatch,
    patience: float,
    cores: int,
    options: tuple[str, ...],
) -> None:
    monkeypatch.setattr(parallel_scan, "PATIENCE", patience)
    monkeypatch.setattr(parallel_scan, "usable_cores", lambda: cores)
    swept = mixed.call("--scan", *options)
    monkeypatch.setattr("git_secrets_py.commands.scan.clean_files", one_by_one)
    expected = mixed.call("--scan", *options)
    assert (swept.status, swept.err) == (expected.status, expected.err)
    assert swept.out.split(b'"seconds"')[0] == expected.out.split(b'"seconds"')[0]
    assert b"found/098.txt" in swept.out + swept.err
    assert b"nuls/2.txt" in swept.out + swept.err


def test_the_patterns_are_read_once_whatever_paths_are_prohibited(
    with_pattern: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(*arguments: Any) -> Registry:
        calls.append(threading.get_ident())
        return read(*arguments)

    calls: list[int] = []
    read = collector.read_registry
    repo = with_pattern
    repo.write(".gitsecrets.toml", b"[[rules]]\nid = 'p12'\npath = '\\.p12$'\n")
    for number in range(100):
        repo.write(f"{number}.p12", b"text\n")
    repo.add()
    monkeypatch.setattr(parallel_scan, "usable_cores", lambda: 2)
    expected = repo.call("--scan")
    monkeypatch.setattr(collector, "read_registry", counted)
    assert repo.call("--scan") == expected
    assert b"99.p12" in expected.err
    assert calls == [threading.get_ident()]


class Trusting:
    """A scanner that suspects nothing."""

    def file_filter(self) -> Trusting:
        return self

    deciding_filter = file_filter

    def suspects(self, paths: list[bytes], content: bytes, starts: list[int]) -> Iterable[int]:
        return ()

    def scan(self, blob: object) -> Iterator[object]:
        return iter(())


class Failing(Trusting):
    """A scanner that fails in any other thread or process than that of the test."""

    def __init__(self) -> None:
        self._here = os.getpid(), threading.get_ident()

    def suspects(self, *arguments: object) -> tuple[int, ...]:
        assert (os.getpid(), threading.get_ident()) == self._here
        return ()


@pytest.fixture
def sweeper(tmp_path: Path) -> Iterator[Sweeper]:
    """Return a sweeper for a scanner and groups of a size, in the directory of the test."""
    folder = os.open(tmp_path, os.O_RDONLY)
    yield lambda scanner, size: parallel_scan._Sweeper(scanner, os.fsencode(tmp_path), folder, size)
    os.close(folder)


def test_what_a_failed_process_has_not_answered_is_left_to_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_scan, "_Helper", lambda *_: NoHelp())
    monkeypatch.setattr(parallel_scan, "usable_cores", lambda: 2)
    monkeypatch.setattr(parallel_scan, "PATIENCE", -1)
    (tmp_path / "a").write_bytes(b"a")
    clean = parallel_scan.clean_files(Failing(), os.fsencode(tmp_path), [b"a"] * 100)
    assert list(clean) == [False] * 100
    monkeypatch.setattr(parallel_scan, "PATIENCE", 1e9)
    clean = parallel_scan.clean_files(Failing(), os.fsencode(tmp_path), [b"a"] * 100)
    assert list(clean) == [True] * 100


class NoHelp:
    """A helper that does nothing."""

    def answers(self) -> dict[int, bytes]:
        return {}


@pytest.mark.parametrize("limited", ["fork", "pipe"])
def test_what_no_process_can_be_started_for_is_left_to_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limited: str
) -> None:
    def fail() -> None:
        raise BlockingIOError

    monkeypatch.setattr(parallel_scan, "usable_cores", lambda: 2)
    monkeypatch.setattr(parallel_scan, "_Helper", lambda *_: NoHelp())
    monkeypatch.setattr(parallel_scan, "PATIENCE", -1)
    monkeypatch.setattr(os, limited, fail)
    (tmp_path / "a").write_bytes(b"a")
    clean = parallel_scan.clean_files(Trusting(), os.fsencode(tmp_path), [b"a"] * 100)
    assert list(clean) == [False] * 100


def test_without_a_second_thread_the_first_filters_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(parallel_scan, "usable_cores", lambda: 2)
    monkeypatch.setattr(parallel_scan, "PATIENCE", 1e9)
    monkeypatch.setattr(threading.Thread, "start", fail)
    (tmp_path / "a").write_bytes(b"a")
    clean = parallel_scan.clean_files(Trusting(), os.fsencode(tmp_path), [b"a"] * 100)
    assert list(clean) == [True] * 100


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a pipe is fixed")
def test_the_requests_fit_into_a_pipe_of_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from fcntl import F_SETPIPE_SZ, fcntl

    def small() -> tuple[int, int]:
        ends = pipe()
        fcntl(ends[1], F_SETPIPE_SZ, 4096)
        os.set_blocking(ends[1], False)  # the first one fails instead of waiting forever
        monkeypatch.setattr(os, "pipe", pipe)
        return ends

    pipe = os.pipe
    monkeypatch.setattr(os, "pipe", small)
    groups = [[b"a"]] * parallel_scan._MOST_GROUPS
    assert all(scan_processes.decided(lambda group: b"\1", groups, 1))


def test_what_a_failed_thread_has_taken_is_left_to_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_scan, "usable_cores", lambda: 2)
    (tmp_path / "a").write_bytes(b"a")
    clean = list(parallel_scan.clean_files(Failing(), os.fsencode(tmp_path), [b"a"] * 200))
    assert len(clean) == 200
    assert clean == sorted(clean, reverse=True)  # the thread begins at the end


def test_the_answer_of_a_failed_thread_is_that_no_file_is_clean(
    tmp_path: Path, sweeper: Sweeper
) -> None:
    (tmp_path / "a").write_bytes(b"a")
    helper = parallel_scan._Helper(sweeper(Failing(), 1), [[b"a"]], deque([0]))
    assert helper.answers() == {0: b"\0"}


def test_a_process_decides_as_the_scan_of_each_file_does(
    mixed: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decided(scanner: parallel_scan.Scanner, directory: bytes, paths: list[bytes]) -> list[bool]:
        folder = os.open(directory, os.O_RDONLY)
        sweeper = parallel_scan._Sweeper(scanner, directory, folder, len(paths))
        groups = [paths[start : start + 30] for start in range(0, len(paths), 30)]
        answer = [bool(one) for group in groups for one in sweeper.decide(group)]
        os.close(folder)
        clean.update(zip(paths, answer, strict=True))
        return answer

    clean: dict[bytes, bool] = {}
    monkeypatch.setattr("git_secrets_py.commands.scan.clean_files", decided)
    swept = mixed.call("--scan")
    monkeypatch.setattr("git_secrets_py.commands.scan.clean_files", one_by_one)
    assert swept == mixed.call("--scan")
    results = [clean[name] for name in (b"clean/099.txt", b"found/098.txt", b"pointer.txt")]
    assert results == [True, False, False]


def test_a_process_that_cleared_most_suspects_scans_no_more_for_lines_without_a_match(
    tmp_path: Path, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The filters do not look ahead, so that they hit "key0", too.
    matcher = Matcher([Pattern(b"key(?!0)[0-9]", Origin("config", "a test"))])
    scanner = BlobScanner(matcher.filters(), lambda: Scanner(matcher), Registry([], []))
    scan, scanned = scanner.scan, list[bytes]()

    def counted(blob: Blob) -> Iterator[object]:
        scanned.append(blob.path)
        return scan(blob)

    monkeypatch.setattr(scanner, "scan", counted)
    for name, text in [("a", b"key0"), ("b", b"\nkey0\r\n"), ("c", b"key0\nkey1"), ("d", b"d")]:
        (tmp_path / name).write_bytes(text)
    one = sweeper(scanner, 4)
    groups = [b"d"], [b"b", b"c"], [b"a"]
    assert [one.decide(list(group)) for group in groups] == [b"\1", b"\1\0", b"\1"]
    # Half of the suspects was not enough.
    assert scanned == [b"b", b"c", b"a"]
    assert one.decide([b"a", b"b", b"c", b"d"]) == b"\1\1\0\1"
    assert scanned == [b"b", b"c", b"a", b"c"]


@pytest.mark.parametrize("is_built", [True, False])
def test_files_are_filtered_whole_as_far_as_the_buffer_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sweeper: Sweeper, is_built: bool
) -> None:
    class Recording(Trusting):
        def suspects(
            self, paths: list[bytes], content: bytes, starts: list[int]
        ) -> tuple[int, ...]:
            ends = [*starts[1:], len(content)]
            for path, start, end in zip(paths, starts, ends, strict=True):
                filtered[path] = content[start:end]
            return ()

    if is_built:
        pytest.importorskip("git_secrets_py.sources.file_reader")
    else:
        monkeypatch.setitem(sys.modules, "git_secrets_py.sources.file_reader", None)
    filtered: dict[bytes, bytes] = {}
    monkeypatch.setattr(parallel_scan, "_ROOM", 10)
    sizes = [*range(35), 9, 9, 9, 8, 9, 10, 29, 0, 30, 1]
    contents = {b"%d" % number: b"%c" % (65 + number) * size for number, size in enumerate(sizes)}
    for path, content in contents.items():
        (tmp_path / path.decode()).write_bytes(content)
    unreadable = [b"absent", b"folder", b"pipe", b"link", b"0/a"]
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("1")
    answer, _ = sweeper(Recording(), 3).filter([*contents, *unreadable])
    assert list(map(bool, answer)) == [*(size < 30 for size in sizes), *([False] * 5)]
    assert filtered == {
        path: content + b"\n" for path, content in contents.items() if len(content) < 30
    }


def test_a_file_of_which_less_was_read_than_there_is_is_left_to_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sweeper: Sweeper
) -> None:
    (tmp_path / "a").write_bytes(b"text\n")
    preadv = os.preadv
    monkeypatch.setitem(sys.modules, "git_secrets_py.sources.file_reader", None)
    monkeypatch.setattr(os, "preadv", lambda file, views, at: preadv(file, [views[0][:2]], at))
    assert sweeper(Trusting(), 1).filter([b"a"])[0] == b"\0"


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
@pytest.mark.parametrize("is_built", [True, False])
def test_a_file_of_unknown_size_is_left_to_the_caller(
    monkeypatch: pytest.MonkeyPatch, is_built: bool
) -> None:
    if is_built:
        pytest.importorskip("git_secrets_py.sources.file_reader")
    else:
        monkeypatch.setitem(sys.modules, "git_secrets_py.sources.file_reader", None)
    folder = os.open("/proc/self", os.O_RDONLY)
    assert parallel_scan._Sweeper(Trusting(), b"", folder, 1).filter([b"status"])[0] == b"\0"
    os.close(folder)


def test_a_process_is_certain_of_nothing_once_a_pattern_was_skipped(
    tmp_path: Path, sweeper: Sweeper
) -> None:
    class Skipping(Trusting):
        """A scanner whose filters suspect everything, and whose pattern exceeds its time."""

        def suspects(self, paths: list[bytes], content: object, starts: object) -> range:
            return range(len(paths))

        def scan(self, blob: object) -> Iterator[NotScanned]:
            yield NotScanned("it takes too long", NotScanned.ERROR)

    (tmp_path / "a").write_bytes(b"a\n")
    one = sweeper(Skipping(), 3)
    assert one.decide([b"a", b"a"]) == b"\0\0"
    assert not one._is_certain


KILLED = """
import os, sys, time
from git_secrets_py.sources import parallel_scan

class Slow:
    def file_filter(self):
        return self
    def answers(self):
        return {}
    def suspects(self, paths, content, starts):
        if os.getpid() != parent:
            os.write(1, b"%d\\n" % os.getpid())
            time.sleep(20)
            os.write(1, b"alive")
        return []

parent, parallel_scan.PATIENCE, parallel_scan.usable_cores = os.getpid(), -1, lambda: 2
parallel_scan._Helper = lambda *_: Slow()
list(parallel_scan.clean_files(Slow(), os.fsencode(sys.argv[1]), [b"a"] * 100))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends them at once")
def test_no_process_outlives_the_program(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        pids = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
        # At its end, no process holds the pipe.
        assert process.stdout.read() == b""
    assert len(set(pids)) == 2
