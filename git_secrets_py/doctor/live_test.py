"""The live test: each hook must block a fake secret and pass clean content."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass

from git_secrets_py.doctor.machine import parse_version
from git_secrets_py.doctor.problem import Problem, named_hooks, readable
from git_secrets_py.errors import EXIT_CLEAN, EXIT_FOUND, GitError
from git_secrets_py.git.config import PATTERNS_KEY
from git_secrets_py.git.sandbox import PATH, HookCall, Sandbox
from git_secrets_py.hook_install import managers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from git_secrets_py.doctor.checked_hook import CheckedHook
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.git.sandbox import HookResult
    from git_secrets_py.registry import Registry
    from git_secrets_py.registry.collector import Collector

_CLEAN_CONTENT = b"nothing to hide\n"
_GIT_WITH_HOOK_RUN = (2, 36)
_REMOTE = "git-secrets-doctor"
_REF = b"refs/heads/git-secrets-doctor"
_MESSAGE_HOOKS = ("commit-msg", "applypatch-msg")
# With this variable, our hooks do not run a chained hook.
_IS_DOCTOR = {"GIT_SECRETS_DOCTOR": "1"}


@dataclass(frozen=True, slots=True)
class _TestSecret:
    """A fake secret, and the settings that make it prohibited, if no active pattern does."""

    content: bytes
    settings: Mapping[str, str]

    @property
    def source(self) -> str:
        """The origin of its pattern, in its JSON form."""
        return "temporary pattern" if self.settings else "active pattern"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The outcome of a hook.

    ``error`` is its message if it neither blocked nor passed as expected.
    """

    hook: str
    blocks: bool
    passes: bool
    error: str | None


def run(
    repository: Repository,
    hooks: Sequence[CheckedHook],
    collector: Collector,
    git_version: str,
    *,
    run_foreign: bool = False,
) -> tuple[list[dict[str, object]], list[Problem]]:
    """Test each hook that can be tested; return the results in their JSON form, and the problems.

    ``collector`` has the active patterns. With ``run_foreign``, required hooks of other programs
    are run, too.
    """
    secret = _test_secret(collector)
    tested = [hook for hook in hooks if hook.can_be_tested(run_foreign=run_foreign)]
    has_hook_run = parse_version(git_version) >= _GIT_WITH_HOOK_RUN
    ours = [hook for hook in tested if hook.is_ours]
    # Hooks of other programs may use the same files, so each of them runs alone.
    groups = [*([ours] if ours else []), *([hook] for hook in tested if not hook.is_ours)]
    outcomes: dict[str, _Outcome] = {}
    for group in groups:
        with _sandbox(repository, group[0], secret) as sandbox:
            for outcome in _test(group, sandbox, secret.content, has_hook_run=has_hook_run):
                outcomes[outcome.hook] = outcome
    ordered = [outcomes[hook.hook.name] for hook in tested]
    return [_facts(outcome, secret) for outcome in ordered], list(_problems(tested, ordered))


@contextmanager
def _sandbox(repository: Repository, hook: CheckedHook, secret: _TestSecret) -> Iterator[Sandbox]:
    """Provide a sandbox for ``hook``, or for all of our hooks."""
    with tempfile.TemporaryDirectory(prefix="git-secrets-") as directory:
        yield Sandbox(
            repository,
            directory,
            {**_IS_DOCTOR, **secret.settings} if hook.is_ours else secret.settings,
            own_work_tree=not hook.is_ours,
            # Hooks use a configuration that is not committed yet.
            files=hook.manager.configuration if hook.manager else (),
        )


def _facts(outcome: _Outcome, secret: _TestSecret) -> dict[str, object]:
    return {
        "hook": outcome.hook,
        "blocks": outcome.blocks,
        "passes": outcome.passes,
        "error": outcome.error,
        "secret_for": secret.source,
    }


def _test(
    hooks: Sequence[CheckedHook], sandbox: Sandbox, secret: bytes, *, has_hook_run: bool
) -> Iterator[_Outcome]:
    """Run ``hooks``, several at once, with the fake secret, then with clean content."""

    def calls(content: bytes, hooks: Sequence[CheckedHook]) -> list[HookCall]:
        return [_call(hook, sandbox, content, has_hook_run=has_hook_run) for hook in hooks]

    try:
        _stage(hooks, sandbox, secret + b"\n")
        first, *others = calls(secret + b"\n", hooks)
        # The first one compiles the patterns, which the others find in the cache.
        blocking = [*sandbox.run([first]), *sandbox.run(others)]
        _stage(hooks, sandbox, _CLEAN_CONTENT)
        passing = sandbox.run(calls(_CLEAN_CONTENT, hooks))
    except GitError as error:
        blocking = passing = [error] * len(hooks)
    return map(_outcome, hooks, blocking, passing)


def _outcome(hook: CheckedHook, blocking: HookResult, passing: HookResult) -> _Outcome:
    """Return the outcome of ``hook`` from its results for the secret and for clean content."""
    name = hook.hook.name
    if isinstance(blocking, GitError):
        return _Outcome(name, blocks=False, passes=False, error=str(blocking))
    status, message = blocking
    # A manager has exit statuses of its own.
    blocks = status == EXIT_FOUND if hook.is_ours else status != EXIT_CLEAN
    if isinstance(passing, GitError):
        return _Outcome(name, blocks, passes=False, error=str(passing))
    clean_status, clean_message = passing
    failed = (not blocks and status != EXIT_CLEAN) or clean_status != EXIT_CLEAN
    error_line = _first_line(clean_message or message) if failed else None
    return _Outcome(name, blocks, clean_status == EXIT_CLEAN, error_line)


