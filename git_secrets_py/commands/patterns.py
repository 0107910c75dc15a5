"""The verbs that change patterns and providers: ``--add``, ``--remove``, ``--register-aws``, …

Each returns the exit status.
"""

from __future__ import annotations

from contextlib import suppress

from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.argument_checks import text
from git_secrets_py.content import ALLOWED_FILE, PROHIBITED_FILE
from git_secrets_py.errors import EXIT_CLEAN, GitSecretsError, NotARepositoryError, RefusedError
from git_secrets_py.git.config import ALLOWED_KEY, PATTERNS_KEY, PROVIDERS_KEY
from git_secrets_py.git.config_file import ConfigFile
from git_secrets_py.model import FINGERPRINT_PREFIX, SHORTEST_ID, TIME_LIMIT
from git_secrets_py.selection import RECOMMENDED_RULES, names_patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Repository

# Both this program and the original can run it.
_AWS_PROVIDER = b"git secrets --aws-provider"
# The pattern files, by the settings that name patterns of the same kind.
_FILES = {ALLOWED_KEY: ALLOWED_FILE, PATTERNS_KEY: PROHIBITED_FILE}


def add(context: Context) -> int:
    """Add a pattern to the git config; warn if it is valid but probably unintended.

    Raises ``PatternError`` if it is invalid, ``RefusedError`` if it is present already.
    """
    from git_secrets_py.patterns import read

    pattern = argument_checks.pattern(context)
    file = _config_file(context)
    for line in pattern.split(b"\n"):
        read(line)
    key = _pattern_key(context)
    replaces = key == PATTERNS_KEY and _is_unconfigured(context)
    status = _add(file, key, pattern)
    for line in pattern.split(b"\n"):
        _warn(context, line, allowed=context.arguments.has("--allowed"))
    if context.arguments.has("--allowed"):
        _warn_of_own_secrets(context, pattern)
    if replaces:
        _report_replaced(context)
    return status


def remove(context: Context) -> int:
    """Remove a pattern from the git config; raise ``RefusedError`` if it is not there.

    The pattern is not parsed: an invalid one must be removable.
    """
    pattern = argument_checks.pattern(context)
    return _remove(context, _pattern_key(context), pattern)


def add_provider(context: Context) -> int:
    """Add a provider to the git config; warn if only a shell could run it.

    Raises ``RefusedError`` if it is present already.
    """
    from git_secrets_py.providers.command import without_shell

    command = argument_checks.provider(context)
    status = _add(_config_file(context), PROVIDERS_KEY, command)
    # Several values are the words that the user's own shell has read.
    if len(context.values) == 1 and (hint := without_shell(text(command))):
        context.notify(f"warning: {hint}")
    return status


def remove_provider(context: Context) -> int:
    """Remove a provider from the git config; raise ``RefusedError`` if it is not there."""
    command = argument_checks.provider(context)
    return _remove(context, PROVIDERS_KEY, command)


def register_aws(context: Context) -> int:
    """Add the missing AWS patterns and the provider to the git config, and print ``OK``."""
    from git_secrets_py import rules
    from git_secrets_py.doctor import hooks
    from git_secrets_py.wording import count

    argument_checks.nothing(context)
    file, (prohibited, allowed_ones) = _config_file(context), rules.registered()
    replaces = _is_unconfigured(context)
    provider = file.add(PROVIDERS_KEY, _AWS_PROVIDER)
    added = sum([file.add(PATTERNS_KEY, source) for source in prohibited])
    allowed = sum([file.add(ALLOWED_KEY, source) for source in allowed_ones])
    context.out(b"OK\n")
    if provider or added or allowed:
        patterns = f"{count(added, 'prohibited pattern')}, {count(allowed, 'allowed pattern')}"
        context.notify(f"added {patterns} and {count(int(provider), 'provider')} to {file}")
    else:
        context.notify(f"all AWS patterns are already in {file}")
    if replaces:
        _report_replaced(context)
    is_global = context.arguments.has("--global")
    if not (hooks.are_in_template() if is_global else hooks.are_installed(context.repository)):
        where = " --global" if is_global else ""
        context.notify(f"next, install the hooks: git secrets --install{where}")
    return EXIT_CLEAN


def aws_provider(context: Context) -> int:
    """Print the keys of an AWS credentials file as patterns; raise as ``aws.patterns`` does."""
    from git_secrets_py.providers import aws

    patterns = aws.patterns(argument_checks.at_most_one(context))
    context.out(b"".join(pattern.source + b"\n" for pattern in patterns))
    return EXIT_CLEAN


