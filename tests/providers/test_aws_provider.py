"""The AWS provider: which values it finds in a credentials file, and how it prints them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import git_secrets_py
from git_secrets_py.errors import ProviderError
from git_secrets_py.patterns.literal import escape
from git_secrets_py.providers import aws, patterns_of

KEY = "AKIA" + "Z" * 16
OTHER = "AKIA" + "Y" * 16
SECRET = "s/+" * 13 + "s"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE", raising=False)
    return tmp_path


def found(content: str | bytes, home: Path) -> list[tuple[str, bytes]]:
    """Return the credentials that the provider finds in a file that holds ``content``."""
    path = home / "credentials-file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return aws.credentials(str(path))


def default_file(home: Path, content: str) -> None:
    (home / ".aws").mkdir()
    (home / ".aws" / "credentials").write_text(content)


def test_the_keys_of_every_profile_are_found_with_their_profile(home: Path) -> None:
    content = (
        f"[default]\naws_access_key_id = {KEY}\naws_secret_access_key={SECRET}\nregion = x\n\n"
        f"[prod]\naws_session_token = tok\naws_access_key_id: {OTHER}\n"
    )
    assert found(content, home) == [
        ("default", KEY.encode()),
        ("default", SECRET.encode()),
        ("prod", b"tok"),
        ("prod", OTHER.encode()),
    ]


ONE_KEY = [("p", b"value")]

CASES = [
    pytest.param("[p]\naws_access_key_id=value", ONE_KEY, id="no-newline-at-the-end"),
    pytest.param("[p]\r\naws_access_key_id = value\r\n", ONE_KEY, id="crlf"),
    pytest.param("\ufeff[p]\naws_access_key_id = value\n", ONE_KEY, id="byte-order-mark"),
    pytest.param('[p]\naws_access_key_id = "value"\n', ONE_KEY, id="double-quotes"),
    pytest.param("[p]\naws_access_key_id = ' value '\n", ONE_KEY, id="single-quotes"),
    pytest.param("[p]\nAWS_Access_Key_ID = value\n", ONE_KEY, id="upper-case"),
    pytest.param("[p]\naws_access_key_id =\n\naws_session_token = ''\n", [], id="blank-values"),
    pytest.param("[p]\nmy_aws_access_key_id = x\nregion = y\n", [], id="other-keys"),
    pytest.param(
        "[p]\naws_access_key_id = value # mine\n",
        [("p", b"value # mine"), ("p", b"value")],
        id="comment-behind-a-value",
    ),
    pytest.param(
        "[p]\naws_access_key_id = value\t; mine # too\n",
        [("p", b"value\t; mine # too"), ("p", b"value")],
        id="semicolon-behind-a-value",
    ),
    pytest.param(
        '[p]\naws_access_key_id = "value" # mine\n',
        [("p", b'value" # mine'), ("p", b"value")],
        id="comment-behind-a-quoted-value",
    ),
    pytest.param(
        "[p]\naws_access_key_id = # no value\n", [("p", b"# no value")], id="comment-only"
    ),
    pytest.param(
        f"[p]\n#aws_access_key_id = {KEY}1\n[q]\n; aws_secret_access_key='{SECRET}2'\n",
        [("p", f"{KEY}1".encode()), ("q", f"{SECRET}2".encode())],
        id="commented-out",
    ),
    pytest.param(
        f"export aws_access_key_id={KEY}1\n[p]\nmy_aws_secret_access_key={SECRET}2\n",
        [("", f"{KEY}1".encode()), ("p", f"{SECRET}2".encode())],
        id="export-and-prefix",
    ),
    pytest.param(
        "# aws_access_key_id = AKIAIOSFODNN7" + "EXAMPLE\n"
        "# aws_secret_access_key = YOUR_SECRET_ACCESS_KEY\n"
        "# the aws_session_token = 1 of the 3 values above\n",
        [],
        id="comments-without-a-key",
    ),
    pytest.param("[p]\n# aws_access_key_id = x\n; aws_session_token = y\n", [], id="comments"),
    pytest.param("[p]\n  # aws_access_key_id = x\n", [], id="indented-comment"),
    pytest.param("aws_access_key_id = value\n", [("", b"value")], id="no-section"),
    pytest.param(
        "\ufeff# mine\n\naws_access_key_id = a\n[p]\naws_access_key_id = b\n",
        [("", b"a"), ("p", b"b")],
        id="keys-before-the-first-section",
    ),
    pytest.param(
        "[p]\naws_access_key_id = a\naws_access_key_id = b\naws_access_key_id = c\n",
        [("p", b"a"), ("p", b"b"), ("p", b"c")],
        id="repeated-key",
    ),
    pytest.param(
        "[p]\naws_access_key_id = a\n[q]\naws_access_key_id = b\n[p]\naws_access_key_id = c\n",
        [("p", b"a"), ("p", b"c"), ("q", b"b")],
        id="repeated-section",
    ),
    pytest.param(
        "[p]\naws_access_key_id = a\n[q]\naws_session_token = a\naws_access_key_id = b\n",
        [("p", b"a"), ("q", b"b")],
        id="repeated-value-counts-once",
    ),
    pytest.param(
        "[DEFAULT]\naws_access_key_id = a\n[p]\naws_session_token = b\n",
        [("DEFAULT", b"a"), ("p", b"b")],
        id="DEFAULT-is-an-ordinary-profile",
    ),
    pytest.param("[p]\naws_session_token = a#b;c %(d)s=\n", [("p", b"a#b;c %(d)s=")], id="signs"),
    pytest.param(
        "stray\n[p]\nstray\naws_access_key_id = value\nstray\n= x\n[q\n[]\n",
        ONE_KEY,
        id="lines-that-are-nothing",
    ),
    pytest.param("[p]\nregion = x\n  aws_access_key_id = value\n", ONE_KEY, id="indented-key"),
    pytest.param("[p]\nregion = x\n\taws_access_key_id: value\n", ONE_KEY, id="indented-colon"),
    pytest.param(
        "[p]\naws_access_key_id = value\n  region = x\n  [q]\n  aws_session_token = b\n",
        [("p", b"value"), ("q", b"b")],
        id="indented-section",
    ),
    pytest.param("[p]\naws_access_key_id =\n    value\n", ONE_KEY, id="value-on-the-next-line"),
    pytest.param(
        "[p]\naws_session_token = abcd\n    efgh==\n",
        [("p", b"abcd"), ("p", b"efgh==")],
        id="continuation-lines-count-too",
    ),
    pytest.param(
        b"[p\xe9]\nname = \xff\xa0\naws_access_key_id = v\xe9\x85\n",
        [("p\udce9", b"v\xe9\x85")],
        id="not-utf-8",
    ),
    pytest.param("[café]\naws_access_key_id = é\n", [("café", "é".encode())], id="utf-8"),
    pytest.param("", [], id="empty-file"),
    pytest.param("[p]\nsso_session = x\n", [], id="single-sign-on-only"),
]


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_a_value_is_found_however_the_file_is_written(
    content: str | bytes, expected: list[tuple[str, bytes]], home: Path
) -> None:
    assert found(content, home) == expected


def test_the_default_file_is_in_the_home_directory(home: Path) -> None:
    default_file(home, f"[default]\naws_access_key_id = {KEY}\n")
    assert aws.credentials() == [("default", KEY.encode())]


def test_a_missing_default_file_holds_nothing() -> None:
    assert aws.credentials() == []


def test_a_missing_file_that_was_named_holds_nothing(home: Path) -> None:
    assert aws.credentials(str(home / "none")) == []
    (home / "file").touch()
    assert aws.credentials(os.fsencode(home / "file" / "below")) == []


def test_the_environment_can_name_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    default_file(home, "[default]\naws_access_key_id = a\n")
    (home / "mine").write_text("[mine]\naws_access_key_id = b\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "~/mine")
    assert aws.credentials() == [("mine", b"b")]
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "$HOME/mine")
    assert aws.credentials() == [("mine", b"b")]
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "")
    assert aws.credentials() == [("default", b"a")]


def test_the_argument_goes_before_the_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "mine").write_text("[mine]\naws_access_key_id = b\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "none"))
    assert aws.credentials(str(home / "mine")) == [("mine", b"b")]


def test_a_directory_is_an_error(home: Path) -> None:
    with pytest.raises(ProviderError) as caught:
        aws.credentials(str(home))
    message = str(caught.value)
    assert message.startswith(f"provider 'aws' cannot read {home}: ")
    assert message.endswith("or set AWS_SHARED_CREDENTIALS_FILE to another file.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[p]\naws_access_key_id = a\0b", "line 2 has a NUL byte; save it as UTF-8"),
        (b"#" * 101, "larger than 0 MiB. Make it readable, or set AWS_SHARED_CREDENTIALS_FILE"),
    ],
)
def test_a_file_that_is_not_text_or_too_large_is_an_error(
    home: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, reason: str
) -> None:
    monkeypatch.setattr(aws, "PATTERNS_LIMIT", 100)
    with pytest.raises(ProviderError) as caught:
        found(content, home)
    assert reason in str(caught.value)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user"
)
def test_a_file_that_may_not_be_read_is_an_error(home: Path) -> None:
    (home / "closed").write_text("[p]\n")
    (home / "closed").chmod(0)
    with pytest.raises(ProviderError):
        aws.credentials(str(home / "closed"))


def test_a_pattern_names_the_profile_and_hides_the_value(home: Path) -> None:
    default_file(home, f"aws_session_token = tok\n[prod]\naws_access_key_id = {KEY}\n")
    before, prod = aws.patterns()
    assert [str(before.origin), str(prod.origin)] == ["provider aws", "provider aws [prod]"]
    assert KEY not in repr(prod)


@pytest.mark.parametrize(
    "command",
    [
        b"git secrets --aws-provider",
        b"git  secrets-py --aws-provider ",
        b"git-secrets --aws-provider",
        b"git-secrets-py --aws-provider",
        b"'git' secrets --aws-provider ''",
    ],
)
def test_each_spelling_of_our_own_provider_runs_in_this_process(
    command: bytes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default_file(home, "[p]\naws_secret_access_key = a.b\n")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(subprocess, "Popen", None)
    assert [pattern.source for pattern in patterns_of(command)] == [rb"a\.b"]


def test_our_own_provider_takes_a_file(home: Path) -> None:
    (home / "my keys").write_text("[p]\naws_secret_access_key = value\n")
    (pattern,) = patterns_of(b"git secrets --aws-provider ~/my\\ keys")
    assert pattern.source == b"value"


def test_our_own_provider_with_more_arguments_is_a_command_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProviderError):
        patterns_of(b"git-secrets --aws-provider one two")


def test_every_special_byte_of_a_literal_is_escaped() -> None:
    assert (
        escape(b"[a]\\.|$(){}?+*^-/ \xff") == b"\\[a\\]\\\\\\.\\|\\$\\(\\)\\{\\}\\?\\+\\*\\^-/ \xff"
    )


def test_an_escaped_literal_matches_itself_and_only_itself() -> None:
    for byte in range(1, 256):
        literal = b"a" + bytes([byte]) + b"b"
        matches = [c for c in range(1, 256) if re.fullmatch(escape(literal), b"a%cb" % c)]
        assert matches == [byte]


def imported(code: str, home: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-S", "-c", code + "; import sys; print(*sys.modules)"],
        cwd=Path(git_secrets_py.__file__).parent.parent,
        env={**os.environ, "HOME": str(home), "USERPROFILE": str(home)},
        capture_output=True,
        check=True,
        text=True,
    )
    return set(done.stdout.split())


def test_the_usual_provider_without_a_file_imports_next_to_nothing(home: Path) -> None:
    code = "from git_secrets_py import providers; "
    code += "providers.patterns_of(b'git secrets --aws-provider')"
    heavy = {"shlex", "subprocess", "configparser", "re", "typing", "dataclasses", "contextlib"}
    assert imported(code, home) & heavy == set()


PARTS = st.sampled_from(
    [
        "[",
        "]",
        "p",
        " ",
        "\t",
        "=",
        ":",
        "#",
        ";",
        "\n",
        "\n",
        "v",
        '"',
        "aws_access_key_id",
        "\x0b",
    ]
)


@settings(max_examples=500, deadline=None)
@example("aws_access_key_id = v\n[p]\nAWS_ACCESS_KEY_ID=w ; x\naws_session_token = \n[q]\n[p]\nx=")
@example("[p]\naws_access_key_id = a\n[ ]\naws_access_key_id = b\n[]\naws_access_key_id = c\n")
@given(st.lists(PARTS, max_size=24).map("".join))
def test_a_plain_file_is_read_as_configparser_reads_it(text: str) -> None:
    plain = aws._plain_entries(text)
    assert plain is None or plain == list(aws._entries(aws._parsed(text)))


def test_a_plain_file_is_read_without_configparser(home: Path) -> None:
    content = (
        f"# mine\n[default]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET} # x\n"
    )
    default_file(home, content)
    code = (
        "import sys; from git_secrets_py.providers import aws; "
        "assert len(aws.credentials()) == 3; print(sorted({'configparser', 're'} & {*sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, check=True)
    assert ran.stdout == b"[]\n"
