"""Key pairs: a key ID and its secret key near each other, which are one entry of a report.

Each has its own fingerprint, by which it can be allowed.
"""

from __future__ import annotations

from git_secrets_py.report.naming import rule_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.report.model import ReportedSecret

    Entry = tuple[ReportedSecret, ReportedSecret | None]

_KEY_IDS = {"aws-access-key-id"}
_SECRET_KEYS = {"aws-secret-access-key", "aws-key-pair"}
# The most lines from one to the other, as in the rule ``aws-key-pair``.
_NEAR = 3


def paired(secrets: Iterable[ReportedSecret]) -> Iterator[Entry]:
    """Yield each of ``secrets``, with the other half if it is one half of a key pair, or ``None``.

    The halves follow each other in ``secrets``, and have the same number of places.
    """
    waiting: ReportedSecret | None = None
    for secret in secrets:
        if waiting is None:
            waiting = secret
        elif _is_pair(waiting, secret):
            yield waiting, secret
            waiting = None
        else:
            yield waiting, None
            waiting = secret
    if waiting is not None:
        yield waiting, None


def _is_pair(one: ReportedSecret, other: ReportedSecret) -> bool:
    first, second = one.place, other.place
    return (
        _are_halves(rule_name(one.pattern), rule_name(other.pattern))
        and (first.path, first.commit) == (second.path, second.commit)
        and abs(first.line - second.line) <= _NEAR
        and one.further_count == other.further_count
        and (one.allowed_by is None) == (other.allowed_by is None)
    )


def _are_halves(one: str, other: str) -> bool:
    return (one in _KEY_IDS and other in _SECRET_KEYS) or (
        other in _KEY_IDS and one in _SECRET_KEYS
    )
