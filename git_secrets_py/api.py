"""The library: scan bytes, or the history of a repository.

Both functions check their arguments immediately, and then yield findings. Unscanned content is
never ignored: after the last finding they raise ``IncompleteScanError``.
"""

from __future__ import annotations

import os
from functools import lru_cache

from git_secrets_py.audit.model import AuditFinding, Options
from git_secrets_py.content import Blob, NotScanned
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import ConfigurationError, GitSecretsError, IncompleteScanError
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.git import Git
from git_secrets_py.git.repository import Repository
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.registry import Registry
from git_secrets_py.registry.collector import Collector
from git_secrets_py.scan import scan
from git_secrets_py.selection.active_files import WORK_TREE, Versions
from git_secrets_py.selection.named_files import named_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    from git_secrets_py.content import Expand

    Text = str | bytes
    Each = TypeVar("Each")
    Found = TypeVar("Found", Finding, AuditFinding)

__all__ = [
    "AuditFinding",
    "Finding",
    "GitSecretsError",
    "IncompleteScanError",
    "Origin",
    "Pattern",
    "scan_bytes",
    "scan_repository",
]


def scan_bytes(
    content: bytes,
    *,
    path: Text = b"",
    rules: Iterable[str] = (),
    patterns: Iterable[Text | Pattern] = (),
    allowed: Iterable[Text | Pattern] = (),
    decode: bool = True,
    archives: bool = False,
) -> Iterator[Finding]:
    """Scan ``content``, binary or not, and yield the matches that are not allowed.

    ``rules`` names built-in rule sets (``all`` for all of them). ``patterns`` are prohibited;
    ``allowed`` patterns allow matches, also by ``path``, the path of the findings. ``decode``
    looks into encoded text, ``archives`` into archives and compressed files. No file is read or
    written, except an unnamed temporary one for large archives, and no process is started.

    Raises immediately ``UsageError`` for an unknown rule set, ``PatternError`` for an invalid
    pattern, ``ConfigurationError`` if there is no prohibited pattern, and ``TypeError`` for
    ``content`` that is not bytes, or a string in place of a list. Raises ``IncompleteScanError``
    after the last finding if a pattern exceeded the time limit on a line, or if an archive could
    not be read.
    """
    if not isinstance(content, bytes | bytearray):
        raise TypeError(f"content must be bytes, not {type(content).__name__}")
    matcher, registry = _prepared(
        _several(rules, "rules"),
        _several(patterns, "patterns"),
        _several(allowed, "allowed"),
        decode=decode,
    )
    blob = Blob(os.fsencode(path), lambda: [content])
    return _finish(scan([blob], matcher, registry, expand=_expansion(archives=archives)))


def scan_repository(
    directory: str | bytes | os.PathLike[str],
    *,
    revisions: Iterable[Text] = (),
    rules: Iterable[str] = (),
    patterns: Iterable[Text | Pattern] = (),
    allowed: Iterable[Text | Pattern] = (),
    configured: bool = True,
    scan_binary: bool = False,
    decode: bool = True,
    archives: bool = False,
    unreachable: bool = False,
    allow_missing: bool = False,
    allow_partial: bool = False,
    allow_shallow: bool = False,
    require_lfs: bool = False,
    use_cache: bool = True,
) -> Iterator[AuditFinding]:
    """Audit the history of the repository around ``directory``; yield each secret once.

    The same as ``git secrets --scan-history``. ``revisions``, arguments of ``git rev-list``,
    limit the audit; without any, it covers everything in the repository. With ``configured``, the
    patterns of the git config, of its providers, of ``.gitprohibited`` and ``.gitallowed``, and
    of rule files are added to those given. ``use_cache`` stores in the git directory which objects
    were clean. Binary files are skipped unless ``scan_binary``. ``decode`` looks into encoded text,
    ``archives`` into archives and compressed files.

    Raises immediately the exceptions of ``scan_bytes``, and ``GitError`` if there is no repository.
    Raises ``IncompleteScanError`` after the last finding if an object was missing or could not
    be read, unless ``allow_missing`` (``allow_partial`` for those that a partial clone left on its
    remote), if the clone is shallow, unless ``allow_shallow``, and with ``require_lfs`` if the
    content of a Git LFS file is not in this clone.
    """
    from git_secrets_py.audit.audit import matcher_for

    repository = Repository(Git(os.fspath(directory)))
    repository.is_bare  # noqa: B018 - raises if there is no repository
    collector = _collector(
        _several(rules, "rules"), _several(patterns, "patterns"), _several(allowed, "allowed")
    )
    if configured:
        _add_configured(collector, repository)
    registry = _registry(collector)
    options = Options(
        revisions=list(map(os.fsencode, revisions)),
        unreachable=unreachable,
        allow_missing=allow_missing,
        allow_partial=allow_partial,
        require_lfs=require_lfs,
        use_cache=use_cache,
        scan_binary=scan_binary,
        decode=decode,
        expand=_expansion(archives=archives),
    )
    matcher = matcher_for(registry, options)
    audited = _audit(repository, registry, options, matcher, allow_shallow=allow_shallow)
    return _finish(audited)


