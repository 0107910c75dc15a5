"""Advice: the next steps after secrets were found, for each situation."""

from __future__ import annotations

from git_secrets_py.content import HEXADECIMAL, IN_HEADER, IN_INDEX, IN_MESSAGE, UNATTRIBUTED
from git_secrets_py.model import FINGERPRINT_PREFIX, SHORT_ID_LENGTH
from git_secrets_py.patterns.literal import escape
from git_secrets_py.report.escaping import shell_word
from git_secrets_py.report.model import changed
from git_secrets_py.report.naming import rule_of
from git_secrets_py.report.situation import ALL_CHANGES, BARE, CHOSEN_PATHS, OUTSIDE
from git_secrets_py.wording import ONLY_SERVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from git_secrets_py.report.model import ReportedSecret
    from git_secrets_py.report.situation import Rewrite, Situation

    Mask = Callable[[bytes], bytes]

AFTER_A_LEAK = "https://github.com/git-secrets-py/git-secrets-py/blob/main/docs/after-a-leak.md"

_SHORT_COMMIT = 12
# The most files, and the most secrets, in one command.
_MOST = 20
# The most secrets, and further places of each, that are considered.
_MOST_SECRETS, _MOST_PLACES = 1_000, 100
_STOPPED = {
    "merge": "The merged branch introduces it. Abort the merge and remove it from that branch:",
    "cherry-pick": "The picked commit introduces it. Abort the cherry-pick:",
    "revert": "The revert restores it. Undo the revert:",
    "rebase": "A rebased commit contains it. Abort the rebase and remove it from that commit:",
    "am": "The patch introduces it. Abort, and ask for a patch without it:",
}
_IN_CLONE = "This repository is bare. Allow a false positive in a clone:"
_ONLY_GLOBAL = (
    "Outside of a repository, allow a false positive with a pattern: "
    "git secrets --add --allowed --global <pattern>"
)
# Special characters of git's pathspecs.
_MAGIC = b"*?[\\"


class Step:
    """One step: a sentence, or a command to copy."""

    __slots__ = ("is_command", "text")

    def __init__(self, text: str, *, is_command: bool = False) -> None:
        self.text = text
        self.is_command = is_command


def considered(secrets: Sequence[ReportedSecret]) -> Sequence[ReportedSecret]:
    """Return the first of ``secrets``, with the first of their places: advice names few."""
    return [
        changed(secret, further=list(secret.further[:_MOST_PLACES]))
        for secret in secrets[:_MOST_SECRETS]
    ]


