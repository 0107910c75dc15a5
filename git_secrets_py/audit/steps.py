"""The values that pass from one step of an audit to the next."""

from __future__ import annotations

from typing import NamedTuple

from git_secrets_py.audit.model import ObjectCounts
from git_secrets_py.audit.reading import Reading
from git_secrets_py.content import NotScanned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from git_secrets_py.audit.cache_file import CacheFile
    from git_secrets_py.audit.known_places import KnownPlaces
    from git_secrets_py.audit.model import AuditFinding, OnProgress, Options, Workspace
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.findings.finding import Allowed
    from git_secrets_py.registry import Registry


class Inputs(NamedTuple):
    """The inputs of the steps of an audit."""

    workspace: Workspace
    registry: Registry
    matcher: Matcher
    options: Options
    on_progress: OnProgress


class Examined(NamedTuple):
    """The objects that were read or are in the cache, and the problems with others.

    ``covered`` are the numbers of all objects that were examined, now or earlier. ``old`` is the
    number of objects in the cache, ``old_binaries`` are the binary ones among them. ``absent`` is
    the number of missing objects. ``staged`` are the paths of staged blobs. ``cache_mark`` is the
    digest of ``cache`` if that is up to date. ``places`` are the commits that concern the matches,
    by the links between objects.
    """

    reading: Reading = Reading()
    covered: ObjectCounts = ObjectCounts()
    old: int = 0
    old_binaries: Sequence[bytes] = ()
    absent: int = 0
    staged: Mapping[bytes, set[bytes]] = {}
    problems: Sequence[NotScanned] = ()
    cache: CacheFile | None = None
    cache_mark: bytes = b""
    places: KnownPlaces | None = None


class AuditOutcome(NamedTuple):
    """The findings in the objects that were examined; ``unreachable`` others match, too."""

    examined: Examined
    findings: Sequence[AuditFinding] = ()
    allowed: Sequence[Allowed] = ()
    problems: Sequence[NotScanned] = ()
    unreachable: int = 0
    is_complete: bool = True
