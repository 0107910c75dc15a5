"""The command ``--scan-fleet``: from its options to the reports and the exit status."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec

from git_secrets_py.cli.active_patterns import options_to_repeat
from git_secrets_py.cli.context import Context, is_terminal
from git_secrets_py.cli.minimum_severity import OPTION as MINIMUM
from git_secrets_py.cli.minimum_severity import minimum
from git_secrets_py.errors import ConfigurationError, UsageError
from git_secrets_py.fleet import sources
from git_secrets_py.fleet.credentials import stored
from git_secrets_py.fleet.opening import forget_current_repository
from git_secrets_py.fleet.program import identity, program_digest
from git_secrets_py.fleet.recalling_executor import RecallingExecutor
from git_secrets_py.fleet.reports import print_report, write_reports
from git_secrets_py.fleet.results import OutputDirectory
from git_secrets_py.fleet.run import Run
from git_secrets_py.fleet.tasks import Listed, Setup
from git_secrets_py.fleet.view import LineView, QuietView
from git_secrets_py.fleet.worker import Worker, default_clones
from git_secrets_py.git import Git
from git_secrets_py.git.config import (
    LOCAL_KEY,
    PROVIDERS_KEY,
    RULE_FILE_KEY,
    VAULT_KEY,
    split_names,
)
from git_secrets_py.git.repository import Repository
from git_secrets_py.registry.collector import read_registry
from git_secrets_py.selection import (
    NOTHING_CONFIGURED,
    Selection,
    names_patterns,
    own_secrets,
    provided_by,
)
from git_secrets_py.selection.named_files import given_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.fleet.executor import Executor
    from git_secrets_py.fleet.tasks import OnStep
    from git_secrets_py.fleet.view import View
    from git_secrets_py.git.config import Config
    from git_secrets_py.model import Pattern

    MakeExecutor = Callable[[Context, Setup, OnStep], Executor]

LOCAL = "local"
DEFAULT_OUTPUT = "git-secrets-fleet"
FORMATS = ("text", "json", "sarif", "html")
_TIMEOUT = 3600.0
# The extra ``fleet``: its name would make pip look for a release.
_INSTALL = "pip install 'dask[distributed]>=2024.8' 'cryptography>=42'"
# The options of the audits.
_OF_AUDITS = (
    "--rules",
    "--text",
    "--archives",
    "--no-decode",
    "--require-lfs",
    "--allow-missing",
    "--allow-partial",
    "--allow-shallow",
)
# Settings that do not travel: they name files and commands on this machine.
_LOCAL_KEYS = (PROVIDERS_KEY, LOCAL_KEY, VAULT_KEY, RULE_FILE_KEY)
_NOT_SENT = (
    "its address has a user name or a password, which is not sent to a cluster; remove it, and "
    "configure a credential helper of git on the workers"
)
_SECTION = b"secrets."


def scan_fleet(context: Context, make_executor: MakeExecutor | None = None) -> int:
    """Audit the repositories that the values of ``context`` list; return the exit status.

    ``make_executor`` is by default that of Dask. Raises ``GitSecretsError``.
    """
    forget_current_repository()
    _check_options(context)
    if make_executor is None:
        _check_dask()  # before anything is written
    clones = context.arguments.options.get("--clones") or default_clones()
    listed = sources.read(context.arguments.values, clones)
    if _is_elsewhere(context):
        listed = list(map(_without_credential, listed))
    if not listed:
        raise ConfigurationError("the sources list no repository")
    setup = _setup(context)
    view = _view(context)
    with closing(
        OutputDirectory(context.arguments.options.get("--output", DEFAULT_OUTPUT))
    ) as results:
        run = Run(listed, results, view, clones)
        results.begin(identity(setup, (), setup.patterns))
        with stored(listed, default_clones()) as credentials:
            setup = replace(setup, credentials=credentials)
            with closing(_executor(context, setup, view, make_executor)) as executor:
                try:
                    run.audit(executor)
                finally:
                    view.end()
        document = run.report(options_to_repeat(context, anywhere=True))
        write_reports(results, document)
        status = run.finish(document)
    print_report(context, document, results.directory)
    return status


def _executor(
    context: Context, setup: Setup, view: View, make_executor: MakeExecutor | None
) -> Executor:
    def start() -> Executor:
        executor = (make_executor or _dask)(context, setup, view.step)
        view.remark(executor.description)
        return executor

    # The clones of a cluster are on its workers.
    return start() if _is_elsewhere(context) else RecallingExecutor(Worker(setup), start)


def _is_elsewhere(context: Context) -> bool:
    """Return whether the workers are on other machines."""
    return context.arguments.options.get("--cluster", LOCAL) != LOCAL


def _without_credential(listed: Listed) -> Listed:
    """Return ``listed`` as refused if it has a credential, which must not travel."""
    if listed.credential is None:
        return listed
    return Listed(listed.target, problem=_NOT_SENT)


def _dask(context: Context, setup: Setup, on_step: OnStep) -> Executor:
    try:
        from git_secrets_py.fleet.dask_executor import dask_executor
    except ImportError as error:
        raise _lacking(error.name) from error
    return dask_executor(context.arguments.options, setup, on_step)


def _check_dask() -> None:
    """Raise ``ConfigurationError`` if Dask is not installed; importing it would take long."""
    if find_spec("distributed") is None:
        raise _lacking("distributed")


def _lacking(package: str | None) -> ConfigurationError:
    return ConfigurationError(
        f"--scan-fleet needs the package {package}; install it with: {_INSTALL}"
    )


def _check_options(context: Context) -> None:
    """Raise ``UsageError`` for an invalid value, before anything is read."""
    options = context.arguments.options
    if options.get("--format", FORMATS[0]) not in FORMATS:
        from git_secrets_py.errors import unknown_value

        raise unknown_value("format", options["--format"], FORMATS)
    _number(options.get("--workers"), "--workers", int)
    _number(options.get("--timeout"), "--timeout", float)


def _number(text: str | None, option: str, kind: type[int] | type[float]) -> None:
    try:
        if text is None or 0 < kind(text) < float("inf"):
            return
    except ValueError:
        pass
    raise UsageError(f"{option} requires a number above 0, not '{text}'")


def _setup(context: Context) -> Setup:
    """Return the setup of the workers; raises ``GitSecretsError`` as a scan does."""
    options, arguments = context.arguments.options, context.arguments
    user = Repository(Git(os.sep), starts_facts=False)
    given = [(name, options[name]) for name in _OF_AUDITS if name in options]
    names = arguments.all("--rules-file")
    files = [(one.name, one.content) for one in given_files(user, names)]
    rules = split_names(options.get("--rules", ""))
    # An error would be that of each repository.
    read_registry(Selection(user.config, rules=rules))
    if not names_patterns(user.config, rules, files):
        context.notify_once(NOTHING_CONFIGURED)
    return Setup(
        digest=program_digest(),
        options=[*given, (MINIMUM, minimum(Context(arguments, user)))],
        settings=_public_settings(user.config),
        rule_files=files,
        patterns=_confidential(context, user),
        clones=os.path.abspath(options["--clones"]) if "--clones" in options else "",
        timeout=float(options.get("--timeout", _TIMEOUT)),
        own_providers=_is_elsewhere(context) and _runs_providers(context),
        in_repository=arguments.has("--use-repository-cache"),
    )


def _public_settings(config: Config) -> Sequence[tuple[bytes, bytes | None, str]]:
    return [
        (one.key, one.value, one.origin)
        for one in config.settings
        if one.key.startswith(_SECTION) and one.key not in _LOCAL_KEYS
    ]


def _confidential(context: Context, user: Repository) -> Sequence[Pattern]:
    """Return the user's own secrets, and the output of the user's providers."""
    if not _runs_providers(context):
        return ()
    return [*provided_by(user.config), *own_secrets(user)]


def _runs_providers(context: Context) -> bool:
    skips = context.arguments.has("--no-providers")
    return not skips and not os.environ.get("GIT_SECRETS_NO_PROVIDERS")


def _view(context: Context) -> View:
    if context.arguments.has("--quiet"):
        return QuietView(context.notify)
    if is_terminal(sys.stderr):
        from git_secrets_py.fleet.live_view import LiveView

        return LiveView(context.notify)
    return LineView(context.notify)
