"""The pre-commit hook: scans the staged blobs."""

from __future__ import annotations

from git_secrets_py.git.objects import FOLLOW_LINKS, Batch
from git_secrets_py.sources import index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.cli.context import Context
    from git_secrets_py.content import Blob, NotScanned


def run(context: Context) -> int:
    """Scan the staged blobs, or those of the files given; return the exit status.

    The pre-commit framework passes files, also if nothing is staged (``run --all-files``).
    """
    repository = context.repository
    with Batch(repository.git, FOLLOW_LINKS) as batch:
        source = _named(context) if context.values else index.staged(repository, batch)
        # Imported while git runs.
        from git_secrets_py.cli.active_patterns import load_for_hook
        from git_secrets_py.cli.scan_runner import scan_and_report

        return scan_and_report(context, load_for_hook(context, batch), source, "staged")


def _named(context: Context) -> Iterable[Blob | NotScanned]:
    from git_secrets_py.sources import files

    def on_disk(path: bytes) -> Blob:
        return files.file(path, path)

    found = index.files(context.repository, context.values, on_disk)
    return files.from_top(found, context.repository.top)
