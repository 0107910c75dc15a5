"""Secrets in encoded text: their forms, their places, and text that is not decoded."""

from __future__ import annotations

import gzip
import re
import textwrap
import time
import zlib
from base64 import b16encode, b32encode, b64decode, b64encode, encodebytes, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha512
from random import Random
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching import patterns, scanned, scanner

from git_secrets_py import rules
from git_secrets_py.content import NotScanned
from git_secrets_py.engine.allow_rule import AllowRule
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine, Pattern, fingerprint_of

SECRET = b"TOKEN-" + b"7Q" * 8
OTHER = b"TOKEN-" + b"8R" * 8
USERS = rb"TOKEN-[0-9A-Z]{16}"
PEM = b"-----BEGIN KEY-----\n" + SECRET + b"\n-----END KEY-----\n"


def escaped(form: str) -> bytes:
    return "".join(form % byte for byte in SECRET).encode()


def folded(text: bytes, width: int, before: bytes = b"  ") -> bytes:
    lines = textwrap.wrap(b64encode(text).decode(), width)
    return b"key: |\n" + b"".join(before + line.encode() + b"\n" for line in lines)


FORMS = {
    "in base64": b64encode(SECRET),
    "in base64 ": urlsafe_b64encode(b"???>>>" + SECRET).rstrip(b"="),
    "in base64  ": b64encode(PEM),
    "in base64 in base64": b64encode(b64encode(SECRET)),
    "in base64 in base64 in base64": b64encode(b64encode(b64encode(SECRET))),
    "in hexadecimal": SECRET.hex().encode(),
    "in hexadecimal ": b"0x" + b16encode(SECRET),
    "in base64 in hexadecimal": b64encode(SECRET).hex().encode(),
    "in base32": b32encode(SECRET),
    "in base32 ": b32encode(b"a\tb\n" + SECRET + b"\r\n!").rstrip(b"="),
    "in base64 in base32": b32encode(b64encode(SECRET)),
    "percent-encoded": escaped("%%%02X"),
    "escaped": escaped("\\u%04x"),
    "escaped ": escaped("\\x%02x"),
    "escaped    ": escaped("\\u{%x}"),
    "escaped  ": escaped("\\%03o"),
    "escaped   ": escaped("&#x%X;"),
}


def hidden(one: Scanner, content: bytes) -> list[tuple[int, bytes, bytes, str]]:
    """Return the line, the encoded run, the secret and the form of each match."""
    return [
        (line.number, line.secret(match), line.plaintext(match), match.form)
        for line in scanned(one, content)
        if isinstance(line, MatchedLine)
        for match in line.matches
    ]