def fix(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    """Return the steps to remove ``secrets``, each step once; ``mask`` masks paths."""
    by_scope: dict[str, list[ReportedSecret]] = {}
    for secret in secrets:
        by_scope.setdefault(_scope(secret, situation), []).append(secret)
    if "merge" in by_scope:
        by_scope.pop("message", None)  # the operation ends, and its message with it
    return [
        step for scope, some in by_scope.items() for step in _FIXES[scope](some, situation, mask)
    ]


def allow(
    secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask, *, is_part: bool = False
) -> list[Step]:
    """Return the steps to allow those of ``secrets`` that may be false positives.

    ``is_part``: there are more secrets, some of which may have no ID to be allowed by.
    """
    live = any(secret.pattern.confidential for secret in secrets)
    never = [_say("Never allow your own live key: deactivate it where it was issued.")]
    if situation.only_server_allows or situation.place == OUTSIDE:
        some = not all(secret.pattern.confidential for secret in secrets)
        only = ONLY_SERVER if situation.only_server_allows else _ONLY_GLOBAL
        return [*([_say(only)] if some else []), *(never if live else [])]
    steps: list[Step] = []
    fingerprints: list[str] = []
    guessable: list[str] = []
    for secret in secrets:
        rule = rule_of(secret.pattern)
        if rule is not None and not rule.identifies(secret.finding.secret):
            line = b"^" + escape(mask(secret.place.path)) + b":"
            steps.append(_run(line.decode("utf-8", "backslashreplace")))
        elif not secret.pattern.confidential:
            by_id = situation.in_framework and secret.pattern.guessable
            (guessable if by_id else fingerprints).append(secret.fingerprint)
    if steps:
        say = "Many keys begin like this. Allow the file with a line in .gitallowed:"
        steps = [_say(say), *{step.text: step for step in steps}.values()]
    if guessable:
        # Their SHA-256, which a line of .gitallowed needs, would reveal them here.
        steps = [*_allow_by_fingerprint(guessable, changed(situation, in_framework=False)), *steps]
    if fingerprints:
        steps = [*_allow_by_fingerprint(fingerprints, situation, is_part=is_part), *steps]
    if steps:
        in_clone = [_say(_IN_CLONE)] if situation.place == BARE else []
        steps = [*in_clone, *steps, *_share(situation)]
    return [*steps, *never] if live else steps


def commit_text(commit: bytes) -> str:
    """Return the abbreviated ID of ``commit``, or its placeholder."""
    return (
        commit[:_SHORT_COMMIT].decode() if is_commit(commit) else commit.decode("utf-8", "replace")
    )


def is_commit(commit: bytes) -> bool:
    """Return whether ``commit`` is an object ID and not a placeholder such as ``(index)``."""
    return bool(commit) and not commit.strip(HEXADECIMAL)


def state(secret: ReportedSecret) -> str:
    """Return the state of a secret in history, or ``""`` if it was not found in history."""
    found = secret.history
    if found is None:
        return ""
    if found.in_head:
        now = "still in HEAD"
    elif secret.place.commit == IN_INDEX:
        now = "staged, not committed yet"
    elif secret.place.commit == UNATTRIBUTED:
        now = "not traced to a commit: rotate it"
    elif found.reachable:
        now = "only in history: rotate it; rewriting history does not undo the leak"
    else:
        now = "unreachable from branches and tags: rotate it if it was ever pushed"
    return now + ("; already on a remote" if found.on_remote else "")


def _say(text: str) -> Step:
    return Step(text)


def _run(text: str) -> Step:
    return Step(text, is_command=True)


def _scope(secret: ReportedSecret, situation: Situation) -> str:
    if situation.operation:
        return "message" if secret.place.path == situation.message else "merge"
    return "staged" if secret.place.commit == IN_INDEX else situation.scope


def _staged(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    """Return the steps after ``git commit``, with or without ``--all`` or paths, was stopped."""
    files = _files(secrets, situation, mask)
    remove = f"Remove {'it' if len(secrets) == 1 else 'them'} from the {_noun(secrets)}"
    # Forced, since the file may have changed after it was staged.
    unstage = "git rm --cached --force" if situation.unborn else "git restore --staged"
    if situation.commits == CHOSEN_PATHS:
        return [_say(f"{remove}, or from the paths of git commit, and commit again.")]
    if situation.commits == ALL_CHANGES:
        return [
            _say(f"{remove}, and commit again. Or commit the rest, without --all:"),
            _run("git add --update"),
            _run(f"{unstage} -- {files}"),
        ]
    return [
        _say(f"{remove}, then:"),
        _run(f"git add -- {files}"),
        _say(f"Or unstage the {_noun(secrets)}:"),
        _run(f"{unstage} -- {files}"),
    ]


def _message(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    file = shell_word(mask(secrets[0].place.path))
    if situation.in_subdirectory:
        file = '"$(git rev-parse --git-path COMMIT_EDITMSG)"'
    amend = " --amend" if situation.amends else ""
    also = " --all" if situation.commits == ALL_CHANGES else ""
    if situation.commits == CHOSEN_PATHS:
        also = " -- " + " ".join(_pathspec(path, situation) for path in situation.paths)
    hint = " (with --amend if you amended)" if situation.amends is None else ""
    return [
        _say(f"Your message is saved. Remove the secret from it and commit again{hint}:"),
        _run(f"git commit{amend} --edit --file {file}{also}"),
    ]


def _merge(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    """Return the steps after a hook stopped a merge, or another operation that makes commits."""
    operation = situation.operation or "merge"
    steps = [_say(_STOPPED[operation]), _run(situation.abort or "git merge --abort")]
    if operation == "merge":
        steps.append(_say("Rotate it as well: everyone who can read that branch has it."))
    return steps


def _push(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    commits = list(dict.fromkeys(place.commit for one in secrets for place in one.places))
    commits = [commit for commit in commits if is_commit(commit)]
    if situation.history is None or not commits:
        return [_say("Nothing was pushed. Remove it from the commit that introduced it.")]
    rewrites = situation.history.rewrites(commits)
    if not rewrites:
        return [_say("Nothing was pushed. Remove it from the object that is pushed.")]
    steps = [_say("Nothing was pushed.")]
    for rewrite in rewrites:
        steps += _rewrite_notes(rewrite, secrets) if rewrite.notes else _rewrite(rewrite, secrets)
    return steps


def _rewrite_notes(rewrite: Rewrite, secrets: Sequence[ReportedSecret]) -> list[Step]:
    """Return the steps for notes, whose paths are the objects that they are about."""
    ref, parent = shell_word(rewrite.notes), rewrite.commit.decode()
    paths = {path.replace(b"/", b"") for path in _paths(secrets)}
    noted = sorted(commit_text(path) for path in paths if is_commit(path))
    tree = f"git commit-tree {f'-p {parent} ' if parent else ''}-m Notes {ref}^{{tree}}"
    return [
        _say("Remove it from the note, then replace the history of the notes:"),
        *(_run(f"git notes --ref {ref} edit {one}") for one in noted),
        _run(f'git update-ref {ref} "$({tree})"'),
    ]


def _rewrite(rewrite: Rewrite, secrets: Sequence[ReportedSecret]) -> list[Step]:
    tag, target = shell_word(rewrite.tag), commit_text(rewrite.commit)
    if rewrite.tag and not rewrite.commit:
        say = "Its history contains it as well. Delete the tag, and create it again afterwards:"
        return [_say(say), _run(f"git tag --delete {tag}")]
    if rewrite.tag:
        return [
            _say("Create the tag again, without the secret in its message:"),
            _run(f"git tag --delete {tag}"),
            _run(f"git tag --annotate {tag} {target}"),
        ]
    base = "--root" if rewrite.is_root else f"{commit_text(rewrite.commit)}^"
    branch = f" {shell_word(rewrite.branch)}" if rewrite.branch else ""
    places = {place.path for one in secrets for place in one.places}
    change = "reword" if places == {IN_MESSAGE} else "edit"
    steps = [
        _say(f"Change 'pick' to '{change}' before the commit that contains it:"),
        _run(f"git rebase --interactive --autostash {base}{branch}"),
    ]
    if change == "edit":
        in_header = places == {IN_HEADER}
        what = "user.name and user.email" if in_header else "the file"
        how = "--reset-author --no-edit" if in_header else "--all"
        steps += [
            _say(f"Remove it from {what}, then:"),
            _run(f"git commit --amend {how}"),
            _run("git rebase --continue"),
        ]
    return steps


def _tree(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    it = "it" if len(secrets) == 1 else "them"
    if situation.place == OUTSIDE:
        return [_say(f"Remove {it} from the {_noun(secrets)}.")]
    was = "it was" if len(secrets) == 1 else "they were"
    return [
        _say(f"Remove {it} from the {_noun(secrets)}. Check whether {was} ever committed:"),
        _run("git secrets --scan-history"),
    ]


def _history(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    it = "it" if len(secrets) == 1 else "each of them"
    steps = [_say(f"Rotate {it} where it was issued: every clone contains it.")]
    if any(one.history is not None and one.history.in_head for one in secrets):
        steps += [_say(f"Then remove it from the {_noun(secrets)} and commit the change.")]
    return [*steps, _say("For all steps after a leak, see:"), _run(AFTER_A_LEAK)]


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
        rules = f"--rules {shell_word(situation.rules.encode())} " if situation.rules else ""
        ids = " ".join(one[:SHORT_ID_LENGTH] for one in fingerprints[:_MOST])
        why = "why it is harmless" if len(fingerprints) == 1 else "why they are harmless"
        lines = [f'git secrets --allow {rules}{ids} --reason "{why}"']
    more = len(fingerprints) - _MOST
    steps = [_run(line) for line in lines]
    if is_part:
        return [*steps, _say("Repeat it for the other false positives.")]
    return [*steps, _say(f"Repeat it for {more:,} more.")] if more > 0 else steps


def _share(situation: Situation) -> list[Step]:
    """Return the steps that put ``.gitallowed`` where the next run reads it."""
    file = _gitallowed(situation, ":/")
    steps = [_run(f"git add {file}")]
    if situation.operation:
        steps += map(_run, situation.resume)
        if situation.repeats:
            steps += [
                _say("git then repeats the commit. If it stops because nothing is left to commit:"),
                _run(f"git {situation.operation} --skip"),
            ]
        return steps
    if situation.scope == "push":
        say = _say(
            "Each pushed branch has its own .gitallowed. Commit it on that branch and push again:"
        )
        return [*steps, say, _run(f'git commit --message "Allow false positives" -- {file}')]
    if situation.commits == CHOSEN_PATHS:
        steps.append(_say(f"Add {file} to the paths of git commit."))
    return steps


def _gitallowed(situation: Situation, top: str) -> str:
    return f"{top if situation.in_subdirectory else ''}.gitallowed"


def _paths(secrets: Sequence[ReportedSecret]) -> list[bytes]:
    return list(dict.fromkeys(place.file for one in secrets for place in one.places))


def _noun(secrets: Sequence[ReportedSecret]) -> str:
    return "file" if len(_paths(secrets)) == 1 else "files"


def _files(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> str:
    """Return the files of ``secrets`` as words for the shell; the whole tree if they are many."""
    paths = _paths(secrets)
    if len(paths) > _MOST:
        return ":/"
    return " ".join(_pathspec(mask(path), situation) for path in paths)


def _pathspec(path: bytes, situation: Situation) -> str:
    """Return ``path``, relative to the top level, as a shell word that git accepts."""
    magic = ["top"] if situation.in_subdirectory else []
    if path.startswith(b":") or any(byte in _MAGIC for byte in path):
        magic.append("literal")
    prefix = f":({','.join(magic)})" if magic else ""
    # Punctuation after the short form would be more magic.
    if magic == ["top"] and (path[:1].isalnum() or path[:1] == b"."):
        prefix = ":/"
    return shell_word(prefix.encode() + path)


_FIXES: dict[str, Callable[[Sequence[ReportedSecret], Situation, Mask], Iterable[Step]]] = {
    "staged": _staged,
    "message": _message,
    "merge": _merge,
    "push": _push,
    "tree": _tree,
    "history": _history,
}
