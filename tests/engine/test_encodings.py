"""The recognition of text and of its encoding, and content that is skipped as binary."""

from __future__ import annotations

import pytest
from matching import scanned, scanner, spans

from git_secrets_py.content import NotScanned
from git_secrets_py.engine import is_plain
from git_secrets_py.engine.encodings import looks_like_text
from git_secrets_py.model import MatchedLine

KEY = b"AKIA" + b"Q" * 16
TEXT = f"first line\nkey = {KEY.decode()}\r\nlast line\n"
FOUND = [(2, 6, KEY)]
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
CHUNKS = [1, 2, 3, 7, None]

key_scanner = scanner(b"AKIA[A-Z0-9]{16}")


@pytest.mark.parametrize("chunk_size", CHUNKS)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
@pytest.mark.parametrize("encoding", ["utf-8", *WIDE])
def test_a_key_is_found_in_every_encoding_of_unicode(encoding, mark, chunk_size):
    assert spans(key_scanner, (mark + TEXT).encode(encoding), chunk_size) == FOUND


@pytest.mark.parametrize("encoding", ["latin-1", "cp1251", "koi8-r", "shift_jis"])
def test_a_key_is_found_beside_letters_of_a_code_page(encoding):
    letters = {"latin-1": "clé", "shift_jis": "キー"}.get(encoding, "ключ")
    content = f"{letters} = {KEY.decode()} {letters}".encode(encoding)
    assert [secret for _, _, secret in spans(key_scanner, content)] == [KEY]


@pytest.mark.parametrize("encoding", WIDE)
def test_a_mark_is_not_part_of_the_first_line(encoding):
    at_start = scanner(b"^AKIA[A-Z0-9]{16}$")
    (line,) = scanned(at_start, ("\ufeff" + KEY.decode()).encode(encoding), 1)
    assert (line.number, line.content) == (1, KEY)


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("chunk_size", CHUNKS)
def test_an_incomplete_character_at_the_end_hides_nothing(encoding, chunk_size):
    content = ("\ufeff" + TEXT).encode(encoding) + b"x"
    assert spans(key_scanner, content, chunk_size) == FOUND


@pytest.mark.parametrize("chunk_size", CHUNKS)
def test_a_lone_surrogate_hides_nothing(chunk_size):
    content = ("\ufeff\ud800 " + TEXT).encode("utf-16-le", "surrogatepass")
    assert spans(key_scanner, content, chunk_size) == FOUND


@pytest.mark.parametrize(
    "character",
    [
        pytest.param("\u00a0", id="no-break space"),
        pytest.param("\u3000", id="ideographic space"),
        pytest.param("\u200b", id="zero width space"),
        pytest.param("\u00ad", id="soft hyphen"),
        pytest.param("\u2028", id="line separator"),
        pytest.param("\U0001f511", id="beyond the basic plane"),
        pytest.param("\x1b", id="terminal escape"),
        pytest.param("\f", id="form feed"),
        pytest.param("\u4e00", id="a letter that has its NUL on the other side"),
    ],
)
@pytest.mark.parametrize("encoding", WIDE)
def test_text_without_a_mark_may_contain(encoding, character):
    assert spans(key_scanner, (character + TEXT).encode(encoding)) == [(2, 6, KEY)]


def test_text_with_a_mark_but_no_nul_is_read_in_both_encodings():
    """It may be Chinese in UTF-16, or a code page in which ÿþ are letters."""
    chinese = "\u4e2d\u6587"
    one = scanner(chinese.encode(), b"AKIA[A-Z0-9]{16}")
    for encoding, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        assert spans(one, mark + chinese.encode(encoding)) == [(1, 0, chinese.encode())]
        assert spans(one, mark + b" " + KEY) == [(1, 3, KEY)]


NUL_PLACES = [
    pytest.param(0, True, id="the first byte"),
    pytest.param(7_998, True, id="byte 7,999"),
    pytest.param(7_999, True, id="byte 8,000, the last that counts"),
    pytest.param(8_000, False, id="byte 8,001, the first that does not"),
]


@pytest.mark.parametrize("chunk_size", [1, 4000, None])
@pytest.mark.parametrize(("place", "is_binary"), NUL_PLACES)
def test_a_nul_early_on_makes_content_binary(place, is_binary, chunk_size):
    content = b"\x01" * place + b"\0" + b"\x02" * 40 + b"\n" + KEY + b"\n"
    items = scanned(key_scanner, content, chunk_size)
    if is_binary:
        (item,) = items
        assert (item.message, item.severity) == ("binary, skipped", NotScanned.BINARY)
    else:
        assert [(line.number, line.content) for line in items] == [(2, KEY)]


@pytest.mark.parametrize("chunk_size", [1, None])
def test_binary_content_is_scanned_on_request(chunk_size):
    every = scanner(b"AKIA[A-Z0-9]{16}", scan_binary=True)
    assert spans(every, b"\x7fELF\0\0\n" + KEY + b"\0\n", chunk_size) == [(2, 0, KEY)]


def test_text_in_utf_16_is_decoded_if_binary_content_is_scanned():
    every = scanner(b"AKIA[A-Z0-9]{16}", scan_binary=True)
    assert spans(every, TEXT.encode("utf-16-le")) == FOUND


def test_a_stray_nul_in_text_hides_nothing():
    """The bytes of these letters, two by two, are Chinese letters in UTF-16."""
    content = b"\0-" + b"abcdefgh" * 8 + b"--\n\n" + KEY
    assert content.decode("utf-16-be").isprintable()
    assert spans(key_scanner, content) == [(3, 0, KEY)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06", id="PNG"),
        pytest.param(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", id="ELF"),
        pytest.param(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", id="Windows program"),
        pytest.param(b"SQLite format 3\0\x10\0\x01\x01\0@  \0\0\0\x04", id="SQLite"),
        pytest.param(b"a\0b\0\x01\0", id="UTF-16 but for a control character"),
        pytest.param(b"\0", id="a single NUL"),
    ],
)
def test_binary_content_is_not_mistaken_for_text(content):
    assert not looks_like_text(content)
    assert not is_plain(content)


def test_an_empty_blob_is_text():
    assert looks_like_text(b"")
    assert is_plain(b"")


@pytest.mark.parametrize("encoding", WIDE)
def test_wide_text_is_not_plain(encoding):
    assert not is_plain(TEXT.encode(encoding))
    assert not is_plain(("\ufeff" + TEXT).encode(encoding))


def test_lines_of_wide_text_are_reported_in_utf_8():
    (line,) = scanned(key_scanner, f"clé {KEY.decode()}".encode("utf-16-be"))
    assert isinstance(line, MatchedLine)
    assert line.content == "clé ".encode() + KEY
