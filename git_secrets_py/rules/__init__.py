"""Built-in rule sets: patterns for the secrets of well-known services, as data.

The public functions are ``names``, ``load`` and ``select``. A rule set is a key of ``RULES`` in
one of the modules here; the same key in ``ALLOWED`` holds patterns of its false positives. Only
the modules of the requested sets are imported.

The patterns prefer a false negative to a false positive: each relies on a fixed prefix or another
mark that the vendor put into the secret. A rule without a reference has a format that its vendor
does not document; it is derived from secrets that the vendor issues.

To add a rule:

1. Add a ``Rule(...)`` to the rule set of its vendor, in the module of its field (``cloud``,
   ``hosting``, ...). ``rule.Rule`` documents the arguments. A new rule set is a new key of
   ``RULES`` and a line in ``_MODULES`` below.
2. Add texts that it must match and near misses that it must not match to
   ``tests/rules/rule_samples.py``. Build them at run time (``"AKIA" + "Z" * 16``), so that no
   scanner reports the file.
3. Run ``python -m pytest tests/rules``.
4. Run ``python -m tools.manual``, which regenerates ``docs/rules.md``.
"""

from __future__ import annotations

from git_secrets_py.errors import unknown_value
from git_secrets_py.rules.rule import Rule, RuleSet

__all__ = ["ALL", "Rule", "RuleSet", "load", "names", "select"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = "all"

_MODULES = {
    "aws": "aws",
    "private-key": "generic",
    "jwt": "generic",
    "basic-auth-url": "generic",
    "github": "hosting",
    "gitlab": "hosting",
    "atlassian": "hosting",
    "npm": "packages",
    "pypi": "packages",
    "rubygems": "packages",
    "docker": "packages",
    "google": "cloud",
    "azure": "cloud",
    "digitalocean": "cloud",
    "heroku": "cloud",
    "hashicorp": "cloud",
    "pulumi": "cloud",
    "databricks": "cloud",
    "slack": "messaging",
    "discord": "messaging",
    "telegram": "messaging",
    "twilio": "messaging",
    "sendgrid": "messaging",
    "mailgun": "messaging",
    "openai": "ai",
    "anthropic": "ai",
    "huggingface": "ai",
    "stripe": "business",
    "shopify": "business",
    "grafana": "business",
    "sentry": "business",
    "new-relic": "business",
    "postman": "business",
    "linear": "business",
}


def names() -> tuple[str, ...]:
    """Return the names of all rule sets, without ``all``."""
    return tuple(_MODULES)


def load(name: str) -> RuleSet:
    """Return the rule set ``name``, or for ``all`` a set that joins every rule set.

    Raises ``UsageError``, which suggests a name, if there is no such rule set.
    """
    if name == ALL:
        return _joined([load(each) for each in names()])
    if name not in _MODULES:
        raise unknown_value("rule set", name, (ALL, *names()))
    module = __import__(f"{__name__}.{_MODULES[name]}", fromlist=["RULES"])
    return RuleSet(name, module.RULES[name], module.ALLOWED.get(name, ()))


def select(wanted: Iterable[str]) -> list[RuleSet]:
    """Return each rule set in ``wanted`` once, in that order; ``all`` is expanded.

    Raises ``UsageError`` as ``load`` does.
    """
    expanded = [each for name in wanted for each in (names() if name == ALL else (name,))]
    return [load(name) for name in dict.fromkeys(expanded)]


def _joined(parts: list[RuleSet]) -> RuleSet:
    """Join rule sets into one. Each pattern keeps the origin of its set."""
    joined = RuleSet(ALL, (), ())
    joined.rules = tuple(rule for part in parts for rule in part.rules)
    joined.patterns = tuple(pattern for part in parts for pattern in part.patterns)
    joined.allowed = tuple(pattern for part in parts for pattern in part.allowed)
    return joined
