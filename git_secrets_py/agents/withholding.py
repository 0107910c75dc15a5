"""The result of a tool with the texts that hold a secret replaced, in the same shape."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

# A larger result is not taken apart.
_MOST = 1 << 20
# Texts that name the kind of a result, such as "text", decide its shape.
_LONGEST_NAME = 12


def withheld(event: Event, messages: Messages) -> Any:
    """Return the carried value with the texts that hold a secret replaced by the notice.

    If a secret is in none of them, because it spans several, all texts are. ``None`` if
    the value is too large for that.
    """
    if len(event.raw) > _MOST or event.carried is None:
        return None
    value: Any = json.loads(event.raw.decode("utf-8", "replace"))
    for name in event.surface.field.split("."):
        value = value.get(name)
    missing = set(messages.secrets)

    def holds(text: str) -> bool:
        found = {one for one in messages.secrets if one in text.encode("utf-8", "surrogatepass")}
        missing.difference_update(found)
        return bool(found)

    replaced = _replaced(value, messages.model, holds)
    if missing or not messages.secrets:
        return _replaced(value, messages.model, _is_text)
    return replaced


def _is_text(text: str) -> bool:
    return len(text) > _LONGEST_NAME or not (text.isalpha() or not text)


def _replaced(value: Any, notice: str, holds: Callable[[str], bool]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, notice, holds) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, notice, holds) for one in value]
    return notice if isinstance(value, str) and holds(value) else value