@pytest.fixture(scope="module")
def decoding() -> Scanner:
    return scanner(USERS, decode=True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("before", [b"", b'a = "', b"data/x-", b"\\t"])
def test_a_secret_is_found_in_each_form(decoding: Scanner, form: str, before: bytes) -> None:
    content = b"first\n" + before + FORMS[form] + b'" + end\n'
    if before == b"\\t" and form == "percent-encoded":
        form = "escaped"  # both
    ((line, run, secret, found),) = hidden(decoding, content)
    assert (line, secret, found) == (2, SECRET, form.strip())
    assert run in content
    assert decoding.surely_clean(content) is False


def test_the_span_is_that_of_the_whole_run(decoding: Scanner) -> None:
    run = b64encode(b"the key is " + SECRET + b", do not share it")
    assert hidden(decoding, b"a: '" + run + b"'\n") == [(1, run, SECRET, "in base64")]


def test_a_run_with_escaped_line_ends_is_found(decoding: Scanner) -> None:
    run = encodebytes(b"x " * 49 + SECRET).replace(b"\n", b"\\n")
    ((_, _, secret, form),) = hidden(decoding, b'{"a": "' + run + b'"}')
    assert (secret, form) == (SECRET, "in base64, over several lines, escaped")


def test_of_a_folded_run_the_line_in_which_the_secret_begins_is_reported(
    decoding: Scanner,
) -> None:
    for width in (20, 26, 64, 76):
        content = folded(b"some text before it. " * 7 + SECRET + b" and after" * 9, width)
        ((number, run, secret, form),) = hidden(decoding, content)
        assert secret == SECRET
        assert form.startswith("in base64")
        assert content.split(b"\n")[number - 1].strip() == run


def test_a_folded_run_continues_in_the_next_block() -> None:
    for lines in range(180, 200, 3):
        content = b"%05d\n" * lines % tuple(range(lines)) + folded(b"= " * 16 + SECRET, 44)
        small = scanner(USERS, decode=True, block_size=1200, overlap=256, context=64)
        assert [one[2] for one in hidden(small, content)] == [SECRET]


def test_a_long_line_is_decoded_in_pieces() -> None:
    run = b64encode(b"text " * 4000 + SECRET + b" text" * 4000)
    small = scanner(USERS, decode=True, block_size=8192, overlap=1024, context=256)
    assert [one[2:] for one in hidden(small, b"x = " + run)] == [(SECRET, "in base64")]


@pytest.mark.parametrize("after", [b"\n", b"\nnext\n", b"\r\n"])
def test_a_secret_at_the_end_of_big_endian_utf_16_in_base64_ends_with_its_run(
    decoding: Scanner, after: bytes
) -> None:
    run = b64encode(("k=" + SECRET.decode()).encode("utf-16-be"))
    found = hidden(decoding, b"a = 1\n" + run + after)
    assert found == [(2, run, SECRET, "in UTF-16, in base64")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("before", ["$secret = '", "x", "é — "])
def test_utf_16_in_base64_is_decoded(decoding: Scanner, encoding: str, before: str) -> None:
    script = (before + "\n" + SECRET.decode() + "'\nWrite-Host €").encode(encoding)
    run = b64encode(script)
    ((line, span, secret, form),) = hidden(decoding, b"pwsh -EncodedCommand " + run + b"\n")
    assert (line, secret, form) == (1, SECRET, "in UTF-16, in base64")
    assert span in run


def test_folded_utf_16_is_decoded(decoding: Scanner) -> None:
    content = folded(("Write-Host\r\n" * 9 + SECRET.decode()).encode("utf-16-le"), 76)
    ((_, _, secret, form),) = hidden(decoding, content)
    assert (secret, form) == (SECRET, "in UTF-16, in base64, over several lines")


def packed(text: bytes) -> bytes:
    return b64encode(gzip.compress(text))


RELEASE = b'{"chart": "app", "values": ' + b'"a"' * 99 + SECRET + b"\n" + OTHER + b"}"


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (packed(RELEASE), "compressed, in base64"),
        (b64encode(packed(RELEASE)), "compressed, in base64 in base64"),
        (b64encode(b64encode(packed(RELEASE))), "compressed, in base64 in base64 in base64"),
        (folded(gzip.compress(RELEASE), 64), "compressed, in base64, over several lines"),
        (packed(b64encode(SECRET)), "in base64, compressed, in base64"),
        *(
            (b64encode(zlib.compress(RELEASE, one)), "compressed, in base64")
            for one in (0, 1, 6, 9)
        ),
    ],
    ids=[
        *("gzip", "Helm release", "Helm release in a Secret", "folded", "base64 in gzip"),
        *("zlib, stored", "zlib, fast", "zlib", "zlib, best"),
    ],
)
def test_what_is_compressed_in_base64_is_decompressed(
    decoding: Scanner, content: bytes, form: str
) -> None:
    found = hidden(decoding, b"release: " + content + b"\n")
    assert {(secret, each) for _, _, secret, each in found} >= {(SECRET, form)}
    assert len(found) == (1 if "base64, comp" in form else 2)


def test_what_decompresses_to_too_much_is_an_error(decoding: Scanner) -> None:
    (problem,) = decoding.scan([packed(b"\n" * (9 << 20))])
    assert isinstance(problem, NotScanned)
    assert "several times the size" in problem.message
    assert list(decoding.scan([packed(b"\n" * (1 << 19))])) == []


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress])
def test_damaged_data_is_ignored(decoding: Scanner, compress: Callable[[bytes], bytes]) -> None:
    assert list(decoding.scan([b64encode(compress(SECRET)[:12] + b"!" * 30)])) == []


