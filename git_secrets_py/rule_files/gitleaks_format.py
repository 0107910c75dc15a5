"""The format of gitleaks and betterleaks (github.com/gitleaks/gitleaks, README, *Configuration*).

``read`` returns plain values, which the cache stores. The case of keys does not matter, as in
these programs.
"""

from __future__ import annotations

import re
from hashlib import sha256
from string import ascii_letters, digits

from git_secrets_py.model import SEVERITIES
from git_secrets_py.rule_files.expression_parser import SCOPES
from git_secrets_py.rule_files.expression_parser import parse as parse_expression
from git_secrets_py.rule_files.expression_tokens import ExpressionError, texts
from git_secrets_py.rule_files.expressions import FilterExpression, fields, unknown
from git_secrets_py.rule_files.re2 import TranslationError, translate
from git_secrets_py.rule_files.tables import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from git_secrets_py.rule_files.file_match import Bounds

    Plain = dict[str, Any]
    Required = tuple[str, Bounds, Bounds, Bounds]

_UNSUPPORTED = (("resources", "use paths and commits"),)
# Keys of betterleaks for network requests, which are not part of finding a secret.
_ONLINE = ("validate", "analyze", "revoke")
# The boundaries in ``within`` of a component, as in -2L,+4C.
_WITHIN = re.compile(r"([-+]?)(\d{1,9})([LC])")
# In IDs and tags of rules for texts that people choose, which a dictionary may hold.
_GUESSABLE = ("generic", "password", "passwd", "basic-auth", "auth-user")
_CONDITIONS = {"": False, "or": False, "||": False, "and": True, "&&": True}
_TARGETS = ("", "secret", "match", "line")
_EFFICIENCY = 'failsTokenEfficiency(finding["secret"])'
# An entry of an allowlist that matches all of these matches everything.
_SAMPLES = ("a", "Q/_z.X:27", "x9", ascii_letters + digits)


def read(document: dict[str, Any], name: str) -> Plain:
    """Return the rules and allowlists in ``document``, the rule file ``name``.

    Raises ``ConfigurationError`` for an invalid or unsupported setting.
    """
    top = Table(document, name, any_case=True)
    for key in ("title", "description", "minVersion", "betterleaksMinVersion"):
        top.text(key)
    allowances = [*_allowances(top), *_expressions(top, "")]
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
        raise table.error("useDefault and path cannot be combined")
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
        "texts": [],
        "group": table.integer("secretGroup") or table.integer("valueGroup"),
        "entropy": table.number("entropy"),
        "keywords": [one.lower() for one in table.texts("keywords")],
        "path": pattern(table, "path", table.text("path")),
        "path_text": table.text("path"),
        "path_texts": _path_texts(table),
        "tags": tags,
        "skip": table.flag("skipReport"),
        "required": _required(table),
        "allowances": [*_allowances(table), *_expressions(table, rule_id)],
        "severity": table.text("confidence"),
        "specificity": table.number("specificity"),
        "guessable": any(word in text for text in (rule_id, *tags) for word in _GUESSABLE),
    }
    for key in _ONLINE:
        table.text(key)
    table.finish(_UNSUPPORTED)
    if rule["severity"] not in ("", *SEVERITIES):
        raise table.error(f"confidence must be one of {', '.join(SEVERITIES)}")
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
    rule["texts"] = list(translation.texts)


def _key(rule: Plain) -> bytes:
    """Return a text that differs for rules that match differently."""
    deciding = [rule[key] for key in ("id", "regex", "group", "entropy", "keywords", "skip")]
    digest = sha256(repr([*deciding, rule["path_text"], rule["required"]]).encode()).hexdigest()
    return f"{rule['regex']}\n{rule['id']}\n{digest}".encode("utf-8", "surrogateescape")


def _path_texts(table: Table) -> list[str]:
    """Return texts of which every path of the rule contains one, in any case."""
    path = table.text("path")
    return list(_translation(table, "path", path).texts) if path else []


