"""The live proof: each hook is given a made-up secret, and then something harmless."""

from __future__ import annotations

import os
import secrets
import tempfile

from git_secrets_py.doctor.machine import version_of
from git_secrets_py.errors import GitError
from git_secrets_py.git.sandbox import PATH, Trial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.doctor.hooks import Hook
    from git_secrets_py.doctor.problems import Problems
    from git_secrets_py.git.repository import Repository
    from git_secrets_py.model import Pattern
    from git_secrets_py.registry import Collector, Registry

CLEAN = 0
BLOCKED = 1
_CLEAN = b"nothing to hide\n"
_HAS_HOOK_RUN = (2, 36)
# git gives these a standard input, which "git hook run" did not always.
_READ_INPUT = ("pre-push", "pre-receive")
_REF = b"refs/heads/git-secrets-canary"


def prove(
    repository: Repository,
    hooks: list[Hook],
    collector: Collector,
    git: str,
    problems: Problems,
) -> list[dict[str, object]]:
    """Return for each hook that can be tried whether it blocks what it has to, and no more."""
    tried = [hook for hook in hooks if hook.can_be_tried]
    canary = _canary(collector)
    settings = {"GIT_SECRETS_DOCTOR": "1"}
    if canary is None:
        canary = f"git-secrets-canary-{secrets.token_hex(8)}".encode()
        settings.update(_as_pattern(canary))
    proofs = []
    for hook in tried:
        with tempfile.TemporaryDirectory(prefix="git-secrets-") as directory:
            facts = _try(hook, Trial(repository, directory, settings), canary, git)
        facts["canary"] = "temporary pattern" if len(settings) > 1 else "pattern in force"
        _judge(facts, problems)
        proofs.append(facts)
    return proofs


def _try(hook: Hook, trial: Trial, canary: bytes, git: str) -> dict[str, object]:
    """Run ``hook`` with the canary and with clean content."""
    facts: dict[str, object] = {"hook": hook.name, "blocks": False, "passes": False, "error": None}
    by_git = "" if hook.slot.in_several or version_of(git) < _HAS_HOOK_RUN else hook.name
    try:
        blocking, said = _run(hook, trial, canary + b"\n", by_git)
        facts["blocks"] = blocking == BLOCKED
        passing, also_said = _run(hook, trial, _CLEAN, by_git)
        facts["passes"] = passing == CLEAN
        if blocking not in (CLEAN, BLOCKED) or passing:
            facts["error"] = _first_line(also_said or said)
    except GitError as error:
        facts["error"] = str(error)
    return facts


def _run(hook: Hook, trial: Trial, content: bytes, by_git: str) -> tuple[int, bytes]:
    """Run ``hook`` with ``content`` where it looks."""
    path = os.path.abspath(hook.slot.path)
    if hook.name == "commit-msg":
        return trial.run_hook(path, [trial.write(content)], by_git=by_git)
    trial.stage(content)
    if hook.name == "prepare-commit-msg":
        # It looks at merges, picks and reverts only, and knows a revert by its message.
        message = trial.write(b'Revert "nothing"\n')
        return trial.run_hook(path, [message, "message"], by_git=by_git)
    if hook.name == "pre-commit":
        return trial.run_hook(path, by_git=by_git)
    new, old = trial.commit()
    if hook.name == "pre-push":
        line = b" ".join((_REF, new, _REF, old)) + b"\n"
        return trial.run_hook(path, ["git-secrets-canary", "git-secrets-canary"], line)
    return trial.run_hook(path, input=b" ".join((old, new, _REF)) + b"\n")


def _judge(facts: dict[str, object], problems: Problems) -> None:
    hook, error = facts["hook"], facts["error"]
    if facts["passes"] and not facts["blocks"]:
        problems.add(
            "proof",
            f"the {hook} hook lets a made-up secret pass",
            "see what is allowed: git secrets --list",
        )
    elif not facts["passes"]:
        problems.add(
            "proof",
            f"the {hook} hook does not let clean content pass" + (f": {error}" if error else ""),
            "solve what it says" if error else "see what is prohibited: git secrets --list",
        )


def _canary(collector: Collector) -> bytes | None:
    """Return a text that a pattern in force prohibits and nothing allows, if one can be made.

    Never from a pattern that a provider printed: that may be a real secret.
    """
    from git_secrets_py.patterns.sample import samples

    registry = collector.registry()
    for pattern in registry.prohibited:
        if pattern.confidential:
            continue
        for sample in samples(pattern.source):
            if sample and _is_found(pattern, registry, sample):
                return sample
    return None


def _is_found(pattern: Pattern, registry: Registry, sample: bytes) -> bool:
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.model import Blob, Finding
    from git_secrets_py.scan import scan

    matcher = Matcher([pattern])
    blob = Blob(PATH, lambda: [sample + b"\n"])
    return any(isinstance(item, Finding) for item in scan([blob], matcher, registry.allow))


def _as_pattern(canary: bytes) -> dict[str, str]:
    """Return the settings that prohibit ``canary`` for one run of git (git-config(1))."""
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    number = int(count) if count.isdigit() else 0
    return {
        "GIT_CONFIG_COUNT": str(number + 1),
        f"GIT_CONFIG_KEY_{number}": "secrets.patterns",
        f"GIT_CONFIG_VALUE_{number}": canary.decode(),
    }


def _first_line(said: bytes) -> str | None:
    """Return the first line in our own name; what others say may hold a secret."""
    for line in said.decode("utf-8", "replace").splitlines():
        if line.startswith("git secrets: "):
            return line.removeprefix("git secrets: ")
    return None
