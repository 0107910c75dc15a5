"""The tables of help, by verb: groups, descriptions and examples. The manual has them, too."""

from __future__ import annotations

GROUPS = {
    "Scan": ("--scan", "--scan-history", "--scan-fleet"),
    "CI": ("--ci",),
    "Hooks": ("--install", "--uninstall", "--doctor"),
    "False positives": ("--allow", "--disallow", "--explain"),
    "Patterns": (
        "--list",
        "--list-rules",
        "--add",
        "--remove",
        "--add-provider",
        "--remove-provider",
        "--register-aws",
        "--aws-provider",
        "--register-local",
        "--list-providers",
        "--migrate",
    ),
    "Help": ("--help", "--version"),
}

DESCRIPTIONS = {
    "--scan": (
        "Scan the given files, or all tracked files of the work tree, for matches of prohibited "
        "patterns. The file '-' is standard input."
    ),
    "--scan-history": (
        "Scan the blobs, commit messages and tag messages that refs, the stash, worktrees or the "
        "index reach. Revisions and other arguments of git-rev-list(1), such as main..topic or "
        "--since=2.weeks, limit the scan to the changes of these commits and to the annotated "
        "tags that they name. Repeated scans read only new objects."
    ),
    "--scan-fleet": (
        "Scan the history of all repositories that the sources list, on all cores or on a Dask "
        "cluster, and write one report. A source is a file with a path or an address of a "
        "repository on each line, '-' for standard input, or a directory to search. Repositories "
        "at addresses are cloned. An interrupted run continues when it is repeated; later runs "
        "read only what is new. Requires git-secrets-py[fleet]."
    ),
    "--ci": (
        "Scan the commits of the pull request or push that the CI job runs for, and in a "
        "scheduled job or without a CI service, the whole history. The clone must contain the "
        "parents of these commits. The rule set recommended is enabled in addition to the "
        "configured patterns, unless --rules or secrets.rules names rule sets or rules."
    ),
    "--install": (
        "Install the hooks of git commit and git am, or the ones selected with --hooks, into the "
        "current repository, another repository, or a template directory. If a hook already "
        "exists, nothing is installed unless --chain or --force is given; a hook of a manager "
        "such as Husky or lefthook is only replaced if --force is given twice. With --agent, "
        "install hooks of coding agents into their settings, see docs/coding-agents.md."
    ),
    "--uninstall": (
        "Remove the hooks of git-secrets and restore the hooks that they replaced or chained. "
        "Other hooks are not changed. With --global, remove them from the template of new clones. "
        "With --agent, remove the hooks of coding agents from their settings."
    ),
    "--doctor": (
        "Check hooks, patterns, providers and cache, and check that the hooks work by feeding "
        "each one a fake secret in a temporary sandbox. The exit status is 0 only if no problem "
        "is found."
    ),
    "--allow": (
        "Allow secrets for everybody: add their SHA-256 to .gitallowed. Reports show the short "
        "ID of each secret. Never allow a secret that still works."
    ),
    "--disallow": (
        "Remove the SHA-256 of secrets from .gitallowed, with the comments that --allow wrote "
        "above them."
    ),
    "--explain": (
        "Show which patterns match a line, which nearly match it, and which allow it. Without a "
        "line number, explain every line that a pattern matches; '-' reads standard input. "
        "With the name of a built-in rule, and if no file has that name, describe the rule."
    ),
    "--list": (
        "List all active patterns and providers by origin: the git config files, .gitallowed and "
        ".gitprohibited with line numbers, and the rules of the enabled rule sets, whose patterns "
        "'git secrets --explain <rule>' shows. The output of providers is not shown. With "
        "--global, list only the global git config. The exit status is 1 if no git config has a "
        "setting to list."
    ),
    "--list-rules": (
        "List the built-in rules, or those of one rule set: the name, the rule set, and the "
        "secret that the rule finds. 'git secrets --explain <rule>' shows more."
    ),
    "--add": (
        "Add a prohibited pattern, or with --allowed an allowed pattern, to the git config of "
        "the repository. A pattern is a POSIX extended regular expression. Invalid patterns are "
        "rejected."
    ),
    "--remove": "Remove a pattern from the git config. It must be given exactly as it was added.",
    "--add-provider": (
        "Add a command that prints prohibited patterns, one per line. Each scan runs it without "
        "a shell. All words after the first one belong to the command, except --global."
    ),
    "--remove-provider": "Remove a provider. It must be given exactly as it was added.",
    "--register-aws": (
        "Add the patterns for AWS access keys, secret keys and account IDs, the allowed example "
        "keys of the AWS documentation, and a provider that prohibits the keys in "
        "~/.aws/credentials."
    ),
    "--register-local": (
        "Set secrets.local to 'all' in the global git config. From then on, the secrets in the "
        "credential stores of this machine are prohibited, in plain text and in base64, "
        "hexadecimal, escapes and folded lines. Nothing is copied: each run reads the stores."
    ),
    "--migrate": (
        "Convert the configuration of another scanner. A .gitleaks.toml is copied to "
        ".gitsecrets.toml; the secrets of a .gitleaksignore or .secrets.baseline are looked up "
        "and allowed in .gitallowed; for a .pre-commit-config.yaml, the hooks to replace are "
        "printed. See docs/migrating.md."
    ),
    "--list-providers": (
        "List the credential stores that exist here and the providers, and the number of secrets "
        "or patterns of each. Values are never printed."
    ),
    "--aws-provider": (
        "Print the keys of a credentials file as patterns, one per line. The default file is "
        "$AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/credentials."
    ),
    "--version": "Print the name and the version of the program.",
    "--help": (
        "Print an overview, or with a command the help of that command. 'git secrets --help' "
        "opens the manual page."
    ),
}