def _add_configured(collector: Collector, repository: Repository) -> None:
    """Add the patterns of the git config and of the files of ``repository``."""
    collector.add_config(repository.config)
    for file in named_files(repository):
        collector.add_rule_file(file)
    collector.add_files(Versions(repository).active(WORK_TREE))


def _expansion(*, archives: bool) -> Expand | None:
    """Return the function that looks into archives, if ``archives`` is set."""
    if not archives:
        return None
    from git_secrets_py.sources.archives import expand

    return expand


# Callers scan many contents with one set of patterns, which takes half a second to compile.
@lru_cache(maxsize=8)
def _prepared(
    rules: tuple[str, ...],
    patterns: tuple[Text | Pattern, ...],
    allowed: tuple[Text | Pattern, ...],
    *,
    decode: bool,
) -> tuple[Matcher, Registry]:
    registry = _registry(_collector(rules, patterns, allowed))
    return Matcher(registry.prohibited, scan_binary=True, decode=decode), registry


def _collector(
    rules: tuple[str, ...],
    patterns: tuple[Text | Pattern, ...],
    allowed: tuple[Text | Pattern, ...],
) -> Collector:
    collector = Collector()
    collector.prohibited += _patterns(patterns, "patterns")
    collector.allowed += _patterns(allowed, "allowed")
    collector.add_rules(rules)
    return collector


def _several(given: Iterable[Each], argument: str) -> tuple[Each, ...]:
    if isinstance(given, str | bytes):
        raise TypeError(f"{argument} must be a list, not a single string")
    return tuple(given)


def _patterns(given: Iterable[Text | Pattern], argument: str) -> Iterator[Pattern]:
    """Yield the patterns in ``given``, the value of ``argument``."""
    for number, one in enumerate(given):
        if isinstance(one, Pattern):
            yield one
        else:
            yield Pattern(os.fsencode(one), Origin(Origin.OPTION, f"{argument}[{number}]"))


def _registry(collector: Collector) -> Registry:
    registry = collector.registry()
    if registry.is_empty:
        raise ConfigurationError(
            "there is no prohibited pattern, so nothing would be scanned; pass rules or patterns"
        )
    return registry


def _audit(
    repository: Repository,
    registry: Registry,
    options: Options,
    matcher: Matcher,
    *,
    allow_shallow: bool,
) -> Iterator[AuditFinding | NotScanned]:
    from git_secrets_py.audit.audit import run

    result = run(repository, registry, options, matcher=matcher)
    if not result.complete:
        raise KeyboardInterrupt  # the audit caught it
    yield from result.findings
    for item in scan(_beside_commits(repository, registry, options), matcher, registry):
        if isinstance(item, Finding):
            yield AuditFinding(item, 0)
        elif isinstance(item, NotScanned):
            yield item
    yield from result.problems
    if result.counts.is_shallow and not allow_shallow:
        yield NotScanned(
            "this clone is shallow; run 'git fetch --unshallow', or pass allow_shallow"
        )


def _beside_commits(
    repository: Repository, registry: Registry, options: Options
) -> Iterator[Blob | NotScanned]:
    """Yield the tags that the revisions name, and the paths of history that are prohibited."""
    if options.revisions:
        from git_secrets_py.git.tags import named_by_revisions
        from git_secrets_py.sources.push import tagged

        yield from tagged(repository.git, named_by_revisions(repository.git, options.revisions))
    if registry.path_rules:
        from git_secrets_py.sources.history_paths import history_paths

        yield from history_paths(repository.git, options.revisions, registry.prohibits_path)


def _finish(items: Iterable[Found | Allowed | NotScanned]) -> Iterator[Found]:
    """Yield the findings; then raise ``IncompleteScanError`` if there were problems."""
    problems = []
    for item in items:
        if isinstance(item, Allowed):
            continue
        if not isinstance(item, NotScanned):
            yield item
        elif item.severity == NotScanned.ERROR:
            problems.append(item.message)
    if problems:
        raise IncompleteScanError(problems)
