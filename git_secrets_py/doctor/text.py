"""The diagnosis as text."""

from __future__ import annotations

from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_WIDTH = 14


def render(facts: dict[str, Any]) -> str:
    """Return the diagnosis ``facts``: a line for each, then the problems, then the verdict."""
    lines = [
        *_machine(facts),
        *_hooks(facts["hooks"]),
        *_patterns(facts),
        *_files(facts["files"]),
        *_live_test(facts["live_test"]),
        "",
        *_advice("note", facts["notes"]),
        *_advice("problem", facts["problems"]),
        _verdict(facts),
    ]
    return "\n".join(lines) + "\n"


def _machine(facts: dict[str, Any]) -> Iterator[str]:
    git, engine, cache = facts["git"], facts["engine"], facts["cache"]
    yield _row("git", git["version"] + ("" if git["supported"] else ", too old"))
    yield _row("repository", facts["repository"])
    version = f" {engine['version']}" if engine["version"] else ""
    yield _row("engine", engine["name"] + version)
    writable = "writable" if cache["writable"] else "not writable"
    private = "private" if cache["private"] else "not private"
    access = f"{cache['directory']} ({writable}, {private})"
    yield _row("cache", access if cache["directory"] else "none")


def _hooks(facts: dict[str, Any]) -> Iterator[str]:
    setting = f" (core.hooksPath in {facts['set_by']})" if facts["set_by"] else ""
    yield _row("hooks", facts["directory"] + setting)
    for hook in facts["hooks"]:
        if hook["present"] or hook["required"]:
            yield _detail(hook["name"], ", ".join(_about_hook(hook)))


def _about_hook(hook: dict[str, Any]) -> Iterator[str]:
    if not hook["present"]:
        yield "absent"
        return
    yield hook["owner"]
    if hook["chained"]:
        yield "runs a chained hook first"
    if not hook["executable"]:
        yield "not executable"
    elif not hook["run_by_git"]:
        yield "not run by git"
    if hook["interpreter"]:
        yield hook["interpreter"] + ("" if hook["interpreter_exists"] else " (gone)")


def _patterns(facts: dict[str, Any]) -> Iterator[str]:
    patterns = facts["patterns"]
    yield _row("patterns", _counts(patterns))
    for origin in patterns["origins"]:
        yield _detail(origin["origin"], _counts(origin))
    if facts["rule_sets"]:
        yield _row("rule sets", ", ".join(facts["rule_sets"]))
    if facts["providers"]:
        yield _row("providers", str(len(facts["providers"])))
    for provider in facts["providers"]:
        result = provider["error"] or count(provider["patterns"], "pattern")
        yield _detail(provider["command"], result)


def _files(files: list[dict[str, Any]]) -> Iterator[str]:
    for file in files:
        if file["present"]:
            tracked = "tracked" if file["tracked"] else "not tracked"
            faults = len(file["problems"])
            yield _row(file["name"], tracked + (f", {count(faults, 'bad line')}" if faults else ""))


def _live_test(tests: list[dict[str, Any]]) -> Iterator[str]:
    if not tests:
        return
    is_temporary = any(test["secret_for"] != "active pattern" for test in tests)
    pattern = "a temporary pattern" if is_temporary else "an active pattern"
    yield _row("live test", f"with a fake secret for {pattern}")
    for test in tests:
        blocks = "blocks the secret" if test["blocks"] else "DOES NOT BLOCK THE SECRET"
        passes = "passes clean content" if test["passes"] else "BLOCKS CLEAN CONTENT"
        yield _detail(test["hook"], f"{blocks}, {passes}")


def _advice(kind: str, entries: list[dict[str, str]]) -> Iterator[str]:
    for entry in entries:
        yield f"{kind}: {entry['problem']}"
        yield f"    {entry['remedy']}"


def _verdict(facts: dict[str, Any]) -> str:
    problems = facts["problems"]
    return f"NOT protected: {count(len(problems), 'problem')}" if problems else "protected"


def _counts(patterns: dict[str, Any]) -> str:
    return f"{patterns['prohibited']} prohibited, {patterns['allowed']} allowed"


def _row(name: str, value: str) -> str:
    return f"{name:<{_WIDTH}} {value}"


def _detail(name: str, value: str) -> str:
    return f"  {name}: {value}"
