"""``git secrets --list``: the active patterns, allowed patterns and providers, by origin.

A comment line ``# …`` names each origin. The lines below it are those of ``git config``, as in
the original, of a pattern file, or the rules of a rule set, whose patterns ``--explain`` shows.
The output of providers is never shown.
"""

from __future__ import annotations

import sys

from git_secrets_py import rules
from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.active_patterns import files_of_scans, rules_of_files
from git_secrets_py.cli.color import is_wanted
from git_secrets_py.cli.context import is_terminal
from git_secrets_py.cli.settings import KNOWN_KEYS
from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE, RULE_FILE
from git_secrets_py.errors import (
    EXIT_CLEAN,
    EXIT_NOT_CONFIGURED,
    PatternError,
    UsageError,
)
from git_secrets_py.git.config import (
    ALLOWED_KEY,
    LOCAL_KEY,
    MIN_SEVERITY_KEY,
    PATTERNS_KEY,
    PROVIDERS_KEY,
    RULE_FILE_KEY,
    RULES_KEY,
    VAULT_KEY,
    Config,
    split_names,
)
from git_secrets_py.git.config_file import ConfigFile
from git_secrets_py.pattern_files import decode, lines
from git_secrets_py.registry.collector import Collector, in_setting
from git_secrets_py.report.escaping import visible, visible_text
from git_secrets_py.selection import (
    NO_RULES,
    RECOMMENDED_RULES,
    configured_rules,
    enabled,
    excluded_by,
    names_patterns,
)
from git_secrets_py.selection.active_files import WORK_TREE
from git_secrets_py.selection.unknown_settings import unknown_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.config import Setting
    from git_secrets_py.rules import RuleSet
    from git_secrets_py.selection.active_files import ActiveFile

    Section = tuple[str, Iterable[bytes]]

_LISTED = (
    PATTERNS_KEY,
    ALLOWED_KEY,
    PROVIDERS_KEY,
    RULES_KEY,
    RULE_FILE_KEY,
    MIN_SEVERITY_KEY,
    LOCAL_KEY,
    VAULT_KEY,
)
# In the order of the listing.
_FILES = (ALLOWED_FILE, PROHIBITED_FILE, RULE_FILE)
_HEADING = b"\x1b[1m%b\x1b[0m\n"


def run(context: Context) -> int:
    """Print everything that is active; with ``--global``, the global git config only.

    Return 1 if nothing is configured, as git-config(1) does: scripts register patterns then.
    """
    argument_checks.nothing(context)
    if context.arguments.has("--global"):
        entries = ConfigFile("--global").entries(_LISTED)
        context.out(b"".join(_shown(_entry(*one)) + b"\n" for one in entries))
        return EXIT_CLEAN if entries else EXIT_NOT_CONFIGURED
    heading = _HEADING if is_wanted(context, is_terminal=is_terminal(sys.stdout)) else b"%b\n"
    files = files_of_scans(context.repository, _FILES)
    for title, content in list(_sections(context, files)):
        context.out(heading % _shown(f"# {title}".encode("utf-8", "surrogateescape")))
        context.out(b"".join(_shown(line) + b"\n" for line in content))
    _warn(context, _pattern_files(files))
    return EXIT_CLEAN if _is_configured(context) else EXIT_NOT_CONFIGURED


def list_rules(context: Context) -> int:
    """Print a line for each rule, or for those of the rule set or rule file that is given."""
    from git_secrets_py.rules import describe

    name = argument_checks.at_most_one(context)
    text = rules.ALL if name is None else argument_checks.text(name)
    of_files = rules_of_files(context) if name is None else []
    try:
        context.out("".join(describe.lines(text)).encode())
    except UsageError:
        of_files = [one for one in rules_of_files(context) if text in (one.name, one.origin.place)]
        if not of_files:
            raise
    for pattern in of_files:
        listed = describe.line(pattern.rule, pattern.origin.place)
        context.out(visible(listed.rstrip("\n").encode()).encode() + b"\n")
    return EXIT_CLEAN


def _is_configured(context: Context) -> bool:
    """Return whether git's configuration or the options of this run select any pattern."""
    options = context.arguments
    listed = any(one.key in _LISTED for one in context.repository.config.settings)
    return listed or options.has("--rules") or options.has("--rules-file")


