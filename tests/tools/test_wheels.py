"""The tests that cibuildwheel runs against each wheel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]


def test_wheels_are_tested_without_very_large_inputs(tmp_path: Path) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["cibuildwheel"]
    for source in settings["test-sources"]:
        (tmp_path / source).symlink_to(ROOT / source)
    command = ["-m", "pytest", "--collect-only", "tests/audit/test_segments.py"]
    listed = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, capture_output=True, check=True, text=True
    ).stdout
    assert "[10 MiB]" in listed
    assert "[300 MiB]" not in listed
