"""The store of clones: a bare mirror of each repository that is at an address."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from hashlib import sha256

from git_secrets_py.errors import GitError, GitSecretsError
from git_secrets_py.files import PrivateFolder
from git_secrets_py.fleet.forks import Names, has_lost_alternate, inherit_cache, related
from git_secrets_py.fleet.locks import LockedError, locked
from git_secrets_py.git.mirrors import Transport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from git_secrets_py.fleet.tasks import Target

_FOLDER = "clones"
_STATE, _RESULT = "refs", "result"
_DIGEST_LENGTH = 64
# Beside a mirror while it is made.
_UNFINISHED = ".new"
# Seconds for git, if the lock took all the time.
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Mirror:
    """A mirror at ``path``, and the digest of the refs that it had at the remote.

    The digest is empty if they are not known. ``is_new``: it was cloned or fetched just now.
    """

    path: str
    refs: str
    is_new: bool

    def recall(self, identity: str) -> bytes | None:
        """Return the outcome that ``remember`` stored with this ``identity`` for these refs."""
        file = _folder(self.path).open(_RESULT)
        if file is None:
            return None
        with file:
            mark, content = file.read(_DIGEST_LENGTH), file.read()
        return content if self.refs and mark == self._mark(identity, content) else None

    def remember(self, identity: str, content: bytes) -> None:
        """Store ``content`` for these refs; ``identity`` is a digest of its other inputs."""
        whole = self._mark(identity, content) + content
        _folder(self.path).store(_RESULT, lambda file: file.write(whole), sync=False)

    def _mark(self, identity: str, content: bytes) -> bytes:
        return sha256(f"{self.refs} {identity} ".encode() + content).hexdigest().encode()


class CloneStore:
    """The clones in ``directory``, which other runs may use at the same time."""

    def __init__(self, directory: str) -> None:
        self._directory = os.path.join(directory, _FOLDER)
        self._names = Names(directory)

    def path(self, key: str) -> str:
        """Return the path of the mirror of the repository with ``key``."""
        return os.path.join(self._directory, key[:2], f"{key}.git")

    def update(
        self,
        key: str,
        address: str,
        seconds: float,
        settings: Sequence[tuple[str, str]],
        on_phase: Callable[[str, str], None],
    ) -> Mirror:
        """Return the mirror of ``address``, cloned, or fetched if its refs have changed.

        ``settings`` are those of git, ``on_phase`` takes the phase and a detail of it. Whatever
        fails, no half clone is left. Raises ``GitSecretsError``.
        """
        path = self.path(key)
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            deadline = time.monotonic() + seconds
            with locked(f"{path}.lock", deadline):
                left = max(deadline - time.monotonic(), _LEAST)
                if has_lost_alternate(path):
                    _remove(path)
                if os.path.isdir(path):
                    on_phase("fetching", "")
                    mirror = self._fetched(path, address, Transport(left, settings))
                    if mirror is not None:
                        return mirror
                on_phase("cloning", "")
                transfer = Transport(left, settings, lambda text: on_phase("cloning", text))
                return self._cloned(path, address, transfer)
        except LockedError:
            raise GitSecretsError("another run uses its clone") from None
        except OSError as error:
            raise GitSecretsError(f"cannot write to the clones: {error.strerror}") from error

    def remembers(self, key: str) -> bool:
        """Return whether something is remembered of the repository with ``key``."""
        file = _folder(self.path(key)).open(_RESULT)
        if file is not None:
            file.close()
        return file is not None

    def recall(self, key: str, address: str, identity: str, transport: Transport) -> bytes | None:
        """Return the stored outcome of ``address`` if its refs have not changed since.

        The remote is contacted only if there are any. Raises ``GitError`` if it does not answer.
        """
        path = self.path(key)
        mirror = Mirror(path, self._state(path), is_new=False)
        known = mirror.recall(identity)
        if known is None or has_lost_alternate(path):
            return None
        refs = transport.refs(address, path)
        return known if sha256(refs).hexdigest() == mirror.refs else None

    def _cloned(self, path: str, address: str, transport: Transport) -> Mirror:
        unfinished = path + _UNFINISHED
        _remove(unfinished)
        reference = related(self._names.mirrors(address), address, transport)
        try:
            transport.clone(address, unfinished, reference)
            if reference:
                inherit_cache(reference, unfinished)
            refs = transport.refs(os.path.abspath(unfinished), unfinished)
            os.rename(unfinished, path)
            self._names.add(address, path)
        except BaseException:
            _remove(unfinished)
            raise
        return Mirror(path, self._remember(path, refs), is_new=True)

    def _fetched(self, path: str, address: str, transport: Transport) -> Mirror | None:
        """Return the mirror at ``path``, up to date; ``None`` if it was damaged and is removed."""
        refs = transport.refs(address, path)
        digest = sha256(refs).hexdigest()
        if self._state(path) == digest:
            return Mirror(path, digest, is_new=False)
        self._forget(path)
        try:
            transport.fetch(path)
            transport.set_head(path, refs)
        except GitError:
            if transport.is_sound(path):
                raise
            _remove(path)
            return None
        return Mirror(path, self._remember(path, refs), is_new=True)

    def _state(self, path: str) -> str:
        file = _folder(path).open(_STATE)
        if file is None:
            return ""
        with file:
            return file.read(_DIGEST_LENGTH).decode("ascii", "replace")

    def _remember(self, path: str, refs: bytes) -> str:
        digest = sha256(refs).hexdigest()
        _folder(path).store(_STATE, lambda file: file.write(digest.encode()), sync=False)
        return digest

    def _forget(self, path: str) -> None:
        _folder(path).store(_STATE, lambda file: file.write(b""), sync=False)


def packed_size(directory: str, target: Target) -> int:
    """Return the bytes of the packs of ``target``, at its path or in the store ``directory``.

    It is 0 if there are none here.
    """
    path = target.address if target.is_path else CloneStore(directory).path(target.key)
    for folder in (path, os.path.join(path, ".git")):
        try:
            with os.scandir(os.path.join(folder, "objects", "pack")) as packs:
                return sum(one.stat().st_size for one in packs)
        except OSError:
            continue
    return 0


def _folder(path: str) -> PrivateFolder:
    return PrivateFolder(os.path.join(path, "git-secrets-py"))


def _remove(path: str) -> None:
    shutil.rmtree(path, ignore_errors=True)
