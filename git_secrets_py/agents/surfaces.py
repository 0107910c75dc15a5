"""The parts of an event to scan: its texts, and the files that it refers to.

The names of tools differ between agents and versions, so the arguments of a call decide: one with
new text is a write, one with a command runs it, and the paths of any other are read.
"""

from __future__ import annotations

from git_secrets_py.agents.agent import CALL, FILE, PROMPT
from git_secrets_py.agents.event_files import EventFiles
from git_secrets_py.agents.json_reader import LARGE, Long, MalformedEventError, encoded, parse
from git_secrets_py.content import Blob, NotScanned, larger_pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from git_secrets_py.agents.agent import Event

# The names of arguments: text that a file has already, text that it gets, commands, and paths.
_OLD = ("old_string", "old_str", "old_text", "oldText", "oldString", "old_content", "old_line")
_NEW = (
    *("content", "contents", "file_text", "new_string", "new_str", "new_text", "newText"),
    *(
        "newString",
        "file_content",
        "new_source",
        "edits",
        "code_edit",
        "patch",
        "insert_text",
        "streamContent",
    ),
)
_COMMANDS = ("command", "cmd", "command_line", "commandLine", "CommandLine", "script", "commands")
_PATHS = (
    *("file_path", "filePath", "path", "paths", "file", "files", "filename", "absolute_path"),
    *("notebook_path", "target_file", "relative_workspace_path", "AbsolutePath", "file_paths"),
    *("uri", "url"),
)
# Fields in which the result of a write repeats the file.
_ECHOED = (*_OLD, "originalFile", "original_file", "structuredPatch", "originalContent")
_DIRECTORIES = ("cwd", "workdir", "working_directory", "Cwd", "directory", "dir_path", "workingDir")
# The beginnings of images in Base64: PNG, JPEG, GIF, WebP, BMP. Those of text, such as SVG, are not
# among them.
_IMAGES = (b"iVBORw0KGgo", b"/9j/", b"R0lGOD", b"UklGR", b"Qk")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n"
_PATCH = "*** Begin Patch"
_PIECE = 1 << 20
# The part of a prompt or a command in which file names are searched for.
_LONGEST = 4 << 20
_TOO_LONG = NotScanned("it is too long to look for files in it")


def blobs(
    event: Event, directory: str, top: str, folders: Sequence[str] = ()
) -> Iterator[Blob | NotScanned]:
    """Yield the content of ``event``, and the files that it refers to.

    Relative paths start at ``directory``. Files in ``top``, the top of a work tree or ``""``, have
    paths from there. ``folders`` are those of the agent, as for ``add_sent``.
    """
    carried = event.carried
    files = EventFiles(directory, top)
    if event.surface.kind == PROMPT:
        yield _blob(b"(prompt)", carried)
        text = _short(carried)
        if text is None:
            yield _TOO_LONG
        from git_secrets_py.agents.prompt_files import add_sent

        add_sent(files, text or "", directory, top, folders)
        inner = event.fields.get(event.surface.field.partition(".")[0])
        for one in (event.fields, inner):
            files.add(_attached(one.get("attachments") if isinstance(one, dict) else None))
    elif event.surface.kind == CALL:
        yield from _call(_decoded(carried), files)
    elif event.surface.kind == FILE:
        path = event.text("file_path", "path")
        yield _blob(files.name(path) if path else b"(file)", carried)
        files.add(_attached(event.fields.get("attachments")))
    else:
        value = event.fields if carried is None else _decoded(carried)
        arguments = _decoded(event.fields.get("tool_input"))
        names = arguments if isinstance(arguments, dict) else ()
        is_write = any(_unnumbered(name) in _NEW for name in names)
        yield _blob(b"(tool result)", _without_images(value), _ECHOED if is_write else ())
    yield from files.blobs()


def _decoded(value: Any) -> Any:
    """Return ``value``; if it is a string of JSON, the value in it."""
    if isinstance(value, str) and value[:1] in ("{", "[") and len(value) <= LARGE:
        try:
            return parse(b'{"": %b}' % encoded(value))[""]
        except MalformedEventError:
            return value
    return value


def _call(arguments: Any, files: EventFiles) -> Iterator[Blob | NotScanned]:
    """Yield the texts of a call; note the files that it shows."""
    if not isinstance(arguments, dict):
        yield _blob(b"(tool call)", arguments)
        return
    # Cline has JSON in strings.
    arguments = {
        name: one if name in _NEW else _decoded(one) for name, one in _renamed(arguments).items()
    }
    new = {name: one for name, one in arguments.items() if _unnumbered(name) in _NEW}
    name = next((name for name in _COMMANDS if name in arguments), "")
    command = arguments.get(name)
    if isinstance(command, str) and command.lstrip().startswith(_PATCH):
        new["patch"], command = command, None
    paths = list(_paths(arguments))
    # Without a path, it is not an edit, and the former text goes somewhere else, too.
    former = [*_OLD, *(name for name in arguments if _unnumbered(name) in _OLD)]
    former = former if new and paths else []
    where = files.name(paths[0]) if new and paths else b"(tool call)"
    for value in new.values():
        yield _blob(where, _added(value) if isinstance(value, str) else value, former)
    rest = {name: one for name, one in arguments.items() if name not in new and one is not command}
    if isinstance(rest.get("command"), str) and "patch" in new:
        del rest["command"]
    yield _blob(b"(tool call)", rest, former)
    several = name == "commands" and isinstance(command, list)
    for one in command if several else () if command is None else (command,):
        text = _short(_as_text(one))
        yield _TOO_LONG if text is None else _blob(b"(command)", text)
        files.add_command(text or "", _directory(arguments))
    if not new:
        files.add(paths)


