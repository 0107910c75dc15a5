"""The test for encoded text, compiled or not, passes whatever the gate hits, and little else."""

from __future__ import annotations

import base64
import gzip
import random
import string
import sys
import zlib
from typing import TYPE_CHECKING

import pytest

from git_secrets_py.engine.decoding import gate as decoding_gate
from git_secrets_py.engine.hyperscan import hyperscan_module

if TYPE_CHECKING:
    from git_secrets_py.engine.decoding.gate import Pieces
    from git_secrets_py.engine.filters import Filter

TEXT = b"password = correct horse\n"
ESCAPES = (
    *(b"%2B", b"%2f", b"%3D", b"%253d", b"%252F", b"%41%42%43%44", b"%41%20"),
    *(b"\\u002B", b"\\u003d", b"\\x2f", b"\\x3D", b"\\x41\\x42\\x43\\x44"),
    *(b"\\u{41}\\u{042}\\u{43}\\u{0044}", b"\\u{4"),
    *(b"\\u0041\\u0042\\u0043\\u0044", b"\\101\\102\\103\\104", b"\\n", b"\\x4", b"\\u00"),
    *(b"&#43;", b"&#x2F;", b"&#X3d;", b"&#65;&#66;&#67;&#68;", b"&#x41;&#x42;&#x43;&#104;", b"&#6"),
)
SEPARATORS = (b"", b" ", b"\n", b"/", b"_", b"+", b"\n+", b"\\n", b"%0A", b"0x", b"=", b'"')


@pytest.fixture(scope="module")
def gate() -> Filter:
    """Return the gate, without a faster test."""
    return decoding_gate._compiled(hyperscan_module(), None, decoding_gate.EXPRESSIONS)


@pytest.fixture(scope="module", params=["compiled", "Hyperscan"])
def screened(request: pytest.FixtureRequest, gate: Filter) -> decoding_gate._Screened:
    """Return the gate with the compiled test, or with that by Hyperscan."""
    if request.param == "compiled":
        runs = pytest.importorskip("git_secrets_py.engine.decoding.runs")
        return decoding_gate._Screened(gate, runs.pieces)
    screen = decoding_gate._compiled(hyperscan_module(), None, decoding_gate._SCREEN)
    return decoding_gate._ScreenedByFilter(gate, screen)


@pytest.fixture(scope="module")
def pieces(screened: decoding_gate._Screened) -> Pieces:
    return screened._pieces


def part(chance: random.Random) -> bytes:
    """Return encoded text, or nearly so, or text that is not encoded."""
    text = TEXT[chance.randrange(5) :][: chance.randrange(25)]
    kinds = (
        lambda: base64.b64encode(text),
        lambda: base64.urlsafe_b64encode(text.decode().encode("utf-16-le")),
        lambda: base64.b64encode(gzip.compress(text)),
        lambda: base64.b64encode(zlib.compress(text, chance.randrange(10))),
        lambda: base64.b32encode(text),
        lambda: text.hex().encode(),
        lambda: chance.choice(ESCAPES),
        lambda: text,
        lambda: "".join(chance.choices(string.ascii_letters + "/_-+", k=40)).encode(),
    )
    encoded = bytearray(chance.choice(kinds)())
    if encoded and not chance.randrange(4):
        encoded[chance.randrange(len(encoded))] = chance.choice(b" A0%\\&")
    return bytes(encoded)


def content(chance: random.Random) -> bytes:
    """Return a few parts in sequence, cut off anywhere."""
    parts = (chance.choice(SEPARATORS) + part(chance) for _ in range(chance.randrange(4)))
    whole = b"".join(parts)
    return whole[: len(whole) - chance.choice((0, 0, 0, 1, 2, 9))]


def test_whatever_the_gate_hits_passes(gate: Filter, pieces: Pieces) -> None:
    chance = random.Random(0)
    contents = [content(chance) for _ in range(2_000)]
    hit = [one for one in contents if gate.hits(one)]
    assert len(hit) > 500
    assert [one for one in hit if not pieces(one, 1)] == []


# Of each kind, what is just long enough.
SHORTEST = (
    base64.b64encode(TEXT[:15]),
    base64.b64encode("password?".encode("utf-16-le")),
    b"H4sIA" + b"a" * 16,
    *(b"e" + second + b"a" * 17 for second in (b"AE", b"F4", b"Jw", b"No")),
    base64.b32encode(TEXT[:20]),
    b"\tword =\n'corr'\r\n".hex().encode(),
    *ESCAPES,
)


@pytest.mark.parametrize("text", SHORTEST)
def test_whatever_the_gate_hits_passes_with_another_byte(
    text: bytes, gate: Filter, pieces: Pieces
) -> None:
    contents = [
        b"=" + text[:place] + bytes([byte]) + text[place + 1 :]
        for place in range(len(text))
        for byte in range(32, 127)
    ]
    hit = [one for one in contents if gate.hits(one)]
    assert [one for one in hit if not pieces(one, 1)] == []


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"def test_that_a_name_which_is_long_and_has_words_in_it(self):\n" * 50,
        b"class MistralForSequenceClassificationWithProjection(Base): pass\n" * 50,
        b"printf('100% of %20s\\n', \"C:\\\\Users\\\\xu\"); a &= b && c; &amp; &#8217;s\n" * 50,
        b"6f1ed002ab5595859014ebf0951522d9b3a84f0b 0000000000000000000000000000000000000000\n",
    ],
    ids=["empty", "names", "camel case", "signs", "object ids"],
)
def test_other_text_does_not_pass(text: bytes, pieces: Pieces) -> None:
    assert not pieces(text, 1)


def test_large_content_has_the_hits_of_its_pieces(
    gate: Filter, screened: decoding_gate._Screened
) -> None:
    run = base64.b64encode(2 * TEXT)
    lines = [b"x" * 99] * 2000
    lines[3] = b"+" + run
    lines[700] = b"0x" + TEXT.hex().encode() + b"\r"
    lines[1999] = b"%2B"
    content = b"\n".join(lines)
    for one in screened, screened.for_thread():
        assert sorted(one.hits(content) or ()) == sorted(gate.hits(content) or ()) != []
        assert one.may_match(content)
        assert not one.may_match(lines[0])


def test_content_with_more_hits_than_are_listed_is_searched_by_the_gate_alone(
    gate: Filter, screened: decoding_gate._Screened
) -> None:
    content = base64.b64encode(100_000 * TEXT)
    assert screened.hits(content) == gate.hits(content) != []
    content = b"\n".join([base64.b64encode(TEXT[:16])] * 150_000)
    assert screened.hits(content) is gate.hits(content) is None


def test_without_the_compiled_test_hyperscan_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "git_secrets_py.engine.decoding.runs", None)
    made = decoding_gate.gate(None, 1.0)
    assert isinstance(made, decoding_gate._ScreenedByFilter)
    assert made.hits(b"a\n%2B\n") == [(decoding_gate.FIRST_ESCAPE + 6, 4)]
