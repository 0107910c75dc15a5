"""Running the command of a provider with a time limit."""

from __future__ import annotations

import os
import subprocess
import sys
from select import select
from time import monotonic

from git_secrets_py.content import PATTERNS_LIMIT
from git_secrets_py.errors import ProviderError
from git_secrets_py.git.children import ForeignProcess
from git_secrets_py.pattern_files import TextError, decode
from git_secrets_py.providers.command_words import of_a_shell
from git_secrets_py.wording import in_one_line

_CHUNK = 1 << 16
TIME_LIMIT = 10.0  # seconds

_ADVICE = (
    "Run it by hand to see why, or remove it with git secrets --remove-provider "
    "(with --global if it is stored there)."
)


def without_shell(command: str) -> str:
    """Return that ``command`` lacks the shell for which it is written; empty if it needs none.

    Raises ``ValueError`` for an unclosed quote.
    """
    word = of_a_shell(command.encode("utf-8", "surrogateescape"))
    if not word:
        return ""
    import shlex

    argument = shlex.quote(os.fsdecode(word))
    return (
        f"a provider runs without a shell, so {argument} is a mere argument; "
        f"to start a shell, use: sh -c {shlex.quote(command)}"
    )


def lines(arguments: list[bytes], name: str, *, limit: float = TIME_LIMIT) -> list[bytes]:
    """Run ``arguments`` and return the lines of its output, without line ends and empty lines.

    Raises ``ProviderError`` if the command cannot be started, fails, does not end within ``limit``
    seconds, or prints more than ``PATTERNS_LIMIT`` bytes or anything but text. The message
    contains ``name``, but no output, which may be a secret. For the same reason its standard error
    is discarded.
    """
    with _start(arguments, name) as child:
        process = child.process
        output = _output(process, limit)
        if output is None:
            raise _failure(name, f"timed out after {limit:g} seconds")
        if len(output) > PATTERNS_LIMIT:
            raise _failure(name, f"prints more than {PATTERNS_LIMIT >> 20} MiB")
    if process.returncode != 0:
        raise _failure(name, _ending(process.returncode))
    try:
        return [line for line in decode(output).split(b"\n") if line]
    except TextError as error:
        reason = f"{error.line} {error.reason.partition(';')[0]}"
    raise _failure(name, f"does not print text: line {reason}")


def _start(arguments: list[bytes], name: str) -> ForeignProcess:
    try:
        # Without input: a provider that prompts would wait forever.
        return ForeignProcess([os.fsdecode(argument) for argument in arguments])
    except OSError as error:
        reason = error.strerror or "unknown error"
    raise _failure(name, f"cannot be started: {reason}")


def _output(process: subprocess.Popen[bytes], limit: float) -> bytes | None:
    """Return the output of ``process``; ``None`` if it does not end within ``limit`` seconds.

    Reading stops right after ``PATTERNS_LIMIT`` bytes.
    """
    deadline = monotonic() + limit
    try:
        if sys.platform == "win32":  # pragma: no cover - its pipes cannot be waited for
            return process.communicate(timeout=limit)[0]
        output = _read(process, deadline)
        if len(output) <= PATTERNS_LIMIT:
            process.wait(max(0.0, deadline - monotonic()))
        return output
    except subprocess.TimeoutExpired:
        return None


def _read(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Return the output up to its end, or one byte more than ``PATTERNS_LIMIT`` of it."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    chunks: list[bytes] = []
    left = PATTERNS_LIMIT + 1
    while left:
        seconds = max(0.0, deadline - monotonic())
        if not select([descriptor], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired(process.args, seconds)
        chunk = os.read(descriptor, min(left, _CHUNK))
        if not chunk:
            process.stdout.close()
            break
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _failure(name: str, problem: str) -> ProviderError:
    hint = without_shell(name)
    advice = hint[0].upper() + hint[1:] if hint else _ADVICE
    return ProviderError(f"provider '{in_one_line(name)}' {problem}. {advice}")


def _ending(status: int) -> str:
    return f"failed with exit status {status}" if status > 0 else f"was killed by signal {-status}"