@pytest.mark.parametrize("before", [b"", b"- ", b"  "])
@pytest.mark.parametrize("length", [24, 25, 26, 45])
def test_tokens_in_consecutive_lines_are_two(before: bytes, length: int) -> None:
    """Also of one length, without padding, and for a rule with an open end."""
    one = scanner(rb"open-[0-9A-Z]{8,}", decode=True)
    first, second = (b"open-" + (b"7Q" + sign) * 20 for sign in (b"A", b"B"))
    tokens = [first[:length], second[:length]]
    content = b"".join(before + b64encode(token) + b"\n" for token in tokens)
    assert [secret for _, _, secret, _ in hidden(one, content)] == tokens
    content = before + b64encode(tokens[0]) + b"\n" + b64encode(b"nothing here, nothing here"[:24])
    assert [secret for _, _, secret, _ in hidden(one, content)] == tokens[:1]


def test_a_secret_that_is_folded_is_whole() -> None:
    one = scanner(rb"open-[0-9A-Z]{8,}", decode=True)
    token = b"open-" + b"7QZ" * 30
    found = hidden(one, folded(b"key: " + token + b"\n", 76))
    assert [secret for _, _, secret, _ in found] == [token]


def test_what_is_not_text_is_not_decoded() -> None:
    """Regardless of the patterns, bytes that are not printable are not text."""
    everything = scanner(rb"[0-9]{12}", rb"[a-z]{3}", decode=True)
    noise = Random(1).randbytes(60_000)
    content = b64encode(noise) + b"\n" + noise.hex().encode() + b"\n" + quote(noise).encode()
    forms = {form for *_, form in hidden(everything, content)}
    assert forms == {""}
    assert not [
        one for one in hidden(everything, b"sha512-" + b64encode(sha512().digest())) if one[3]
    ]


def test_certificates_are_not_decoded(decoding: Scanner) -> None:
    begin, end = b"-----BEGIN CERTIFICATE-----\n", b"-----END CERTIFICATE-----\n"
    lines = b"MIIC" + encodebytes(3 * PEM)
    assert hidden(decoding, begin + lines + end) == []
    assert hidden(decoding, (begin + lines + end).replace(b"\n", b'\\n" +\n "')) == []
    found = hidden(decoding, lines + begin + lines + end + b"\n" + folded(OTHER, 60))
    assert [one[2] for one in found] == [SECRET, SECRET, SECRET, OTHER]
    assert len(hidden(decoding, begin + lines)) == 3  # it has no end


@pytest.mark.parametrize("value", [b"PASSWORD = '%b'", b"MIIC', PASSWORD = '%b", b"%b"])
def test_text_between_the_marks_of_a_certificate_is_decoded(
    decoding: Scanner, value: bytes
) -> None:
    begin, end = b"'-----BEGIN CERTIFICATE-----'\n", b"\n'-----END CERTIFICATE-----'\n"
    assert len(hidden(decoding, begin + value % b64encode(SECRET) + end)) == 1


def test_a_match_that_needs_no_decoding_is_found_once(decoding: Scanner) -> None:
    content = b"%22" + SECRET + b"%22 %2B%2B%2B%2B \\x41\\x41\\x41\\x41\\n" + SECRET
    assert [one[3] for one in hidden(decoding, content)] == ["", ""]


def test_several_secrets_in_one_run_are_several_matches(decoding: Scanner) -> None:
    other = b"TOKEN-" + b"A1" * 8
    run = b64encode(SECRET + b" " + other)
    assert [one[2] for one in hidden(decoding, run)] == [SECRET, other]


def test_a_more_specific_rule_prevails_over_one_for_the_encoded_run() -> None:
    key = b"AKIA" + b"Z7QXJ4VNT2KLMWRY"
    chosen = [one for each in rules.select(["aws", "generic"]) for one in each.patterns]
    both = Scanner(Matcher(chosen, decode=True))
    found = scanned(both, b'api_key = "' + b64encode(key) + b'"\n')
    assert [match.pattern.name for match in found[0].matches] == ["aws-access-key-id"]
    assert found[0].fingerprint(found[0].matches[0]) == fingerprint_of(key)


