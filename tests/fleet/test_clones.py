"""Clones: the times to fetch, the limits of git, and the outcomes of failures."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fleets import free_port, report, repositories, scan, silent_server, with_key, write_list
from support import Repo, fake_key, new_repo

from git_secrets_py.fleet.credentials import stored
from git_secrets_py.fleet.tasks import Listed, Target

PASSWORD = "-".join(("s3cr3t", "w0rd"))


def served(path: Path, source: Repo) -> str:
    """Return the address of a bare copy of ``source``."""
    Repo(path.parent).git("clone", "--quiet", "--mirror", str(source.path), str(path))
    return f"file://{path}"


def mirrors(directory: Path) -> list[Path]:
    return sorted((directory / "clones" / "clones").glob("*/*.git"))


def journal(directory: Path) -> list[dict[str, Any]]:
    lines = (directory / "out" / "journal.jsonl").read_bytes().splitlines()
    return [one for one in map(json.loads, lines) if "key" in one]


def test_a_repository_at_an_address_is_cloned_and_then_fetched_if_it_has_changed(
    tmp_path: Path,
) -> None:
    source = with_key(tmp_path / "source")
    write_list(tmp_path, served(tmp_path / "server.git", source))
    assert scan(tmp_path, "list.txt").status == 1
    first = report(tmp_path)["secrets"]
    assert (first[0]["state"], first[0]["on_remote"], first[0]["in_head"]) == ("head", 1, 1)
    assert not journal(tmp_path)[0]["reused"]
    # Nothing has changed: neither a fetch nor an audit.
    scan(tmp_path, "list.txt")
    assert journal(tmp_path)[0]["reused"]
    assert report(tmp_path)["secrets"] == first
    # The branch of HEAD and a ref that is gone count as well.
    source.git("checkout", "--quiet", "-b", "next")
    source.git("rm", "--quiet", "settings.py")
    source.git("commit", "--quiet", "-m", "remove it")
    source.git("push", "--quiet", "--mirror", str(tmp_path / "server.git"))
    Repo(tmp_path / "server.git").git("symbolic-ref", "HEAD", "refs/heads/next")
    scan(tmp_path, "list.txt")
    (found,) = report(tmp_path)["secrets"]
    assert not journal(tmp_path)[0]["reused"]
    assert (found["state"], found["in_head"]) == ("remote", 0)


def test_other_patterns_audit_an_unchanged_clone_anew(tmp_path: Path, home: Path) -> None:
    write_list(tmp_path, served(tmp_path / "server.git", with_key(tmp_path / "source")))
    scan(tmp_path, "list.txt")
    with (home / ".gitconfig").open("a") as config:
        config.write("[secrets]\n\tpatterns = settings\n")
    scan(tmp_path, "list.txt")
    assert not journal(tmp_path)[0]["reused"]


def test_a_damaged_clone_is_cloned_again(tmp_path: Path) -> None:
    source = with_key(tmp_path / "source")
    write_list(tmp_path, served(tmp_path / "server.git", source))
    scan(tmp_path, "list.txt")
    (mirror,) = mirrors(tmp_path)
    shutil.rmtree(mirror / "objects")
    (mirror / "objects").mkdir()
    source.commit_file("new", "new\n")
    source.git("push", "--quiet", "--mirror", str(tmp_path / "server.git"))
    assert scan(tmp_path, "list.txt").status == 1


def test_a_fork_uses_the_objects_and_the_cache_of_its_repository(tmp_path: Path) -> None:
    source = with_key(tmp_path / "source")
    source.commit_file("large", os.urandom(1 << 20))
    (tmp_path / "org").mkdir()
    first = served(tmp_path / "org" / "web.git", source)
    source.git("checkout", "--quiet", "-b", "own")
    source.commit_file("more.py", b'key = "' + fake_key(1) + b'"\n')
    (tmp_path / "ann").mkdir()
    fork = served(tmp_path / "ann" / "web.git", source)
    (tmp_path / "other").mkdir()
    other = served(tmp_path / "other" / "web.git", with_key(tmp_path / "unrelated", 2))
    write_list(tmp_path, f"{first}\tweb", f"{fork}\tfork", f"{other}\tother")
    assert scan(tmp_path, "list.txt").status == 1
    sharing = [path for path in mirrors(tmp_path) if (path / "objects/info/alternates").exists()]
    keys = {name: one["key"] for name, one in repositories(tmp_path).items()}
    assert [path.name for path in sharing] == [f"{keys['fork']}.git"]
    result = json.loads((tmp_path / "out/repositories" / f"{keys['fork']}.json").read_bytes())
    assert result["summary"]["from_cache"] > 0
    before = report(tmp_path)["secrets"]
    assert [one["repositories"] for one in before] == [2, 1, 1]
    # Without the objects that it uses, it is cloned again.
    shutil.rmtree(tmp_path / "clones/clones" / keys["web"][:2] / f"{keys['web']}.git")
    scan(tmp_path, "list.txt")
    assert report(tmp_path)["secrets"] == before


def test_a_clone_takes_no_hook_and_no_template(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\n")
        (hooks / name).chmod(0o755)
    shutil.copytree(hooks, tmp_path / "template" / "hooks")
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(tmp_path / "template"))
    with (home / ".gitconfig").open("a") as config:
        config.write(
            f"[core]\n\thooksPath = {hooks}\n[init]\n\ttemplateDir = {tmp_path}/template\n"
        )
    source = with_key(tmp_path / "source")
    address = served(tmp_path / "server.git", source)
    (tmp_path / "started").unlink(missing_ok=True)
    assert scan(tmp_path, write_list(tmp_path, address)).status == 1
    (mirror,) = mirrors(tmp_path)
    assert not (mirror / "hooks").exists()
    source.commit_file("new", "new\n")
    source.git("push", "--quiet", "--mirror", str(tmp_path / "server.git"))
    (tmp_path / "started").unlink(missing_ok=True)
    scan(tmp_path, "list.txt")
    assert not (tmp_path / "started").exists()


def test_a_clone_that_hangs_is_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    with silent_server() as address:
        ran = scan(tmp_path, "--timeout", "0.5", write_list(tmp_path, address))
    assert ran.status == 2
    assert repositories(tmp_path)["hangs"]["reasons"] == ["git was stopped after 0.5 s"]
    assert mirrors(tmp_path) == []
    assert not list((tmp_path / "clones").rglob("*.new"))


def test_a_repository_that_does_not_exist_is_named_with_what_git_says(tmp_path: Path) -> None:
    scan(tmp_path, write_list(tmp_path, f"file://{tmp_path}/none.git"))
    (one,) = repositories(tmp_path).values()
    (reason,) = one["reasons"]
    assert reason.startswith("git clone failed: ")
    assert "does not appear to be a git repository" in reason


@pytest.mark.skipif(not shutil.which("ssh"), reason="there is no ssh")
def test_a_server_that_refuses_ssh_is_named_with_what_ssh_says(tmp_path: Path) -> None:
    scan(tmp_path, write_list(tmp_path, f"ssh://git@127.0.0.1:{free_port()}/web"))
    (reason,) = repositories(tmp_path)["web"]["reasons"]
    assert "ssh: connect to host 127.0.0.1 port " in reason
    assert reason.endswith("; fatal: Could not read from remote repository.")


def test_a_full_disk_is_reported_and_leaves_no_half_clone(tmp_path: Path) -> None:
    small = tmp_path / "clones"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k,mode=700", "tmpfs", str(small)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        large, source = new_repo(tmp_path / "large"), with_key(tmp_path / "source")
        large.commit_file("random", os.urandom(2 << 20))
        addresses = [served(tmp_path / f"{one.path.name}.git", one) for one in (large, source)]
        ran = scan(tmp_path, write_list(tmp_path, *addresses))
        first, second = repositories(tmp_path).values()
        assert (ran.status, first["status"], second["status"]) == (2, "failed", "audited")
        assert "No space left on device" in first["reasons"][0]
        assert len(mirrors(tmp_path)) == 1
        assert not list(small.rglob("*.new"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


class Guarded(SimpleHTTPRequestHandler):
    """Serves files to clients with a user name and a password."""

    seen: list[str]

    def do_GET(self) -> None:
        given = self.headers.get("Authorization", "")
        wanted = base64.b64encode(f"ann:{PASSWORD}".encode()).decode()
        if given != f"Basic {wanted}":
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="a test"')
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


@contextmanager
def guarded_server(directory: Path) -> Iterator[int]:
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Guarded, directory=str(directory))
    ) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_a_password_in_an_address_reaches_git_and_nothing_else(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "www").mkdir()
    served(tmp_path / "www" / "repo.git", with_key(tmp_path / "source"))
    Repo(tmp_path / "www" / "repo.git").git("update-server-info")
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    stolen = tmp_path / "stolen"
    with (home / ".gitconfig").open("a") as config:
        config.write(f'[credential]\n\thelper = "!f() {{ cat >> {stolen}; }}; f"\n')
    with guarded_server(tmp_path / "www") as port:
        write_list(tmp_path, f"http://ann:{PASSWORD}@127.0.0.1:{port}/repo.git\tweb")
        ran = scan(tmp_path, "list.txt")
        again = scan(tmp_path, "list.txt")
        assert (ran.status, again.status) == (1, 1)
        wrong = f"http://ann:{PASSWORD}x@127.0.0.1:{port}/repo.git"
        refused = scan(tmp_path, "--output", "other", write_list(tmp_path, wrong))
    assert refused.status == 2
    (tmp_path / "list.txt").unlink()
    everything = b"".join(
        path.read_bytes()
        for folder in (tmp_path, home)
        for path in folder.rglob("*")
        if path.is_file()
    )
    for text in (everything, ran.out, ran.err, refused.out, refused.err):
        assert PASSWORD.encode() not in text
    assert b"127.0.0.1:%d/repo.git" % port in trace.read_bytes()
    assert not stolen.exists()


def test_the_file_with_credentials_is_private_and_removed_even_of_a_run_that_was_killed(
    tmp_path: Path,
) -> None:
    from git_secrets_py.fleet.addresses import Credential

    target = Target("a", "https://h.example/a", is_path=False, has_credential=True)
    listed = [Listed(target, Credential("ann", PASSWORD))]
    directory = tmp_path / "cache"
    directory.mkdir(mode=0o700)
    abandoned = directory / "credentials.4194305"
    abandoned.write_text("old")
    with stored(listed, str(directory)) as path:
        assert Path(path).stat().st_mode & 0o777 == 0o600
        assert not abandoned.exists()
    assert list(directory.iterdir()) == []


def test_an_address_with_a_password_is_refused_with_a_cluster(tmp_path: Path) -> None:
    line = f"https://ann:{PASSWORD}@h.example/a\tbilling"
    ran = scan(tmp_path, "--cluster", "tls://h.example:8786", write_list(tmp_path, line))
    (reason,) = repositories(tmp_path)["billing"]["reasons"]
    assert (ran.status, "is not sent to a cluster" in reason) == (2, True)
    assert fake_key() not in ran.err
