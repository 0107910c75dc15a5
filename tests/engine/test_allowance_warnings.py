"""A run warns of an allowed pattern that allows nearly every line, if it allowed something."""

from __future__ import annotations

import pytest
from support import Repo

WARNING = (
    "warning: the allowed pattern '{}' from .gitallowed:1: it allows nearly every line; "
    "match more of the text to allow"
)


@pytest.fixture
def allowing(repo: Repo) -> Repo:
    """A repository that prohibits keys, and has two of them in a staged file."""
    repo.git("config", "secrets.patterns", "key-[0-9]+")
    repo.write("leak", "a = key-1\nb = key-2\n")
    repo.git("add", "leak")
    return repo


@pytest.mark.parametrize("source", [".+", ":", "[= ]", "[^x]"])
@pytest.mark.parametrize("verb", ["--scan", "--pre_commit_hook", "--scan-history"])
def test_each_run_whose_verdict_it_changes_warns_once(allowing, verb, source) -> None:
    allowing.write(".gitallowed", f"{source}\n")
    ran = allowing.call(verb)
    assert ran.status == 0
    assert ran.err.decode().count(WARNING.format(source)) == 1


def test_a_run_that_it_does_not_change_has_no_warning(allowing) -> None:
    allowing.write(".gitallowed", ".+\n")
    allowing.write("leak", "nothing\n")
    ran = allowing.call("--scan")
    assert (ran.status, ran.err) == (0, b"")


def test_a_specific_allowance_has_no_warning(allowing) -> None:
    allowing.write(".gitallowed", "key-[0-9]+\n")
    ran = allowing.call("--scan")
    assert (ran.status, ran.err) == (0, b"")
