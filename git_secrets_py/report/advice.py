"""Advice: the next steps after a secret was found, for each situation."""

from __future__ import annotations

from git_secrets_py.model import HEXADECIMAL, IN_INDEX, UNATTRIBUTED
from git_secrets_py.patterns.literal import escape
from git_secrets_py.report.escaping import shell_word
from git_secrets_py.report.naming import rule_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.report.model import ReportedSecret, Situation

AFTER_A_LEAK = "https://github.com/git-secrets-py/git-secrets-py/blob/main/docs/after-a-leak.md"

_SHORT_COMMIT = 12
_STOPPED = {
    "merge": "The merged branch introduces it. Abort the merge and remove it from that branch:",
    "cherry-pick": "The picked commit introduces it. Abort the cherry-pick:",
    "revert": "The revert restores it. Undo the revert:",
    "rebase": "A rebased commit contains it. Abort the rebase and remove it from that commit:",
    "am": "The patch introduces it. Abort, and ask for a patch without it:",
}
# Special characters of git's pathspecs.
_MAGIC = b"*?[\\"


class Step:
    """One step: a sentence, or a command to copy."""

    __slots__ = ("is_command", "text")

    def __init__(self, text: str, *, is_command: bool = False) -> None:
        self.text = text
        self.is_command = is_command


def fix(secret: ReportedSecret, situation: Situation, path: bytes) -> Sequence[Step]:
    """Return the steps to remove ``secret``; ``path`` is its masked path."""
    scope = "staged" if secret.place.commit == IN_INDEX else situation.scope
    if situation.operation:
        scope = "merge"
    return _FIXES[scope](secret, situation, path)


def allow(secret: ReportedSecret, situation: Situation, path: bytes) -> list[Step]:
    """Return the steps to allow a false positive; ``path`` is its masked path."""
    rule = rule_of(secret.pattern)
    if rule is not None and not rule.identifies(secret.finding.secret):
        line = b"^" + escape(path) + b":"
        return [
            _say("Many keys begin like this. Allow the file with a line in .gitallowed:"),
            _run(line.decode("utf-8", "backslashreplace")),
        ]
    again = f"--rules {shell_word(situation.rules.encode())} " if situation.rules else ""
    return [_run(f'git secrets --allow {again}{secret.short_id} --reason "why it is harmless"')]


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
        now = "only in history: rotate it, a rewrite does not un-leak it"
    else:
        now = "unreachable from branches and tags: rotate it if it was ever pushed"
    return now + ("; already on a remote" if found.on_remote else "")


def _say(text: str) -> Step:
    return Step(text)


def _run(text: str) -> Step:
    return Step(text, is_command=True)


def _staged(secret: ReportedSecret, situation: Situation, path: bytes) -> list[Step]:
    name = _pathspec(path, situation)
    unstage = "git rm --cached" if situation.unborn else "git restore --staged"
    return [
        _say("Remove it from the file, then:"),
        _run(f"git add -- {name}"),
        _say("Or unstage the file:"),
        _run(f"{unstage} -- {name}"),
    ]


def _message(secret: ReportedSecret, situation: Situation, path: bytes) -> list[Step]:
    file = shell_word(path)
    if situation.in_subdirectory:
        file = '"$(git rev-parse --git-path COMMIT_EDITMSG)"'
    return [
        _say("Your message is saved. Remove the secret from it and commit again:"),
        _run(f"git commit --edit --file {file}"),
    ]


def _merge(secret: ReportedSecret, situation: Situation, path: bytes) -> list[Step]:
    """Return the steps after a hook stopped a merge, or another operation that makes commits."""
    operation = situation.operation or "merge"
    steps = [_say(_STOPPED[operation]), _run(situation.abort or "git merge --abort")]
    if operation == "merge":
        steps.append(_say("Rotate it as well: everyone who can read that branch has it."))
    return steps


def _push(secret: ReportedSecret, situation: Situation, path: bytes) -> list[Step]:
    commit = secret.place.commit
    steps = [_say("Nothing was pushed. Remove it from the commit that introduced it:")]
    if is_commit(commit):
        return [*steps, _run(f"git rebase --interactive {commit_text(commit)}^")]
    return steps


def _tree(secret: ReportedSecret, situation: Situation, path: bytes) -> list[Step]:
    return [
        _say("Remove it from the file. Check whether it was ever committed:"),
        _run("git secrets --scan-history"),
    ]


def _history(secret: ReportedSecret, situation: Situation, path: bytes) -> list[Step]:
    found = secret.history
    steps = [_say("Rotate it where it was issued: every clone contains it.")]
    if found is not None and found.in_head:
        steps += [_say("Then remove it from the file and commit the change.")]
    return [*steps, _say("For all steps after a leak, see:"), _run(AFTER_A_LEAK)]


def _pathspec(path: bytes, situation: Situation) -> str:
    """Return ``path``, relative to the top level, as a shell word that git accepts."""
    magic = ["top"] if situation.in_subdirectory else []
    if path.startswith(b":") or any(byte in _MAGIC for byte in path):
        magic.append("literal")
    prefix = f":({','.join(magic)})" if magic else ""
    return shell_word((":/" if magic == ["top"] else prefix).encode() + path)


_FIXES: dict[str, Callable[[ReportedSecret, Situation, bytes], Sequence[Step]]] = {
    "staged": _staged,
    "message": _message,
    "merge": _merge,
    "push": _push,
    "tree": _tree,
    "history": _history,
}
