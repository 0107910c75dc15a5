"""The filter of placeholders."""

from __future__ import annotations

from random import Random

import pytest
from support import Repo, fake_key
from templates import ALPHABETS, FORMATS, secret

from git_secrets_py import rules
from git_secrets_py.engine.decider import Decider
from git_secrets_py.engine.pattern_sources import read_pattern
from git_secrets_py.rules.placeholders import is_placeholder

PLACEHOLDERS = {
    "a documented example": "AKIAIOSFODNN7" + "EXAMPLE",
    "your": "xoxb-your-bot-token",
    "x": "ghp_" + "x" * 36,
    "a row of a letter": "AKIA" + "Q" * 16,
    "a row of zeros": "sk_live_" + "0" * 24,
    "asterisks": "glpat-ab" + "*" * 4 + "yz",
    "dots": "sk-ant-api03-...",
    "two characters": "ab" * 8,
    "hexadecimal digits in order": "npm_" + "0123456789abcdef" * 2,
    "letters in order": "AKIA" + "ABCDEFGHIJKLMNOP",
    "letters, digits": "abcdef123456",
    "letters from the end": "zyxwvutsrqpo",
    "a row of keys": "qwertyuiop",
    "keys, digits": "qwerty123",
    "changeme": "Change_Me-2",
    "insert here": "insert-api-key-here",
    "not real": "sk_live" + "_ThisIsNotARealKey42",
    "words": "my_secret_token_value",
    "words without separators": "thesecrettokenvalue",
    "a published key": "AIza" + "SyAO_FJ2S" + "lqU8Q4STE" + "HLGCilw_Y9_11qcW8",
    "the key of an emulator": "Eby8vdM0"
    + "2xNOcqFlqUwJPLl"
    + "mEtlCDXJ1OUzFT"
    + "50uSRZ6IFs"
    + "uFq2UVErCz4",
    "a class of characters": "0-9A-Za-z_-",
    "a template": "prefix-${TOKEN}",
    "another template": "{{ token }}",
    "an interpolation": "#{token}",
    "a template that is cut off": "${{",
    "a default of a shell": "${DATABASE_PASSWORD:-a}",
    "a value of a chart": "{{.Values.token}}",
    "a format": "%s",
    "a named format": "%(token)s",
    "a command": "$(cat token)",
    "an environment variable in JavaScript": "process.env.TOKEN",
    "an environment variable in Python": "os.environ['TOKEN']",
    "an environment variable in Ruby": "ENV['TOKEN']",
    "a value of Spring": "@Value(token)",
    "a variable of Windows": "%TOKEN%",
    "angle brackets": "<token>",
    "brackets": "[token]",
    "underscores": "__TOKEN__",
    "a reference to a vault": "op://vault/item/field",
    "an encrypted value": "ENC[AES256_GCM,data:Tr8F",
    "a hash": "sha512-" + "a1B2c3D4" * 11,
    "the UUID of zeros": "00000000-0000-0000-0000-000000000000",
    "a UUID of digits in order": "12345678-1234-1234-1234-123456789012",
    "a URL of this machine": "http://localhost:8080/token",
    "an address for documentation": "https://192.0.2.1/token",
    "a reserved domain": "https://api.service.test/token",
    "a path": "usr/local/lib/python/packages",
}


@pytest.mark.parametrize("text", PLACEHOLDERS.values(), ids=PLACEHOLDERS)
def test_a_placeholder_is_not_a_secret(text: str) -> None:
    assert is_placeholder(text.encode())


@pytest.mark.parametrize("before", [b"sha256:", b'integrity "sha512-', b"md5="])
def test_a_hash_is_not_a_secret(before: bytes) -> None:
    text = secret("<h:64>").encode()
    assert is_placeholder(text, before)
    assert not is_placeholder(text, b"key=")


@pytest.mark.parametrize("token", [fake_key(), secret("ghp_<62:36>").encode()])
def test_the_name_of_a_hash_before_a_token_makes_it_no_hash(token: bytes) -> None:
    assert not is_placeholder(token, b"sha256:")


@pytest.mark.parametrize(
    "text",
    [
        *(fake_key().decode(), "hunter2", "ghp_" + "a1B2" * 9, "qwerty118", "Tr0ub4dor&3"),
        *("correct-horse-battery", "P@@ssw0rd", "A" * 22 + secret("<62:40>")),
        *("q7${w9!Lp", "x{{8#kq2Z", "4v#{%Rt6y", "b3$(!k9Lw", "5<%^g7Tq2", "{m4*Zk8}"),
    ],
)
def test_other_texts_are_not_placeholders(text: str) -> None:
    assert not is_placeholder(text.encode())


@pytest.mark.parametrize("alphabet", ["h", "36", "32", "62", "64"])
def test_random_text_is_not_a_placeholder(alphabet: str) -> None:
    random = Random(alphabet)
    texts = ("".join(random.choices(ALPHABETS[alphabet], k=40)) for _ in range(1000))
    assert [text for text in texts if is_placeholder(text.encode())] == []


def test_no_secret_of_a_known_format_is_a_placeholder() -> None:
    patterns = {pattern.name: pattern for pattern in rules.load("all").patterns}
    for one in FORMATS:
        line = secret(one.template).encode()
        decider = Decider(read_pattern(patterns[one.rule]), word=False, limit=30)
        for _, _, (start, end) in decider.matches(line):
            assert not is_placeholder(line[start:end], line[:start]), one


def test_patterns_of_the_user_and_stored_patterns_find_placeholders(repo: Repo) -> None:
    row = "AKIA" + "Q" * 16
    repo.write("a", f"{row}\n")
    repo.add()
    assert repo.call("--scan", "--rules", "all").status == 0
    repo.register_aws()
    assert repo.call("--scan").status == 1
