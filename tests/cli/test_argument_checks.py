"""How the words of a provider's command are quoted."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from git_secrets_py.cli.argument_checks import quote
from git_secrets_py.providers import command_words

WORDS = st.binary() | st.text(st.sampled_from("ab/~$'\"\\ \t\n*#é")).map(str.encode)


@given(WORDS)
@example(b"")
@example(b"~")
@example(b"it's")
@example(b"\xff '")
def test_a_quoted_word_is_split_into_this_word(word: bytes) -> None:
    assert command_words.split(quote(word)) == [word]


@given(st.lists(WORDS))
def test_quoted_words_are_split_into_these_words(command: list[bytes]) -> None:
    assert command_words.split(b" ".join(map(quote, command))) == command


def test_a_word_that_needs_no_quotes_is_unchanged() -> None:
    assert [quote(word) for word in (b"cat", b"$x", b"*", b"#", b"caf\xc3\xa9")] == [
        b"cat",
        b"$x",
        b"*",
        b"#",
        b"caf\xc3\xa9",
    ]
