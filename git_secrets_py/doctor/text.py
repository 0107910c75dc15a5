"""The diagnosis for people."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_WIDTH = 14


def render(facts: dict[str, Any]) -> str:
    """Return the ``facts`` of the doctor, one a line, then what to do, then the verdict."""
    lines = [
        *_machine(facts),
        *_hooks(facts["hooks"]),
        *_patterns(facts),
        *_files(facts["files"]),
        *_proofs(facts["proof"]),
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
    kind = ("writable" if cache["writable"] else "not writable") + (
        ", private" if cache["private"] else ", open to others"
    )
    yield _row("cache", f"{cache['directory']} ({kind})" if cache["directory"] else "none")


def _hooks(facts: dict[str, Any]) -> Iterator[str]:
    by = f" (core.hooksPath in {facts['set_by']})" if facts["set_by"] else ""
    yield _row("hooks", facts["directory"] + by)
    for hook in facts["hooks"]:
        if hook["present"] or hook["required"]:
            yield _detail(hook["name"], ", ".join(_about_hook(hook)))


def _about_hook(hook: dict[str, Any]) -> Iterator[str]:
    if not hook["present"]:
        yield "absent"
        return
    yield hook["owner"]
    if hook["chained"]:
        yield "after the one that was there"
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
        count = provider["patterns"]
        said = provider["error"] or f"{count} pattern{'' if count == 1 else 's'}"
        yield _detail(provider["command"], said)


def _files(files: list[dict[str, Any]]) -> Iterator[str]:
    for file in files:
        if file["present"]:
            tracked = "tracked" if file["tracked"] else "not tracked"
            wrong = len(file["problems"])
            yield _row(file["name"], tracked + (f", {wrong} bad" if wrong else ""))


def _proofs(proofs: list[dict[str, Any]]) -> Iterator[str]:
    if not proofs:
        return
    temporary = any(proof["canary"] != "pattern in force" for proof in proofs)
    made = "with a pattern made up for it" if temporary else "with a secret made up for a pattern"
    yield _row("proof", made)
    for proof in proofs:
        blocks = "blocks a secret" if proof["blocks"] else "LETS A SECRET PASS"
        passes = "passes clean content" if proof["passes"] else "STOPS CLEAN CONTENT"
        yield _detail(proof["hook"], f"{blocks}, {passes}")


def _advice(kind: str, entries: list[dict[str, str]]) -> Iterator[str]:
    for entry in entries:
        yield f"{kind}: {entry['problem']}"
        yield f"    {entry['remedy']}"


def _verdict(facts: dict[str, Any]) -> str:
    count = len(facts["problems"])
    if not count:
        return "protected"
    return f"NOT protected: {count} problem{'' if count == 1 else 's'}"


def _counts(counted: dict[str, Any]) -> str:
    return f"{counted['prohibited']} prohibited, {counted['allowed']} allowed"


def _row(name: str, value: str) -> str:
    return f"{name:<{_WIDTH}} {value}"


def _detail(name: str, value: str) -> str:
    return f"  {name}: {value}"
