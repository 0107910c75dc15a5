"""``git secrets --explain``: what each pattern makes of a line."""

from __future__ import annotations

import os

from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.scan_runner import NOTHING_CONFIGURED, load_registry
from git_secrets_py.commands.scan import surroundings
from git_secrets_py.engine import encodings
from git_secrets_py.errors import BlobError, GitSecretsError, RefusedError, UsageError
from git_secrets_py.explainer import Explainer
from git_secrets_py.model import Blob, MatchedLine, NotScanned
from git_secrets_py.report.escaping import visible
from git_secrets_py.sources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.cli.context import Context

DONE = 0
INCOMPLETE = 2
STANDARD_INPUT = b"-"


def run(context: Context) -> int:
    """Explain the line, or the lines of the file or of standard input; return the exit status.

    Raises ``UsageError`` where none is given, ``RefusedError`` for a line that is not there, and
    ``GitSecretsError`` for a file that cannot be read.
    """
    path, number = _target(context)
    config, top = surroundings(context)
    registry = load_registry(context, config, top)
    if not registry.prohibited:
        context.say(NOTHING_CONFIGURED)
        return DONE
    blob = _blob(path, top)
    explainer = Explainer(registry, blob.path, scan_binary=context.arguments.has("--text"))
    try:
        touched = _touched(context, explainer, blob, number)
        every_line = path == STANDARD_INPUT
        for line in _lines(explainer.shown, number, blob, touched, every_line=every_line):
            context.out(explainer.explain(line))
    except BlobError as error:
        raise GitSecretsError(f"{explainer.shown}: {error}") from error
    for message in dict.fromkeys(problem.message for problem in explainer.problems):
        context.say(f"{explainer.shown}: {message}")
    return INCOMPLETE if explainer.problems else DONE


def _target(context: Context) -> tuple[bytes, int | None]:
    """Return the file given, and the line if one is; a column behind it does not matter."""
    value = argument_checks.at_most_one(context)
    if not value:
        raise UsageError("--explain needs a file, or '-' for standard input")
    if value == STANDARD_INPUT or os.path.lexists(value):
        return value, None
    for numbers in (1, 2):
        path, *behind = value.rsplit(b":", numbers)
        if len(behind) == numbers and all(map(bytes.isdigit, behind)) and os.path.lexists(path):
            return path, int(behind[0])
    raise GitSecretsError(f"{visible(value)}: there is no such file")


def _blob(path: bytes, top: bytes | None) -> Blob:
    """Return what ``path`` names, shown as the hooks do: relative to the top."""
    if path == STANDARD_INPUT:
        content = list(files.standard_input().chunks())
        return Blob(files.STANDARD_INPUT, lambda: content)
    # The directory is resolved, as git does; the file may be a link of which that is the name.
    directory, name = os.path.split(os.path.abspath(path))
    shown = os.path.relpath(os.path.join(os.path.realpath(directory), name), top or os.getcwdb())
    if shown.startswith(os.fsencode(os.pardir)):
        shown = path
    return files.file(path, shown.replace(os.fsencode(os.sep), b"/"))


def _touched(
    context: Context, explainer: Explainer, blob: Blob, number: int | None
) -> dict[int, list[MatchedLine]]:
    """Return the lines, or the one line ``number``, that a pattern would match as no word."""
    touched: dict[int, list[MatchedLine]] = {}
    for item in explainer.loose.scanner().scan(blob.chunks()):
        if isinstance(item, MatchedLine):
            if number in (None, item.number):
                touched.setdefault(item.number, []).append(item)
        elif item.severity == NotScanned.BINARY:
            context.say(f"{explainer.shown}: binary, so not scanned; --text scans it")
        elif number is None:
            explainer.problems.append(item)
    return touched


def _lines(
    shown: str,
    number: int | None,
    blob: Blob,
    touched: dict[int, list[MatchedLine]],
    *,
    every_line: bool,
) -> Iterator[MatchedLine]:
    """Yield the lines to explain: those touched, and others if they were asked for."""
    if not every_line and (number is None or number in touched):
        yield from (line for lines in touched.values() for line in lines)
        return
    last = 0
    for last, content in enumerate(_text_lines(blob.chunks()), start=1):
        if number in (None, last):
            yield from touched.get(last) or [MatchedLine(last, content, [])]
    if number is not None and not 0 < number <= last:
        lines = "1 line" if last == 1 else f"{last} lines"
        raise RefusedError(f"{shown} has {lines}: there is no line {number}")


def _text_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines as the engine counts them, without line ends."""
    content = b"".join(chunks)
    transcoder = encodings.Transcoder((encodings.encodings(content) or [encodings.PLAIN])[0])
    lines = transcoder.feed(content, final=True).split(b"\n")
    if not lines[-1]:
        lines.pop()
    for line in lines:
        yield line.removesuffix(b"\r")
