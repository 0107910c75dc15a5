"""Providers that are commands: real processes, their output, and their failures."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from git_secrets_py.errors import ProviderError
from git_secrets_py.providers import command, patterns_of

SECRET = "hunter" + "22"

ADVICE = (
    "Run it by hand to see why, or remove it with git secrets --remove-provider "
    "(with --global if it is stored there)."
)

posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")


def python(code: str) -> bytes:
    """A provider that runs ``code``."""
    return shlex.join([sys.executable, "-c", code]).encode()


def sources(provider: bytes) -> list[bytes]:
    return [pattern.source for pattern in patterns_of(provider)]


def failure(provider: bytes) -> str:
    with pytest.raises(ProviderError) as caught:
        patterns_of(provider)
    return str(caught.value)


def test_each_line_that_a_provider_prints_is_a_pattern() -> None:
    assert sources(python(r"print('one two\nthree\\.')")) == [b"one two", b"three\\."]


def test_carriage_returns_and_empty_lines_are_dropped() -> None:
    code = r"import sys; sys.stdout.buffer.write(b'\r\n\none\r\n\ntwo\xff')"
    assert sources(python(code)) == [b"one", b"two\xff"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_output_may_be_in_any_unicode_encoding(encoding: str) -> None:
    code = f"import sys; sys.stdout.buffer.write('one\\r\\ntwo\\n'.encode('{encoding}'))"
    assert sources(python(code)) == [b"one", b"two"]


def test_carriage_returns_alone_end_lines() -> None:
    code = "import sys; sys.stdout.buffer.write(bytes([49, 13, 50, 13]))"
    assert sources(python(code)) == [b"1", b"2"]


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (b"one\ntw\0o", "line 2 has a NUL byte"),
        (b"one\nt\0w\0", "line 2 has a NUL byte"),
        (b"one\ntwo\rthree\n", "line 2 has a carriage return that does not end it"),
    ],
)
def test_output_that_is_not_text_is_an_error(output: bytes, reason: str) -> None:
    code = f"import sys; sys.stdout.buffer.write(bytes({list(output)}))"
    assert f"does not print text: {reason}. {ADVICE}" in failure(python(code))


def test_a_provider_that_prints_without_end_is_stopped() -> None:
    start = time.monotonic()
    endless = failure(b"yes")
    assert endless == f"provider 'yes' prints more than 16 MiB. {ADVICE}"
    assert time.monotonic() - start < 5


def test_a_provider_that_prints_nothing_gives_no_pattern() -> None:
    assert sources(python("")) == []


def test_a_blank_provider_gives_no_pattern() -> None:
    assert sources(b"  ") == []


def test_a_pattern_names_the_provider_and_hides_what_it_printed() -> None:
    provider = python(f"print('{SECRET}')")
    (pattern,) = patterns_of(provider)
    assert str(pattern.origin) == "provider " + provider.decode()
    assert pattern.confidential
    assert repr(pattern).startswith("Pattern(<from a provider>, ")


def test_a_file_name_with_spaces_in_quotes_is_one_word(tmp_path: Path) -> None:
    script = tmp_path / "my provider.py"
    script.write_text("print('found')")
    assert sources(shlex.join([sys.executable, str(script)]).encode()) == [b"found"]


def test_standard_input_is_empty() -> None:
    assert sources(python("import sys; print(len(sys.stdin.read()))")) == [b"0"]


def test_standard_error_is_neither_a_pattern_nor_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert sources(python(f"import sys; sys.stderr.write('{SECRET}'); print('x')")) == [b"x"]
    assert capfd.readouterr() == ("", "")


def test_no_shell_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = "import sys; print(*sys.argv[1:], sep='\\n')"
    assert sources(python(code) + b" $HOME *.x a|b >c") == [b"$HOME", b"*.x", b"a|b", b">c"]
    assert list(tmp_path.iterdir()) == []


def test_a_provider_that_cannot_be_started_is_an_error() -> None:
    message = failure(b"no-such-provider --list")
    assert message.startswith("provider 'no-such-provider --list' cannot be started: ")
    assert message.endswith(ADVICE)


def test_the_error_of_a_command_for_a_shell_shows_how_to_start_one() -> None:
    assert failure(b"cat 'a b' | sort") == (
        "provider 'cat 'a b' | sort' failed with exit status 1. A provider runs without a shell, "
        "so '|' is a mere argument; to start a shell, use: "
        """sh -c 'cat '"'"'a b'"'"' | sort'"""
    )


def test_the_command_in_the_error_runs_in_a_shell() -> None:
    advised = failure(b"cat 'no such file' 2>/dev/null; echo found").partition("use: ")[2]
    assert sources(advised.encode()) == [b"found"]


def test_the_error_of_a_failing_provider_does_not_contain_its_output() -> None:
    provider = python(
        "import os, sys; print('hunter' + '22', flush=True); "
        "os.write(2, b'hunter' + b'22'); sys.exit(3)"
    )
    message = failure(provider)
    assert message == f"provider '{provider.decode()}' failed with exit status 3. {ADVICE}"
    assert SECRET not in message


@posix
def test_a_provider_killed_by_a_signal_is_an_error() -> None:
    provider = python("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")
    assert failure(provider) == f"provider '{provider.decode()}' was killed by signal 15. {ADVICE}"


def test_a_quote_that_is_not_closed_is_an_error() -> None:
    assert failure(b"cat 'patterns") == (
        "provider 'cat 'patterns': a single quote (') is not closed. "
        "Fix secrets.providers in the git config."
    )


def test_a_command_that_is_not_utf_8_can_be_named() -> None:
    assert failure(b"'\xff").startswith(r"provider ''\xff': a single quote")


def test_a_provider_that_does_not_end_is_stopped_at_the_limit() -> None:
    started = time.monotonic()
    arguments = [sys.executable.encode(), b"-c", b"import time; print('x'); time.sleep(60)"]
    with pytest.raises(ProviderError) as caught:
        command.lines(arguments, "slow", limit=0.5)
    assert str(caught.value) == f"provider 'slow' timed out after 0.5 seconds. {ADVICE}"
    assert time.monotonic() - started < 20


@posix
def test_the_children_of_a_provider_that_does_not_end_are_stopped_too(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    script = f"(while :; do echo x > '{alive}'; sleep 0.1; done) & wait"
    with pytest.raises(ProviderError):
        command.lines([b"sh", b"-c", script.encode()], "slow", limit=0.3)
    assert alive.exists()
    alive.unlink()
    time.sleep(0.5)
    assert not alive.exists()


@posix
def test_a_provider_whose_detached_child_holds_the_pipe_is_stopped_at_the_limit() -> None:
    code = (
        "import subprocess, sys; "
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3)'],"
        " start_new_session=True)"
    )
    with pytest.raises(ProviderError) as caught:
        command.lines([sys.executable.encode(), b"-c", code.encode()], "leaver", limit=1)
    assert str(caught.value) == f"provider 'leaver' timed out after 1 seconds. {ADVICE}"


def test_an_interrupt_stops_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def interrupted(process: subprocess.Popen[bytes], _: float) -> None:
        started.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        command.lines([sys.executable.encode(), b"-c", b"import time; time.sleep(60)"], "slow")
    assert started[0].returncode is not None
