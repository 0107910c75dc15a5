"""How a hook starts the program."""

from __future__ import annotations

import atexit
import os
import runpy
import site
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from support import WINDOWS, Repo, run

import git_secrets_py

START = Path(git_secrets_py.__file__).with_name("start.py")
STARTERS = (START.with_name("__main__.py"), START)


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Python's search path, as Python sets it for a file that is run without ``site``."""
    path = [str(START.parent), *sys.path]
    monkeypatch.setattr(sys, "path", path)
    return path


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The record of each call in which ``site`` searches for packages."""
    asked: list[str] = []
    monkeypatch.setattr(site, "main", lambda: asked.append("asked"))
    return asked


def test_modules_beside_the_file_are_not_found_by_themselves(
    path: list[str], sites: list[str]
) -> None:
    runpy.run_path(str(START))
    assert str(START.parent) not in path


def test_the_package_is_found_after_all_else(
    path: list[str], sites: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/elsewhere/bin/python")
    before = [*path[1:]]
    runpy.run_path(str(START))
    assert path == [*before, str(START.parents[1])]


ENVIRONMENT = Path("lib", "python{}.{}".format(*sys.version_info), "site-packages")


@pytest.mark.parametrize(
    ("packages", "asked"),
    [(Path(), []), (ENVIRONMENT, []), (Path("elsewhere"), ["asked"])],
    ids=["installed", "a checkout in an environment", "elsewhere"],
)
def test_site_is_asked_only_where_other_packages_are_elsewhere(
    path: list[str],
    sites: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    packages: Path,
    asked: list[str],
) -> None:
    start = tmp_path / "git_secrets_py" / "start.py"
    start.parent.mkdir()
    start.write_bytes(START.read_bytes())
    (tmp_path / packages / "regex").mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    runpy.run_path(str(start))
    assert sites == asked
    assert asked or path[-1] == str(tmp_path / packages)


def test_no_package_is_looked_for_in_the_current_directory(
    path: list[str], sites: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = tmp_path / "git_secrets_py" / "start.py"
    start.parent.mkdir()
    start.write_bytes(START.read_bytes())
    (tmp_path / "work" / ENVIRONMENT / "regex").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(sys, "executable", "")
    runpy.run_path(str(start))
    assert (sites, path[-1]) == (["asked"], str(tmp_path))


@pytest.mark.parametrize("starter", STARTERS)
@pytest.mark.parametrize(
    ("status", "callbacks", "ended"), [(0, 0, [0]), (1, 0, [1]), (2, 0, []), (0, 1, []), (1, 1, [])]
)
def test_a_run_that_did_not_fail_ends_at_once_unless_something_is_to_be_called_at_exit(
    path: list[str],
    sites: list[str],
    monkeypatch: pytest.MonkeyPatch,
    starter: Path,
    status: int,
    callbacks: int,
    ended: list[int],
) -> None:
    def exit_at_once(status: int) -> None:
        at_once.append(status)
        raise SystemExit(status)

    at_once: list[int] = []
    monkeypatch.setattr("git_secrets_py.cli.main.main", lambda: status)
    monkeypatch.setattr(atexit, "_ncallbacks", lambda: callbacks)
    monkeypatch.setattr(os, "_exit", exit_at_once)
    with pytest.raises(SystemExit) as exit:
        runpy.run_path(str(starter), run_name="__main__")
    assert (exit.value.code, at_once) == (status, ended)


def buffering(status: int) -> list[str]:
    """Return the command of a program that writes to a buffer, and ends with ``status``."""
    code = "import sys; sys.stdout.write('a'); from git_secrets_py.cli.main import end"
    return [sys.executable, "-I", "-c", f"{code}; end({status})"]


@pytest.mark.parametrize("status", [0, 1])
def test_buffered_output_is_written_at_the_end(status: int) -> None:
    ended = subprocess.run(buffering(status), capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, b"a", b"")


@pytest.mark.parametrize("stream", ["sys.stdout = None", "sys.stdout.close()"])
@pytest.mark.parametrize("status", [0, 1])
def test_a_missing_stream_does_not_change_the_status(stream: str, status: int) -> None:
    code = f"import sys; from git_secrets_py.cli.main import end; {stream}; end({status})"
    ended = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("status", [0, 1])
def test_output_that_cannot_be_written_at_the_end_is_an_error(status: int) -> None:
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(buffering(status), stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode == 120  # as Python ends then


@pytest.mark.parametrize("starter", STARTERS)
def test_an_interruption_during_the_import_has_its_status(
    path: list[str], sites: list[str], monkeypatch: pytest.MonkeyPatch, starter: Path
) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "git_secrets_py.cli.main":
                raise KeyboardInterrupt

    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "git_secrets_py.cli.main")
    monkeypatch.delattr("git_secrets_py.cli.main")
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(starter), run_name="__main__")
    assert ended.value.code == 130


def test_the_installed_programs_catch_an_interruption_during_the_import() -> None:
    config = ConfigParser()
    config.read(Path(__file__).parents[2] / "setup.cfg")
    scripts = config["options.entry_points"]["console_scripts"].split("\n")[1:]
    assert scripts == [
        f"{name} = git_secrets_py.__main__:start" for name in ("git-secrets", "git-secrets-py")
    ]


@pytest.mark.skipif(WINDOWS, reason="there is no SIGCHLD")
def test_a_parent_that_ignores_the_end_of_children_changes_nothing(repo: Repo) -> None:
    code = "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); "
    code += "os.execv(sys.executable, [sys.executable, '-m', 'git_secrets_py', '--scan'])"
    assert run(sys.executable, "-c", code, cwd=repo.path) == repo.run("--scan")
