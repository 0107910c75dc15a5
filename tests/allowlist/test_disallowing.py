"""``git secrets --disallow``: the removal of entries from ``.gitallowed``."""

from __future__ import annotations

import pytest
from support import Ran, Repo, fingerprint, short_id
from test_allowing_a_secret import entry, refused

pytestmark = pytest.mark.usefixtures("aws_patterns")


def test_an_allowed_secret_is_disallowed_with_its_comment(repo: Repo, two: list[bytes]) -> None:
    repo.write(".gitallowed", "# mine\n^docs/\n")
    repo.call("--allow", *map(short_id, two))
    ran = repo.call("--disallow", short_id(two[0]))
    said = f"{short_id(two[0])} is no longer allowed\n"
    changed = "changed .gitallowed; share it with: git add .gitallowed\n"
    assert ran == Ran(0, (said + changed).encode(), b"")
    assert repo.gitallowed() == b"# mine\n^docs/\n" + entry(two[1], "b, DATE")
    assert repo.call("--disallow", short_id(two[1])).status == 0
    assert repo.gitallowed() == b"# mine\n^docs/\n"


def test_an_entry_of_a_baseline_is_disallowed_without_its_heading(
    repo: Repo, two: list[bytes]
) -> None:
    repo.commit()
    repo.call("--scan-history", "--allow-all")
    repo.call("--disallow", *map(short_id, two))
    assert repo.gitallowed() == b"# baseline of DATE, 2 secrets\n"


@pytest.mark.parametrize("line", ["SHA256:%s", "  sha256:%s\r", "sha256:%s # mine"])
def test_an_entry_in_any_spelling_is_disallowed(repo: Repo, key: bytes, line: str) -> None:
    repo.write(".gitallowed", line % fingerprint(key).upper() + "\n")
    assert repo.call("--disallow", short_id(key)).status == 0
    assert repo.gitallowed() == b""


def test_an_unknown_entry_cannot_be_disallowed(repo: Repo, two: list[bytes]) -> None:
    repo.call("--allow", short_id(two[0]))
    before = repo.gitallowed()
    assert repo.call("--disallow", short_id(two[0]), short_id(two[1])) == refused(
        f".gitallowed has no entry with the ID {short_id(two[1])}; nothing was written"
    )
    assert repo.gitallowed() == before


def test_an_entry_in_utf_16_is_disallowed(repo: Repo, key: bytes) -> None:
    text = f"\ufeff# C\r\nsha256:{fingerprint(key)}\r\n^docs/\r\n"
    repo.write(".gitallowed", text.encode("utf-16-le"))
    assert repo.call("--disallow", short_id(key)).status == 0
    assert repo.gitallowed() == "\ufeff^docs/\r\n".encode("utf-16-le")
