"""The table of character pairs: how it is computed and measured."""

from __future__ import annotations

import argparse
import ast
import codecs
import subprocess
import tarfile
from pathlib import Path

from tools import bigrams

NAMES = [
    f"{module.__name__}.{name}".encode()
    for module in (argparse, ast, codecs, subprocess, tarfile)
    for name in dir(module)
]


def test_pairs_separate_names_from_random_text_where_entropy_does_not() -> None:
    for name, length, pairs, entropy in bigrams.measure(NAMES):
        if length <= 20:
            assert pairs < 0.01, (name, length)
            assert pairs < entropy, (name, length)


def test_a_table_does_not_depend_on_the_order_of_the_files(tmp_path: Path) -> None:
    def computed(*names: str) -> bytes:
        folder = tmp_path / "-".join(names)
        folder.mkdir()
        for name in names:
            (folder / name).write_text(f"def compute_{name}(value): return value.{name} + offset\n")
        made = bigrams.likelihoods(bigrams.words([folder]))
        return bigrams.table(made, [0.0] * len(made))

    assert computed("a.py", "b.py") == computed("b.py", "a.py")


def test_tests_and_installed_packages_are_not_in_the_corpus(tmp_path: Path) -> None:
    for name in ("lib.py", "test/lib.py", "site-packages/lib.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(Path(name).parent.name + "identifier\n")
    assert list(bigrams.words([tmp_path])) == [b"identifier"]
