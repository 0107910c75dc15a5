"""The output directory of a fleet: a journal of the run, and one result for each repository.

The journal has one JSON object a line: the run, then each repository that was finished, in the
order of their ends. An interrupted run continues from it. A line that is cut off is ignored.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import sha256

from git_secrets_py import files
from git_secrets_py.errors import OutputError
from git_secrets_py.fleet.locks import LockedError, locked
from git_secrets_py.fleet.outcomes import entry_of, outcome_of
from git_secrets_py.fleet.tasks import AUDITED, PARTIAL
from git_secrets_py.wording import in_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, Any

    from git_secrets_py.fleet.tasks import Outcome, Target

_JOURNAL = "journal.jsonl"
_LOCK = "lock"
_FOLDER = "repositories"
_VERSION = 1
_PIECE = 1 << 20


class OutputDirectory:
    """The output directory ``directory``."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.outcomes: dict[str, Outcome] = {}
        self.sizes: dict[str, int] = {}
        self.is_resumed = False
        self._digests: dict[str, str] = {}
        self._journal: IO[bytes] | None = None
        self._held = ExitStack()

    def begin(self, choice: str) -> None:
        """Begin a run, or continue an interrupted one if ``choice`` is the same.

        ``choice`` is all that the findings depend on beside the repositories. ``outcomes`` are
        then those of the run so far that need not be repeated, ``sizes`` those of the last run.
        Raises ``OutputError``, also if another run writes there.
        """
        with self._writing():
            os.makedirs(os.path.join(self.directory, _FOLDER), exist_ok=True)
            try:
                self._held.enter_context(locked(os.path.join(self.directory, _LOCK)))
            except LockedError:
                raise OutputError(f"another run writes to {in_one_line(self.directory)}") from None
            digest = sha256(choice.encode("utf-8", "surrogateescape")).hexdigest()
            run = self._read_journal()
            self.is_resumed = run == digest and bool(self.outcomes)
            if not self.is_resumed:
                self.outcomes.clear()
            self._write_journal(digest)

    def add(self, target: Target, outcome: Outcome) -> None:
        """Store ``outcome`` of ``target``; raises ``OutputError``."""
        with self._writing():
            if outcome.report:
                self._write_result(outcome)
            self.outcomes[target.key] = replace(outcome, report=b"")
            self._append({**self._entry(outcome), "name": _text(target.name)})

    def report_on(self, target: Target) -> dict[str, Any] | None:
        """Return the report on ``target``; ``None`` without one, or if its file was changed."""
        if self.outcomes[target.key].status not in (AUDITED, PARTIAL):
            return None
        try:
            with open(files.open_regular(self._path(target.key)), "rb") as file:
                content = file.read()
        except OSError:
            return None
        if sha256(content).hexdigest() != self._digests.get(target.key):
            return None
        report: dict[str, Any] = json.loads(content)
        return report

    def write(self, name: str, content: Iterable[bytes]) -> str:
        """Write a report on the whole fleet; return its path. Raises ``OutputError``."""
        path = os.path.join(self.directory, name)
        with self._writing():
            self._write(path, lambda file: file.writelines(content))
        return path

    def finish(self, keys: Iterable[str]) -> None:
        """Mark the run as finished; remove results of repositories other than ``keys``."""
        with self._writing():
            self._append({"finished": True})
            kept = {f"{key}.json" for key in keys}
            folder = os.path.join(self.directory, _FOLDER)
            for name in os.listdir(folder):
                if _is_result(name) and name not in kept:
                    os.unlink(os.path.join(folder, name))

    def close(self) -> None:
        """Close the journal, and free the directory."""
        if self._journal is not None:
            self._journal.close()
        self._held.close()

    def _path(self, key: str) -> str:
        return os.path.join(self.directory, _FOLDER, f"{key}.json")

    def _write(self, path: str, write: Callable[[IO[bytes]], object]) -> None:
        unfinished = f"{path}.{os.getpid()}.{os.urandom(4).hex()}.new"
        files.replace(path, unfinished, write, sync=False)

    def _write_result(self, outcome: Outcome) -> None:
        digest = sha256()

        def write(file: IO[bytes]) -> None:
            for piece in _pieces(outcome.report):
                digest.update(piece)
                file.write(piece)

        self._write(self._path(outcome.key), write)
        self._digests[outcome.key] = digest.hexdigest()

    def _append(self, entry: dict[str, Any]) -> None:
        assert self._journal is not None
        self._journal.write(_line(entry))
        self._journal.flush()

    def _read_journal(self) -> str:
        """Read the journal; return the digest of its run, empty for a finished one."""
        run, finished = "", False
        for entry in _entries(os.path.join(self.directory, _JOURNAL)):
            if "run" in entry:
                run, finished = str(entry["run"]), False
                self.outcomes.clear()
            elif "key" in entry:
                try:
                    self._recall(entry)
                except (LookupError, TypeError, ValueError, OverflowError):
                    break
            else:
                finished = True
        return "" if finished else run

    def _recall(self, entry: dict[str, Any]) -> None:
        outcome = outcome_of(entry)
        self.sizes[outcome.key] = outcome.size
        if outcome.status in (AUDITED, PARTIAL):
            self._digests[outcome.key] = str(entry["digest"])
            self.outcomes[outcome.key] = outcome

    def _entry(self, outcome: Outcome) -> dict[str, Any]:
        return {**entry_of(outcome), "digest": self._digests.get(outcome.key, "")}

    def _write_journal(self, digest: str) -> None:
        """Replace the journal by one with the outcomes that are kept, and open it."""
        path = os.path.join(self.directory, _JOURNAL)

        def write(file: IO[bytes]) -> None:
            file.write(_line({"version": _VERSION, "run": digest}))
            for outcome in self.outcomes.values():
                file.write(_line(self._entry(outcome)))

        self._write(path, write)
        self._journal = open(path, "ab")  # noqa: SIM115 - open until the end of the run

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"cannot write to {in_one_line(self.directory)}: {error.strerror}"
            ) from error


def _pieces(compressed: bytes) -> Iterator[bytes]:
    decompressor = zlib.decompressobj()
    while compressed:
        yield decompressor.decompress(compressed, _PIECE)
        compressed = decompressor.unconsumed_tail
    yield decompressor.flush()


def _text(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n"


def _entries(path: str) -> Iterator[dict[str, Any]]:
    """Yield the lines of a journal, up to one that is damaged.

    Raises ``OSError`` if it is not a regular file or cannot be read: it may belong to another user.
    """
    try:
        with open(files.open_regular(path), "rb") as file:
            for line in file:
                entry = json.loads(line) if line.endswith(b"\n") else None
                if not isinstance(entry, dict):
                    return
                yield entry
    except (FileNotFoundError, ValueError, RecursionError):
        return


def _is_result(name: str) -> bool:
    key = name.removesuffix(".json")
    return name != key and bool(key) and not key.strip("0123456789abcdef")
