"""Measures recall, precision and F1 on labelled cases, beside other scanners.

Run ``python benchmarks/accuracy.py DIRECTORY [--rules SETS]``. The directory holds files
``*.jsonl``; each line is a case: ``{"text": ..., "label": true, "vendor": ..., "source": ...}``.
``label`` is whether the text holds a secret: ``true``, or ``"T"`` as in CredData, whose column
``category`` serves as the vendor. A case is found if a scanner reports anything in it.
The scanners in ``PATH`` are measured on the same cases, each written to a file of its own, named
by ``path`` if that is given: betterleaks, kingfisher, gitleaks, detect-secrets and credsweeper.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from git_secrets_py import rules
from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.findings.finding import Finding
from git_secrets_py.model import MatchedLine

OURS = "git-secrets-py"
# Each prints the file of every finding.
COMMANDS = {
    "betterleaks": ("--no-banner", "--log-level=error", "fs", "--output=-", "."),
    "gitleaks": ("dir", "--no-banner", "--report-format=json", "--report-path=-", "."),
    "kingfisher": (
        *("scan", "--no-validate", "--no-update-check", "--no-dedup", "--format=json"),
        *("--confidence=low", "."),
    ),
    "detect-secrets": ("scan", "--all-files", "--no-verify", "."),
    "credsweeper": ("--path", ".", "--save-json", "/dev/stdout", "--no-stdout"),
}
_CASE_FILE = re.compile(r"case([0-9]+)/")
_TIME_LIMIT = 600


class Case(NamedTuple):
    """A text, and whether it holds a secret."""

    text: str
    label: bool
    vendor: str
    source: str
    path: str


class Score(NamedTuple):
    """The counts of one scanner on some cases."""

    found: int
    missed: int
    false: int

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed or 1)

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false or 1)

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + self.missed + self.false or 1)


def read_cases(directory: Path) -> list[Case]:
    """Return the cases in the files of ``directory``."""
    cases = []
    for path in sorted(directory.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            given = json.loads(line)
            vendor = given.get("vendor") or given.get("category", "")
            source = given.get("source", path.stem)
            label = given["label"] in {True, "T"}
            cases.append(Case(given["text"], label, vendor, source, given.get("path", "text.txt")))
    return cases


def found_by_us(cases: list[Case], sets: list[str]) -> dict[int, set[str]]:
    """Return the names of the rules that find something, by the number of the case."""
    selected = rules.select(sets)
    allow = AllowRule([pattern for one in selected for pattern in one.allowed], None)
    scanner = Scanner(Matcher([pattern for one in selected for pattern in one.patterns]))
    found: dict[int, set[str]] = {}
    for number, case in enumerate(cases):
        path = case.path.encode()
        for line in scanner.scan([case.text.encode()]):
            for item in allow.judge(line, path) if isinstance(line, MatchedLine) else ():
                if isinstance(item, Finding):
                    found.setdefault(number, set()).add(item.match.pattern.name)
    return found


def found_by_others(cases: list[Case]) -> dict[str, set[int]]:
    """Return the numbers of the cases in which each installed scanner finds something."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(cases):
            file = Path(folder) / f"case{number}" / case.path
            file.parent.mkdir(parents=True)
            file.write_text(case.text + "\n", "utf-8")
        for name, words in COMMANDS.items():
            program = shutil.which(name)
            if program:
                done = subprocess.run(
                    [program, *words], cwd=folder, capture_output=True, timeout=_TIME_LIMIT
                )
                reported = _CASE_FILE.findall(done.stdout.decode("utf-8", "replace"))
                found[name] = {int(number) for number in reported}
    return found


def score(cases: list[Case], found: set[int], numbers: set[int]) -> Score:
    """Return the score on the cases ``numbers``."""
    true = {number for number in numbers if cases[number].label}
    return Score(len(true & found), len(true - found), len(numbers & found - true))


def print_score(name: str, one: Score) -> None:
    print(f"{name:36}{one.recall:7.3f}{one.precision:10.3f}{one.f1:7.3f}{one.false:7}")


def print_table(cases: list[Case], found: dict[str, set[int]], ours: dict[int, set[str]]) -> None:
    """Print the scores of all scanners, then ours by vendor, then the findings by rule."""
    everything = set(range(len(cases)))
    print(f"{'':36}{'recall':>7}{'precision':>10}{'F1':>7}{'false':>7}")
    for name, numbers in found.items():
        print_score(name, score(cases, numbers, everything))
    by_vendor = defaultdict(set)
    for number, case in enumerate(cases):
        by_vendor[case.vendor].add(number)
    print("\nby vendor")
    for vendor, numbers in sorted(by_vendor.items()):
        print_score(vendor, score(cases, set(ours), numbers))
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for number, names in ours.items():
        counts[cases[number].label].update(names)
    print("\nby rule" + f"{'true':>37}{'false':>7}")
    for name in sorted(counts[True].keys() | counts[False].keys()):
        print(f"{name:36}{counts[True][name]:8}{counts[False][name]:7}")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rules", default="all", help="rule sets, separated by commas")
    parser.add_argument("--missed", action="store_true", help="print the cases that we miss")
    given = parser.parse_args(arguments)
    cases = read_cases(given.directory)
    ours = found_by_us(cases, given.rules.split(","))
    recommended = set(found_by_us(cases, [rules.RECOMMENDED]))
    by_sets = {f"{OURS} {given.rules}": set(ours), f"{OURS} recommended": recommended}
    print_table(cases, by_sets | found_by_others(cases), ours)
    for number, case in enumerate(cases):
        if given.missed and case.label != (number in ours):
            print("missed" if case.label else "false", case.vendor, repr(case.text), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
