"""Programs that the configuration of a repository names."""

from __future__ import annotations

import pytest
from support import Repo


@pytest.fixture
def marked(with_pattern: Repo) -> Repo:
    """A repository whose configuration names a program, which leaves a file when it runs."""
    program = with_pattern.write("../program", "#!/bin/sh\ntouch was-run; echo other-key\n")
    program.chmod(0o755)
    with_pattern.git("config", "core.fsmonitor", str(program))
    return with_pattern


COMMANDS = [
    ["--scan"],
    ["--scan", "--cached"],
    ["--scan-history"],
    ["--pre_commit_hook"],
    ["--list"],
]


@pytest.mark.parametrize("words", COMMANDS)
def test_the_file_system_monitor_is_not_run(marked: Repo, words: list[str]) -> None:
    assert marked.call(*words).status == 0
    assert not (marked.path / "was-run").exists()


@pytest.mark.parametrize("words", [["--scan"], ["--scan-history"], ["--pre_commit_hook"]])
def test_providers_are_not_run_on_request(
    marked: Repo, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    marked.git("config", "secrets.providers", str(marked.path / "../program"))
    marked.git("config", "--unset", "core.fsmonitor")
    assert marked.call(*words, "--no-providers").status == 0
    monkeypatch.setenv("GIT_SECRETS_NO_PROVIDERS", "1")
    assert marked.call(*words).status == 0
    assert not (marked.path / "was-run").exists()
    monkeypatch.delenv("GIT_SECRETS_NO_PROVIDERS")
    assert marked.call(*words).status == 0
    assert (marked.path / "was-run").exists()
