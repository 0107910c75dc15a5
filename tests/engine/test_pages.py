"""The compiled decision on pages of binary content is that of ``encodings``."""

from __future__ import annotations

import random

import pytest

from git_secrets_py.engine import encodings

pytest.importorskip("git_secrets_py.engine.encodings.pages")

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
SIZES = (1, 3, 63, 64, 65, 130, 511, 4095, 4096, 4097, 9000)
RARE = "é中\n\U0001f600\ue000\x85\ufeff\u0378\b\t\r\x0e\x1b\U0010ffff"
BYTES = (0, 1, 7, 8, 14, 17, 27, 127, 0x85, 0xD8, 0xE0, 0xFF)


def content(chance: random.Random) -> bytes:
    """Return random bytes, or nearly text, with some bytes changed."""
    size = chance.choice(SIZES)
    kinds = (
        lambda: chance.randbytes(size),
        lambda: bytes(chance.choices(b"abc \n", k=size)),
        lambda: bytes(chance.choices([0, *b"abc \n" * 9], k=size)),
        lambda: bytes(chance.choices([0, 97, *BYTES], k=size)),
        lambda: bytes(size),
        lambda: "".join(chance.choices("ab \n" * 9 + RARE, k=size)).encode(chance.choice(WIDE)),
        lambda: ("ab \n" * size).encode(chance.choice(WIDE)),
    )
    found = bytearray(chance.choice([b"", b"x"]) + chance.choice(kinds)())
    for _ in range(chance.choice([0, 1, 2, 5, 40])):
        found[chance.randrange(len(found))] = chance.choice(BYTES)
    return bytes(found)


@pytest.mark.parametrize("seed", range(3))
def test_the_compiled_decisions_are_equal(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    contents = [content(chance) for _ in range(400)]

    def decisions() -> list[tuple[list[int], bool]]:
        return [(encodings.text_pages(one), encodings.looks_like_text(one)) for one in contents]

    compiled = decisions()
    monkeypatch.setattr(encodings, "_compiled", lambda: None)
    assert compiled == decisions()
    assert {bool(pages) for pages, _ in compiled} == {is_text for _, is_text in compiled}