EXAMPLES = {
    "--scan": ("git secrets --scan", "git secrets --scan --rules all -r src"),
    "--scan-history": (
        "git secrets --scan-history",
        "git secrets --scan-history --rules all main..topic",
    ),
    "--scan-fleet": (
        "git secrets --scan-fleet repositories.txt",
        "git secrets --scan-fleet --cluster tls://scheduler:8786 repositories.txt",
    ),
    "--ci": ("git secrets --ci --format sarif --output git-secrets.sarif",),
    "--install": (
        "git secrets --install",
        "git secrets --install --chain --hooks pre-push",
        "git secrets --install --agent claude-code,cursor --global",
    ),
    "--uninstall": ("git secrets --uninstall",),
    "--doctor": ("git secrets --doctor",),
    "--allow": (
        "git secrets --allow d76a1ce6 --reason 'test key'",
        "git secrets --allow --dry-run d76a1ce6 57028a91",
    ),
    "--disallow": ("git secrets --disallow d76a1ce6",),
    "--explain": (
        "git secrets --explain src/settings.py:12",
        "git secrets --explain github-token",
    ),
    "--list": ("git secrets --list", "git secrets --list --rules github"),
    "--list-rules": ("git secrets --list-rules", "git secrets --list-rules github"),
    "--add": (
        "git secrets --add 'password\\s*=\\s*.+'",
        "git secrets --add --allowed --literal 'password = example'",
    ),
    "--remove": ("git secrets --remove 'password\\s*=\\s*.+'",),
    "--add-provider": ("git secrets --add-provider cat /etc/prohibited-patterns",),
    "--remove-provider": ("git secrets --remove-provider cat /etc/prohibited-patterns",),
    "--register-aws": ("git secrets --register-aws --global",),
    "--register-local": ("git secrets --register-local",),
    "--list-providers": ("git secrets --list-providers",),
    "--migrate": (
        "git secrets --migrate .gitleaks.toml",
        "git secrets --migrate --dry-run .secrets.baseline",
    ),
    "--aws-provider": ("git secrets --aws-provider ~/.aws/other-credentials",),
    "--help": ("git secrets -h", "git secrets --scan -h"),
}
