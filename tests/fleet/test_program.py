"""The identity of the program, by which workers are refused."""

from __future__ import annotations

from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from git_secrets_py.fleet import program
from git_secrets_py.fleet.program import is_same_program, program_digest


def test_the_identity_changes_with_modules_and_with_the_sources_of_compiled_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_TOP", str(tmp_path))
    compiled = tmp_path / f"reader{EXTENSION_SUFFIXES[0]}"
    (tmp_path / "module.py").write_text("a = 1\n")
    seen = []
    for mark in (
        "",
        "git-secrets-sources:" + "0" * 16,
        "git-secrets-sources:" + "1" * 16,
    ):
        compiled.write_text(f"\0{mark}\0")
        seen.append(program_digest.__wrapped__())
    (tmp_path / "module.py").write_text("a = 2\n")
    seen.append(program_digest.__wrapped__())
    assert seen[1:3] == [f"{seen[0]} {'0' * 16}", f"{seen[0]} {'1' * 16}"]
    assert len(set(seen)) == 4


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("1.0 aa 11", "1.0 aa 11", True),
        ("1.0 aa", "1.0 aa 11", True),
        ("1.0 aa 11", "1.0 aa 22", False),
        ("1.0 aa 11 22", "1.0 aa 11", False),
        ("1.0 aa", "1.0 bb", False),
        ("1.0 aa", "1.1 aa", False),
        ("", "1.0 aa", False),
    ],
)
def test_programs_are_the_same_if_all_that_both_have_is(
    one: str, other: str, is_same: bool
) -> None:
    assert (is_same_program(one, other), is_same_program(other, one)) == (is_same, is_same)
