"""Which reader an audit uses."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from git_secrets_py import packs
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.packs import choice


@pytest.fixture(params=["walker", "links"])
def _not_built(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"git_secrets_py.packs.{request.param}"
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delattr(name, raising=False)


@pytest.mark.usefixtures("_not_built")
def test_a_reader_that_is_required_and_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "compiled")
    with pytest.raises(ConfigurationError, match="not installed; install a C compiler") as caught:
        choice.is_compiled()
    assert caught.value.exit_status == 2


@pytest.mark.usefixtures("_not_built")
@pytest.mark.parametrize("engine", ["", "regex", "python"])
def test_without_the_compiled_reader_git_reads(
    monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setenv("GIT_SECRETS_ENGINE", engine)
    assert not choice.is_compiled()


@pytest.mark.parametrize(("engine", "expected"), [("", True), ("regex", True), ("python", False)])
def test_the_compiled_reader_is_used_if_it_was_built_and_git_is_not_selected(
    monkeypatch: pytest.MonkeyPatch, engine: str, expected: bool
) -> None:
    for name in ("history", "walker", "links"):
        monkeypatch.setitem(sys.modules, f"git_secrets_py.packs.{name}", ModuleType(name))
        monkeypatch.setattr(packs, name, ModuleType(name), raising=False)
    monkeypatch.setenv("GIT_SECRETS_ENGINE", engine)
    assert choice.is_compiled() is expected
