"""The traffic of a cluster without secrets: on the wire, and in tasks, setups and results."""

from __future__ import annotations

import pickle
import socket
import threading
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fleets import (
    RULES,
    SequentialExecutor,
    free_port,
    report,
    scan,
    with_key,
    write_list,
)
from support import fake_key, new_repo
from test_cluster import new_cluster


@contextmanager
def recorded_cluster(traffic: dict[str, list[bytes]]) -> Iterator[str]:
    """Yield the address of a cluster; record all traffic of its scheduler and of its worker."""
    ports = free_port(), free_port()
    with (
        relay(ports[0], traffic.setdefault("scheduler", [])) as scheduler,
        relay(ports[1], traffic.setdefault("worker", [])) as worker,
        new_cluster(
            scheduler_port=ports[0],
            scheduler_kwargs={"contact_address": scheduler},
            port=ports[1],
            contact_address=worker,
        ),
    ):
        yield scheduler


def test_no_secret_is_on_the_wire(tmp_path: Path, home: Path) -> None:
    keys = [fake_key(number) for number in range(4)]
    for number in range(4):
        repo = with_key(tmp_path / f"repo-{number}", number)
        # In the message and the author as well.
        repo.commit_file("b", keys[number], f"say {keys[number].decode()}")
    word = b"tr0ub4dor" + b"Xyzzy9"
    new_repo(tmp_path / "guessable").commit_file("s.py", b'password = "' + word + b'"\n')
    names = [*(f"repo-{number}" for number in range(4)), "guessable"]
    traffic: dict[str, list[bytes]] = {}
    with recorded_cluster(traffic) as address:
        words = ("--cluster", address, "--insecure-cluster", "--rules", RULES)
        ran = scan(tmp_path, *words, write_list(tmp_path, *names), make_executor=None)
    assert (ran.status, len(report(tmp_path)["secrets"])) == (1, 5)
    # Tasks and results pass between the client, the scheduler and the worker.
    by_process = {name: unpacked(b"".join(pieces)) for name, pieces in traffic.items()}
    assert all(b"line_text" in content for content in by_process.values())
    assert b"repo-3" in by_process["scheduler"]
    content = b"".join(by_process.values())
    for form in (form for secret in (*keys, word) for form in forms(secret)):
        assert form not in content
    from hashlib import sha256

    assert sha256(keys[0]).hexdigest().encode() in content
    assert sha256(word).hexdigest().encode() not in content


def test_no_task_no_setup_and_no_result_has_a_secret_in_it(tmp_path: Path, home: Path) -> None:
    provided = b"-".join((b"pr0v1ded", b"secret"))
    password, key = "".join(("hunt", "er22")), fake_key()
    provider = tmp_path / "provider"
    provider.write_bytes(b"#!/bin/sh\necho " + provided + b"\n")
    provider.chmod(0o755)
    with (home / ".gitconfig").open("a") as config:
        config.write(f"[secrets]\n\tproviders = '{provider}'\n")
    with_key(tmp_path / "one").commit_file("b", provided + b"\n", f"say {key.decode()}")
    write_list(tmp_path, "one", f"https://ann-{password}:{password}@h.example/a")
    sent: list[bytes] = []

    class Recording(SequentialExecutor):
        """Keeps what would travel."""

        def submit(self, target: Any) -> None:
            sent.append(pickle.dumps(target))
            super().submit(target)

        def completed(self, seconds: float) -> Any:
            for outcome in super().completed(seconds):
                sent.append(pickle.dumps(outcome))
                yield outcome

    def recording(context: Any, setup: Any, on_step: Any) -> Recording:
        sent.append(pickle.dumps(setup))
        return Recording(setup, lambda step: sent.append(pickle.dumps(step)))

    words = ("--cluster", "tcp://h.example:1", "--insecure-cluster", "--no-providers")
    assert scan(tmp_path, *words, "list.txt", make_executor=recording).status == 2
    content = unpacked(b"".join(sent))
    assert b"line_text" in content
    for secret in (provided, password.encode(), key):
        assert secret not in content
    sent.clear()
    scan(tmp_path, *words[:3], "list.txt", make_executor=recording)
    assert provided in sent[0]  # only TLS takes this setup


def forms(secret: bytes) -> Iterator[bytes]:
    """Yield ``secret``, its halves, and its encodings."""
    middle = len(secret) // 2
    for part in (secret, secret[:middle], secret[middle:]):
        yield part
        yield part[::-1]
        yield part.hex().encode()
        yield part.decode().encode("utf-16-le")
        yield quote(part.decode(), safe="").encode()
        for shift in range(3):  # the first and the last group have other bits in them
            yield b64encode(bytes(shift) + part)[4:-4]


def unpacked(content: bytes) -> bytes:
    return content + b"".join(decompressed(content))


def decompressed(content: bytes) -> Iterator[bytes]:
    """Yield what zlib has compressed anywhere in ``content``."""
    at = content.find(b"\x78\x01")
    while at >= 0:
        try:
            yield zlib.decompressobj().decompress(content[at:])
        except zlib.error:
            pass
        at = content.find(b"\x78\x01", at + 1)


@contextmanager
def relay(port: int, traffic: list[bytes]) -> Iterator[str]:
    """Yield the address of a relay to ``port``; add all that passes it to ``traffic``."""
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(1 << 16):
                traffic.append(data)
                target.sendall(data)
        except OSError:
            pass
        target.close()

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", port))
            for pair in ((client, server), (server, client)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
