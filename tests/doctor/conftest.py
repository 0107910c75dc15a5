"""Fixtures for the tests of the doctor."""

from __future__ import annotations

from typing import Any

import pytest

from git_secrets_py.doctor import live_test


@pytest.fixture
def without_live_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the live test, which takes most of the time, where no hook's behavior is the subject."""
    monkeypatch.setattr("git_secrets_py.doctor.live_test.run", lambda *_, **options: ([], []))


@pytest.fixture
def one_live_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test only the pre-commit hook live, where each hook would be another instance."""
    run = live_test.run

    def run_one(repository: Any, hooks: Any, *more: Any, **options: Any) -> Any:
        return run(
            repository, [one for one in hooks if one.hook.name == "pre-commit"], *more, **options
        )

    monkeypatch.setattr("git_secrets_py.doctor.live_test.run", run_one)
