"""``git secrets --explain``: show which patterns match a line and which allow it."""

from __future__ import annotations

import os

from git_secrets_py import rules
from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.active_patterns import (
    decodes,
    load_registry,
    options_to_repeat,
    rules_of_files,
)
from git_secrets_py.cli.scan_runner import without_patterns
from git_secrets_py.content import STANDARD_INPUT, Blob, NotScanned
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_INCOMPLETE,
    BlobError,
    GitSecretsError,
    UsageError,
)
from git_secrets_py.explainer import Explainer
from git_secrets_py.report.escaping import visible
from git_secrets_py.selection.active_files import WORK_TREE
from git_secrets_py.sources import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context

_DASH = b"-"


def run(context: Context) -> int:
    """Explain a line, a file, standard input or a rule; return the exit status.

    A file comes before a rule of the same name. Raises ``UsageError`` without a value,
    ``RefusedError`` for a line that does not exist, and ``GitSecretsError`` for a file that cannot
    be read.
    """
    details = _details_of_rule(context)
    if details:
        context.out(details)
        return EXIT_CLEAN
    path, number = _target(context)
    registry = load_registry(context, WORK_TREE)
    if registry.is_empty:
        return without_patterns(context)
    _, top = context.surroundings()
    blob = _blob(path, top)
    explainer = Explainer(
        registry,
        blob.path,
        scan_binary=context.arguments.has("--text"),
        decode=decodes(context),
        options=options_to_repeat(context),
    )
    try:
        return _explain(context, explainer, blob, number, every_line=path == _DASH)
    except BlobError as error:
        raise GitSecretsError(f"{explainer.name}: {error}") from error


def _details_of_rule(context: Context) -> bytes:
    """Return the details of the rule that is given, unless there is a file of that name."""
    value = argument_checks.at_most_one(context)
    if not value or value == _DASH or os.path.lexists(value):
        return b""
    from git_secrets_py.rules import describe

    name = argument_checks.text(value)
    rule = rules.find(name)
    if rule is not None:
        return describe.details(rule).encode()
    of_file = next((one for one in rules_of_files(context) if one.name == name), None)
    if of_file is None:
        return b""
    text = describe.details(of_file.rule, of_file.origin.place)
    return b"".join(visible(row.encode()).encode() + b"\n" for row in text.splitlines())


def _explain(
    context: Context, explainer: Explainer, blob: Blob, number: int | None, *, every_line: bool
) -> int:
    """Print the explanations of ``blob``, and its problems; return the exit status."""
    problems: list[NotScanned] = []
    is_explained = number is not None
    for item in explainer.explain(blob, number, every_line=every_line):
        if isinstance(item, NotScanned):
            problems.append(item)
        else:
            is_explained = True
            context.out(item.encode("utf-8", "surrogateescape"))
    for message in dict.fromkeys(map(_message, problems)):
        context.notify(f"{explainer.name}: {message}")
    if not is_explained and not problems:
        context.out_line(f"{explainer.name}: no pattern matches")
    is_binary = all(problem.severity == NotScanned.BINARY for problem in problems)
    return EXIT_CLEAN if is_binary else EXIT_INCOMPLETE


def _message(problem: NotScanned) -> str:
    if problem.severity == NotScanned.BINARY:
        return f"{problem.message}; to scan all of it, use --text"
    return problem.message


def _target(context: Context) -> tuple[bytes, int | None]:
    """Return the given file, and the line if one is given; a column after it is ignored."""
    value = argument_checks.at_most_one(context)
    if not value:
        raise UsageError("--explain requires a file, '-' for standard input, or a rule")
    if value == _DASH or os.path.lexists(value):
        return value, None
    for numbers in (1, 2):
        path, *rest = value.rsplit(b":", numbers)
        if len(rest) == numbers and all(map(bytes.isdigit, rest)) and os.path.lexists(path):
            return path, int(rest[0])
    raise GitSecretsError(f"{visible(value)}: no such file or rule{_suggestion(value)}")


def _suggestion(value: bytes) -> str:
    """Return advice to list a rule set with this name, or a close name of a rule; may be empty."""
    from difflib import get_close_matches

    name = argument_checks.text(value)
    if name in (rules.ALL, rules.RECOMMENDED, *rules.names()):
        return f". To list the rules of this set: git secrets --list-rules {name}"
    names = [rule.name for rule in rules.load(rules.ALL).rules]
    close = get_close_matches(name, names, n=1)
    return f". Did you mean {close[0]}?" if close else ""


def _blob(path: bytes, top: bytes | None) -> Blob:
    """Return the blob of ``path``, under its path from the top, as hooks show it."""
    if path == _DASH:
        content = list(files.standard_input().chunks())
        return Blob(STANDARD_INPUT, lambda: content)
    return files.file(path, files.PathsFromTop(top or os.getcwdb()).path(path))
