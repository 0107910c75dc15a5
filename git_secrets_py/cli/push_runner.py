"""Running the scan of a push, for the hooks on either side."""

from __future__ import annotations

from git_secrets_py.cli.scan_runner import scan_and_report
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.errors import GitSecretsError
from git_secrets_py.git.objects import ObjectContent, read_objects
from git_secrets_py.model import ALLOWED_FILE, PROHIBITED_FILE, SERVER_ALLOW_ONLY_KEY
from git_secrets_py.registry import Collector, Registry, rule_names
from git_secrets_py.sources import push

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.process import Git
    from git_secrets_py.sources.push import Update

    Files = tuple[bytes, bytes]
    Group = tuple[Registry, Sequence[Update]]


def scan_groups(context: Context, groups: Sequence[Group], known_refs: Sequence[str]) -> int:
    """Scan each group of updates with its patterns; return the worst exit status."""
    git = context.repository.git
    return max(
        scan_and_report(context, registry, push.objects(git, updates, known_refs), "push")
        for registry, updates in groups
    )


def by_pushed_files(context: Context, updates: Sequence[Update]) -> list[Group]:
    """Group updates by the pattern files in the pushed commits: there is no work tree.

    The patterns of the configuration apply to all of them. With ``secrets.serverAllowOnly``, only
    these can allow anything. Raises ``PatternError`` and ``ProviderError``.
    """
    groups: dict[Files, list[Update]] = {}
    answers = _files(context.repository.git, updates)
    for update, files in zip(updates, answers, strict=True):
        groups.setdefault(files, []).append(update)
    return [(_registry(context, files), group) for files, group in groups.items()]


def _registry(context: Context, files: Files) -> Registry:
    config = context.repository.config
    prohibited, allowed = files
    collector = Collector()
    collector.add_config(config)
    collector.add_prohibited_file(prohibited)
    if not config.is_true(SERVER_ALLOW_ONLY_KEY):
        collector.add_allowed_file(allowed)
    collector.add_rules(rule_names(context.arguments.options.get("--rules", "")))
    return collector.registry(DatabaseCache())


def _files(git: Git, updates: Sequence[Update]) -> list[Files]:
    """Return the contents of ``.gitprohibited`` and of ``.gitallowed`` in each pushed commit."""
    names = [
        update.new + b":" + name for update in updates for name in (PROHIBITED_FILE, ALLOWED_FILE)
    ]
    contents = [
        _content(name, answer) if isinstance(answer, ObjectContent) else b""
        for name, answer in zip(names, read_objects(git, names), strict=True)
    ]
    return list(zip(contents[0::2], contents[1::2], strict=True))


def _content(name: bytes, answer: ObjectContent) -> bytes:
    if answer.kind != b"blob":
        raise GitSecretsError(
            f"{name.decode()} is not a file with patterns, but a {answer.kind.decode()}"
        )
    return b"".join(answer.chunks())
