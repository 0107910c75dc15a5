"""The named group ``secret`` of a pattern is the part that must stay secret."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from matching import scanned, scanner
from support import Repo

PATTERN = rb"(?i)corp_key\s*[:=]\s*['\"]?(?P<secret>[a-z]{6}[0-9]{14})"
VALUE = "abcdef" + "12345678901234"
ID = sha256(VALUE.encode()).hexdigest()


@pytest.mark.parametrize(
    ("source", "line", "secret"),
    [
        (PATTERN, f'CORP_KEY: "{VALUE}'.encode(), VALUE.encode()),
        (rb"key=(?<secret>[a-z]+)", b"key=abc", b"abc"),
        (rb"(?P<secret>a+)-x|b=(?P<secret>c+)", b"b=cc", b"cc"),
        (rb"a=(?P<secret>b)?c", b"a=c", b"a=c"),
        (rb"a=(?P<secret>b*)c", b"a=c", b"a=c"),
        (rb"(?P<other>a)b", b"ab", b"ab"),
        (rb"k=(?P<secret>[a-z]+)(?:,\g<1>)", b"k=ab,ab", b"ab"),
    ],
)
def test_it_is_the_secret_of_the_match_if_it_takes_part(source, line, secret) -> None:
    (found,) = scanned(scanner(source), b"- " + line)
    (match,) = found.matches
    assert found.secret(match) == secret
    assert found.content[match.start : match.end] == line


def test_it_is_the_secret_in_a_line_longer_than_a_block() -> None:
    one = scanner(rb"key=(?P<secret>[a-z]{4})", block_size=256, overlap=64, context=16)
    line = b"- " * 500 + b"key=abcd" + b" -" * 500
    (found,) = scanned(one, line + b"\n")
    (match,) = found.matches
    assert found.secret(match) == b"abcd"


def test_one_secret_has_one_fingerprint_in_every_notation(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", PATTERN.decode())
    repo.write("a.env", f"CORP_KEY={VALUE}\n")
    repo.write("b.yaml", f"corp_key: '{VALUE}'\n")
    repo.git("add", ".")
    ran = repo.call("--scan", "--format", "json", "a.env", "b.yaml")
    document = json.loads(ran.out or ran.err)
    (secret,) = document["findings"]
    assert secret["fingerprint"] == ID
    assert (secret["line"], secret["column"]) == (1, 10)


def test_its_fingerprint_allows_it(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", PATTERN.decode())
    repo.write("a.env", f"CORP_KEY={VALUE}\n")
    repo.write(".gitallowed", f"sha256:{ID}\n")
    assert repo.call("--scan", "a.env").status == 0


def test_only_the_secret_is_masked(repo: Repo) -> None:
    repo.git("config", "secrets.patterns", PATTERN.decode())
    repo.write("a.env", f"CORP_KEY={VALUE}\n")
    ran = repo.call("--scan", "--redact", "a.env")
    assert ran.status == 1
    assert ran.err.startswith(b"a.env:1:CORP_KEY=abcd")
    assert VALUE.encode() not in ran.err
