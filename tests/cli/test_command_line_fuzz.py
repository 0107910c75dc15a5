"""Any command line is parsed, or rejected as misused."""

from __future__ import annotations

import random
import time

import pytest

from git_secrets_py.cli.context import hook_call
from git_secrets_py.cli.options import OPTIONS
from git_secrets_py.cli.parser import parse
from git_secrets_py.cli.usage import misuse
from git_secrets_py.cli.verbs import VERBS
from git_secrets_py.errors import UsageError

NAMES = [verb.name for verb in VERBS] + [option.long for option in OPTIONS]
ODD = ["", "-", "--", "---", "-x", "-rx", "--format=", "--format=json", "=", "a", "é", "\udcff"]
ODD += ["\n", "--\x1b[31m", "-f", "-a", "-l", "HEAD..", "--rules=all,-x", "9" * 99]


def check(seed: int) -> None:
    chosen = random.Random(seed)
    words = chosen.choices([*NAMES, *ODD], k=chosen.randrange(6))
    if chosen.random() < 0.3:
        words = [word[: chosen.randrange(len(word) + 1)] for word in words]
    try:
        arguments = parse(words)
    except UsageError as error:
        assert misuse(error).endswith("\n")
        return
    assert arguments.verb in VERBS
    called = hook_call(words)
    assert called is None or vars(called) == vars(arguments)
    # The help of a verb has its full name as value, however it was abbreviated.
    given = "\0".join((*words, *(verb.name for verb in VERBS)))
    assert all(value in given for value in arguments.values)


def test_random_words_are_parsed_or_rejected() -> None:
    for seed in range(2_000):
        check(seed)


def test_the_command_line_of_an_installed_hook_is_read_without_the_parser() -> None:
    words = ["--commit_msg_hook", "--", "--format=json", "--"]
    called = hook_call(words)
    assert called is not None
    assert vars(called) == vars(parse(words))
    assert hook_call(["--commit_msg_hook", "--format=json", "--", "a"]) is None
    assert hook_call(["--agent_hook", "--help"]) is None


@pytest.mark.soak
def test_many_random_words_are_parsed_or_rejected() -> None:
    first = time.time_ns()
    print("first seed", first)
    for seed in range(first, first + 1_000_000):
        check(seed)