def _stage(hooks: Sequence[CheckedHook], sandbox: Sandbox, content: bytes) -> None:
    """Stage ``content``; for hooks of other programs that scan messages, a clean file."""
    if any(hook.hook.name not in _MESSAGE_HOOKS for hook in hooks):
        sandbox.stage(content)
    elif not hooks[0].is_ours:
        sandbox.stage(_CLEAN_CONTENT)


def _call(hook: CheckedHook, sandbox: Sandbox, content: bytes, *, has_hook_run: bool) -> HookCall:
    """Return the call of ``hook`` with ``content``, which is staged, in the input it scans."""
    name = hook.hook.name
    # The file that git runs: a foreign hook in a .d directory is not the one beside ours.
    path = os.path.abspath(hook.hook.path if hook.is_ours else hook.hook.git_path)
    by_git = name if has_hook_run and hook.is_ours and not hook.hook.is_in_d_directory else ""
    if name in _MESSAGE_HOOKS:
        return HookCall(path, [sandbox.write(name, content)], by_git=by_git)
    if name == "prepare-commit-msg":
        # It scans merges, picks and reverts only, and recognizes a revert by its message.
        message = sandbox.write(name, b'Revert "nothing"\n')
        return HookCall(path, [message, "message"], by_git=by_git)
    if name in ("pre-commit", "pre-applypatch"):
        return HookCall(path, by_git=by_git)
    # Not by git: "git hook run" did not always pass standard input on.
    new, old = sandbox.commit()
    if name == "pre-push":
        line = b" ".join((_REF, new, _REF, old)) + b"\n"
        return HookCall(path, [_REMOTE, _REMOTE], line)
    return HookCall(path, input=b" ".join((old, new, _REF)) + b"\n")


def _problems(hooks: Sequence[CheckedHook], outcomes: Sequence[_Outcome]) -> Iterator[Problem]:
    """Yield the problems of ``hooks``; hooks with the same problem share it."""
    names: dict[tuple[str, str], list[str]] = {}
    for hook, outcome in zip(hooks, outcomes, strict=True):
        if not (outcome.passes and outcome.blocks):
            names.setdefault(_fault(hook, outcome), []).append(outcome.hook)
    for (fault, remedy), several in names.items():
        verb = "do not" if several[1:] else "does not"
        yield Problem("live test", f"{named_hooks(several)} {verb} {fault}", remedy)


def _fault(hook: CheckedHook, outcome: _Outcome) -> tuple[str, str]:
    """Return the action that ``hook`` fails at, and the remedy."""
    if outcome.passes:
        return (
            "block a fake secret",
            "check the allowed patterns: git secrets --list"
            if hook.is_ours
            else f"make it call {managers.command(outcome.hook)} whenever it runs",
        )
    if outcome.error:
        return f"pass clean content: {outcome.error}", "fix the reported error"
    return (
        "pass clean content",
        "check the prohibited patterns: git secrets --list"
        if hook.is_ours
        else f"run {readable(hook.hook.git_path)} by hand to see why",
    )


def _test_secret(collector: Collector) -> _TestSecret:
    """Return a fake secret for an active pattern, or else for a temporary one.

    No active pattern allows it. Patterns of providers are not used: each may be a real secret.
    """
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.patterns.sample import samples

    registry = collector.registry()
    for pattern in registry.prohibited:
        if pattern.confidential or pattern.is_whole:
            continue
        matcher = Matcher([pattern])
        for sample in samples(pattern.source):
            if sample and _is_found(matcher, registry, sample, collector.minimum_severity):
                return _TestSecret(sample, {})
    key = f"git-secrets-test-key-{secrets.token_hex(8)}"
    return _TestSecret(key.encode(), _settings_prohibiting(key))


def _is_found(matcher: Matcher, registry: Registry, sample: bytes, minimum: str) -> bool:
    from git_secrets_py.content import Blob
    from git_secrets_py.findings.finding import Finding
    from git_secrets_py.findings.severity import is_below
    from git_secrets_py.scan import scan

    blob = Blob(PATH, lambda: [sample + b"\n"])
    found = [one for one in scan([blob], matcher, registry) if isinstance(one, Finding)]
    return any(not is_below(one.severity, minimum) for one in found)


def _settings_prohibiting(key: str) -> dict[str, str]:
    """Return the environment that adds ``key`` to the prohibited patterns (git-config(1))."""
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    number = int(count) if count.isdigit() else 0
    return {
        "GIT_CONFIG_COUNT": str(number + 1),
        f"GIT_CONFIG_KEY_{number}": PATTERNS_KEY.decode(),
        f"GIT_CONFIG_VALUE_{number}": key,
    }


def _first_line(messages: bytes) -> str | None:
    """Return our own first message; those of other programs may hold a secret."""
    for line in messages.decode("utf-8", "replace").splitlines():
        if line.startswith("git secrets: "):
            return line.removeprefix("git secrets: ")
    return None
