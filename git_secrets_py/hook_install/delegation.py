"""Hooks of other programs that call ours: reading their configuration, without running anything.

The files are not parsed completely. Only the forms in our own instructions count, with the usual
variations. A call whose failure is ignored, or that is limited to some commits, does not count.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from git_secrets_py.hook_install import managers, scripts
from git_secrets_py.hook_install.manager_files import (
    json_object,
    package_value,
    section,
    strings,
    text_of,
    without_comment,
    without_limited,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from git_secrets_py.hook_install.installed_hook import InstalledHook
    from git_secrets_py.hook_install.managers import Manager

# The rule set that our hooks enable in the pre-commit framework, unless others are named.
FRAMEWORK_RULES = "recommended"

_PROGRAM = (
    r"(?:\bgit(?:\s+-[cC]\s+\S+)*\s+secrets|\bgit-secrets(?:-py)?(?:\.exe)?|-m\s+git_secrets_py)"
)
# Words that do not run the command after them, and one that inverts its exit status.
_NO_CALL = re.compile(r"(?:^|[;&|(]\s*|\b(?:run|entry|command):\s*)(?:echo|printf|:|!)\s[^;|&]*$")
# The end of a script, unless it depends on a condition.
_END = re.compile(r"(?:exit|return|exec)\b")
# Keys of lefthook that limit when a command runs.
_LIMITS = ("skip", "only", "glob", "files", "file_types", "root")
# The exit status of a call counts only if nothing replaces it.
_IGNORED = re.compile(r"\|\|(?!\s*(?:exit\s+[1-9]|exit\s*$|return\s+[1-9]|\{))|;\s*true\b|&\s*$")
_RULES = re.compile(
    r"""--rules["']?\s*(?P<separator>[=,\s])\s*(?:-\s+)?"""
    r"""(?:(?P<mark>["'])(?P<quoted>.*?)(?P=mark)|(?P<plain>[^\s\]"']+))"""
)
_QUOTES = str.maketrans("\"',[]", "     ")
# The first key of a hook in the configuration of the pre-commit framework, not of a repository.
_FIRST_KEY = re.compile(r"""\s*-\s+["']?(?!(?:repo|rev|hooks)\b)\w+["']?\s*:""")
_ID = re.compile(r"(?:^|\s)id\s*:\s*(\S+)")
_FLOW = re.compile(r"\{([^{}]*)\}")
# Names of stages before version 3.2 of the framework.
_FORMER_STAGES = {"pre-commit": "commit", "pre-push": "push"}


@dataclass(frozen=True, slots=True)
class Delegation:
    """A hook that ``manager`` writes and that calls ours, as configured in ``file``.

    ``install`` is the command that writes its hooks; ``rules`` are the built-in rule sets that
    the call enables. ``may_be_skipped``: the manager skips the call if it sees no changed file.
    ``has_file``: the call comes from a file in the hooks directory, which must exist.
    """

    manager: str
    file: str
    install: str
    rules: tuple[str, ...] = ()
    may_be_skipped: bool = False
    has_file: bool = True


def find(manager: Manager, top: bytes, hook: InstalledHook) -> Delegation | None:
    """Return how ``manager`` calls our hook; ``None`` if its configuration shows no call."""
    if manager is managers.FRAMEWORK:
        return _framework(manager, top, hook.name)
    for file, lines in _configured(manager, top, hook):
        for line in lines:
            if calls(line, hook.name):
                skipped = (
                    manager is managers.LEFTHOOK
                    and hook.name in managers.MAY_BE_SKIPPED
                    and managers.NEVER_SKIPPED not in line
                )
                return Delegation(manager.name, file, manager.install, rules_of(line), skipped)
    return None


def is_mentioned(manager: Manager, top: bytes, hook: str) -> bool:
    """Return whether a file of ``manager`` names our ``hook``, in whatever form, uncommented."""
    names = filter(None, (managers.FRAMEWORK_IDS.get(hook), scripts.verb(hook)))
    named = re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    return any(
        named.search(without_comment(line))
        for file in manager.configuration
        for line in text_of(top, file).split("\n")
    )