def _warn(context: Context, files: Iterable[ActiveFile]) -> None:
    """Warn of unknown keys, and of active patterns that are valid but probably unintended."""
    for unknown in unknown_settings(context.repository.config, KNOWN_KEYS):
        context.notify(f"warning: {visible_text(str(unknown))}")
    collector = Collector()
    settings = context.repository.config.settings
    collector.add_config(Config(one for one in settings if one.key in (PATTERNS_KEY, ALLOWED_KEY)))
    try:
        collector.add_files(files)
    except PatternError:
        pass  # the error of an invalid fingerprint stops every scan
    for pattern, warning in collector.warnings():
        source = argument_checks.text(pattern.source)
        context.notify(f"warning: the pattern '{source}' from {pattern.origin}: {warning}")


def _shown(text: bytes) -> bytes:
    """Return ``text`` in one line. A value of the git config may have several."""
    return visible(text).encode()


def _sections(context: Context, files: Sequence[ActiveFile]) -> Iterator[Section]:
    settings = [one for one in context.repository.config.settings if one.key in _LISTED]
    scopes = {one.origin: one.scope.decode() for one in context.repository.config.settings}
    for origin in dict.fromkeys(one.origin for one in settings):
        entries = [_entry(one.key, one.value) for one in settings if one.origin == origin]
        yield f"git config {origin} ({scopes[origin]})", entries
    yield from _files(_pattern_files(files))
    of_files = rules_of_files(context, files)
    for place in dict.fromkeys(one.origin.place for one in of_files):
        its = [one for one in of_files if one.origin.place == place]
        yield f"rule file {place}", [one.name.encode() + b" " + one.text for one in its]
    given = split_names(context.arguments.options.get("--rules", ""))
    yield from _rule_sets(settings, given, context.arguments.all("--rules-file"))


def _rule_sets(
    settings: Sequence[Setting], given: Sequence[str], rule_files: Sequence[str]
) -> Iterator[Section]:
    """Yield the rule sets that ``settings`` and ``--rules`` enable, without excluded rules.

    With ``rule_files``, those of ``--rules-file``, the recommended ones are not enabled by default.
    """
    named: dict[str, tuple[RuleSet, str]] = {}
    for rule_set, origin in _configured(settings):
        named[rule_set.name] = rule_set, f"enabled by {RULES_KEY.decode()} in {origin}"
    for rule_set in _selected(given):
        named.setdefault(rule_set.name, (rule_set, "enabled by --rules"))
    every_name = [*configured_rules(Config(settings)), *given]
    if not names_patterns(Config(settings), given, rule_files):
        recommended = rules.load(RECOMMENDED_RULES)
        named[recommended.name] = recommended, "since no prohibited pattern is configured"
    excluded = rules.rule_names(excluded_by(every_name))
    for name, (rule_set, reason) in named.items():
        kind = "rule set" if name in (RECOMMENDED_RULES, *rules.names()) else "rule"
        yield f"{kind} {name}, {reason}", _rules(rule_set, excluded)


def _entry(key: bytes, value: bytes | None) -> bytes:
    """Return ``key value``, as ``git config --get-regexp`` prints it."""
    return key if value is None else key + b" " + value


def _files(files: Iterable[ActiveFile]) -> Iterator[Section]:
    """Yield lines ``file:line pattern`` of the pattern files that are active in a scan."""
    for file in files:
        name = file.name
        found = list(lines(decode(file.content)))
        if found:
            where = "" if file.where == WORK_TREE else f" ({file.where})"
            entries = [b"%b:%d %b" % (name, number, line) for number, line in found]
            yield name.decode() + where, entries


def _pattern_files(files: Iterable[ActiveFile]) -> list[ActiveFile]:
    return [one for one in files if one.name != RULE_FILE]


def _configured(settings: Iterable[Setting]) -> Iterator[tuple[RuleSet, str]]:
    """Yield each configured rule set and the file that enables it.

    Raises ``ConfigurationError`` for an unknown one.
    """
    for setting in settings:
        if setting.key == RULES_KEY:
            try:
                yield from ((one, setting.origin) for one in _selected(setting.names))
            except UsageError as error:
                raise in_setting(error, setting) from None


def _selected(names: Sequence[str]) -> list[RuleSet]:
    rules.rule_names(excluded_by(names))  # raises the error of an unknown one
    return rules.select(name for name in enabled(names) if name != NO_RULES)


def _rules(rule_set: RuleSet, excluded: set[str]) -> Iterator[bytes]:
    """Yield lines ``name kind-of-secret`` of the rules, and ``allowed pattern``."""
    from git_secrets_py.rules import describe

    for rule in rule_set.rules:
        if rule.name not in excluded:
            yield describe.entry(rule).encode()
    for pattern in rule_set.allowed:
        yield b"allowed " + pattern.source
