"""Running the scan of a push, for the hooks on either side."""

from __future__ import annotations

from git_secrets_py.cli.active_patterns import select_configured
from git_secrets_py.cli.scan_runner import scan_and_report
from git_secrets_py.content import RULE_FILE
from git_secrets_py.selection.commit_files import of_commits
from git_secrets_py.sources import push

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.selection import Selection
    from git_secrets_py.sources.push import Update

    Group = tuple[Selection, list[Update]]


def scan_groups(context: Context, groups: Sequence[Group], known_refs: Sequence[str]) -> int:
    """Scan each group of updates with its patterns; return the worst exit status."""
    git = context.repository.git
    return max(
        scan_and_report(
            context, selection, push.objects(git, updates, known_refs), "push", updates=updates
        )
        for selection, updates in groups
    )


def by_pushed_files(context: Context, updates: Sequence[Update]) -> list[Group]:
    """Group updates by the pattern files in the trees of the pushed commits.

    The patterns of the configuration apply to all of them. On a server with
    ``secrets.serverAllowOnly``, only these can allow anything. Raises ``ProviderError``.
    """
    repository = context.repository
    configured = select_configured(context)
    server_only = context.only_server_allows
    groups: dict[tuple[tuple[bytes, str], ...], Group] = {}
    commits = [update.new for update in updates]
    for update, files in zip(updates, of_commits(repository, commits), strict=True):
        key = tuple((file.content, file.warning) for file in files)
        if any(file.name == RULE_FILE and b"extend" in file.content.lower() for file in files):
            key = (*key, (update.new, ""))  # the files that it extends may differ
        if key not in groups:
            selection = configured.with_files(files, server_only=server_only)
            groups[key] = selection, []
        groups[key][1].append(update)
    return list(groups.values())
