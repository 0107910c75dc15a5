"""Computes the table of ``git_secrets_py.rules.bigrams``, and measures it.

``python -m tools.bigrams`` prints the table in Base85. Its corpus is the standard library of the
Python that runs it, without tests and installed packages: the identifiers, words and paths in its
code, its comments and the reference in ``pydoc_data``. The shipped table is that of CPython
3.11.7; the result depends on nothing else. ``python -m tools.bigrams FOLDER...`` reads other
folders.

``python -m tools.bigrams --measure FOLDER...`` prints how well the shipped table and Shannon
entropy separate random text from the words in these folders, which should be others.
"""

from __future__ import annotations

import re
import sys
from base64 import b85encode
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from math import log, log2
from pathlib import Path
from random import Random
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from sysconfig import get_path
from typing import TYPE_CHECKING

from git_secrets_py.rules.bigrams import MIDDLE, SCALE, SYMBOLS, symbols, word_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUFFIXES = {".py", ".txt", ".md", ".js", ".ts", ".h", ".c", ".html", ".json", ".rst"}
_EXCLUDED = {"site-packages", "test", "tests", "idle_test"}
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
_MEASURED = {
    "Base62": ascii_letters + digits,
    "Base64": ascii_letters + digits + "+/",
    "Base36": ascii_lowercase + digits,
    "Base32": ascii_uppercase + "234567",
}
_LENGTHS = (12, 16, 20, 24, 32, 40)
_SAMPLE = 5_000


def words(folders: Iterable[Path]) -> dict[bytes, float]:
    """Return the words in the files of ``folders``, and the weight of each."""
    counts: Counter[bytes] = Counter()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and _is_used(path.relative_to(folder)):
                counts.update(_WORD.findall(path.read_bytes()))
    plain = {word: 1 + log(number) for word, number in counts.items() if _LETTERS.search(word)}
    return {word: weight for word, weight in plain.items() if not _ENCODED.fullmatch(word)}


def _is_used(path: Path) -> bool:
    return path.suffix in _SUFFIXES and _EXCLUDED.isdisjoint(path.parts)


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


def measure(texts: Iterable[bytes]) -> Iterator[tuple[str, int, float, float]]:
    """Yield for each alphabet and length the share of pairs that each measure ranks wrongly.

    A pair is a random text and one of ``texts``, cut to its length: 1 minus the area under the ROC
    curve, of the table and of Shannon entropy.
    """
    random = Random(7)
    longest = [text for text in texts if len(text) >= min(_LENGTHS)]
    for name, alphabet in _MEASURED.items():
        for length in _LENGTHS:
            words = [text[:length] for text in longest if len(text) >= length]
            words = random.sample(words, min(len(words), _SAMPLE))
            secrets = ["".join(random.choices(alphabet, k=length)).encode() for _ in words]
            yield (
                name,
                length,
                wrongly_ranked(map(word_likeness, words), map(word_likeness, secrets)),
                wrongly_ranked(map(_uniformity, words), map(_uniformity, secrets)),
            )


def wrongly_ranked(words: Iterable[float], secrets: Iterable[float]) -> float:
    """Return the share of pairs in which the secret has the higher value; ties count half."""
    ordered = sorted(words)
    ranks = [(bisect_left(ordered, one) + bisect_right(ordered, one)) / 2 for one in secrets]
    return sum(ranks) / (len(ranks) * len(ordered) or 1)


def _uniformity(text: bytes) -> float:
    """Return Shannon entropy with the sign of ``word_likeness``: lower for random text."""
    shares = [count / len(text) for count in Counter(text).values()]
    return sum(share * log2(share) for share in shares)


def main(arguments: list[str]) -> None:
    """Print the table, or how it measures."""
    if arguments[:1] == ["--measure"]:
        for name, length, pairs, entropy in measure(words(map(Path, arguments[1:]))):
            print(f"| {length} characters in {name} | {pairs:.2%} | {entropy:.1%} |")
        return
    folders = list(map(Path, arguments)) or [Path(get_path("stdlib"))]
    made = table(likelihoods(words(folders)), likelihoods(random_texts()))
    print(b85encode(made).decode())


if __name__ == "__main__":
    main(sys.argv[1:])
