"""The hook scripts for this installation."""

from __future__ import annotations

import pytest

from git_secrets_py.hook_install import scripts


def test_on_windows_paths_have_slashes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.executable", r"C:\Program Files\it's\python.exe")
    monkeypatch.setattr("os.sep", "\\")
    script = scripts.hook_script("pre-commit")
    assert b"""\npython='C:/Program Files/it'"'"'s/python.exe'\n""" in script


@pytest.mark.parametrize("hook", scripts.HOOKS)
def test_every_placeholder_is_filled_in(hook: str) -> None:
    script = scripts.hook_script(hook)
    assert b"@" not in script.replace(b'"$@"', b"")
    assert scripts.is_ours(hook, script)


@pytest.mark.parametrize("hook", scripts.HOOKS)
def test_without_an_interpreter_path_is_searched(
    monkeypatch: pytest.MonkeyPatch, hook: str
) -> None:
    monkeypatch.setattr("sys.executable", None)
    assert b"\npython=''\n" in scripts.hook_script(hook)


def test_another_hook_is_not_ours() -> None:
    assert not scripts.is_ours("commit-msg", scripts.hook_script("pre-commit"))