@pytest.mark.parametrize("head", [b"data: >-\n", b"password: |-\n", b"some\nwords\nhere\n+\n"])
def test_a_folded_run_is_found_below_other_words(decoding: Scanner, head: bytes) -> None:
    content = head + folded(b"a key: " + SECRET, 24).partition(b"\n")[2]
    assert [found[2] for found in hidden(decoding, content)] == [SECRET]


def test_a_run_in_a_line_that_a_patch_adds_is_found(decoding: Scanner) -> None:
    content = b" context\n+" + b64encode(SECRET) + b"\n"
    assert [found[2] for found in hidden(decoding, content)] == [SECRET]


@pytest.mark.parametrize(
    ("allowed", "is_allowed"),
    [
        (b64encode(SECRET)[:12], True),
        (rb"TOKEN-7Q7Q", True),
        (rb"^docs/", True),
        (rb"docs/a:1:TOKEN", True),
        (rb"TOKEN-8", False),
    ],
)
def test_an_allowed_pattern_sees_the_line_and_the_decoded_text(
    decoding: Scanner, allowed: bytes, is_allowed: bool
) -> None:
    (line,) = scanned(decoding, b"a: " + b64encode(SECRET))
    rule = AllowRule(patterns(allowed), prohibited=patterns(USERS))
    assert [by is not None for by in rule.allowed_by(line, b"docs/a")] == [is_allowed]


def test_the_fingerprint_of_the_secret_allows_it(decoding: Scanner) -> None:
    (line,) = scanned(decoding, b"a: " + b64encode(b64encode(SECRET)))
    (entry,) = patterns(b"")
    rule = AllowRule((), {fingerprint_of(SECRET): entry.origin})
    assert isinstance(rule.allowed_by(line, b"a")[0], Pattern)


RUN = re.compile(rb"[0-9A-Za-z+/]{24,}={0,2}")


def decoded_simply(content: bytes, levels: int = 3) -> set[bytes]:
    """Return the tokens in the runs of ``content``, decoded one by one from their beginning."""
    found: set[bytes] = set()
    for run in RUN.findall(content):
        run = run.rstrip(b"=")
        text = b64decode(run[: len(run) // 4 * 4] + (run[len(run) // 4 * 4 :] + b"AAAA")[:4])
        found.update(re.findall(rb"\b" + USERS + rb"\b", text))
        found |= decoded_simply(text, levels - 1) if levels > 1 else set()
    return found


TEXTS = st.lists(
    st.one_of(
        st.sampled_from([SECRET, b" key=", b"\n", b'"', b"\xc3\xa9", b"\0\1", b"x" * 30]),
        st.text("aZ9 /+=", max_size=9).map(str.encode),
    ),
    max_size=6,
).map(b"".join)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 3)), max_size=4))
def test_what_a_simple_decoder_finds_is_found(parts: list[tuple[bytes, int]]) -> None:
    content = b""
    for text, levels in parts:
        text = b"some words first " + text
        for _ in range(levels):
            text = b64encode(text)
        content += text + b" | \n"
    found = {one[2] for one in hidden(SIMPLE, content) if one[3]}
    assert found >= decoded_simply(content)


SIMPLE = scanner(USERS, decode=True)


@pytest.mark.parametrize(
    "unit",
    [
        *(b"VVVV", b"%41", b"\\u0041", b"41", b"SVVV\n", b"%2541%2B"),
        *(b64encode(b"some plain English") + b"\n", b64encode(b"some text ???") + b"/"),
    ],
)
def test_decoding_takes_linear_time(unit: bytes) -> None:
    """A busy machine takes a second; quadratic work takes minutes."""
    content = unit * (400_000 // len(unit))
    start = time.process_time()
    scanned(SIMPLE, content)
    assert time.process_time() - start < 20
