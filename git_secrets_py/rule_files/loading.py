"""Loading rule files: parsing, the cache of parsed files, and ``[extend]``."""

from __future__ import annotations

import marshal
import sys

from git_secrets_py.content import RULE_FILE_LIMIT
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.pattern_files import TextError, decode
from git_secrets_py.selection.named_files import NamedFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from git_secrets_py.engine.hyperscan import DatabaseCache

    Plain = dict[str, Any]

MOST_RULES = 2000
# As in gitleaks.
_DEEPEST = 2
_INHERITED = (
    *("description", "entropy", "group", "path", "path_text", "path_texts"),
    *("severity", "specificity"),
)


def load(named: NamedFile, cache: DatabaseCache | None = None) -> Plain:
    """Return the rules and allowlists of the rule file ``named``, with those that it extends.

    ``cache`` keeps parsed files, which contain no secrets. Raises ``ConfigurationError`` for an
    invalid or unsupported setting.
    """
    plain = _extended(named, cache, ())
    if len(plain["rules"]) > MOST_RULES:
        raise ConfigurationError(f"{named.name}: more than {MOST_RULES} rules")
    _require_known(plain, named.name)
    return plain


def _extended(named: NamedFile, cache: DatabaseCache | None, above: tuple[str, ...]) -> Plain:
    """Return the rules of ``named``, which the files ``above`` extend, and those it extends."""
    name = named.name
    plain = _parsed(named.content, name, cache)
    path = plain["extend"]["path"]
    if not path:
        return plain
    names = (*above, name)
    if path in names:
        raise ConfigurationError(f"{name}: [extend]: {path} extends itself")
    if len(above) == _DEEPEST:
        raise ConfigurationError(f"{name}: [extend]: more than {_DEEPEST} files extend each other")
    base = named.extended(path.encode("utf-8", "surrogateescape"))
    if base is None:
        raise ConfigurationError(f"{name}: [extend]: there is no file {path} in the repository")
    inner = NamedFile(path, base, extended=named.extended)
    return _merged(plain, _extended(inner, cache, names))


def _parsed(content: bytes, name: str, cache: DatabaseCache | None) -> Plain:
    from git_secrets_py.engine.hyperscan import PARSED, cache_name

    key = cache_name((content,), PARSED)
    stored = cache.load(key) if cache is not None else None
    if stored is not None:
        try:
            plain: Plain = marshal.loads(stored)
            return plain
        except (ValueError, EOFError, TypeError):
            pass  # of another version of Python
    plain = parse(content, name)
    if cache is not None:
        cache.store(key, marshal.dumps(plain))
    return plain


def parse(content: bytes, name: str) -> Plain:
    """Return the rules and allowlists in ``content``; raises as ``load`` does."""
    from git_secrets_py.rule_files import gitleaks_format, own_format

    if len(content) > RULE_FILE_LIMIT:
        raise ConfigurationError(f"{name}: larger than {RULE_FILE_LIMIT >> 20} MiB")
    document = _document(content, name)
    if own_format.is_own(document):
        return own_format.read(document, name)
    return gitleaks_format.read(document, name)


def _document(content: bytes, name: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        document: dict[str, Any] = tomllib.loads(decode(content).decode())
        return document
    except TextError as error:
        raise ConfigurationError(f"{name}:{error.line} {error.reason}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{name}: it is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{name}: invalid TOML: {error}") from None


def _merged(plain: Plain, base: Plain) -> Plain:
    """Return ``base`` with the rules and allowlists of ``plain``, which extends it."""
    if plain["own"] != base["own"]:
        raise ConfigurationError("a rule file can extend only a file of its own format")
    rules = {
        rule["id"]: rule for rule in base["rules"] if rule["id"] not in plain["extend"]["disabled"]
    }
    for rule in plain["rules"]:
        rules[rule["id"]] = _overridden(rules.get(rule["id"]), rule)
    return {
        "own": plain["own"],
        "rules": list(rules.values()),
        "allowances": [*plain["allowances"], *base["allowances"]],
        "extend": base["extend"],
        "files": [plain["extend"]["path"], *base["files"]],
        "notes": [*plain.get("notes", ()), *base.get("notes", ())],
    }


def _overridden(base: Plain | None, rule: Plain) -> Plain:
    """Return ``rule`` with the settings inherited from ``base``, the rule of the same ID."""
    if base is None or "regex" not in rule:
        return rule
    merged = {**base}
    for key in _INHERITED:
        merged[key] = rule[key] or base[key]
    if rule["exact"] is not None:
        merged.update({key: rule[key] for key in ("regex", "exact", "filter", "texts")})
    for key in ("tags", "keywords", "allowances"):
        merged[key] = [*base[key], *rule[key]]
    merged["key"] = base["key"] + b"\n" + rule["key"]
    return merged


def _require_known(plain: Plain, name: str) -> None:
    """Check that rules have patterns, and that the IDs in the file are those of rules."""
    if plain["own"]:
        return
    known = {rule["id"] for rule in plain["rules"]}
    is_complete = not plain["extend"]["default"]
    for rule in plain["rules"]:
        if is_complete and rule["exact"] is None and not rule["path"]:
            raise ConfigurationError(f"{name}: rule '{rule['id']}' has neither regex nor path")
        for wanted, *_ in rule["required"]:
            if wanted not in known:
                raise ConfigurationError(
                    f"{name}: rule '{rule['id']}' requires '{wanted}', which is not a rule"
                )
    for allowance in plain["allowances"]:
        for wanted in allowance["rules"]:
            if is_complete and wanted not in known:
                raise ConfigurationError(
                    f"{name}: targetRules contains '{wanted}', which is not a rule"
                )
