"""``git secrets --scan``."""

from __future__ import annotations

import os
from functools import partial

from git_secrets_py.cli.active_patterns import load_selection
from git_secrets_py.cli.scan_runner import scan_and_report
from git_secrets_py.errors import NotARepositoryError
from git_secrets_py.selection.active_files import INDEX, WORK_TREE
from git_secrets_py.sources import files, index, tree
from git_secrets_py.sources.parallel_scan import clean_files

STANDARD_INPUT = b"-"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.cli.context import Context
    from git_secrets_py.content import Blob, NotScanned
    from git_secrets_py.scan import BlobScanner


def run(context: Context) -> int:
    """Scan the files given, by default all tracked files; return the exit status.

    Raises ``NotARepositoryError`` outside of a repository, unless git is not needed.
    """
    try:
        _, top = context.surroundings()
    except NotARepositoryError as error:
        hint = "to scan this directory without git: git secrets --scan --no-index"
        raise NotARepositoryError(f"{error}; {hint}") from error
    selection = load_selection(context, INDEX if context.arguments.has("--cached") else WORK_TREE)
    return scan_and_report(context, selection, partial(_source, context, top), "tree")


def _source(
    context: Context, top: bytes | None, scanner: BlobScanner
) -> Iterable[Blob | NotScanned]:
    arguments, paths = context.arguments, context.values
    clean = partial(clean_files, scanner)
    if arguments.has("--no-index"):
        found = files.named(paths, recursive=True) if paths else files.below()
        return files.from_top_unless_clean(found, top, clean)
    repository = context.repository
    if not paths:
        if arguments.has("--cached"):
            return index.everything(repository)
        untracked = arguments.has("--untracked")
        return tree.tracked(repository, untracked=untracked, clean_files=clean)
    if arguments.has("--cached"):
        return files.from_top(index.files(repository, paths), top)
    if arguments.has("--untracked"):
        found = tree.tracked(repository, paths, untracked=True)
    else:
        found = _named(context, top)
    return files.from_top_unless_clean(found, top, clean)


def _named(context: Context, top: bytes | None) -> Iterator[Blob | NotScanned]:
    """Yield the files given, and those in the directories given: tracked ones, or all of them."""
    recursive = context.arguments.has("--recursive")
    is_inside = files.PathsFromTop(top).has
    # Elsewhere, git takes paths as those from the top.
    in_work_tree = top is not None and is_inside(b".")
    for path in context.values:
        is_of_git = in_work_tree and path != STANDARD_INPUT and is_inside(path)
        if is_of_git and os.path.isdir(path) and not recursive:
            yield from tree.directory(context.repository, path)
        elif is_of_git and tree.is_omitted(context.repository.git, path):
            yield tree.omitted(path)
        else:
            yield from files.named([path], recursive=recursive)
