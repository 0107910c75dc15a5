"""The files that an agent sends with a prompt: mentioned ones, instructions, custom commands."""

from __future__ import annotations

import os

from git_secrets_py.files import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.agents.event_files import EventFiles

_MENTION = "@"
_ENDS = "\"'`<>()[]{},;:!? \t\r\n"
# Agents send these files with the first prompt, without an event; some also send the files of other
# agents.
_INSTRUCTIONS = (
    *("AGENTS.md", "AGENTS.override.md", "CLAUDE.md", "CLAUDE.local.md", "GEMINI.md", "QWEN.md"),
    *(".claude/CLAUDE.md", ".github/copilot-instructions.md", ".cursorrules", ".windsurfrules"),
    "copilot-instructions.md",
)
# A prompt that begins with a slash is replaced by the text of a file with its name.
_COMMANDS = ("commands/{0}.md", "command/{0}.md", "prompts/{0}.md", "commands/{0}.toml")
_SKILLS = "skills/{0}/SKILL.md"
# In that text, the output of a command takes the place of !`command` or !{command}.
_EMBEDDED = r"!(?:`([^`]+)`|\{([^{}]+)\})"
_MOST = 1 << 20


def add_sent(
    files: EventFiles, prompt: str, directory: str, top: str, folders: Sequence[str]
) -> None:
    """Add the files that are sent with ``prompt`` in ``directory`` to ``files``.

    ``top`` is that of the work tree or ``""``, ``folders`` those of the agent: in a work tree, and
    in the home directory.
    """
    files.add(_mentioned(prompt))
    in_tree = list(_upwards(directory, top))
    homes = [os.path.join("~", folder) for folder in folders[1:]]
    for folder in (*in_tree, *homes):
        for name in _INSTRUCTIONS:
            path = os.path.join(folder, name)
            files.add((path,))
            folder_of_it = os.path.dirname(path)
            files.add([os.path.join(folder_of_it, one) for one in _mentioned(_text(path))])
    if prompt.startswith("/"):
        bases = [os.path.join(one, folder) for folder in folders[:1] for one in in_tree] + homes
        for path in _command_files(prompt, bases):
            _add_command(files, path)


def _command_files(prompt: str, bases: Sequence[str]) -> Iterator[str]:
    name = (prompt[1:].split() or [""])[0].replace(":", "/")
    if name and ".." not in name:
        for base in bases:
            for form in (*_COMMANDS, _SKILLS):
                yield os.path.join(base, form.format(name))


def _add_command(files: EventFiles, path: str) -> None:
    files.add((path,))
    text = _text(path)
    if not text:
        return
    import re  # few prompts need it

    files.add(_mentioned(text))
    for one in re.finditer(_EMBEDDED, text):
        files.add_command(one[1] or one[2], "")


def _upwards(directory: str, top: str) -> Iterator[str]:
    """Yield ``directory``, and those above it up to ``top``."""
    yield directory
    while top and directory != top and directory != os.path.dirname(directory):
        directory = os.path.dirname(directory)
        yield directory


def _text(path: str) -> str:
    """Return the text of the file; empty if it cannot be read, which its scan reports."""
    try:
        return read_regular(os.path.expanduser(path), _MOST, follow=True).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


def _mentioned(prompt: str) -> Iterator[str]:
    """Yield the paths after ``@`` in a prompt."""
    for part in prompt.split(_MENTION)[1:]:
        if part[:1] == '"':
            yield part[1:].partition('"')[0]
            continue
        part = part.removeprefix("{")  # @{file} of Gemini CLI
        end = next((place for place, one in enumerate(part[:4096]) if one in _ENDS), len(part))
        yield part[:end].rstrip(".")
        yield part[:end]
