"""The source distribution, and the description of the project on package indexes."""

from __future__ import annotations

import re
import runpy
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Only a checkout has these.
LEFT_OUT = {".ci", ".github", ".gitallowed", ".gitignore"}
# The files that setuptools adds to each source distribution.
ADDED = {"LICENSE", "MANIFEST.in", "git_secrets_py", "pyproject.toml", "setup.cfg", "setup.py"}

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")


def test_each_tracked_file_is_in_the_source_distribution() -> None:
    command = ["git", "ls-files", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    top = {name.split("/")[0] for name in names.split("\0")[:-1]}
    words = (ROOT / "MANIFEST.in").read_text().split()
    named = {word.split("/")[0] for word in words}
    pages = {path.name for path in ROOT.glob("*.md")}
    assert top - named - pages - ADDED == LEFT_OUT


def test_the_same_versions_of_python_are_declared_built_and_tested() -> None:
    """Hyperscan has no wheel for later ones, and takes a toolchain to compile."""
    settings = (ROOT / "setup.cfg").read_text()
    versions = re.findall(r"Python :: 3\.(\d+)", settings)
    following = int(versions[-1]) + 1
    assert re.findall(r'python_version < "3\.(\d+)"\n', settings)[-1] == str(following)
    assert re.findall(r"cp3(\d+)-", (ROOT / "pyproject.toml").read_text()) == versions
    assert f'default: "3.{versions[-1]}"' in (ROOT / "action.yml").read_text()
    matrix = "python: [" + ", ".join(f'"3.{one}"' for one in versions) + "]"
    assert (ROOT / ".github/workflows/ci.yml").read_text().count(matrix) == 2


def test_a_package_index_is_given_absolute_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = runpy.run_path("setup.py")["long_description"]()
    assert [link for link in re.findall(r"\]\(([^)]*)\)", text) if "://" not in link] == []
    assert re.findall(r"!\[[^]]*\]\((.*)blocked-commit.svg", text) == [
        "https://raw.githubusercontent.com/git-secrets-py/git-secrets-py/HEAD/docs/images/"
    ]
