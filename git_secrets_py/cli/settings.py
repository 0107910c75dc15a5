"""The list of git config keys and environment variables that the program reads.

The README's tables and the manual page are generated from it. In meanings, backquotes mark code.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SettingHelp:
    """One config key, or one or more related environment variables.

    ``values`` describes the valid values, ``default`` the effect if it is not set. ``names`` may
    end in ``*``. An environment variable that other programs set has no default.
    """

    names: tuple[str, ...]
    values: str
    default: str
    meaning: str


CONFIG_KEYS = (
    SettingHelp(
        ("secrets.patterns",),
        "regular expression, repeatable",
        "none",
        "A prohibited pattern. `--add` and `--remove` change this key.",
    ),
    SettingHelp(
        ("secrets.allowed",),
        "regular expression, repeatable",
        "none",
        "An allowed pattern. `--add --allowed` and `--remove --allowed` change this key.",
    ),
    SettingHelp(
        ("secrets.providers",),
        "command, repeatable",
        "none",
        "A command that prints prohibited patterns, one per line. It runs without a shell.",
    ),
    SettingHelp(
        ("secrets.local",),
        "stores separated by commas, or `all`; repeatable",
        "none",
        "The credential stores whose secrets are prohibited. `--register-local` sets it to `all`, "
        "`--list-providers` lists them.",
    ),
    SettingHelp(
        ("secrets.vault",),
        "command, repeatable",
        "none",
        "A command that prints secrets, one per line, for the store `vault`. It runs without a "
        "shell.",
    ),
    SettingHelp(
        ("secrets.rules",),
        "rule sets and rules separated by commas, repeatable",
        "`recommended`, unless `secrets.patterns` is set",
        "The built-in rule sets and rules to enable; `all` enables every set, `none` no set. A "
        "name after `-` excludes its rules, as in `all,-jwt`. `--rules` adds to them.",
    ),
    SettingHelp(
        ("secrets.minSeverity",),
        "`low`, `medium`, `high`",
        "`low`",
        "Show only findings of this severity or higher, in hooks as well. Reports give the number "
        "of the others. `--min-severity` overrides it.",
    ),
    SettingHelp(
        ("secrets.rulesFile",),
        "file, repeatable",
        "none",
        "A TOML file with rules, in the format of git-secrets-py or gitleaks. `~` is the home "
        "directory; other paths are relative to the top of the work tree. `--rules-file` adds to "
        "them.",
    ),
    SettingHelp(
        ("secrets.redact",),
        "boolean",
        "`true` for hooks and `--ci`",
        "Mask secrets in the `text` format. `false` shows the lines and the advice of git-secrets "
        "in hooks, on a terminal as well. The other formats mask secrets unless `--show-secrets` "
        "is given.",
    ),
    SettingHelp(
        ("secrets.decode",),
        "boolean",
        "`true`",
        "Look for secrets in encoded text: base64, hexadecimal and escapes.",
    ),
    SettingHelp(
        ("secrets.archives",),
        "boolean",
        "`false`",
        "Scan the members of archives and compressed files, as `--archives` does.",
    ),
    SettingHelp(
        ("secrets.inlineAllow",),
        "boolean",
        "`false`",
        "Allow the matches on lines with a comment `git-secrets: allow`.",
    ),
    SettingHelp(
        ("secrets.serverAllowOnly",),
        "boolean",
        "`false`",
        "On a server, ignore the `.gitallowed` files of pushed commits in the pre-receive hook, "
        "and the allowlists in their `.gitsecrets.toml`.",
    ),
    SettingHelp(
        ("color.ui",),
        "`auto`, `always`, `never`",
        "`auto`",
        "Whether to use color, as for git. `--color` and the environment override it.",
    ),
)

KNOWN_KEYS = tuple(name for setting in CONFIG_KEYS for name in setting.names)

ENVIRONMENT = (
    SettingHelp(
        ("GIT_SECRETS_ENGINE",),
        "`regex`, `compiled` or `python`",
        "the fastest available",
        "`regex`: do not use Hyperscan; the findings are the same, but scans are slower. "
        "`compiled`: audits fail if the compiled pack reader is not installed. "
        "`python`: audits read packs with git.",
    ),
    SettingHelp(
        ("GIT_SECRETS_REDACT",),
        "`1`",
        "`secrets.redact`",
        "Mask secrets in the `text` format, as `--redact` does.",
    ),
    SettingHelp(
        ("GIT_SECRETS_NO_PROVIDERS",),
        "any text",
        "unset",
        "Do not run the configured providers, as `--no-providers` does.",
    ),
    SettingHelp(
        ("GIT_SECRETS_DOCTOR",),
        "`1`",
        "unset",
        "Set by `--doctor` while it tests the hooks; chained hooks are skipped.",
    ),
    SettingHelp(("NO_COLOR",), "any text", "unset", "Do not use color, as `--color=never`."),
    SettingHelp(
        ("FORCE_COLOR", "CLICOLOR_FORCE"),
        "any text except `0`",
        "unset",
        "Use color, as `--color=always`, unless `NO_COLOR` is set.",
    ),
    SettingHelp(
        ("TERM",),
        "name of a terminal",
        "set by the terminal",
        "Do not use color if this is `dumb`.",
    ),
    SettingHelp(
        ("XDG_CACHE_HOME",),
        "directory",
        "`~/.cache`",
        "The parent directory of the cache. macOS uses `~/Library/Caches` instead.",
    ),
    SettingHelp(
        ("LOCALAPPDATA",),
        "directory",
        "set by Windows",
        "The parent directory of the cache on Windows.",
    ),
    SettingHelp(
        ("APPDATA",),
        "directory",
        "unset",
        "On Windows, the directory of the credential stores of `secrets.local`.",
    ),
    SettingHelp(
        ("XDG_CONFIG_HOME",),
        "directory",
        "`~/.config`",
        "The parent directory of the template that `--install --global` creates.",
    ),
    SettingHelp(
        ("AWS_SHARED_CREDENTIALS_FILE",),
        "file",
        "`~/.aws/credentials`",
        "The file that `--aws-provider` reads if none is given.",
    ),
    SettingHelp(
        ("CLAUDE_CONFIG_DIR", "CODEX_HOME", "COPILOT_HOME", "KIMI_CODE_HOME"),
        "directory",
        "`~/.claude`, `~/.codex`, `~/.copilot`, `~/.kimi-code`",
        "The settings of a coding agent, for `--install --agent` with `--global`.",
    ),
    SettingHelp(
        ("CLAUDE_PROJECT_DIR", "CURSOR_PROJECT_DIR"),
        "",
        "",
        "Set by coding agents; the directory of an event that does not name one.",
    ),
    SettingHelp(
        ("CI",),
        "",
        "",
        "Set by most CI services; `--scan` and `--scan-history` mask secrets.",
    ),
    SettingHelp(
        (
            "GITHUB_ACTIONS",
            "GITHUB_EVENT_NAME",
            "GITHUB_EVENT_PATH",
            "GITHUB_REF",
            "GITHUB_SHA",
            "GITEA_ACTIONS",
            "FORGEJO_ACTIONS",
        ),
        "",
        "",
        "Set by GitHub, Gitea and Forgejo Actions; `--ci` derives the commits to scan from them.",
    ),
    SettingHelp(
        (
            "GITLAB_CI",
            "CI_PIPELINE_SOURCE",
            "CI_COMMIT_*",
            "CI_MERGE_REQUEST_*",
            "CI_EXTERNAL_PULL_REQUEST_*",
            "CI_DEFAULT_BRANCH",
            "CI_PROJECT_ID",
        ),
        "",
        "",
        "Set by GitLab CI; `--ci` derives the commits to scan from them.",
    ),
    SettingHelp(
        (
            "BITBUCKET_*",
            "BRANCH_NAME",
            "BUILD_*",
            "CHANGE_TARGET",
            "CIRCLE*",
            "CI_PIPELINE_EVENT",
            "CI_PREV_*",
            "CI_REPO_DEFAULT_BRANCH",
            "DRONE*",
            "GIT_BRANCH",
            "GIT_PREVIOUS_SUCCESSFUL_COMMIT",
            "JENKINS_URL",
            "SYSTEM_PULLREQUEST_*",
            "TAG_NAME",
            "TF_BUILD",
        ),
        "",
        "",
        "Set by other CI services (see docs/ci.md); `--ci` derives the commits to scan from them.",
    ),
    SettingHelp(
        ("PRE_COMMIT", "PRE_COMMIT_*"),
        "",
        "",
        "Set by the pre-commit framework; they name the pushed refs and the source of the message.",
    ),
    SettingHelp(
        (
            "GIT_DIR",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
            "GIT_EDITOR",
            "GIT_TEMPLATE_DIR",
            "GIT_TEXTDOMAINDIR",
            "GIT_AUTHOR_*",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_KEY_*",
            "GIT_CONFIG_VALUE_*",
            "GITHEAD_*",
        ),
        "",
        "",
        "Set by git or for git, see `git`(1). They have their usual effect.",
    ),
    SettingHelp(
        ("PATH",),
        "",
        "",
        "The directories that are searched for programs. The hooks of coding agents ignore "
        "relative ones.",
    ),
)
