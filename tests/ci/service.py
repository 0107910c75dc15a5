"""Helpers for the tests of CI services: a host, clones of it as services make them, and jobs."""

from __future__ import annotations

from support import Ran, Repo, run


def clone(host: Repo, name: str, *options: str) -> Repo:
    """Clone ``host`` as a service does; return the clone."""
    path = host.path.parent / name
    url = host.path.as_uri()
    assert run("git", "clone", "--quiet", *options, url, str(path), cwd=host.path).status == 0
    return Repo(path)


def single_branch(host: Repo, name: str, ref: str, *options: str) -> Repo:
    """Fetch only ``ref`` of ``host`` into a new repository, and check it out."""
    repo = Repo(host.path.parent / name)
    repo.path.mkdir()
    repo.git("init", "--quiet")
    repo.git("remote", "add", "origin", host.path.as_uri())
    repo.git("fetch", "--quiet", *options, "origin", f"+{ref}:{ref}")
    repo.git("checkout", "--quiet", "--detach", ref)
    return repo


def ci(repo: Repo, *words: str, **variables: str) -> Ran:
    """Run ``git secrets --ci`` in a job with ``variables``."""
    return repo.call("--ci", *words, env=variables)


def oid(repo: Repo, revision: str) -> str:
    """Return the object ID of ``revision``."""
    return repo.git("rev-parse", revision).decode().strip()


def scanned(ran: Ran) -> str:
    """Return the revisions that a run printed as scanned."""
    prefix = b"git secrets: scanning "
    lines = [line for line in ran.err.splitlines() if line.startswith(prefix)]
    return lines[-1].removeprefix(prefix).decode()
