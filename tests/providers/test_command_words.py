"""How a provider's command is split into words: as a POSIX shell does, without starting one."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from git_secrets_py.providers import command_words

SH = shutil.which("sh") if os.name == "posix" else None
BASH = shutil.which("bash") if os.name == "posix" else None

# A backslash before any other character is not as in a shell, and a variable is not expanded.
PARTS = ["a", "b", "/", "'", '"', " ", "\t", "\\\\", "\\ ", "\\'", '\\"']


def commands(*parts: str) -> st.SearchStrategy[bytes]:
    """Return commands of at most twelve of ``parts``."""
    return st.lists(st.sampled_from(parts), max_size=12).map("".join).map(str.encode)


def words_of_the_shell(command: bytes, home: str) -> list[bytes] | None:
    """Return the words that ``sh`` reads in ``command``; ``None`` if it cannot read it."""
    done = subprocess.run(
        [str(SH), "-c", b"for word in " + command + b"\ndo printf '%s\\0' \"$word\"; done"],
        env={"HOME": home},
        capture_output=True,
    )
    return done.stdout.split(b"\0")[:-1] if done.returncode == 0 else None


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param(
            b"git secrets --aws-provider", ["git", "secrets", "--aws-provider"], id="plain"
        ),
        pytest.param(b"  cat \t patterns\n", ["cat", "patterns"], id="blanks-around-and-between"),
        pytest.param(b"a\vb c\fd", ["a\vb", "c\fd"], id="no-blanks-to-a-shell"),
        pytest.param("~é/a ~\0b".encode(), ["~é/a", "~\0b"], id="no-users"),
        pytest.param(b"cat 'my patterns'", ["cat", "my patterns"], id="single-quotes"),
        pytest.param(b'cat "my patterns"', ["cat", "my patterns"], id="double-quotes"),
        pytest.param(b"cat my\\ patterns", ["cat", "my patterns"], id="backslash"),
        pytest.param(b"printf %s\\n \\(a\\)", ["printf", "%s\\n", "\\(a\\)"], id="backslash-kept"),
        pytest.param(b"cat 'a\\b'", ["cat", "a\\b"], id="no-escapes-in-single-quotes"),
        pytest.param(b'cat "a\\"b\\\\\\$c\\d"', ["cat", 'a"b\\$c\\d'], id="in-double-quotes"),
        pytest.param(b"a''b \"\" c", ["ab", "", "c"], id="empty-quotes"),
        pytest.param(
            b"echo a|b >c *.d $e #f", ["echo", "a|b", ">c", "*.d", "$e", "#f"], id="no-shell"
        ),
        pytest.param(b"cat '~/x' \\~/x a~/x", ["cat", "~/x", "~/x", "a~/x"], id="tilde-elsewhere"),
        pytest.param(b"cat ~'/x' ~x\\y", ["cat", "~/x", "~x\\y"], id="tilde-before-a-quote"),
        pytest.param(b"", [], id="nothing"),
        pytest.param(b" '' ", [""], id="one-empty-word"),
    ],
)
def test_words_are_split_as_a_shell_splits_them(command: bytes, expected: list[str]) -> None:
    assert command_words.split(command) == [word.encode() for word in expected]


def test_a_tilde_at_the_start_of_a_word_is_the_home_directory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/one two")
    monkeypatch.setenv("USERPROFILE", "/home/one two")
    assert command_words.split(b"~/bin/list ~ x") == [
        b"/home/one two/bin/list",
        b"/home/one two",
        b"x",
    ]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        pytest.param(b"cat 'a", "a single quote (') is not closed", id="single"),
        pytest.param(b'cat "a', 'a double quote (") is not closed', id="double"),
        pytest.param(b'cat "a\\', 'a double quote (") is not closed', id="double-backslash"),
        pytest.param(b"cat a\\", "nothing follows the backslash (\\) at the end", id="backslash"),
    ],
)
def test_a_quote_that_does_not_end_is_an_error(command: bytes, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        command_words.split(command)
    assert str(caught.value) == reason


@given(commands(*PARTS))
def test_words_are_those_of_shlex_but_for_what_it_does_not_do(command: bytes) -> None:
    try:
        expected = [word.encode() for word in shlex.split(command.decode())]
    except ValueError:
        with pytest.raises(ValueError):
            command_words.split(command)
    else:
        assert command_words.split(command) == expected


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab/.$()s\\ \t"), max_size=12).map(str.encode))
@example(rb"printf %s\n a")
def test_a_backslash_before_any_other_character_is_kept_as_by_git_secrets(command: bytes) -> None:
    """git-secrets by AWS Labs runs ``$cmd``: bash splits it at blanks and reads no escapes."""
    assume(b"\\\\" not in command and not re.search(rb"\\(\s|$)", command))
    done = subprocess.run(
        [str(BASH), "-c", "set -f; printf '%s\\0' $cmd"],
        env={b"cmd": command, b"LC_ALL": b"C"},
        capture_output=True,
    )
    expected = done.stdout.split(b"\0")[:-1]
    assert command_words.split(command) == (expected if command.strip() else [])


@pytest.mark.skipif(SH is None, reason="there is no sh")
@settings(max_examples=300, deadline=None)
@given(commands("~", "\\~", *PARTS))
@example(b"~'/a' ~/a ~\"\" ~a ~")
def test_words_are_those_of_the_shell(command: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", "/h")
        expected = words_of_the_shell(command, "/h")
        assume(expected is not None)
        if os.name == "posix":
            assert command_words.split(command) == expected


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (b"cat a | sort", b"|"),
        (b"cat a ; cat b", b";"),
        (b"cat a; cat b", b"a;"),
        (b"cat a && cat b", b"&&"),
        (b"cat a 2>/dev/null", b"2>/dev/null"),
        (b"cat < a", b"<"),
        (b"cat a # mine", b"#"),
        (b"cat $HOME/a", b"$HOME/a"),
        (b"cat ${HOME}/a", b"${HOME}/a"),
        (b"cat $(find .)", b"$(find"),
        (b"cat `name`", b"`name`"),
        (b"cat *.txt", b"*.txt"),
        (b"cat a?", b"a?"),
        (b"LC_ALL=C cat a", b"LC_ALL=C"),
        (b'cat "$HOME/a"', b'"$HOME/a"'),
        (b'cat "$HOME/a b"', b'"$HOME/a b"'),
        (b'cat "${HOME}"/a', b'"${HOME}"/a'),
        (b'cat $HOME/"a b"', b'$HOME/"a b"'),
        (b'cat --file="$HOME/a"', b'--file="$HOME/a"'),
        (b'cat "$(find . -name a)"', b'"$(find . -name a)"'),
        (b'cat "`name a`"', b'"`name a`"'),
    ],
)
def test_the_first_word_that_only_a_shell_interprets_is_found(command: bytes, word: bytes) -> None:
    assert command_words.of_a_shell(command) == word


@pytest.mark.parametrize(
    "command",
    [
        b"git secrets --aws-provider ~/.aws/credentials",
        b"sh -c 'cat a | sort > $HOME/b; cat *.txt'",
        b'sh -c "cat a | sort"',
        b'bash -lc "$HOME/a"',
        b"cat '$HOME/a' '`a`'",
        b'cat "\\$HOME/a" "\\`a\\`"',
        b'cat "a b" "^$" "$1"',
        b'cat "~/a"',  # nor does a shell expand this
        b'awk "{print $NF}" a',
        b"grep -v ^$ a|b",
        b"curl https://example.com/?a=b&c=d",
        b"env LC_ALL=C cat a",
        b"cat a\\ b 2",
        b"",
    ],
)
def test_words_for_any_program_need_no_shell(command: bytes) -> None:
    assert command_words.of_a_shell(command) == b""
