"""The steps to remove secrets, for each situation."""

from __future__ import annotations

from git_secrets_py.content import IN_HEADER, IN_INDEX, IN_MESSAGE
from git_secrets_py.report.escaping import shell_word
from git_secrets_py.report.history import commit_text, is_commit
from git_secrets_py.report.situation import ALL_CHANGES, CHOSEN_PATHS, OUTSIDE
from git_secrets_py.report.steps import command, is_input, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from git_secrets_py.report.model import ReportedSecret
    from git_secrets_py.report.situation import Rewrite, Situation
    from git_secrets_py.report.steps import Mask, Step

AFTER_A_LEAK = "https://github.com/git-secrets-py/git-secrets-py/blob/main/docs/after-a-leak.md"

# The most files in one command.
_MOST = 20
_STOPPED = {
    "merge": "The merged branch introduces it. Abort the merge and remove it from that branch:",
    "cherry-pick": "The picked commit introduces it. Abort the cherry-pick:",
    "revert": "The revert restores it. Undo the revert:",
    "rebase": "A rebased commit contains it. Abort the rebase and remove it from that commit:",
    "am": "The patch introduces it. Abort, and ask for a patch without it:",
}
# Special characters of git's pathspecs.
_MAGIC = b"*?[\\"


def fix_steps(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    """Return the steps to remove ``secrets``, each step once; ``mask`` masks paths."""
    by_scope: dict[str, list[ReportedSecret]] = {}
    for secret in secrets:
        by_scope.setdefault(_scope(secret, situation), []).append(secret)
    if "merge" in by_scope:
        by_scope.pop("message", None)  # the operation ends, and its message with it
    return [
        step for scope, some in by_scope.items() for step in _FIXES[scope](some, situation, mask)
    ]


def _scope(secret: ReportedSecret, situation: Situation) -> str:
    if situation.operation:
        return "message" if secret.place.path == situation.message else "merge"
    if is_input(secret):
        return "input"
    return "staged" if secret.place.commit == IN_INDEX else situation.scope


def _staged(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    """Return the steps after ``git commit``, with or without ``--all`` or paths, was stopped."""
    remove = f"Remove {'it' if len(secrets) == 1 else 'them'} from the {_noun(secrets)}"
    if situation.commits == CHOSEN_PATHS:
        return [sentence(f"{remove}, or from the paths of git commit, and commit again.")]
    # Forced, since the file may have changed after it was staged.
    unstage = "git rm --cached --force" if situation.unborn else "git restore --staged"
    if len(_paths(secrets)) > _MOST:
        return _many_staged(remove, unstage, situation)
    files = _files(secrets, situation, mask)
    if situation.commits == ALL_CHANGES:
        return [
            sentence(f"{remove}, and commit again. Or commit the rest, without --all:"),
            command("git add --update"),
            command(f"{unstage} -- {files}"),
        ]
    return [
        sentence(f"{remove}, then:"),
        command(f"git add -- {files}"),
        sentence(f"Or unstage the {_noun(secrets)}:"),
        command(f"{unstage} -- {files}"),
    ]


def _many_staged(remove: str, unstage: str, situation: Situation) -> list[Step]:
    """Return the steps for more files than one command can name."""
    if situation.commits == ALL_CHANGES:
        return [sentence(f"{remove}, and commit again.")]
    recursive = " -r" if situation.unborn else ""
    return [
        sentence(f"{remove}, then:"),
        command("git add --update -- :/"),  # no untracked files
        sentence("Or unstage everything:"),
        command(f"{unstage}{recursive} -- :/"),
    ]


def _message(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    file = shell_word(mask(secrets[0].place.path))
    if situation.in_subdirectory:
        file = '"$(git rev-parse --git-path COMMIT_EDITMSG)"'
    options = " --amend" if situation.amends else ""
    options += " --allow-empty" if situation.allows_empty else ""
    also = " --all" if situation.commits == ALL_CHANGES else ""
    if situation.commits == CHOSEN_PATHS:
        also = " -- " + " ".join(_pathspec(path, situation) for path in situation.paths)
    hint = " (with --amend if you amended)" if situation.amends is None else ""
    return [
        sentence(f"Your message is saved. Remove the secret from it and commit again{hint}:"),
        command(f"git commit{options} --edit --file {file}{also}"),
    ]


def _merge(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    """Return the steps after a hook stopped a merge, or another operation that makes commits."""
    operation = situation.operation or "merge"
    steps = [sentence(_STOPPED[operation]), command(situation.abort or "git merge --abort")]
    if operation == "merge":
        steps.append(sentence("Rotate it as well: everyone who can read that branch has it."))
    return steps


def _push(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    commits = list(dict.fromkeys(place.commit for one in secrets for place in one.places))
    commits = [commit for commit in commits if is_commit(commit)]
    if situation.history is None or not commits:
        return [sentence("Nothing was pushed. Remove it from the commit that introduced it.")]
    rewrites = situation.history.rewrites(commits)
    if not rewrites:
        return [sentence("Nothing was pushed. Remove it from the object that is pushed.")]
    steps = [sentence("Nothing was pushed.")]
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
        sentence("Remove it from the note, then replace the history of the notes:"),
        *(command(f"git notes --ref {ref} edit {one}") for one in noted),
        command(f'git update-ref {ref} "$({tree})"'),
    ]


def _rewrite(rewrite: Rewrite, secrets: Sequence[ReportedSecret]) -> list[Step]:
    tag, target = shell_word(rewrite.tag), commit_text(rewrite.commit)
    if rewrite.tag and not rewrite.commit:
        say = "Its history contains it as well. Delete the tag, and create it again afterwards:"
        return [sentence(say), command(f"git tag --delete {tag}")]
    if rewrite.tag:
        return [
            sentence("Create the tag again, without the secret in its message:"),
            command(f"git tag --delete {tag}"),
            command(f"git tag --annotate {tag} {target}"),
        ]
    base = "--root" if rewrite.is_root else f"{commit_text(rewrite.commit)}^"
    branch = f" {shell_word(rewrite.branch)}" if rewrite.branch else ""
    places = {place.path for one in secrets for place in one.places}
    change = "reword" if places == {IN_MESSAGE} else "edit"
    steps = [
        sentence(f"Change 'pick' to '{change}' before the commit that contains it:"),
        command(f"git rebase --interactive --autostash {base}{branch}"),
    ]
    if change == "edit":
        in_header = places == {IN_HEADER}
        place = "user.name and user.email" if in_header else "the file"
        how = "--reset-author --no-edit" if in_header else "--all"
        steps += [
            sentence(f"Remove it from {place}, then:"),
            command(f"git commit --amend {how}"),
            command("git rebase --continue"),
        ]
    return steps


def _tree(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    return _remove(secrets, f"the {_noun(secrets)}", situation)


def _input(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    return _remove(secrets, "the source of the input", situation)


def _remove(secrets: Sequence[ReportedSecret], place: str, situation: Situation) -> list[Step]:
    it, it_was = ("it", "it was") if len(secrets) == 1 else ("them", "they were")
    if situation.place == OUTSIDE:
        return [sentence(f"Remove {it} from {place}.")]
    return [
        sentence(f"Remove {it} from {place}. Check whether {it_was} ever committed:"),
        command(f"git secrets --scan-history {situation.options}".rstrip()),
    ]


def _history(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> list[Step]:
    it = "it" if len(secrets) == 1 else "each of them"
    steps = [sentence(f"Rotate {it} where it was issued: every clone contains it.")]
    if any(one.history is not None and one.history.in_head for one in secrets):
        steps += [sentence(f"Then remove it from the {_noun(secrets)} and commit the change.")]
    return [*steps, sentence("For all steps after a leak, see:"), command(AFTER_A_LEAK)]


def _paths(secrets: Sequence[ReportedSecret]) -> list[bytes]:
    return list(dict.fromkeys(place.file for one in secrets for place in one.places))


def _noun(secrets: Sequence[ReportedSecret]) -> str:
    return "file" if len(_paths(secrets)) == 1 else "files"


def _files(secrets: Sequence[ReportedSecret], situation: Situation, mask: Mask) -> str:
    """Return the files of ``secrets`` as words for the shell."""
    return " ".join(_pathspec(mask(path), situation) for path in _paths(secrets))


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
    "input": _input,
    "history": _history,
}
