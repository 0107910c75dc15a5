"""Built-in rule sets: patterns for the secrets of well-known services, as data.

``names`` and ``load`` are the way in. A set is a key of ``RULES`` (and, if it excuses anything,
of ``ALLOWED``) in one of the modules here; only the module asked for is imported.

The patterns prefer a miss to a false alarm: each hangs on a fixed prefix or another mark that
the vendor put into the secret. Where a rule has no reference, its format was taken from what the
vendor issues, since the vendor documents none.
"""

from __future__ import annotations

from git_secrets_py.errors import UsageError
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
    """Return the names of all sets; ``all``, which means every one of them, is not among them."""
    return tuple(_MODULES)


def load(name: str) -> RuleSet:
    """Return the set ``name``, or for ``all`` one that joins every set.

    Raises ``UsageError``, with the names there are, for a name that is none of them.
    """
    if name == ALL:
        return _joined([load(each) for each in names()])
    if name not in _MODULES:
        known = ", ".join((ALL, *names()))
        raise UsageError(f"there is no rule set '{name}'. The rule sets are: {known}")
    module = __import__(f"{__name__}.{_MODULES[name]}", fromlist=["RULES"])
    return RuleSet(name, module.RULES[name], module.ALLOWED.get(name, ()))


def select(wanted: Iterable[str]) -> list[RuleSet]:
    """Return each set in ``wanted`` once, in that order, ``all`` as the sets it stands for.

    Raises ``UsageError`` as ``load`` does.
    """
    expanded = [each for name in wanted for each in (names() if name == ALL else (name,))]
    return [load(name) for name in dict.fromkeys(expanded)]


def _joined(parts: list[RuleSet]) -> RuleSet:
    """Join sets into one whose patterns keep the origin they have."""
    joined = RuleSet(ALL, (), ())
    joined.rules = tuple(rule for part in parts for rule in part.rules)
    joined.patterns = tuple(pattern for part in parts for pattern in part.patterns)
    joined.allowed = tuple(pattern for part in parts for pattern in part.allowed)
    return joined
