"""The table of options, by verb. The parser, the help and the manual are generated from it."""

from __future__ import annotations

from git_secrets_py.agents.table import NAMES
from git_secrets_py.cli.context import HOOKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Option:
    """An option of one or more verbs. Where it differs between verbs, the table has it twice."""

    __slots__ = ("help", "long", "short", "value", "verbs")

    def __init__(
        self, long: str, verbs: Sequence[str], help: str, *, short: str = "", value: str = ""
    ) -> None:
        """``verbs`` accept it. ``value`` names its value; an option without one is a flag."""
        self.long = long
        self.short = short
        self.value = value
        self.verbs = verbs
        self.help = help

    def __str__(self) -> str:
        return f"{self.short}|{self.long}" if self.short else self.long


FLEET = "--scan-fleet"
HOOK_VERBS = tuple(verb.name for verb in HOOKS)
SCANS = ("--scan", "--scan-history", "--ci", *HOOK_VERBS)
SEARCHES = (*SCANS, FLEET, "--allow", "--explain")
RULE_USERS = (*SEARCHES, "--list", "--migrate")
# Of git, by the names of their verbs.
_HOOK_NAMES = [name[2:].removesuffix("_hook").replace("_", "-") for name in HOOK_VERBS]

OPTIONS = (
    Option("--recursive", ("--scan",), "Scan the files in directories recursively", short="-r"),
    Option("--cached", ("--scan",), "Scan the content of the index, not of the work tree"),
    Option("--no-index", ("--scan",), "Scan the current directory without using git's index"),
    Option("--untracked", ("--scan",), "Scan untracked files as well, except ignored ones"),
    Option(
        "--force",
        ("--install",),
        "Replace existing hooks and keep backups; if given twice, also those of hook managers",
        short="-f",
    ),
    Option("--chain", ("--install",), "Keep existing hooks and run them first"),
    Option(
        "--run-foreign-hooks",
        ("--doctor",),
        "Test the hooks of other programs as well, which runs the code of this repository",
    ),
    Option(
        "--hooks",
        ("--install", "--uninstall"),
        f"Select hooks, separated by commas: {', '.join(_HOOK_NAMES)}",
        value="<hooks>",
    ),
    Option(
        "--agent",
        ("--install", "--uninstall"),
        "Select coding agents instead of git hooks, separated by commas, or 'all' for all "
        f"installed ones: {', '.join(NAMES)}",
        value="<agents>",
    ),
    Option(
        "--allowed",
        ("--add", "--remove"),
        "Change allowed patterns, not prohibited ones",
        short="-a",
    ),
    Option(
        "--literal",
        ("--add", "--remove"),
        "Treat the pattern as plain text, not as a regular expression",
        short="-l",
    ),
    Option(
        "--global",
        (
            "--list",
            "--add",
            "--remove",
            "--add-provider",
            "--remove-provider",
            "--register-aws",
        ),
        "Use the global git config, not that of the repository",
    ),
    Option("--global", ("--register-local",), "Has no effect: the stores are your own everywhere"),
    Option(
        "--global",
        ("--install",),
        "Install into the template directory for new clones, or the user's settings of an agent",
    ),
    Option(
        "--global",
        ("--uninstall",),
        "Remove the hooks from the template directory, or the user's settings of an agent",
    ),
    Option("--unreachable", ("--scan-history",), "Scan unreachable objects as well"),
    Option(
        "--recurse-submodules",
        ("--scan-history",),
        "Scan the history of submodules that are checked out as well",
    ),
    Option(
        "--cluster",
        (FLEET,),
        "Use the Dask cluster of a scheduler, such as tls://host:8786 (default: local, which "
        "starts workers on this machine)",
        value="<address>",
    ),
    Option(
        "--workers", (FLEET,), "Start this number of workers (default: one per core)", value="<n>"
    ),
    Option(
        "--clones",
        (FLEET,),
        "Keep clones and caches in this directory (default: in the cache directory of the user)",
        value="<directory>",
    ),
    Option(
        "--timeout",
        (FLEET,),
        "Stop the clone and the scan of a repository after this time (default: 3600)",
        value="<seconds>",
    ),
    Option(
        "--use-repository-cache",
        (FLEET,),
        "Keep the caches of repositories at paths in their git directories",
    ),
    Option(
        "--insecure-cluster", (FLEET,), "Allow a scheduler without encryption, such as tcp://host"
    ),
    Option(
        "--allow-missing",
        ("--scan-history", FLEET),
        "Warn about missing objects instead of failing",
    ),
    Option(
        "--allow-shallow",
        ("--scan-history", FLEET, "--ci"),
        "Warn about commits that a shallow clone lacks instead of failing",
    ),
    Option(
        "--allow-partial",
        ("--scan", "--scan-history", FLEET, "--ci"),
        "Warn about objects that a partial clone lacks instead of failing",
    ),
    Option(
        "--require-lfs",
        (*SCANS, FLEET),
        "Fail if the content of a Git LFS file is not in this clone instead of warning",
    ),
    Option("--allow-all", ("--scan-history",), "Allow every finding in history as a baseline"),
    Option(
        "--dry-run",
        ("--allow", "--scan-history", "--migrate"),
        "List the secrets to allow, or the changes, and write nothing",
    ),
    Option(
        "--reason",
        ("--allow", "--scan-history"),
        "Record the reason with the allowed secret",
        value="<text>",
    ),
    Option("--no-cache", ("--scan-history",), "Ignore the results of earlier audits"),
    Option("--quiet", ("--scan-history", FLEET, "--ci"), "Show no progress", short="-q"),
    Option(
        "--rules",
        RULE_USERS,
        "Enable built-in rule sets and rules, separated by commas; '-' before a name excludes "
        "its rules, as in all,-jwt",
        value="<sets>",
    ),
    Option(
        "--min-severity",
        (*SCANS, FLEET),
        "Show only findings of this severity or higher: low, medium or high "
        "(default: secrets.minSeverity, or low)",
        value="<severity>",
    ),
    Option(
        "--rules-file",
        RULE_USERS,
        "Enable the rules in a TOML file, in the format of git-secrets-py or gitleaks; repeatable",
        value="<file>",
    ),
    Option("--no-providers", RULE_USERS, "Do not run the configured providers"),
    Option("--text", SEARCHES, "Scan binary content as well"),
    Option(
        "--archives",
        (*SCANS, FLEET, "--allow"),
        "Scan the members of archives and compressed files as well",
    ),
    Option("--no-decode", SEARCHES, "Do not look into base64 and other encoded text"),
    Option(
        "--format",
        SCANS,
        "Select the report format: text, pretty, json, sarif, github or html "
        "(default: pretty on a terminal, otherwise text)",
        value="<format>",
    ),
    Option(
        "--format",
        ("--doctor",),
        "Select the report format: text or json (default: text)",
        value="<text|json>",
    ),
    Option(
        "--format",
        (FLEET,),
        "Select the report to print: text, json, sarif or html (default: text)",
        value="<text|json|sarif|html>",
    ),
    Option(
        "--output",
        (FLEET,),
        "Write the reports to this directory, and continue an interrupted run (default: "
        "git-secrets-fleet)",
        value="<directory>",
    ),
    Option(
        "--output",
        (*SCANS, "--doctor"),
        "Write the report to a file; '-' is standard output",
        value="<file>",
    ),
    Option(
        "--color",
        (*SCANS, "--doctor", "--list"),
        "Use color: auto, always or never (default: auto, if the output is a terminal)",
        value="<auto|always|never>",
    ),
    Option("--show-secrets", SCANS, "Do not mask secrets in the report"),
    Option(
        "--show-allowed", SCANS, "Report allowed matches as well, with the patterns that allow them"
    ),
    Option("--redact", SCANS, "Mask secrets in the text format as well"),
    Option("--verbose", SCANS, "List skipped files", short="-v"),
)
