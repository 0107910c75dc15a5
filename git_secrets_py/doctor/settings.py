"""Settings that have no effect, since nothing reads their keys."""

from __future__ import annotations

from git_secrets_py.doctor.problem import Problem
from git_secrets_py.selection.unknown_settings import unknown_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.git.config import Config


def check(config: Config, known_keys: Sequence[str]) -> Iterator[Problem]:
    """Yield each unknown key in the section ``secrets``.

    A misspelled key is a problem rather than a note, since it may leave a pattern inactive.
    """
    for one in unknown_settings(config, known_keys):
        remedy = "correct it there" if one.suggestion else "remove it there"
        yield Problem("settings", str(one), remedy, is_note=not one.suggestion)
