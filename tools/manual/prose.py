"""What the man page says beside the option table. Marks are those of ``roff``."""

from __future__ import annotations

from git_secrets_py import rules
from tools.manual.roff import example, item, marked, paragraph

NAME = "keep secrets out of git"


def _items(*pairs: tuple[str, str]) -> str:
    return "".join(item(marked(term), text) for term, text in pairs)


def _paragraphs(*texts: str) -> str:
    return "".join(map(paragraph, texts))


_DESCRIPTION = _paragraphs(
    "The hooks refuse a commit that holds a secret: a match of a *prohibited* pattern that no "
    "*allowed* pattern excuses. `--scan` looks through files, `--scan-history` through all that "
    "git holds.",
    "The program is installed under two names. As `git-secrets` it answers to `git secrets`, and "
    "takes the place of the program of that name by AWS Labs; `git-secrets-py` is the same.",
    "Options may stand before or after the values. A value that begins with `-` comes after `--`. "
    "The beginning of an option is enough where only one option begins so.",
)

_PATTERNS = (
    _paragraphs(
        "Prohibited patterns come from the git config (`secrets.patterns`), from the file "
        "`.gitprohibited`, from providers (`secrets.providers`) and from the built-in rule sets "
        "that `--rules` or `secrets.rules` names. `--list` shows them.",
        "A pattern is a POSIX extended regular expression over bytes, as `grep -E` of GNU reads "
        "it in the C locale. Bracket expressions may hold classes, as in `[[:alnum:]_]`; inside "
        "brackets a backslash is a backslash. Intervals, back-references and "
        "`\\w \\W \\s \\S \\b \\B \\< \\>` are known. What POSIX leaves undefined, such as "
        "`\\d`, `\\t` and `*?`, means what it means in the module `regex` of Python. A pattern "
        "that begins with `(?` is in the syntax of that module throughout, as in "
        "`(?i)password\\s*=`. A newline separates patterns.",
        "A pattern that cannot be read, or that matches the empty string, ends the run with "
        "status 2. It is never skipped.",
        "A prohibited pattern matches where neither neighbour of the match is a letter, a digit "
        "or an underscore, as with `grep -w`. No match crosses a line.",
    )
    + paragraph("The built-in rule sets are:")
    + paragraph(", ".join(f"`{name}`" for name in rules.names()) + ".")
)

_ALLOWING = _paragraphs(
    "Allowed patterns come from the git config (`secrets.allowed`), from the file `.gitallowed` "
    "and with rule sets. They are tried on *path*`:`*line number*`:`*content*, in history also "
    "on *commit*`:`*path*`:`*line number*`:`*content*. Neighbours do not matter to them.",
    "Where an allowed pattern overlaps matches it excuses these and no others. Where it overlaps "
    "none, as `^docs/` does, it excuses the whole line.",
    "A line `sha256:`*digits* in `.gitallowed` excuses the one secret whose SHA-256 has these 64 "
    "hexadecimal digits, wherever it stands. The first 8 of them are the short id of the secret.",
)

_TEXT = _paragraphs(
    "UTF-8 and single-byte text are scanned as bytes, UTF-16 and UTF-32 as UTF-8. Other content "
    "with a NUL among its first 8,000 bytes is binary: it is skipped, and named with `--verbose`; "
    "`--text` scans it. `.gitattributes` hides nothing.",
)

_EXIT_STATUS = _items(
    ("0", "Nothing was found."),
    (
        "1",
        "Something was found; or an option was misused, a hook exists, a pattern is present.",
    ),
    (
        "2",
        "Something was not scanned, or broke: no repository, a file that cannot be read, a bad "
        "pattern, a provider that failed, an error of git. What was found is printed all the same.",
    ),
    ("130", "Interrupted."),
)

_ENVIRONMENT = _items(
    (
        "`GIT_SECRETS_ENGINE`",
        "With the value `regex`, Hyperscan is not used. The findings are the same; it is slower.",
    ),
    (
        "`GIT_SECRETS_REDACT`",
        "With the value `1`, secrets are masked in the `text` format too, as with `--redact`.",
    ),
    ("`NO_COLOR`", "If it is set and not empty, nothing is coloured."),
    (
        "`XDG_CACHE_HOME`",
        "Below it compiled patterns are kept, in `git-secrets-py`; default: `~/.cache`. On macOS "
        "they are in `~/Library/Caches`, on Windows in `%LOCALAPPDATA%`.",
    ),
    (
        "`AWS_SHARED_CREDENTIALS_FILE`",
        "The file that `--aws-provider` reads if none is named; default: `~/.aws/credentials`.",
    ),
)

_FILES = _items(
    (
        "`.gitprohibited`",
        "Prohibited patterns, at the top of the work tree. One a line; empty lines and lines that "
        "begin with `#` do not count.",
    ),
    ("`.gitallowed`", "Allowed patterns and fingerprints, in the same place and form."),
)

_CONFIGURATION = paragraph(
    "These keys of the git config are read, see `git-config`(1). Each of the first three may be "
    "there many times."
) + _items(
    ("`secrets.patterns`", "A prohibited pattern. `--add` and `--remove` change them."),
    ("`secrets.allowed`", "An allowed pattern, with `--allowed`."),
    (
        "`secrets.providers`",
        "A command that prints prohibited patterns, one a line. It is run without a shell.",
    ),
    ("`secrets.redact`", "If true, secrets are masked in the `text` format too."),
    (
        "`secrets.inlineAllow`",
        "If true, a comment `git-secrets: allow` on a line excuses that line.",
    ),
)

_EXAMPLES = (
    paragraph("Guard a repository, and see whether it is clean already:")
    + example("git secrets --register-aws\ngit secrets --install\ngit secrets --scan-history")
    + paragraph("Prohibit a pattern, and allow what is no secret:")
    + example(
        "git secrets --add 'password\\s*=\\s*.+'\n"
        "git secrets --add --allowed --literal 'password = example'"
    )
    + paragraph("Scan with built-in rule sets, without any configuration:")
    + example("git secrets --scan --rules aws,github,private-key")
    + paragraph("Scan what a branch brings in:")
    + example("git secrets --scan-history --rules all main..topic")
)

_SEE_ALSO = paragraph(
    "`git`(1), `git-config`(1), `githooks`(5), `grep`(1); "
    "https://github.com/git-secrets-py/git-secrets-py"
)

SECTIONS = {
    "DESCRIPTION": _DESCRIPTION,
    "PATTERNS": _PATTERNS,
    "ALLOWING": _ALLOWING,
    "TEXT AND BINARY FILES": _TEXT,
    "EXIT STATUS": _EXIT_STATUS,
    "ENVIRONMENT": _ENVIRONMENT,
    "FILES": _FILES,
    "CONFIGURATION": _CONFIGURATION,
    "EXAMPLES": _EXAMPLES,
    "SEE ALSO": _SEE_ALSO,
}
