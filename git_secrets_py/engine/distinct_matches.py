"""The matches of a line: each span once, and of the rules that find one secret the first."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.model import Match


def distinct(matches: list[Match]) -> list[Match]:
    """Return ``matches`` by start, each span once, with the first pattern that matched it.

    Of the rules that find one secret, the first is kept: the sets are in order of how specific
    they are.
    """
    if len(matches) < 2:
        return matches
    spans: dict[tuple[int, int, tuple[int, int]], Match] = {}
    for match in _most_specific(matches):
        spans.setdefault((match.start, match.end, match.secret), match)
    return [spans[span] for span in sorted(spans)]


def _most_specific(matches: list[Match]) -> list[Match]:
    """Return ``matches`` without those of a rule whose secret an earlier rule finds as well.

    Two secrets are the same if one is within the other. The matches left out become the ``others``
    of the one that is kept.
    """
    rank = {match: number for number, match in enumerate(matches)}
    of_rules = [match for match in matches if match.pattern.has_boundaries]
    kept: list[Match] = []
    groups: list[list[Match]] = []
    for match in sorted(of_rules, key=lambda one: (one.secret[0], -one.secret[1])):
        if kept and match.secret[1] <= kept[-1].secret[1]:
            groups[-1].append(match)
            kept[-1] = min(kept[-1], match, key=rank.__getitem__)
        else:
            groups.append([match])
            kept.append(match)
    for first, group in zip(kept, groups, strict=True):
        if len(group) > 1:
            others = (one for one in group if one is not first)
            first.others = sorted(others, key=rank.__getitem__)
    dropped = set(of_rules).difference(kept)
    return [match for match in matches if match not in dropped]
