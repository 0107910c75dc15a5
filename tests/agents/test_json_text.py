"""Inserting into JSON text and removing from it, with everything else kept."""

from __future__ import annotations

import pytest

from git_secrets_py.agents.json_text import JsonTextError, insert, read, remove

ITEM = {"b": [1]}


def inserted(text: str) -> str:
    """Insert ``ITEM`` into the array ``a`` of the object ``text``."""
    node = read(text).member("a")
    assert node is not None
    return insert(text, node, ITEM)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": [1]}', '{"a": [1, {"b": [1]}]}'),
        ('{"a": [1,]}', '{"a": [1, {"b": [1]}]}'),
        (
            '{\n  "a": [\n    1\n  ]\n}\n',
            '{\n  "a": [\n    1,\n    {\n      "b": [\n        1\n      ]\n    }\n  ]\n}\n',
        ),
        (
            '{\n\t"a": [\n\t\t1, // one\n\t\t/* two */\n\t],\n\t"c": 2\n}',
            '{\n\t"a": [\n\t\t1, // one\n\t\t/* two */\n\t\t{\n\t\t\t"b": [\n\t\t\t\t1\n\t\t\t]\n'
            '\t\t},\n\t],\n\t"c": 2\n}',
        ),
        (
            '{\n  "a": [\n    1 // one\n  ]\n}',
            '{\n  "a": [\n    1, // one\n    {\n      "b": [\n        1\n      ]\n    }\n  ]\n}',
        ),
        (
            '{\r\n  "a": []\r\n}',
            '{\r\n  "a": [\r\n    {\r\n      "b": [\r\n        1\r\n      ]\r\n    }\r\n  ]\r\n}',
        ),
    ],
)
def test_an_item_is_laid_out_as_those_before_it(before: str, after: str) -> None:
    assert inserted(before) == after


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1]}',
        '{"a": [1, "]"], "b": {}}',
        '{\n  "a": [\n    1\n  ]\n}\n',
        '{\n    "a": [\n        1, // one\n        {"x": "//"} /* two */\n    ]\n}',
        '{\r\n  "a": []\r\n}',
        '\ufeff{"a":[]}',
        '{\n  // nothing\n  "a": [ ]\n}',
    ],
)
def test_what_was_inserted_is_removed_again(text: str) -> None:
    changed = inserted(text)
    node = read(changed).member("a")
    assert node is not None and node.items[-1].value == ITEM
    restored = remove(changed, node, len(node.items) - 1)
    assert read(restored).value == read(text).value
    assert restored.replace("[ ]", "[]") == text.replace("[ ]", "[]")


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize(
    "text",
    ["[1, 2, 3]", "[1,2,3,]", "[\n  1, // a\n  2,\n  3\n]", "[\n  1,\n  2, /* b */\n  3,\n]"],
)
def test_an_item_is_removed_from_anywhere(text: str, number: int) -> None:
    value = [1, 2, 3]
    del value[number]
    changed = remove(text, read(text), number)
    assert read(changed).value == value
    assert changed.count("/") == text.count("/") or number in (0, 1)


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a" 1}', '{"a": 1} x', "{'a': 1}", '{"a": NaN}', "[1 2]", "/* x", "[" * 5000],
)
def test_what_is_not_json_is_rejected(text: str) -> None:
    with pytest.raises(JsonTextError):
        read(text)
