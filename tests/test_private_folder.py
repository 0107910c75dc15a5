"""Private folders: nothing that others may write is read, and nothing else is removed.

And the mark of our code, on which caches depend.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from git_secrets_py import files
from git_secrets_py.audit import examination
from git_secrets_py.engine import hyperscan
from git_secrets_py.files import PrivateFolder

CONTENT = b"content"
LONG_AGO = 1_000_000_000

on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no owners, modes and FIFOs")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "parent" / "private"


@pytest.fixture
def folder(path: Path) -> PrivateFolder:
    """A folder that exists, with the file ``name``."""
    created = PrivateFolder(str(path))
    assert store(created)
    return created


def store(folder: PrivateFolder, name: str = "name", **options: bool) -> bool:
    return folder.store(name, lambda file: file.write(CONTENT), **options)


def read(folder: PrivateFolder, name: str = "name") -> bytes | None:
    file = folder.open(name)
    if file is None:
        return None
    with file:
        return file.read()


def test_a_stored_file_is_read(folder: PrivateFolder) -> None:
    assert read(folder) == CONTENT


@on_posix
def test_only_the_owner_can_access_the_folder_and_its_files(path: Path) -> None:
    before = os.umask(0)
    try:
        store(PrivateFolder(str(path)))
    finally:
        os.umask(before)
    assert [oct(one.stat().st_mode & 0o777) for one in (path, path / "name")] == ["0o700", "0o600"]


def test_an_absent_folder_has_no_files_and_nothing_to_remove(tmp_path: Path) -> None:
    folder = PrivateFolder(str(tmp_path / "absent"))
    assert read(folder) is None
    folder.prune("", "", 0)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_link_is_not_used(folder: PrivateFolder, path: Path) -> None:
    link = path.with_name("link")
    link.symlink_to(path)
    linked = PrivateFolder(str(link))
    (path / "aa").write_bytes(CONTENT)
    assert read(linked) is None
    assert not store(linked, "other")
    linked.prune("", "", 0)
    assert sorted(one.name for one in path.iterdir()) == ["aa", "name"]


def test_a_dangling_link_creates_no_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert not store(PrivateFolder(str(tmp_path / "link")))
    assert not (tmp_path / "target").exists()


def test_a_folder_below_a_link_is_used(folder: PrivateFolder, path: Path) -> None:
    link = path.parent.with_name("link")
    link.symlink_to(path.parent)
    assert read(PrivateFolder(str(link / path.name))) == CONTENT


@on_posix
@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_may_write_to_is_not_used(
    folder: PrivateFolder, path: Path, mode: int
) -> None:
    (path / "aa").write_bytes(CONTENT)
    path.chmod(mode)
    assert read(folder) is None
    assert not store(folder, "other")
    folder.prune("", "", 0)
    assert sorted(one.name for one in path.iterdir()) == ["aa", "name"]


@as_root
def test_a_folder_of_another_user_is_not_used(folder: PrivateFolder, path: Path) -> None:
    os.chown(path, 65534, 65534)
    assert read(folder) is None
    assert not store(folder, "other")


@on_posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_to_is_not_read(
    folder: PrivateFolder, path: Path, mode: int
) -> None:
    (path / "name").chmod(mode)
    assert read(folder) is None


@as_root
def test_a_file_of_another_user_is_not_read(folder: PrivateFolder, path: Path) -> None:
    os.chown(path / "name", 65534, 65534)
    assert read(folder) is None


def test_a_file_that_is_a_link_is_not_read_and_is_replaced(
    folder: PrivateFolder, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_bytes(b"another's")
    (path / "name").unlink()
    (path / "name").symlink_to(tmp_path / "elsewhere")
    assert read(folder) is None
    assert store(folder)
    assert read(folder) == CONTENT
    assert (tmp_path / "elsewhere").read_bytes() == b"another's"


@on_posix
def test_a_fifo_is_not_waited_for(folder: PrivateFolder, path: Path) -> None:
    (path / "name").unlink()
    os.mkfifo(path / "name", 0o600)
    assert read(folder) is None
    assert store(folder)
    assert read(folder) == CONTENT


def test_a_directory_is_not_read(folder: PrivateFolder, path: Path) -> None:
    (path / "directory").mkdir(0o700)
    assert read(folder, "directory") is None
    assert not store(folder, "directory")


def test_without_overwrite_the_first_file_stays(folder: PrivateFolder, path: Path) -> None:
    assert not folder.store("name", lambda file: file.write(b"second"), overwrite=False)
    assert folder.store("new", lambda file: file.write(b"second"), overwrite=False)
    assert (read(folder), read(folder, "new")) == (CONTENT, b"second")
    assert sorted(one.name for one in path.iterdir()) == ["name", "new"]


def test_a_failure_to_write_leaves_nothing_behind(folder: PrivateFolder, path: Path) -> None:
    def fail(file: object) -> None:
        raise OSError(28, "No space left on device")

    assert not folder.store("name", fail)
    assert read(folder) == CONTENT
    assert [one.name for one in path.iterdir()] == ["name"]


def test_an_interruption_leaves_nothing_behind(folder: PrivateFolder, path: Path) -> None:
    def interrupt(file: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.store("name", interrupt)
    assert [one.name for one in path.iterdir()] == ["name"]


@pytest.mark.skipif(not files._HAS_DESCRIPTORS, reason="Windows looks up paths")
def test_a_folder_that_is_replaced_meanwhile_keeps_what_is_stored(
    folder: PrivateFolder, path: Path, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()

    def redirect(file: object) -> None:
        path.rename(path.with_name("moved"))
        path.symlink_to(victim)

    assert folder.store("other", redirect)
    assert list(victim.iterdir()) == []
    assert path.with_name("moved").joinpath("other").exists()


NOT_OURS = ["notes.txt", "x-", "x-zz.t", "x-1.t.bak", "yx-1.t", "x-1", "x-AB.t", "1.t", "x-1.t.new"]


def test_only_the_oldest_files_of_the_kind_are_removed(folder: PrivateFolder, path: Path) -> None:
    for number in range(5):
        (path / f"x-{number}a.t").write_bytes(CONTENT)
        os.utime(path / f"x-{number}a.t", (LONG_AGO + number, LONG_AGO + number))
    for name in NOT_OURS:
        (path / name).write_bytes(CONTENT)
    folder.prune("x-", ".t", 2)
    assert sorted(one.name for one in path.iterdir()) == sorted(
        [*NOT_OURS, "name", "x-3a.t", "x-4a.t"]
    )


def test_links_and_directories_are_never_removed(
    folder: PrivateFolder, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_bytes(CONTENT)
    (path / "x-1").symlink_to(tmp_path / "elsewhere")
    (path / "x-2").mkdir()
    folder.prune("x-", "", 0)
    assert sorted(one.name for one in path.iterdir()) == ["name", "x-1", "x-2"]
    assert (tmp_path / "elsewhere").exists()


@as_root
def test_a_file_of_another_user_is_never_removed(folder: PrivateFolder, path: Path) -> None:
    (path / "x-1").write_bytes(CONTENT)
    os.chown(path / "x-1", 65534, 65534)
    folder.prune("x-", "", 0)
    assert (path / "x-1").exists()


def test_the_unfinished_file_of_a_killed_process_is_removed_in_time(
    folder: PrivateFolder, path: Path
) -> None:
    names: list[str] = []

    def remember(file: object) -> None:
        names.extend(one.name for one in path.iterdir() if one.name != "name")

    folder.store("name", remember)
    (unfinished,) = names
    (path / unfinished).write_bytes(b"half")
    folder.prune("", ".t", 2)
    assert (path / unfinished).exists()
    for age in (LONG_AGO, 2 * LONG_AGO + LONG_AGO):
        (path / unfinished).write_bytes(b"half")
        os.utime(path / unfinished, (age, age))
        folder.prune("", ".t", 2)
        assert [one.name for one in path.iterdir()] == ["name"]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module of ours in a package ``engine``."""
    monkeypatch.setattr(files, "__file__", str(tmp_path / "files.py"))
    (tmp_path / "engine").mkdir()
    module = tmp_path / "engine/matcher.py"
    module.write_text("one")
    os.utime(module, (LONG_AGO, LONG_AGO))
    return module


