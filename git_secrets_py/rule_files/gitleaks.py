"""The format of gitleaks and betterleaks (github.com/gitleaks/gitleaks, README, *Configuration*).

``read`` returns plain values, which the cache stores. The case of keys does not matter, as in
these programs.
"""

from __future__ import annotations

from hashlib import sha256

from git_secrets_py.rule_files.re2 import TranslationError, translate
from git_secrets_py.rule_files.tables import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Plain = dict[str, Any]

_CEL = "expressions are not evaluated"
_UNSUPPORTED = (
    ("filter", _CEL),
    ("prefilter", _CEL),
    ("tokenEfficiency", "it needs the tokenizer of betterleaks; use entropy"),
    ("resources", "use paths and commits"),
    ("validate", "no secret is sent anywhere"),
)
# In IDs and tags of rules for what people choose, which a dictionary may hold.
_GUESSABLE = ("generic", "password", "passwd", "basic-auth", "auth-user")
_CONDITIONS = {"": False, "or": False, "||": False, "and": True, "&&": True}
_TARGETS = ("", "secret", "match", "line")


def read(document: dict[str, Any], name: str) -> Plain:
    """Return the rules and allowlists in ``document``, the rule file ``name``.

    Raises ``ConfigurationError`` for what is invalid or cannot be honored.
    """
    top = Table(document, name, any_case=True)
    for key in ("title", "description", "minVersion", "betterleaksMinVersion"):
        top.text(key)
    allowances = _allowances(top)
    rules = [_rule(table, number, name) for number, table in enumerate(top.tables("rules"), 1)]
    extend = _extend(top)
    top.finish(_UNSUPPORTED)
    require_distinct(rules, top)
    return {"own": False, "rules": rules, "allowances": allowances, "extend": extend, "files": []}


def _extend(top: Table) -> Plain:
    table = top.table("extend")
    if table is None:
        return {"default": False, "path": "", "disabled": []}
    table.place += ": [extend]"
    extend: Plain = {
        "default": table.flag("useDefault"),
        "path": table.text("path"),
        "disabled": table.texts("disabledRules"),
    }
    if table.text("url"):
        raise table.error("url is not supported: nothing is read from the network")
    table.finish()
    if extend["default"] and extend["path"]:
        raise table.error("useDefault and path exclude each other")
    return extend


def _rule(table: Table, number: int, name: str) -> Plain:
    rule_id = table.rule_id(number, name)
    tags = table.texts("tags")
    rule: Plain = {
        "id": rule_id,
        "description": table.text("description"),
        "regex": table.text("regex"),
        "exact": None,
        "filter": None,
        "group": table.integer("secretGroup"),
        "entropy": table.number("entropy"),
        "keywords": [one.lower() for one in table.texts("keywords")],
        "path": pattern(table, "path", table.text("path")),
        "path_text": table.text("path"),
        "path_texts": _path_texts(table),
        "tags": tags,
        "skip": table.flag("skipReport"),
        "required": [_required(one) for one in table.tables("required")],
        "allowances": _allowances(table),
        "guessable": any(word in text for text in (rule_id, *tags) for word in _GUESSABLE),
    }
    table.finish(_UNSUPPORTED)
    if rule["regex"]:
        _translate(rule, table)
    rule["key"] = _key(rule)
    return rule


def _translate(rule: Plain, table: Table) -> None:
    """Add the translated pattern of ``rule``, and its filter."""
    translation = _translation(table, "regex", rule["regex"])
    if translation.may_be_empty:
        raise table.error("regex matches the empty string")
    if rule["group"] > translation.groups:
        raise table.error(
            f"secretGroup is {rule['group']}, but regex has {translation.groups} groups"
        )
    rule["exact"] = translation.exact
    rule["filter"] = translation.filter


def _key(rule: Plain) -> bytes:
    """Return a text that differs for rules that match differently."""
    deciding = [rule[key] for key in ("id", "regex", "group", "entropy", "keywords", "skip")]
    digest = sha256(repr([*deciding, rule["path_text"], rule["required"]]).encode()).hexdigest()
    return f"{rule['regex']}\n{rule['id']}\n{digest}".encode("utf-8", "surrogateescape")


def _path_texts(table: Table) -> list[str]:
    """Return texts of which every path of the rule contains one, in any case."""
    path = table.text("path")
    return list(_translation(table, "path", path).texts) if path else []


def _required(table: Table) -> tuple[str, int | None, int | None]:
    table.place += ": [[rules.required]]"
    rule_id = table.text("id")
    if not rule_id:
        raise table.error("it has no id")
    found = rule_id, table.integer("withinLines", None), table.integer("withinColumns", None)
    table.finish()
    return found


def _allowances(table: Table) -> list[Plain]:
    """Return the allowlists of ``table``, of all rules or of one."""
    old, several = table.table("allowlist"), table.tables("allowlists")
    if old is not None and several:
        raise table.error("allowlist and allowlists exclude each other")
    is_global = not table.has("id")
    return [allowance(one, is_global=is_global) for one in ([old] if old else several)]


def allowance(table: Table, *, is_global: bool = False) -> Plain:
    """Return the allowlist ``table``; one ``is_global`` may have ``targetRules``."""
    table.place += ": allowlist"
    condition, target = table.text("condition").lower(), table.text("regexTarget")
    if condition not in _CONDITIONS:
        raise table.error(f"condition must be 'AND' or 'OR', not '{condition}'")
    if target not in _TARGETS:
        raise table.error(f"regexTarget must be 'secret', 'match' or 'line', not '{target}'")
    paths, regexes = table.texts("paths"), table.texts("regexes")
    stopwords = table.texts("stopwords")
    found: Plain = {
        "description": table.text("description"),
        "all": _CONDITIONS[condition],
        "target": target or "secret",
        "commits": [one.strip().lower() for one in table.texts("commits")],
        "paths": [pattern(table, "paths", one) for one in paths],
        "regexes": [pattern(table, "regexes", one) for one in regexes],
        "stopwords": [one.lower() for one in stopwords],
        "rules": table.texts("targetRules") if is_global else [],
        "broad": _broad(paths, regexes),
        # As they are written in the file.
        "texts": [*paths, *regexes, *stopwords],
    }
    table.finish(_UNSUPPORTED)
    if not any(found[key] for key in ("commits", "paths", "regexes", "stopwords")):
        raise table.error("it contains no commits, paths, regexes or stopwords")
    return found


def _broad(paths: Sequence[str], regexes: Sequence[str]) -> list[str]:
    """Return those of the patterns that match every path, or every secret."""
    samples = ("a", "Q/_z.X:27", "x9")
    import regex

    broad = []
    for text in (*paths, *regexes):
        compiled = regex.compile(translate(text).exact)
        if all(compiled.search(sample) for sample in samples):
            broad.append(text)
    return broad


def pattern(table: Table, key: str, text: str) -> str:
    """Return the pattern ``text`` of ``key`` for ``regex``; an empty one as it is."""
    return _translation(table, key, text).exact if text else ""


def _translation(table: Table, key: str, text: str) -> Any:
    try:
        return translate(text)
    except TranslationError as error:
        raise table.error(f"{key}: {error}") from None


def require_distinct(rules: Sequence[Plain], top: Table) -> None:
    """Raise ``ConfigurationError`` if two of ``rules`` have the same ID."""
    seen: set[str] = set()
    for rule in rules:
        if rule["id"] in seen:
            raise top.error(f"there are several rules '{rule['id']}'")
        seen.add(rule["id"])
