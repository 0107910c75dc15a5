"""The context of a command: its arguments, the repository and the output.

Plain classes: a hook imports this module, and ``dataclasses`` costs it 8 ms.
"""

from __future__ import annotations

import os
import sys

from git_secrets_py.errors import NotARepositoryError, OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from git_secrets_py.git.config import Config
    from git_secrets_py.git.repository import Repository

# The verb of the hook on a server.
SERVER_HOOK = "--pre_receive_hook"
# The value of ``--output`` for standard output.
STANDARD_OUTPUT = "-"
# The beginning of every message about the run itself.
PREFIX = "git secrets: "


class Verb:
    """A command of git-secrets: ``--scan``, ``--add``, …"""

    __slots__ = ("function", "help", "module", "name", "passes_on", "synopsis")

    def __init__(
        self,
        name: str,
        run: str,
        synopsis: str = "",
        help: str = "",
        *,
        passes_on: bool = False,
    ) -> None:
        """``run`` names a module of ``commands``, and after a colon its function if not ``run``.

        ``synopsis`` lists options and values. A verb without ``help`` is for hooks, and hidden.
        With ``passes_on``, unknown options are values, which git reads.
        """
        self.name = name
        self.module, _, function = run.partition(":")
        self.function = function or "run"
        self.synopsis = synopsis
        self.help = help
        self.passes_on = passes_on


# The verbs of installed hooks, which are hidden.
HOOKS = (
    Verb("--pre_commit_hook", "pre_commit_hook"),
    Verb("--commit_msg_hook", "commit_msg_hook"),
    Verb("--prepare_commit_msg_hook", "prepare_commit_msg_hook"),
    Verb("--applypatch_msg_hook", "commit_msg_hook:run_for_patch"),
    Verb("--pre_applypatch_hook", "pre_commit_hook"),
    Verb("--pre_push_hook", "pre_push_hook"),
    Verb("--pre_receive_hook", "pre_receive_hook"),
)


# The verb of the hooks of coding agents, which takes the name of the agent.
AGENT_HOOK = Verb("--agent_hook", "agent_hook")


class Arguments:
    """A parsed command line: the verb, its options and its values."""

    def __init__(
        self,
        verb: Verb,
        options: dict[str, str],
        values: Sequence[str],
        repeated: Sequence[str] = (),
        given: Sequence[tuple[str, str]] = (),
    ) -> None:
        """``options`` maps long names to values; the value of a flag is empty.

        ``repeated`` are the options given more than once, ``given`` all options in order.
        """
        self.given = list(given)
        self.verb = verb
        self.options = options
        self.values = list(values)
        self.repeated = list(repeated)

    def has(self, option: str) -> bool:
        """Return whether ``option``, by its long name, was given."""
        return option in self.options

    @property
    def output(self) -> str | None:
        """The file of ``--output``; ``None`` without one, or for ``-``, standard output."""
        path = self.options.get("--output")
        return None if path == STANDARD_OUTPUT else path

    def all(self, option: str) -> list[str]:
        """Return every value of ``option``, by its long name, in the order of the words."""
        return [value for name, value in self.given if name == option]


def hook_call(words: Sequence[str]) -> Arguments | None:
    """Return the command line of an installed hook, ``<verb> -- <values>``; ``None`` for others.
    The hook of a coding agent has no dashes between them. A hook therefore needs no parser.
    """
    first, *rest = words or [""]
    if first == AGENT_HOOK.name and not any(word.startswith("-") for word in rest):
        return Arguments(AGENT_HOOK, {}, rest)
    hook = next((hook for hook in HOOKS if hook.name == first), None)
    return Arguments(hook, {}, rest[1:]) if hook and rest[:1] in ([], ["--"]) else None


class Context:
    """The arguments, the repository and the output of a command."""

    def __init__(self, arguments: Arguments, repository: Repository | None = None) -> None:
        """``repository`` is by default the one around the current directory.

        ``has_written`` is whether anything was written to standard output, ``notices`` are those
        that ``notify_once`` has written.
        """
        self.arguments = arguments
        self.has_written = False
        self.notices: set[str] = set()
        self._repository = repository

    @property
    def repository(self) -> Repository:
        """The repository of the command."""
        if self._repository is None:
            from git_secrets_py.git.repository import Repository

            self._repository = Repository()
        return self._repository

    @property
    def values(self) -> list[bytes]:
        """The values of the command line, as bytes."""
        return [os.fsencode(value) for value in self.arguments.values]

    @property
    def may_lack_objects(self) -> bool:
        """Whether objects that a partial clone lacks are allowed.

        Not in a hook: the remote has them, so the commit or push does not add them.
        """
        is_hook = self.arguments.verb.name in [verb.name for verb in HOOKS]
        return is_hook or self.arguments.has("--allow-partial")

    @property
    def only_server_allows(self) -> bool:
        """Whether ``.gitallowed`` of pushed commits is ignored, as this server is configured."""
        from git_secrets_py.git.config import SERVER_ALLOW_ONLY_KEY

        is_server = self.arguments.verb.name == SERVER_HOOK
        return is_server and self.repository.config.is_true(SERVER_ALLOW_ONLY_KEY)

    def surroundings(self) -> tuple[Config, bytes | None]:
        """Return the configuration, and the top of the work tree if there is one.

        Files can be scanned outside of any repository, with the user's own patterns.
        """
        repository = self.repository
        try:
            return repository.config, repository.work_tree
        except NotARepositoryError:
            if not self.values and not self.arguments.has("--no-index"):
                raise
            return repository.config, None

    def out(self, text: bytes) -> None:
        """Write to standard output; raises ``OutputError``."""
        self.has_written = True
        write(sys.stdout, text, "standard output")

    def out_line(self, line: str) -> None:
        """Write ``line`` to standard output, as ``out`` does, with escapes as ``notify``."""
        self.out((harmless(line.replace("\n", "\\n")) + "\n").encode())

    def err(self, text: bytes) -> None:
        """Write to standard error; raises ``OutputError``."""
        write(sys.stderr, text, "standard error")

    def notify(self, message: str) -> None:
        """Write a message about the run itself to standard error, prefixed with our name.

        Everything that a terminal or a CI service could interpret is escaped.
        """
        first, *others = map(harmless, message.split("\n"))
        # A line that begins with "::" is a command to GitHub's runner.
        others = [PREFIX + line if line.lstrip().startswith("::") else line for line in others]
        self.err(("\n".join([PREFIX + first, *others]) + "\n").encode())

    def notify_once(self, message: str) -> None:
        """Write ``message`` as ``notify`` does, unless this run has written it already."""
        if message not in self.notices:
            self.notices.add(message)
            self.notify(message)


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether ``stream``, ``None`` if it is closed, is a terminal."""
    return stream is not None and stream.isatty()


def write(stream: TextIO | None, text: bytes, name: str) -> None:
    """Write ``text`` to ``stream``, which errors call ``name``; raises ``OutputError``."""
    if stream is None:  # closed when the program was started
        raise OutputError(f"cannot write to {name}: it is closed")
    try:
        stream.buffer.write(text)
        stream.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # Python must not try again at exit, and end with another status.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise OutputError(f"cannot write to {name}: {error.strerror}") from error


def harmless(line: str) -> str:
    """Return ``line`` with escapes for text that a terminal or a CI service could interpret."""
    if line.isascii() and line.isprintable() and "#" not in line:
        return line
    from git_secrets_py.report.escaping import visible_text

    return visible_text(line)
