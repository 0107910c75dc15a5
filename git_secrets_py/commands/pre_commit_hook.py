"""The pre-commit hook: scans what is staged."""

from __future__ import annotations

from git_secrets_py.cli.scan_runner import load_registry, scan_and_report
from git_secrets_py.sources import index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from git_secrets_py.cli.context import Context
    from git_secrets_py.model import Blob, NotScanned


def run(context: Context) -> int:
    """Scan what is staged, or what the index holds of the files named; return the exit status.

    The pre-commit framework names files, also when nothing is staged (``run --all-files``).
    """
    repository = context.repository
    source = _named(context) if context.values else index.staged(repository)
    registry = load_registry(context, repository.config, repository.top)
    return scan_and_report(context, registry, source, "staged")


def _named(context: Context) -> Iterable[Blob | NotScanned]:
    from git_secrets_py.sources import files

    def on_disk(path: bytes) -> Blob:
        return files.file(path, path)

    return index.files(context.repository, context.values, on_disk)
