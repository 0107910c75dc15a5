"""Accepting the matches of a pattern: the checks of its rule, and the exclusion of binary data."""

from __future__ import annotations

from git_secrets_py.model import Match

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.engine.decider import Found
    from git_secrets_py.model import Pattern

# The number of bytes before a secret that a rule checks.
_BEFORE = 32
_BASE64 = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/")


def accept(
    pattern: Pattern,
    found: Iterable[tuple[int, list[Found]]],
    lines: Sequence[bytes],
    sure: Iterator[bool],
    matches: Sequence[list[Match]],
) -> None:
    """Add to ``matches`` of each of ``lines`` the matches that pass the checks of ``pattern``.

    ``found`` is the result of ``Matcher.spans``; ``sure`` yields whether each secret is surely no
    placeholder.
    """
    accepts, decodes, is_rule = pattern.accepts, pattern.decodes, pattern.has_boundaries
    for place, spans in found:
        line = lines[place]
        for first, end, secret in spans:
            start = secret[0]
            text = line[start : secret[1]]
            is_sure = next(sure)
            before = b"" if is_sure else line[max(0, start - _BEFORE) : start]
            try:
                if not accepts(text, before, is_sure=is_sure):
                    continue
            except Exception:
                pass  # a check that fails rejects nothing: the match is reported
            if is_rule and _is_in_data(line, *secret):
                continue
            match = Match(pattern, first, end, secret)
            if decodes:
                match.decoded, match.form = pattern.decoded(text)
            matches[place].append(match)


def _is_in_data(line: bytes, start: int, end: int) -> bool:
    # Fast path: the secret is by itself.
    if _BASE64.isdisjoint(line[max(0, start - 1) : start] + line[end : end + 1]):
        return False
    from git_secrets_py.engine.binary_data import is_in_data

    return is_in_data(line, start, end)
