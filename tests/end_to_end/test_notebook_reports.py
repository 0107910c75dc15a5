"""A secret in a Jupyter notebook: the reports have its cell and the line in it."""

from __future__ import annotations

import json

import pytest
from support import Repo


@pytest.fixture
def notebook(key: bytes) -> str:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# A title\n", "A text"]},
        {"cell_type": "code", "metadata": {}, "source": ["import os\n", f'key = "{key.decode()}"']},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1)


@pytest.mark.parametrize("command", ["--scan", "--scan-history"])
def test_json_has_the_cell_and_the_line(with_pattern: Repo, notebook: str, command: str) -> None:
    with_pattern.commit_file("a.ipynb", notebook)
    (found,) = json.loads(with_pattern.call(command, "--format", "json").out)["findings"]
    assert (found["line"], found["cell"], found["cell_line"]) == (16, 2, 2)


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("pretty", b"a.ipynb:16:14 (cell 2, line 2)  "),
        ("github", b"%0Acell 2, line 2\n"),
        ("sarif", b'"cell 2, line 2"'),
    ],
)
def test_the_other_formats_show_both(
    with_pattern: Repo, notebook: str, format: str, text: bytes
) -> None:
    with_pattern.commit_file("a.ipynb", notebook)
    ran = with_pattern.call("--scan", "--format", format)
    assert text in ran.out + ran.err


@pytest.mark.usefixtures("as_by_default")
def test_both_are_below_the_masked_line_of_a_hook(with_hooks: Repo, notebook: str) -> None:
    with_hooks.write("a.ipynb", notebook)
    with_hooks.add()
    assert b"  cell 2, line 2\n" in with_hooks.commit().err
