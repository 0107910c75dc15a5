"""The result of a tool with the texts that hold a secret replaced, in the same shape."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.agents.model import Event

# A larger result is not taken apart.
_MOST = 1 << 20
# Shorter texts name things, such as the type of a block; a secret in one is in the notice anyway.
_LONGEST_NAME = 12


def withheld(event: Event, notice: str) -> Any:
    """Return the carried value with each text replaced by ``notice``; ``None`` if it is too large.

    Which texts hold the secret is not decided: it may stretch over several. Short words that name
    the kind of a result are kept, as are numbers, so that the shape is that which the agent checks.
    """
    if len(event.raw) > _MOST or event.carried is None:
        return None
    value: Any = json.loads(event.raw.decode("utf-8", "replace"))
    for name in event.surface.field.split("."):
        value = value.get(name)
    return _replaced(value, notice)


def _replaced(value: Any, notice: str) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, notice) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, notice) for one in value]
    if isinstance(value, str):
        return value if not value or (len(value) <= _LONGEST_NAME and value.isalpha()) else notice
    return value
