"""``git secrets --register-local`` and ``--list-providers``: the user's own secrets.

No value is ever printed, only where it is from.
"""

from __future__ import annotations

from git_secrets_py.cli import argument_checks
from git_secrets_py.doctor import hooks
from git_secrets_py.errors import EXIT_CLEAN, EXIT_INCOMPLETE, ProviderError
from git_secrets_py.git.config import LOCAL_KEY, PROVIDERS_KEY
from git_secrets_py.git.config_file import ConfigFile
from git_secrets_py.providers import local, patterns_of
from git_secrets_py.providers.store_table import STORES
from git_secrets_py.report.escaping import visible, visible_text
from git_secrets_py.selection.own_stores import machine, store_names
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from git_secrets_py.cli.context import Context
    from git_secrets_py.providers.local import Contents
    from git_secrets_py.providers.store import Store

_HEADING = "# own secrets, enabled by secrets.local"
_HINT = "no store is enabled; enable all that exist: git secrets --register-local"


def register_local(context: Context) -> int:
    """Enable every store in the global git config, and print the number of their secrets.

    Raises ``ProviderError`` for a store that cannot be read; nothing is changed then.
    """
    argument_checks.nothing(context)
    found = [contents for contents in _contents(context, [local.ALL]) if contents.secrets]
    file = ConfigFile("--global")
    is_new = file.add(LOCAL_KEY, local.ALL.encode())
    context.out(b"OK\n")
    for contents in found:
        context.out(_line(contents))
    total = count(sum(len(contents.secrets) for contents in found), "secret")
    stores = count(len({contents.store.name for contents in found}), "store")
    verb = "are now" if is_new else "are already"
    context.notify(
        f"your own secrets {verb} prohibited in {file}: {total} in {stores}; "
        "new secrets are included automatically"
    )
    if not hooks.are_installed(context.repository):
        context.notify("next, install the hooks: git secrets --install")
    return EXIT_CLEAN


def list_providers(context: Context) -> int:
    """Print the stores and the providers, each with its number of secrets or patterns.

    Returns ``EXIT_INCOMPLETE`` if one of them fails.
    """
    argument_checks.nothing(context)
    names, status = store_names(context.repository.config), EXIT_CLEAN
    context.out(f"{_HEADING}\n".encode())
    local.stores(names)  # an unknown name is an error
    for store in sorted(STORES, key=_name):
        try:
            contents = local.read(store, machine(context.repository))
        except ProviderError as error:
            context.notify(str(error))
            status = EXIT_INCOMPLETE
            continue
        is_enabled = local.ALL in names or store.name in names
        if contents.files or contents.secrets or (is_enabled and local.ALL not in names):
            context.out(_line(contents, is_enabled=is_enabled))
    for line in _providers(context):
        context.out(line)
    if not names:
        context.notify(_HINT)
    return status


def _contents(context: Context, names: list[str]) -> Iterator[Contents]:
    where = machine(context.repository)
    for store in sorted(local.stores(names), key=_name):
        yield local.read(store, where)


def _name(store: Store) -> str:
    return store.name


def _line(contents: Contents, *, is_enabled: bool = True) -> bytes:
    store = contents.store
    text = f"{store.name}: {count(len(contents.secrets), 'secret')} in {store.title}"
    if contents.files:
        text += f" ({', '.join(contents.files)})"
    if contents.left_out:
        values = count(contents.left_out, "value")
        text += f"; {values} too short or too common"
    if not is_enabled:
        text += "; not enabled"
    return (visible_text(text) + "\n").encode()


def _providers(context: Context) -> Iterator[bytes]:
    commands = dict.fromkeys(
        one.value or b"" for one in context.repository.config.all(PROVIDERS_KEY)
    )
    if commands:
        yield b"# commands, secrets.providers\n"
    for command in commands:
        found = count(len(patterns_of(command)), "pattern")
        yield f"{visible(command)}: {found}\n".encode()
