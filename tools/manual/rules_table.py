"""``docs/rules.md``: the built-in rule sets."""

from __future__ import annotations

from git_secrets_py import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.rules import Rule, RuleSet

_HEAD = """\
<!-- Made by "python -m tools.manual" from git_secrets_py/rules. -->
# The built-in rule sets

`--rules <sets>` puts sets in force for one run, `all` every one of them:

```sh
git secrets --scan --rules aws,github
git secrets --scan-history --rules all
```

There are {rule_count} rules in {set_count} sets. The rules prefer a miss to a false alarm: each
hangs on a mark that the vendor put into the secret. The patterns themselves stand in
[git_secrets_py/rules](../git_secrets_py/rules).
"""
_COLUMNS = "| rule | what it finds, and what to do | format |\n|---|---|---|\n"


def page() -> str:
    """Return the page: a heading and a table for each set."""
    sets = [rules.load(name) for name in rules.names()]
    count = sum(len(one.rules) for one in sets)
    head = _HEAD.format(rule_count=count, set_count=len(sets))
    return head + "".join(_section(one) for one in sets)


def _section(one: RuleSet) -> str:
    return f"\n## {one.name}\n\n{_COLUMNS}" + "".join(map(_row, one.rules))


def _row(rule: Rule) -> str:
    reference = f"[reference]({rule.reference})" if rule.reference else ""
    return f"| `{rule.name}` | {rule.description.replace('|', chr(92) + '|')} | {reference} |\n"
