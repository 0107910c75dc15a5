"""The hooks that Codex CLI runs: it drops those that the user has not trusted.

Source: the method ``hooks/list`` of ``codex app-server``,
https://github.com/openai/codex/blob/main/codex-rs/app-server/README.md, with Codex CLI 0.171.0 on
2026-11-28. The trust belongs to the text of a hook, so each change of it ends the trust.
"""

from __future__ import annotations

import json
import os
import shutil
import threading

from git_secrets_py.git.children import ForeignProcess
from git_secrets_py.git.spawn import PIPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_SECONDS = 20
_CLIENT = {"name": "git-secrets-py", "version": "1"}
_LIST = 2  # the number of that request
_RUN = ("trusted", "managed")


def run_by_codex(path: str, program: str) -> set[str] | None:
    """Return the events whose hooks in the settings file ``path`` Codex runs.

    ``None``: ``program`` is not on PATH, or it does not answer.
    """
    found = shutil.which(program)
    hooks = _listed(found, os.getcwd()) if found else None
    if hooks is None:
        return None
    here = os.path.realpath(path)
    return {
        str(one["eventName"]).lower()
        for one in hooks
        if one.get("enabled") is not False
        and one.get("trustStatus") in _RUN
        and os.path.realpath(str(one.get("sourcePath"))) == here
    }


def _listed(program: str, directory: str) -> list[dict[str, Any]] | None:
    """Return the hooks that Codex finds in ``directory``; ``None`` if it does not answer."""
    requests: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": {"clientInfo": _CLIENT}},
        {"method": "initialized"},
        {"id": _LIST, "method": "hooks/list", "params": {"cwds": [directory]}},
    ]
    try:
        with ForeignProcess([program, "app-server"], stdin=PIPE) as child:
            process = child.process
            assert process.stdin and process.stdout
            alarm = threading.Timer(_SECONDS, process.kill)
            alarm.start()
            try:
                process.stdin.write(b"".join(map(_line, requests)))
                process.stdin.flush()  # it answers no further request after the end of its input
                return _hooks(process.stdout)
            finally:
                alarm.cancel()
    except (OSError, ValueError, TypeError, AttributeError, LookupError):
        return None  # it cannot be run, or its answer has another form


def _line(request: dict[str, Any]) -> bytes:
    return json.dumps(request).encode() + b"\n"


def _hooks(lines: Iterable[bytes]) -> list[dict[str, Any]] | None:
    for line in lines:
        answer = json.loads(line)
        if answer.get("id") == _LIST:
            return [hook for one in answer["result"]["data"] for hook in one["hooks"]]
    return None
