"""The credentials of addresses, which only git sees, through a credential helper of ours.

They are in a private file of the client's machine while it runs.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from contextlib import contextmanager, suppress

from git_secrets_py import files
from git_secrets_py.errors import ConfigurationError
from git_secrets_py.fleet import credential_helper
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from git_secrets_py.fleet.tasks import Listed

_PREFIX = "credentials."


@contextmanager
def stored(listed: Sequence[Listed], directory: str) -> Iterator[str]:
    """Yield the path of a private file with the credentials of ``listed``, removed at the end.

    It is empty if there are none. Files of runs that were killed are removed as well. Raises
    ``ConfigurationError`` if the file cannot be written.
    """
    entries = {
        one.target.address: (one.credential.username, one.credential.password)
        for one in listed
        if one.credential is not None
    }
    _remove_abandoned(directory)
    if not entries:
        yield ""
        return
    path = os.path.join(directory, f"{_PREFIX}{os.getpid()}")
    content = json.dumps(entries).encode("ascii")
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        unfinished = f"{path}.{os.urandom(4).hex()}"
        files.replace(path, unfinished, lambda file: file.write(content), sync=False)
    except OSError as error:
        raise ConfigurationError(
            f"cannot write to {in_one_line(directory)}: {error.strerror}"
        ) from error
    try:
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)


def _remove_abandoned(directory: str) -> None:
    with suppress(OSError):
        for name in os.listdir(directory):
            pid = name.removeprefix(_PREFIX).partition(".")[0]
            if name.startswith(_PREFIX) and pid.isdigit() and not _is_running(int(pid)):
                os.unlink(os.path.join(directory, name))


def _is_running(pid: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def settings_for(address: str, path: str) -> Sequence[tuple[str, str]]:
    """Return the settings by which git gets the credential of ``address`` from the file ``path``.

    No other helper is used for a password that is there, or stores it.
    """
    username, password = _entries(path).get(address, ("", None))
    if password is None:
        return [("credential.username", username)] if username else []
    # Isolated: no module of the current directory, which is not trusted, is imported.
    words = (sys.executable, "-I", credential_helper.__file__, path)
    helper = " ".join(map(shlex.quote, words))
    return [
        ("credential.helper", ""),
        ("credential.helper", f"!{helper}"),
        ("credential.useHttpPath", "true"),
    ]


def _entries(path: str) -> dict[str, tuple[str, str | None]]:
    try:
        return credential_helper.entries(path)
    except OSError as error:
        raise ConfigurationError(f"cannot read the credentials: {error.strerror}") from error
