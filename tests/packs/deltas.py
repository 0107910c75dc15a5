"""Packs of deltas that are written by hand."""

from __future__ import annotations

import hashlib
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

# A range of the base, as start and size, or inserted bytes.
Instruction = tuple[int, int] | bytes


class Entry(NamedTuple):
    """An object of a pack: its ID, and how it is stored."""

    name: bytes
    stored: bytes


def delta(base: bytes, instructions: Sequence[Instruction]) -> tuple[bytes, bytes]:
    """Return a delta, and the content that it makes of ``base``."""
    code, target = b"", b""
    for one in instructions:
        if isinstance(one, bytes):
            code += bytes([len(one)]) + one
            target += one
        else:
            start, size = one
            code += copied(start, size)
            target += base[start : start + size]
    return number(len(base)) + number(len(target)) + code, target


def copied(start: int, size: int) -> bytes:
    """Return the instruction to copy a range of the base, as short as git writes it."""
    fields = start.to_bytes(4, "little") + (size if size != 0x10000 else 0).to_bytes(3, "little")
    return bytes([128 | sum(1 << bit for bit in range(7) if fields[bit]), *filter(None, fields)])


def invalid_deltas(base: bytes, more: bytes) -> dict[str, bytes]:
    """Return deltas that nearly add ``more``, fewer than 128 bytes, to ``base``."""
    old, size = number(len(base)), len(base) + len(more)
    sizes, insert = old + number(size), bytes([len(more)]) + more
    valid = copied(0, len(base)) + insert
    return {
        "empty": b"",
        "one size": old,
        "endless size": b"\x80" * 20 + sizes + valid,
        "no instruction": sizes,
        "longer base": number(len(base) + 1) + number(size) + valid,
        "shorter base": number(len(base) - 1) + number(size) + valid,
        "longer target": old + number(size + 1) + valid,
        "shorter target": old + number(size - 1) + valid,
        "copy from the end": old + number(size + 1) + valid + copied(len(base), 1),
        "copy from beyond the end": old + number(size + 1) + valid + copied(len(base) + 1, 1),
        "copy beyond the end": sizes + copied(1, len(base)) + insert,
        "cut off copy": sizes + copied(0, len(base))[:-1],
        "cut off text": sizes + valid[:-1],
        "reserved instruction": sizes + valid + b"\0",
    }


def write_pack(folder: Path, base: bytes, chain: Sequence[Sequence[Instruction]]) -> list[bytes]:
    """Write a pack of ``base``, and of deltas of which each is based on the last; return all.

    ``folder`` is an object directory.
    """
    contents, entries = [base], [header(3, len(base)) + zlib.compress(base)]
    for instructions in chain:
        code, target = delta(contents[-1], instructions)
        ref = bytes.fromhex(oid(contents[-1]).decode())
        entries.append(header(7, len(code)) + ref + zlib.compress(code))
        contents.append(target)
    pack = b"PACK" + (2).to_bytes(4, "big") + len(entries).to_bytes(4, "big") + b"".join(entries)
    folder.joinpath("pack").mkdir(parents=True, exist_ok=True)
    path = folder / "pack" / "a.pack"
    path.write_bytes(pack + hashlib.sha1(pack).digest())
    subprocess.run(["git", "index-pack", str(path)], check=True, capture_output=True)
    return contents


def write_entries(folder: Path, entries: list[Entry], version: int = 2) -> None:
    """Write a pack of ``entries`` and its index; version 3 is 2 with offsets of 64 bits."""
    pack, places = b"PACK" + _four_bytes(2) + _four_bytes(len(entries)), {}
    for name, stored in entries:
        places[name] = len(pack)
        pack += stored
    pack += hashlib.sha1(pack).digest()
    names = sorted(places)
    index = b"".join(_four_bytes(sum(name[0] <= first for name in names)) for first in range(256))
    if version == 1:
        index += b"".join(_four_bytes(places[name]) + name for name in names)
    else:
        sums = {name: _four_bytes(zlib.crc32(stored)) for name, stored in entries}
        index = b"\xfftOc" + _four_bytes(2) + index + b"".join(names)
        index += b"".join(sums[name] for name in names)
        if version == 2:
            index += b"".join(_four_bytes(places[name]) for name in names)
        else:
            index += b"".join(_four_bytes(1 << 31 | place) for place in range(len(names)))
            index += b"".join(places[name].to_bytes(8, "big") for name in names)
    index += pack[-20:]
    path = folder / f"pack-{'ab' * 20}"
    path.with_suffix(".pack").write_bytes(pack)
    path.with_suffix(".idx").write_bytes(index + hashlib.sha1(index).digest())


def _four_bytes(value: int) -> bytes:
    return value.to_bytes(4, "big")


def oid(content: bytes) -> bytes:
    """Return the ID of a blob."""
    blob = b"blob %d\0" % len(content) + content
    return hashlib.sha1(blob).hexdigest().encode()


def number(value: int) -> bytes:
    """Return ``value`` in groups of seven bits."""
    groups = [value >> shift & 127 for shift in range(0, max(value.bit_length(), 1), 7)]
    return bytes([*(group | 128 for group in groups[:-1]), groups[-1]])


def header(kind: int, size: int) -> bytes:
    first = kind << 4 | size & 15
    return bytes([first | 128]) + number(size >> 4) if size > 15 else bytes([first])
