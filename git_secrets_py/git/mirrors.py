"""Mirrors of repositories elsewhere: the only code that lets git use the network.

GitPython clones, and runs the other commands in the same way: without hooks and templates, without
prompts, in a session of their own that is killed at the time limit.
"""

from __future__ import annotations

import logging
import os
from collections import deque

from git import RemoteProgress
from git.exc import GitCommandError
from git.exc import GitError as PythonGitError

from git_secrets_py.errors import GitError
from git_secrets_py.git.limited_commands import Commands, repo_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    OnTransfer = Callable[[str], None]

# The protocols that git itself implements.
PROTOCOLS = "file:git:http:https:ssh"
_VARIABLES = {
    "GIT_ALLOW_PROTOCOL": PROTOCOLS,
    # git neither asks for a password nor starts a program that does.
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    # An empty name: no template, which could have hooks.
    "GIT_TEMPLATE_DIR": "",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "fetch.recurseSubmodules": "false",
    # Forks may use an object that its own repository no longer needs.
    "gc.pruneExpire": "never",
    # The time limit is for this, too.
    "gc.autoDetach": "false",
    "maintenance.autoDetach": "false",
    "transfer.bundleURI": "false",
}
# GitPython logs the output of git, which is in the errors here.
logging.getLogger("git").setLevel(logging.CRITICAL)
_FAILURES = ("fatal:", "error:", "remote:", "ERROR:")
_NO_ANSWER = "fatal: Could not read from remote repository."
_LONGEST = 500
_MOST_LINES = 100


class Transport:
    """Runs git over the network; each command ends within ``seconds``."""

    def __init__(
        self,
        seconds: float,
        settings: Sequence[tuple[str, str]] = (),
        on_transfer: OnTransfer | None = None,
        commands: Commands | None = None,
    ) -> None:
        """``settings`` are those of git that are added, ``on_transfer`` is called with progress.

        Stopping ``commands`` ends those of this object.
        """
        self._seconds = seconds
        self._commands = commands or Commands()
        self._environment = _environment(settings)
        self._on_transfer = on_transfer or (lambda _: None)

    def clone(self, address: str, path: str, reference: str = "") -> None:
        """Clone ``address`` as a bare mirror into ``path``; raises ``GitError``.

        The objects that the repository at ``reference`` has are not copied, but used there.
        """
        progress: Any = _Progress(self._on_transfer)
        with self._commands.limited(self._seconds) as wrapper:
            repo = repo_with(wrapper)
            try:
                shared: dict[str, Any] = {"reference": reference} if reference else {}
                made = repo.clone_from(
                    address, path, progress=progress, env=self._environment, mirror=True, **shared
                )
                made.close()
            except GitCommandError as error:
                raise _failure("clone", "\n".join([*progress.lines, error.stderr])) from None
            except PythonGitError as error:
                raise GitError(f"git clone failed: {type(error).__name__}") from None

    def refs(self, address: str, path: str) -> bytes:
        """Return the refs at ``address``, as ``ls-remote`` prints them.

        ``path`` is any bare repository. Raises ``GitError``, as all methods do.
        """
        return self._run(path, "ls-remote", "--symref", "--quiet", "--", address)

    def has_any(self, path: str, oids: Sequence[bytes]) -> bool:
        """Return whether the repository at ``path`` has one of the objects ``oids``."""
        asked = [os.fsdecode(oid) for oid in oids]
        try:
            found = self._run(path, "rev-list", "--no-walk", "--ignore-missing", *asked, "--")
        except GitError:
            return False
        return bool(found)

    def fetch(self, path: str) -> None:
        """Fetch into the mirror at ``path``, and remove refs that the remote lacks."""
        self._run(path, "fetch", "--quiet", "--prune", "--force", "--no-write-fetch-head", "origin")

    def is_sound(self, path: str) -> bool:
        """Return whether the refs of the mirror at ``path`` point to objects that exist."""
        try:
            self._run(path, "for-each-ref", "--format=%(objecttype)")
        except GitError:
            return False
        return True

    def set_head(self, path: str, refs: bytes) -> None:
        """Let HEAD of the mirror at ``path`` lead where it does in ``refs``."""
        for line in refs.splitlines():
            target, _, name = line.removeprefix(b"ref: ").partition(b"\t")
            if line.startswith(b"ref: ") and name == b"HEAD":
                self._run(path, "symbolic-ref", "HEAD", os.fsdecode(target))

    def _run(self, path: str, *arguments: str) -> bytes:
        """Run git in the bare repository at ``path``; return its output. Raises ``GitError``."""
        with self._commands.limited(self._seconds) as wrapper:
            git = wrapper(path)
            git.update_environment(**self._environment, GIT_DIR=path)
            process: Any = git.execute(["git", *arguments], as_process=True)
            out, err = process.proc.communicate()
            if process.proc.returncode:
                raise _failure(arguments[0], err.decode("utf-8", "replace"))
            output: bytes = out
            return output


class _Progress(RemoteProgress):
    """Passes on the text of git's progress, such as ``12.50 MiB | 3.10 MiB/s``."""

    def __init__(self, on_transfer: OnTransfer) -> None:
        super().__init__()
        self._on_transfer = on_transfer
        # The last ones that git and ssh have printed.
        self.lines: deque[str] = deque(maxlen=_MOST_LINES)

    def new_message_handler(self) -> Callable[[str | bytes], None]:
        """Return the function that GitPython calls with each line, which need not be UTF-8."""
        handle = super().new_message_handler()

        def take(line: str | bytes) -> None:
            text = line if isinstance(line, str) else line.decode("utf-8", "replace")
            self.lines.append(text)
            handle(text)

        return take

    def update(
        self,
        op_code: int,
        cur_count: str | float,
        max_count: str | float | None = None,
        message: str = "",
    ) -> None:
        """Take one line of progress."""
        if op_code & self.OP_MASK == self.RECEIVING:
            self._on_transfer(message.strip(" ,"))


def _environment(settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the variables that are added to those of this process."""
    every = [*_SETTINGS.items(), *settings]
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    found = {**_VARIABLES, "GIT_CONFIG_COUNT": str(first + len(every))}
    for number, (key, value) in enumerate(every, first):
        found[f"GIT_CONFIG_KEY_{number}"] = key
        found[f"GIT_CONFIG_VALUE_{number}"] = value
    return found


def _failure(command: str, messages: str) -> GitError:
    """Return the error for ``messages`` of git, in one line."""
    printed = messages.replace("\r", "\n").splitlines()
    lines = list(filter(None, dict.fromkeys(line.strip().strip("'") for line in printed)))
    reasons = [line for line in lines if line.startswith(_FAILURES)]
    if reasons == [_NO_ANSWER]:  # ssh has printed the reason before
        first = lines.index(_NO_ANSWER)
        reasons = lines[max(first - 1, 0) : first + 1]
    text = "; ".join(reasons or lines[-1:])
    return GitError(f"git {command} failed: {text[:_LONGEST]}".removesuffix(": "))
