"""The diagnosis as text: lines rather than a Rich table, which would cut or wrap long paths."""

from __future__ import annotations

from dataclasses import dataclass

from git_secrets_py.engine_choice import COMPILED, PYTHON
from git_secrets_py.model import RULE_SET
from git_secrets_py.packs.choice import HOW_TO_BUILD
from git_secrets_py.report.escaping import visible_text
from git_secrets_py.wording import count, in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_WIDTH = 14
# More rule sets, such as those of "recommended", are one line; the JSON format has each.
_MOST_RULE_SETS = 5
_READERS = {
    COMPILED: "compiled pack reader",
    PYTHON: f"git reads packs; for faster audits, {HOW_TO_BUILD}",
}
NO_REPOSITORY = "no problem found; no repository is checked"
_GOOD, _BAD, _NOTE, _BOLD = "32", "31", "33", "1"


@dataclass(frozen=True, slots=True)
class Style:
    """The appearance: ``marks`` puts ✓ or ✗ before each check."""

    color: bool = False
    marks: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """Return ``text``, colored if this style has color."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.color else text

    def mark(self, *, is_good: bool) -> str:
        """Return the mark of a check and a space; nothing without marks."""
        if not self.marks:
            return ""
        return self.paint("✓ ", _GOOD) if is_good else self.paint("✗ ", _BAD)


_PLAIN = Style()


def render(facts: dict[str, Any], style: Style = _PLAIN) -> str:
    """Return the diagnosis ``facts``: a line for each, then the problems, then the verdict."""
    facts = _visible(facts)
    lines = [
        *_machine(facts, style),
        *_hooks(facts["hooks"], style),
        *_patterns(facts, style),
        *_files(facts["files"], style),
        *_live_test(facts["live_test"], style),
        *_agents(facts["agents"], style),
        "",
        *_advice(style.paint("note", _NOTE), facts["notes"]),
        *_advice(style.paint("problem", _BAD), facts["problems"]),
        _verdict(facts, style),
    ]
    return "\n".join(lines) + "\n"


def _visible(value: Any) -> Any:
    """Return ``value`` with escapes in its texts for characters that a terminal could interpret."""
    if isinstance(value, str):
        return "\n".join(map(visible_text, value.split("\n")))
    if isinstance(value, dict):
        return {key: _visible(one) for key, one in value.items()}
    return list(map(_visible, value)) if isinstance(value, (list, tuple)) else value


def _machine(facts: dict[str, Any], style: Style) -> Iterator[str]:
    git, engine, cache = facts["git"], facts["engine"], facts["cache"]
    version = git["version"] + ("" if git["supported"] else ", too old")
    yield _row("git", style.mark(is_good=git["supported"]) + version)
    yield _row("repository", facts["repository"] or "none is checked")
    version = f" {engine['version']}" if engine["version"] else ""
    yield _row("engine", f"{engine['name']}{version}, {_READERS[engine['pack_reader']]}")
    writable = "writable" if cache["writable"] else "not writable"
    private = "private" if cache["private"] else "not private"
    access = f"{cache['directory']} ({writable}, {private})"
    yield _row("cache", access if cache["directory"] else "none")


def _hooks(facts: dict[str, Any], style: Style) -> Iterator[str]:
    if facts["directory"] is None:
        return
    setting = f" (core.hooksPath in {facts['set_by']})" if facts["set_by"] else ""
    yield _row("hooks", facts["directory"] + setting)
    for hook in facts["hooks"]:
        if hook["present"] or hook["required"]:
            is_good = hook["ours"] and hook["run_by_git"]
            about = ", ".join(_about_hook(hook))
            yield _detail(style.mark(is_good=is_good) + hook["name"], about)


def _about_hook(hook: dict[str, Any]) -> Iterator[str]:
    if not hook["present"]:
        yield hook["owner"] if hook["delegated_to"] else "absent"
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


def _patterns(facts: dict[str, Any], style: Style) -> Iterator[str]:
    patterns = facts["patterns"]
    yield _row("patterns", style.mark(is_good=patterns["prohibited"] > 0) + _counts(patterns))
    for origin in _joined(patterns["origins"]):
        yield _detail(origin["origin"], _counts(origin))
    if facts["rule_sets"]:
        yield _row("rule sets", ", ".join(facts["rule_sets"]))
    built_in = facts["rules"]
    yield _row("rules", f"{built_in['count']} built-in, version {built_in['version']}")
    if facts["providers"]:
        yield _row("providers", str(len(facts["providers"])))
    for provider in facts["providers"]:
        result = provider["error"] or count(provider["patterns"], "pattern")
        yield _detail(style.mark(is_good=not provider["error"]) + provider["command"], result)


def _joined(origins: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield ``origins``, but the rule sets as one if they are many."""
    sets = [one for one in origins if one["origin"].startswith(RULE_SET)]
    if len(sets) <= _MOST_RULE_SETS:
        yield from origins
        return
    yield from (one for one in origins if one not in sets)
    sums = {key: sum(one[key] for one in sets) for key in ("prohibited", "allowed")}
    yield {"origin": count(len(sets), "rule set"), **sums}


def _files(files: list[dict[str, Any]], style: Style) -> Iterator[str]:
    for file in files:
        if file["present"]:
            tracked = "tracked" if file["tracked"] else "not tracked"
            faults = len(file["problems"])
            result = tracked + (f", {count(faults, 'bad line')}" if faults else "")
            yield _row(file["name"], style.mark(is_good=not faults) + result)


def _live_test(tests: list[dict[str, Any]], style: Style) -> Iterator[str]:
    if not tests:
        return
    is_temporary = any(test["secret_for"] != "active pattern" for test in tests)
    pattern = "a temporary pattern" if is_temporary else "an active pattern"
    yield _row("live test", f"with a fake secret for {pattern}")
    for test in tests:
        blocks = "blocks the secret" if test["blocks"] else "DOES NOT BLOCK THE SECRET"
        passes = "passes clean content" if test["passes"] else "BLOCKS CLEAN CONTENT"
        mark = style.mark(is_good=test["blocks"] and test["passes"])
        yield _detail(mark + test["hook"], f"{blocks}, {passes}")


def _agents(agents: list[dict[str, Any]], style: Style) -> Iterator[str]:
    if agents:
        yield _row("agents", "with a fake secret in each event")
    for agent in agents:
        events = agent["events"]
        good = sum(event["blocks"] and event["passes"] for event in events)
        stop = "stops" if len(events) == 1 else "stop"
        about = f"{good} of {count(len(events), 'event')} {stop} it, {agent['settings']}"
        yield _detail(style.mark(is_good=good == len(events)) + agent["title"], about)


def _advice(kind: str, entries: list[dict[str, str]]) -> Iterator[str]:
    for entry in entries:
        yield f"{kind}: {entry['problem']}"
        yield f"    {entry['remedy']}"


def _verdict(facts: dict[str, Any], style: Style) -> str:
    problems = facts["problems"]
    good = "protected" if facts["repository"] else NO_REPOSITORY
    text = f"NOT protected: {count(len(problems), 'problem')}" if problems else good
    color = _BAD if problems else _GOOD
    return style.mark(is_good=not problems) + style.paint(text, _BOLD, color)


def _counts(patterns: dict[str, Any]) -> str:
    return f"{patterns['prohibited']} prohibited, {patterns['allowed']} allowed"


def _row(name: str, value: str) -> str:
    return f"{name:<{_WIDTH}} {in_one_line(value)}"


def _detail(name: str, value: str) -> str:
    return f"  {in_one_line(name)}: {in_one_line(value)}"
