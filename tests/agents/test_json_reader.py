"""Reading events: bounded, tolerant of odd text, strict about structure."""

from __future__ import annotations

import json
import json.scanner
import sys
import tracemalloc
from tempfile import TemporaryFile

import pytest
from support import Ran, Repo

from git_secrets_py.agents import json_reader
from git_secrets_py.agents.json_reader import (
    LARGE,
    Long,
    MalformedEventError,
    parse,
    read_all,
    unescaped,
)
from git_secrets_py.errors import BlobError


def test_escapes_numbers_and_lone_surrogates_are_read() -> None:
    raw = rb'{"a": "\u0041KIA\ud800", "b": [1, 2.50, true, null], "c": {"d": "\n"}}'
    assert parse(raw) == {
        "a": "AKIA\ud800",
        "b": ["1", "2.50", True, None],
        "c": {"d": "\n"},
    }


def test_a_byte_order_mark_and_invalid_utf_8_do_not_hide_an_event() -> None:
    assert parse(b'\xef\xbb\xbf {"a": "x\xffy"} \n') == {"a": "x\ufffdy"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'"a"',
        b"{",
        b'{"a": 1}x',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\x"}',
        b'{"a":' * 100_000,
        b'{"a": ' + b"[" * LARGE,
        b'{"a": "' + b"x" * 2 * LARGE,
        b'{"a": "' + b"x" * 2 * LARGE + b'"}}',
        b'{"a": "' + b"x" * 2 * LARGE + b'", "a": 1}',
        b'{"a" "' + b"x" * 2 * LARGE + b'"}',
    ],
    ids=range(13),
)
def test_what_is_not_one_object_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedEventError):
        parse(raw)


def test_a_large_text_is_decoded_in_pieces_that_split_no_escape(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = 'aé"b\\c\né\U0001f600' * 40_000 + "\\" * 1000
    monkeypatch.setattr(json_reader, "_PIECE", 1001)
    event = parse(json.dumps({"before": 1, "response": {"out": text}, "after": "x"}).encode())
    assert (event["before"], event["after"]) == ("1", "x")
    large = event["response"]["out"]
    assert isinstance(large, Long)
    found = b"".join(large.chunks())
    assert (
        found.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
        == text
    )


def test_a_large_array_is_not_made_into_objects() -> None:
    raw = json.dumps({"response": [{"k": f'v\\"{n:040}'} for n in range(20_000)]}).encode()
    assert len(raw) > LARGE
    tracemalloc.start()
    event = parse(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(raw)
    assert b'00019999"' in b"".join(event["response"].chunks())


def test_an_object_with_very_many_members_is_one_text() -> None:
    raw = json.dumps({"response": {f"k{n}": "x" * 1000 for n in range(2000)}}).encode()
    assert isinstance(parse(raw)["response"], Long)


def test_an_invalid_escape_in_a_text_is_an_error() -> None:
    with pytest.raises(ValueError):
        unescaped(b"\\q")


def test_an_invalid_escape_in_a_large_text_is_not_passed_over() -> None:
    large = parse(b'{"a": "\\q' + b"x" * 2 * LARGE + b'"}')["a"]
    with pytest.raises(BlobError, match="it has an invalid escape"):
        list(large.chunks())


def test_an_event_that_is_too_large_is_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "MOST", 100)
    with TemporaryFile() as file:
        file.write(b"x" * 101)
        file.seek(0)
        with pytest.raises(MalformedEventError, match="the event is larger than"):
            read_all(file.fileno())


def test_an_event_is_read_alike_by_another_implementation_of_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "_json", None)
    monkeypatch.setattr(json.scanner, "make_scanner", json.scanner.py_make_scanner)
    scan = json_reader._scanner()
    value, _ = scan('{"a": [1, 2.50, NaN], "b": "\n"}', 0)
    assert value == {"a": ["1", "2.50", "NaN"], "b": "\n"}
    with pytest.raises(ValueError, match="a repeated name"):
        scan('{"a": 1, "a": 2}', 0)


def test_the_scanner_of_json_works_without_its_module(repo: Repo) -> None:
    ran = repo.execute("--agent_hook", "claude-code", input=b"{nonsense")
    assert ran == Ran(
        2,
        b"",
        b"git secrets: stopped: the event could not be checked: the event is not a JSON object\n",
    )
