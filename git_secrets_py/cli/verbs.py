"""The table of verbs. The parser, the help and the manual are generated from it."""

from __future__ import annotations

from git_secrets_py.cli.context import AGENT_HOOK, HOOKS, Verb

VERBS = (
    Verb(
        "--scan",
        "scan",
        "[-r|--recursive] [--cached] [--no-index] [--untracked] [<files>...]",
        "Scan files for prohibited patterns",
    ),
    Verb(
        "--scan-history",
        "scan_history",
        "[<revision-range>...]",
        "Scan the whole history, the stash and the index",
        passes_on=True,
    ),
    Verb(
        "--scan-fleet",
        "scan_fleet",
        "[--output <directory>] [--cluster <address>] <source>...",
        "Scan the history of many repositories",
    ),
    Verb("--ci", "ci", "", "Scan the commits of a pull request or push in a CI job"),
    Verb(
        "--install",
        "install",
        "[-f|--force] [<target-directory>] [--chain] [--hooks <hooks>] [--agent <agents>] "
        "[--global]",
        "Install the hooks into a repository or a template directory",
    ),
    Verb(
        "--uninstall",
        "uninstall",
        "[--hooks <hooks>] [<target-directory>] [--agent <agents>] [--global]",
        "Remove the hooks and restore the previous ones",
    ),
    Verb(
        "--doctor",
        "doctor",
        "[--run-foreign-hooks] [--format text|json] [--output <file>]",
        "Check that the hooks work by feeding each one a fake secret",
    ),
    Verb(
        "--allow",
        "allow",
        "[--reason <text>] [--dry-run] <id>...",
        "Allow secrets by their short IDs",
    ),
    Verb("--disallow", "allow:disallow", "<id>...", "Remove allowed secrets by their short IDs"),
    Verb(
        "--explain",
        "explain",
        "<file>[:<line>] | - | <rule>",
        "Show which patterns match a line, or describe a rule",
    ),
    Verb(
        "--list",
        "list",
        "[--global] [--rules <sets>]",
        "List the active patterns and their origins",
    ),
    Verb(
        "--list-rules",
        "list:list_rules",
        "[<rule-set>]",
        "List the built-in rules",
    ),
    Verb(
        "--add",
        "patterns:add",
        "[-a|--allowed] [-l|--literal] [--global] <pattern>",
        "Add a prohibited or allowed pattern to the git config",
    ),
    Verb(
        "--remove",
        "patterns:remove",
        "[-a|--allowed] [-l|--literal] [--global] <pattern>",
        "Remove a pattern from the git config",
    ),
    Verb(
        "--add-provider",
        "patterns:add_provider",
        "[--global] <command> [arguments...]",
        "Add a command that prints prohibited patterns",
    ),
    Verb(
        "--remove-provider",
        "patterns:remove_provider",
        "[--global] <command> [arguments...]",
        "Remove a provider from the git config",
    ),
    Verb(
        "--register-aws",
        "patterns:register_aws",
        "[--global]",
        "Add the AWS patterns and the AWS credentials provider",
    ),
    Verb(
        "--register-local",
        "stores:register_local",
        "[--global]",
        "Prohibit the secrets in your own credential stores",
    ),
    Verb(
        "--list-providers",
        "stores:list_providers",
        "",
        "Count the secrets in credential stores and from providers",
    ),
    Verb(
        "--aws-provider",
        "patterns:aws_provider",
        "[<credentials-file>]",
        "Print the keys of an AWS credentials file as patterns",
    ),
    Verb(
        "--migrate",
        "migrate",
        "[--dry-run] <file>",
        "Convert the configuration of another scanner",
    ),
    Verb("--version", "help:version", "", "Print the version"),
    Verb("--help", "help", "", "Print this overview, or the help of a command"),
    *HOOKS,
    AGENT_HOOK,
)
