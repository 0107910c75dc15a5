"""Jupyter notebooks: the cell of a match, and the line in it."""

from __future__ import annotations

import json

import pytest
from matching import scanned, scanner

from git_secrets_py.engine import notebooks

SCANNER = scanner(b"KEY-[0-9]+", b"MORE-[0-9]+")
OTHER = {"cell_type": "markdown", "metadata": {"cells": [{"source": "KEY-0"}]}, "source": "a\nb"}


def cell(*source, outputs=()):
    return {"cell_type": "code", "metadata": {}, "source": list(source), "outputs": list(outputs)}


def notebook(*cells, **settings):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, **settings).encode()


def cells(content, chunk_size=None):
    """Return of each match its secret and its cell."""
    return {
        item.secret(match): match.cell
        for item in scanned(SCANNER, content, chunk_size)
        for match in item.matches
    }


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("chunk_size", [None, 7])
def test_a_match_has_the_cell_and_the_line_in_it(indent, chunk_size):
    code = cell("import os\n", 'key = "KEY-1"\n', "\n", "# \\n KEY-2 MORE-2")
    assert cells(notebook(OTHER, code, indent=indent), chunk_size) == {
        b"KEY-0": (1, 0),
        b"KEY-1": (2, 2),
        b"KEY-2": (2, 4),
        b"MORE-2": (2, 4),
    }


def test_a_source_may_be_one_string():
    assert cells(notebook(OTHER, {"source": 'a\n"b"\n\nKEY-1'})) == {
        b"KEY-0": (1, 0),
        b"KEY-1": (2, 4),
    }


def test_a_match_in_an_output_has_a_cell_without_a_line():
    output = {"output_type": "stream", "text": ["source\n", "KEY-1\n"], "source": "KEY-2"}
    assert cells(notebook(cell("a\n", outputs=[output]))) == {b"KEY-1": (1, 0), b"KEY-2": (1, 0)}


def test_a_match_outside_of_cells_has_none():
    content = notebook(cell("KEY-1"), indent=1)
    assert cells(content[:-1] + b', "source": "KEY-2"}') == {b"KEY-1": (1, 1), b"KEY-2": (0, 0)}


def test_cells_of_version_3_are_in_worksheets():
    sheet = {"cells": [{"cell_type": "code", "input": ["a\n", "KEY-1"]}]}
    content = json.dumps({"nbformat": 3, "worksheets": [sheet]}).encode()
    assert cells(content) == {b"KEY-1": (1, 2)}


@pytest.mark.parametrize(
    "content",
    [
        b'{"cells": [{"source": "KEY-1',
        b'{"cells": [' + b"[" * 2000 + b'"KEY-1"',
        b'{"cells": ]]}} "KEY-1"',
        b'{"cells": [[]], "a": "KEY-1"}',
        b'{"nbformat": 4, "text": "KEY-1"}',
    ],
)
def test_broken_notebooks_are_scanned(content):
    assert list(cells(content)) == [b"KEY-1"]


def test_large_notebooks_are_scanned_without_cells(monkeypatch):
    monkeypatch.setattr(notebooks, "_LARGEST", 100)
    assert cells(notebook(cell("KEY-1", "x" * 200, "KEY-2")), 50) == {
        b"KEY-1": (0, 0),
        b"KEY-2": (0, 0),
    }


def test_other_json_has_no_cells():
    assert cells(b'{"a": [{"source": ["KEY-1"]}]}') == {b"KEY-1": (0, 0)}
