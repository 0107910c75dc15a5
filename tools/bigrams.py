"""Computes the table of ``git_secrets_py.rules.bigrams`` from folders of source code and text.

Run ``python -m tools.bigrams FOLDER...``. It prints the table in Base85.
"""

from __future__ import annotations

import re
import sys
from base64 import b85encode
from collections import Counter
from itertools import pairwise
from math import log, log2
from pathlib import Path
from random import Random
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import TYPE_CHECKING

from git_secrets_py.rules.bigrams import MIDDLE, SCALE, SYMBOLS, symbols

if TYPE_CHECKING:
    from collections.abc import Iterable

_SUFFIXES = {".py", ".txt", ".md", ".js", ".ts", ".h", ".c", ".html", ".json", ".rst"}
_WORD = re.compile(rb"[A-Za-z0-9_./+-]{4,60}")
_LETTERS = re.compile(rb"[A-Za-z]{3}")
_ENCODED = re.compile(rb"[0-9a-fA-F-]{16,}|[A-Za-z0-9+/]{40,}")
# The alphabets of random text, by how common they are in secrets.
_ALPHABETS = (
    *[ascii_letters + digits] * 4,
    *[ascii_letters + digits + "+/"] * 2,
    ascii_letters + digits + "-_",
    *[ascii_lowercase + digits] * 2,
    *["0123456789abcdef"] * 2,
    ascii_uppercase + "234567",
)
_RANDOM_TEXTS = 60_000


def words(folders: Iterable[Path]) -> dict[bytes, float]:
    """Return the words in the files of ``folders``, and the weight of each."""
    counts: Counter[bytes] = Counter()
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in _SUFFIXES and path.is_file():
                counts.update(_WORD.findall(path.read_bytes()))
    plain = {word: 1 + log(number) for word, number in counts.items() if _LETTERS.search(word)}
    return {word: weight for word, weight in plain.items() if not _ENCODED.fullmatch(word)}


def random_texts() -> dict[bytes, float]:
    """Return random texts of the usual lengths and alphabets, each with the weight 1."""
    random = Random(5)
    return {
        "".join(
            random.choices(random.choice(_ALPHABETS), k=random.choice((20, 24, 32, 40)))
        ).encode(): 1.0
        for _ in range(_RANDOM_TEXTS)
    }


def likelihoods(texts: dict[bytes, float]) -> list[float]:
    """Return the binary logarithm of the likelihood of each pair, given its first symbol."""
    size = len(SYMBOLS)
    counts = [0.5] * size**2
    for text, weight in texts.items():
        numbers = symbols(text)
        for first, second in pairwise(numbers):
            counts[first * size + second] += weight
    totals = [sum(counts[row * size : (row + 1) * size]) for row in range(size)]
    return [log2(count / totals[place // size]) for place, count in enumerate(counts)]


def table(of_words: list[float], of_random: list[float]) -> bytes:
    """Return the table: the difference of the two, rounded and limited to a byte."""
    ratios = (first - second for first, second in zip(of_words, of_random, strict=True))
    return bytes(max(1, min(127, round(ratio * SCALE) + MIDDLE)) for ratio in ratios)


if __name__ == "__main__":
    folders = [Path(name) for name in sys.argv[1:]]
    made = table(likelihoods(words(folders)), likelihoods(random_texts()))
    print(b85encode(made).decode())