def _config_file(context: Context) -> ConfigFile:
    if context.arguments.has("--global"):
        return ConfigFile("--global")
    try:
        return ConfigFile("--local")
    except NotARepositoryError as error:
        hint = "--global selects the global git config"
        raise NotARepositoryError(f"{error}; {hint}") from error


def _is_unconfigured(context: Context) -> bool:
    """Return whether the recommended rules are active, since nothing is configured."""
    return not names_patterns(context.repository.config)


def _report_replaced(context: Context) -> None:
    option = "--global " if context.arguments.has("--global") else ""
    context.notify(
        f"now that a pattern is configured, the rule set '{RECOMMENDED_RULES}' is no longer "
        f"active; to keep it: git config {option}secrets.rules {RECOMMENDED_RULES}"
    )


def _pattern_key(context: Context) -> bytes:
    return ALLOWED_KEY if context.arguments.has("--allowed") else PATTERNS_KEY


def _add(file: ConfigFile, key: bytes, value: bytes) -> int:
    if not file.add(key, value):
        raise RefusedError(f"{key.decode()} in {file} already contains '{text(value)}'")
    return EXIT_CLEAN


def _remove(context: Context, key: bytes, value: bytes) -> int:
    file = _config_file(context)
    if not file.remove(key, value):
        raise RefusedError(
            f"{key.decode()} in {file} does not contain '{text(value)}'"
            + _elsewhere(context, key, value)
        )
    return EXIT_CLEAN


def _elsewhere(context: Context, key: bytes, value: bytes) -> str:
    """Return the file of git's configuration that has ``value``, as part of an error."""
    having = [one.origin for one in context.repository.config.all(key) if one.value == value]
    if not having:
        with suppress(GitSecretsError):  # of a file that cannot be read, or outside of a work tree
            return _in_pattern_file(context.repository, key, value)
        return ""
    hint = "" if context.arguments.has("--global") else " (--global selects the global git config)"
    return f", but {having[0]} does{hint}"


def _in_pattern_file(repository: Repository, key: bytes, value: bytes) -> str:
    """Return the line that has ``value``, or the way to remove the ID ``value``, as ``_elsewhere``.

    Raises ``GitSecretsError`` if the pattern file of ``key`` cannot be read.
    """
    from git_secrets_py.pattern_files import decode, lines
    from git_secrets_py.selection.active_files import WORK_TREE, Versions

    name = _FILES.get(key, b"")
    if key == ALLOWED_KEY and (digits := _allowed_id(repository, value)):
        return f"; to remove the ID from .gitallowed: git secrets --disallow {digits}"
    for file in Versions(repository, [name]).active(WORK_TREE) if name else ():
        for number, line in lines(decode(file.content)):
            if line == value:
                return f", but {name.decode()}:{number} does; remove it there"
    return ""


def _allowed_id(repository: Repository, value: bytes) -> str:
    """Return the digits of ``value`` if ``--disallow`` takes it for a secret in ``.gitallowed``."""
    from git_secrets_py.allowlist.file import fingerprints

    digits = text(value).lower().removeprefix(FINGERPRINT_PREFIX.decode())
    if len(digits) < SHORTEST_ID:
        return ""
    return digits if any(one.startswith(digits) for one in fingerprints(repository)) else ""


def _warn(context: Context, source: bytes, *, allowed: bool) -> None:
    """Warn if a pattern that was added is valid but probably unintended."""
    from git_secrets_py.patterns import advice

    for warning in advice.warnings(source, allowed=allowed):
        context.notify(f"warning: the pattern '{text(source)}': {warning}")


def _warn_of_own_secrets(context: Context, source: bytes) -> None:
    """Warn if an allowed pattern that was added matches a live secret of the user.

    The message does not contain the pattern, which may be the secret.
    """
    from git_secrets_py.cli.active_patterns import select_configured
    from git_secrets_py.engine.decider import Decider
    from git_secrets_py.patterns import read
    from git_secrets_py.report.escaping import visible_text

    # Without sources that cannot be read: each scan reports those as errors.
    with suppress(GitSecretsError, TimeoutError):
        selection = select_configured(context)
        deciders = [Decider(read(one), word=False, limit=TIME_LIMIT) for one in source.split(b"\n")]
        owners = {
            own.owner
            for own in (*selection.own, *selection.provided)
            if own.literal is not None and any(any(one.spans(own.literal)) for one in deciders)
        }
        for owner in sorted(owners):
            context.notify(
                f"warning: this pattern allows a secret of your own ({visible_text(owner)}); "
                "deactivate it where it was issued"
            )
