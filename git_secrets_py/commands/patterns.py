"""The verbs on patterns and providers: ``--add``, ``--remove``, ``--list``, ``--register-aws``, …

Each returns the exit status.
"""

from __future__ import annotations

import os

from git_secrets_py.cli import argument_checks
from git_secrets_py.cli.argument_checks import text
from git_secrets_py.errors import EXIT_CLEAN, NotARepositoryError, RefusedError
from git_secrets_py.git.config_file import ConfigFile
from git_secrets_py.model import ALLOWED_KEY, PATTERNS_KEY, PROVIDERS_KEY, RULES_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.cli.context import Context
    from git_secrets_py.git.repository import Config, Repository

_LISTED = (PATTERNS_KEY, ALLOWED_KEY, PROVIDERS_KEY, RULES_KEY)
# Both this program and the original can run it.
_AWS_PROVIDER = b"git secrets --aws-provider"


def add(context: Context) -> int:
    """Add a pattern to the git config.

    Raises ``PatternError`` if it is invalid, ``RefusedError`` if it is present already.
    """
    from git_secrets_py.patterns import read

    pattern = argument_checks.pattern(context)
    file = _config_file(context)
    for line in pattern.split(b"\n"):
        read(line)
    return _add(file, _pattern_key(context), pattern)


def remove(context: Context) -> int:
    """Remove a pattern from the git config; raise ``RefusedError`` if it is not there.

    The pattern is not parsed: an invalid one must be removable.
    """
    pattern = argument_checks.pattern(context)
    return _remove(_config_file(context), _pattern_key(context), pattern)


def add_provider(context: Context) -> int:
    """Add a provider to the git config; raise ``RefusedError`` if it is present already."""
    command = argument_checks.provider(context)
    return _add(_config_file(context), PROVIDERS_KEY, command)


def remove_provider(context: Context) -> int:
    """Remove a provider from the git config; raise ``RefusedError`` if it is not there."""
    command = argument_checks.provider(context)
    return _remove(_config_file(context), PROVIDERS_KEY, command)


def list_patterns(context: Context) -> int:
    """Print the active patterns and providers with their origins, one per line."""
    argument_checks.nothing(context)
    if context.arguments.has("--global"):
        context.out(_config_file(context).listing())
        return EXIT_CLEAN
    context.out(b"".join(_configured(context.repository.config)))
    context.out(b"".join(_in_files(context.repository)))
    return EXIT_CLEAN


def register_aws(context: Context) -> int:
    """Add the missing AWS patterns and the provider to the git config, and print ``OK``."""
    from git_secrets_py import rules

    argument_checks.nothing(context)
    file, aws = _config_file(context), rules.load("aws")
    file.add(PROVIDERS_KEY, _AWS_PROVIDER)
    for pattern in aws.patterns:
        file.add(PATTERNS_KEY, pattern.source)
    for pattern in aws.allowed:
        file.add(ALLOWED_KEY, pattern.source)
    context.out(b"OK\n")
    return EXIT_CLEAN


def aws_provider(context: Context) -> int:
    """Print the keys of an AWS credentials file as patterns; raise as ``aws.patterns`` does."""
    from git_secrets_py.providers import aws

    patterns = aws.patterns(argument_checks.at_most_one(context))
    context.out(b"".join(pattern.source + b"\n" for pattern in patterns))
    return EXIT_CLEAN


def _config_file(context: Context) -> ConfigFile:
    return ConfigFile("--global" if context.arguments.has("--global") else "--local")


def _pattern_key(context: Context) -> bytes:
    return ALLOWED_KEY if context.arguments.has("--allowed") else PATTERNS_KEY


def _add(file: ConfigFile, key: bytes, value: bytes) -> int:
    if not file.add(key, value):
        raise RefusedError(f"{key.decode()} in {file} already contains '{text(value)}'")
    return EXIT_CLEAN


def _remove(file: ConfigFile, key: bytes, value: bytes) -> int:
    if not file.remove(key, value):
        raise RefusedError(f"{key.decode()} in {file} does not contain '{text(value)}'")
    return EXIT_CLEAN


def _configured(config: Config) -> Iterator[bytes]:
    """Yield lines ``key value``, as ``git config --get-regexp`` prints them."""
    for setting in config.settings:
        if setting.key in _LISTED:
            yield setting.key + (b"" if setting.value is None else b" " + setting.value) + b"\n"


def _in_files(repository: Repository) -> Iterator[bytes]:
    """Yield lines ``file:line pattern`` for the files at the top of the work tree."""
    from git_secrets_py.model import ALLOWED_FILE, PROHIBITED_FILE
    from git_secrets_py.pattern_files import lines
    from git_secrets_py.registry import file_content

    try:
        if not repository.is_inside_work_tree:
            return
    except NotARepositoryError:
        return
    for name in (ALLOWED_FILE, PROHIBITED_FILE):
        for number, line in lines(file_content(os.path.join(repository.top, name))):
            yield b"%b:%d %b\n" % (name, number, line)
