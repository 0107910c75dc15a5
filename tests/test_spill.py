"""Records beyond the size of memory."""

from __future__ import annotations

import errno
import io
import os
import random

import pytest

from git_secrets_py import spill
from git_secrets_py.errors import OutputError
from git_secrets_py.spill import Records, Sorter


@pytest.fixture
def small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let little stay in memory."""
    monkeypatch.setattr(spill, "_BLOCK", 256)
    monkeypatch.setattr(spill, "_IN_MEMORY", 1024)
    monkeypatch.setattr(spill, "_GROUP", 1024)


@pytest.mark.usefixtures("small_memory")
def test_records_are_read_again_and_their_file_is_encrypted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = io.BytesIO()
    monkeypatch.setattr(spill, "temporary_file", lambda: file)
    values = [(number, b"secret-%d" % number * (number % 40), "text") for number in range(300)]
    records = Records()
    for value in values:
        records.append(value)
    assert len(file.getvalue()) > 10_000
    assert b"secret" not in file.getvalue()
    assert list(records) == values
    assert [records[number] for number in (299, 0, 150)] == [values[299], values[0], values[150]]


class FullDisk(io.BytesIO):
    """A file on a disk that is full."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.usefixtures("small_memory")
def test_a_full_disk_is_an_error_that_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "temporary_file", FullDisk)
    with pytest.raises(OutputError) as error:
        Records().append(b"x" * 2000, 2000)
    assert str(error.value) == (
        "cannot write a temporary file: No space left on device; "
        "set TMPDIR to a directory with more space"
    )


@pytest.mark.usefixtures("small_memory")
def test_a_sorter_yields_all_items_in_order() -> None:
    items = [(random.Random(number).randbytes(3), number) for number in range(500)]
    sorter = Sorter()
    for item in items:
        sorter.add(item, 10)
    assert list(sorter.sorted()) == sorted(items)
