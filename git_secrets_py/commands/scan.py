"""``git secrets --scan``."""

from __future__ import annotations

from git_secrets_py.active_files import INDEX, WORK_TREE
from git_secrets_py.cli.scan_runner import load_registry, scan_and_report, surroundings
from git_secrets_py.sources import files, index, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Blob, NotScanned


def run(context: Context) -> int:
    """Scan the files given, by default all tracked files; return the exit status."""
    surroundings(context)
    registry = load_registry(context, INDEX if context.arguments.has("--cached") else WORK_TREE)
    return scan_and_report(context, registry, _source(context), "tree")


def _source(context: Context) -> Iterable[Blob | NotScanned]:
    arguments, paths = context.arguments, context.values
    if arguments.has("--no-index"):
        return files.named(paths, recursive=True) if paths else files.below()
    if arguments.has("--cached"):
        repository = context.repository
        return index.files(repository, paths) if paths else index.everything(repository)
    if paths and not arguments.has("--untracked"):
        return files.named(paths, recursive=arguments.has("--recursive"))
    return tree.tracked(context.repository, paths, untracked=arguments.has("--untracked"))