def _renamed(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return ``arguments`` with the names of goose for the texts of an edit replaced."""
    if "before" not in arguments or "after" not in arguments:
        return arguments
    names = {"before": "old_text", "after": "new_text"}
    return {names.get(name, name): one for name, one in arguments.items()}


def _unnumbered(name: str) -> str:
    """Return the name of an argument without its number, as in ``new_str_1`` of Auggie."""
    return name.rstrip("0123456789").removesuffix("_") if name[-1:].isdigit() else name


def _directory(arguments: dict[str, Any]) -> str:
    found = (arguments.get(name) for name in _DIRECTORIES)
    return next((one for one in found if isinstance(one, str) and one), "")


def _short(value: Any) -> str | None:
    """Return a text in which file names are searched for; ``None`` if it is too long for that.

    A list of parts, which is the prompt of some agents, has the text of all parts.
    """
    if isinstance(value, (list, dict)):
        texts = [_short(one) for one in (value.values() if isinstance(value, dict) else value)]
        return None if None in texts else "\n".join(filter(None, texts))
    if isinstance(value, Long):
        if len(value) > _LONGEST:
            return None
        return b"".join(value.chunks()).decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def _as_text(command: Any) -> Any:
    """Return a command as text; in a list, it is the argument of ``sh -c``, or the words."""
    if isinstance(command, dict):
        arguments = _texts(command.get("args"))
        name = command.get("command")
        return _as_text([name, *arguments]) if arguments else name
    if isinstance(command, list):
        words = [one for one in command if isinstance(one, str)]
        if len(words) > 2 and words[1].startswith("-") and words[1].endswith("c"):
            return words[2]
        return " ".join("'" + one.replace("'", "'\\''") + "'" for one in words)
    return command


def _added(text: str) -> str:
    """Return the lines that a patch adds; ``text`` if it is not a patch."""
    if not text.lstrip().startswith(_PATCH):
        return text
    return "\n".join(line[1:] for line in text.split("\n") if line[:1] == "+")


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _paths(arguments: dict[str, Any]) -> Iterator[str]:
    """Yield the paths in ``arguments``, those of inner objects last."""
    waiting: list[Any] = [arguments]
    for one in waiting:
        if isinstance(one, dict):
            yield from (path for name in _PATHS for path in _texts(one.get(name)))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _attached(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from (path for name in _PATHS for path in _texts(one.get(name)))


def _blob(path: bytes, value: Any, skipped: Sequence[str] = ()) -> Blob:
    return Blob(path, lambda: larger_pieces(_rendered(value, skipped), _PIECE))


def _without_images(value: Any) -> Any:
    """Return ``value`` without the data of images: random Base64 has the form of some secrets."""
    if isinstance(value, list):
        return [_without_images(one) for one in value]
    if not isinstance(value, dict):
        return value
    kinds = (value.get(name) for name in ("mimeType", "media_type", "type"))
    left_out: tuple[str, ...] = ()
    if any(isinstance(one, str) and one.startswith("image/") for one in kinds):
        left_out = tuple(name for name in ("data", "base64") if _is_image(value.get(name)))
    return {name: _without_images(one) for name, one in value.items() if name not in left_out}


def _is_image(data: Any) -> bool:
    """Return whether ``data`` is the Base64 of an image, and has no character of other text."""
    if not isinstance(data, (str, Long)):
        return False
    chunks = data.chunks() if isinstance(data, Long) else iter((encoded(data),))
    first = next(chunks, b"")
    return first.startswith(_IMAGES) and not any(
        chunk.translate(None, _BASE64) for chunk in (first, *chunks)
    )


def _rendered(value: Any, skipped: Sequence[str]) -> Iterator[bytes]:
    """Yield the texts and numbers in ``value``, a line each, with the names of members.

    Members with names in ``skipped`` are left out.
    A rule may recognize a secret by its name only, so the line has the form ``"name": "value"``.
    """
    if isinstance(value, str):
        yield encoded(value)
        return
    waiting: list[tuple[bytes, Any]] = [(b"", value)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, dict):
            members = [(encoded(key), one[key]) for key in one if key not in skipped]
            waiting += reversed(members)
            yield name and b'"%b":\n' % name
        elif isinstance(one, list):
            waiting += reversed([(name, item) for item in one])
        elif isinstance(one, Long):
            yield name and b'"%b": "' % name
            yield from one.chunks()
            yield b"\n"
        elif isinstance(one, str):
            yield b'"%b": "%b"\n' % (name, encoded(one)) if name else encoded(one) + b"\n"