def calls(line: str, hook: str) -> bool:
    """Return whether ``line``, of a script or a configuration, runs our ``hook``."""
    line = without_comment(line).strip()
    words = line.translate(_QUOTES)
    call = re.search(rf"{_PROGRAM}\s[^;|&]*{scripts.verb(hook)}\b", words)
    if not call or _NO_CALL.search(words[: call.start()].strip(" -") + " "):
        return False
    return not _IGNORED.search(line)


def _configured(
    manager: Manager, top: bytes, hook: InstalledHook
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each file that configures ``hook``, and the lines that concern it."""
    if manager is managers.HUSKY:
        directory = hook.directory
        if os.path.basename(os.path.normpath(directory)) == b"_":
            directory = os.path.dirname(os.path.normpath(directory))
        path = os.fsdecode(os.path.relpath(os.path.join(directory, os.fsencode(hook.name)), top))
        yield path, _until_end(text_of(top, path).split("\n"))
    elif manager is managers.LEFTHOOK:
        for name in managers.LEFTHOOK_FILES:
            lines = section(name, text_of(top, name), hook.name)
            yield name, without_limited(lines, _LIMITS)
    elif manager is managers.OVERCOMMIT:
        text = text_of(top, ".overcommit.yml")
        yield ".overcommit.yml", section("yml", text, managers.camel_case(hook.name))
    else:
        yield from _package(manager, top, hook.name)


def _until_end(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a script up to the one that ends it in any case."""
    for line in lines:
        yield line
        if _END.match(line):
            return


def _package(manager: Manager, top: bytes, hook: str) -> Iterator[tuple[str, list[str]]]:
    if manager.key:
        value = package_value(top, manager.key)
        yield "package.json", list(strings(_hook_value(value, hook)))
    for name in manager.files:
        if name.endswith(".json"):
            yield name, list(strings(_hook_value(json_object(text_of(top, name)), hook)))


def _hook_value(value: object, hook: str) -> object:
    """Return the command for ``hook``, which Husky 4 has one level deeper."""
    if not isinstance(value, dict):
        return None
    inner = value.get("hooks", value)
    return inner.get(hook) if isinstance(inner, dict) else None


def _framework(manager: Manager, top: bytes, hook: str) -> Delegation | None:
    lines = list(map(without_comment, text_of(top, managers.FRAMEWORK.files[0]).split("\n")))
    for text in (*_entries(lines), *_flow_entries(lines)):
        words = text.translate(_QUOTES)
        name = _ID.search(words)
        by_id = name is not None and name[1] == managers.FRAMEWORK_IDS.get(hook)
        if (by_id or calls(words, hook)) and _has_stage(words, hook):
            has_rules = "--rules" in words or "args:" in words or not by_id
            rules = rules_of(text) if has_rules else tuple(FRAMEWORK_RULES.split(","))
            return Delegation(manager.name, ".pre-commit-config.yaml", manager.install, rules)
    return None


def _entries(lines: Iterable[str]) -> Iterator[str]:
    """Yield the text of each hook in ``.pre-commit-config.yaml``, in block style."""
    entry: list[str] = []
    indentation = 0
    for line in filter(str.strip, lines):
        if entry and _indentation(line) <= indentation:
            yield " ".join(entry)
            entry = []
        if not entry and _FIRST_KEY.match(line):
            entry, indentation = [line], _indentation(line)
        elif entry:
            entry.append(line)
    if entry:
        yield " ".join(entry)


def _flow_entries(lines: Iterable[str]) -> Iterator[str]:
    """Yield the text of each hook in ``.pre-commit-config.yaml``, in flow style: ``{id: ...}``."""
    return (text for text in _FLOW.findall(" ".join(lines)) if _ID.search(text.translate(_QUOTES)))


def _has_stage(words: str, hook: str) -> bool:
    stages = re.search(r"\bstages:((?:\s+-?\s*[a-z-]+(?![a-z-]*:))+)", words)
    named = stages[1].split() if stages else [hook]
    return hook in named or _FORMER_STAGES.get(hook) in named


def rules_of(text: str) -> tuple[str, ...]:
    """Return the rule sets after ``--rules`` in a command line, or in a list in YAML."""
    found = _RULES.search(text)
    if not found:
        return ()
    value = found["quoted"] or found["plain"]
    if not found["quoted"] and found["separator"] == ",":
        value = value.partition(",")[0]
    return tuple(name for name in value.replace(" ", "").split(",") if name)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