def _required(table: Table) -> list[Required]:
    """Return the rules that must match nearby, in the form of betterleaks if it has that."""
    old = [_required_before(one) for one in table.tables("required")]
    components = [_component(one) for one in table.tables("components")]
    return [one for one in components if one is not None] if table.has("components") else old


def _required_before(table: Table) -> Required:
    table.place += ": [[rules.required]]"
    rule_id = _id_of(table)
    lines, columns = table.integer("withinLines", None), table.integer("withinColumns", None)
    table.finish()
    return rule_id, (lines, lines), (columns, columns), (None, None)


def _component(table: Table) -> Required | None:
    """Return a component; ``None`` if it is optional."""
    table.place += ": components"
    rule_id, within, is_optional = _id_of(table), table.text("within"), table.flag("optional")
    table.finish()
    sides: dict[str, dict[str, int]] = {"-": {}, "+": {}}
    for part in within.split(",") if within else ():
        found = _WITHIN.fullmatch(part.strip())
        if found is None:
            raise table.error(f"within must be like '5L', '100C' or '-2L,+4C', not '{within}'")
        sign, number, unit = found.groups()
        for one in sign or "-+":
            # A number of lines counts that of the match.
            sides[one][unit] = max(0, int(number) - 1) if unit == "L" else int(number)
    # A side that is not given has nothing but the match, or its line.
    rest = dict.fromkeys(within and ("L" if "L" in within else "C"), 0)
    before, after = sides["-"] or rest, sides["+"] or rest
    lines, characters = [(before.get(unit), after.get(unit)) for unit in "LC"]
    return None if is_optional else (rule_id, lines, (None, None), characters)


def _id_of(table: Table) -> str:
    rule_id = table.text("id")
    if not rule_id:
        raise table.error("it has no id")
    return rule_id


def _expressions(table: Table, rule_id: str) -> list[Plain]:
    """Return the filter expressions of ``table``, of the rule ``rule_id`` or of all rules."""
    of_rule = f" of the rule {rule_id}" if rule_id else ""
    found = []
    if table.flag("tokenEfficiency"):
        found.append(_expression(table, "tokenEfficiency", _EFFICIENCY, of_rule))
    for key, scopes in (("prefilter", ("attributes",)), ("filter", SCOPES)):
        text = table.text(key)
        if text.strip():
            found.append(_expression(table, key, text, of_rule, scopes))
    return found


def _expression(
    table: Table, key: str, text: str, of_rule: str, scopes: tuple[str, ...] = SCOPES
) -> Plain:
    try:
        tree = parse_expression(text, scopes=scopes)
    except ExpressionError as error:
        raise table.error(f"{key}: {error}") from None
    return {
        "description": f"the {key}{of_rule}",
        "tree": tree,
        "fields": fields(tree),
        "unknown": unknown(tree),
        "all": False,
        "rules": [],
        "broad": [text.strip()] if _is_broad(FilterExpression(tree), is_global=not of_rule) else [],
        "texts": texts(text),
    }


def _is_broad(expression: FilterExpression, *, is_global: bool) -> bool:
    """Return whether ``expression`` discards everything, or all of every path.

    A filter of one rule that discards secrets of another form is not worth a warning.
    """
    finding = [{"secret": one, "match": one, "line": one} if is_global else {} for one in _SAMPLES]
    paths = [{"path": one} for one in _SAMPLES]
    return all(map(expression.value, finding, paths))


def _allowances(table: Table) -> list[Plain]:
    """Return the allowlists of ``table``, of all rules or of one."""
    old, several = table.table("allowlist"), table.tables("allowlists")
    if old is not None and several:
        raise table.error("allowlist and allowlists cannot be combined")
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
    import regex

    broad = []
    for text in (*paths, *regexes):
        compiled = regex.compile(translate(text).exact)
        if all(compiled.search(sample) for sample in _SAMPLES):
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
