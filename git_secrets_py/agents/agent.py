"""The description of an agent, its events, and the answers to them.

Plain classes: a hook imports this module.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

    # Makes the answer that stops the announced action.
    Block = Callable[["Event", "Messages"], "Answer"]
    # Makes the object for standard output that stops it for a reason.
    Fallback = Callable[[str], dict[str, Any]]
    # Makes the text of a block, or of files, from the entries of events.
    Section = Callable[[Mapping[str, Any]], str]
    Render = Callable[[Mapping[str, Any]], Mapping[str, str]]

# The kinds of events: a prompt of the user, the call of a tool, the content of a file that is
# read, the result of a tool.
PROMPT = "prompt"
CALL = "call"
FILE = "file"
RESULT = "result"


class Messages:
    """The messages to show: ``user`` with masked secrets, ``model`` without any part of a secret.

    ``secrets`` are never shown: all that were found, or none if there may be more.
    """

    __slots__ = ("model", "secrets", "user")

    def __init__(self, user: str, model: str, secrets: Collection[bytes] = ()) -> None:
        self.user = user
        self.model = model
        self.secrets = secrets


class Answer:
    """The answer to an event: an object for standard output, a text for standard error, a status.

    ``output`` is printed as JSON; ``None`` prints nothing.
    """

    __slots__ = ("error", "output", "status")

    def __init__(self, output: Any = None, error: str = "", status: int = 0) -> None:
        self.output = output
        self.error = error
        self.status = status


class Surface:
    """A field of an event, to be scanned.

    ``kind`` is one of the constants above, ``field`` the name of the field that holds it: dots
    lead into nested objects, ``*`` into each item of a list, ``""`` is the whole event. ``block``
    answers if it must be stopped,
    and ``fallback`` makes the output of the installed command line if the program fails; without
    it, that is status 2 with a reason on standard error.
    """

    __slots__ = ("block", "fallback", "field", "kind")

    def __init__(
        self, kind: str, field: str, block: Block, fallback: Fallback | None = None
    ) -> None:
        self.kind = kind
        self.field = field
        self.block = block
        self.fallback = fallback


class Agent:
    """A coding agent: how its events are named, and how it is configured.

    ``event_field`` is the field that names the event; for an agent without one, the command line
    names the event. ``clean`` is the output for an event without secrets. ``project`` and ``user``
    are the paths of its settings files, from the top of a work tree and from the home directory;
    ``home_variable`` names the variable that moves the folder of the latter. ``entry`` makes the
    entry of one event in the settings from its name and command line. ``base`` are the settings of
    a new file. ``at_top``: the events are members of the file itself, not of ``hooks`` in it; then
    the agent ignores the hooks in the file ``eclipsed`` beside it. ``note`` is for the user after
    an installation. ``program`` is its command. ``since`` maps an event to the first version that
    is known to accept it: an earlier one ignores a whole file of settings with an unknown event.
    ``render`` is for an agent that reads files with our hooks alone: it returns their texts, by
    their paths from the folder of ``project`` or ``user``, which is the first of them.
    ``is_executable``: the agent runs these files. ``block`` makes the text of a block in a file in
    TOML. Without ``project``, the agent has no settings of a work tree. ``folder`` exists in the
    home directory if the agent was used there; by default, it is that of ``user``.
    """

    __slots__ = (
        *("at_top", "base", "block", "clean", "eclipsed", "entry", "event_field", "events"),
        "folder",
        *("home_variable", "is_executable", "name", "note", "program", "project", "render"),
        *("since", "title", "user"),
    )

    def __init__(
        self,
        name: str,
        title: str,
        events: Mapping[str, Surface],
        *,
        entry: Callable[[str, str], Any],
        user: str,
        program: str,
        project: str = "",
        event_field: str = "hook_event_name",
        home_variable: str = "",
        clean: Mapping[str, Any] | None = None,
        base: Mapping[str, Any] | None = None,
        at_top: bool = False,
        eclipsed: str = "",
        note: str = "",
        since: Mapping[str, tuple[int, ...]] | None = None,
        render: Render | None = None,
        block: Section | None = None,
        is_executable: bool = False,
        folder: str = "",
    ) -> None:
        self.name = name
        self.title = title
        self.events = events
        self.entry = entry
        self.project = project
        self.user = user
        self.program = program
        self.event_field = event_field
        self.home_variable = home_variable
        self.clean = clean
        self.base = base or {}
        self.at_top = at_top
        self.eclipsed = eclipsed
        self.note = note
        self.since = since or {}
        self.render = render
        self.block = block
        self.is_executable = is_executable
        self.folder = folder or user.rpartition("/")[0]


class Event:
    """An event: its fields, and the surface that it carries."""

    __slots__ = ("fields", "name", "raw", "surface")

    def __init__(self, name: str, fields: dict[str, Any], surface: Surface, raw: bytes) -> None:
        """``raw`` is the JSON text that ``fields`` were read from."""
        self.name = name
        self.fields = fields
        self.surface = surface
        self.raw = raw

    def text(self, *names: str) -> str:
        """Return the first of the fields ``names`` that is a text, or ``""``."""
        for name in names:
            value = self.fields.get(name)
            if isinstance(value, str):
                return value
        return ""

    @property
    def carried(self) -> Any:
        """The value of the field that the surface names; ``None`` without it."""
        return _at(self.fields, [name for name in self.surface.field.split(".") if name])


def _at(value: Any, names: list[str]) -> Any:
    for place, name in enumerate(names):
        if name == "*" and isinstance(value, list):
            rest = names[place + 1 :]
            return [_at(one, rest) if isinstance(one, dict) else one for one in value]
        value = value.get(name) if isinstance(value, dict) else None
    return value
