"""The steps to allow secrets that are false positives, for each situation."""

from __future__ import annotations

from git_secrets_py.model import FINGERPRINT_PREFIX, short_id
from git_secrets_py.patterns.literal import escape
from git_secrets_py.report.model import changed
from git_secrets_py.report.naming import rule_of
from git_secrets_py.report.situation import BARE, CHOSEN_PATHS, OUTSIDE
from git_secrets_py.report.steps import command, is_input, sentence
from git_secrets_py.wording import ONLY_SERVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.report.model import ReportedSecret
    from git_secrets_py.report.situation import Situation
    from git_secrets_py.report.steps import Mask, Step

# The most secrets in one command.
_MOST = 20
_IN_CLONE = "This repository is bare. Allow a false positive in a clone:"
_ONLY_GLOBAL = (
    "Outside of a repository, allow a false positive with a pattern: "
    "git secrets --add --allowed --global <pattern>"
)
_ONLY_PATTERN = (
    "Allow a false positive that is only in standard input with a pattern: "
    "git secrets --add --allowed <pattern>"
)


def allow_steps(
    secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask, *, is_part: bool = False
) -> list[Step]:
    """Return the steps to allow those of ``secrets`` that may be false positives.

    ``is_part``: there are more secrets, some of which may have no ID to be allowed by.
    """
    live = any(secret.pattern.confidential for secret in secrets)
    never = [sentence("Never allow your own live key: deactivate it where it was issued.")]
    if situation.only_server_allows or situation.place == OUTSIDE:
        some = not all(secret.pattern.confidential for secret in secrets)
        only = ONLY_SERVER if situation.only_server_allows else _ONLY_GLOBAL
        return [*([sentence(only)] if some else []), *(never if live else [])]
    steps = _steps(secrets, situation, mask, is_part=is_part)
    if any(is_input(secret) and not secret.pattern.confidential for secret in secrets):
        steps.append(sentence(_ONLY_PATTERN))
    return [*steps, *never] if live else steps


def _steps(
    secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask, *, is_part: bool
) -> list[Step]:
    """Return the steps to allow ``secrets`` in the ``.gitallowed`` of this repository."""
    fingerprints, guessable, paths = _by_entry(secrets, situation)
    steps: list[Step] = []
    if fingerprints:
        steps += _allow_by_fingerprint(fingerprints, situation, is_part=is_part)
    if guessable:
        # Their SHA-256, which a line of .gitallowed needs, would reveal them here.
        steps += _allow_by_fingerprint(guessable, changed(situation, in_framework=False))
    if paths:
        say = "Many keys begin like this. Allow the file with a line in .gitallowed:"
        lines = (b"^" + escape(mask(path)) + b":" for path in paths)
        texts = dict.fromkeys(line.decode("utf-8", "backslashreplace") for line in lines)
        steps += [sentence(say), *map(command, texts)]
    if not steps:
        return []
    in_clone = [sentence(_IN_CLONE)] if situation.place == BARE else []
    return [*in_clone, *steps, *_share(situation)]


def _by_entry(
    secrets: Sequence[ReportedSecret], situation: Situation
) -> tuple[list[str], list[str], list[bytes]]:
    """Return the secrets to allow by fingerprints and by IDs, and the paths to allow instead."""
    fingerprints: list[str] = []
    guessable: list[str] = []
    paths: list[bytes] = []
    for secret in secrets:
        rule = rule_of(secret.pattern)
        is_shared = rule is not None and not rule.identifies(secret.finding.secret)
        if is_input(secret) and (is_shared or secret.pattern.guessable):
            continue  # the path is not one of the repository
        if is_shared:
            paths.append(secret.place.path)
        elif not secret.pattern.confidential:
            by_id = situation.in_framework and secret.pattern.guessable
            (guessable if by_id else fingerprints).append(secret.fingerprint)
    return fingerprints, guessable, paths


def _allow_by_fingerprint(
    fingerprints: Sequence[str], situation: Situation, *, is_part: bool = False
) -> list[Step]:
    """Return the commands that allow the secrets with these ``fingerprints``."""
    if situation.in_framework:
        file = _gitallowed(situation, '"$(git rev-parse --show-toplevel)/"')
        lines = [f"echo >> {file}"] if situation.has_open_line else []
        prefix = FINGERPRINT_PREFIX.decode()
        lines += [f"echo '{prefix}{one}' >> {file}" for one in fingerprints[:_MOST]]
    else:
        options = f"{situation.options} " if situation.options else ""
        ids = " ".join(map(short_id, fingerprints[:_MOST]))
        why = "why it is harmless" if len(fingerprints) == 1 else "why they are harmless"
        lines = [f'git secrets --allow {options}{ids} --reason "{why}"']
    more = len(fingerprints) - _MOST
    steps = [command(line) for line in lines]
    if is_part:
        return [*steps, sentence("Repeat it for the other false positives.")]
    return [*steps, sentence(f"Repeat it for {more:,} more.")] if more > 0 else steps


def _share(situation: Situation) -> list[Step]:
    """Return the steps that put ``.gitallowed`` where the next run reads it."""
    file = _gitallowed(situation, ":/")
    steps = [command(f"git add {file}")]
    if situation.operation:
        steps += map(command, situation.resume)
        if situation.repeats:
            steps += [
                sentence(
                    "git then repeats the commit. If it stops because nothing is left to commit:"
                ),
                command(f"git {situation.operation} --skip"),
            ]
        return steps
    if situation.scope == "push":
        say = sentence(
            "Each pushed branch has its own .gitallowed. Commit it on that branch and push again:"
        )
        return [*steps, say, command(f'git commit --message "Allow false positives" -- {file}')]
    if situation.commits == CHOSEN_PATHS:
        steps.append(sentence(f"Add {file} to the paths of git commit."))
    return steps


def _gitallowed(situation: Situation, top: str) -> str:
    return f"{top if situation.in_subdirectory else ''}.gitallowed"
