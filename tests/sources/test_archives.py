"""Archives: their members as blobs, nested and hostile ones."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from support import Repo, short_id

from git_secrets_py.content import FOREIGN_ARCHIVES, Blob, NotScanned, may_hold_archive
from git_secrets_py.errors import BlobError
from git_secrets_py.sources import archives
from git_secrets_py.sources.archives import compressed, members


def zipped(**members: bytes) -> bytes:
    return zipped_files({name.replace("_", "."): content for name, content in members.items()})


def zipped_files(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


# The target of a link, as content of the archive.
LINK = (b"a", b"../../etc/passwd\n")


def tarred(name: str, content: bytes, mode: str = "w:") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, LINK[1].decode().strip()
        archive.addfile(link)
    return file.getvalue()


def tar_of(kind: bytes) -> bytes:
    """Return a tar file with an entry of the type ``kind`` that has content."""
    entry = tarfile.TarInfo("b")
    entry.type, entry.size = kind, len(TEXT)
    return entry.tobuf(tarfile.USTAR_FORMAT) + TEXT.ljust(512, b"\0") + bytes(1024)


def expanded(content: bytes) -> list[tuple[bytes, bytes] | str]:
    """Return the path and content of each member of the archive ``a``, and the problems."""
    found: list[tuple[bytes, bytes] | str] = []
    for part in archives.expand(Blob(b"a", lambda: iter([content[:7], content[7:]]))):
        if isinstance(part, NotScanned):
            found.append(f"{part.severity}: {part.message}")
            continue
        try:
            found.append((bytes(part.path), b"".join(part.chunks())))
        except BlobError as error:
            found.append(f"{part.path.decode()}: {error}")
    return found


TEXT = b"a text\n" * 9
ARCHIVES = {
    "zip": (zipped_files({"d/": b"", "d/b.txt": TEXT}), b"a!d/b.txt"),
    "zip in zip": (zipped(x_jar=zipped(b_txt=TEXT)), b"a!x.jar!b.txt"),
    "tar": (tarred("d/b", TEXT), b"a!d/b"),
    "tar.gz": (tarred("d/b", TEXT, "w:gz"), b"a!d/b"),
    "tar.bz2": (tarred("../../b", TEXT, "w:bz2"), b"a!../../b"),
    "tar.xz": (tarred("/b\n", TEXT, "w:xz"), b"a!/b\n"),
    "gz": (gzip.compress(TEXT), b"a"),
    "gz, two parts": (gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), b"a"),
    "bz2": (bz2.compress(TEXT), b"a"),
    "xz": (lzma.compress(TEXT[:9]) + b"\0" * 4 + lzma.compress(TEXT[9:]), b"a"),
    "zip, a directory with content": (zipped_files({"d_": TEXT}).replace(b"d_", b"d/"), b"a!d/"),
    "tar, an unknown type": (tar_of(b"Q"), b"a!b"),
    "text": (TEXT, b"a"),
    "text that begins like bzip2": (b"BZh9" + TEXT, b"a"),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_the_members_of_an_archive_are_blobs(kind: str) -> None:
    content, path = ARCHIVES[kind]
    found = [one for one in expanded(content) if one != LINK]
    assert found == [(path, content if kind.startswith("text") else TEXT)]
    assert may_hold_archive(content) is (kind != "text")


def nested(levels: int) -> bytes:
    content = TEXT
    for _ in range(levels):
        content = zipped(n=content)
    return content


def encrypted() -> bytes:
    content = bytearray(zipped(b_txt=TEXT))
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


def tar_with_huge_header() -> bytes:
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, 1 << 30
    return entry.tobuf(tarfile.USTAR_FORMAT) + bytes(2048)


def zip_with_huge_directory() -> bytes:
    content = bytearray(zipped(b_txt=TEXT))
    content[-10:-6] = b"\xff\xff\xff\x7f"
    return bytes(content)


DAMAGED = "it is damaged or cannot be read"
GOES_ON = "it is damaged, or continues after its end"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: gzip.compress(bytes(3 << 20)), "a: not scanned from here on: the archive "),
    "zip bomb": (
        lambda: zipped(a=bytes(2 << 20), b=bytes(2 << 20)),
        "a!b: not scanned from here on: the archive holds more than 2 MiB",
    ),
    "too deep": (lambda: nested(7), "a!n!n!n!n!n!n: not scanned: archives are nested"),
    "encrypted": (encrypted, "a!b.txt: not scanned: it is encrypted"),
    "cut off zip": (lambda: zipped(b=TEXT)[:-30], f"a: not fully scanned: {DAMAGED}"),
    "cut off gzip": (lambda: gzip.compress(TEXT)[:20], f"a: not fully scanned: {DAMAGED}"),
    "cut off bzip2": (lambda: bz2.compress(TEXT)[:-9], f"a: not fully scanned: {DAMAGED}"),
    "text after bzip2": (lambda: bz2.compress(b"") + TEXT, f"a: not fully scanned: {DAMAGED}"),
    "text after tar": (lambda: tarred("b", b"") + TEXT, f"a: not fully scanned: {GOES_ON}"),
    "link with content": (lambda: tar_of(tarfile.LNKTYPE), f"a: not fully scanned: {GOES_ON}"),
    "huge header": (tar_with_huge_header, "a: damaged: it has a header of unreasonable"),
    "huge directory": (zip_with_huge_directory, "a: not scanned: the archive has too many"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_read_is_an_error_that_names_the_member(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "SMALL", 2 << 20)
    build, message = HOSTILE[kind]
    assert str(expanded(build())[-1]).removeprefix("error: ").startswith(message)


@pytest.mark.parametrize(("mark", "kind"), FOREIGN_ARCHIVES)
def test_another_archive_is_scanned_as_it_is_after_a_warning(mark: bytes, kind: str) -> None:
    content = mark + TEXT
    warning = f"warning: a: its members are not scanned: {kind} archives cannot be read"
    assert expanded(content) == [warning, (b"a", content)]
    assert may_hold_archive(content)


@pytest.mark.parametrize("command", ["--scan", "--scan-history"])
def test_each_run_that_meets_such_an_archive_warns_of_it(with_pattern: Repo, command: str) -> None:
    with_pattern.commit_file("a.7z", FOREIGN_ARCHIVES[0][0] + bytes(9))
    for _ in range(2):
        ran = with_pattern.call(command, "--archives")
        assert (ran.status, b"its members are not scanned: 7z" in ran.err) == (0, True)


def test_the_comments_of_a_zip_file_are_scanned() -> None:
    file = io.BytesIO(zipped(a=b"1"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = TEXT
    assert expanded(file.getvalue()) == [(b"a", TEXT + b"\n"), (b"a!a", b"1")]


def test_too_many_entries_end_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_ENTRIES", 2)
    found = expanded(zipped(a=b"1", b=b"2", c=b"3", d=b"4"))
    assert found[:2] == [(b"a!a", b"1"), (b"a!b", b"2")]
    assert found[2:] == ["error: a: not scanned from here on: the archive has more than 2 entries"]


def test_an_archive_beyond_the_limit_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "LARGEST", 20)
    (problem,) = expanded(zipped(a=b"1"))
    assert problem == "error: a: not scanned: the archive is larger than 0 GiB"


ZSTANDARD = b"\x28\xb5\x2f\xfd" + bytes(300)


def test_without_a_package_zstandard_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(compressed, "import_module", absent)
    assert expanded(ZSTANDARD) == [
        "error: a: not scanned: reading it requires 'pip install zstandard'"
    ]


@pytest.mark.parametrize("name", ["compression.zstd", "pyzstd"])
def test_zstandard_is_read_by_the_module_that_is_there(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = SimpleNamespace(ZstdFile=lambda file: io.BytesIO(TEXT))

    def found(wanted: str) -> SimpleNamespace:
        if wanted != name:
            raise ImportError(wanted)
        return module

    monkeypatch.setattr(compressed, "import_module", found)
    assert expanded(ZSTANDARD) == [(b"a", TEXT)]


def test_a_hook_looks_into_archives_if_that_is_configured(with_hooks: Repo, key: bytes) -> None:
    with_hooks.write("a.zip", zipped_files({"d/b.txt": b"one\n" + b64encode(b"the key: " + key)}))
    with_hooks.add("a.zip")
    with_hooks.git("config", "secrets.archives", "true")
    blocked = with_hooks.commit()
    assert (blocked.status, blocked.err.split(b"\n")[0][:14]) == (1, b"a.zip!d/b.txt:")
    advice = with_hooks.call("--pre_commit_hook", "--redact").err
    assert b"    git add -- a.zip\n" in advice
    with_hooks.write(".gitallowed", r"^a\.zip!d/")
    with_hooks.add(".gitallowed")
    assert with_hooks.commit().status == 0
    assert with_hooks.call("--scan", "--archives").status == 0
    with_hooks.write(".gitallowed", "")
    history = with_hooks.call("--scan-history", "--archives")
    assert (history.status, b":a.zip!d/b.txt:2:" in history.err) == (1, True)
    with_hooks.git("config", "--unset", "secrets.archives")
    assert with_hooks.call("--scan-history").status == 0
    allowed = with_hooks.call("--allow", "--archives", short_id(key))
    assert (allowed.status, b"a.zip!d/b.txt" in with_hooks.gitallowed()) == (0, True)
    assert with_hooks.call("--scan-history", "--archives").status == 0


def extra_field(content: bytes) -> bytes:
    """Return a zip file whose member has an extra field."""
    file = io.BytesIO()
    entry = zipfile.ZipInfo("b")
    entry.extra = b"\x99\x99" + len(content).to_bytes(2, "little") + content
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry, b"hello")
    return file.getvalue()


def gzip_header(flags: int, header: bytes) -> bytes:
    plain = gzip.compress(b"hello", mtime=0)
    return plain[:3] + bytes([flags]) + plain[4:10] + header + plain[10:]


def pax(content: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo("b")
        entry.pax_headers = {"comment": content}
        archive.addfile(entry)
    return file.getvalue()


PLAIN = zipped(b=b"hello")
DIRECTORY = PLAIN.index(b"PK\1\2")
BESIDE = b"beside the members, at least as long as this"


@pytest.mark.parametrize(
    "archive",
    [
        PLAIN + b"\n" + BESIDE,
        b"#!/bin/sh " + BESIDE + b"\n" + PLAIN,
        extra_field(BESIDE),
        gzip_header(16, BESIDE + b"\0"),
        gzip_header(4 | 8, b"\3\0abc" + BESIDE + b"\0"),
        pax(BESIDE.decode()),
    ],
    ids=["after", "before", "extra field", "gzip comment", "gzip name", "pax comment"],
)
def test_what_is_beside_the_members_is_content_of_the_archive(archive: bytes) -> None:
    beside, member = expanded(archive)
    assert beside[0] == b"a"
    assert BESIDE in beside[1]
    assert member[1] in (b"hello", b"")


def test_the_target_of_a_link_is_content_of_the_archive() -> None:
    assert LINK in expanded(tarred("b", b"c"))


def test_a_script_that_is_not_an_archive_is_scanned_as_it_is() -> None:
    script = b"#!/bin/sh\nprintf 'PK\3\4'\n"
    assert expanded(script) == [(b"a", script)]


def test_a_zstandard_file_is_decompressed() -> None:
    zstandard = pytest.importorskip("zstandard")
    assert expanded(zstandard.compress(TEXT)) == [(b"a", TEXT)]
