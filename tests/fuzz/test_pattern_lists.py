"""Pattern files and credentials files put together at random, in any encoding, valid or not.

Whatever they hold, each pattern or credential is found, or an error names the file. The same seed
each time; the soak draws from a new one.
"""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

from git_secrets_py.errors import ConfigurationError, PatternError, ProviderError
from git_secrets_py.pattern_files import TextError, decode
from git_secrets_py.providers import aws
from git_secrets_py.registry.collector import Collector

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
LINE_ENDS = ["\n", "\r\n", "\r"]
LINES = ["", " ", "# comment", "\t#", "key-[0-9]+", " a b ", "caf\u00e9", "#" * 300, "sha256:x*"]
LINES += ["sha256:" + "a" * 64, "SHA256:" + "B" * 64 + " # why"]
JUNK = [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\x1b", b"\xe9", b"k\0e\0y\0"]

NAMES = ["aws_access_key_id", "AWS_SECRET_ACCESS_KEY", "aws_session_token", "region", ""]
SIGNS = ["=", " = ", ":", " : ", " ", ""]
COMMENTS = ["", " # mine", "\t; mine", "#no", ";no", " "]
HEADERS = ["[default]", "[profile x]", "[", "[]", "[a]]", "  [b]", "# [c]", "[DEFAULT]"]
QUOTES = ["", '"', "'"]


def text_of(lines: list[str], draw: Random) -> tuple[bytes, str]:
    """Return ``lines`` in some encoding, and the encoding."""
    encoding = draw.choice(ENCODINGS)
    return draw.choice(LINE_ENDS).join(lines).encode(encoding), encoding


def damaged(content: bytes, draw: Random) -> bytes:
    """Return ``content`` with something inserted or cut off."""
    place = draw.randrange(len(content) + 1)
    return draw.choice((content[:place], content[:place] + draw.choice(JUNK) + content[place:]))


def check_file(draw: Random) -> None:
    lines = draw.choices(LINES, k=draw.randrange(1, 6))
    expected = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    # Without a mark, only Latin text in UTF-16 can be recognized.
    content, encoding = text_of(lines, draw)
    if encoding.endswith(("le", "be")) and not "".join(lines).isascii():
        return
    if not b"".join(content.split(b"\0")).strip():
        return
    collector = Collector()
    collector.add_prohibited_file(content)
    assert [one.source.decode() for one in collector.prohibited] == expected, (content, encoding)
    accept_or_reject(damaged(content, draw))


def accept_or_reject(content: bytes) -> None:
    """Read ``content`` as either file: it is read, or the error names the file."""
    for name, add in (
        (".gitprohibited", Collector.add_prohibited_file),
        (".gitallowed", Collector.add_allowed_file),
    ):
        try:
            add(Collector(), content)
        except (ConfigurationError, PatternError) as error:
            assert name in str(error)
    try:
        assert 0 not in decode(content)
    except TextError as error:
        assert error.line >= 1


def check_credentials(draw: Random, path: Path) -> None:
    lines, values = [], []
    for number in range(draw.randrange(1, 6)):
        name, sign = draw.choice(NAMES), draw.choice(SIGNS)
        quote, comment = draw.choice(QUOTES), draw.choice(COMMENTS)
        value = f"Value{number}/{draw.randrange(1000)}+"
        lines += [draw.choice(HEADERS)] * draw.randrange(2) + [
            f"{name}{sign}{quote}{value}{quote}{comment}"
        ]
        # A value that a comment touches is another value.
        if name.lower().startswith("aws") and sign.strip() and comment[:1] in ("", " ", "\t"):
            values.append(value.encode())
    content, encoding = text_of(lines, draw)
    path.write_bytes(content)
    assert {value for _, value in aws.credentials(str(path))} >= set(values), (content, encoding)
    path.write_bytes(damaged(content, draw))
    try:
        aws.credentials(str(path))
    except ProviderError as error:
        assert str(path) in str(error)
        assert "Value" not in str(error)


def test_generated_pattern_files() -> None:
    draw = Random(1)
    for _ in range(500):
        check_file(draw)


def test_generated_credentials_files(tmp_path: Path) -> None:
    draw = Random(1)
    for _ in range(200):
        check_credentials(draw, tmp_path / "credentials")


@pytest.mark.soak
def test_many_generated_files(tmp_path: Path) -> None:
    seed = time.time_ns()
    print("seed", seed)
    draw = Random(seed)
    for _ in range(100_000):
        check_file(draw)
        check_credentials(draw, tmp_path / "credentials")
