"""The one table of verbs and options: the parser, the usage and the manual are made from it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Verb:
    """What git-secrets is asked to do: ``--scan``, ``--add``, …"""

    __slots__ = ("help", "module", "name", "passes_on", "synopsis")

    def __init__(
        self, name: str, module: str, synopsis: str, help: str, *, passes_on: bool = False
    ) -> None:
        """``module`` of ``commands`` carries it out. ``synopsis`` shows what goes with it.

        A verb without help is for hooks and not shown. ``passes_on`` keeps options that are not
        ours as values, for git.
        """
        self.name = name
        self.module = module
        self.synopsis = synopsis
        self.help = help
        self.passes_on = passes_on


class Option:
    """What changes how a verb is carried out."""

    __slots__ = ("help", "long", "short", "value", "verbs")

    def __init__(
        self, long: str, verbs: Sequence[str], help: str, *, short: str = "", value: str = ""
    ) -> None:
        """``verbs`` admit it. ``value`` names the word that follows it, if one does."""
        self.long = long
        self.short = short
        self.value = value
        self.verbs = verbs
        self.help = help

    def __str__(self) -> str:
        return f"{self.short}|{self.long}" if self.short else self.long


HOOKS = (
    "--pre_commit_hook",
    "--commit_msg_hook",
    "--prepare_commit_msg_hook",
    "--pre_push_hook",
    "--pre_receive_hook",
)
SCANS = ("--scan", "--scan-history", "--ci", *HOOKS)
LOOKS = (*SCANS, "--allow", "--explain")

VERBS = (
    Verb(
        "--scan",
        "scan",
        "[-r|--recursive] [--cached] [--no-index] [--untracked] [<files>...]",
        "scan files, or all tracked files of the work tree, for prohibited patterns",
    ),
    Verb(
        "--scan-history",
        "scan_history",
        "[<revision-range>...]",
        "scan everything that history, stash and index hold",
        passes_on=True,
    ),
    Verb(
        "--ci",
        "ci",
        "",
        "scan what the CI job is for: the range of a pull request or push, else everything",
    ),
    Verb(
        "--install",
        "install",
        "[-f|--force] [<target-directory>] [--chain] [--hooks <hooks>] [--global]",
        "install the hooks into a repository or a template directory",
    ),
    Verb(
        "--uninstall",
        "uninstall",
        "[--hooks <hooks>] [<target-directory>]",
        "remove our hooks, and bring back those that were there before",
    ),
    Verb(
        "--doctor",
        "doctor",
        "[--format text|json]",
        "tell whether secrets are kept out here, and prove it with a made-up one",
    ),
    Verb(
        "--allow",
        "allow",
        "[--reason <text>] <id>",
        "allow one secret for everybody: its fingerprint goes into .gitallowed",
    ),
    Verb(
        "--explain",
        "explain",
        "<file>[:<line>] | -",
        "tell what each pattern makes of a line, and what excuses it",
    ),
    Verb("--list", "list", "[--global]", "list the patterns in force and where they come from"),
    Verb(
        "--add",
        "add",
        "[-a|--allowed] [-l|--literal] [--global] <pattern>",
        "add a prohibited or allowed pattern to the git config",
    ),
    Verb(
        "--remove",
        "remove",
        "[-a|--allowed] [-l|--literal] [--global] <pattern>",
        "remove a pattern from the git config",
    ),
    Verb(
        "--add-provider",
        "add_provider",
        "[--global] <command> [arguments...]",
        "add a command that prints prohibited patterns",
        passes_on=True,
    ),
    Verb(
        "--remove-provider",
        "remove_provider",
        "[--global] <command> [arguments...]",
        "remove a provider from the git config",
        passes_on=True,
    ),
    Verb(
        "--register-aws",
        "register_aws",
        "[--global]",
        "add the AWS patterns and the provider of ~/.aws/credentials to the git config",
    ),
    Verb(
        "--aws-provider",
        "aws_provider",
        "[<credentials-file>]",
        "print the keys of an AWS credentials file as patterns",
    ),
    Verb("--version", "version", "", "print the version"),
    Verb("--help", "help", "", "print this text"),
    Verb("--pre_commit_hook", "pre_commit_hook", "", ""),
    Verb("--commit_msg_hook", "commit_msg_hook", "", ""),
    Verb("--prepare_commit_msg_hook", "prepare_commit_msg_hook", "", ""),
    Verb("--pre_push_hook", "pre_push_hook", "", ""),
    Verb("--pre_receive_hook", "pre_receive_hook", "", ""),
)

OPTIONS = (
    Option("--recursive", ("--scan",), "walk the directories given", short="-r"),
    Option("--cached", ("--scan",), "scan what the index holds"),
    Option("--no-index", ("--scan",), "scan the folder as plain files, whether git knows them"),
    Option("--untracked", ("--scan",), "scan untracked files that are not ignored as well"),
    Option("--force", ("--install",), "replace hooks that exist, keeping a backup", short="-f"),
    Option("--chain", ("--install",), "keep hooks that exist, and run them before ours"),
    Option("--hooks", ("--install", "--uninstall"), "these, separated by commas", value="<hooks>"),
    Option("--allowed", ("--add", "--remove"), "an allowed pattern, not a prohibited", short="-a"),
    Option("--literal", ("--add", "--remove"), "plain text, not a regular expression", short="-l"),
    Option(
        "--global",
        (
            "--list",
            "--add",
            "--remove",
            "--add-provider",
            "--remove-provider",
            "--register-aws",
            "--install",
        ),
        "of the user, not of the repository: the git config, or the template of new clones",
    ),
    Option(
        "--unreachable", ("--scan-history",), "scan what no ref leads to as well, as after --amend"
    ),
    Option("--allow-missing", ("--scan-history",), "only warn of objects that are not here"),
    Option("--allow-all", ("--scan-history",), "allow all that is found, as a baseline"),
    Option(
        "--reason", ("--allow", "--scan-history"), "why it is allowed: kept there", value="<text>"
    ),
    Option("--no-cache", ("--scan-history",), "read what earlier audits have read, too"),
    Option("--quiet", ("--scan-history", "--ci"), "show no progress", short="-q"),
    Option("--rules", LOOKS, "put built-in rule sets in force for this run", value="<sets>"),
    Option("--text", LOOKS, "scan binary content too"),
    Option(
        "--format",
        (*SCANS, "--doctor"),
        "text, pretty, json, sarif or github; by default pretty on a terminal, else text",
        value="<format>",
    ),
    Option("--output", SCANS, "write the report to a file", value="<file>"),
    Option("--show-secrets", SCANS, "do not mask the secrets in the report"),
    Option("--show-allowed", SCANS, "report what is excused as well, and by which pattern"),
    Option("--redact", SCANS, "mask the secrets in the text format too"),
    Option("--verbose", SCANS, "name what was skipped", short="-v"),
)