def test_the_mark_of_unchanged_code_stays_the_same(installed: Path) -> None:
    before = files.code_mark("engine")
    installed.with_name("__pycache__").mkdir()
    installed.with_suffix(".pyc").write_bytes(b"")
    assert files.code_mark("engine") == before != b""


@pytest.mark.parametrize(
    "change",
    [
        lambda module: module.write_text("two"),
        lambda module: os.utime(module, (LONG_AGO, LONG_AGO + 1)),
        lambda module: module.with_name("more.py").write_text(""),
        lambda module: module.unlink(),
    ],
    ids=["content", "time", "another module", "a module less"],
)
def test_the_mark_of_code_changes_with_it(
    installed: Path, change: Callable[[Path], object]
) -> None:
    before = files.code_mark("engine")
    change(installed)
    assert files.code_mark("engine") != before


@pytest.mark.parametrize("packages", [hyperscan.CODE, examination.CODE])
def test_caches_depend_on_whole_packages(packages: tuple[str, ...]) -> None:
    top = Path(files.__file__).parent
    inner = {
        init.parent.relative_to(top).as_posix()
        for package in packages
        if package
        for init in (top / package).rglob("__init__.py")
    }
    assert inner == set(packages) - {""}
    assert all(map(files.code_mark, packages))


def test_code_that_is_not_in_files_has_no_mark(installed: Path) -> None:
    assert files.code_mark("absent") == b""
