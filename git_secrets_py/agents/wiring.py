"""The command line that the settings of an agent hold.

It is a line for ``sh``, so that every outcome but a verdict is an answer that stops the event: a
missing program or interpreter, a crash, a signal, a timeout.
"""

from __future__ import annotations

import json
import shlex

from git_secrets_py.hook_install.scripts import starting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.agent import Agent

# The name of our hooks, in the settings of agents that name hooks.
NAME = "git-secrets"
_VERB = "--agent_hook"
# The end of the text may be cut off.
_REASON = (
    "git secrets: the check of this event failed, so it is stopped. Reinstall git-secrets-py, "
    "then run: git secrets --install --agent {0}"
)
_OTHER_STATUS = "(exit status $s)"


def entry(agent: Agent, event: str) -> Any:
    """Return the entry for ``event`` in the settings of ``agent``."""
    return agent.entry(event, command(agent, event))


def command(agent: Agent, event: str) -> str:
    """Return the command line for ``event``."""
    return f"sh -c {shlex.quote(_script(agent, event))}"


def _script(agent: Agent, event: str) -> str:
    python, *words = map(shlex.quote, starting())
    arguments = f"{_VERB} {agent.name} {event}"
    # A settings file may be shared: on another machine, the program is searched for. A relative
    # path leads into the work tree, from which nothing is run.
    program = (
        f"if [ -x {python} ] && [ -f {words[-1]} ]; then {python} {' '.join(words)} {arguments}; "
        f'else p=$(command -v git-secrets-py); case $p in /*|?:*) "$p" {arguments};; '
        "*) (exit 127);; esac; fi"
    )
    reason = _REASON.format(agent.name)
    fallback = agent.events[event].fallback
    if fallback is None:
        accepted = "0|2"
        answer = f'echo "{reason} {_OTHER_STATUS}" >&2; exit 2'
    else:
        accepted = "0"
        answer = f"echo {shlex.quote(json.dumps(fallback(reason)))}; exit 0"
    return f"{program}; s=$?; case $s in {accepted}) exit $s;; esac; {answer}"


def is_ours(agent: Agent, value: Any, event: str = "") -> bool:
    """Return whether ``value``, an item in the settings, runs our program for ``agent``.

    With ``event``, also whether it does so for that one.
    """
    return f"{_VERB} {agent.name} " + (f"{event};" if event else "") in json.dumps(value)


def has_others(agent: Agent, value: Any) -> bool:
    """Return whether ``value``, which runs our program, is a group with other hooks as well."""
    handlers = value.get("hooks") if isinstance(value, dict) else None
    return isinstance(handlers, list) and not all(is_ours(agent, one) for one in handlers)
