"""Several encodings in one file: each secret is found, and once."""

from __future__ import annotations

from random import Random

import pytest
from matching import scanned, scanner, spans

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.encodings import looks_like_text

PREFIX = "AK" + "IA"
KEY = PREFIX.encode() + b"Q" * 16
PATTERN = PREFIX.encode() + b"[A-Z0-9]{16}"
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
key_scanner = scanner(PATTERN)
LINE = f"key = {KEY.decode()}\r\n"


def key(number):
    return PREFIX + f"{number:016d}"


def secrets(content, one_scanner=key_scanner, chunk_size=None):
    return [secret for _, _, secret in spans(one_scanner, content, chunk_size)]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("before", [1, 2, 3, 4, 40, 9_000, 1_000_000])
def test_a_wide_line_behind_ascii_is_found_in_its_line(encoding, before):
    content = b"x" * before + b"\r\n" + LINE.encode(encoding)
    assert spans(key_scanner, content) == [(2, 6, KEY)]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
def test_an_ascii_line_behind_wide_text_is_found(encoding, mark):
    content = (mark + "first\r\nsecond\r\n").encode(encoding) + LINE.encode()
    assert secrets(content) == [KEY]


@pytest.mark.parametrize("encoding", WIDE)
def test_a_secret_in_both_encodings_is_found_once_for_each_place(encoding):
    content = LINE.encode() + LINE.encode(encoding) + LINE.encode()
    assert spans(key_scanner, content) == [(1, 6, KEY), (2, 6, KEY), (3, 6, KEY)]


@pytest.mark.parametrize("stray", [b"\0", b"x", b"\xff", b"\n", b"\x01"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_stray_byte_in_wide_text_hides_nothing(encoding, stray):
    text = LINE.encode(encoding)
    for place in range(12):
        assert secrets(text[:place] + stray + text[place:]) == [KEY]


@pytest.mark.parametrize("place", [0, 1, 7, 9_000])
def test_one_nul_in_ascii_hides_nothing(place):
    content = b"-" * place + b"\0" + b"-" * 8_001 + b"\n" + KEY + b"\n"
    assert spans(key_scanner, content) == [(2, 0, KEY)]


def test_a_nul_inside_a_secret_is_removed():
    assert spans(key_scanner, b"x " + KEY[:9] + b"\0" + KEY[9:] + b"\n") == [(1, 2, KEY)]


def test_a_nul_beside_a_secret_ends_the_word():
    assert secrets(b"NAME=x\0" + KEY + b"\0PATH=y\0") == [KEY]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_letter_beside_a_secret_is_its_neighbor_in_wide_text(encoding):
    assert secrets(f"one x{KEY.decode()} and {KEY.decode()}x\n".encode(encoding)) == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_ascii_word_beside_a_wide_secret_ends_the_word(encoding):
    assert secrets(b"a=word" + f"{KEY.decode()}\n".encode(encoding)) == [KEY]


LINE_ENDS_INSIDE = ["\u0a0a", "\u010a", "\u0a41", "\u0d0a"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("character", LINE_ENDS_INSIDE)
def test_a_character_that_holds_the_byte_of_a_line_end_does_not_end_a_line(encoding, character):
    content = f"some {character} text\nthen {character} {KEY.decode()}\n".encode(encoding)
    column = len(f"then {character} ".encode())
    (line,) = scanned(key_scanner, content)
    assert (line.number, line.matches[0].start) == (2, column)
    assert line.content == f"then {character} {KEY.decode()}".encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [0, 1, 9_000])
def test_a_pattern_with_other_letters_finds_them_in_wide_text_behind_ascii(encoding, before):
    one = scanner("пароль [a-z]{5}".encode())
    content = (
        b"x" * before
        + b"\n"
        + "да пароль horse: correct and stapled, of batteries\n".encode(encoding)
    )
    assert secrets(content, one) == ["пароль horse".encode()]


BINARY = bytes(range(1, 32)) * 600


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_text_behind_binary_content_is_found(encoding, before):
    text = (LINE + "and more text\r\n" * 500).encode(encoding)
    binary, line = scanned(key_scanner, b"\0" + BINARY + b"\x01" * before + text)
    assert binary.severity == NotScanned.BINARY
    assert binary.message == "binary, skipped except for the text in it"
    assert line.number == BINARY.count(b"\n") + 1
    assert line.secret(line.matches[0]) == KEY


def test_binary_content_that_is_mostly_text_is_named():
    text = b"and more text\n" * 20_000
    *_, warning = scanned(key_scanner, b"\0" + BINARY + text)
    assert warning.severity == NotScanned.WARNING
    assert "--text" in warning.message


@pytest.mark.parametrize("text", [b"", b"and more text\n" * 100])
def test_binary_content_is_skipped_without_a_warning(text):
    (item,) = scanned(key_scanner, b"\0" + BINARY + LINE.encode() + BINARY + text)
    assert item.severity == NotScanned.BINARY


def random_pieces(chance):
    """Return pieces of text in random encodings, each with its secret or ``b""``."""
    pieces = [(b"# settings of several programs, each in its own encoding\n", b"")]
    for number in range(chance.randrange(2, 9)):
        encoding = chance.choice(["ascii", "ascii", "utf-8", *WIDE])
        words = " ".join(
            chance.choice(["alpha", "b", "-", "42"]) for _ in range(chance.randrange(6))
        )
        if encoding != "ascii":
            words += chance.choice(["", " é", " ключ", " 中文", " \U0001f511"])
        secret = key(number) if chance.random() < 0.5 else ""
        end = chance.choice(["\n", "\r\n", "\n\n"])
        text = chance.choice(["", " ", "\n"]) + f"{words} {secret}{end}"
        pieces.append((text.encode(encoding), secret.encode()))
        if chance.random() < 0.2:
            pieces.append((chance.choice([b"\0", b" ", b"\xff\xfe", b"\xfe\xff", b"\n"]), b""))
    return pieces


@pytest.mark.parametrize("seed", range(300))
def test_mixed_encodings_yield_the_secrets_of_the_reference(seed):
    pieces = random_pieces(Random(seed))
    content, expected = b"".join(piece for piece, _ in pieces), [secret for _, secret in pieces]
    chunk_size = Random(seed).choice([None, 1, 7])
    assert looks_like_text(content)
    assert sorted(secrets(content, chunk_size=chunk_size)) == sorted(filter(None, expected))


small_blocks = scanner(PATTERN, block_size=200, overlap=128, context=16)


@pytest.mark.parametrize("seed", range(100))
def test_mixed_encodings_across_blocks_yield_the_secrets_of_the_reference(seed):
    pieces = random_pieces(Random(seed))
    content, expected = b"".join(piece for piece, _ in pieces), [secret for _, secret in pieces]
    assert sorted(set(secrets(content, small_blocks))) == sorted(filter(None, expected))


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_secret_across_a_boundary_is_found_once_at_every_alignment(encoding):
    for before in range(60, 210):
        content = b"-" * before + f" {KEY.decode()} ".encode(encoding) + b"-" * 300 + b"\0\n"
        assert secrets(content, small_blocks) == [KEY], before


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_long_wide_lines_are_decided_apart(encoding):
    dashes = "-" * 300
    lines = f"{dashes} {KEY.decode()}\n{KEY.decode()} {dashes}\n"
    assert [span[::2] for span in spans(small_blocks, lines.encode(encoding))] == [
        (1, KEY),
        (2, KEY),
    ]


def test_a_line_after_blocks_of_mixed_encodings_has_its_number():
    assert spans(small_blocks, b"a\0\n" * 100 + KEY) == [(101, 0, KEY)]
