"""The situation of a run: which command of git a hook stops, and how the user can continue."""

from __future__ import annotations

import os
import time
from itertools import chain

from git_secrets_py.content import ALLOWED_FILE, BLOCKING
from git_secrets_py.errors import NotARepositoryError
from git_secrets_py.git.operation import (
    AM,
    COMMIT,
    REVERT,
    abort_command,
    operation,
    repeats_commit,
    resume_commands,
)
from git_secrets_py.report.escaping import shell_word, visible
from git_secrets_py.report.situation import (
    ALL_CHANGES,
    BARE,
    CHOSEN_PATHS,
    OUTSIDE,
    Situation,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.cli.context import Arguments, Context
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.report.situation import PushedHistory
    from git_secrets_py.sources.push import Update

_PATCH_MESSAGE_HOOK = "--applypatch_msg_hook"
_PATCH_HOOKS = (_PATCH_MESSAGE_HOOK, "--pre_applypatch_hook")
# git's names for the index of ``git commit --all`` and of ``git commit -- <paths>``.
_INDEX_OF_ALL = "index.lock"
_INDEX_OF_PATHS = "next-index-"
_RECENT = 10  # seconds
# More would not fit into one command.
_MOST_PATHS = 20
# The commands that find what hooks and ``--ci`` find.
_SCANS = {"staged": "git secrets --scan --cached", "history": "git secrets --scan-history"}
# Those that report secrets of the index.
_WITH_INDEX = ("staged", "history")
_DETAILED = "--format pretty --verbose"
# A value of ``--scan``; it cannot be read twice.
_STANDARD_INPUT = "-"
# Options for the output of a run.
_OF_OUTPUT = ("--format", "--output", "--color", "--quiet", "--verbose")


def situation(
    context: Context, scope: str, options: str, updates: Sequence[Update] = ()
) -> Situation:
    """Return the situation of this run.

    ``options`` are those of ``options_to_repeat``, ``updates`` the refs that are pushed.
    """
    name, abort = _operation(context, scope)
    place = _place(context) if scope not in BLOCKING else ""
    commits = _commits() if scope in ("staged", "message", "merge") else ""
    in_framework = "PRE_COMMIT" in os.environ
    is_message = scope == "message" and not name
    amends, allows_empty = _repeated(context) if is_message else (False, False)
    return Situation(
        scope,
        unborn=scope in _WITH_INDEX and not context.repository.has_head,
        in_subdirectory=bool(os.environ.get("GIT_PREFIX")) or _is_below_top(context, scope, place),
        options=options,
        listing=_listing(context, scope, options),
        operation=name,
        abort=abort,
        resume=_resume(context, name) if name else (),
        repeats=bool(name) and repeats_commit(context.repository.git_dir),
        message=context.values[0] if scope == "merge" and context.values else b"",
        commits=commits,
        paths=_chosen_paths(context) if commits == CHOSEN_PATHS else (),
        amends=amends,
        allows_empty=allows_empty,
        in_framework=in_framework,
        has_open_line=in_framework and _has_open_line(context),
        history=_pushed(context, updates) if updates else None,
        only_server_allows=context.only_server_allows,
        place=place,
    )


def _listing(context: Context, scope: str, options: str) -> str:
    """Return the command that lists every secret of this run; empty if there is none."""
    arguments = context.arguments
    if _STANDARD_INPUT in arguments.values:
        return ""
    if arguments.verb.name in ("--scan", "--scan-history"):
        return _as_given(arguments)
    return " ".join(filter(None, (_SCANS[scope], options, _DETAILED))) if scope in _SCANS else ""


def _as_given(arguments: Arguments) -> str:
    """Return the command of ``arguments``, with the output that lists every secret."""
    options = [one for one in arguments.given if one[0] not in _OF_OUTPUT]
    words = [arguments.verb.name, *filter(None, chain.from_iterable(options)), *_DETAILED.split()]
    if any(one.startswith("-") for one in arguments.values) and not arguments.verb.passes_on:
        words.append("--")
    words += arguments.values
    return " ".join(("git secrets", *(shell_word(os.fsencode(word)) for word in words)))


def _is_below_top(context: Context, scope: str, place: str) -> bool:
    """Return whether a user's command runs below the top of the work tree; hooks run at the top."""
    if scope in BLOCKING or place or not context.repository.is_inside_work_tree:
        return False
    return not os.path.samefile(os.getcwdb(), context.repository.top)


def _place(context: Context) -> str:
    """Return ``BARE`` or ``OUTSIDE`` for a scan in a bare repository, or in none."""
    try:
        return BARE if context.repository.is_bare else ""
    except NotARepositoryError:
        return OUTSIDE


def _operation(context: Context, scope: str) -> tuple[str, str]:
    """Return the git command that the hook stops and the one that undoes it; empty for a commit."""
    is_patch = context.arguments.verb.name in _PATCH_HOOKS
    if scope != "merge" and not is_patch:
        return "", ""
    git_dir = context.repository.git_dir
    name = operation(git_dir)
    if name == COMMIT:
        # prepare-commit-msg scans no other commit; git keeps no file for a revert.
        name = AM if is_patch else REVERT
    return name, abort_command(git_dir, name)


def _pushed(context: Context, updates: Sequence[Update]) -> PushedHistory:
    from git_secrets_py.cli.pushed_history import Pushed

    is_own_clone = context.arguments.verb.name == "--pre_push_hook"
    return Pushed(context.repository.git, updates, is_own_clone=is_own_clone)


def _resume(context: Context, name: str) -> Sequence[str]:
    """Return the commands that continue the operation ``name`` after a secret was allowed."""
    repository = context.repository
    commands = resume_commands(repository.git_dir, name)
    if context.arguments.verb.name != _PATCH_MESSAGE_HOOK:
        return commands
    # git has not applied the patch yet, and would commit without it.
    return [*_apply_commands(repository), *commands]


def _apply_commands(repository: Repository) -> Iterator[str]:
    """Yield the command that applies the current patch of ``git am`` or ``git rebase --apply``."""
    state = repository.path_in_git_dir("rebase-apply")
    try:
        with open(os.path.join(state, b"apply-opt"), "rb") as file:
            options = visible(file.read().rstrip())  # quoted for a shell, after a space
    except FileNotFoundError:
        return  # the hook was started by another program than git, such as the doctor
    patch = shell_word(os.path.join(state, b"patch"))
    yield f"git -C {shell_word(repository.top)} apply --3way{options} {patch}"


def _commits() -> str:
    name = os.path.basename(os.environ.get("GIT_INDEX_FILE", ""))
    if name == _INDEX_OF_ALL:
        return ALL_CHANGES
    return CHOSEN_PATHS if name.startswith(_INDEX_OF_PATHS) else ""


def _repeated(context: Context) -> tuple[bool | None, bool]:
    """Return whether the commit needs ``--amend``, ``None`` if it may, and ``--allow-empty``."""
    amends, repository = _amends(context), context.repository
    is_empty = _is_empty(repository, is_amended=bool(amends))
    # Amending with another author or date looks the same as an empty commit.
    may_amend = is_empty and not amends and repository.has_head
    return None if may_amend else amends, is_empty


def _amends(context: Context) -> bool | None:
    """Return whether git passes the author and the date of HEAD to the hook, and not the time.

    ``None`` if that may as well be the time.
    """
    repository = context.repository
    author = [os.environ.get(f"GIT_AUTHOR_{part}", "") for part in ("NAME", "EMAIL", "DATE")]
    seconds = author[-1].removeprefix("@").partition(" ")[0]
    if not seconds.isdecimal() or not repository.has_head:
        return False
    form = ("--date=raw", "--format=%an%n%ae%n@%ad")
    shown = repository.git.output("rev-list", "--max-count=1", *form, "HEAD", "--")
    if os.fsdecode(shown).splitlines()[1:] != author:
        return False
    # Commits that a program makes may be of the same second; they change something.
    is_recent = time.time() - int(seconds) < _RECENT
    return None if is_recent and not _is_like_head(repository) else True


def _is_like_head(repository: Repository) -> bool:
    return _is_index_like(repository, "HEAD")


def _is_empty(repository: Repository, *, is_amended: bool) -> bool:
    """Return whether the commit changes nothing, which git refuses without ``--allow-empty``.

    ``is_amended``: it replaces HEAD. git accepts a merge that changes nothing.
    """
    if os.path.exists(repository.path_in_git_dir("MERGE_HEAD")):
        return False
    if not repository.has_head:
        return _is_index_like(repository, repository.empty_tree)
    if not is_amended:
        return _is_like_head(repository)
    parents = repository.git.output("rev-list", "--max-count=1", "--parents", "HEAD").split()[1:]
    before = parents[0] if parents else repository.empty_tree
    return len(parents) < 2 and _is_index_like(repository, before)


def _is_index_like(repository: Repository, tree: str | bytes) -> bool:
    words = ("diff-index", "--cached", "--quiet", "--ignore-submodules=none", tree, "--")
    return repository.git.succeeds(*words)


def _chosen_paths(context: Context) -> Sequence[bytes]:
    """Return the changed files among the paths of ``git commit -- <paths>``, if they are few."""
    repository = context.repository
    against = "HEAD" if repository.has_head else repository.empty_tree
    listing = repository.git.output("diff-index", "--cached", "--name-only", "-z", against)
    paths = listing.split(b"\0")[:-1]
    return paths if len(paths) <= _MOST_PATHS else [b"."]


def _has_open_line(context: Context) -> bool:
    """Return whether ``.gitallowed`` does not end with a newline, which an appended line needs."""
    if not context.repository.is_inside_work_tree:
        return False
    try:
        with open(os.path.join(context.repository.top, ALLOWED_FILE), "rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read() != b"\n"
    except OSError:  # none, or an empty one
        return False
