"""Reading events: bounded, tolerant of odd text, strict about structure."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from support import Ran, Repo

from git_secrets_py.agents import json_reader
from git_secrets_py.agents.json_reader import LARGE, Long, MalformedEventError, parse, unescaped


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
        b'{"a": ' + b"[" * 2 * LARGE,
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
    text = 'aé"b\\c\né\U0001f600' * 150_000 + "\\" * 1000
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
    raw = json.dumps({"response": [{"k": f'v\\"{n}'} for n in range(100_000)]}).encode()
    tracemalloc.start()
    event = parse(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(raw)
    assert b'"v\\"99999"' in b"".join(event["response"].chunks())


def test_an_object_with_very_many_members_is_one_text() -> None:
    raw = json.dumps({"response": {f"k{n}": "x" * 1000 for n in range(2000)}}).encode()
    assert isinstance(parse(raw)["response"], Long)


def test_an_invalid_escape_in_a_text_is_an_error() -> None:
    with pytest.raises(ValueError):
        unescaped(b"\\q")


def test_the_scanner_of_json_works_without_its_module(repo: Repo) -> None:
    ran = repo.execute("--agent_hook", "claude-code", input=b"{nonsense")
    assert ran == Ran(
        2,
        b"",
        b"git secrets: stopped: the event could not be checked: the event is not a JSON object\n",
    )
